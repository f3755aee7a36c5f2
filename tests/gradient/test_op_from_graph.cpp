// Expressions that are called, and gradients that are given besides them.
#include <gtest/gtest.h>

#include "theano/theano.h"

namespace theano {
namespace {

namespace T = tensor;

Array vec(std::initializer_list<double> values) { return Array::of(values); }

TEST(OpFromGraph, ACallCopiesTheExpression) {
  const Variable x = T::dvector("x"), y = T::dvector("y"), z = T::dvector("z");
  const OpFromGraph op({x, y}, {x * y, x - y});
  const std::vector<Variable> results = op({z, z + 1.0});
  const Function f = function({z}, {results[0], results[1], grad(T::sum(results[0]), z)});
  const Results r = f(vec({1, 2}));
  EXPECT_EQ(r[0].to_doubles(), (std::vector<double>{2, 6}));
  EXPECT_EQ(r[1].to_doubles(), (std::vector<double>{-1, -1}));
  EXPECT_EQ(r[2].to_doubles(), (std::vector<double>{3, 5}));
}

TEST(OpFromGraph, AGradientOfItsOwnStandsBesideTheExpression) {
  const Variable x = T::dvector("x"), y = T::dvector("y"), z = T::dvector("z");
  const OpFromGraph op({x, y}, {T::sqr(x) + y}, [](auto inputs, auto outputs, auto g) -> std::vector<Variable> {
    return {g[0] * inputs[0] * 5.0 + 0.0 * outputs[0], Variable()};
  });
  const Variable cost = T::sum(op({z, 3.0 * z})[0] * 2.0);
  const Variable g = grad(cost, z), gg = grad(T::sum(g), z);
  const Function f = function({z}, {cost, g, gg});
  const Results r = f(vec({1, 2}));
  EXPECT_EQ(r[0].item(), 28);
  EXPECT_EQ(r[1].to_doubles(), (std::vector<double>{10, 20}));  // nothing flows through the second input
  EXPECT_EQ(r[2].to_doubles(), (std::vector<double>{10, 10}));
  for (Apply* node : f.graph().toposort()) EXPECT_NE(node->op()->name(), "own_gradient");
  GradOptions options;
  options.disconnected_inputs = DisconnectedInputs::Raise;
  const Variable w = T::dvector("w");
  EXPECT_THROW(grad(T::sum(op({z, w})[0]), w, options), DisconnectedInputError);
}

TEST(OpFromGraph, RefusesOtherInputsThanItsOwn) {
  const Variable x = T::dvector("x");
  const OpFromGraph op({x}, {x * 2.0});
  EXPECT_THROW(op({}), ValueError);
  EXPECT_THROW(op({T::dmatrix()}), TypeError);
  EXPECT_THROW(OpFromGraph({x}, {Variable()}), TypeError);
  EXPECT_THROW(OpFromGraph({x}, {x}, [](auto, auto, auto) { return std::vector<Variable>{}; }), ValueError);
}

}  // namespace
}  // namespace theano
