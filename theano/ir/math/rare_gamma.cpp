// The gamma function and its logarithm.
//
// Method: on [1, 2] and between 0.75 and 3 polynomials (log gamma(x) = (x - 1) (x - 2) q(x), which keeps its zeros);
// Stirling's series from 8 on; steps by one and the reflection formula lead there (Abramowitz and Stegun, Handbook of
// Mathematical Functions, 1964, 6.1). Coefficients: interpolation at Chebyshev points, computed for this project in 60
// digits.
#include "theano/ir/math/rare_gamma.h"

#include <cmath>

namespace theano::ir::math::rare {
namespace {

/// gamma(1.5 + u), |u| <= 1/2
constexpr double kGamma[] = {
  0x1.c5bf891b4ef6bp-1, 0x1.08ea88ee561b2p-5, 0x1.a8c4dba620d57p-2, -0x1.b77ac1ca2ec36p-4, 0x1.283bd374eb2dap-3,
  -0x1.3d88cfe501ad0p-4, 0x1.e022b74349385p-5, -0x1.374fd5ce815dep-5, 0x1.a752c6b194816p-6,
  -0x1.1a2c29007308cp-6, 0x1.7991dcbf878d0p-7, -0x1.f7fc7c04512dbp-8, 0x1.504eca2779ba9p-8,
  -0x1.c09e6e65d05f1p-9, 0x1.2b2c7ea75c4c2p-9, -0x1.8f3ca7c3f1052p-10, 0x1.0a301c8ff5f16p-10,
  -0x1.5fd54421cbad4p-11, 0x1.d52144292085bp-12, -0x1.513093cab3125p-12, 0x1.c197ade68f084p-13,
  -0x1.61c720aac13b9p-14, 0x1.d7b524c422ef9p-15, -0x1.014c228143cdfp-13, 0x1.571048987b3f4p-14};
/// q of the caption about 1, 1.625 and 2.5.
constexpr double kAboutOne[] = {
  0x1.2788cfc6fb619p-1, -0x1.f6465978d46e9p-3, 0x1.3e54520481ecbp-3, -0x1.d7a3e6a8f23a2p-4,
  0x1.79cf9c4c58555p-4, -0x1.3cb1f9d3bce87p-4, 0x1.115549e75d701p-4, -0x1.e18246f45f4e2p-5,
  0x1.ae8a98dfe259bp-5, -0x1.85792c2585ba6p-5, 0x1.639f7666e9581p-5, -0x1.4736ae21e76fdp-5,
  0x1.2efc17cf1e6bfp-5, -0x1.1a20c126f5092p-5, 0x1.08bccd65196c7p-5, -0x1.f17763d94a28fp-6,
  0x1.bfeda86beedd7p-6, -0x1.a78b8944f97c7p-6, 0x1.1891590ea46a3p-5, -0x1.0b3f90bb46cafp-5};
constexpr double kAboutTwo[] = {
  0x1.dcfd339a88006p-2, -0x1.0d79494357498p-3, 0x1.aebb0c81e5097p-5, -0x1.8c66d24dc2b89p-6,
  0x1.88f37b6d03158p-7, -0x1.9755f4418a497p-8, 0x1.b2cd23b615e2bp-9, -0x1.d9b6039039f18p-10,
  0x1.05f40ee8a9e07p-10, -0x1.250cf1f1cebc6p-11, 0x1.4ad1fd39abe2dp-12, -0x1.7835e8cc8b3d5p-13,
  0x1.ae6ba2ae1fc74p-14, -0x1.ef04875100123p-15, 0x1.1e6d3c300d487p-15, -0x1.4c2af2fe9c7e4p-16,
  0x1.76469faf65d5dp-17, -0x1.b4b12d7eb7ac7p-18, 0x1.516e044d96055p-18, -0x1.8c43e69733033p-19};
constexpr double kAboveTwo[] = {
  0x1.84afe00cddfdfp-2, -0x1.31d26e9323010p-4, 0x1.462044b0af667p-6, -0x1.8a722dfc5d7efp-8,
  0x1.feef08b136431p-10, -0x1.59512000e75a8p-11, 0x1.e05c3c368e7b5p-13, -0x1.5501aafb06c5fp-14,
  0x1.eb8f77c97c52cp-16, -0x1.667082a03af13p-17, 0x1.07c6c7a6cae03p-18, -0x1.871dd64f13021p-20,
  0x1.23df937961832p-21, -0x1.b5a84b36743e2p-23, 0x1.454b1adbc86b7p-24, -0x1.eba7f1c3d9760p-26,
  0x1.bd89faea6be05p-27, -0x1.5318fc433f2f5p-28};
constexpr double kHalfLogTwoPi = 0x1.d67f1c864beb5p-1, kHalfLogTwoPiLow = -0x1.65b5a1b7ff5dfp-55;
constexpr double kLogPi = 0x1.250d048e7a1bdp+0;
constexpr double kPi = 0x1.921fb54442d18p+1;
constexpr double kStirlingFrom = 8;

/// log gamma(x) for x >= 8 as a sum of two.
Double<double> stirling(double x) {
  const Double<double> logarithm = precise_log(x, 0.0);
  const double factor = x - 0.5;
  const Double<double> product = exact_product(logarithm.high, factor);
  const Double<double> less = exact_sum(product.high, -x);
  const Double<double> sum = exact_sum(less.high, kHalfLogTwoPi);
  const double tail = product.low + logarithm.low * factor + less.low + sum.low + kHalfLogTwoPiLow;
  return exact_sum_ordered(sum.high, tail + stirling_rest(x));
}

/// gamma(x) for x in [0.5, 12]: steps down to [1, 2], the product of the steps kept as a sum of two.
double gamma_by_steps(double x) {
  Double<double> product = {1, 0};
  while (x > 2) {
    x -= 1;
    const Double<double> next = exact_product(product.high, x);
    product = exact_sum_ordered(next.high, next.low + product.low * x);
  }
  if (x < 1) return polynomial(x - 0.5, kGamma) / x;
  const double y = polynomial(x - 1.5, kGamma);
  return y * product.high + y * product.low;
}

double gamma_of_positive(double x) {
  if (x < 0.5) return polynomial(x - 0.5, kGamma) / x;
  if (x <= 12) return gamma_by_steps(x);
  if (x > 172) return HUGE_VAL;
  return exp_of(stirling(x));
}

/// log gamma(1 + u) for |u| <= 1/4, exact also for tiny u.
double log_gamma_near_one(double u) { return u * (u - 1) * polynomial(u, kAboutOne); }

double log_gamma_of_positive(double x) {
  if (x < 0x1p-60) return -log(x);
  if (x <= 0.25) return log_gamma_near_one(x) - log(x);
  if (x < 0.75) return (x - 1) * x * polynomial(x - 0.625, kAboutTwo) - log(x);
  if (x <= 1.25) return log_gamma_near_one(x - 1);
  if (x < 2) return (x - 1) * (x - 2) * polynomial(x - 1.625, kAboutTwo);
  if (x <= 3) return (x - 1) * (x - 2) * polynomial(x - 2.5, kAboveTwo);
  if (x >= 0x1p900) return x * (log(x) - 1);
  if (x >= kStirlingFrom) return stirling(x).high;
  double product = 1;
  while (x > 3) {
    x -= 1;
    product *= x;
  }
  return log(product) + log_gamma_of_positive(x);
}

}  // namespace

double stirling_rest(double x) {
  // B_2k / (2 k (2 k - 1))
  constexpr double c[] = {1. / 12,         -1. / 360,   1. / 1260,         -1. / 1680,       1. / 1188,
                          -691. / 360360,  1. / 156,    -3617. / 122400,   43867. / 244188,  -174611. / 125400};
  return polynomial(1 / (x * x), c) / x;
}

double log_gamma_of_one_plus(double u) {
  return u <= 0.25 ? log_gamma_near_one(u) : log_gamma_of_positive(1 + u);
}

double sine_of_pi_times(double x) {
  const double r = x - 2 * std::rint(0.5 * x);  // in [-1, 1], exact
  const double size = std::abs(r) > 0.5 ? 1 - std::abs(r) : std::abs(r);
  return std::copysign(sin(kPi * size), r);
}

double gamma(double x) {
  if (x != x || x == HUGE_VAL) return x;
  if (x == 0) return 1 / x;
  if (x > 0) return gamma_of_positive(x);
  if (x == std::floor(x)) return FloatLayout<double>::nan;  // also minus infinity
  if (x > -0x1p-60) return 1 / x;
  // gamma(x) gamma(-x) = -pi / (x sin(pi x))
  const double sine = -x * sine_of_pi_times(x);
  if (x > -150) return kPi / (sine * gamma_of_positive(-x));
  // The result may be a number where gamma(-x) is not: divide by its halves.
  const Double<double> logarithm = stirling(-x);
  const double half = exp_of(Double<double>{0.5 * logarithm.high, 0.5 * logarithm.low});
  return kPi / sine / half / half;
}

double log_gamma(double x) {
  if (x != x) return x;
  if (std::isinf(x)) return HUGE_VAL;
  if (x > 0) return log_gamma_of_positive(x);
  if (x == std::floor(x)) return HUGE_VAL;
  if (x > -0x1p-60) return -log(-x);
  return kLogPi - log(std::abs(x * sine_of_pi_times(x))) - log_gamma_of_positive(-x);
}

}  // namespace theano::ir::math::rare
