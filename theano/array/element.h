// Reading and writing one element of any dtype, and the bit patterns of the 16-bit float types.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "theano/array/dtype.h"
#include "theano/array/scalar_cast.h"
#include "theano/base/export.h"

namespace theano {

/// The value of an IEEE binary16 bit pattern; exact.
THEANO_API float float16_value(std::uint16_t bits);
/// The value of a bfloat16 bit pattern; exact.
THEANO_API float bfloat16_value(std::uint16_t bits);
/// The binary16 pattern nearest to a value, ties to even; too large becomes infinity.
THEANO_API std::uint16_t float16_bits(double value);
/// The bfloat16 pattern nearest to a value, ties to even.
THEANO_API std::uint16_t bfloat16_bits(double value);

/// The element at `at` (unaligned is fine), converted; of complex numbers the real part.
template <class To>
To read_element(DType dtype, const std::byte* at) {
  const auto load = [at]<class T>() {
    T value;
    std::memcpy(&value, at, sizeof(T));
    return value;
  };
  switch (dtype) {
    case DType::Float16:
      return scalar_cast<To>(float16_value(load.template operator()<std::uint16_t>()));
    case DType::BFloat16:
      return scalar_cast<To>(bfloat16_value(load.template operator()<std::uint16_t>()));
    case DType::Complex64:
      return scalar_cast<To>(load.template operator()<float>());
    case DType::Complex128:
      return scalar_cast<To>(load.template operator()<double>());
    default:
      return visit_dtype(dtype, [&]<class T>() { return scalar_cast<To>(load.template operator()<T>()); });
  }
}

/// Puts `value`, converted, at `at`.
template <class From>
void write_element(DType dtype, std::byte* at, From value) {
  const auto store = [at](auto converted) { std::memcpy(at, &converted, sizeof(converted)); };
  switch (dtype) {
    case DType::Float16:
      return store(float16_bits(scalar_cast<double>(value)));
    case DType::BFloat16:
      return store(bfloat16_bits(scalar_cast<double>(value)));
    case DType::Complex64:
      return store(std::complex<float>(scalar_cast<float>(value)));
    case DType::Complex128:
      return store(std::complex<double>(scalar_cast<double>(value)));
    default:
      visit_dtype(dtype, [&]<class T>() { store(scalar_cast<T>(value)); });
  }
}

}  // namespace theano
