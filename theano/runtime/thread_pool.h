// The pool of worker threads, oneTBB behind an interface that shows nothing of it.
#pragma once

#include <cstdint>

namespace theano::runtime {

/// Number of threads of the pool, the caller included.
int pool_thread_count();
void set_pool_thread_count(int count);
/// Calls `body(context, r)` for r in [0, ranges) on the pool's threads and the caller's, and waits for all.
void run_on_pool(std::int64_t ranges, void (*body)(void*, std::int64_t), void* context);

}  // namespace theano::runtime
