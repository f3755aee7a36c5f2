// One scalar of any real dtype, and primitives applied to such scalars (to 16-bit floats only casts).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "theano/array/dtype.h"
#include "theano/ir/primitives.h"

namespace theano::ir {

/// A value of the IR together with its dtype.
struct Scalar {
  DType dtype = DType::Int64;
  alignas(8) std::byte bytes[8] = {};

  template <class T>
  T as() const {
    T value;
    std::memcpy(&value, bytes, sizeof(T));
    return value;
  }
  /// `value` converted to `dtype`.
  static Scalar of(DType dtype, std::int64_t value);
  static Scalar of(DType dtype, double value);
  static Scalar read(DType dtype, const std::byte* at) {
    Scalar scalar{dtype, {}};
    std::memcpy(scalar.bytes, at, dtype_size_bytes(dtype));
    return scalar;
  }
  void write(std::byte* at) const { std::memcpy(at, bytes, dtype_size_bytes(dtype)); }
};

/// The primitive applied to as many operands as it wants; `dtype` is that of the result.
Scalar evaluate(Prim prim, DType dtype, const Scalar* args);
/// What a reduction over nothing gives, by its combining primitive.
Scalar identity_scalar(Prim combine, DType dtype);

}  // namespace theano::ir
