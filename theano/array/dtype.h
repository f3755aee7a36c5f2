// Element types of arrays: names, sizes, classes, and the rules by which two types become one.
#pragma once

#include <complex>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "theano/base/export.h"

namespace theano {

struct float16;
struct bfloat16;

enum class DType : std::uint8_t {
  Bool,
  Int8,
  Int16,
  Int32,
  Int64,
  UInt8,
  UInt16,
  UInt32,
  UInt64,
  Float16,
  BFloat16,
  Float32,
  Float64,
  Complex64,
  Complex128,
};
inline constexpr int kDTypeCount = 15;

/// NumPy's name: "float32", "bool".
THEANO_API std::string_view dtype_name(DType dtype);
/// The dtype of a name; "floatX" is what the option says. Errors: TypeError for an unknown name.
THEANO_API DType dtype_of(std::string_view name);
THEANO_API std::optional<DType> find_dtype(std::string_view name);
/// The option floatX as a dtype.
THEANO_API DType floatX();

constexpr std::int64_t dtype_size_bytes(DType d) {
  constexpr std::int64_t sizes[] = {1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8, 8, 16};
  return sizes[static_cast<int>(d)];
}
constexpr bool is_bool(DType d) { return d == DType::Bool; }
constexpr bool is_signed_integer(DType d) { return d >= DType::Int8 && d <= DType::Int64; }
constexpr bool is_unsigned_integer(DType d) { return d >= DType::UInt8 && d <= DType::UInt64; }
/// Integers without bool.
constexpr bool is_integer(DType d) { return d >= DType::Int8 && d <= DType::UInt64; }
/// bool and integers: what Theano calls discrete.
constexpr bool is_discrete(DType d) { return d <= DType::UInt64; }
constexpr bool is_float(DType d) { return d >= DType::Float16 && d <= DType::Float64; }
constexpr bool is_complex(DType d) { return d >= DType::Complex64; }
constexpr bool is_inexact(DType d) { return d >= DType::Float16; }
/// float16 and bfloat16: stored as such, computed with as float32 and rounded after every op.
constexpr bool is_half(DType d) { return d == DType::Float16 || d == DType::BFloat16; }
/// Whether the machine has arithmetic for the type: all but float16, bfloat16 (rounded float32) and complex (pairs).
constexpr bool is_native(DType d) { return d != DType::Float16 && d != DType::BFloat16 && d <= DType::Float64; }
/// The dtype of the real and imaginary parts; of real numbers their own.
constexpr DType part_dtype(DType d) {
  return d == DType::Complex64 ? DType::Float32 : d == DType::Complex128 ? DType::Float64 : d;
}
/// The complex type whose parts hold numbers of type d: complex64 for halves and float32, else complex128.
constexpr DType complex_dtype(DType d) {
  return is_half(d) || d == DType::Float32 || d == DType::Complex64 ? DType::Complex64 : DType::Complex128;
}

/// NumPy's rule for arrays of two types: int32 with float32 is float64, int64 with uint64 float64.
/// Source: NumPy's promotion table for arrays; bfloat16 with float16 is float32.
THEANO_API DType promote(DType a, DType b);
THEANO_API DType promote(std::span<const DType> dtypes);
/// The result of exp and its like: float types stay, int8/uint8/bool give float32 (at least), 16-bit integers float32,
/// wider ones float64. (Theano's upgrade_to_float: bool, int8, uint8, int16, uint16 -> float32.)
THEANO_API DType promote_to_float(DType d);
/// Result of int / int: floatX; else promote.
THEANO_API DType promote_division(DType a, DType b);
/// Whether every value of `from` is a value of `to` (NumPy's "safe" casting).
THEANO_API bool can_cast_safely(DType from, DType to);
/// The smallest integer type that holds `value`, as Python int literals get: 1 -> int8, 300 -> int16.
THEANO_API DType smallest_integer_type(std::int64_t value);
/// The type of a Python int literal under the present cast_policy: the smallest ("custom") or int64 ("numpy+floatX").
THEANO_API DType integer_literal_type(std::int64_t value);
/// The type of a Python float literal under the present floatX and cast_policy: floatX, but where that is float64 and
/// the policy "custom", the smaller of float32 and float64 that holds the value exactly.
THEANO_API DType float_literal_type(double value);

/// The DType of a C++ element type.
template <class T>
struct DTypeOf;
#define THEANO_DTYPE_OF(T, D)                   \
  template <>                                   \
  struct DTypeOf<T> {                           \
    static constexpr DType value = DType::D;    \
  };
THEANO_DTYPE_OF(bool, Bool)
THEANO_DTYPE_OF(std::int8_t, Int8)
THEANO_DTYPE_OF(std::int16_t, Int16)
THEANO_DTYPE_OF(std::int32_t, Int32)
THEANO_DTYPE_OF(std::int64_t, Int64)
THEANO_DTYPE_OF(std::uint8_t, UInt8)
THEANO_DTYPE_OF(std::uint16_t, UInt16)
THEANO_DTYPE_OF(std::uint32_t, UInt32)
THEANO_DTYPE_OF(std::uint64_t, UInt64)
THEANO_DTYPE_OF(float16, Float16)
THEANO_DTYPE_OF(bfloat16, BFloat16)
THEANO_DTYPE_OF(float, Float32)
THEANO_DTYPE_OF(double, Float64)
THEANO_DTYPE_OF(std::complex<float>, Complex64)
THEANO_DTYPE_OF(std::complex<double>, Complex128)
#undef THEANO_DTYPE_OF
template <class T>
inline constexpr DType kDTypeOf = DTypeOf<T>::value;

/// Calls `f.template operator()<T>()` with the C++ type of a native dtype. Errors: NotImplementedError otherwise.
/// (What moves or converts the others too is in element.h: few places want them, and each type is code.)
template <class F>
decltype(auto) visit_dtype(DType dtype, F&& f);

[[noreturn]] THEANO_API void throw_not_native(DType dtype);

template <class F>
decltype(auto) visit_dtype(DType dtype, F&& f) {
  switch (dtype) {
    case DType::Bool: return f.template operator()<bool>();
    case DType::Int8: return f.template operator()<std::int8_t>();
    case DType::Int16: return f.template operator()<std::int16_t>();
    case DType::Int32: return f.template operator()<std::int32_t>();
    case DType::Int64: return f.template operator()<std::int64_t>();
    case DType::UInt8: return f.template operator()<std::uint8_t>();
    case DType::UInt16: return f.template operator()<std::uint16_t>();
    case DType::UInt32: return f.template operator()<std::uint32_t>();
    case DType::UInt64: return f.template operator()<std::uint64_t>();
    case DType::Float32: return f.template operator()<float>();
    case DType::Float64: return f.template operator()<double>();
    default: throw_not_native(dtype);
  }
}

}  // namespace theano
