// The pool of worker threads. This file alone includes oneTBB, and is compiled without the thread sanitizer: the
// library's own hand-over between threads is not instrumented, so that its headers would look like races.
#include "theano/runtime/thread_pool.h"

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <thread>

namespace theano::runtime {
namespace {

/// The arena of the present number of threads; callers hold it while they use it, so that the number may change.
class Pool {
 public:
  static Pool& instance() {
    static Pool* pool = new Pool;  // never destroyed: workers may outlive static objects
    return *pool;
  }
  int count() const { return count_.load(std::memory_order_relaxed); }
  void set_count(int count) {
    const std::lock_guard lock(mutex_);
    count_ = std::max(1, count);
    arena_.reset();
  }
  std::shared_ptr<tbb::task_arena> arena() {
    const std::lock_guard lock(mutex_);
    if (!arena_) {
      limit_ = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism, count());
      arena_ = std::make_shared<tbb::task_arena>(count());
    }
    return arena_;
  }

 private:
  Pool() : count_(initial_count()) {}
  static int initial_count() {
    if (const char* text = std::getenv("OMP_NUM_THREADS"))
      if (const int count = std::atoi(text); count > 0) return count;
    return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  }

  std::atomic<int> count_;
  std::mutex mutex_;
  std::unique_ptr<tbb::global_control> limit_;  // by default TBB refuses more threads than there are cores
  std::shared_ptr<tbb::task_arena> arena_;
};

}  // namespace

int pool_thread_count() { return Pool::instance().count(); }

void set_pool_thread_count(int count) { Pool::instance().set_count(count); }

void run_on_pool(std::int64_t ranges, void (*body)(void*, std::int64_t), void* context) {
  Pool::instance().arena()->execute([&] {
    tbb::parallel_for(std::int64_t{0}, ranges, [&](std::int64_t r) { body(context, r); }, tbb::simple_partitioner());
  });
}

}  // namespace theano::runtime
