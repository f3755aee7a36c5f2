// The value types over which the formulas are written: float, double, and packs of several of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

// These functions are compiled several times, for different instruction sets. Were one not inlined, the linker could
// pick the copy made for a newer machine than the one we run on.
#define THEANO_INLINE inline __attribute__((always_inline))
#define THEANO_INLINE_LAMBDA __attribute__((always_inline))

namespace theano::ir::math {

/// What a formula must know of its value type V. Expressions of the IR are one more value type (expression.h).
///
/// - Scalar: float or double, whose precision and constants the formula uses
/// - Int: as many signed integers of the same width
/// - Unsigned: the same, for shifts to the right that bring in zeros
/// - in_doubles(f, x...): f of the floats x as doubles, rounded to float
template <class V>
struct ValueTraits;

template <>
struct ValueTraits<float> {
  using Scalar = float;
  using Int = std::int32_t;
  using Unsigned = std::uint32_t;
  template <class F, class... X>
  static THEANO_INLINE float in_doubles(F f, X... x) {
    return static_cast<float>(f(static_cast<double>(x)...));
  }
};

template <>
struct ValueTraits<double> {
  using Scalar = double;
  using Int = std::int64_t;
  using Unsigned = std::uint64_t;
};

// Lanes worked on together: arithmetic and comparison by the ordinary operators.
typedef float FloatPack __attribute__((vector_size(32)));
typedef double DoublePack __attribute__((vector_size(32)));
typedef float HalfFloatPack __attribute__((vector_size(16)));

#pragma GCC diagnostic push
// Packs are passed between inlined functions only, so how they would be passed on older machines does not matter.
#pragma GCC diagnostic ignored "-Wpsabi"
template <>
struct ValueTraits<FloatPack> {
  using Scalar = float;
  typedef std::int32_t Int __attribute__((vector_size(32)));
  typedef std::uint32_t Unsigned __attribute__((vector_size(32)));
  template <int Half>
  static THEANO_INLINE DoublePack half(FloatPack x) {
    constexpr int at = 4 * Half;
    return __builtin_convertvector(__builtin_shufflevector(x, x, at, at + 1, at + 2, at + 3), DoublePack);
  }
  template <class F, class... X>
  static THEANO_INLINE FloatPack in_doubles(F f, X... x) {
    const HalfFloatPack low = __builtin_convertvector(f(half<0>(x)...), HalfFloatPack);
    const HalfFloatPack high = __builtin_convertvector(f(half<1>(x)...), HalfFloatPack);
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
  }
};

#pragma GCC diagnostic pop

template <>
struct ValueTraits<DoublePack> {
  using Scalar = double;
  typedef std::int64_t Int __attribute__((vector_size(32)));
  typedef std::uint64_t Unsigned __attribute__((vector_size(32)));
};

template <class V>
using ScalarOf = typename ValueTraits<V>::Scalar;
template <class V>
using IntOf = typename ValueTraits<V>::Int;
template <class V>
using IntScalarOf = std::conditional_t<sizeof(ScalarOf<V>) == 4, std::int32_t, std::int64_t>;
template <class V>
inline constexpr bool kIsSingle = sizeof(ScalarOf<V>) == 4;

/// Whether V stands for an instruction of a kernel being built (expression.h), whose bits are not at hand.
template <class V>
inline constexpr bool kIsExpression = requires {
  typename ValueTraits<V>::Expression;
};

/// f of the values themselves where they are doubles, else of the floats as doubles, rounded once.
template <class V, class F, class... X>
THEANO_INLINE V through_doubles(F f, X... x) {
  if constexpr (kIsSingle<V>)
    return ValueTraits<V>::in_doubles(f, x...);
  else
    return f(x...);
}

/// A constant in all lanes.
template <class V>
THEANO_INLINE V all(ScalarOf<V> value) {
  if constexpr (kIsExpression<V>)
    return V(value);
  else
    return V{} + value;
}

template <class V>
THEANO_INLINE IntOf<V> to_bits(V x) {
  if constexpr (kIsExpression<V>)
    return ValueTraits<V>::to_bits(x);
  else
    return __builtin_bit_cast(IntOf<V>, x);
}

template <class V>
THEANO_INLINE V from_bits(IntOf<V> bits) {
  if constexpr (kIsExpression<V>)
    return ValueTraits<V>::from_bits(bits);
  else
    return __builtin_bit_cast(V, bits);
}

/// condition ? a : b, lane by lane.
template <class Mask, class V>
THEANO_INLINE V select(Mask condition, V a, V b) {
  return condition ? a : b;
}

/// The square root, rounded once.
template <class V>
THEANO_INLINE V square_root(V x) {
  if constexpr (kIsExpression<V>) {
    return ValueTraits<V>::square_root(x);
  } else if constexpr (sizeof(V) == sizeof(ScalarOf<V>)) {
    return kIsSingle<V> ? V(__builtin_sqrtf(float(x))) : V(__builtin_sqrt(double(x)));
  } else {
    V root = x;
    for (std::size_t lane = 0; lane < sizeof(V) / sizeof(ScalarOf<V>); ++lane) {
      root[lane] = square_root<ScalarOf<V>>(x[lane]);
    }
    return root;
  }
}

/// The layout of a float type: bits of the fraction, bias of the exponent, and a number that pushes the fraction of what
/// is added to it out of the word, which rounds it to the nearest whole number.
template <class T>
struct FloatLayout;
template <>
struct FloatLayout<float> {
  static constexpr int fraction_bits = 23, bias = 127, width = 32;
  static constexpr float rounder = 12582912.0f;  // 1.5 * 2^23
  static constexpr float smallest_normal = 0x1p-126f, infinity = __builtin_inff(), nan = __builtin_nanf("");
};
template <>
struct FloatLayout<double> {
  static constexpr int fraction_bits = 52, bias = 1023, width = 64;
  static constexpr double rounder = 6755399441055744.0;  // 1.5 * 2^52
  static constexpr double smallest_normal = 0x1p-1022, infinity = __builtin_inf(), nan = __builtin_nan("");
};
template <class V>
using LayoutOf = FloatLayout<ScalarOf<V>>;

/// An integer constant in all lanes.
template <class V>
THEANO_INLINE IntOf<V> all_int(IntScalarOf<V> value) {
  if constexpr (kIsExpression<V>)
    return IntOf<V>(value);
  else
    return IntOf<V>{} + value;
}

/// a + b and a - b of bits, wrapping.
template <class V>
THEANO_INLINE IntOf<V> add_bits(IntOf<V> a, IntOf<V> b) {
  using Unsigned = typename ValueTraits<V>::Unsigned;
  return (IntOf<V>)((Unsigned)a + (Unsigned)b);
}

template <class V>
THEANO_INLINE IntOf<V> subtract_bits(IntOf<V> a, IntOf<V> b) {
  using Unsigned = typename ValueTraits<V>::Unsigned;
  return (IntOf<V>)((Unsigned)a - (Unsigned)b);
}

/// Shift to the right that brings in zeros.
template <class V>
THEANO_INLINE IntOf<V> shift_right(IntOf<V> x, int count) {
  return (IntOf<V>)((typename ValueTraits<V>::Unsigned)x >> count);
}

template <class V>
THEANO_INLINE IntOf<V> shift_left(IntOf<V> x, int count) {
  return (IntOf<V>)((typename ValueTraits<V>::Unsigned)x << count);
}

template <class V>
THEANO_INLINE V absolute(V x) {
  return from_bits<V>(to_bits(x) & all_int<V>(std::numeric_limits<IntScalarOf<V>>::max()));
}

/// |x| with the sign of `sign`.
template <class V>
THEANO_INLINE V with_sign(V x, V sign) {
  const IntOf<V> mask = all_int<V>(std::numeric_limits<IntScalarOf<V>>::max());
  return from_bits<V>((to_bits(x) & mask) | (to_bits(sign) & ~mask));
}

/// c[0] + c[1] x + c[2] x^2 + ..., by Horner's rule.
template <class V, std::size_t N>
THEANO_INLINE V polynomial(V x, const ScalarOf<V> (&c)[N]) {
  V sum = all<V>(c[N - 1]);
  [&]<std::size_t... K>(std::index_sequence<K...>) THEANO_INLINE_LAMBDA { ((sum = sum * x + c[N - 2 - K]), ...); }
  (std::make_index_sequence<N - 1>());
  return sum;
}

}  // namespace theano::ir::math
