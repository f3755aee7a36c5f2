// sin, cos and tan.
//
// Method: x = n pi/2 + r with |r| <= pi/4, n pi/2 subtracted in parts of which all but the last are exact (Cody and
// Waite, 1980), r kept as a sum of two doubles; polynomials for sin and cos on that interval; n mod 4 chooses. Angles
// beyond kLargestAngle are reduced with as many bits of 2/pi as they need (Payne and Hanek, Radian reduction for
// trigonometric functions, 1983) by one scalar routine. Floats are reduced and evaluated in double.
#pragma once

#include "theano/ir/math/power.h"

namespace theano::ir::math {

/// Largest |x| of the short reduction.
inline constexpr double kLargestAngle = 1e6;

struct AngleConstants {
  static constexpr double two_over_pi = 0x1.45f306dc9c883p-1;
  // pi/2 in parts of 33 bits and a rest.
  static constexpr double part1 = 0x1.921fb544p+0, part2 = 0x1.0b4611a6p-34, part3 = 0x1.3198a2ep-69,
                          part4 = 0x1.b839a252049c1p-104;
  static constexpr double part2_and_rest = 0x1.0b4611a626331p-34;
  // sin(r) = r + r^3 sine(r^2); cos(r) = 1 - r^2/2 + r^4 cosine(r^2); errors 2^-57, 2^-60
  static constexpr double sine[] = {-0x1.5555555555555p-3, 0x1.1111111110babp-7,  -0x1.a01a019e820acp-13,
                                    0x1.71de37946eb45p-19, -0x1.ae6008d0f052p-26, 0x1.5e0a4fb47ace3p-33};
  static constexpr double cosine[] = {0x1.5555555555555p-5,   -0x1.6c16c16c16963p-10, 0x1.a01a019f4ddfdp-16,
                                      -0x1.27e4fa16cc1bcp-22, 0x1.1eeb67d014ecep-29,  -0x1.907cd8f26aa3fp-37};
  // For floats, errors 2^-35, 2^-40.
  static constexpr double short_sine[] = {-0x1.555555545d0d9p-3, 0x1.11110decc7187p-7, -0x1.a013a45587fcp-13,
                                          0x1.6dbcfb3cb85c8p-19};
  static constexpr double short_cosine[] = {0x1.55555555027acp-5, -0x1.6c16bf534c846p-10, 0x1.a015c25343172p-16,
                                            -0x1.25239a89d2d5fp-22};
};

/// An angle's rest and the low bits of the quarter turns taken off.
template <class V>
struct Angle {
  Double<V> rest;
  IntOf<V> quarters;
};

template <class V>
struct SineCosine {
  V sine, cosine;
  V sine_low, cosine_low;  ///< what rounding took from them
};

template <class V>
THEANO_INLINE Angle<V> reduce_angle(V x) {
  using C = AngleConstants;
  constexpr double rounder = FloatLayout<double>::rounder;
  const V turned = x * C::two_over_pi + rounder;
  const V n = turned - rounder;
  const V first = x - n * C::part1;  // exact
  const Double<V> second = exact_sum(first, -(n * C::part2));
  const Double<V> third = exact_sum(second.high, -(n * C::part3));
  const V tail = (second.low + third.low) - n * C::part4;
  return {exact_sum_ordered(third.high, tail), to_bits(turned)};
}

/// Sine and cosine of |rest| <= pi/4 (and a little more).
template <class V>
THEANO_INLINE SineCosine<V> sine_cosine(Double<V> rest) {
  const V r = rest.high, low = rest.low;
  const V square = r * r, half = 0.5 * square;
  const Double<V> sine =
      exact_sum_ordered(r, square * r * polynomial(square, AngleConstants::sine) + (low - half * low));
  const V lead = 1.0 - half;
  const Double<V> cosine = exact_sum_ordered(
      lead, ((1.0 - lead) - half) + (square * square * polynomial(square, AngleConstants::cosine) - r * low));
  return {sine.high, cosine.high, sine.low, cosine.low};
}

/// Turns by quarters: the sine and cosine of the whole angle.
template <class V>
THEANO_INLINE SineCosine<V> turn(SineCosine<V> of_rest, IntOf<V> quarters) {
  const auto is_odd = (quarters & all_int<V>(1)) != all_int<V>(0);
  const V sine = select(is_odd, of_rest.cosine, of_rest.sine), cosine = select(is_odd, of_rest.sine, of_rest.cosine);
  const V sine_low = select(is_odd, of_rest.cosine_low, of_rest.sine_low);
  const V cosine_low = select(is_odd, of_rest.sine_low, of_rest.cosine_low);
  const IntOf<V> sine_sign = shift_left<V>(quarters & all_int<V>(2), 62);
  const IntOf<V> cosine_sign = shift_left<V>(add_bits<V>(quarters, all_int<V>(1)) & all_int<V>(2), 62);
  return {from_bits<V>(to_bits(sine) ^ sine_sign), from_bits<V>(to_bits(cosine) ^ cosine_sign),
          from_bits<V>(to_bits(sine_low) ^ sine_sign), from_bits<V>(to_bits(cosine_low) ^ cosine_sign)};
}

/// Sine and cosine of doubles up to kLargestAngle.
template <class V>
THEANO_INLINE SineCosine<V> sine_cosine_of(V x) {
  const Angle<V> angle = reduce_angle(x);
  return turn(sine_cosine(angle.rest), angle.quarters);
}

/// The same to the precision that floats need.
template <class V>
THEANO_INLINE SineCosine<V> short_sine_cosine_of(V x) {
  using C = AngleConstants;
  constexpr double rounder = FloatLayout<double>::rounder;
  const V turned = x * C::two_over_pi + rounder;
  const V n = turned - rounder;
  const V r = (x - n * C::part1) - n * C::part2_and_rest;
  const V square = r * r;
  const SineCosine<V> of_rest = {r + r * square * polynomial(square, C::short_sine),
                                 (1.0 - 0.5 * square) + square * square * polynomial(square, C::short_cosine), V{},
                                 V{}};
  return turn(of_rest, to_bits(turned));
}

/// Sine, cosine, tangent of angles up to kLargestAngle; of others the result means nothing.
template <class V>
THEANO_INLINE V short_sin(V x) {
  if constexpr (kIsSingle<V>) {
    const V result =
        ValueTraits<V>::in_doubles([](auto a) THEANO_INLINE_LAMBDA { return short_sine_cosine_of(a).sine; }, x);
    return select(absolute(x) < 0x1p-13f, x, result);
  } else {
    return select(absolute(x) < 0x1p-27, x, sine_cosine_of(x).sine);
  }
}

template <class V>
THEANO_INLINE V short_cos(V x) {
  if constexpr (kIsSingle<V>) {
    return ValueTraits<V>::in_doubles([](auto a) THEANO_INLINE_LAMBDA { return short_sine_cosine_of(a).cosine; }, x);
  } else {
    return sine_cosine_of(x).cosine;
  }
}

template <class V>
THEANO_INLINE V short_tan(V x) {
  if constexpr (kIsSingle<V>) {
    const V result = ValueTraits<V>::in_doubles(
        [](auto a) THEANO_INLINE_LAMBDA {
          const auto both = short_sine_cosine_of(a);
          return both.sine / both.cosine;
        },
        x);
    return select(absolute(x) < 0x1p-13f, x, result);
  } else {
    const auto both = sine_cosine_of(x);
    const V result = precise_quotient<V>({both.sine, both.sine_low}, {both.cosine, both.cosine_low});
    return select(absolute(x) < 0x1p-27, x, result);
  }
}

/// Sine and cosine of any double, for those beyond kLargestAngle; NaN at infinities.
SineCosine<double> huge_sine_cosine(double x);

}  // namespace theano::ir::math
