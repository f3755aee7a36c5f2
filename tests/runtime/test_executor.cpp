// Calls of an executor: plans are kept, memory is reused, several threads may call, a call can be stopped.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "lower/lowered.h"
#include "runtime/allocation_count.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano::runtime {
namespace {

namespace T = theano::tensor;
using lower::lower_graph;
using lower::matrix;
using lower::numbers;
using lower::scalar;
using lower::vector;

std::int64_t allocations_of_a_call(Executor& executor, const std::vector<Array>& values) {
  for (int i = 0; i < 3; ++i) executor.run(values);
  const std::int64_t before = allocation_count();
  executor.run(values);
  return allocation_count() - before;
}

TEST(Executor, SecondCallAllocatesItsOutputsOnly) {
  const Variable x = matrix("x");
  Executor small(lower_graph({x}, {x + 1.0}));
  const Variable centred = x - T::mean(x, 0, true);
  Executor large(lower_graph({x}, {T::tanh(T::dot(centred, T::transpose(centred))) * T::sum(T::sqr(x))}));
  EXPECT_GT(large.program().step_count(), 3u);
  const std::vector<Array> values{numbers({4, 6})};
  constexpr std::int64_t kOutputAndItsVector = 2;
  EXPECT_EQ(allocations_of_a_call(small, values), kOutputAndItsVector);
  EXPECT_EQ(allocations_of_a_call(large, values), kOutputAndItsVector);
}

TEST(Executor, MovingWindowNeedsNoNewPlan) {
  const Variable data = matrix("data"), i = scalar("i", DType::Int64);
  Executor executor(lower_graph({data, i}, {T::sum(data[{slice(i * 2, i * 2 + 2)}], 1)}));
  const Array values = numbers({100, 3});
  const auto call = [&](std::int64_t n) { return executor.run(std::vector<Array>{values, Array::scalar(n)})[0]; };
  const Array first = call(0);
  call(1);
  const std::vector<Array> arguments{values, Array::scalar(std::int64_t{7})},
      next{values, Array::scalar(std::int64_t{8})};
  executor.run(arguments);
  const std::int64_t before = allocation_count();
  executor.run(next);
  EXPECT_LE(allocation_count() - before, 2);
  EXPECT_EQ(call(7).at({1}), values.at({15, 0}) + values.at({15, 1}) + values.at({15, 2}));
  EXPECT_EQ(call(49).shape(0), 2);
  EXPECT_EQ(call(50).shape(0), 0);
  EXPECT_TRUE(is_identical(call(0), first));
}

TEST(Executor, SizesComeAndGo) {
  const Variable x = matrix("x");
  Executor executor(lower_graph({x}, {T::sum(T::exp(x) * 2.0, 0), T::transpose(x) + 1.0}));
  for (int round = 0; round < 3; ++round)
    for (std::int64_t n = 0; n < 40; ++n) {
      const std::vector<Array> results = executor.run(std::vector<Array>{numbers({n, 3})});
      ASSERT_EQ(results[0].shape(0), 3);
      ASSERT_EQ(results[1].shape(1), n);
    }
}

TEST(Executor, ManyLengthsArePlannedOnce) {
  const Variable x = matrix("x"), w = matrix("w");
  Executor executor(lower_graph({x, w}, {T::tanh(T::dot(x, w)), T::exp(w) * 2.0}));
  std::vector<std::vector<Array>> arguments;
  for (std::int64_t n = 1; n <= 300; ++n) arguments.push_back({numbers({n, 3}), numbers({3, 2})});
  for (const std::vector<Array>& a : arguments) executor.run(a);
  for (const std::vector<Array>& a : arguments) {
    const std::int64_t before = allocation_count();
    ASSERT_EQ(executor.run(a)[0].shape(0), a[0].shape(0));
    ASSERT_LE(allocation_count() - before, 4) << a[0].shape(0);  // two outputs and their vector; an arena may grow
  }
}

/// Counts what it is asked for.
class CountingBinder final : public ir::KernelBinder {
 public:
  std::unique_ptr<ir::BoundKernel> bind(const ir::Kernel& kernel, const ir::LaunchShape& shape) override {
    ++count;
    return ir::bind_interpreted(kernel, shape);
  }
  int count = 0;
};

TEST(Executor, LaunchesOfEqualShapeAreBoundOnce) {
  const Variable x = matrix("x"), w = matrix("w");
  const auto binder = std::make_shared<CountingBinder>();
  Executor executor(lower_graph({x, w}, {T::tanh(x), T::exp(w)}), binder);
  for (std::int64_t n = 1; n <= 10; ++n) executor.run(std::vector<Array>{numbers({n, 3}), numbers({3, 2})});
  EXPECT_EQ(binder->count, 11);  // tanh for each length, exp once
}

TEST(Executor, OutputsAreTheCallersOwn) {
  const Variable x = vector("x");
  Executor executor(lower_graph({x}, {T::exp(x), x}));
  const Array a = numbers({5}), before = a.copy();
  const std::vector<Array> first = executor.run(std::vector<Array>{a});
  const Array kept = first[0].copy();
  const std::vector<Array> second = executor.run(std::vector<Array>{numbers({5}).view(Layout({5}, {-1}, 4))});
  EXPECT_TRUE(is_identical(first[0], kept));
  EXPECT_FALSE(may_share_memory(first[0], second[0]));
  first[1].fill(0);
  EXPECT_TRUE(is_identical(a, before));
}

TEST(Executor, ConcurrentCallsDoNotDisturbEachOther) {
  const Variable x = matrix("x");
  Executor executor(lower_graph({x}, {T::dot(T::tanh(x), T::transpose(x)) + T::sum(x)}));
  std::vector<Array> values, wanted;
  for (int i = 0; i < 4; ++i) {
    values.push_back(numbers({10 + i, 20}));
    wanted.push_back(executor.run(std::vector<Array>{values.back()})[0]);
  }
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i)
        if (!is_identical(executor.run(std::vector<Array>{values[(t + i) % 4]})[0], wanted[(t + i) % 4])) ++wrong;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Executor, ProductsOfManyThreadsKeepTheirWorkMemoryApart) {
  const Variable x = matrix("x");
  Executor executor(lower_graph({x}, {T::dot(x, T::transpose(x))}));
  const std::vector<Array> values{numbers({13, 20})};
  const Array wanted = executor.run(values)[0];
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 5000; ++i)
        if (!is_identical(executor.run(values)[0], wanted)) ++wrong;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Executor, EqualBitsForAnyNumberOfThreads) {
  const Variable x = matrix("x", DType::Float32), y = matrix("y", DType::Float32);
  Executor executor(lower_graph({x, y}, {T::dot(x, y), T::sum(T::exp(x), 0), T::sum(T::tanh(x))}));
  const std::vector<Array> values{numbers({300, 700}, DType::Float32), numbers({700, 301}, DType::Float32)};
  const int before = thread_count();
  set_thread_count(1);
  const std::vector<Array> serial = executor.run(values);
  set_thread_count(4);
  const std::vector<Array> parallel = executor.run(values);
  set_thread_count(before);
  for (std::size_t i = 0; i < serial.size(); ++i) EXPECT_TRUE(is_identical(serial[i], parallel[i])) << i;
}

TEST(Executor, WorksInAForkedChild) {
  const Variable x = matrix("x");
  Executor executor(lower_graph({x}, {T::tanh(T::dot(x, x))}));
  const std::vector<Array> values{numbers({400, 400})};
  set_thread_count(2);
  const Array wanted = executor.run(values)[0];
  const pid_t child = fork();
  if (child == 0) _exit(is_identical(executor.run(values)[0], wanted) && thread_count() == 1 ? 0 : 1);
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST(Executor, CanBeInterrupted) {
  const Variable x = vector("x");
  Executor executor(lower_graph({x}, {T::exp(x)}));
  Executor::set_interrupt_poll([] { return true; });
  EXPECT_THROW(executor.run(std::vector<Array>{numbers({30'000})}), Interrupted);
  Executor::set_interrupt_poll(nullptr);
  EXPECT_EQ(executor.run(std::vector<Array>{numbers({3})})[0].shape(0), 3);
}

TEST(Executor, ProfileCountsStepsAndCalls) {
  const Variable x = matrix("x");
  Executor executor(lower_graph({x}, {T::dot(x, x) + 1.0}));
  executor.run(std::vector<Array>{numbers({3, 3})});
  EXPECT_TRUE(executor.profile().empty());
  executor.set_profiling(true);
  for (int i = 0; i < 5; ++i) executor.run(std::vector<Array>{numbers({3, 3})});
  const std::vector<StepProfile> rows = executor.profile();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].name, "dot");
  EXPECT_EQ(rows[1].name, "add");
  EXPECT_EQ(rows[0].calls, 5);
}

}  // namespace
}  // namespace theano::runtime
