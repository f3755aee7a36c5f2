// x to the power y.
//
// Method: exp(y log|x|) with log|x| to about 66 bits as a sum of two doubles (double_word.h); for floats one double is
// enough. Coefficients: interpolation at Chebyshev points.
#pragma once

#include "theano/ir/math/exponential.h"
#include "theano/ir/math/logarithm.h"

namespace theano::ir::math {

struct PowerConstants {
  static constexpr double two_thirds_high = 0x1.5555555555555p-1, two_thirds_low = 0x1.5555555555555p-55;
  // (log((1 + s) / (1 - s)) - 2 s - 2/3 s^3) / s^5 in s^2, error 2^-66 of the logarithm
  static constexpr double r[] = {0x1.999999999999ap-2, 0x1.2492492492522p-2, 0x1.c71c71c6ea5acp-3,
                                 0x1.745d177ad436ap-3, 0x1.3b1395b82701ep-3, 0x1.1118cd67251c5p-3,
                                 0x1.df7ba1f4809c3p-4, 0x1.e03a7acf07f85p-4};
};

/// log(x) of positive normal doubles to about 2^-66 of its size.
template <class V>
THEANO_INLINE Double<V> precise_log(V x, V lowered) {
  using C = LogConstants<double>;
  V k;
  const V m = split_exponent(x, k);
  k = k - lowered;
  const V f = m - 1.0;
  // s = f / (m + 1) in two parts.
  const Double<V> denominator = exact_sum(all<V>(1.0), m);
  const V s = f / denominator.high;
  const Double<V> back = exact_product(s, denominator.high);
  const V s_low = (((f - back.high) - back.low) - s * denominator.low) / denominator.high;
  // s^3 2/3 in two parts, and the rest of the series.
  const Double<V> square = exact_product(s, s);
  const V square_low = square.low + 2.0 * s * s_low;
  const Double<V> cube = exact_product(square.high, s);
  const V cube_low = cube.low + square_low * s + square.high * s_low;
  const Double<V> third = exact_product(cube.high, all<V>(PowerConstants::two_thirds_high));
  const V third_low =
      third.low + cube.high * PowerConstants::two_thirds_low + cube_low * PowerConstants::two_thirds_high;
  const V rest = square.high * cube.high * polynomial(square.high, PowerConstants::r);
  // k ln 2 + 2 s + third + rest, from the largest to the smallest.
  const Double<V> first = exact_sum(k * C::ln2_high, 2.0 * s);
  const Double<V> second = exact_sum(first.high, third.high);
  // ln2_low has 53 bits of its own; the last part is ln 2 minus both.
  const V tail = (((first.low + second.low) + (third_low + rest)) + 2.0 * s_low) + k * C::ln2_low;
  return exact_sum_ordered(second.high, tail);
}

/// exp(high + low)
template <class V>
THEANO_INLINE V exp_of(Double<V> x) {
  using C = ExpConstants<double>;
  constexpr double rounder = FloatLayout<double>::rounder;
  const auto is_low = x.high<C::lowest, is_high = x.high> C::highest;
  V high = select(is_low, all<V>(C::lowest), x.high);
  high = select(is_high, all<V>(C::highest), high);
  const V low = select(is_low, all<V>(0.0), select(is_high, all<V>(0.0), x.low));
  const V n = (high * C::log2_e + rounder) - rounder;
  const V exact = high - n * C::ln2_high, rounded = n * C::ln2_low - low;
  const V r = exact - rounded;
  const V lost = (exact - r) - rounded;
  return scale((r + (r * r * polynomial(r, C::q) + lost)) + 1.0, n);
}

/// |x|^y in doubles for finite positive |x| and finite y.
template <class V>
THEANO_INLINE V positive_power(V size, V y) {
  constexpr double limit = 0x1p80;  // with greater |y| the result is 0, 1 or infinity as well
  y = select(y > limit, all<V>(limit), y);
  y = select(y < -limit, all<V>(-limit), y);
  V lowered;
  const V x = without_subnormals(size, lowered);
  const Double<V> logarithm = precise_log(x, lowered);
  const Double<V> product = exact_product(logarithm.high, y);
  return exp_of(exact_sum_ordered(product.high, product.low + logarithm.low * y));
}

/// The same for floats, in doubles: their logarithm's error, below 2^-50, is far below what a float shows.
template <class V>
THEANO_INLINE V positive_power_of_floats(V size, V y) {
  using C = LogConstants<double>;
  const LogParts<V> parts = log_parts(size);
  const V logarithm = parts.k * C::ln2_high - ((parts.half_square - (parts.rest + parts.k * C::ln2_low)) - parts.f);
  return exp(y * logarithm);
}

template <class V>
THEANO_INLINE V pow(V x, V y) {
  using T = ScalarOf<V>;
  using L = LayoutOf<V>;
  const V size = absolute(x);
  V result;
  if constexpr (kIsSingle<V>) {
    result = ValueTraits<V>::in_doubles(
        [](auto a, auto b) THEANO_INLINE_LAMBDA { return positive_power_of_floats(a, b); }, size, y);
  } else {
    result = positive_power(size, y);
  }
  const V zero = all<V>(T(0)), one = all<V>(T(1)), infinity = all<V>(L::infinity), nan = all<V>(L::nan);
  // At 0, infinity and for infinite y.
  const V of_zero = select(y < zero, infinity, zero), of_infinity = select(y < zero, zero, infinity);
  result = select(size == zero, of_zero, result);
  result = select(size == infinity, of_infinity, result);
  const V falling = select(y < zero, infinity, zero), rising = select(y < zero, zero, infinity);
  const V to_infinity = select(size < one, falling, select(size > one, rising, one));
  result = select(absolute(y) == infinity, to_infinity, result);
  // Signs: whole numbers are those that rounding leaves; from 2^23 (2^52) on, all are.
  const T limit = kIsSingle<V> ? T(0x1p23) : T(0x1p52);
  const V half = y * T(0.5);
  const V rounded = (absolute(y) + limit) - limit, rounded_half = (absolute(half) + limit) - limit;
  const V whole = select(absolute(y) < limit, rounded, absolute(y));
  const V whole_half = select(absolute(half) < limit, rounded_half, absolute(half));
  const V of_negative = select(whole == absolute(y), select(whole_half == absolute(half), result, -result), nan);
  const V signed_result =
      select(absolute(y) == infinity, result,
             select(size == infinity, select(whole == absolute(y), of_negative, result), of_negative));
  // A zero's sign counts for odd y only, which of_negative handles; for y that is not whole it does not.
  const V of_negative_zero = select(whole == absolute(y), of_negative, result);
  const IntOf<V> sign = to_bits(x) & ~all_int<V>(std::numeric_limits<IntScalarOf<V>>::max());
  result = select(sign == all_int<V>(0), result, select(size == zero, of_negative_zero, signed_result));
  result = select(x != x, x, select(y != y, y, result));
  return select(y == zero, one, select(x == one, one, result));
}

}  // namespace theano::ir::math
