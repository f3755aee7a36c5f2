// Random graphs on random shapes: fused, unfused and with other strides they agree bit for bit.
#include <gtest/gtest.h>

#include <random>

#include "lower/lowered.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano::lower {
namespace {

namespace T = theano::tensor;

/// Grows a graph of matrices of one shape (n, m) and vectors (m) from a seed.
class RandomGraph {
 public:
  explicit RandomGraph(unsigned seed) : random_(seed), x_(matrix("x")), y_(matrix("y")), v_(vector("v")) {
    matrices_ = {x_, y_};
    vectors_ = {v_};
    const int count = 3 + static_cast<int>(random_() % 12);
    for (int i = 0; i < count; ++i) grow();
    outputs_ = {matrices_.back(), vectors_.back()};
    if (random_() % 2) outputs_.push_back(pick(matrices_));
  }

  std::vector<Variable> inputs() const { return {x_, y_, v_}; }
  const std::vector<Variable>& outputs() const { return outputs_; }
  std::vector<Array> values() {
    const std::int64_t n = static_cast<std::int64_t>(random_() % 5), m = static_cast<std::int64_t>(random_() % 70);
    Array y = numbers({m, n}).transpose();
    return {numbers({n, m}), y, numbers({m})};
  }

 private:
  const Variable& pick(const std::vector<Variable>& from) { return from[random_() % from.size()]; }

  void grow() {
    switch (random_() % 9) {
      case 0:
        matrices_.push_back(pick(matrices_) + pick(matrices_));
        break;
      case 1:
        matrices_.push_back(pick(matrices_) * pick(vectors_));
        break;
      case 2:
        matrices_.push_back(T::tanh(pick(matrices_)));
        break;
      case 3:
        vectors_.push_back(T::sum(pick(matrices_), 0));
        break;
      case 4:
        matrices_.push_back(pick(matrices_) - T::max(T::maximum(pick(matrices_), -50.0), 0, true));
        break;
      case 5:
        matrices_.push_back(pick(matrices_)[{slice({}, {}, -1)}]);
        break;
      case 6:
        matrices_.push_back(T::inc_subtensor(pick(matrices_)[{slice({}, {}, 2)}], 1.5));
        break;
      case 7:
        vectors_.push_back(pick(vectors_) * 0.5 + pick(vectors_));
        break;
      default:
        matrices_.push_back(T::transpose(T::transpose(pick(matrices_)) * 2.0));
        break;
    }
  }

  std::mt19937 random_;
  Variable x_, y_, v_;
  std::vector<Variable> matrices_, vectors_, outputs_;
};

TEST(RandomGraphs, FusedEqualsUnfused) {
  for (unsigned seed = 0; seed < 150; ++seed) {
    RandomGraph graph(seed);
    runtime::Executor executor(lower_graph(graph.inputs(), graph.outputs()));
    for (int call = 0; call < 4; ++call) {
      std::vector<Array> values = graph.values();
      if (values[0].shape(0) == 0) values = {numbers({2, 3}), numbers({2, 3}), numbers({3})};
      const std::vector<Array> fused = executor.run(values);
      const std::vector<Array> plain = run_unfused(graph.inputs(), graph.outputs(), values);
      for (std::size_t i = 0; i < fused.size(); ++i)
        ASSERT_TRUE(is_identical(fused[i], plain[i])) << "seed " << seed << " output " << i << "\n"
                                                      << executor.program().to_string(true);
    }
  }
}

}  // namespace
}  // namespace theano::lower
