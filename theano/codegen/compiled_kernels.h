// Binds kernels to machine code where that pays, and to the interpreter elsewhere.
#pragma once

#include <memory>

#include "theano/ir/kernel_binder.h"

namespace theano::codegen {

/// When machine code is made.
struct CompilePolicy {
  /// Estimated time of one launch, in nanoseconds, below which the interpreter serves as well.
  double least_ns = 2000;
  /// Kernels are interpreted until a thread of the process has compiled them; else they are compiled when bound.
  bool is_in_background = false;
  /// In the background: estimated time, in nanoseconds, that a kernel has to have run before it is compiled.
  double patience_ns = 1e6;
};

/// A binder for the kernels of one program, which must outlive it: it knows them by their addresses. Machine code is
/// shared by all binders of the process. Without a code generator it binds everything to the interpreter.
THEANO_API std::shared_ptr<ir::KernelBinder> make_compiling_binder(CompilePolicy policy = {});

}  // namespace theano::codegen
