// Shapes and strides: how the elements of an array lie in memory.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "theano/base/export.h"
#include "theano/base/inline_vector.h"

namespace theano {

/// Sizes of the dimensions, in elements.
using Shape = InlineVector<std::int64_t, 6>;
/// Distance between neighbours along each dimension, in elements; negative for reversed views, 0 for repeated ones.
using Strides = InlineVector<std::int64_t, 6>;

/// Product of the sizes; 1 for no dimensions. Errors: ValueError on a negative size or overflow of 63 bits.
THEANO_API std::int64_t element_count(std::span<const std::int64_t> shape);
/// Row-major strides of a shape.
THEANO_API Strides contiguous_strides(std::span<const std::int64_t> shape);
/// "(3, 5)", "(3,)", "()".
THEANO_API std::string shape_to_string(std::span<const std::int64_t> shape);
/// axis in [-ndim, ndim) to [0, ndim). Errors: ValueError naming `op`.
THEANO_API int normalize_axis(std::int64_t axis, int ndim, const char* op);

/// Shape, strides and the position of the first element relative to the start of the buffer, all in elements.
struct THEANO_API Layout {
  Shape shape;
  Strides strides;
  std::int64_t offset = 0;

  Layout() = default;
  /// Row-major.
  explicit Layout(Shape s) : shape(std::move(s)), strides(contiguous_strides(shape)) {}
  Layout(Shape s, Strides t, std::int64_t o = 0) : shape(std::move(s)), strides(std::move(t)), offset(o) {}

  int ndim() const { return static_cast<int>(shape.size()); }
  std::int64_t size() const { return element_count(shape); }
  bool is_contiguous() const;  ///< row-major without gaps; strides of dimensions of size 1 do not matter
};

}  // namespace theano
