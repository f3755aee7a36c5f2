// Two small conversions that derivatives need so that no integer type overflows or widens a gradient.
#pragma once

#include "theano/ops/elementwise/elementwise.h"

namespace theano::tensor {

/// x itself, or a discrete x in the dtype of the gradient g: squares and products must not wrap.
inline Variable float_like(const Variable& x, const Variable& g) {
  return is_discrete(x.dtype()) ? cast(x, g.dtype()) : x;
}

/// A number in the dtype of the gradient, so that it promotes nothing.
inline Variable number_like(double value, const Variable& g) { return scalar_constant(g.dtype(), value); }

}  // namespace theano::tensor
