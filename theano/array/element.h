// Reading and writing one element of any dtype.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "theano/array/dtype.h"
#include "theano/array/scalar_cast.h"
#include "theano/base/export.h"

namespace theano {

/// Calls `f.template operator()<T>()` with the C++ type of any real dtype, the 16-bit floats included.
/// Errors: NotImplementedError for complex ones.
template <class F>
decltype(auto) visit_real_dtype(DType dtype, F&& f) {
  switch (dtype) {
    case DType::Float16:
      return f.template operator()<float16>();
    case DType::BFloat16:
      return f.template operator()<bfloat16>();
    default:
      return visit_dtype(dtype, f);
  }
}

/// The element at `at` (unaligned is fine), converted; of complex numbers the real part.
template <class To>
To read_element(DType dtype, const std::byte* at) {
  return visit_real_dtype(part_dtype(dtype), [at]<class T>() {
    T value;
    std::memcpy(&value, at, sizeof(T));
    return scalar_cast<To>(value);
  });
}

/// Puts `value`, converted, at `at`; in a complex number with the imaginary part 0.
template <class From>
void write_element(DType dtype, std::byte* at, From value) {
  visit_real_dtype(part_dtype(dtype), [&]<class T>() {
    const T converted[] = {scalar_cast<T>(value), T()};
    std::memcpy(at, converted, is_complex(dtype) ? 2 * sizeof(T) : sizeof(T));
  });
}

/// The element at `at` as a complex number.
THEANO_API std::complex<double> read_complex(DType dtype, const std::byte* at);
/// Puts a complex number at `at`; only its real part where the dtype is real.
THEANO_API void write_complex(DType dtype, std::byte* at, std::complex<double> value);

}  // namespace theano
