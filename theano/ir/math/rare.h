// Functions that are seldom the bulk of a program: one scalar routine each, called by every tier.
#pragma once

namespace theano::ir::math::rare {

// All are made of arithmetic and of the formulas of this folder, so their bits are the same on every machine.

/// The gamma function; at 0 the infinity of the zero's sign, at negative integers NaN.
double gamma(double x);
/// log|gamma(x)|; infinity at 0 and at negative integers.
double log_gamma(double x);
/// The regularised lower incomplete gamma function P(a, x); NaN for negative arguments.
double gamma_p(double a, double x);
/// Q(a, x) = 1 - P(a, x), exact also where P is almost 1.
double gamma_q(double a, double x);

/// The inverse of erf; infinities at -1 and 1, NaN beyond.
double inverse_erf(double x);
/// The inverse of erfc; infinities at 0 and 2, NaN beyond.
double inverse_erfc(double x);

/// Bessel functions of the first kind, of orders 0 and 1, and of any real order (NaN where that is not real).
double bessel_j0(double x);
double bessel_j1(double x);
double bessel_j(double order, double x);
/// Modified Bessel functions of the first kind.
double bessel_i0(double x);
double bessel_i1(double x);
double bessel_i(double order, double x);

}  // namespace theano::ir::math::rare
