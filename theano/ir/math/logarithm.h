// log, log2, log10 and log1p.
//
// Method: x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); with s = f / (2 + f), log(1 + f) = 2 s + s R(s^2), the
// series of the inverse hyperbolic tangent, summed so that f itself is the leading term (P. T. P. Tang, Table-driven
// implementation of the logarithm function, 1990, discusses the errors). Coefficients: interpolation at Chebyshev points.
#pragma once

#include "theano/ir/math/value.h"

namespace theano::ir::math {

template <class T>
struct LogConstants;

template <>
struct LogConstants<float> {
  static constexpr std::int32_t half_root_bits = 0x3f3504f3;  // of sqrt(1/2)
  static constexpr std::int32_t low_bits = 0xfff;
  static constexpr float ln2_high = 0x1.62e4p-1f, ln2_low = 0x1.7f7d1cp-20f;
  static constexpr float inverse_ln2_high = 0x1.714p+0f, inverse_ln2_low = 0x1.47652cp-12f;
  static constexpr float inverse_ln10_high = 0x1.bcap-2f, inverse_ln10_low = 0x1.7b1526p-14f;
  static constexpr float log10_2_high = 0x1.344p-2f, log10_2_low = 0x1.3509f8p-18f;
  // R(z) = z r(z), error 2^-31
  static constexpr float r[] = {0x1.555556p-1f, 0x1.9999ecp-2f, 0x1.245c28p-2f, 0x1.ddd4dap-3f};
};

template <>
struct LogConstants<double> {
  static constexpr std::int64_t half_root_bits = 0x3fe6a09e667f3bcd;
  static constexpr std::int64_t low_bits = 0x7ffffff;
  static constexpr double ln2_high = 0x1.62e42fefap-1, ln2_low = 0x1.cf79abc9e3b3ap-40;
  static constexpr double inverse_ln2_high = 0x1.7154764p+0, inverse_ln2_low = 0x1.2b82fe1777d1p-28;
  static constexpr double inverse_ln10_high = 0x1.bcb7b14p-2, inverse_ln10_low = 0x1.26e50e32a6ab7p-30;
  static constexpr double log10_2_high = 0x1.34413509fp-2, log10_2_low = 0x1.e7fbcc47c4acdp-40;
  // error 2^-57
  static constexpr double r[] = {0x1.5555555555558p-1, 0x1.9999999995273p-2, 0x1.2492492dfd86cp-2, 0x1.c71c62d5e53ep-3,
                                 0x1.7462b91b8df65p-3, 0x1.39fdcceb4bb45p-3, 0x1.2b5f68a50d903p-3};
};

/// x = 2^k (1 + f); log(1 + f) = f - half_square + rest.
template <class V>
struct LogParts {
  V k, f, half_square, rest;
};

/// k and the fraction 2^-k x in [sqrt(1/2), sqrt(2)) of positive normal numbers.
template <class V>
THEANO_INLINE V split_exponent(V x, V& k) {
  using L = LayoutOf<V>;
  using T = ScalarOf<V>;
  const IntOf<V> bits = to_bits(x);
  const IntScalarOf<V> offset = (IntScalarOf<V>(L::bias) << L::fraction_bits) - LogConstants<T>::half_root_bits;
  const IntOf<V> biased =
      shift_right<V>(add_bits<V>(bits, all_int<V>(offset)), L::fraction_bits);  // k + bias, not negative
  // A small whole number in the low bits of `rounder` is that number added to it.
  const V whole = from_bits<V>(add_bits<V>(biased, to_bits(all<V>(L::rounder))));
  k = whole - (L::rounder + T(L::bias));
  return from_bits<V>(
      subtract_bits<V>(bits, shift_left<V>(subtract_bits<V>(biased, all_int<V>(L::bias)), L::fraction_bits)));
}

template <class V>
THEANO_INLINE LogParts<V> log_parts(V x) {
  using T = ScalarOf<V>;
  LogParts<V> parts;
  parts.f = split_exponent(x, parts.k) - T(1);
  const V f = parts.f;
  const V s = f / (f + T(2));
  const V square = s * s;
  parts.half_square = T(0.5) * f * f;
  parts.rest = s * (parts.half_square + square * polynomial(square, LogConstants<T>::r));
  return parts;
}

/// Brings subnormal numbers up; `k_lowered` is what the exponent must be lowered by.
template <class V>
THEANO_INLINE V without_subnormals(V x, V& k_lowered) {
  using L = LayoutOf<V>;
  using T = ScalarOf<V>;
  constexpr T factor = kIsSingle<V> ? T(0x1p25) : T(0x1p54);
  const auto is_subnormal = x < L::smallest_normal;
  k_lowered = select(is_subnormal, all<V>(T(kIsSingle<V> ? 25 : 54)), all<V>(T(0)));
  return select(is_subnormal, x * factor, x);
}

/// The logarithms at what is not a positive finite number.
template <class V>
THEANO_INLINE V with_special_logarithms(V x, V result) {
  using L = LayoutOf<V>;
  using T = ScalarOf<V>;
  result = select(x == L::infinity, x, result);
  const V other = select(x == T(0), all<V>(-L::infinity), all<V>(L::nan));
  return select(x > T(0), result, other);
}

template <class V>
THEANO_INLINE V log(V x) {
  using C = LogConstants<ScalarOf<V>>;
  V lowered;
  LogParts<V> parts = log_parts(without_subnormals(x, lowered));
  const V k = parts.k - lowered;
  const V result = k * C::ln2_high - ((parts.half_square - (parts.rest + k * C::ln2_low)) - parts.f);
  return with_special_logarithms(x, result);
}

/// log to a base of which 1/ln(base) and log_base(2) are given in two parts, the first short.
template <class V>
THEANO_INLINE V log_to_base(V x, ScalarOf<V> inverse_high, ScalarOf<V> inverse_low, ScalarOf<V> two_high,
                            ScalarOf<V> two_low) {
  V lowered;
  const LogParts<V> parts = log_parts(without_subnormals(x, lowered));
  const V k = parts.k - lowered;
  const V lead = parts.f - parts.half_square;
  const V high = from_bits<V>(to_bits(lead) & ~all_int<V>(LogConstants<ScalarOf<V>>::low_bits));
  const V low = ((parts.f - high) - parts.half_square) + parts.rest;
  const V whole = k * two_high;
  const V product = high * inverse_high;
  const V sum = whole + product;
  const V tail = k * two_low + ((low + high) * inverse_low + low * inverse_high) + ((whole - sum) + product);
  return with_special_logarithms(x, sum + tail);
}

template <class V>
THEANO_INLINE V log2(V x) {
  using C = LogConstants<ScalarOf<V>>;
  return log_to_base(x, C::inverse_ln2_high, C::inverse_ln2_low, ScalarOf<V>(1), ScalarOf<V>(0));
}

template <class V>
THEANO_INLINE V log10(V x) {
  using C = LogConstants<ScalarOf<V>>;
  return log_to_base(x, C::inverse_ln10_high, C::inverse_ln10_low, C::log10_2_high, C::log10_2_low);
}

template <class V>
THEANO_INLINE V log1p(V x) {
  using C = LogConstants<ScalarOf<V>>;
  using T = ScalarOf<V>;
  const V u = x + T(1);
  const LogParts<V> parts = log_parts(u);
  // log(1 + x) = log(u) + c, where u is 1 + x rounded and c makes up for the rounding.
  const V c = select(x > T(1), T(1) - (u - x), x - (u - T(1))) / u;
  const V result = parts.k * C::ln2_high - ((parts.half_square - (parts.rest + (parts.k * C::ln2_low + c))) - parts.f);
  return select(absolute(x) < T(0x1p-60), x, with_special_logarithms(u, result));
}

}  // namespace theano::ir::math
