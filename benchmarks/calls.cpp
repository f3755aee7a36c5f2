// What a call costs beside its work: a tiny expression called again and again, and a new shape on every call.
#include <benchmark/benchmark.h>

#include "theano/compile/function.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

namespace T = theano::tensor;

Variable tensor(int ndim, const char* name) {
  return make_variable(TensorType::of(DType::Float64, std::vector<bool>(static_cast<std::size_t>(ndim), false)), name);
}

Array numbers(Shape shape) {
  Array a(DType::Float64, std::move(shape));
  for (std::int64_t i = 0; i < a.size(); ++i) a.data<double>()[i] = 0.01 * static_cast<double>(i % 100) - 0.5;
  return a;
}

/// Allocating the result and adding by hand: the floor.
void by_hand(benchmark::State& state) {
  const Array x = numbers({4});
  for (auto _ : state) {
    Array y(DType::Float64, Shape{4});
    for (int i = 0; i < 4; ++i) y.data<double>()[i] = x.data<double>()[i] + 1.0;
    benchmark::DoNotOptimize(y);
  }
}
BENCHMARK(by_hand);

void add_one(benchmark::State& state) {
  const Variable x = tensor(1, "x");
  const Function f = function({x}, x + 1.0);
  const Array a = numbers({4});
  for (auto _ : state) benchmark::DoNotOptimize(f(a));
}
BENCHMARK(add_one);

void add_one_trusted(benchmark::State& state) {
  const Variable x = tensor(1, "x");
  const Function f = function({x}, x + 1.0);
  const std::vector<Array> arguments{numbers({4})};
  for (auto _ : state) benchmark::DoNotOptimize(f.call_trusted(arguments));
}
BENCHMARK(add_one_trusted);

void count_up(benchmark::State& state) {
  const Variable s = make_shared_variable(Array::scalar(0.0), "s");
  const Function f = function({}, {}, {Update(s, s + 1.0)});
  for (auto _ : state) benchmark::DoNotOptimize(f());
}
BENCHMARK(count_up);

/// One hidden layer and its mean: products, sums, fused maps.
Function network() {
  const Variable x = tensor(2, "x"), w = tensor(2, "w"), b = tensor(1, "b");
  const Variable h = T::tanh(T::dot(x, w) + b);
  return function({x, w, b}, T::mean(T::sqr(h - T::mean(h, 0, true))));
}

void shape_known(benchmark::State& state) {
  const Function f = network();
  const Array x = numbers({4, 3}), w = numbers({3, 5}), b = numbers({5});
  for (auto _ : state) benchmark::DoNotOptimize(f(x, w, b));
}
BENCHMARK(shape_known);

/// Shapes that come again and again, one after the other (100), or so many that no plan is kept until it is wanted (3000).
void shapes_in_turn(benchmark::State& state) {
  const Function f = network();
  std::vector<Array> xs;
  for (std::int64_t n = 1; n <= state.range(0); ++n) xs.push_back(numbers({n, 3}));
  const Array w = numbers({3, 5}), b = numbers({5});
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(f(xs[i++ % xs.size()], w, b));
}
BENCHMARK(shapes_in_turn)->Arg(100)->Arg(3000);

void shapes_in_turn_add_one(benchmark::State& state) {
  const Variable x = tensor(1, "x");
  const Function f = function({x}, x + 1.0);
  std::vector<Array> xs;
  for (std::int64_t n = 1; n <= state.range(0); ++n) xs.push_back(numbers({n}));
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(f(xs[i++ % xs.size()]));
}
BENCHMARK(shapes_in_turn_add_one)->Arg(100)->Arg(3000);

}  // namespace
}  // namespace theano
