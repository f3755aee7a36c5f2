// The one seam of threads: parallel_for over the pool, serial when nested, after a fork, and for small work.
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "theano/runtime/executor.h"
#include "theano/runtime/thread_pool.h"

namespace theano::runtime {

namespace {

/// Below this many scalar operations a second thread costs more than it gives.
constexpr double kSmallestParallelCost = 100'000;
/// Ranges per thread, so that one slow thread does not hold up the rest.
constexpr int kRangesPerThread = 4;

std::atomic<bool> is_forked_child{false};
thread_local bool is_inside_parallel_for = false;

/// The workers are not there in a forked child, and the locks may be held by them.
void watch_forks() {
  [[maybe_unused]] static const int registered = pthread_atfork(nullptr, nullptr, [] { is_forked_child = true; });
}

struct InsideScope {
  bool before = std::exchange(is_inside_parallel_for, true);
  ~InsideScope() { is_inside_parallel_for = before; }
};

/// One call's work on its way to the workers and back. The pool orders the caller's writes before the workers' reads and
/// theirs before its return; the two atomics say so once more, in a place that the thread sanitizer sees.
struct Handover {
  void (*fn)(void*, std::int64_t, std::int64_t);
  void* context;
  std::int64_t chunks, ranges;
  std::atomic<bool> is_given{false};
  std::atomic<std::int64_t> returned{0};

  void run(std::int64_t r) {
    is_given.load(std::memory_order_acquire);
    const InsideScope inside;
    struct Return {
      std::atomic<std::int64_t>& returned;
      ~Return() { returned.fetch_add(1, std::memory_order_release); }
    } const at_end{returned};
    // The products stay below 2^63: there are few ranges.
    fn(context, chunks / ranges * r + std::min(r, chunks % ranges), chunks / ranges * (r + 1) + std::min(r + 1, chunks % ranges));
  }
};

}  // namespace

int thread_count() { return is_forked_child ? 1 : pool_thread_count(); }

void set_thread_count(int count) { set_pool_thread_count(count); }

void parallel_for(std::int64_t chunks, double cost, void (*fn)(void*, std::int64_t, std::int64_t), void* context) {
  if (chunks <= 0) return;
  if (chunks == 1 || cost < kSmallestParallelCost || is_inside_parallel_for || thread_count() == 1) {
    fn(context, 0, chunks);
    return;
  }
  watch_forks();
  Handover work{fn, context, chunks, std::min<std::int64_t>(chunks, std::int64_t{kRangesPerThread} * thread_count())};
  work.is_given.store(true, std::memory_order_release);
  struct Taken {
    Handover& work;
    ~Taken() { work.returned.load(std::memory_order_acquire); }
  } const taken{work};
  run_on_pool(work.ranges, [](void* w, std::int64_t r) { static_cast<Handover*>(w)->run(r); }, &work);
}

}  // namespace theano::runtime
