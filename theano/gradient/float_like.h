// Ones, zeros and casts in the float dtypes that gradients have.
#pragma once

#include "theano/graph/variable.h"

namespace theano::gradient {

/// The dtype of a gradient with respect to a variable of dtype `d`: itself if float, else floatX.
DType gradient_dtype(DType d);
/// Ones of x's shape in gradient_dtype.
Variable float_ones_like(const Variable& x);
/// Zeros of x's shape in gradient_dtype. Errors: TypeError when x is no tensor.
Variable float_zeros_like(const Variable& x);
Variable cast_to(const Variable& x, DType dtype);

}  // namespace theano::gradient
