// Counts the calls of operator new by each thread.
#pragma once

#include <cstdint>

namespace theano::runtime {

/// Allocations of this thread since it began.
std::int64_t allocation_count();

}  // namespace theano::runtime
