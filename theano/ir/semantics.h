// What each scalar primitive computes, for every value of every type; docs/ir.md has the same as a table.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "theano/array/scalar_cast.h"
#include "theano/ir/math/functions.h"
#include "theano/ir/primitives.h"

namespace theano::ir {

/// The unsigned type in which integers of type T wrap without overflow (small types would be promoted to int).
template <class T>
using WrappingType = std::conditional_t<sizeof(T) < 4, std::uint32_t, std::make_unsigned_t<T>>;

template <class T>
inline constexpr bool kIsBool = std::is_same_v<T, bool>;
template <class T>
inline constexpr bool kIsFloat = std::is_floating_point_v<T>;

/// The integer type as wide as T.
template <class T>
using BitsType = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;

template <class T>
THEANO_INLINE T floor_divide(T a, T b) {
  if constexpr (kIsFloat<T>) {
    return sizeof(T) == 4 ? T(__builtin_floorf(float(a / b))) : T(__builtin_floor(double(a / b)));
  } else if constexpr (kIsBool<T>) {
    return a && b;
  } else if constexpr (std::is_unsigned_v<T>) {
    return b == 0 ? T(0) : T(a / b);
  } else {
    if (b == 0) return T(0);
    if (b == T(-1)) return T(WrappingType<T>(0) - WrappingType<T>(a));
    const T quotient = T(a / b);
    return (a % b != 0) && ((a < 0) != (b < 0)) ? T(quotient - 1) : quotient;
  }
}

template <class T>
THEANO_INLINE T modulo(T a, T b) {
  if constexpr (kIsFloat<T>) {
    const T remainder = std::fmod(a, b);
    if (remainder == 0)
      return sizeof(T) == 4 ? T(__builtin_copysignf(0, float(b))) : T(__builtin_copysign(0, double(b)));
    return (remainder < 0) != (b < 0) ? remainder + b : remainder;
  } else if constexpr (kIsBool<T>) {
    return false;
  } else if constexpr (std::is_unsigned_v<T>) {
    return b == 0 ? T(0) : T(a % b);
  } else {
    if (b == 0 || b == T(-1)) return T(0);
    const T remainder = T(a % b);
    return remainder != 0 && ((remainder < 0) != (b < 0)) ? T(remainder + b) : remainder;
  }
}

template <class T>
THEANO_INLINE T power(T a, T b) {
  if constexpr (kIsFloat<T>) {
    return math::pow(a, b);
  } else if constexpr (kIsBool<T>) {
    return a || !b;
  } else {
    if constexpr (std::is_signed_v<T>) {
      if (b < 0) return a == 1 ? T(1) : a == T(-1) ? (b & 1 ? T(-1) : T(1)) : T(0);
    }
    WrappingType<T> base = WrappingType<T>(a), result = 1;
    for (auto n = std::make_unsigned_t<T>(b); n != 0; n = std::make_unsigned_t<T>(n >> 1)) {
      if (n & 1) result *= base;
      base *= base;
    }
    return T(result);
  }
}

/// Prim::Min and Prim::Max of floats: `a` where it is NaN or truly beyond `b`, else `b` (which may be NaN).
template <Prim P, class T>
THEANO_INLINE T extreme(T a, T b) {
  if constexpr (kIsBool<T>) {
    return P == Prim::Min ? (a && b) : (a || b);
  } else if constexpr (P == Prim::Min) {
    return (a < b) | (a != a) ? a : b;
  } else {
    return (a > b) | (a != a) ? a : b;
  }
}

template <class T>
THEANO_INLINE T shift_left(T a, T count) {
  if constexpr (kIsBool<T>) {
    return a && !count;
  } else {
    constexpr int width = 8 * sizeof(T);
    const auto n = std::make_unsigned_t<T>(count);
    return n < width ? T(WrappingType<T>(a) << n) : T(0);
  }
}

template <class T>
THEANO_INLINE T shift_right(T a, T count) {
  if constexpr (kIsBool<T>) {
    return a && !count;
  } else {
    constexpr int width = 8 * sizeof(T);
    const auto n = std::make_unsigned_t<T>(count);
    return n < width ? T(a >> n) : a < 0 ? T(-1) : T(0);
  }
}

template <class T>
THEANO_INLINE T round_away(T a) {
  const T whole = std::is_same_v<T, float> ? T(__builtin_truncf(float(a))) : T(__builtin_trunc(double(a)));
  const T fraction = a - whole;
  const T magnitude = (whole < 0 ? -whole : whole) + ((fraction < 0 ? -fraction : fraction) >= T(0.5) ? T(1) : T(0));
  return std::is_same_v<T, float> ? T(__builtin_copysignf(float(magnitude), float(a)))
                                  : T(__builtin_copysign(double(magnitude), double(a)));
}

/// Mathematical functions of one float.
template <Prim P, class T>
THEANO_INLINE T apply_math(T a) {
  if constexpr (P == Prim::Sqrt)
    return std::is_same_v<T, float> ? T(__builtin_sqrtf(float(a))) : T(__builtin_sqrt(double(a)));
  if constexpr (P == Prim::Exp) return math::exp(a);
  if constexpr (P == Prim::Exp2) return math::exp2(a);
  if constexpr (P == Prim::Expm1) return math::expm1(a);
  if constexpr (P == Prim::Log) return math::log(a);
  if constexpr (P == Prim::Log2) return math::log2(a);
  if constexpr (P == Prim::Log10) return math::log10(a);
  if constexpr (P == Prim::Log1p) return math::log1p(a);
  if constexpr (P == Prim::Sin) return math::sin(a);
  if constexpr (P == Prim::Cos) return math::cos(a);
  if constexpr (P == Prim::Tan) return math::tan(a);
  if constexpr (P == Prim::Sinh) return math::sinh(a);
  if constexpr (P == Prim::Cosh) return math::cosh(a);
  if constexpr (P == Prim::Tanh) return math::tanh(a);
  if constexpr (P == Prim::Asin) return math::asin(a);
  if constexpr (P == Prim::Acos) return math::acos(a);
  if constexpr (P == Prim::Atan) return math::atan(a);
  if constexpr (P == Prim::Asinh) return math::asinh(a);
  if constexpr (P == Prim::Acosh) return math::acosh(a);
  if constexpr (P == Prim::Atanh) return math::atanh(a);
  if constexpr (P == Prim::Erf) return math::erf(a);
  if constexpr (P == Prim::Erfc) return math::erfc(a);
  if constexpr (P == Prim::Erfcx) return math::erfcx(a);
  if constexpr (P == Prim::Erfinv) return T(math::rare::inverse_erf(a));
  if constexpr (P == Prim::Erfcinv) return T(math::rare::inverse_erfc(a));
  if constexpr (P == Prim::Gamma) return T(math::rare::gamma(a));
  if constexpr (P == Prim::LogGamma) return T(math::rare::log_gamma(a));
  if constexpr (P == Prim::BesselJ0) return T(math::rare::bessel_j0(a));
  if constexpr (P == Prim::BesselJ1) return T(math::rare::bessel_j1(a));
  if constexpr (P == Prim::BesselI0) return T(math::rare::bessel_i0(a));
  if constexpr (P == Prim::BesselI1) return T(math::rare::bessel_i1(a));
}

/// Mathematical functions of two floats.
template <Prim P, class T>
THEANO_INLINE T apply_math(T a, T b) {
  if constexpr (P == Prim::Atan2) return math::atan2(a, b);
  if constexpr (P == Prim::BesselJ) return T(math::rare::bessel_j(a, b));
  if constexpr (P == Prim::BesselI) return T(math::rare::bessel_i(a, b));
  if constexpr (P == Prim::GammaP) return T(math::rare::gamma_p(a, b));
  if constexpr (P == Prim::GammaQ) return T(math::rare::gamma_q(a, b));
}

/// Whether P is one of the mathematical functions of two floats (Pow, which integers have too, apart).
constexpr bool is_binary_math(Prim p) { return p == Prim::Atan2 || (p >= Prim::BesselJ && p <= Prim::GammaQ); }

/// Whether P is one of the mathematical functions of one float.
constexpr bool is_math(Prim p) { return p >= Prim::Sqrt && p <= Prim::BesselI1 && p != Prim::Atan2; }

/// Whether P has two operands.
constexpr bool is_binary(Prim p) {
  switch (p) {
    case Prim::Neg:
    case Prim::Abs:
    case Prim::Sign:
    case Prim::Not:
      return false;
    default:
      return p < Prim::Select || is_binary_math(p);
  }
}

/// A primitive of one operand.
template <Prim P, class T>
THEANO_INLINE auto apply(T a) {
  if constexpr (P == Prim::Neg) {
    if constexpr (kIsBool<T>)
      return a;
    else if constexpr (kIsFloat<T>)
      return -a;
    else
      return T(WrappingType<T>(0) - WrappingType<T>(a));
  } else if constexpr (P == Prim::Abs) {
    if constexpr (std::is_same_v<T, float>)
      return __builtin_fabsf(a);
    else if constexpr (std::is_same_v<T, double>)
      return __builtin_fabs(a);
    else if constexpr (std::is_unsigned_v<T>)
      return a;
    else
      return a < 0 ? T(WrappingType<T>(0) - WrappingType<T>(a)) : a;
  } else if constexpr (P == Prim::Sign) {
    if constexpr (kIsBool<T>)
      return a;
    else if constexpr (kIsFloat<T>)
      return a > 0 ? T(1) : a < 0 ? T(-1) : a != a ? a : T(0);
    else
      return T((a > 0) - (a < 0));
  } else if constexpr (P == Prim::Not) {
    if constexpr (kIsBool<T>)
      return !a;
    else
      return T(~a);
  } else if constexpr (P == Prim::Floor) {
    if constexpr (std::is_same_v<T, float>)
      return __builtin_floorf(a);
    else
      return __builtin_floor(a);
  } else if constexpr (P == Prim::Ceil) {
    if constexpr (std::is_same_v<T, float>)
      return __builtin_ceilf(a);
    else
      return __builtin_ceil(a);
  } else if constexpr (P == Prim::Trunc) {
    if constexpr (std::is_same_v<T, float>)
      return __builtin_truncf(a);
    else
      return __builtin_trunc(a);
  } else if constexpr (P == Prim::RoundEven) {
    if constexpr (std::is_same_v<T, float>)
      return __builtin_rintf(a);
    else
      return __builtin_rint(a);
  } else if constexpr (P == Prim::RoundAway) {
    return round_away(a);
  } else if constexpr (P == Prim::IsNan) {
    return a != a;
  } else if constexpr (P == Prim::IsInf) {
    return a == std::numeric_limits<T>::infinity() || a == -std::numeric_limits<T>::infinity();
  } else if constexpr (P == Prim::BitsOf) {
    return __builtin_bit_cast(BitsType<T>, a);
  } else if constexpr (P == Prim::FloatOf) {
    return __builtin_bit_cast(std::conditional_t<sizeof(T) == 4, float, double>, a);
  } else {
    static_assert(is_math(P));
    return apply_math<P>(a);
  }
}

/// A primitive of two operands.
template <Prim P, class T>
THEANO_INLINE auto apply(T a, T b) {
  if constexpr (P == Prim::Add) {
    if constexpr (kIsBool<T>)
      return a || b;
    else if constexpr (kIsFloat<T>)
      return a + b;
    else
      return T(WrappingType<T>(a) + WrappingType<T>(b));
  } else if constexpr (P == Prim::Sub) {
    if constexpr (kIsBool<T>)
      return a != b;
    else if constexpr (kIsFloat<T>)
      return a - b;
    else
      return T(WrappingType<T>(a) - WrappingType<T>(b));
  } else if constexpr (P == Prim::Mul) {
    if constexpr (kIsBool<T>)
      return a && b;
    else if constexpr (kIsFloat<T>)
      return a * b;
    else
      return T(WrappingType<T>(a) * WrappingType<T>(b));
  } else if constexpr (P == Prim::Min || P == Prim::Max) {
    return extreme<P>(a, b);
  } else if constexpr (P == Prim::Div) {
    return a / b;
  } else if constexpr (P == Prim::FloorDiv) {
    return floor_divide(a, b);
  } else if constexpr (P == Prim::Mod) {
    return modulo(a, b);
  } else if constexpr (P == Prim::Pow) {
    return power(a, b);
  } else if constexpr (P == Prim::Eq) {
    return a == b;
  } else if constexpr (P == Prim::Ne) {
    return a != b;
  } else if constexpr (P == Prim::Lt) {
    return a < b;
  } else if constexpr (P == Prim::Le) {
    return a <= b;
  } else if constexpr (P == Prim::Gt) {
    return a > b;
  } else if constexpr (P == Prim::Ge) {
    return a >= b;
  } else if constexpr (P == Prim::And) {
    return T(a & b);
  } else if constexpr (P == Prim::Or) {
    return T(a | b);
  } else if constexpr (P == Prim::Xor) {
    return T(a ^ b);
  } else if constexpr (P == Prim::Shl) {
    return shift_left(a, b);
  } else if constexpr (P == Prim::Shr) {
    return shift_right(a, b);
  } else {
    static_assert(is_binary_math(P));
    return apply_math<P>(a, b);
  }
}

/// Whether primitive P is defined on operands of type T (of the first operand for Select, see verify.h).
template <class T>
constexpr bool is_defined(Prim p) {
  switch (p) {
    case Prim::And:
    case Prim::Or:
    case Prim::Xor:
    case Prim::Not:
    case Prim::Shl:
    case Prim::Shr:
      return !kIsFloat<T>;
    case Prim::FloatOf:
      return std::is_same_v<T, std::int32_t> || std::is_same_v<T, std::int64_t>;
    case Prim::Div:
    case Prim::Floor:
    case Prim::Ceil:
    case Prim::Trunc:
    case Prim::RoundEven:
    case Prim::RoundAway:
    case Prim::IsNan:
    case Prim::IsInf:
    case Prim::BitsOf:
      return kIsFloat<T>;
    default:
      return kIsFloat<T> || !(is_math(p) || is_binary_math(p));
  }
}

/// The starting value of a reduction over nothing (ArgMin and ArgMax: of the extreme value).
template <class T>
constexpr T reduction_identity(Prim p) {
  constexpr bool has_infinity = std::numeric_limits<T>::has_infinity;
  switch (p) {
    case Prim::Mul:
      return T(1);
    case Prim::Min:
      return has_infinity ? std::numeric_limits<T>::infinity() : std::numeric_limits<T>::max();
    case Prim::Max:
      return has_infinity ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::lowest();
    case Prim::And:
      if constexpr (kIsFloat<T> || kIsBool<T>)
        return T(1);
      else
        return T(~T(0));
    default:
      return T(0);
  }
}

}  // namespace theano::ir
