// Derivatives as values: every element-wise op's and every network op's against central differences, and at kinks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "ops/graph_runner.h"
#include "theano/base/config.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

namespace T = tensor;
namespace nnet = tensor::nnet;
using testing::ElementsAre;
using testing::Pointwise;
using testing_ops::compute;
using tensor::dmatrix;
using tensor::dvector;
using testing_ops::vjp_distance;

/// Numbers spread over the domain, with a fraction, so that no point lies on a whole number.
Array points(const Domain& domain, Shape shape, double phase) {
  Array x(DType::Float64, shape);
  for (std::int64_t i = 0; i < x.size(); ++i) {
    double at = phase + 0.381966 * static_cast<double>(i);
    at -= std::floor(at);
    x.data<double>()[i] = domain.low + (domain.high - domain.low) * (0.02 + 0.96 * at);
  }
  return x;
}

TEST(Derivatives, OfEveryElementwiseOpAgreeWithDifferences) {
  for (const OpDefinition* definition : all_ops()) {
    if (definition->kind() != OpKind::Elementwise) continue;
    const ElementwiseSpec& spec = static_cast<const Elementwise*>(definition)->spec();
    const bool is_approximate = definition == &nnet::ultra_fast_sigmoid;
    if (!spec.vjp || definition == &ops::cast || definition == &T::tetra_gamma || is_approximate) continue;
    std::vector<std::pair<Variable, Array>> inputs;
    std::vector<Variable> variables;
    for (std::size_t i = 0; i < spec.inputs.count; ++i) {
      Array x = points(spec.domain, {7}, 0.11 + 0.217 * static_cast<double>(i));
      if (definition == &T::clip && i > 0) x.fill(i == 1 ? -1.1 : 1.3);
      inputs.emplace_back(dvector(spec.inputs.values[i]), x);
      variables.push_back(inputs.back().first);
    }
    const Variable y = apply_op(make_op(*definition), variables);
    if (is_complex(y.dtype())) continue;
    const std::vector<std::vector<bool>> connected = definition->connection_pattern(*y.owner());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (!connected[i][0] || (definition == &T::switch_ && i == 0)) continue;
      const Variable g = dvector("g");
      if (!definition->vjp(*y.owner(), {&g, 1})[i].is_tensor()) continue;  // not known, as for the order of jv
      EXPECT_LT(vjp_distance(y, inputs, static_cast<int>(i)), 2e-5)
          << spec.name << " with respect to " << spec.inputs.values[i];
    }
  }
}

TEST(Derivatives, OfBroadcastInputsAreSummed) {
  const Variable m = dmatrix("m"), r = testing_ops::symbol(DType::Float64, {true, false}, "r");
  const std::vector<std::pair<Variable, Array>> inputs = {{m, points({}, {3, 4}, 0.3)}, {r, points({}, {1, 4}, 0.7)}};
  EXPECT_LT(vjp_distance(m * r, inputs, 0), 1e-6);
  EXPECT_LT(vjp_distance(m * r, inputs, 1), 1e-6);
  EXPECT_LT(vjp_distance(r - m, {inputs[1], inputs[0]}, 0), 1e-6);
}

std::vector<double> derivative_at(const std::function<Variable(const Variable&)>& f, std::vector<double> at) {
  const Variable x = dvector("x"), g = dvector("g");
  const Variable y = f(x);
  const Variable gradient = y.owner()->op()->definition().vjp(*y.owner(), {&g, 1})[0];
  const std::int64_t n = static_cast<std::int64_t>(at.size());
  return compute(gradient, {{x, Array::from(at, {n})}, {g, Array::full(DType::Float64, {n}, 1)}}).to_doubles();
}

TEST(Derivatives, AtKinksAreTheOriginals) {
  EXPECT_THAT(derivative_at([](const Variable& x) { return T::maximum(x, 0); }, {-1, 0, 1}), ElementsAre(0, 1, 1));
  EXPECT_THAT(derivative_at([](const Variable& x) { return T::minimum(x, 0); }, {-1, 0, 1}), ElementsAre(1, 1, 0));
  EXPECT_THAT(derivative_at([](const Variable& x) { return T::abs(x); }, {-1, 0, 1}), ElementsAre(-1, 0, 1));
  EXPECT_THAT(derivative_at([](const Variable& x) { return T::clip(x, 0, 1); }, {-1, 0, 0.5, 1, 2}),
              ElementsAre(0, 1, 1, 1, 0));
  EXPECT_THAT(derivative_at([](const Variable& x) { return T::sqrt(x); }, {0}),
              ElementsAre(std::numeric_limits<double>::infinity()));
}

TEST(Derivatives, OfPowersOfZeroByTheExponentAreZero) {
  const Variable x = dvector("x"), y = dvector("y"), g = dvector("g");
  const Variable z = T::pow(x, y);
  const Variable by_exponent = z.owner()->op()->definition().vjp(*z.owner(), {&g, 1})[1];
  EXPECT_THAT(compute(by_exponent, {{x, Array::of({0.0, 1.0})}, {y, Array::of({2.0, 2.0})}, {g, Array::of({1.0, 1.0})}})
                  .to_doubles(),
              ElementsAre(0, 0));
}

const Array kLogits = Array::from(std::vector<double>{0.1, -0.4, 1.2, 0.3, 0.7, -0.2}, {2, 3});
const Array kTargets = Array::of<std::int32_t>({2, 0});

TEST(Derivatives, OfNetworkOpsAgreeWithDifferences) {
  const Variable x = dmatrix("x"), b = dvector("b"), h = dvector("h"), t = T::ivector("t"), s = dmatrix("s");
  const Array bias = Array::of({0.2, -0.1, 0.4}), weights = Array::of({0.3, 1.7});
  const Array probabilities = compute(nnet::softmax(x), {{x, kLogits}});
  const std::pair<Variable, Array> logits{x, kLogits}, targets{t, kTargets}, with_bias{b, bias};
  EXPECT_LT(vjp_distance(nnet::softmax(x), {logits}, 0), 1e-8);
  EXPECT_LT(vjp_distance(nnet::log_softmax(x), {logits}, 0), 1e-8);
  EXPECT_LT(vjp_distance(logsumexp(x), {logits}, 0), 1e-8);
  EXPECT_LT(vjp_distance(logsumexp(x, std::vector<std::int64_t>{0}), {logits}, 0), 1e-8);
  EXPECT_LT(vjp_distance(nnet::softmax_with_bias(x, b), {logits, with_bias}, 0), 1e-8);
  EXPECT_LT(vjp_distance(nnet::softmax_with_bias(x, b), {logits, with_bias}, 1), 1e-8);
  EXPECT_LT(vjp_distance(nnet::crossentropy_categorical_1hot(s, t), {{s, probabilities}, targets}, 0), 1e-6);
  EXPECT_LT(vjp_distance(nnet::crossentropy_softmax_1hot(x, t)[0], {logits, targets}, 0), 1e-8);
  for (int wrt : {0, 1}) {
    const std::vector<Variable> all = nnet::crossentropy_softmax_argmax_1hot_with_bias(x, b, t);
    EXPECT_LT(vjp_distance(all[0], {logits, with_bias, targets}, wrt), 1e-8);
    EXPECT_LT(vjp_distance(all[1], {logits, with_bias, targets}, wrt), 1e-8);
  }
}

TEST(Networks, SoftmaxNeitherOverflowsNorTakesLogOfZero) {
  const Variable x = dvector("x");
  const Array far = Array::of({1.0, 1000.0});
  EXPECT_THAT(compute(nnet::softmax(x), {{x, far}}).to_doubles(), ElementsAre(0, 1));
  EXPECT_THAT(compute(nnet::log_softmax(x), {{x, far}}).to_doubles(), ElementsAre(-999, 0));
  EXPECT_THAT(compute(logsumexp(x), {{x, far}}).to_doubles(), ElementsAre(1000));
  const double inf = std::numeric_limits<double>::infinity();
  EXPECT_THAT(compute(logsumexp(x), {{x, Array::of({-inf, -inf})}}).to_doubles(), ElementsAre(-inf));
  EXPECT_THAT(compute(logsumexp(x), {{x, Array::of({1.0, inf})}}).to_doubles(), ElementsAre(inf));
}

TEST(Networks, CrossentropiesAreRightAtAnyMagnitude) {
  const Variable x = dmatrix("x"), t = T::ivector("t"), b = dvector("b");
  const Array far = Array::from(std::vector<double>{1000, -1000, 0, -1000, 0, 1000}, {2, 3});
  EXPECT_THAT(
      compute(nnet::crossentropy_softmax_1hot(x, t)[0], {{x, far}, {t, Array::of<std::int32_t>({1, 2})}}).to_doubles(),
      ElementsAre(2000, 0));
  const std::vector<Variable> all = nnet::crossentropy_softmax_argmax_1hot_with_bias(x, b, t);
  const Array zero = Array::zeros(DType::Float64, {3});
  EXPECT_THAT(compute(all[2], {{x, far}, {b, zero}, {t, kTargets}}).to_doubles(), ElementsAre(0, 2));
  EXPECT_THAT(compute(all[0], {{x, far}, {b, zero}, {t, kTargets}}).to_doubles(), ElementsAre(1000, 2000));
}

TEST(Networks, TargetsCountFromTheEndAndAreChecked) {
  const Variable p = dmatrix("p"), t = T::ivector("t"), g = dvector("g");
  const Array rows = Array::from(std::vector<double>{0.5, 0.25, 0.25, 0.125, 0.375, 0.5}, {2, 3});
  const Variable loss = T::exp(-nnet::crossentropy_categorical_1hot(p, t));
  EXPECT_THAT(compute(loss, {{p, rows}, {t, Array::of<std::int32_t>({-1, 0})}}).to_doubles(),
              Pointwise(testing::DoubleNear(1e-15), {0.25, 0.125}));
  const Variable gradient = apply_op(make_op(ops::crossentropy_categorical_1hot_grad), {g, p, t});
  EXPECT_THAT(
      compute(gradient, {{p, rows}, {t, Array::of<std::int32_t>({-1, 0})}, {g, Array::of({1.0, 1.0})}}).to_doubles(),
      ElementsAre(0, 0, -4, -8, 0, 0));
  EXPECT_THROW(compute(loss, {{p, rows}, {t, Array::of<std::int32_t>({0, 3})}}), IndexError);
}

TEST(Networks, ActivationsHaveTheOriginalsValues) {
  const Variable x = dvector("x");
  const Array at = Array::of({-3.0, -1.0, 0.0, 1.0, 3.0});
  EXPECT_THAT(compute(nnet::hard_sigmoid(x), {{x, at}}).to_doubles(),
              Pointwise(testing::DoubleNear(1e-15), {0.0, 0.3, 0.5, 0.7, 1.0}));
  EXPECT_THAT(compute(nnet::relu(x), {{x, at}}).to_doubles(), ElementsAre(0, 0, 0, 1, 3));
  EXPECT_THAT(compute(nnet::relu(x, 0.5), {{x, at}}).to_doubles(), ElementsAre(-1.5, -0.5, 0, 1, 3));
  EXPECT_NEAR(compute(nnet::elu(x), {{x, at}}).to_doubles()[1], std::expm1(-1), 1e-15);
  EXPECT_NEAR(compute(nnet::selu(x), {{x, at}}).to_doubles()[4], 3 * 1.0507009873554805, 1e-15);
  EXPECT_NEAR(compute(nnet::softmax_graph(x), {{x, at}}).to_doubles()[4],
              compute(nnet::softmax(x), {{x, at}}).to_doubles()[4], 1e-15);
}

TEST(Networks, CategoricalCrossentropyOfDistributions) {
  const Variable p = dmatrix("p"), q = dmatrix("q");
  const Array rows = Array::from(std::vector<double>{0.5, 0.5, 0.25, 0.75}, {2, 2});
  const Array onehot = Array::from(std::vector<double>{1, 0, 0, 1}, {2, 2});
  EXPECT_THAT(compute(nnet::categorical_crossentropy(p, q), {{p, rows}, {q, onehot}}).to_doubles(),
              Pointwise(testing::DoubleNear(1e-15), {-std::log(0.5), -std::log(0.75)}));
}

TEST(Operations, FoldOverSeveralTensors) {
  const Variable x = dvector("x"), y = dvector("y");
  const Array a = Array::of({1.0, 5.0}), b = Array::of({3.0, 2.0});
  EXPECT_THAT(compute(T::largest({x, y, T::constant(2.5)}), {{x, a}, {y, b}}).to_doubles(), ElementsAre(3, 5));
  EXPECT_THAT(compute(T::smallest({x, y}), {{x, a}, {y, b}}).to_doubles(), ElementsAre(1, 2));
  EXPECT_THAT(compute(T::divmod(x, y)[1], {{x, a}, {y, b}}).to_doubles(), ElementsAre(1, 1));
  EXPECT_THROW(T::largest({}), ValueError);
}

}  // namespace
}  // namespace theano
