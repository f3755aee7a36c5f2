// Values and gradients at +-1000 stay right after rewriting, however the user wrote the expression.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "theano/compile/oracle.h"
#include "theano/gradient/gradient.h"
#include "theano/graph/printing.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rewrite.h"

namespace theano::rewrite {
namespace {

using namespace tensor;
using nnet::sigmoid;
using nnet::softmax;

/// One way to write a loss: a scalar of x (and targets t), and what its value and gradient are mathematically.
struct Case {
  const char* name;
  std::function<Variable(const Variable& x, const Variable& t)> loss;
};

class Stable : public testing::TestWithParam<DType> {
 protected:
  /// Value and gradient by the rewritten graph, computed op by op.
  std::vector<std::vector<double>> evaluate(const Case& c, const Array& x_value, const Array& t_value) {
    const Variable x = make_variable(TensorType::of_rank(x_value.dtype(), x_value.ndim()), "x");
    const Variable t = make_variable(TensorType::of_rank(t_value.dtype(), t_value.ndim()), "t");
    const Variable cost = sum(c.loss(x, t));
    FunctionGraph graph({x, t}, {cost, grad(cost, x)});
    const RewriteReport report = rewrite(graph);
    EXPECT_TRUE(report.warnings.empty()) << report.to_string();
    graph.verify();
    text_ = debugprint(graph);
    std::vector<std::vector<double>> results;
    for (const Array& a : run_oracle(graph, std::vector{x_value, t_value})) results.push_back(a.to_doubles());
    return results;
  }

  void check(const Case& c, const Array& x, const Array& t, double value, const std::vector<double>& gradient) {
    SCOPED_TRACE(c.name);
    const std::vector<std::vector<double>> found = evaluate(c, x.astype(GetParam()), t);
    const double tolerance = GetParam() == DType::Float32 ? 1e-5 : 1e-12;
    EXPECT_NEAR(found[0][0], value, tolerance * (1 + std::fabs(value))) << text_;
    ASSERT_EQ(found[1].size(), gradient.size());
    for (std::size_t i = 0; i < gradient.size(); ++i)
      EXPECT_NEAR(found[1][i], gradient[i], tolerance * (1 + std::fabs(gradient[i]))) << "element " << i << "\n"
                                                                                      << text_;
  }
  std::string text_;
};

const std::vector<double> kPoints = {-1000, -40, -1, 0, 1, 40, 1000};

double logistic(double x) { return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }
double rectifier(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::fabs(x))); }

TEST_P(Stable, Softplus) {
  const std::vector<Case> cases = {
      {"log(1 + exp(x))", [](auto x, auto) { return log(1 + exp(x)); }},
      {"log(exp(x) + 1.0)", [](auto x, auto) { return log(exp(x) + 1.0); }},
      {"log1p(exp(x))", [](auto x, auto) { return log1p(exp(x)); }},
      {"-log(sigmoid(-x))", [](auto x, auto) { return -log(sigmoid(-x)); }},
      {"-log(1 - sigmoid(x))", [](auto x, auto) { return -log(1 - sigmoid(x)); }},
      {"-log(1.0 - sigmoid(x))", [](auto x, auto) { return -log(1.0 - sigmoid(x)); }},
      {"-log1p(-sigmoid(x))", [](auto x, auto) { return -log1p(-sigmoid(x)); }},
      {"-log(1 / (1 + exp(x)))", [](auto x, auto) { return -log(1 / (1 + exp(x))); }},
      {"log(1 + exp(x)) by parts", [](auto x, auto) { return log(1 + exp(-(-x) * 2 / 2)); }},
  };
  double value = 0;
  std::vector<double> gradient;
  for (double x : kPoints) {
    value += rectifier(x);
    gradient.push_back(logistic(x));
  }
  const Array at = Array::from(kPoints, {static_cast<std::int64_t>(kPoints.size())});
  for (const Case& c : cases) check(c, at, Array::of({0.0}), value, gradient);
}

TEST_P(Stable, LogSigmoid) {
  const std::vector<Case> cases = {
      {"log(sigmoid(x))", [](auto x, auto) { return log(sigmoid(x)); }},
      {"log(1 / (1 + exp(-x)))", [](auto x, auto) { return log(1 / (1 + exp(-x))); }},
      {"log(exp(x) / (1 + exp(x)))", [](auto x, auto) { return log(exp(x) / (1 + exp(x))); }},
      {"log(inv(1 + exp(-x)))", [](auto x, auto) { return log(inv(1 + exp(-x))); }},
  };
  double value = 0;
  std::vector<double> gradient;
  for (double x : kPoints) {
    value -= rectifier(-x);
    gradient.push_back(logistic(-x));
  }
  const Array at = Array::from(kPoints, {static_cast<std::int64_t>(kPoints.size())});
  for (const Case& c : cases) check(c, at, Array::of({0.0}), value, gradient);
}

TEST_P(Stable, BinaryCrossentropy) {
  const std::vector<Case> cases = {
      {"nnet.binary_crossentropy", [](auto x, auto t) { return nnet::binary_crossentropy(sigmoid(x), t); }},
      {"by hand", [](auto x, auto t) { return -(t * log(sigmoid(x)) + (1 - t) * log(1 - sigmoid(x))); }},
      {"term by term", [](auto x, auto t) { return -t * log(sigmoid(x)) - (1 - t) * log(1 - sigmoid(x)); }},
      {"sigmoid by hand",
       [](auto x, auto t) {
         const Variable p = 1 / (1 + exp(-x));
         return -t * log(p) - (1 - t) * log(1 - p);
       }},
      {"one variable p, mean times size",
       [](auto x, auto t) {
         const Variable p = sigmoid(x);
         return mean(-(t * log(p) + (1.0 - t) * log(1.0 - p))) * shape_i(x, 0);
       }},
      {"of a column",
       [](auto x, auto t) {
         const Variable p = sigmoid(dimshuffle(x, {0, kNewAxis}));
         return nnet::binary_crossentropy(flatten(p), t);
       }},
      {"of a part",
       [](auto x, auto t) {
         const Variable p = sigmoid(stack({x, x}));
         return nnet::binary_crossentropy(p[0], t);
       }},
  };
  std::vector<double> x, t, gradient;
  double value = 0;
  for (double point : kPoints)
    for (double target : {0.0, 1.0, 0.25}) {
      x.push_back(point);
      t.push_back(target);
      value += target * rectifier(-point) + (1 - target) * rectifier(point);
      gradient.push_back(logistic(point) - target);
    }
  const std::int64_t n = static_cast<std::int64_t>(x.size());
  for (const Case& c : cases) check(c, Array::from(x, {n}), Array::from(t, {n}).astype(GetParam()), value, gradient);
}

const std::vector<double> kLogits = {1000, 0, -1000, 0, 0, 0, 1, 2, 3, -1000, -1000, 999};

/// Crossentropies of the rows of kLogits with a class each, and its gradient.
void expect_rows(const std::vector<int>& classes, double& value, std::vector<double>& gradient) {
  value = 0;
  for (int row = 0; row < 4; ++row) {
    const double* x = &kLogits[static_cast<std::size_t>(3 * row)];
    const double top = *std::max_element(x, x + 3);
    double total = 0;
    for (int k = 0; k < 3; ++k) total += std::exp(x[k] - top);
    value -= x[classes[static_cast<std::size_t>(row)]] - top - std::log(total);
    for (int k = 0; k < 3; ++k)
      gradient.push_back(std::exp(x[k] - top) / total - (k == classes[static_cast<std::size_t>(row)]));
  }
}

TEST_P(Stable, CrossentropyOfClasses) {
  const auto hand_made = [](const Variable& x) {
    const Variable e = exp(x);
    return e / sum(e, 1, true);
  };
  const auto at_targets = [](const Variable& v, const Variable& t) {
    return v[Index({IndexEntry(arange(shape_i(t, 0))), IndexEntry(t)})];
  };
  const std::vector<Case> cases = {
      {"categorical_crossentropy", [](auto x, auto t) { return nnet::categorical_crossentropy(softmax(x), t); }},
      {"-log(softmax)[arange, t]", [=](auto x, auto t) { return -at_targets(log(softmax(x)), t); }},
      {"-log(softmax[arange, t])", [=](auto x, auto t) { return -log(at_targets(softmax(x), t)); }},
      {"-log_softmax[arange, t]", [=](auto x, auto t) { return -at_targets(nnet::log_softmax(x), t); }},
      {"-log(e / sum(e))[arange, t]", [=](auto x, auto t) { return -at_targets(log(hand_made(x)), t); }},
      {"categorical_crossentropy(e / sum(e))",
       [=](auto x, auto t) { return nnet::categorical_crossentropy(hand_made(x), t); }},
      {"log(sum(exp(x))) - x[arange, t]", [=](auto x, auto t) { return log(sum(exp(x), 1)) - at_targets(x, t); }},
      {"of a sum of losses",
       [=](auto x, auto t) {
         const Variable p = softmax(x);
         return nnet::categorical_crossentropy(p, t) + 0 * sum(p, 1);
       }},
  };
  const std::vector<int> classes = {2, 1, 0, 0};
  double value;
  std::vector<double> gradient;
  expect_rows(classes, value, gradient);
  for (const Case& c : cases) check(c, Array::from(kLogits, {4, 3}), Array::from(classes, {4}), value, gradient);
}

TEST_P(Stable, CrossentropyByIndexIsOneOp) {
  const Case c{"as in the tutorials", [](auto x, auto t) {
                 const Variable rows = arange(shape(t)[0]);
                 return -mean(log(softmax(x))[Index({IndexEntry(rows), IndexEntry(t)})]) * 4.0;
               }};
  const std::vector<int> classes = {2, 1, 0, 0};
  double value;
  std::vector<double> gradient;
  expect_rows(classes, value, gradient);
  check(c, Array::from(kLogits, {4, 3}), Array::from(classes, {4}), value, gradient);
  EXPECT_NE(text_.find("CrossentropySoftmax1Hot "), std::string::npos) << text_;
  EXPECT_NE(text_.find("CrossentropySoftmax1HotWithBiasDx"), std::string::npos) << text_;
  EXPECT_EQ(text_.find("AdvancedIncSubtensor"), std::string::npos) << text_;
}

TEST_P(Stable, CrossentropyOfDistributions) {
  const auto hand_made = [](const Variable& x, bool shifts) {
    const Variable e = exp(shifts ? x - max(x, 1, true) : x);
    return e / sum(e, 1, true);
  };
  const std::vector<Case> cases = {
      {"categorical_crossentropy", [](auto x, auto t) { return nnet::categorical_crossentropy(softmax(x), t); }},
      {"-(t * log(softmax)).sum(1)", [](auto x, auto t) { return -sum(t * log(softmax(x)), 1); }},
      {"-(log(softmax) * t).sum()", [](auto x, auto t) { return -sum(log(softmax(x)) * t); }},
      {"log of e / sum(e)", [=](auto x, auto t) { return -sum(t * log(hand_made(x, false)), 1); }},
      {"log of e / sum(e), shifted", [=](auto x, auto t) { return -sum(t * log(hand_made(x, true)), 1); }},
      {"by rows of the transpose", [](auto x, auto t) { return -sum(transpose(t) * log(transpose(softmax(x))), 0); }},
      {"mean", [](auto x, auto t) { return mean(-sum(t * log(softmax(x)), 1)) * 4.0; }},
      {"softmax_with_bias",
       [](auto x, auto t) {
         const Variable b = make_constant(Array::zeros(x.dtype(), {3}));
         return -sum(t * log(nnet::softmax_with_bias(x, b)), 1);
       }},
  };
  const std::vector<int> classes = {2, 1, 0, 0};
  double value;
  std::vector<double> gradient, targets;
  expect_rows(classes, value, gradient);
  for (int k : classes)
    for (int i = 0; i < 3; ++i) targets.push_back(i == k);
  const Array t = Array::from(targets, {4, 3}).astype(GetParam());
  for (const Case& c : cases) check(c, Array::from(kLogits, {4, 3}), t, value, gradient);
}

double log_sum_exp(const double* x, int count, int without) {
  double top = -INFINITY, total = 0;
  for (int k = 0; k < count; ++k)
    if (k != without) top = std::max(top, x[k]);
  for (int k = 0; k < count; ++k)
    if (k != without) total += std::exp(x[k] - top);
  return top + std::log(total);
}

// The loss of a well-known text: the crossentropy of each class by itself, of a softmax.
TEST_P(Stable, BinaryCrossentropyOfSoftmax) {
  const std::vector<Case> cases = {
      {"as in the text",
       [](auto x, auto t) {
         const Variable p = softmax(x);
         return -(t * log(p) + (1 - t) * log(1 - p));
       }},
      {"term by term", [](auto x, auto t) { return -t * log(softmax(x)) - (1 - t) * log(1.0 - softmax(x)); }},
      {"log1p", [](auto x, auto t) { return -(t * log(softmax(x)) + (1 - t) * log1p(-softmax(x))); }},
      {"nnet.binary_crossentropy", [](auto x, auto t) { return nnet::binary_crossentropy(softmax(x), t); }},
      {"mean", [](auto x, auto t) { return 12.0 * mean(nnet::binary_crossentropy(softmax(x), t)); }},
  };
  const std::vector<int> classes = {2, 1, 0, 2};
  std::vector<double> targets, gradient;
  double value = 0;
  for (int row = 0; row < 4; ++row) {
    const double* x = &kLogits[static_cast<std::size_t>(3 * row)];
    const double all = log_sum_exp(x, 3, -1);
    for (int j = 0; j < 3; ++j) {
      const double t = j == classes[static_cast<std::size_t>(row)], p = std::exp(x[j] - all);
      targets.push_back(t);
      value -= t != 0 ? x[j] - all : log_sum_exp(x, 3, j) - all;
      double g = p - t + (1 - t) * p;
      for (int i = 0; i < 3; ++i)
        if (i != j && i != classes[static_cast<std::size_t>(row)])
          g -= std::exp(x[i] - all) * std::exp(x[j] - log_sum_exp(x, 3, i));
      gradient.push_back(g);
    }
  }
  const Array t = Array::from(targets, {4, 3}).astype(GetParam());
  for (const Case& c : cases) check(c, Array::from(kLogits, {4, 3}), t, value, gradient);
}

TEST_P(Stable, LogSumExp) {
  const std::vector<Case> cases = {
      {"over all", [](auto x, auto) { return log(sum(exp(x))); }},
      {"over a flattened vector", [](auto x, auto) { return log(sum(exp(flatten(x)))); }},
  };
  for (const Case& c : cases)
    check(c, Array::from(std::vector<double>{1000, 999, -1000, 0}, {2, 2}), Array::of({0.0}),
          1000 + std::log1p(std::exp(-1.0)), {logistic(1), logistic(-1), 0, 0});
}

TEST_P(Stable, LogAddExp) {
  const std::vector<Case> cases = {
      {"log(exp(x) + exp(t))", [](auto x, auto t) { return log(exp(x) + exp(t)); }},
      {"log(exp(t) + exp(x)) scaled", [](auto x, auto t) { return log(exp(t) + exp(x)) * 2.0 / 2.0; }},
  };
  std::vector<double> x, t, gradient;
  double value = 0;
  for (double a : kPoints)
    for (double b : {-1000.0, 0.5, 1000.0}) {
      x.push_back(a);
      t.push_back(b);
      value += std::max(a, b) + std::log1p(std::exp(-std::fabs(a - b)));
      gradient.push_back(logistic(a - b));
    }
  const std::int64_t n = static_cast<std::int64_t>(x.size());
  for (const Case& c : cases) check(c, Array::from(x, {n}), Array::from(t, {n}).astype(GetParam()), value, gradient);
}

TEST_P(Stable, LogOneMinusExp) {
  const std::vector<Case> cases = {
      {"log(1 - exp(x))", [](auto x, auto) { return log(1 - exp(x)); }},
      {"log(1 - exp(-(-x)))", [](auto x, auto) { return log(1.0 - exp(-(-x))); }},
      {"log1p(-exp(x))", [](auto x, auto) { return log1p(-exp(x)); }},
      {"log(-expm1(x))", [](auto x, auto) { return log(-expm1(x)); }},
      {"log(-(exp(x) - 1))", [](auto x, auto) { return log(-(exp(x) - 1)); }},
  };
  const std::vector<double> points = {-1000, -40, -1, -1e-3, -1e-12};
  double value = 0;
  std::vector<double> gradient;
  for (double x : points) {
    value += x > -0.69 ? std::log(-std::expm1(x)) : std::log1p(-std::exp(x));
    gradient.push_back(-1 / std::expm1(-x));
  }
  const Array at = Array::from(points, {static_cast<std::int64_t>(points.size())});
  for (const Case& c : cases) check(c, at, Array::of({0.0}), value, gradient);
}

TEST_P(Stable, LogOfProducts) {
  const std::vector<Case> cases = {
      {"log(sigmoid(x) * sigmoid(-x))", [](auto x, auto) { return log(sigmoid(x) * sigmoid(-x)); }},
      {"log(3 * sigmoid(x) * sigmoid(-x) / 3)", [](auto x, auto) { return log(3.0 * sigmoid(x) * sigmoid(-x) / 3.0); }},
      {"log(exp(-x) * sigmoid(x)**2)", [](auto x, auto) { return log(exp(-x) * sqr(sigmoid(x))); }},
  };
  double value = 0;
  std::vector<double> gradient;
  for (double x : kPoints) {
    value -= rectifier(-x) + rectifier(x);
    gradient.push_back(logistic(-x) - logistic(x));
  }
  const Array at = Array::from(kPoints, {static_cast<std::int64_t>(kPoints.size())});
  for (const Case& c : cases) check(c, at, Array::of({0.0}), value, gradient);
}

TEST_P(Stable, HyperbolicFunctionsWrittenOut) {
  const std::vector<Case> tanh_cases = {
      {"(e - 1/e) / (e + 1/e)", [](auto x, auto) { return (exp(x) - exp(-x)) / (exp(x) + exp(-x)); }},
      {"sinh / cosh", [](auto x, auto) { return sinh(x) / cosh(x); }},
      {"(exp(2x) - 1) / (exp(2x) + 1)",
       [](auto x, auto) { return (exp(2.0 * x) - 1.0) / (exp(2.0 * x) + 1.0); }},
  };
  double value = 0;
  for (double x : kPoints) value += std::tanh(x);
  const Array at = Array::from(kPoints, {static_cast<std::int64_t>(kPoints.size())});
  for (const Case& c : tanh_cases) {
    SCOPED_TRACE(c.name);
    const std::vector<std::vector<double>> found = evaluate(c, at.astype(GetParam()), Array::of({0.0}));
    EXPECT_NEAR(found[0][0], value, 1e-5) << text_;
  }
  const Case log_cosh{"log(cosh(x))", [](auto x, auto) { return log(cosh(x)); }};
  value = 0;
  std::vector<double> gradient;
  for (double x : kPoints) {
    value += std::fabs(x) + std::log1p(std::exp(-2 * std::fabs(x))) - std::log(2.0);
    gradient.push_back(std::tanh(x));
  }
  check(log_cosh, at, Array::of({0.0}), value, gradient);
}

TEST_P(Stable, LogOfWeightedSums) {
  const std::vector<Case> cases = {
      {"log(sum(t * exp(x)))", [](auto x, auto t) { return log(sum(t * exp(x), 1)); }},
      {"log(sum(t * exp(x))), kept", [](auto x, auto t) { return log(sum(exp(x) * t, 1, true)); }},
  };
  const std::vector<double> weights = {0.2, 0.8, 0.5, 0.5};
  const std::vector<double> x = {1000, 999, -1000, -999};
  double value = 0;
  for (int row = 0; row < 2; ++row)
    value += std::max(x[2 * row], x[2 * row + 1]) +
             std::log(weights[2 * row] * std::exp(x[2 * row] - std::max(x[2 * row], x[2 * row + 1])) +
                      weights[2 * row + 1] * std::exp(x[2 * row + 1] - std::max(x[2 * row], x[2 * row + 1])));
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const std::vector<std::vector<double>> found =
        evaluate(c, Array::from(x, {2, 2}).astype(GetParam()), Array::from(weights, {2, 2}).astype(GetParam()));
    EXPECT_NEAR(found[0][0], value, 1e-4) << text_;
  }
}

TEST_P(Stable, LogMeanExp) {
  const Case c{"log(mean(exp(x)))", [](auto x, auto) { return log(mean(exp(x), 1)); }};
  check(c, Array::from(std::vector<double>{100, 100, -100, -100}, {2, 2}), Array::of({0.0}), 0, {0.5, 0.5, 0.5, 0.5});
}

INSTANTIATE_TEST_SUITE_P(DTypes, Stable, testing::Values(DType::Float32, DType::Float64),
                         [](const auto& info) { return std::string(dtype_name(info.param)); });

}  // namespace
}  // namespace theano::rewrite
