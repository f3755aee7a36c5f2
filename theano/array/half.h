// The 16-bit floating-point numbers: bit patterns with conversions, without arithmetic of their own.
#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>

namespace theano {
namespace half_bits {

// Everything below works on whole patterns by integer arithmetic and choices, so that loops over it become vector code.

constexpr std::uint32_t kFloatSign = 0x80000000u;
constexpr std::uint32_t kFloatInfinity = 0x7f800000u;

/// The binary16 pattern nearest to a float, ties to even. Any NaN becomes the quiet one of its sign.
constexpr std::uint16_t float16_of(float value) noexcept {
  const std::uint32_t all = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (all & kFloatSign) >> 16;
  const std::uint32_t magnitude = all & ~kFloatSign;
  // Normal results: the exponent moves from bias 127 to 15 and 13 bits of the fraction are rounded away; a carry out of
  // the fraction lands in the exponent as it should, also up to infinity.
  const std::uint32_t odd = (magnitude >> 13) & 1;
  const std::uint32_t normal = (magnitude - 0x38000000u + 0xfffu + odd) >> 13;
  // Below 2^-14 the unit is 2^-24, which is also that of floats in [0.5, 1): the addition rounds.
  const float small = std::bit_cast<float>(magnitude < 0x38800000u ? magnitude : 0u);
  const std::uint32_t subnormal = std::bit_cast<std::uint32_t>(small + 0.5f) - 0x3f000000u;
  const std::uint32_t special = magnitude > kFloatInfinity ? 0x7e00u : 0x7c00u;
  const std::uint32_t finite = magnitude < 0x38800000u ? subnormal : normal;
  return static_cast<std::uint16_t>(sign | (magnitude >= 0x47800000u ? special : finite));
}

/// The value of a binary16 pattern; exact.
constexpr float float_of_float16(std::uint16_t bits) noexcept {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000u) << 16;
  const std::uint32_t magnitude = static_cast<std::uint32_t>(bits & 0x7fffu) << 13;
  // Read as a float its exponent is 112 too small; the product is exact, also for subnormal numbers.
  const float scaled = std::bit_cast<float>(magnitude) * 0x1p112f;
  const std::uint32_t finite = std::bit_cast<std::uint32_t>(scaled);
  const std::uint32_t special = magnitude | kFloatInfinity;
  return std::bit_cast<float>(sign | (magnitude >= 0x0f800000u ? special : finite));
}

/// The bfloat16 pattern nearest to a float, ties to even.
constexpr std::uint16_t bfloat16_of(float value) noexcept {
  const std::uint32_t all = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t rounded = (all + 0x7fffu + ((all >> 16) & 1)) >> 16;
  const bool is_nan = (all & ~kFloatSign) > kFloatInfinity;
  return static_cast<std::uint16_t>(is_nan ? ((all & kFloatSign) >> 16 | 0x7fc0u) : rounded);
}

constexpr float float_of_bfloat16(std::uint16_t bits) noexcept {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

/// A float from which a 16-bit float is rounded as if from the double itself: where the double is no float, the
/// neighbour with an odd last bit, which is never half-way between two 16-bit floats.
constexpr float odd_float(double value) noexcept {
  const float nearest = static_cast<float>(value);
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(nearest);
  const double back = nearest;
  const double back_size = back < 0 ? -back : back, size = value < 0 ? -value : value;
  const bool is_between = back_size != size && value == value && (bits & 1) == 0;
  const std::uint32_t step = back_size > size ? 0xffffffffu : 1u;
  return std::bit_cast<float>(is_between ? bits + step : bits);
}

/// The same for an integer on its way to double.
template <class Integer>
constexpr double odd_double(Integer value) noexcept {
  if constexpr (sizeof(Integer) < 8) {
    return static_cast<double>(value);
  } else {
    // 2^53 and more in size: the lowest 12 bits become one that says whether any of them was set.
    constexpr Integer kLowest = 0xfff, kExact = Integer(1) << 53;
    bool is_exact = value <= kExact;
    if constexpr (std::is_signed_v<Integer>) is_exact = is_exact && value >= -kExact;
    const Integer sticky = static_cast<Integer>((value & ~kLowest) | ((value & kLowest) != 0 ? 0x800 : 0));
    return static_cast<double>(is_exact ? value : sticky);
  }
}

template <class Number>
constexpr float odd_float_of(Number value) noexcept {
  if constexpr (std::is_same_v<Number, float>)
    return value;
  else if constexpr (std::is_floating_point_v<Number>)
    return odd_float(static_cast<double>(value));
  else if constexpr (std::is_same_v<Number, bool>)
    return value ? 1.0f : 0.0f;
  else
    return odd_float(odd_double(value));
}

/// A 16-bit floating-point number by its pattern.
template <class Self, std::uint16_t (*encode)(float) noexcept, float (*decode)(std::uint16_t) noexcept>
struct Number16 {
  std::uint16_t bits = 0;

  constexpr Number16() = default;
  template <class Number>
    requires std::is_arithmetic_v<Number>
  constexpr explicit Number16(Number value) noexcept : bits(encode(odd_float_of(value))) {}
  static constexpr Self from_bits(std::uint16_t pattern) noexcept {
    Self result;
    result.bits = pattern;
    return result;
  }
  constexpr operator float() const noexcept { return decode(bits); }
};

}  // namespace half_bits

/// IEEE binary16: 11 significant bits, numbers up to 65504. Converts from any number, rounding once, ties to even, and to
/// float exactly; compute in float.
struct float16 : half_bits::Number16<float16, half_bits::float16_of, half_bits::float_of_float16> {
  using Number16::Number16;
};

/// The upper half of a float: 8 significant bits and the range of float. Converts as float16 does.
struct bfloat16 : half_bits::Number16<bfloat16, half_bits::bfloat16_of, half_bits::float_of_bfloat16> {
  using Number16::Number16;
};

template <class T>
inline constexpr bool kIsHalf = std::is_same_v<T, float16> || std::is_same_v<T, bfloat16>;

}  // namespace theano
