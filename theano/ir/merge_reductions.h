// A pass over kernels: reductions over the same space become one.
#pragma once

#include "theano/base/export.h"
#include "theano/ir/kernel.h"

namespace theano::ir {

/// Merges reductions over the same space that do not need one another's results, so that one pass serves them all and
/// what they share is computed once. The results keep their bits. Reductions that check, or read what the kernel writes,
/// stay as they are.
THEANO_API void merge_reductions(Kernel& kernel);

}  // namespace theano::ir
