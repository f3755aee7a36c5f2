// The one definition of converting a number of one element type to another, defined for every value.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "theano/array/half.h"

namespace theano {

/// A floating-point number as int64, cut towards zero: NaN gives 0, what lies outside gives the nearer limit.
template <std::floating_point From>
constexpr std::int64_t saturating_int64(From value) noexcept {
  constexpr From kTwo63 = static_cast<From>(9223372036854775808.0);
  if (value != value) return 0;
  if (value >= kTwo63) return std::numeric_limits<std::int64_t>::max();
  if (value < -kTwo63) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(value);
}

/// Converts `value` to the element type `To`, as every cast of the library does.
///
/// - to bool: whether the value differs from zero (NaN does);
/// - integer to integer: the lowest bits, so values wrap modulo 2^n;
/// - integer to float, float to float: the nearest value, ties to even; too large becomes infinity;
/// - float to integer: cut towards zero; NaN is 0; the result is clamped to int64 and then wraps modulo 2^n, so 255.6 is
///   255 and -1.0 is 255 as uint8, as NumPy gives them. Infinity therefore is -1 as int32 and 255 as uint8;
/// - float to uint64: as before, but values in [2^63, 2^64) are exact and those above are 2^64 - 1;
/// - to float16 and bfloat16: the nearest value, ties to even, rounded once; from them: exactly to float32, then as above.
template <class To, class From>
constexpr To scalar_cast(From value) noexcept {
  static_assert((std::is_arithmetic_v<To> || kIsHalf<To>)&&(std::is_arithmetic_v<From> || kIsHalf<From>));
  if constexpr (std::is_same_v<To, From>) {
    return value;
  } else if constexpr (kIsHalf<From>) {
    return scalar_cast<To>(static_cast<float>(value));
  } else if constexpr (kIsHalf<To>) {
    return To(value);
  } else if constexpr (std::is_same_v<To, bool>) {
    return value != From(0);
  } else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
    if constexpr (std::is_same_v<To, std::uint64_t>) {
      constexpr From kTwo63 = static_cast<From>(9223372036854775808.0);
      constexpr From kTwo64 = static_cast<From>(18446744073709551616.0);
      if (value >= kTwo64) return std::numeric_limits<To>::max();
      if (value >= kTwo63) return static_cast<To>(value);
    }
    return static_cast<To>(saturating_int64(value));
  } else {
    return static_cast<To>(value);
  }
}

}  // namespace theano
