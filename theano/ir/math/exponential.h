// exp, exp2, expm1 and the hyperbolic functions.
//
// Method: x = n ln 2 + r with |r| <= ln 2 / 2, the product n ln 2 taken in two parts of which the first is exact (Cody
// and Waite, Software Manual for the Elementary Functions, 1980); a polynomial for exp(r); 2^n put into the exponent.
// Coefficients: interpolation at Chebyshev points, computed for this project in 60 digits.
#pragma once

#include "theano/ir/math/double_word.h"

namespace theano::ir::math {

template <class T>
struct ExpConstants;

template <>
struct ExpConstants<float> {
  static constexpr float log2_e = 0x1.715476p+0f, ln2_high = 0x1.62e4p-1f, ln2_low = 0x1.7f7d1cp-20f;
  static constexpr float lowest = -105.0f, highest = 89.0f;  // beyond, the result is 0 or infinity
  static constexpr float lowest_expm1 = -20.0f;              // below, expm1 rounds to -1
  // exp(r) = 1 + r + r^2 q(r), error 2^-30
  static constexpr float q[] = {0x1p-1f,       0x1.555556p-3f,  0x1.5554e8p-5f,
                                0x1.1110ep-7f, 0x1.6d44e4p-10f, 0x1.a1267ep-13f};
  // 2^r = 1 + r q2(r) for |r| <= 1/2, error 2^-28
  static constexpr float q2[] = {0x1.62e43p-1f,   0x1.ebfbep-3f, 0x1.c6b08ep-5f, 0x1.3b2a1cp-7f,
                                 0x1.5d879ep-10f, 0x1.444p-13f,  0x1.00a582p-16f};
};

template <>
struct ExpConstants<double> {
  static constexpr double log2_e = 0x1.71547652b82fep+0, ln2_high = 0x1.62e42fefap-1, ln2_low = 0x1.cf79abc9e3b3ap-40;
  static constexpr double lowest = -746.0, highest = 710.0;
  static constexpr double lowest_expm1 = -40.0;
  // error 2^-61
  static constexpr double q[] = {0x1p-1,
                                 0x1.5555555555557p-3,
                                 0x1.5555555555556p-5,
                                 0x1.111111111007ap-7,
                                 0x1.6c16c16c1629dp-10,
                                 0x1.a01a01ac1cfa8p-13,
                                 0x1.a01a01a6f6cefp-16,
                                 0x1.71de018a0d245p-19,
                                 0x1.27e4db04b53c8p-22,
                                 0x1.af4f451d9ec2bp-26,
                                 0x1.1f73c9e1e5555p-29};
  // error 2^-55, that of the rounded first coefficient
  static constexpr double q2[] = {0x1.62e42fefa39efp-1,  0x1.ebfbdff82c598p-3,  0x1.c6b08d704a0c2p-5,
                                  0x1.3b2ab6fba1ddap-7,  0x1.5d87fe78a5276p-10, 0x1.430913096fd9fp-13,
                                  0x1.ffcbfc670dcd4p-17, 0x1.62bfd47773353p-20, 0x1.b524fae627834p-24,
                                  0x1.e6063f7217bc6p-28, 0x1.e9d3fe3952179p-32};
};

/// 2^n for a whole number n for which it is a normal number or infinity.
template <class V>
THEANO_INLINE V power_of_two(V n) {
  using L = LayoutOf<V>;
  return from_bits<V>(shift_left<V>(add_bits<V>(to_bits(n + L::rounder), all_int<V>(L::bias)), L::fraction_bits));
}

/// p 2^n for p in [0.7, 1.42) and whole n, rounded once also where the result is subnormal.
template <class V>
THEANO_INLINE V scale(V p, V n) {
  using L = LayoutOf<V>;
  const V low = all<V>(2 - L::bias), high = all<V>(L::bias);
  V first = select(n < low, low, n);
  first = select(first > high, high, first);
  return p * power_of_two(first) * power_of_two(n - first);
}

/// exp(x) 2^shift
template <class V>
THEANO_INLINE V exp_shifted(V x, int shift) {
  using C = ExpConstants<ScalarOf<V>>;
  constexpr auto rounder = LayoutOf<V>::rounder;
  x = select(x < C::lowest, all<V>(C::lowest), x);
  x = select(x > C::highest + 1, all<V>(C::highest + 1), x);
  const V n = (x * C::log2_e + rounder) - rounder;
  const V r = (x - n * C::ln2_high) - n * C::ln2_low;
  const V p = (r + r * r * polynomial(r, C::q)) + ScalarOf<V>(1);
  return scale(p, n + ScalarOf<V>(shift));
}

template <class V>
THEANO_INLINE V exp(V x) {
  return exp_shifted(x, 0);
}

template <class V>
THEANO_INLINE V exp2(V x) {
  using C = ExpConstants<ScalarOf<V>>;
  constexpr auto rounder = LayoutOf<V>::rounder;
  const ScalarOf<V> lowest = kIsSingle<V> ? -152 : -1076, highest = LayoutOf<V>::bias + 1;
  x = select(x < lowest, all<V>(lowest), x);
  x = select(x > highest, all<V>(highest), x);
  const V n = (x + rounder) - rounder;
  const V r = x - n;
  return scale(r * polynomial(r, C::q2) + ScalarOf<V>(1), n);
}

/// expm1(x) as a sum of two numbers, for |x| that is not tiny.
template <class V>
THEANO_INLINE Double<V> precise_expm1(V x) {
  using C = ExpConstants<ScalarOf<V>>;
  using T = ScalarOf<V>;
  constexpr auto rounder = LayoutOf<V>::rounder;
  V y = select(x < C::lowest_expm1, all<V>(C::lowest_expm1), x);
  y = select(y > C::highest, all<V>(C::highest), y);
  const V n = (y * C::log2_e + rounder) - rounder;
  const V high = y - n * C::ln2_high, low = n * C::ln2_low;
  const V r = high - low;
  const V rest = (high - r) - low;  // what r lost by rounding
  // The sum of the smaller terms keeps what r itself would round away.
  const V square = r * r;
  const V tail = square * polynomial(r, C::q) + (rest + rest * r);
  // 2^n (1 + e) - 1, halved so that 2^1024 need not be a number.
  const V half = power_of_two(n - T(1));
  const V whole = half - T(0.5);
  const V lead = half * r;
  const V sum = whole + lead;
  const V lost = select(absolute(whole) > absolute(lead), (whole - sum) + lead, (lead - sum) + whole);
  const Double<V> result = exact_sum_ordered(sum, half * tail + lost);
  return {result.high * T(2), result.low * T(2)};
}

template <class V>
THEANO_INLINE V expm1(V x) {
  return select(absolute(x) < ScalarOf<V>(0x1p-60), x, precise_expm1(x).high);
}

template <class T>
struct HyperbolicConstants;
template <>
struct HyperbolicConstants<float> {
  // sinh(x) = x + x^3 sinh_p(x^2) for |x| <= 1, error 2^-28
  static constexpr float sinh_p[] = {0x1.555556p-3f, 0x1.11111ep-7f, 0x1.a009p-13f, 0x1.78a70ep-19f};
  // tanh(x) = x + x^3 tanh_p(x^2) for |x| <= 0.625, error 2^-28
  static constexpr float tanh_p[] = {-0x1.555556p-2f, 0x1.1110eap-3f,  -0x1.ba08c4p-5f,
                                     0x1.64a976p-6f,  -0x1.116a16p-7f, 0x1.2c83cp-9f};
};
template <>
struct HyperbolicConstants<double> {
  // error 2^-56
  static constexpr double sinh_p[] = {0x1.5555555555555p-3,  0x1.1111111111111p-7,  0x1.a01a01a01a001p-13,
                                      0x1.71de3a556f96cp-19, 0x1.ae6456792a77fp-26, 0x1.612467ccb226p-33,
                                      0x1.ae777c36fd5b6p-41, 0x1.99f0806c2628dp-49};
};

template <class V>
THEANO_INLINE V sinh(V x) {
  using T = ScalarOf<V>;
  const V size = absolute(x), square = x * x;
  const V small = x + x * square * polynomial(square, HyperbolicConstants<T>::sinh_p);
  const V half = exp_shifted(size, -1);
  const V large = half - T(0.25) / half;
  return select(size < T(1), small, with_sign(large, x));
}

template <class V>
THEANO_INLINE V cosh(V x) {
  using T = ScalarOf<V>;
  const V half = exp_shifted(absolute(x), -1);
  return half + T(0.25) / half;
}

template <class V>
THEANO_INLINE V tanh(V x) {
  using T = ScalarOf<V>;
  const T limit = kIsSingle<V> ? 10 : 22;  // beyond, the result rounds to 1
  const V size = absolute(x);
  if constexpr (kIsSingle<V>) {
    const V square = x * x;
    const V small = x + x * square * polynomial(square, HyperbolicConstants<T>::tanh_p);
    const V clamped = select(size > limit, all<V>(limit), size);
    const V large = T(1) - T(2) / (exp(clamped + clamped) + T(1));
    return with_sign(select(size < T(0.625), small, large), x);
  } else {
    // e / (e + 2) with e = exp(2 x) - 1
    const V clamped = select(size > limit, all<V>(limit), size);
    const Double<V> e = precise_expm1(clamped + clamped);
    const Double<V> denominator = exact_sum(e.high, all<V>(T(2)));
    const V result = precise_quotient(e, {denominator.high, denominator.low + e.low});
    return with_sign(select(size < T(0x1p-60), x, result), x);
  }
}

}  // namespace theano::ir::math
