// Gives a replacement the dtype and broadcastable pattern of what it replaces.
#include "theano/rewrite/adapt.h"

#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/shape/shape.h"

namespace theano::rewrite {

Variable adapt(const Variable& replacement, const Variable& old) {
  if (replacement.type()->equals(*old.type())) return replacement;
  if (!replacement.is_tensor() || !old.is_tensor() || replacement.ndim() != old.ndim()) return {};
  Variable result = replacement;
  bool forgets = false;
  for (int axis = 0; axis < old.ndim(); ++axis) {
    if (old.is_broadcastable(axis) == result.is_broadcastable(axis)) continue;
    // A size of 1 that the old variable does not promise would end the program where the two are not the same.
    if (result.is_broadcastable(axis)) return {};
    forgets = true;
  }
  if (forgets) result = tensor::patternbroadcast(result, old.tensor_type().broadcastable());
  if (result.dtype() != old.dtype()) result = tensor::cast(result, old.dtype());
  return result.type()->equals(*old.type()) ? result : Variable();
}

}  // namespace theano::rewrite
