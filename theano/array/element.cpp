// Conversion between float64 and the bit patterns of the 16-bit float types.
#include "theano/array/element.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace theano {
namespace {

/// Rounds |value| to a small float of the given layout, ties to even, and packs it with its sign.
std::uint16_t pack_small_float(double value, int exponent_bits, int mantissa_bits) {
  const int bias = (1 << (exponent_bits - 1)) - 1;
  const std::uint16_t sign = std::signbit(value) ? 0x8000 : 0;
  const std::uint16_t infinity = static_cast<std::uint16_t>(((1 << exponent_bits) - 1) << mantissa_bits);
  if (std::isnan(value)) return sign | infinity | static_cast<std::uint16_t>(1 << (mantissa_bits - 1));
  const double magnitude = std::fabs(value);
  if (std::isinf(value)) return sign | infinity;
  if (magnitude == 0.0) return sign;
  // The unit in the last place; below the smallest normal number it stays what it is there.
  const int exponent = std::max(std::ilogb(magnitude), 1 - bias);
  const double units = std::nearbyint(std::ldexp(magnitude, mantissa_bits - exponent));
  // Counted in units, the pattern is linear: a carry out of the mantissa lands in the exponent as it should.
  const long long pattern =
      (static_cast<long long>(exponent + bias - 1) << mantissa_bits) + static_cast<long long>(units);
  return pattern >= infinity ? sign | infinity : sign | static_cast<std::uint16_t>(pattern);
}

}  // namespace

float float16_value(std::uint16_t bits) {
  const float sign = bits & 0x8000 ? -1.0f : 1.0f;
  const int exponent = (bits >> 10) & 31;
  const int mantissa = bits & 1023;
  if (exponent == 31) return mantissa == 0 ? sign * INFINITY : std::copysign(NAN, sign);
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(mantissa), -24);
  return sign * std::ldexp(static_cast<float>(mantissa + 1024), exponent - 25);
}

float bfloat16_value(std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }

std::uint16_t float16_bits(double value) { return pack_small_float(value, 5, 10); }
std::uint16_t bfloat16_bits(double value) { return pack_small_float(value, 8, 7); }

}  // namespace theano
