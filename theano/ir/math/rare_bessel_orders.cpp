// Bessel functions of the first kind and their modified kin, of any real order.
//
// Method: the power series while it does not cancel; the asymptotic series of large arguments (Abramowitz and Stegun,
// Handbook of Mathematical Functions, 1964, 9.1.10, 9.2.5, 9.6.10, 9.7.1); between them J by recurrence from a high
// order down, scaled by Neumann's sum of J's that gives a power of x (9.1.87; J. C. P. Miller 1952).
#include <algorithm>
#include <cmath>

#include "theano/ir/math/rare_gamma.h"

namespace theano::ir::math::rare {
namespace {

constexpr double kEpsilon = 0x1p-53;
/// Longer recurrences are refused: such orders have no use here.
constexpr double kLargestRecurrence = 1e6;
constexpr double kPi = 0x1.921fb54442d18p+1;

bool is_whole(double x) { return x == std::floor(x); }
bool is_odd(double whole) { return std::fmod(std::abs(whole), 2) == 1; }

/// (x / 2)^order / gamma(order + 1)
double leading_power(double order, double x) {
  if (std::abs(order) < 150) {
    const double value = pow(0.5 * x, order) / gamma(order + 1);
    if (value != 0 && std::abs(value) < HUGE_VAL) return value;
  }
  const double size = exp(order * log(0.5 * x) - log_gamma(order + 1));
  return order < -1 && is_odd(std::floor(order + 1)) ? -size : size;
}

/// The power series in sign x^2 / 4: J for -1, I for 1.
double power_series(double order, double x, double sign) {
  const double z = 0.25 * x * x * sign;
  double term = 1, sum = 1;
  for (double k = 1; k < 10000; ++k) {
    term *= z / (k * (order + k));
    sum += term;
    if (std::abs(term) < kEpsilon * std::abs(sum) && order + k > 0) break;
  }
  return leading_power(order, x) * sum;
}

/// Whether the asymptotic series below reaches full precision.
bool is_asymptotic(double order, double x) { return x > 30 && x > order * order; }

double large_j(double order, double x) {
  const double mu = 4 * order * order;
  double p = 1, q = 0, term = 1;
  for (int k = 1; k < 200; ++k) {
    const double odd = 2 * k - 1, next = term * (mu - odd * odd) / (k * 8 * x);
    if (std::abs(next) >= std::abs(term) && k > 1 + std::abs(order)) break;
    term = next;
    double& sum = k % 2 ? q : p;
    sum += k / 2 % 2 ? -term : term;
    if (std::abs(term) < kEpsilon) break;
  }
  // cos(x - shift), sin(x - shift) with the shift reduced by whole turns first.
  const double shift = kPi * (0.5 * std::fmod(order, 4) + 0.25);
  const double c = cos(x), s = sin(x), shift_c = cos(shift), shift_s = sin(shift);
  const double cosine = c * shift_c + s * shift_s, sine = s * shift_c - c * shift_s;
  return std::sqrt(2 / (kPi * x)) * (p * cosine - q * sine);
}

double large_i(double order, double x) {
  const double mu = 4 * order * order;
  double sum = 1, term = 1;
  for (int k = 1; k < 200; ++k) {
    const double odd = 2 * k - 1, next = -term * (mu - odd * odd) / (k * 8 * x);
    if (std::abs(next) >= std::abs(term) && k > 1 + std::abs(order)) break;
    term = next;
    sum += term;
    if (std::abs(term) < kEpsilon * sum) break;
  }
  const double half = exp(0.5 * x);
  return half * (sum / std::sqrt(2 * kPi * x)) * half;
}

/// J by recurrence from above; x > 0, any order that is not a negative whole number.
double recurrent_j(double order, double x) {
  const double whole = std::floor(order), fraction = order - whole;
  const double largest = std::max(std::abs(whole), x);
  const auto top = 2 * static_cast<long long>(0.5 * (largest + 15 * std::cbrt(largest)) + 20);
  // Neumann: (x / 2)^f / gamma(1 + f) = J_f + sum of (f + 2 m) w_m J_(f + 2 m), w_1 = 1, w_m = w_(m-1) (f + m - 1) / m.
  double weight = 1, above = 0, current = 1e-280, sum = 0, found = 0;
  const double two_over_x = 2 / x;
  for (long long k = top; k > 0; --k) {
    if (static_cast<double>(k) == whole) found = current;
    if (k % 2 == 0) {
      const auto m = static_cast<double>(k / 2);
      sum += (fraction + 2 * m) * weight * current;
      if (m > 1) weight *= m / (fraction + m - 1);
    }
    const double below = (fraction + static_cast<double>(k)) * two_over_x * current - above;
    above = current;
    current = below;
    if (std::abs(current) > 1e200) {
      for (double* value : {&above, &current, &sum, &found}) *value *= 1e-200;
    }
  }
  // `weight` is now the first, which ought to be 1.
  const double scale = current + sum / weight;
  if (whole == 0) found = current;
  for (double k = 0; k > whole; --k) {
    const double below = (fraction + k) * two_over_x * current - above;
    above = current;
    current = below;
    found = current;
  }
  return pow(0.5 * x, fraction) / gamma(1 + fraction) * (found / scale);
}

/// J(0), I(0) of an order.
double at_zero(double order) {
  if (order == 0) return 1;
  if (order > 0 || is_whole(order)) return 0;
  return is_odd(std::floor(order + 1)) ? -HUGE_VAL : HUGE_VAL;
}

}  // namespace

double bessel_j(double order, double x) {
  if (order != order || x != x || std::isinf(order)) return FloatLayout<double>::nan;
  if (is_whole(order)) {
    const double sign = ((x < 0) != (order < 0)) && is_odd(order) ? -1 : 1;
    order = std::abs(order);
    x = std::abs(x);
    if (order == 0) return bessel_j0(x);
    if (order == 1) return sign * bessel_j1(x);
    if (sign < 0) return -bessel_j(order, x);
  }
  if (x < 0) return FloatLayout<double>::nan;
  if (x == 0) return at_zero(order);
  if (std::isinf(x)) return 0;
  if (is_asymptotic(order, x)) return large_j(order, x);
  if (0.25 * x * x < (order > 0 ? order + 1 : 0.5)) return power_series(order, x, -1);
  if (order > x && order * (1 + log(0.5 * x / order)) < -800) return 0;  // (e x / (2 order))^order bounds it
  if (std::max(std::abs(order), x) > kLargestRecurrence) return FloatLayout<double>::nan;
  return recurrent_j(order, x);
}

double bessel_i(double order, double x) {
  if (order != order || x != x || std::isinf(order)) return FloatLayout<double>::nan;
  if (is_whole(order)) {
    order = std::abs(order);
    if (x < 0) return is_odd(order) ? -bessel_i(order, -x) : bessel_i(order, -x);
    if (order == 0) return bessel_i0(x);
    if (order == 1) return bessel_i1(x);
  }
  if (x < 0) return FloatLayout<double>::nan;
  if (x == 0) return at_zero(order);
  if (std::isinf(x)) return x;
  return is_asymptotic(order, x) ? large_i(order, x) : power_series(order, x, 1);
}

}  // namespace theano::ir::math::rare
