// The regularised incomplete gamma functions.
//
// Method: the power series of P below the diagonal, the continued fraction of Q above it (Abramowitz and Stegun,
// Handbook of Mathematical Functions, 1964, 6.5.29 and 6.5.31; evaluated as W. J. Lentz, Generating Bessel functions in
// Mie scattering calculations, 1976). The factor x^a exp(-x) / gamma(a + 1) follows C. Loader, Fast and accurate
// computation of binomial probabilities, 2000.
#include <cmath>

#include "theano/ir/math/rare_gamma.h"

namespace theano::ir::math::rare {
namespace {

constexpr double kEpsilon = 0x1p-53;
constexpr double kTwoPi = 0x1.921fb54442d18p+2;
constexpr int kMostTerms = 100000;

/// a log(a / x) + x - a without cancellation where x is near a.
double deviance(double a, double x) {
  const double difference = a - x;
  if (std::abs(difference) > 0.1 * (a + x)) return a * log(a / x) - difference;
  const double v = difference / (a + x), square = v * v;
  double sum = difference * v, power = 2 * a * v;
  for (int k = 1; k < 100; ++k) {
    power *= square;
    const double next = sum + power / (2 * k + 1);
    if (next == sum) break;
    sum = next;
  }
  return sum;
}

/// x^a exp(-x) / gamma(a + 1)
double density(double a, double x) {
  if (a >= 8) return exp(-stirling_rest(a) - deviance(a, x)) / std::sqrt(kTwoPi * a);
  if (x < 300) {
    const double power = pow(x, a);
    if (power > 0x1p-900) return power * exp(-x) / gamma(a + 1);
  }
  return exp(a * log(x) - x - log_gamma_of_one_plus(a));
}

double series_p(double a, double x) {
  double term = 1, sum = 1;
  for (int k = 1; k < kMostTerms && term > kEpsilon * sum; ++k) {
    term *= x / (a + k);
    sum += term;
  }
  return density(a, x) * sum;
}

double fraction_q(double a, double x) {
  double b = x + 1 - a, c = 1e300, d = 1 / b, product = d;
  for (int k = 1; k < kMostTerms; ++k) {
    const double numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const double factor = c * d;
    product *= factor;
    if (std::abs(factor - 1) < 2 * kEpsilon) break;
  }
  return density(a, x) * a * product;
}

/// Q for a small a and x: 1 - x^a / gamma(a + 1) (1 + a sum of (-x)^n / ((a + n) n!)).
double small_q(double a, double x) {
  const double logarithm = a * log(x) - log_gamma_of_one_plus(a);
  double power = 1, sum = 0;
  for (int n = 1; n < 100; ++n) {
    power *= -x / n;
    const double next = sum + power / (a + n);
    if (next == sum) break;
    sum = next;
  }
  return -expm1(logarithm) - exp(logarithm) * a * sum;
}

enum class Tail { Lower, Upper };

double incomplete_gamma(double a, double x, Tail tail) {
  const bool is_lower = tail == Tail::Lower;
  if (!(a >= 0) || !(x >= 0)) return FloatLayout<double>::nan;
  const double zero = is_lower ? 0 : 1, one = is_lower ? 1 : 0;
  if (a == 0) return x > 0 ? one : FloatLayout<double>::nan;
  if (x == 0) return zero;
  if (std::isinf(a)) return std::isinf(x) ? FloatLayout<double>::nan : zero;
  if (std::isinf(x)) return one;
  if (a < 1 && x < 1.5 && !is_lower) return small_q(a, x);
  if (x < a + 1) {
    const double p = series_p(a, x);
    return is_lower ? p : 1 - p;
  }
  const double q = fraction_q(a, x);
  return is_lower ? 1 - q : q;
}

}  // namespace

double gamma_p(double a, double x) { return incomplete_gamma(a, x, Tail::Lower); }
double gamma_q(double a, double x) { return incomplete_gamma(a, x, Tail::Upper); }

}  // namespace theano::ir::math::rare
