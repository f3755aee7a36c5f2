// Scalar routines of the library under names that compiled kernels can call.
#pragma once

#include "theano/base/export.h"

// Each gives the number in double that its primitive rounds to the operand's dtype (theano/ir/semantics.h).
extern "C" {

/// Sine, cosine and tangent of angles beyond ir::math::kLargestAngle.
THEANO_API double theano_huge_sin(double x);
THEANO_API double theano_huge_cos(double x);
THEANO_API double theano_huge_tan(double x);

THEANO_API double theano_erfinv(double x);
THEANO_API double theano_erfcinv(double x);
THEANO_API double theano_gamma(double x);
THEANO_API double theano_log_gamma(double x);
THEANO_API double theano_j0(double x);
THEANO_API double theano_j1(double x);
THEANO_API double theano_i0(double x);
THEANO_API double theano_i1(double x);
/// The order or shape stands first.
THEANO_API double theano_jv(double order, double x);
THEANO_API double theano_iv(double order, double x);
THEANO_API double theano_gamma_p(double a, double x);
THEANO_API double theano_gamma_q(double a, double x);

}  // extern "C"
