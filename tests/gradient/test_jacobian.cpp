// Matrices of derivatives by loops over rows: values, shapes of unknown and empty sizes, derivatives of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "theano/base/error.h"
#include "theano/compile/function.h"
#include "theano/compile/oracle.h"
#include "theano/gradient/gradient.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

namespace T = theano::tensor;
using testing::ElementsAre;

Variable vector(const char* name) { return make_variable(TensorType::of_rank(DType::Float64, 1), name); }
Variable matrix(const char* name) { return make_variable(TensorType::of_rank(DType::Float64, 2), name); }

/// The value by the oracle and by a compiled function, which must agree.
Array value_of(const Variable& output, const std::vector<Variable>& inputs, const std::vector<Array>& values) {
  const Array expected = run_oracle({{output}}, inputs, values)[0];
  FunctionOptions options;
  options.on_unused_input = OnUnusedInput::Ignore;
  for (const char* mode : {"FAST_RUN", "FAST_COMPILE"}) {
    options.mode = Mode::named(mode);
    const Array found =
        function({inputs.begin(), inputs.end()}, output, {}, {}, options).call({values.begin(), values.end()});
    EXPECT_TRUE(found.shape() == expected.shape());
    EXPECT_TRUE(all_close(found, expected, 1e-12, 1e-12)) << mode;
  }
  return expected;
}

TEST(MapRows, AppliesAGraphToEveryRow) {
  const Variable m = matrix("m"), v = vector("v");
  const std::vector<Variable> both = map_rows(std::span(&m, 1), [&](std::span<const Variable> row) {
    return std::vector<Variable>{T::sum(row[0]) * v, v};
  });
  const std::vector<Array> values{Array::from(std::vector<double>{1, 2, 3, 4, 5, 6}, {2, 3}), Array::of({1.0, 10.0})};
  EXPECT_THAT(value_of(both[0], {m, v}, values).to_doubles(), ElementsAre(6, 60, 15, 150));
  EXPECT_THAT(value_of(both[1], {m, v}, values).to_doubles(), ElementsAre(1, 10, 1, 10));
  const Variable cost = T::sum(T::sqr(both[0]));
  EXPECT_THAT(value_of(grad(cost, v), {m, v}, values).to_doubles(), ElementsAre(2 * 261, 20 * 261));
  EXPECT_THAT(value_of(grad(cost, m), {m, v}, values).to_doubles(), ElementsAre(1212, 1212, 1212, 3030, 3030, 3030));
}

TEST(MapRows, KnowsItsShapesWithoutRows) {
  const Variable m = matrix("m"), v = vector("v");
  const Variable rows = map_rows(std::span(&m, 1), [&](std::span<const Variable> row) {
    return std::vector<Variable>{T::outer(row[0], v)};
  })[0];
  const std::vector<Array> values{Array::zeros(DType::Float64, {0, 3}), Array::of({1.0, 10.0})};
  EXPECT_EQ(shape_to_string(value_of(rows, {m, v}, values).shape()), "(0, 3, 2)");
  EXPECT_THAT(value_of(T::shape(rows), {m, v}, values).to_doubles(), ElementsAre(0, 3, 2));
}

TEST(MapRows, TakesRowsWhoseResultsTellTheirSizes) {
  const Variable n = make_variable(TensorType::of_rank(DType::Int64, 1), "n");
  const Variable rows = map_rows(std::span(&n, 1), [&](std::span<const Variable> row) {
    return std::vector<Variable>{T::arange(row[0]) * row[0]};
  })[0];
  const Array value = value_of(T::sum(rows, 0) + 1, {n}, {Array::of<std::int64_t>({3, 3})});
  EXPECT_THAT(value.to_doubles(), ElementsAre(1, 7, 13));
}

TEST(MapRows, SequencesMustAgree) {
  const Variable a = vector("a"), b = vector("b");
  const std::vector sequences{a, b};
  const Variable rows = map_rows(sequences, [&](std::span<const Variable> row) {
    return std::vector<Variable>{row[0] * row[1]};
  })[0];
  const Function f = function({a, b}, rows);
  EXPECT_THAT(static_cast<const Array&>(f(Array::of({1.0, 2.0}), Array::of({3.0, 4.0}))).to_doubles(), ElementsAre(3, 8));
  EXPECT_THROW(f(Array::of({1.0, 2.0}), Array::of({3.0})), ShapeError);
  EXPECT_THROW(map_rows({}, [](auto) { return std::vector<Variable>{}; }), ValueError);
}

TEST(Jacobian, OfAnElementwiseFunctionAndAProduct) {
  const Variable a = matrix("a"), x = vector("x");
  const std::vector<Array> values{Array::from(std::vector<double>{1, 2, 3, 4}, {2, 2}), Array::of({5.0, 7.0})};
  EXPECT_THAT(value_of(jacobian(x * x, x), {a, x}, values).to_doubles(), ElementsAre(10, 0, 0, 14));
  EXPECT_THAT(value_of(jacobian(T::dot(a, x), x), {a, x}, values).to_doubles(), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(value_of(jacobian(T::dot(a, x), a), {a, x}, values).to_doubles(), ElementsAre(5, 7, 0, 0, 0, 0, 5, 7));
  EXPECT_THAT(value_of(jacobian(T::sum(x * x), x), {a, x}, values).to_doubles(), ElementsAre(10, 14));
}

TEST(Jacobian, OfNothingHasNoRows) {
  const Variable x = vector("x");
  EXPECT_EQ(shape_to_string(value_of(jacobian(T::exp(x), x), {x}, {Array::zeros(DType::Float64, {0})}).shape()), "(0, 0)");
}

TEST(Jacobian, IsDifferentiable) {
  const Variable x = vector("x");
  const Variable j = jacobian(x * x * x, x);  // diagonal 3 x^2
  EXPECT_THAT(value_of(grad(T::sum(j), x), {x}, {Array::of({2.0, -1.0})}).to_doubles(), ElementsAre(12, -6));
  const Variable v = vector("v");
  const Variable right = Rop(std::vector{j}, std::vector{x}, std::vector{v})[0];
  EXPECT_THAT(value_of(right, {x, v}, {Array::of({2.0, -1.0}), Array::of({1.0, 10.0})}).to_doubles(),
              ElementsAre(12, 0, 0, -60));
}

TEST(Jacobian, RefusesMatricesAndDisconnectedVariables) {
  const Variable m = matrix("m"), x = vector("x"), y = vector("y");
  EXPECT_THROW(jacobian(m, m), ValueError);
  EXPECT_THROW(jacobian(x * 2, y), DisconnectedInputError);
  GradOptions ignore;
  ignore.disconnected_inputs = DisconnectedInputs::Ignore;
  EXPECT_THAT(value_of(jacobian(x * 2, y, ignore), {x, y}, {Array::of({1.0, 2.0}), Array::of({1.0})}).to_doubles(),
              ElementsAre(0, 0));
}

TEST(Hessian, OfAQuadraticFormAndAProduct) {
  const Variable a = matrix("a"), x = vector("x"), p = vector("p");
  const std::vector<Array> values{Array::from(std::vector<double>{1, 2, 3, 4}, {2, 2}), Array::of({5.0, 7.0})};
  const Variable cost = T::dot(x, T::dot(a, x));
  EXPECT_THAT(value_of(hessian(cost, x), {a, x}, values).to_doubles(), ElementsAre(2, 5, 5, 8));
  EXPECT_TRUE(all_close(value_of(hessian(T::prod(x), x), {a, x}, values),
                        Array::from(std::vector<double>{0, 1, 1, 0}, {2, 2}), 1e-12, 1e-12));
  EXPECT_THROW(hessian(x, x), ValueError);
  EXPECT_THROW(hessian(T::sum(a), a), ValueError);
  const std::vector<Variable> product = hessian_vector_product(cost, std::vector{x}, std::vector{p});
  EXPECT_THAT(value_of(product[0], {a, x, p}, {values[0], values[1], Array::of({1.0, -1.0})}).to_doubles(),
              ElementsAre(-3, -3));
}

TEST(SubgraphGrad, PiecesMakeTheWhole) {
  const Variable x = vector("x"), w = matrix("w"), u = matrix("u");
  const Variable hidden = T::tanh(T::dot(x, w));
  const Variable cost = T::sum(T::sqr(T::dot(hidden, u)));
  const SubgraphGradients upper = subgraph_grad(std::vector{u}, std::vector{hidden}, {}, cost);
  const SubgraphGradients lower = subgraph_grad(std::vector{w}, std::vector{x}, {{hidden, upper.end[0]}});
  const std::vector<Variable> whole = grad(cost, std::vector{u, w, x});
  const std::vector<Array> values{Array::of({0.5, -1.0}), Array::from(std::vector<double>{1, 2, 3, 4}, {2, 2}),
                                  Array::from(std::vector<double>{1, -2}, {2, 1})};
  const std::vector inputs{x, w, u};
  EXPECT_TRUE(all_close(value_of(upper.wrt[0], inputs, values), value_of(whole[0], inputs, values), 1e-12, 0));
  EXPECT_TRUE(all_close(value_of(lower.wrt[0], inputs, values), value_of(whole[1], inputs, values), 1e-12, 0));
  EXPECT_TRUE(all_close(value_of(lower.end[0], inputs, values), value_of(whole[2], inputs, values), 1e-12, 0));
  EXPECT_THROW(subgraph_grad(std::vector{u}, std::vector{hidden}, {}), ValueError);
}

TEST(Grad, ConsiderConstantStopsBehindTheVariableOnly) {
  const Variable x = vector("x");
  const Variable y = x * x;
  GradOptions options;
  options.consider_constant = {y};
  EXPECT_THAT(value_of(grad(T::sum(y * x), y, options), {x}, {Array::of({3.0})}).to_doubles(), ElementsAre(3));
  EXPECT_THAT(value_of(grad(T::sum(y * x), x, options), {x}, {Array::of({3.0})}).to_doubles(), ElementsAre(9));
  options.consider_constant = {x};
  EXPECT_THAT(value_of(grad(T::sum(y), x, options), {x}, {Array::of({3.0})}).to_doubles(), ElementsAre(6));
}

TEST(Rop, SaysWhereThereIsNoDerivative) {
  const Variable x = vector("x"), v = vector("v");
  const auto right = [&](const Variable& f, auto... rest) { return Rop(std::vector{f}, std::vector{x}, std::vector{v}, rest...)[0]; };
  EXPECT_THROW(right(gradient::undefined_grad(x)), DisconnectedInputError);
  EXPECT_THROW(right(T::argmax(x)), DisconnectedInputError);
  EXPECT_TRUE(right(T::argmax(x), DisconnectedInputs::Ignore, ReturnDisconnected::None).is_null());
}

}  // namespace
}  // namespace theano
