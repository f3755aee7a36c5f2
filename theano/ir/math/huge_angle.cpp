// Sine and cosine of angles so large that many bits of 2/pi are needed.
#include "theano/ir/math/trigonometric.h"

namespace theano::ir::math {
namespace {

/// 2/pi after the binary point, 64 bits a word.
constexpr std::uint64_t kTwoOverPi[] = {0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561,
                                        0xB7246E3A424DD2E0, 0x06492EEA09D1921C, 0xFE1DEB1CB129A73E, 0xE88235F52EBB4484,
                                        0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B, 0x1FF897FFDE05980F,
                                        0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D, 0x7527BAC7EBE5F17B,
                                        0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB, 0xF0CFBC209AF4361D};

/// 64 bits of 2/pi from bit `position` on; bits before the point are zero.
std::uint64_t bits_of_two_over_pi(int position) {
  if (position <= -64) return 0;
  if (position < 0) return kTwoOverPi[0] >> -position;
  const int word = position / 64, shift = position % 64;
  return shift == 0 ? kTwoOverPi[word] : kTwoOverPi[word] << shift | kTwoOverPi[word + 1] >> (64 - shift);
}

}  // namespace

SineCosine<double> huge_sine_cosine(double x) {
  using Product = unsigned __int128;
  constexpr double nan = FloatLayout<double>::nan;
  const std::int64_t bits = to_bits(absolute(x));
  if (bits >= to_bits(FloatLayout<double>::infinity)) return {nan, nan, 0, 0};
  // |x| = m 2^e. Of m 2^e 2/pi only what lies below 4 counts: bits of 2/pi before position e - 2 make multiples of 4.
  const int e = static_cast<int>(bits >> 52) - 1075;
  const std::uint64_t m = (static_cast<std::uint64_t>(bits) & 0xFFFFFFFFFFFFF) | 0x10000000000000;
  // Three words w of 2/pi from bit e - 2 on: m w modulo 2^192 has the quarter turns in its two highest bits.
  std::uint64_t word[3];
  for (int k = 0; k < 3; ++k) word[k] = bits_of_two_over_pi(e - 2 + 64 * k);
  const Product low = static_cast<Product>(m) * word[2];
  const Product middle = static_cast<Product>(m) * word[1] + static_cast<std::uint64_t>(low >> 64);
  const std::uint64_t high = m * word[0] + static_cast<std::uint64_t>(middle >> 64);
  const Product turns = static_cast<Product>(high) << 64 | static_cast<std::uint64_t>(middle);
  std::int64_t quarters = static_cast<std::int64_t>(high >> 62);
  // The fraction of a quarter turn, in [-1/2, 1/2), as a signed multiple of 2^-128.
  __int128 fraction = static_cast<__int128>(turns << 2 | static_cast<std::uint64_t>(low) >> 62);
  if (fraction < 0) ++quarters;
  const double f = static_cast<double>(fraction) * 0x1p-128;
  const double f_low = static_cast<double>(fraction - static_cast<__int128>(f * 0x1p+127) * 2) * 0x1p-128;
  constexpr double half_pi = 0x1.921fb54442d18p+0, half_pi_low = 0x1.1a62633145c07p-54;
  const Double<double> product = exact_product(f, half_pi);
  const Double<double> rest = exact_sum_ordered(product.high, product.low + (f * half_pi_low + f_low * half_pi));
  SineCosine<double> result = turn<double>(sine_cosine(rest), quarters);
  if (x < 0) {
    result.sine = -result.sine;
    result.sine_low = -result.sine_low;
  }
  return result;
}

}  // namespace theano::ir::math
