// Functions that are seldom the bulk of a program: one scalar routine each, called by every tier.
#pragma once

namespace theano::ir::math::rare {

/// These call the C library of the machine, so their bits are those of that library. The float versions compute in
/// double and round once.
double asin(double x);
double acos(double x);
double atan(double x);
double atan2(double y, double x);
double asinh(double x);
double acosh(double x);
double atanh(double x);
double erf(double x);
double erfc(double x);
/// The gamma function; at 0 the infinity of the zero's sign, at negative integers NaN.
double gamma(double x);
/// log|gamma(x)|; infinity at 0 and at negative integers.
double log_gamma(double x);

float asin(float x);
float acos(float x);
float atan(float x);
float atan2(float y, float x);
float asinh(float x);
float acosh(float x);
float atanh(float x);
float erf(float x);
float erfc(float x);
float gamma(float x);
float log_gamma(float x);

}  // namespace theano::ir::math::rare
