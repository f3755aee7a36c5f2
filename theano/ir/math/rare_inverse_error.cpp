// The inverses of erf and erfc.
//
// Method: a first approximation by M. Giles, Approximating the erfinv function, 2010 (or, far out, by the asymptotic
// form of erfc), improved by Halley's or Newton's iteration with our own erf and erfc.
#include <cmath>

#include "theano/ir/math/functions.h"

namespace theano::ir::math::rare {
namespace {

constexpr double kTwoOverRootPi = 0x1.20dd750429b6dp+0;
constexpr double kPi = 0x1.921fb54442d18p+1;

/// y / x of the inverse y of erf at x, to seven digits; w = -log(1 - x^2).
double first_ratio(double w) {
  if (w < 5) {
    constexpr double c[] = {1.50140941,     0.246640727,     -0.00417768164, -0.00125372503, 0.00021858087,
                            -4.39150654e-6, -3.5233877e-6,   3.43273939e-7,  2.81022636e-8};
    return polynomial(w - 2.5, c);
  }
  constexpr double c[] = {2.83297682,     1.00167406,    0.00943887047, -0.0076224613,  0.00573950773,
                          -0.00367342844, 0.00134934322, 0.000100950558, -0.000200214257};
  return polynomial(std::sqrt(w) - 3, c);
}

/// Halley's step for a root of erf(y) - x, of which `difference` is the value.
double improve(double y, double difference) {
  const double step = difference / (kTwoOverRootPi * exp(-y * y));
  return y - step / (1 + step * y);
}

/// The inverse of erfc for 0 < x < 1e-5: a root of log(erfc(y)) - log(x), which is almost a parabola.
double inverse_of_tiny(double x) {
  const double logarithm = -log(x);
  double y = std::sqrt(logarithm - 0.5 * log(kPi * logarithm));
  for (int k = 0; k < 4; ++k) {
    const double scaled = erfcx(y);
    y += ((logarithm - y * y) + log(scaled)) * scaled / kTwoOverRootPi;
  }
  return y;
}

/// The inverse of erfc for 0 < x <= 1/2.
double inverse_of_small(double x) {
  if (x < 1e-5) return inverse_of_tiny(x);
  double y = first_ratio(-log(x * (2 - x))) * (1 - x);
  for (int k = 0; k < 2; ++k) y = improve(y, x - erfc(y));
  return y;
}

double inverse_in_the_middle(double x) {
  const double y = first_ratio(-log1p(-x * x)) * x;
  return improve(y, erf(y) - x);
}

}  // namespace

double inverse_erf(double x) {
  const double size = std::abs(x);
  if (size < 0x1p-30) return x / kTwoOverRootPi;
  if (!(size < 1)) return size == 1 ? std::copysign(HUGE_VAL, x) : FloatLayout<double>::nan;
  return size <= 0.5 ? inverse_in_the_middle(x) : std::copysign(inverse_of_small(1 - size), x);
}

double inverse_erfc(double x) {
  if (!(x >= 0 && x <= 2)) return FloatLayout<double>::nan;
  if (x == 0 || x == 2) return x == 0 ? HUGE_VAL : -HUGE_VAL;
  if (x < 0.5) return inverse_of_small(x);
  if (x > 1.5) return -inverse_of_small(2 - x);
  return inverse_erf(1 - x);
}

}  // namespace theano::ir::math::rare
