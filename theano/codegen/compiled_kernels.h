// Binds kernels to machine code where that pays, and to the interpreter elsewhere.
#pragma once

#include <memory>

#include "theano/ir/kernel_binder.h"

namespace theano::codegen {

/// How much work makes machine code worth its compilation.
struct CompilePolicy {
  double least_ns = 2000;  ///< estimated time of one launch below which the interpreter serves as well
};

/// A binder for the kernels of one program, which must outlive it: it knows them by their addresses. Machine code is shared by all binders of the process. Without a code
/// generator it binds everything to the interpreter.
THEANO_API std::unique_ptr<ir::KernelBinder> make_compiling_binder(CompilePolicy policy = {});

}  // namespace theano::codegen
