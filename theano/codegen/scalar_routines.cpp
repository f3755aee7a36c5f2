// Hands on to the routines of ir/math.
#include "theano/codegen/scalar_routines.h"

#include "theano/ir/math/functions.h"

namespace math = theano::ir::math;

double theano_huge_sin(double x) { return math::huge_sine_cosine(x).sine; }
double theano_huge_cos(double x) { return math::huge_sine_cosine(x).cosine; }
double theano_huge_tan(double x) {
  const math::SineCosine<double> both = math::huge_sine_cosine(x);
  return math::precise_quotient<double>({both.sine, both.sine_low}, {both.cosine, both.cosine_low});
}

double theano_erfinv(double x) { return math::rare::inverse_erf(x); }
double theano_erfcinv(double x) { return math::rare::inverse_erfc(x); }
double theano_gamma(double x) { return math::rare::gamma(x); }
double theano_log_gamma(double x) { return math::rare::log_gamma(x); }
double theano_j0(double x) { return math::rare::bessel_j0(x); }
double theano_j1(double x) { return math::rare::bessel_j1(x); }
double theano_i0(double x) { return math::rare::bessel_i0(x); }
double theano_i1(double x) { return math::rare::bessel_i1(x); }
double theano_jv(double order, double x) { return math::rare::bessel_j(order, x); }
double theano_iv(double order, double x) { return math::rare::bessel_i(order, x); }
double theano_gamma_p(double a, double x) { return math::rare::gamma_p(a, x); }
double theano_gamma_q(double a, double x) { return math::rare::gamma_q(a, x); }
