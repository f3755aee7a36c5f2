// How users make variables: symbols of each type, constants, and shared variables.
#pragma once

#include <optional>
#include <source_location>
#include <string>
#include <vector>

#include "theano/graph/operand.h"

namespace theano {

/// A shared variable that starts as a copy of `value` (the array itself if `borrow`).
/// Types: dtype and rank of the value; no axis is broadcastable unless `broadcastable` says so.
THEANO_API Variable shared(const Array& value, std::string name = "", bool borrow = false,
                           std::optional<std::vector<bool>> broadcastable = std::nullopt,
                           const std::source_location& location = std::source_location::current());
/// A shared number of the C++ type's dtype.
template <class T>
  requires std::is_arithmetic_v<T>
Variable shared(T value, std::string name = "", const std::source_location& location = std::source_location::current()) {
  return shared(Array::scalar(value), std::move(name), /*borrow=*/true, std::nullopt, location);
}

namespace tensor {

/// x as a tensor variable: numbers and arrays become constants. Errors: TypeError for variables that are no tensors.
THEANO_API Variable as_tensor_variable(const Operand& x, std::string name = "");
/// A constant; a number takes the type of a literal unless `dtype` is given.
THEANO_API Variable constant(const Operand& x, std::string name = "", std::optional<DType> dtype = {});

/// A symbol of any dtype (floatX by default) and pattern of broadcastable axes.
THEANO_API Variable tensor(DType dtype, const std::vector<bool>& broadcastable, std::string name = "",
                           const std::source_location& location = std::source_location::current());

// Symbols of floatX unless a dtype is given.
#define THEANO_DECLARE_SYMBOL(NAME)                                                                  \
  THEANO_API Variable NAME(std::string name = "", std::optional<DType> dtype = {},                  \
                           const std::source_location& location = std::source_location::current());
THEANO_DECLARE_SYMBOL(scalar)
THEANO_DECLARE_SYMBOL(vector)
THEANO_DECLARE_SYMBOL(matrix)
THEANO_DECLARE_SYMBOL(row)  ///< first axis broadcastable
THEANO_DECLARE_SYMBOL(col)  ///< last axis broadcastable
THEANO_DECLARE_SYMBOL(tensor3)
THEANO_DECLARE_SYMBOL(tensor4)
THEANO_DECLARE_SYMBOL(tensor5)
THEANO_DECLARE_SYMBOL(tensor6)
THEANO_DECLARE_SYMBOL(tensor7)
#undef THEANO_DECLARE_SYMBOL

// The same with the dtype in the name: b int8, w int16, i int32, l int64, f float32, d float64, c complex64,
// z complex128.
#define THEANO_DEFINE_TYPED_SYMBOL(LETTER, DTYPE, NAME)                                             \
  inline Variable LETTER##NAME(std::string name = "",                                               \
                               const std::source_location& location = std::source_location::current()) { \
    return NAME(std::move(name), DTYPE, location);                                                  \
  }
#define THEANO_DEFINE_TYPED_SYMBOLS(LETTER, DTYPE)   \
  THEANO_DEFINE_TYPED_SYMBOL(LETTER, DTYPE, scalar)  \
  THEANO_DEFINE_TYPED_SYMBOL(LETTER, DTYPE, vector)  \
  THEANO_DEFINE_TYPED_SYMBOL(LETTER, DTYPE, matrix)  \
  THEANO_DEFINE_TYPED_SYMBOL(LETTER, DTYPE, row)     \
  THEANO_DEFINE_TYPED_SYMBOL(LETTER, DTYPE, col)     \
  THEANO_DEFINE_TYPED_SYMBOL(LETTER, DTYPE, tensor3) \
  THEANO_DEFINE_TYPED_SYMBOL(LETTER, DTYPE, tensor4) \
  THEANO_DEFINE_TYPED_SYMBOL(LETTER, DTYPE, tensor5) \
  THEANO_DEFINE_TYPED_SYMBOL(LETTER, DTYPE, tensor6) \
  THEANO_DEFINE_TYPED_SYMBOL(LETTER, DTYPE, tensor7)
THEANO_DEFINE_TYPED_SYMBOLS(b, DType::Int8)
THEANO_DEFINE_TYPED_SYMBOLS(w, DType::Int16)
THEANO_DEFINE_TYPED_SYMBOLS(i, DType::Int32)
THEANO_DEFINE_TYPED_SYMBOLS(l, DType::Int64)
THEANO_DEFINE_TYPED_SYMBOLS(f, DType::Float32)
THEANO_DEFINE_TYPED_SYMBOLS(d, DType::Float64)
THEANO_DEFINE_TYPED_SYMBOLS(c, DType::Complex64)
THEANO_DEFINE_TYPED_SYMBOLS(z, DType::Complex128)
#undef THEANO_DEFINE_TYPED_SYMBOLS
#undef THEANO_DEFINE_TYPED_SYMBOL

}  // namespace tensor
}  // namespace theano
