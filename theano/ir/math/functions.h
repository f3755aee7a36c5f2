// The mathematical functions of the IR for one float or double.
#pragma once

#include "theano/ir/math/error_function.h"
#include "theano/ir/math/exponential.h"
#include "theano/ir/math/inverse_hyperbolic.h"
#include "theano/ir/math/inverse_trigonometric.h"
#include "theano/ir/math/logarithm.h"
#include "theano/ir/math/power.h"
#include "theano/ir/math/rare.h"
#include "theano/ir/math/trigonometric.h"

namespace theano::ir::math {

/// Whether the short reduction of angles does not reach x (or x is no number).
template <class T>
THEANO_INLINE bool is_huge_angle(T x) {
  return !(absolute(x) <= static_cast<T>(kLargestAngle));
}

template <class T>
THEANO_INLINE T sin(T x) {
  return is_huge_angle(x) ? static_cast<T>(huge_sine_cosine(x).sine) : short_sin(x);
}

template <class T>
THEANO_INLINE T cos(T x) {
  return is_huge_angle(x) ? static_cast<T>(huge_sine_cosine(x).cosine) : short_cos(x);
}

template <class T>
THEANO_INLINE T tan(T x) {
  if (!is_huge_angle(x)) return short_tan(x);
  const SineCosine<double> both = huge_sine_cosine(x);
  return static_cast<T>(precise_quotient<double>({both.sine, both.sine_low}, {both.cosine, both.cosine_low}));
}

}  // namespace theano::ir::math
