// Time to rewrite graphs of 1,000 to 100,000 nodes: it should grow with the number of nodes and no faster.
#include <benchmark/benchmark.h>

#include "theano/gradient/gradient.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/rewrite/rewrite.h"

namespace {

using namespace theano;

/// Runs the standard passes on copies of a graph and reports nodes, visits and rules applied.
void run_ladder(benchmark::State& state, const std::vector<Variable>& inputs, const std::vector<Variable>& outputs) {
  std::size_t nodes = 0;
  rewrite::RewriteReport report;
  for (auto _ : state) {
    state.PauseTiming();
    FunctionGraph graph(inputs, outputs);
    nodes = graph.node_count();
    state.ResumeTiming();
    report = rewrite::rewrite(graph);
  }
  state.counters["nodes"] = static_cast<double>(nodes);
  state.counters["visits"] = static_cast<double>(report.visits);
  state.SetComplexityN(static_cast<std::int64_t>(nodes));
}

/// A chain of element-wise ops of which about half can go.
void elementwise_chain(benchmark::State& state) {
  const Variable x = make_variable(TensorType::of_rank(DType::Float64, 1), "x");
  Variable y = x;
  for (int i = 0; i < state.range(0) / 6; ++i) y = tensor::tanh(-(-(y + 0)) * 1.5 - y);
  run_ladder(state, {x}, {y});
}
BENCHMARK(elementwise_chain)
    ->RangeMultiplier(10)
    ->Range(1'000, 100'000)
    ->Arg(50'000)
    ->Unit(benchmark::kMillisecond)
    ->Complexity();

/// A deep network of sigmoid layers with crossentropy, and all its gradients.
void network_gradients(benchmark::State& state) {
  const int layers = static_cast<int>(state.range(0) / 25);
  const Variable x = make_variable(TensorType::of_rank(DType::Float32, 2), "x");
  const Variable t = make_variable(TensorType::of_rank(DType::Float32, 2), "t");
  std::vector<Variable> inputs{x, t}, weights;
  Variable y = x;
  for (int i = 0; i < layers; ++i) {
    weights.push_back(make_variable(TensorType::of_rank(DType::Float32, 2), "w"));
    y = tensor::nnet::sigmoid(tensor::dot(y, weights.back()));
  }
  inputs.insert(inputs.end(), weights.begin(), weights.end());
  const Variable cost = tensor::sum(tensor::nnet::binary_crossentropy(y, t));
  run_ladder(state, inputs, grad(cost, weights));
}
BENCHMARK(network_gradients)
    ->RangeMultiplier(10)
    ->Range(1'000, 100'000)
    ->Arg(50'000)
    ->Unit(benchmark::kMillisecond)
    ->Complexity();

}  // namespace
