// Arithmetic on shapes and strides.
#include "theano/array/layout.h"

#include <cstdlib>

#include "theano/base/error.h"

namespace theano {

std::int64_t element_count(std::span<const std::int64_t> shape) {
  std::int64_t count = 1;
  bool overflows = false;
  for (const std::int64_t size : shape) {
    if (size < 0) {
      throw ValueError("shape", "every size must be 0 or more, but the shape is " + shape_to_string(shape) + ".",
                       "check how the negative size was computed.");
    }
    if (size == 0) return 0;
    overflows = overflows || __builtin_mul_overflow(count, size, &count);
  }
  if (overflows) {
    throw ValueError("shape",
                     "the number of elements must stay below 2^63, but the shape is " + shape_to_string(shape) + ".",
                     "check how the sizes were computed.");
  }
  return count;
}

Strides contiguous_strides(std::span<const std::int64_t> shape) {
  Strides strides(shape.size());
  std::int64_t step = 1;
  for (std::size_t i = shape.size(); i-- > 0;) {
    strides[i] = step;
    // Overflow is reported by element_count; here it must only be defined.
    if (shape[i] > 1 && __builtin_mul_overflow(step, shape[i], &step)) step = 1;
  }
  return strides;
}

std::string shape_to_string(std::span<const std::int64_t> shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
  return text + (shape.size() == 1 ? ",)" : ")");
}

int normalize_axis(std::int64_t axis, int ndim, const char* op) {
  if (axis >= -ndim && axis < ndim) return static_cast<int>(axis < 0 ? axis + ndim : axis);
  const std::string n = std::to_string(ndim);
  throw ValueError(op, "the axis must be in [-" + n + ", " + n + "), but it is " + std::to_string(axis) + ".",
                   ndim == 0 ? "a 0-d value has no axes; leave the axis out."
                             : "use an axis from 0 to " + std::to_string(ndim - 1) + ", or negative from the end.");
}

bool Layout::is_contiguous() const {
  std::int64_t step = 1;
  bool is_dense = true;
  for (std::size_t i = shape.size(); i-- > 0;) {
    if (shape[i] == 0) return true;
    if (shape[i] == 1) continue;
    is_dense = is_dense && strides[i] == step;
    if (__builtin_mul_overflow(step, shape[i], &step)) step = 0;  // only an empty array can be so large
  }
  return is_dense;
}

}  // namespace theano
