// What it costs to call x + 1 on 4 doubles from C++: our function, and a plain one that also gives a new array back.
#include <benchmark/benchmark.h>
#include <theano/theano.h>

#include <vector>

namespace {

void ours(benchmark::State& state) {
  const theano::Variable x = theano::tensor::dvector("x");
  theano::FunctionOptions options;
  options.mode = theano::Mode::named("FAST_RUN");
  const theano::Function f = theano::function({x}, x + 1, {}, {}, options);
  const theano::Array a = theano::Array::of({1.0, 2.0, 3.0, 4.0});
  for (auto _ : state) {
    const theano::Array y = f(a);
    benchmark::DoNotOptimize(y);
  }
}
BENCHMARK(ours);

__attribute__((noinline)) std::vector<double> plus_one(const std::vector<double>& x) {
  std::vector<double> y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) y[i] = x[i] + 1;
  return y;
}

void by_hand(benchmark::State& state) {
  const std::vector<double> x{1, 2, 3, 4};
  for (auto _ : state) {
    const std::vector<double> y = plus_one(x);
    benchmark::DoNotOptimize(y);
  }
}
BENCHMARK(by_hand);

}  // namespace
