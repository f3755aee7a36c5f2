// grad: values, dtypes, names, disconnected inputs, known and missing gradients, errors, long chains.
#include "theano/gradient/gradient.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "theano/base/error.h"
#include "theano/base/warning.h"
#include "theano/compile/oracle.h"
#include "theano/graph/printing.h"
#include "theano/graph/traversal.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"

namespace theano {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Variable vector(const char* name, DType dtype = DType::Float64) {
  return make_variable(TensorType::of_rank(dtype, 1), name);
}
Variable scalar(const char* name) { return make_variable(TensorType::of_rank(DType::Float64, 0), name); }

std::vector<double> value(const Variable& v, std::vector<Variable> inputs, std::vector<Array> values) {
  return run_oracle({{v}}, inputs, values)[0].to_doubles();
}

TEST(Grad, OfASumOfSquares) {
  const Variable x = vector("x");
  const Variable g = grad(tensor::sum(tensor::pow(x, 2)), x);
  EXPECT_EQ(g.dtype(), DType::Float64);
  EXPECT_THAT(value(g, {x}, {Array::of({1.0, -2.0, 3.0})}), ElementsAre(2, -4, 6));
}

TEST(Grad, PrintsAsTheano) {
  const Variable x = vector("x");
  EXPECT_EQ(pp(grad(tensor::sum(tensor::pow(x, 2)), x)),
            "((fill((x ** TensorConstant{2}), fill(Sum{acc_dtype=float64}((x ** TensorConstant{2})), "
            "TensorConstant{1.0})) * TensorConstant{2}) * (x ** (TensorConstant{2} - TensorConstant{1})))");
}

TEST(Grad, AddsTheTermsOfAllUses) {
  const Variable x = scalar("x");
  const Variable g = grad(x * x * x + x, x);
  EXPECT_THAT(value(g, {x}, {Array::scalar(2.0)}), ElementsAre(13));
}

TEST(Grad, SumsOverBroadcastAxes) {
  const Variable m = make_variable(TensorType::of_rank(DType::Float64, 2), "m"), b = vector("b");
  const Variable g = grad(tensor::sum(m * b), b);
  EXPECT_THAT(value(g, {m, b}, {Array::from(std::vector<double>{1, 2, 3, 4}, {2, 2}), Array::of({1.0, 1.0})}),
              ElementsAre(4, 6));
}

TEST(Grad, OfSeveralVariablesAndOrders) {
  const Variable x = scalar("x"), y = scalar("y");
  const Variable cost = tensor::exp(x * y);
  const std::vector<Variable> g = grad(cost, std::vector{x, y});
  const Variable gxy = grad(g[0], y);
  EXPECT_NEAR(value(gxy, {x, y}, {Array::scalar(0.5), Array::scalar(2.0)})[0], (1 + 0.5 * 2) * std::exp(1.0), 1e-12);
}

TEST(Grad, KeepsTheFloatTypeOfTheVariable) {
  const Variable x = vector("x", DType::Float32), y = vector("y", DType::Float64);
  EXPECT_EQ(grad(tensor::sum(x * y), x).dtype(), DType::Float32);
  EXPECT_EQ(grad(tensor::sum(x * y), y).dtype(), DType::Float64);
}

TEST(Grad, OfIntegersIsFloat) {
  for (DType d : {DType::Bool, DType::Int8, DType::Int64, DType::UInt32}) {
    const Variable x = vector("x", d);
    EXPECT_EQ(grad(tensor::sum(x), x).dtype(), DType::Float64) << dtype_name(d);
  }
}

TEST(Grad, WithRespectToTheCost) {
  const Variable x = scalar("x"), cost = x * 2;
  EXPECT_THAT(value(grad(cost, cost), {x}, {Array::scalar(3.0)}), ElementsAre(1));
}

TEST(Grad, ThroughRoundingIsZero) {
  const Variable x = vector("x");
  EXPECT_THAT(value(grad(tensor::sum(tensor::floor(x)), x), {x}, {Array::of({1.5, 2.5})}), ElementsAre(0, 0));
}

TEST(Grad, NamesGradientsOfNamedCosts) {
  Variable x = vector("x"), cost = tensor::sum(tensor::exp(x));
  EXPECT_EQ(grad(cost, x).name(), "");
  cost.set_name("cost");
  EXPECT_EQ(grad(cost, x).name(), "(dcost/dx)");
  GradOptions options;
  options.add_names = false;
  EXPECT_EQ(grad(tensor::sum(tensor::exp(x)).set_name("c"), x, options).name(), "");
}

TEST(Grad, RefusesWhatIsNoScalar) {
  const Variable x = vector("x");
  try {
    grad(x * 2, x);
    FAIL();
  } catch (const TypeError& e) {
    EXPECT_THAT(e.what(), HasSubstr("cost must be a scalar."));
    EXPECT_THAT(e.what(), HasSubstr("Way out"));
  }
}

TEST(Grad, RaisesForDisconnectedInputs) {
  const Variable x = vector("x"), y = vector("y");
  try {
    grad(tensor::sum(x), y);
    FAIL();
  } catch (const DisconnectedInputError& e) {
    EXPECT_THAT(e.what(), HasSubstr("grad method was asked to compute the gradient with respect to a variable that is "
                                    "not part of the computational graph of the cost, or is used only by a "
                                    "non-differentiable operator: y"));
    EXPECT_THAT(e.what(), HasSubstr("test_grad.cpp"));
    EXPECT_THAT(e.what(), HasSubstr("disconnected_inputs='ignore'"));
  }
}

std::string last_warning;

TEST(Grad, WarnsOrIgnoresDisconnectedInputs) {
  const Variable x = vector("x"), y = vector("y");
  GradOptions options;
  options.disconnected_inputs = DisconnectedInputs::Ignore;
  EXPECT_THAT(value(grad(tensor::sum(x), y, options), {x, y}, {Array::of({1.0}), Array::of({1.0, 2.0})}),
              ElementsAre(0, 0));
  options.return_disconnected = ReturnDisconnected::None;
  EXPECT_TRUE(grad(tensor::sum(x), y, options).is_null());
  options.return_disconnected = ReturnDisconnected::Disconnected;
  EXPECT_EQ(grad(tensor::sum(x), y, options).type()->kind(), TypeKind::Disconnected);
  options.disconnected_inputs = DisconnectedInputs::Warn;
  set_warning_handler([](const std::string& text) { last_warning = text; });
  grad(tensor::sum(x), y, options);
  set_warning_handler(nullptr);
  EXPECT_THAT(last_warning, HasSubstr("grad method was asked"));
}

TEST(Grad, StopsAtConstants) {
  const Variable x = vector("x"), y = x * x;
  GradOptions options;
  options.consider_constant = {y};
  const Variable g = grad(tensor::sum(y * x), x, options);
  EXPECT_THAT(value(g, {x}, {Array::of({3.0})}), ElementsAre(9));
}

TEST(Grad, TakesKnownGradients) {
  const Variable x = vector("x"), y = tensor::exp(x), known = vector("known");
  GradOptions options;
  options.known_grads = {{y, known}};
  const Variable g = grad(Variable(), x, options);
  EXPECT_NEAR(value(g, {x, known}, {Array::of({1.0}), Array::of({10.0})})[0], 10 * std::exp(1.0), 1e-12);
  EXPECT_THROW(grad(Variable(), x), ValueError);
}

TEST(Grad, RaisesForGradientsThatDoNotExist) {
  const Variable x = vector("x"), y = gradient::undefined_grad(x);
  EXPECT_THROW(grad(tensor::sum(y), x), NullTypeGradError);
  GradOptions options;
  options.null_gradients = NullGradients::Return;
  EXPECT_EQ(grad(tensor::sum(y), x, options).type()->kind(), TypeKind::Null);
}

TEST(Grad, Barriers) {
  const Variable x = vector("x");
  const Array at = Array::of({2.0, -3.0});
  EXPECT_THROW(grad(tensor::sum(gradient::disconnected_grad(x)), x), DisconnectedInputError);
  EXPECT_THAT(value(grad(tensor::sum(gradient::zero_grad(x)), x), {x}, {at}), ElementsAre(0, 0));
  EXPECT_THAT(value(grad(tensor::sum(tensor::sqr(gradient::grad_clip(x, -5, 5))), x), {x}, {at}), ElementsAre(4, -5));
  EXPECT_THAT(value(grad(tensor::sum(gradient::grad_scale(x, 0.5)), x), {x}, {at}), ElementsAre(0.5, 0.5));
}

TEST(Grad, GivesNodesTheLineOfWhatTheyDifferentiate) {
  const Variable x = vector("x"), y = tensor::exp(x);
  const Variable cost = tensor::sum(y);
  const Variable g = grad(cost, x);
  EXPECT_EQ(g.owner()->provenance, y.owner()->provenance);
}

TEST(Grad, DifferentiatesLongChains) {
  const Variable x = vector("x");
  Variable y = x;
  for (int i = 0; i < 100'000; ++i) y = tensor::exp(y);
  const Variable g = grad(tensor::sum(y), x);
  EXPECT_GT(toposort(std::vector{g}).size(), 200'000u);
}

TEST(Grad, IsLinearInSharedUses) {
  const Variable x = scalar("x");
  Variable y = x;
  for (int i = 0; i < 60; ++i) y = y + y;  // 2^60 paths
  EXPECT_LT(toposort(std::vector{grad(y, x)}).size(), 200u);
}

}  // namespace
}  // namespace theano
