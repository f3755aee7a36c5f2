// The one rule by which a value becomes a value of a tensor type: arguments of functions and shared variables.
#pragma once

#include <optional>

#include "theano/graph/type.h"

namespace theano {

/// Where a value comes from; Theano judges arrays by their dtype, other numbers by their value.
enum class ValueOrigin : std::uint8_t {
  Array,        ///< an array: accepted when its dtype fits into the type's for every value
  Literal,      ///< lists and numbers: accepted when converting loses nothing
  PythonFloat,  ///< one Python float (a C++ double): as Literal, but floatX takes it even when that rounds
};

/// `value` as a value of `type`: converted where that loses nothing (or `allow_downcast` is true), else refused. The
/// result shares the memory of `value` unless it had to be converted.
///
/// Types: `is_strict` takes arrays of exactly the type's dtype. `allow_downcast` true converts anything, false takes
/// away the exception for PythonFloat.
/// Errors: TypeError (Phase::Call) for a dtype or value that does not fit, another number of dimensions, or a size
/// other than 1 where the type is broadcastable.
THEANO_API Array filter(const TensorType& type, const Array& value, bool is_strict = false,
                        std::optional<bool> allow_downcast = std::nullopt, ValueOrigin origin = ValueOrigin::Array);

}  // namespace theano
