// Kernels as readable text in the languages of the C family.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "theano/base/export.h"
#include "theano/ir/kernel.h"

namespace theano::codegen {

/// A verified kernel as C that needs no other text: the small functions that it calls, then
/// `void kernel_<name>(sizes n0..., buffers each with its strides in elements, parameters p0..., failure)`. It runs the
/// whole launch and gives the bits of the interpreters; compile it without -ffast-math. Kernels with checks have the last
/// parameter, a `struct theano_failure *`, whose `check` is -1 after a launch in which all checks held. Rare functions
/// (theano/codegen/scalar_routines.h) are extern: libtheano has them.
THEANO_API std::string print_c(const ir::Kernel& kernel);

/// A kernel and what stands above it as a comment; may be empty.
struct CommentedKernel {
  const ir::Kernel* kernel;
  std::string comment = {};
};
/// Several kernels as one text; kernels of one name are numbered.
THEANO_API std::string print_c(std::span<const CommentedKernel> kernels);

/// The name of the function that print_c makes of a kernel of this name.
THEANO_API std::string c_kernel_name(std::string_view name);

}  // namespace theano::codegen
