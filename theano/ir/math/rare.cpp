// The seldom used mathematical functions, on the C library.
#include "theano/ir/math/rare.h"

#include <math.h>

namespace theano::ir::math::rare {

double asin(double x) { return ::asin(x); }
double acos(double x) { return ::acos(x); }
double atan(double x) { return ::atan(x); }
double atan2(double y, double x) { return ::atan2(y, x); }
double asinh(double x) { return ::asinh(x); }
double acosh(double x) { return ::acosh(x); }
double atanh(double x) { return ::atanh(x); }
double erf(double x) { return ::erf(x); }
double erfc(double x) { return ::erfc(x); }
double gamma(double x) { return ::tgamma(x); }
double log_gamma(double x) {
  int sign = 0;  // the reentrant routine: lgamma writes a global variable
  return ::lgamma_r(x, &sign);
}

float asin(float x) { return static_cast<float>(::asin(double(x))); }
float acos(float x) { return static_cast<float>(::acos(double(x))); }
float atan(float x) { return static_cast<float>(::atan(double(x))); }
float atan2(float y, float x) { return static_cast<float>(::atan2(double(y), double(x))); }
float asinh(float x) { return static_cast<float>(::asinh(double(x))); }
float acosh(float x) { return static_cast<float>(::acosh(double(x))); }
float atanh(float x) { return static_cast<float>(::atanh(double(x))); }
float erf(float x) { return static_cast<float>(::erf(double(x))); }
float erfc(float x) { return static_cast<float>(::erfc(double(x))); }
float gamma(float x) { return static_cast<float>(::tgamma(double(x))); }
float log_gamma(float x) { return static_cast<float>(log_gamma(double(x))); }

}  // namespace theano::ir::math::rare
