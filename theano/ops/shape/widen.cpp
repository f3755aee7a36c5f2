// Forgets which sizes are 1, so that a variable has a given type.
#include "theano/ops/shape/widen.h"

#include "theano/ops/shape/shape.h"

namespace theano {

std::optional<Variable> widened_to(const Variable& v, const Type& wanted) {
  if (v.type()->equals(wanted)) return v;
  if (!v.is_tensor() || !wanted.is_tensor()) return std::nullopt;
  const auto& type = static_cast<const TensorType&>(wanted);
  if (v.dtype() != type.dtype() || v.ndim() != type.ndim()) return std::nullopt;
  for (int axis = 0; axis < v.ndim(); ++axis)
    if (type.is_broadcastable(axis) && !v.is_broadcastable(axis)) return std::nullopt;
  return tensor::patternbroadcast(v, type.broadcastable());
}

}  // namespace theano
