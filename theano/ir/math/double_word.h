// Numbers as sums of two, for what one number would round away.
//
// Source: T. J. Dekker, A floating-point technique for extending the available precision, 1971.
#pragma once

#include "theano/ir/math/value.h"

namespace theano::ir::math {

/// A number as the sum of two, the second below half a unit in the last place of the first.
template <class V>
struct Double {
  V high, low;
};

/// a + b exactly.
template <class V>
THEANO_INLINE Double<V> exact_sum(V a, V b) {
  const V sum = a + b;
  const V other = sum - a;
  return {sum, (a - (sum - other)) + (b - other)};
}

/// a + b exactly, for |a| >= |b|.
template <class V>
THEANO_INLINE Double<V> exact_sum_ordered(V a, V b) {
  const V sum = a + b;
  return {sum, b - (sum - a)};
}

/// a b exactly (doubles below 2^995).
template <class V>
THEANO_INLINE Double<V> exact_product(V a, V b) {
  constexpr double splitter = 134217729.0;  // 2^27 + 1
  const V p = a * splitter, q = b * splitter;
  const V a_high = p - (p - a), b_high = q - (q - b);
  const V a_low = a - a_high, b_low = b - b_high;
  const V product = a * b;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

/// a / b nearly rounded once, for doubles below 2^995. Where b is 0 or either is not finite: a.high / b.high.
template <class V>
THEANO_INLINE V precise_quotient(Double<V> a, Double<V> b) {
  const V inverse = 1.0 / b.high;
  const V quotient = a.high * inverse;
  const Double<V> back = exact_product(quotient, b.high);
  const V rest = ((a.high - back.high) - back.low) + (a.low - quotient * b.low);
  const V result = quotient + rest * inverse;
  return select(result == result, result, quotient);
}

}  // namespace theano::ir::math
