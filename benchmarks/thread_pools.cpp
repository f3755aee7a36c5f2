// From how much work on does a second thread pay: our pool against one whose workers spin for a bounded time before they
// sleep. Work of n elements of y = sqrt(x * x + 1), again and again, as a function called in a loop does it.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cmath>
#include <thread>
#include <vector>

#include "theano/runtime/executor.h"

namespace theano::runtime {
namespace {

using RangeFunction = void (*)(void*, std::int64_t, std::int64_t);

/// Workers look for work without pause for some microseconds, then sleep until they are woken. One caller at a time.
class SpinningPool {
 public:
  explicit SpinningPool(int threads) {
    for (int t = 1; t < threads; ++t) workers_.emplace_back([this] { work(); });
  }
  ~SpinningPool() {
    is_ending_ = true;
    announce();
    for (std::thread& worker : workers_) worker.join();
  }

  void run(std::int64_t ranges, RangeFunction fn, void* context) {
    fn_.store(fn, std::memory_order_relaxed);
    context_.store(context, std::memory_order_relaxed);
    ranges_.store(ranges, std::memory_order_relaxed);
    done_.store(0, std::memory_order_relaxed);
    const std::uint32_t epoch = epoch_.load(std::memory_order_relaxed) + 1;
    next_.store(std::uint64_t{epoch} << 32, std::memory_order_release);
    announce();
    take_ranges(epoch);
    // Only ranges that somebody has begun are waited for: a worker that sleeps holds nobody up.
    while (done_.load(std::memory_order_acquire) < ranges) pause();
  }

 private:
  static constexpr int kSpins = 2000;  // some 20 to 50 microseconds

  static void pause() { __builtin_ia32_pause(); }

  void announce() {
    epoch_.fetch_add(1, std::memory_order_seq_cst);
    if (sleeping_.load(std::memory_order_seq_cst) > 0) epoch_.notify_all();
  }

  void take_ranges(std::uint32_t epoch) {
    for (;;) {
      std::uint64_t at = next_.load(std::memory_order_acquire);
      const auto r = static_cast<std::int64_t>(at & 0xFFFFFFFFu);
      const RangeFunction fn = fn_.load(std::memory_order_relaxed);
      void* const context = context_.load(std::memory_order_relaxed);
      if (at >> 32 != epoch || r >= ranges_.load(std::memory_order_relaxed)) return;
      if (!next_.compare_exchange_strong(at, at + 1, std::memory_order_acq_rel)) continue;
      fn(context, r, r + 1);
      done_.fetch_add(1, std::memory_order_release);
    }
  }

  void work() {
    std::uint32_t seen = 0;
    while (true) {
      int spins = 0;
      while (epoch_.load(std::memory_order_acquire) == seen && spins < kSpins) {
        ++spins;
        pause();
      }
      if (epoch_.load(std::memory_order_acquire) == seen) {
        sleeping_.fetch_add(1, std::memory_order_seq_cst);
        epoch_.wait(seen, std::memory_order_seq_cst);
        sleeping_.fetch_sub(1, std::memory_order_seq_cst);
      }
      seen = epoch_.load(std::memory_order_acquire);
      if (is_ending_) return;
      take_ranges(seen);
    }
  }

  std::vector<std::thread> workers_;
  std::atomic<std::uint32_t> epoch_{0};
  std::atomic<int> sleeping_{0};
  std::atomic<std::uint64_t> next_{0};  // the epoch, and the next of its ranges
  std::atomic<std::int64_t> done_{0}, ranges_{0};
  std::atomic<bool> is_ending_{false};
  std::atomic<RangeFunction> fn_{nullptr};
  std::atomic<void*> context_{nullptr};
};

struct Work {
  std::vector<float> x, y;
  std::int64_t pieces;
  explicit Work(std::int64_t n, std::int64_t p) : x(static_cast<std::size_t>(n), 0.5f), y(x.size()), pieces(p) {}
  static void run(void* context, std::int64_t begin, std::int64_t end) {
    auto& w = *static_cast<Work*>(context);
    const auto n = static_cast<std::int64_t>(w.x.size());
    const std::int64_t first = n * begin / w.pieces, last = n * end / w.pieces;
    for (std::int64_t i = first; i < last; ++i) w.y[i] = std::sqrt(w.x[i] * w.x[i] + 1.0f);
  }
};

constexpr int kPieces = 4;
constexpr double kForceThreads = 1e12;

void one_thread(benchmark::State& state) {
  Work work(state.range(0), kPieces);
  for (auto _ : state) {
    Work::run(&work, 0, kPieces);
    benchmark::ClobberMemory();
  }
}

void our_pool(benchmark::State& state) {
  Work work(state.range(0), kPieces);
  for (auto _ : state) {
    parallel_for(kPieces, kForceThreads, &Work::run, &work);
    benchmark::ClobberMemory();
  }
}

void spinning_pool(benchmark::State& state) {
  Work work(state.range(0), kPieces);
  SpinningPool pool(thread_count());
  for (auto _ : state) {
    pool.run(kPieces, &Work::run, &work);
    benchmark::ClobberMemory();
  }
}

constexpr std::int64_t kSmallest = 1 << 10, kLargest = 1 << 20;
BENCHMARK(one_thread)->RangeMultiplier(4)->Range(kSmallest, kLargest)->UseRealTime();
BENCHMARK(our_pool)->RangeMultiplier(4)->Range(kSmallest, kLargest)->UseRealTime();
BENCHMARK(spinning_pool)->RangeMultiplier(4)->Range(kSmallest, kLargest)->UseRealTime();

}  // namespace
}  // namespace theano::runtime
