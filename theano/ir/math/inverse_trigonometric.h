// arcsin, arccos, arctan and arctan2.
//
// Method: arctan by the addition theorem about 0, 1/2, 1, 3/2 and infinity, which leaves an argument below 0.44 (as in
// Cody and Waite, Software Manual for the Elementary Functions, 1980); arcsin beyond 1/2 by the half angle. Floats are
// evaluated in double. Coefficients: interpolation at Chebyshev points, computed for this project in 50 digits.
#pragma once

#include "theano/ir/math/double_word.h"

namespace theano::ir::math {

struct InverseTrigonometricConstants {
  static constexpr double half_pi = 0x1.921fb54442d18p+0, half_pi_low = 0x1.1a62633145c07p-54;
  static constexpr double pi = 0x1.921fb54442d18p+1, pi_low = 0x1.1a62633145c07p-53;
  // The arctangents of 1/2, 1 and 3/2.
  static constexpr double of_half = 0x1.dac670561bb4fp-2, of_half_low = 0x1.a2b7f222f65e2p-56;
  static constexpr double of_one = 0x1.921fb54442d18p-1, of_one_low = 0x1.1a62633145c07p-55;
  static constexpr double of_three_halves = 0x1.f730bd281f69bp-1, of_three_halves_low = 0x1.007887af0cbbdp-56;
  // arctan(t) = t + t^3 atan(t^2) for |t| <= 0.4375, error 2^-58
  static constexpr double atan[] = {-0x1.5555555555555p-2, 0x1.9999999999999p-3,  -0x1.24924924923ecp-3,
                                    0x1.c71c71c7118a7p-4,  -0x1.745d1742d46b5p-4, 0x1.3b13b0bd2aecep-4,
                                    -0x1.11110399ad53fp-4, 0x1.e1dfeb45b8fa0p-5,  -0x1.af0ebcda0e8dcp-5,
                                    0x1.852998a63aeb3p-5,  -0x1.5e0043c5eb231p-5, 0x1.2ae92af484affp-5,
                                    -0x1.a6837888f55a1p-6, 0x1.5cfc027fc9584p-7};
  // arcsin(s) = s + s^3 asin(s^2) for |s| <= 1/2, error 2^-58
  static constexpr double asin[] = {0x1.5555555555555p-3,  0x1.3333333333334p-4, 0x1.6db6db6db6c75p-5,
                                    0x1.f1c71c71dc217p-6,  0x1.6e8ba2e2f8089p-6, 0x1.1c4ec5dfe81d9p-6,
                                    0x1.c99964e8e2de8p-7,  0x1.7a8b73dc1b007p-7, 0x1.3fa92e3923959p-7,
                                    0x1.14f7ebcffc822p-7,  0x1.c232290f7ae75p-8, 0x1.1e6dafec868fcp-7,
                                    -0x1.641b6703bb104p-9, 0x1.b20b9dc229eb5p-6, -0x1.dfdd83264a978p-6,
                                    0x1.06c051be25377p-5};
};

/// arctan of a double that is not negative.
template <class V>
THEANO_INLINE V arctan_of_positive(V x) {
  using C = InverseTrigonometricConstants;
  const auto by_half = x >= 0.4375, by_one = x >= 0.6875, by_three_halves = x >= 1.1875, by_infinity = x >= 2.4375;
  V about = select(by_half, all<V>(0.5), all<V>(0.0));
  about = select(by_one, all<V>(1.0), about);
  about = select(by_three_halves, all<V>(1.5), about);
  V high = select(by_half, all<V>(C::of_half), all<V>(0.0)), low = select(by_half, all<V>(C::of_half_low), all<V>(0.0));
  high = select(by_one, all<V>(C::of_one), high);
  low = select(by_one, all<V>(C::of_one_low), low);
  high = select(by_three_halves, all<V>(C::of_three_halves), high);
  low = select(by_three_halves, all<V>(C::of_three_halves_low), low);
  high = select(by_infinity, all<V>(C::half_pi), high);
  low = select(by_infinity, all<V>(C::half_pi_low), low);
  const V numerator = select(by_infinity, all<V>(-1.0), x - about);
  const V denominator = select(by_infinity, x, x * about + 1.0);
  const V t = numerator / denominator;
  const V square = t * t;
  return high + (t + (t * square * polynomial(square, C::atan) + low));
}

template <class V>
THEANO_INLINE V atan(V x) {
  return through_doubles<V>(
      [](auto a) THEANO_INLINE_LAMBDA { return with_sign(arctan_of_positive(absolute(a)), a); }, x);
}

/// The angle of doubles: ordinate y, abscissa x.
template <class V>
THEANO_INLINE V arctan2_of(V y, V x) {
  using C = InverseTrigonometricConstants;
  const V height = absolute(y), width = absolute(x);
  const V zero = all<V>(0.0);
  V ratio = select(height == width, all<V>(1.0), height / width);  // also of two infinities
  ratio = select(height == zero, zero, ratio);
  const V angle = arctan_of_positive(ratio);
  const V turned = C::pi - (angle - C::pi_low);
  const V result = with_sign(select(to_bits(x) < all_int<V>(0), turned, angle), y);
  return select(x == x, result, x);
}

template <class V>
THEANO_INLINE V atan2(V y, V x) {
  return through_doubles<V>([](auto a, auto b) THEANO_INLINE_LAMBDA { return arctan2_of(a, b); }, y, x);
}

/// sqrt(z) for z = (1 - |x|) / 2 as a sum of two; NaN where z is negative.
template <class V>
THEANO_INLINE Double<V> root_of_half_angle(V z) {
  const V root = square_root(z);
  const Double<V> square = exact_product(root, root);
  const V rest = ((z - square.high) - square.low) / (root + root);
  return {root, select(root == 0.0, all<V>(0.0), rest)};
}

template <class V>
THEANO_INLINE V arcsin_of(V x) {
  using C = InverseTrigonometricConstants;
  const V size = absolute(x);
  const auto is_small = size < 0.5;
  const V half = 0.5 * (1.0 - size);
  const V z = select(is_small, x * x, half);
  const V p = z * polynomial(z, C::asin);
  const Double<V> s = root_of_half_angle(half);
  const V twice = s.high + s.high;
  const Double<V> lead = exact_sum_ordered(all<V>(C::half_pi), -twice);
  const V large = lead.high + ((lead.low + C::half_pi_low) - 2.0 * (s.high * p + s.low));
  return with_sign(select(is_small, size + size * p, large), x);
}

template <class V>
THEANO_INLINE V asin(V x) {
  return through_doubles<V>([](auto a) THEANO_INLINE_LAMBDA { return arcsin_of(a); }, x);
}

template <class V>
THEANO_INLINE V arccos_of(V x) {
  using C = InverseTrigonometricConstants;
  const V size = absolute(x);
  const auto is_small = size < 0.5;
  const V half = 0.5 * (1.0 - size);
  const V z = select(is_small, x * x, half);
  const V p = z * polynomial(z, C::asin);
  const Double<V> near = exact_sum_ordered(all<V>(C::half_pi), -x);
  const V middle = near.high + ((near.low + C::half_pi_low) - x * p);
  const Double<V> s = root_of_half_angle(half);
  const V twice = s.high + s.high, rest = 2.0 * (s.high * p + s.low);
  const Double<V> lead = exact_sum_ordered(all<V>(C::pi), -twice);
  const V of_negative = lead.high + ((lead.low + C::pi_low) - rest);
  return select(is_small, middle, select(x < 0.0, of_negative, twice + rest));
}

template <class V>
THEANO_INLINE V acos(V x) {
  return through_doubles<V>([](auto a) THEANO_INLINE_LAMBDA { return arccos_of(a); }, x);
}

}  // namespace theano::ir::math
