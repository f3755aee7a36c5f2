// The one seam of threads: parallel_for over oneTBB, serial when nested, after a fork, and for small work.
#include <pthread.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <thread>

#include "theano/runtime/executor.h"

namespace theano::runtime {

namespace {

/// Below this many scalar operations a second thread costs more than it gives.
constexpr double kSmallestParallelCost = 100'000;
/// Ranges per thread, so that one slow thread does not hold up the rest.
constexpr int kRangesPerThread = 4;

std::atomic<bool> is_forked_child{false};
thread_local bool is_inside_parallel_for = false;

struct InsideScope {
  bool before = std::exchange(is_inside_parallel_for, true);
  ~InsideScope() { is_inside_parallel_for = before; }
};

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
  Pool() : count_(initial_count()) {
    // The workers are not there in a forked child, and the locks may be held by them.
    pthread_atfork(nullptr, nullptr, [] { is_forked_child = true; });
  }
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

int thread_count() { return is_forked_child ? 1 : Pool::instance().count(); }

void set_thread_count(int count) { Pool::instance().set_count(count); }

void parallel_for(std::int64_t chunks, double cost, void (*fn)(void*, std::int64_t, std::int64_t), void* context) {
  if (chunks <= 0) return;
  if (chunks == 1 || cost < kSmallestParallelCost || is_inside_parallel_for || thread_count() == 1) {
    fn(context, 0, chunks);
    return;
  }
  const std::int64_t ranges = std::min<std::int64_t>(chunks, std::int64_t{kRangesPerThread} * thread_count());
  Pool::instance().arena()->execute([&] {
    tbb::parallel_for(
        std::int64_t{0}, ranges,
        [&](std::int64_t r) {
          const InsideScope inside;
          // The products stay below 2^63: there are few ranges.
          fn(context, chunks / ranges * r + std::min(r, chunks % ranges),
             chunks / ranges * (r + 1) + std::min(r + 1, chunks % ranges));
        },
        tbb::simple_partitioner());
  });
}

}  // namespace theano::runtime
