// Mathematical functions as the instructions of their formulas.
#pragma once

#include <optional>

#include "theano/ir/builder.h"

namespace theano::ir {

/// The formula of a function of one float32 or float64, built behind `x`: the bits are those of the primitive. Sine,
/// cosine and tangent are so for |x| up to math::kLargestAngle only. Nothing for functions that are one scalar routine,
/// and for what needs no formula.
THEANO_API std::optional<Expr> expand_formula(Prim function, Expr x);
/// The same for x to the power y.
THEANO_API Expr expand_power(Expr x, Expr y);
/// The same for the angle of ordinate y and abscissa x.
THEANO_API Expr expand_angle(Expr y, Expr x);

}  // namespace theano::ir
