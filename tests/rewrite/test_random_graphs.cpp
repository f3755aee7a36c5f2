// Random graphs and their gradients: rewriting changes neither values (of finite numbers) nor types.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "theano/compile/oracle.h"
#include "theano/gradient/gradient.h"
#include "theano/graph/printing.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rewrite.h"

namespace theano::rewrite {
namespace {

using namespace tensor;

/// Grows graphs of 3 x 3 matrices, columns, vectors and scalars from a few inputs.
class Garden {
 public:
  explicit Garden(unsigned seed) : random_(seed) {
    for (const char* name : {"a", "b"}) inputs.push_back(make_variable(TensorType::of_rank(DType::Float64, 2), name));
    inputs.push_back(make_variable(TensorType::of_rank(DType::Float64, 1), "v"));
    for (const Variable& input : inputs) {
      pool_.push_back(input);
      Array value(DType::Float64, Shape(static_cast<std::size_t>(input.ndim()), 3));
      std::uniform_real_distribution<double> uniform(-2, 2);
      for (std::int64_t i = 0; i < value.size(); ++i) value.data<double>()[i] = uniform(random_);
      values.push_back(value);
    }
  }

  Variable grow(int steps) {
    for (int i = 0; i < steps; ++i) pool_.push_back(next());
    return sum(pool_.back() * 0.5) + sum(pick());
  }

  std::vector<Variable> inputs;
  std::vector<Array> values;

 private:
  int roll(int sides) { return static_cast<int>(random_() % static_cast<unsigned>(sides)); }
  Variable pick() { return pool_[static_cast<std::size_t>(roll(static_cast<int>(pool_.size())))]; }
  Variable matrix() {
    const Variable v = pick();
    const bool is_full = v.ndim() == 2 && !v.is_broadcastable(0) && !v.is_broadcastable(1);
    return is_full ? v : v + inputs[static_cast<std::size_t>(roll(2))];
  }

  Variable next() {
    static const double kNumbers[] = {0, 1, -1, 2, 0.5};
    switch (roll(22)) {
      case 0:
        return pick() + pick();
      case 1:
        return pick() - pick();
      case 2:
        return pick() * pick();
      case 3:
        return pick() / (1.5 + sqr(pick()));
      case 4:
        return -pick();
      case 5:
        return pick() * kNumbers[roll(5)];
      case 6:
        return pick() + kNumbers[roll(5)];
      case 7:
        return kNumbers[roll(5)] - pick();
      case 8:
        return tanh(pick());
      case 9:
        return exp(tanh(pick()));
      case 10:
        return log(1 + exp(tanh(pick())));
      case 11:
        return nnet::sigmoid(pick());
      case 12:
        return log(1 - nnet::sigmoid(pick()));
      case 13:
        return log(nnet::softmax(matrix()));
      case 14:
        return sum(matrix(), roll(2), roll(2) == 0);
      case 15:
        return transpose(matrix());
      case 16:
        return dot(matrix(), matrix());
      case 17:
        return fill(matrix(), kNumbers[roll(5)]);
      case 18:
        return switch_(gt(pick(), 0.0), pick(), pick());
      case 19:
        return matrix()[Index({IndexEntry(roll(3))})];
      case 20:
        return pow(1.5 + sqr(pick()), kNumbers[roll(5)]);
      default:
        return exp(tanh(matrix())) / sum(exp(tanh(matrix())), 1, true);
    }
  }

  std::mt19937 random_;
  std::vector<Variable> pool_;
};

bool are_finite(const Array& a) {
  for (double value : a.to_doubles())
    if (!std::isfinite(value) || std::fabs(value) > 1e8) return false;
  return true;
}

TEST(RandomGraphs, KeepTheirValuesAndGradients) {
  int compared = 0;
  for (unsigned seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    Garden garden(seed);
    const Variable cost = garden.grow(12);
    GradOptions options;
    options.disconnected_inputs = DisconnectedInputs::Ignore;
    std::vector<Variable> outputs = grad(cost, garden.inputs, options);
    outputs.push_back(cost);
    const std::vector<Array> before = run_oracle(outputs, garden.inputs, garden.values);
    FunctionGraph graph(garden.inputs, outputs);
    const RewriteReport report = rewrite(graph);
    EXPECT_TRUE(report.warnings.empty()) << report.to_string();
    graph.verify();
    const std::vector<Array> after = run_oracle(graph, garden.values);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      EXPECT_TRUE(outputs[i].type()->equals(*graph.outputs()[i].type()));
      if (!are_finite(before[i])) continue;
      ++compared;
      EXPECT_TRUE(all_close(after[i], before[i], 1e-8, 1e-8))
          << pp(outputs[i], 3'000) << "\n is " << before[i].to_string() << "\n"
          << pp(graph.outputs()[i], 3'000) << "\n is " << after[i].to_string();
    }
  }
  EXPECT_GT(compared, 400);
}

}  // namespace
}  // namespace theano::rewrite
