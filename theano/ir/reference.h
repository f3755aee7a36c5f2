// Running part of a kernel's points by the reference interpreter.
#pragma once

#include "theano/ir/interpreter.h"

namespace theano::ir {

/// Runs points [begin, end) of the flattened map space in order, up to the first whose check fails.
void run_reference_points(const Kernel& kernel, const LaunchShape& shape, std::span<std::byte* const> data,
                          std::span<const std::int64_t> params, std::int64_t begin, std::int64_t end, Status& status);

}  // namespace theano::ir
