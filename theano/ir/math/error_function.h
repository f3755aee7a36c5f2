// erf, erfc and erfcx.
//
// Method: erf below 1 by its series in odd powers; elsewhere exp(x^2) erfc(x) (1 + 2 x), which is almost constant, as a
// polynomial in (x - k) / (x + k) (Shepherd and Laframboise, Chebyshev approximation of (1 + 2x) exp(x^2) erfc x, 1981),
// with exp(-x^2) taken of x^2 to twice the precision. Floats are evaluated in double. Coefficients: interpolation at
// Chebyshev points, computed for this project in 50 digits.
#pragma once

#include "theano/ir/math/power.h"

namespace theano::ir::math {

struct ErrorFunctionConstants {
  // erf(x) = x + x erf(x^2) for |x| <= 1, error 2^-59
  static constexpr double erf[] = {0x1.06eba8214db69p-3,   -0x1.812746b0379e7p-2,  0x1.ce2f21a042be2p-4,
                                   -0x1.b82ce31288b47p-6,  0x1.565bcd0e6a2eep-8,   -0x1.c02db40035f1ep-11,
                                   0x1.f9a326f7ac5b1p-14,  -0x1.f4d25bf9af03ap-17, 0x1.b9e6c38e5cf3dp-20,
                                   -0x1.5f73c3bf14b91p-23, 0x1.fcbb312b48443p-27,  -0x1.517ce02f1265fp-30,
                                   0x1.9a0fcb5e22c5bp-34,  -0x1.b40e7abf9f000p-38, 0x1.3c01fd3a74542p-42};
  // (1 + 2 x) erfcx(x) = erfcx((x - 4) / (x + 4)) for x >= 0, error 2^-57
  static constexpr double erfcx[] = {
      0x1.3ba5916e9fd7fp+0,   -0x1.1df1ad154a28ep-3,  0x1.f7f5df66fd7bep-7,   0x1.16ecefcfa533fp-4,
      -0x1.9ddb23c3e9106p-4,  0x1.7fee004e13186p-4,   -0x1.0fb06dfe48b0ep-4,  0x1.3079edf668f38p-5,
      -0x1.0962388548d8dp-6,  0x1.49c6728db72cdp-8,   -0x1.8d4a9990c5199p-11, -0x1.a1df2ad41dddep-13,
      0x1.3be032de511d3p-13,  -0x1.9958a8c635c6bp-16, -0x1.788189c990557p-17, 0x1.7f235478fdcf6p-18,
      0x1.385bb6c82456ap-22,  -0x1.badf24e872985p-21, 0x1.5305495fa5317p-24,  0x1.d8d5b12b4bdebp-24,
      -0x1.78888d24fa8a1p-26, -0x1.f9443297365a1p-27, 0x1.117f492198859p-28,  0x1.ebb009434f4efp-30,
      -0x1.2d277a41632e3p-31, -0x1.2dbbbb75b6682p-33, 0x1.7d604a7f621f4p-35};
};

/// exp(x^2) erfc(x) of a double that is not negative.
template <class V>
THEANO_INLINE V erfcx_of_positive(V x) {
  const V t = select(x > 0x1p60, all<V>(1.0), (x - 4.0) / (x + 4.0));
  return 0.5 * polynomial(t, ErrorFunctionConstants::erfcx) / (x + 0.5);
}

/// exp(sign x^2), sign -1 or 1, to within an ulp.
template <class V>
THEANO_INLINE V exp_of_square(V x, double sign) {
  const V bounded = select(x > 40.0, all<V>(40.0), x);
  const Double<V> square = exact_product(bounded, bounded);
  return exp_of(Double<V>{square.high * sign, square.low * sign});
}

/// What erf adds to |x| below 1.
template <class V>
THEANO_INLINE V erf_rest(V size) {
  return size * polynomial(size * size, ErrorFunctionConstants::erf);
}

template <class V>
THEANO_INLINE V erf_of(V x) {
  const V size = absolute(x);
  const V large = 1.0 - exp_of_square(size, -1) * erfcx_of_positive(size);
  return with_sign(select(size < 1.0, size + erf_rest(size), large), x);
}

template <class V>
THEANO_INLINE V erf(V x) {
  return through_doubles<V>([](auto a) THEANO_INLINE_LAMBDA { return erf_of(a); }, x);
}

template <class V>
THEANO_INLINE V erfc_of(V x) {
  const V size = absolute(x);
  const V of_size = exp_of_square(size, -1) * erfcx_of_positive(size);
  const Double<V> lead = exact_sum_ordered(all<V>(1.0), -x);
  const V small = lead.high + (lead.low - with_sign(erf_rest(size), x));
  return select(size < 0.5, small, select(x < 0.0, 2.0 - of_size, of_size));
}

template <class V>
THEANO_INLINE V erfc(V x) {
  return through_doubles<V>([](auto a) THEANO_INLINE_LAMBDA { return erfc_of(a); }, x);
}

template <class V>
THEANO_INLINE V erfcx_of(V x) {
  const V size = absolute(x);
  const V of_size = erfcx_of_positive(size);
  const V grown = exp_of_square(size, 1);
  return select(x < 0.0, (grown - of_size) + grown, of_size);
}

template <class V>
THEANO_INLINE V erfcx(V x) {
  return through_doubles<V>([](auto a) THEANO_INLINE_LAMBDA { return erfcx_of(a); }, x);
}

}  // namespace theano::ir::math
