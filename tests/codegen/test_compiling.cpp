// Compiling kernels: from several threads at once, in the background, and when it does not pay.
#include <gtest/gtest.h>

#include <thread>

#include "ir/launch.h"
#include "theano/codegen/compiled_kernels.h"
#include "theano/codegen/machine_code.h"

namespace theano::codegen {
namespace {

using ir::Expr;

/// y = exp(x) * factor, so that every factor is another kernel.
ir::Kernel scaled_exponential(double factor) {
  ir::Builder b("scaled_exponential", 1);
  const Expr i[] = {b.map_index(0)};
  const int in = b.add_buffer(DType::Float64, 1, ir::BufferRole::Input);
  const int out = b.add_buffer(DType::Float64, 1, ir::BufferRole::Output);
  b.store(out, i, prim(ir::Prim::Exp, b.load(in, i)) * Expr(factor));
  return b.finish();
}

std::vector<double> run(const ir::BoundKernel& bound, std::vector<double> x) {
  std::vector<double> y(x.size());
  std::byte* const data[] = {reinterpret_cast<std::byte*>(x.data()), reinterpret_cast<std::byte*>(y.data())};
  ir::Status status;
  bound.run(data, {}, 0, bound.chunk_count(), status);
  return y;
}

const ir::LaunchShape kShape{{5000}, {{1}, {1}}, {}};

std::vector<double> numbers() {
  std::vector<double> x(5000);
  for (std::size_t k = 0; k < x.size(); ++k) x[k] = static_cast<double>(k) / 700 - 3;
  return x;
}

TEST(Compiling, SeveralThreadsCompileAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> faults{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t, &faults] {
      for (int k = 0; k < 8; ++k) {
        // Half of the kernels are the same for all threads.
        const ir::Kernel kernel = scaled_exponential(k % 2 ? 1.5 + k : 100 * (t + 1) + k);
        const std::shared_ptr<ir::KernelBinder> binder = make_compiling_binder({.least_ns = 0});
        const std::vector<double> expected = run(*ir::bind_interpreted(kernel, kShape), numbers());
        faults += run(binder->bind(kernel, kShape)->current(), numbers()) != expected;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(faults, 0);
}

TEST(Compiling, CodeComesInTheBackground) {
  if (!has_code_generator()) GTEST_SKIP() << "this build has no code generator";
  const ir::Kernel kernel = scaled_exponential(0.123);
  const std::shared_ptr<ir::KernelBinder> binder =
      make_compiling_binder({.least_ns = 0, .is_in_background = true, .patience_ns = 1e15});
  const std::unique_ptr<ir::BoundKernel> bound = binder->bind(kernel, kShape);
  EXPECT_NE(&bound->current(), bound.get());
  const std::vector<double> before = run(bound->current(), numbers());
  const ir::BoundKernel* const interpreted = &bound->current();
  binder->wait();
  EXPECT_NE(&bound->current(), interpreted);
  EXPECT_EQ(run(bound->current(), numbers()), before);
  // Whoever binds it now has the code at once.
  const std::unique_ptr<ir::BoundKernel> again = binder->bind(kernel, kShape);
  EXPECT_EQ(&again->current(), again.get());
}

TEST(Compiling, PatienceEnds) {
  if (!has_code_generator()) GTEST_SKIP() << "this build has no code generator";
  const ir::Kernel kernel = scaled_exponential(0.456);
  const std::shared_ptr<ir::KernelBinder> binder =
      make_compiling_binder({.least_ns = 0, .is_in_background = true, .patience_ns = 1});
  const std::unique_ptr<ir::BoundKernel> bound = binder->bind(kernel, kShape);
  const ir::BoundKernel* const interpreted = &bound->current();
  for (int turn = 0; turn < 10000 && &bound->current() == interpreted; ++turn)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_NE(&bound->current(), interpreted);
}

TEST(Compiling, ShortWorkStaysInterpreted) {
  const ir::Kernel kernel = scaled_exponential(0.789);
  const std::shared_ptr<ir::KernelBinder> binder = make_compiling_binder({.is_in_background = true, .patience_ns = 0});
  const std::unique_ptr<ir::BoundKernel> bound = binder->bind(kernel, {{4}, {{1}, {1}}, {}});
  EXPECT_EQ(&bound->current(), bound.get());
}

}  // namespace
}  // namespace theano::codegen
