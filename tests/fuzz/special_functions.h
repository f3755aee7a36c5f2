// What the API's table does not hold: brackets, parts that are set, gradients.
#pragma once

#include <vector>

#include "theano/ops/registry.h"

namespace theano::fuzz {

/// Functions of the module "fuzz".
const std::vector<ApiFunction>& special_functions();

/// In the entries of an index, the bound that is left out.
inline constexpr std::int64_t kLeftOut = 99;

}  // namespace theano::fuzz
