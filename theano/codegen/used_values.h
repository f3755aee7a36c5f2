// Which values of a kernel anything depends on.
#pragma once

#include <vector>

#include "theano/ir/kernel.h"

namespace theano::codegen {

/// Per value, whether a store, check, loop or reduction needs it; primitives and loads that nobody needs may be left out.
std::vector<bool> used_values(const ir::Kernel& kernel);

}  // namespace theano::codegen
