// arcsinh, arccosh and arctanh, by log1p of an argument kept as a sum of two. Floats are evaluated in double.
#pragma once

#include "theano/ir/math/logarithm.h"

namespace theano::ir::math {

/// log(1 + u) of a sum of two that is not negative.
template <class V>
THEANO_INLINE V log1p_of(Double<V> u) {
  const V value = log1p(u.high);
  const V change = u.low / (u.high + 1.0);
  return value + select(change == change, change, all<V>(0.0));
}

/// From here on 1 is nothing beside x^2, and x^2 might overflow.
inline constexpr double kHyperbolicLarge = 0x1p28;

template <class V>
THEANO_INLINE V log_of_double(V x) {
  return log(x) + 0x1.62e42fefa39efp-1;
}

template <class V>
THEANO_INLINE V arcsinh_of(V x) {
  const V size = absolute(x);
  // x + sqrt(1 + x^2) - 1 = x + x^2 / (1 + sqrt(1 + x^2))
  const V square = size * size;
  const V middle = log1p_of(exact_sum_ordered(size, square / (square_root(square + 1.0) + 1.0)));
  const V result = select(size > kHyperbolicLarge, log_of_double(size), middle);
  return with_sign(select(size < 0x1p-28, size, result), x);
}

template <class V>
THEANO_INLINE V asinh(V x) {
  return through_doubles<V>([](auto a) THEANO_INLINE_LAMBDA { return arcsinh_of(a); }, x);
}

template <class V>
THEANO_INLINE V arccosh_of(V x) {
  const Double<V> t = exact_sum(x, all<V>(-1.0));
  const Double<V> sum = exact_sum(t.high, square_root(t.high * (t.high + 2.0)));
  const V middle = log1p_of(Double<V>{sum.high, sum.low + t.low});
  const V result = select(x > kHyperbolicLarge, log_of_double(x), middle);
  return select(x >= 1.0, result, all<V>(FloatLayout<double>::nan));
}

template <class V>
THEANO_INLINE V acosh(V x) {
  return through_doubles<V>([](auto a) THEANO_INLINE_LAMBDA { return arccosh_of(a); }, x);
}

template <class V>
THEANO_INLINE V arctanh_of(V x) {
  const V size = absolute(x);
  // (1 + x) / (1 - x) - 1 = 2 x / (1 - x) = 2 x + 2 x^2 / (1 - x)
  const V twice = size + size, rest = 1.0 - size;
  const Double<V> small = exact_sum_ordered(twice, twice * size / rest);
  const auto is_small = size < 0.5;
  const Double<V> u = {select(is_small, small.high, twice / rest), select(is_small, small.low, all<V>(0.0))};
  return with_sign(select(size < 0x1p-28, size, 0.5 * log1p_of(u)), x);
}

template <class V>
THEANO_INLINE V atanh(V x) {
  return through_doubles<V>([](auto a) THEANO_INLINE_LAMBDA { return arctanh_of(a); }, x);
}

}  // namespace theano::ir::math
