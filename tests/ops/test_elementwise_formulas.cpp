// Values of element-wise formulas, run by the reference interpreter, against the standard library and known numbers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "ops/element_runner.h"
#include "theano/base/config.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

namespace T = tensor;
using testing::ElementsAre;
using testing_ops::run_op;

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct Reference {
  const Elementwise* op;
  double (*function)(double);
};

/// Distance in units in the last place of the expected value.
template <class Float>
double ulps(double found, double expected) {
  if (found == expected || (std::isnan(found) && std::isnan(expected))) return 0;
  const Float e = static_cast<Float>(expected);
  const double unit =
      std::abs(static_cast<double>(std::nextafter(std::abs(e), std::numeric_limits<Float>::infinity())) -
               std::abs(static_cast<double>(e)));
  return std::abs(found - expected) / unit;
}

template <class Float>
void expect_within_promise(const Reference& reference) {
  const ElementwiseSpec& spec = reference.op->spec();
  std::vector<Float> points;
  for (int i = 0; i <= 200; ++i) {
    points.push_back(static_cast<Float>(spec.domain.low + (spec.domain.high - spec.domain.low) * i / 200));
  }
  const Array x = Array::from(points, {static_cast<std::int64_t>(points.size())});
  const std::vector<double> found = run_op(*reference.op, x).to_doubles();
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double expected = reference.function(points[i]);
    EXPECT_LE(ulps<Float>(found[i], expected), spec.max_ulp + 1) << spec.name << " at " << points[i];
  }
}

double psi_reference(double x) {
  double sum = 0;
  for (; x < 40; ++x) sum -= 1 / x;
  return sum + std::log(x) - 1 / (2 * x) - 1 / (12 * x * x) + 1 / (120 * std::pow(x, 4)) - 1 / (252 * std::pow(x, 6));
}

double tri_gamma_reference(double x) {
  double sum = 0;
  for (; x < 40; ++x) sum += 1 / (x * x);
  return sum + 1 / x + 1 / (2 * x * x) + 1 / (6 * std::pow(x, 3)) - 1 / (30 * std::pow(x, 5)) +
         1 / (42 * std::pow(x, 7));
}

double tetra_gamma_reference(double x) {
  double sum = 0;
  for (; x < 40; ++x) sum -= 2 / (x * x * x);
  return sum - 1 / (x * x) - 1 / std::pow(x, 3) - 1 / (2 * std::pow(x, 4)) + 1 / (6 * std::pow(x, 6)) -
         1 / (6 * std::pow(x, 8));
}

const Reference kReferences[] = {
    {&T::exp, std::exp},
    {&T::exp2, std::exp2},
    {&T::expm1, std::expm1},
    {&T::log, std::log},
    {&T::log2, std::log2},
    {&T::log10, std::log10},
    {&T::log1p, std::log1p},
    {&T::sqrt, std::sqrt},
    {&T::sin, std::sin},
    {&T::cos, std::cos},
    {&T::tan, std::tan},
    {&T::arcsin, std::asin},
    {&T::arccos, std::acos},
    {&T::arctan, std::atan},
    {&T::sinh, std::sinh},
    {&T::cosh, std::cosh},
    {&T::tanh, std::tanh},
    {&T::arcsinh, std::asinh},
    {&T::arccosh, std::acosh},
    {&T::arctanh, std::atanh},
    {&T::floor, std::floor},
    {&T::ceil, std::ceil},
    {&T::trunc, std::trunc},
    {&T::round_half_to_even, std::nearbyint},
    {&T::round_half_away_from_zero, std::round},
    {&T::erf, std::erf},
    {&T::erfc, std::erfc},
    {&T::gamma, [](double x) { return static_cast<double>(std::tgamma(static_cast<long double>(x))); }},
    {&T::gammaln, [](double x) { return static_cast<double>(std::lgamma(static_cast<long double>(x))); }},
    {&T::psi, psi_reference},
    {&T::tri_gamma, tri_gamma_reference},
    {&T::tetra_gamma, tetra_gamma_reference},
    {&T::neg, [](double x) { return -x; }},
    {&T::abs, [](double x) { return std::abs(x); }},
    {&T::sqr, [](double x) { return x * x; }},
    {&T::inv, [](double x) { return 1 / x; }},
    {&T::deg2rad, [](double x) { return x * (std::numbers::pi / 180); }},
    {&T::rad2deg, [](double x) { return x * (180 / std::numbers::pi); }},
    {&T::nnet::sigmoid, [](double x) { return 1 / (1 + std::exp(-x)); }},
    {&T::nnet::softplus, [](double x) { return std::log1p(std::exp(x)); }},
    {&T::nnet::softsign, [](double x) { return x / (1 + std::abs(x)); }},
};

TEST(Formulas, KeepTheirPromiseInFloat64) {
  for (const Reference& reference : kReferences) expect_within_promise<double>(reference);
}

TEST(Formulas, KeepTheirPromiseInFloat32) {
  for (const Reference& reference : kReferences) expect_within_promise<float>(reference);
}

template <class Op>
std::vector<double> unary(const Op& op, std::initializer_list<double> x) {
  return run_op(op, Array::of(x)).to_doubles();
}
template <class Op>
std::vector<double> binary(const Op& op, std::initializer_list<double> x, std::initializer_list<double> y) {
  return run_op(op, Array::of(x), Array::of(y)).to_doubles();
}

TEST(Formulas, DivideTowardMinusInfinity) {
  EXPECT_THAT(binary(T::mod, {-5, 5, -5, 5}, {3, 3, -3, -3}), ElementsAre(1, 2, -2, -1));
  EXPECT_THAT(binary(T::int_div, {-5, 5, -5}, {3, 3, -3}), ElementsAre(-2, 1, 1));
  const Array i = Array::of<std::int32_t>({7, -7, 7, 1}), j = Array::of<std::int32_t>({2, 2, -2, 0});
  EXPECT_THAT(run_op(T::int_div, i, j).to_doubles(), ElementsAre(3, -4, -4, 0));
  EXPECT_THAT(run_op(T::mod, i, j).to_doubles(), ElementsAre(1, 1, -1, 0));
}

TEST(Formulas, TreatBoolAsLogic) {
  const Array a = Array::of<bool>({false, false, true, true}), b = Array::of<bool>({false, true, false, true});
  EXPECT_THAT(run_op(T::add, a, b).to_doubles(), ElementsAre(0, 1, 1, 1));
  EXPECT_THAT(run_op(T::mul, a, b).to_doubles(), ElementsAre(0, 0, 0, 1));
  EXPECT_THAT(run_op(T::xor_, a, b).to_doubles(), ElementsAre(0, 1, 1, 0));
  EXPECT_THAT(run_op(T::invert, a).to_doubles(), ElementsAre(1, 1, 0, 0));
  EXPECT_THAT(run_op(T::maximum, a, b).to_doubles(), ElementsAre(0, 1, 1, 1));
  EXPECT_EQ(run_op(T::pow, a, b).dtype(), DType::Int8);
}

TEST(Formulas, ComputeInThePromotedDtype) {
  const Array bytes = Array::of<std::uint8_t>({255, 255}), small = Array::of<std::int8_t>({1, -1});
  const Array sum = run_op(T::add, bytes, small);
  EXPECT_EQ(sum.dtype(), DType::Int16);
  EXPECT_THAT(sum.to_doubles(), ElementsAre(256, 254));
  EXPECT_THAT(run_op(T::lt, Array::of<std::uint8_t>({255}), Array::of<std::int8_t>({-1})).to_doubles(), ElementsAre(0));
  EXPECT_THAT(run_op(T::add, bytes, bytes).to_doubles(), ElementsAre(254, 254));
  EXPECT_THAT(run_op(T::true_div, small, Array::of<std::int8_t>({2, 2})).to_doubles(), ElementsAre(0.5, -0.5));
}

TEST(Formulas, KnowNanAndInfinity) {
  using testing::NanSensitiveDoubleEq;
  EXPECT_THAT(unary(T::isnan, {1, kNan, kInf}), ElementsAre(0, 1, 0));
  EXPECT_THAT(unary(T::isinf, {1, kNan, -kInf}), ElementsAre(0, 0, 1));
  EXPECT_THAT(run_op(T::isnan, Array::of<std::int64_t>({0, 5})).to_doubles(), ElementsAre(0, 0));
  EXPECT_THAT(unary(T::sgn, {-0., kNan, -kInf}), ElementsAre(0, NanSensitiveDoubleEq(kNan), -1));
  EXPECT_THAT(binary(T::maximum, {kNan, 1}, {1, kNan}),
              ElementsAre(NanSensitiveDoubleEq(kNan), NanSensitiveDoubleEq(kNan)));
  EXPECT_THAT(unary(T::nnet::sigmoid, {-1000, 0, 1000}), ElementsAre(0, 0.5, 1));
  EXPECT_THAT(unary(T::nnet::softplus, {-1000, 1000, kInf}), ElementsAre(0, 1000, kInf));
  EXPECT_THAT(binary(T::nnet::sigmoid_binary_crossentropy, {-1000, 1000}, {-1000, 1000}),
              ElementsAre(-1000000, -999000));
  EXPECT_THAT(unary(T::psi, {-1, kInf}), ElementsAre(NanSensitiveDoubleEq(kNan), kInf));
}

TEST(Formulas, Choose) {
  const Array x = Array::of<double>({kNan, -1, 2, 0.5}), zero = Array::zeros(DType::Float64, {4}),
              one = Array::full(DType::Float64, {4}, 1);
  EXPECT_THAT(run_op(T::clip, x, zero, one).to_doubles(), ElementsAre(testing::NanSensitiveDoubleEq(kNan), 0, 1, 0.5));
  EXPECT_THAT(run_op(T::switch_, Array::of<double>({0, 0.5, kNan, -1}), one, zero).to_doubles(),
              ElementsAre(0, 1, 1, 1));
  EXPECT_THAT(run_op(T::second, x, one).to_doubles(), ElementsAre(1, 1, 1, 1));
}

TEST(Formulas, Cast) {
  const auto to = [](DType dtype) { return [dtype](const Variable& x) { return T::cast(x, dtype); }; };
  EXPECT_THAT(run_op(to(DType::UInt8), Array::of<double>({255.6, -1, 256})).to_doubles(), ElementsAre(255, 255, 0));
  EXPECT_THAT(run_op(to(DType::Bool), Array::of<double>({0, 0.5, kNan})).to_doubles(), ElementsAre(0, 1, 1));
}

TEST(Formulas, ApproximateSigmoid) {
  for (double x = -8; x <= 8; x += 0.25) {
    EXPECT_NEAR(unary(T::nnet::ultra_fast_sigmoid, {x})[0], 1 / (1 + std::exp(-x)), 0.1) << x;
  }
}

TEST(Formulas, ReflectPsi) {
  EXPECT_NEAR(unary(T::psi, {-0.5})[0], 0.03648997397857652, 1e-14);
  EXPECT_NEAR(unary(T::psi, {1})[0], -0.5772156649015329, 1e-15);
  EXPECT_NEAR(unary(T::tri_gamma, {-0.5})[0], 8.934802200544679, 1e-13);
}

}  // namespace
}  // namespace theano
