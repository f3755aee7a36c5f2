// The grammar of the loop IR, checked after everything that makes or changes a kernel.
#pragma once

#include "theano/ir/kernel.h"

namespace theano::ir {

/// Throws InternalError naming the first instruction that breaks a rule: every value defined once and before use in
/// scope, dtypes of operands as the primitive wants, accesses with one index per axis, loops and reductions complete.
THEANO_API void verify(const Kernel& kernel);

}  // namespace theano::ir
