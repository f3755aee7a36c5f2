// Names of element types and the rules of promotion between them.
#include "theano/array/dtype.h"

#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>

#include "theano/base/config.h"
#include "theano/base/error.h"

namespace theano {
namespace {

constexpr std::string_view kNames[kDTypeCount] = {"bool",     "int8",    "int16",   "int32",     "int64",
                                                  "uint8",    "uint16",  "uint32",  "uint64",    "float16",
                                                  "bfloat16", "float32", "float64", "complex64", "complex128"};

/// Width in bits of an integer or float type, of the real part for complex ones.
constexpr int bits(DType d) { return static_cast<int>(dtype_size_bytes(d)) * (is_complex(d) ? 4 : 8); }

constexpr DType signed_of_bits(int n) {
  return n <= 8 ? DType::Int8 : n == 16 ? DType::Int16 : n == 32 ? DType::Int32 : DType::Int64;
}

constexpr DType promote_integers(DType a, DType b) {
  if (is_bool(a)) return b;
  if (is_bool(b)) return a;
  if (is_signed_integer(a) == is_signed_integer(b)) return bits(a) >= bits(b) ? a : b;
  const DType with_sign = is_signed_integer(a) ? a : b;
  const DType without_sign = is_signed_integer(a) ? b : a;
  if (bits(with_sign) > bits(without_sign)) return with_sign;
  if (without_sign == DType::UInt64) return DType::Float64;
  return signed_of_bits(2 * bits(without_sign));
}

/// The smallest float type that NumPy takes to hold an integer type: 8 bits fit every float, 16 need float32.
constexpr DType float_for_integer(DType integer, DType smallest) {
  if (is_bool(integer) || bits(integer) == 8) return smallest;
  return bits(integer) == 16 ? DType::Float32 : DType::Float64;
}

constexpr DType promote_floats(DType a, DType b) {
  if (a == b) return a;
  if (bits(a) == 16 && bits(b) == 16) return DType::Float32;  // float16 with bfloat16: neither holds the other
  return bits(a) > bits(b) ? a : b;
}

constexpr DType promote_pair(DType a, DType b) {
  if (is_complex(a) || is_complex(b)) {
    const DType real = promote_pair(part_dtype(a), part_dtype(b));
    return real == DType::Float64 ? DType::Complex128 : DType::Complex64;
  }
  if (is_float(a) && is_float(b)) return promote_floats(a, b);
  if (is_float(a)) return promote_floats(a, float_for_integer(b, a));
  if (is_float(b)) return promote_floats(b, float_for_integer(a, b));
  return promote_integers(a, b);
}

}  // namespace

std::string_view dtype_name(DType dtype) { return kNames[static_cast<int>(dtype)]; }

std::optional<DType> find_dtype(std::string_view name) {
  if (name == "floatX") return floatX();
  for (int i = 0; i < kDTypeCount; ++i) {
    if (kNames[i] == name) return static_cast<DType>(i);
  }
  return std::nullopt;
}

DType dtype_of(std::string_view name) {
  if (const std::optional<DType> found = find_dtype(name)) return *found;
  std::string known;
  for (const std::string_view n : kNames) known += std::string(n) + ", ";
  throw TypeError("dtype", "a dtype must be a known name, but \"" + std::string(name) + "\" is none.",
                  "use one of " + known + "floatX.");
}

DType floatX() {
  static const std::atomic<long long>& position = config().number("floatX");
  constexpr DType in_order_of_the_option[] = {DType::Float64, DType::Float32, DType::Float16};
  return in_order_of_the_option[position.load(std::memory_order_relaxed)];
}

DType promote(DType a, DType b) { return promote_pair(a, b); }

DType promote(std::span<const DType> dtypes) {
  if (dtypes.empty()) throw InternalError("promote", "at least one dtype must be given, but there is none.", "");
  return std::accumulate(dtypes.begin() + 1, dtypes.end(), dtypes[0], promote_pair);
}

DType promote_to_float(DType d) {
  if (is_inexact(d)) return d;
  return is_bool(d) || bits(d) <= 16 ? DType::Float32 : DType::Float64;
}

DType promote_division(DType a, DType b) { return is_discrete(a) && is_discrete(b) ? floatX() : promote_pair(a, b); }

bool can_cast_safely(DType from, DType to) { return promote_pair(from, to) == to; }

DType smallest_integer_type(std::int64_t value) {
  const auto fits = [value]<class T>(T) {
    return value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
  };
  if (fits(std::int8_t())) return DType::Int8;
  if (fits(std::int16_t())) return DType::Int16;
  return fits(std::int32_t()) ? DType::Int32 : DType::Int64;
}

namespace {

/// Whether cast_policy asks for NumPy's types of literals instead of Theano's smallest ones.
bool is_numpy_cast_policy() {
  static const std::atomic<long long>& position = config().number("cast_policy");
  return position.load(std::memory_order_relaxed) != 0;
}

}  // namespace

DType integer_literal_type(std::int64_t value) {
  return is_numpy_cast_policy() ? DType::Int64 : smallest_integer_type(value);
}

DType float_literal_type(double value) {
  const DType wanted = floatX();
  if (wanted != DType::Float64 || is_numpy_cast_policy()) return wanted;
  return static_cast<double>(static_cast<float>(value)) == value ? DType::Float32 : DType::Float64;
}

void throw_not_native(DType dtype) {
  throw NotImplementedError(
      "dtype",
      "the elements must be bool, integers, float32 or float64 here, but they are " + std::string(dtype_name(dtype)) + ".",
      "convert the values to float32 or float64 first.");
}

}  // namespace theano
