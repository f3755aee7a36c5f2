// An n-dimensional array: a dtype, a layout and a shared buffer.
#pragma once

#include <complex>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "theano/array/buffer.h"
#include "theano/array/dtype.h"
#include "theano/array/layout.h"
#include "theano/base/export.h"

namespace theano {

/// Handle on n-dimensional data; copying the handle shares the data (`copy()` copies it). Like numpy.ndarray.
class THEANO_API Array {
 public:
  /// No array at all (`is_null`), as for "no value given".
  Array() = default;
  /// Uninitialised, row-major.
  Array(DType dtype, Shape shape);
  Array(DType dtype, Layout layout, BufferPtr buffer);

  /// 0-d array of the given element.
  template <class T>
    requires(DTypeOf<T>::value >= DType::Bool)
  static Array scalar(T value) {
    Array a(kDTypeOf<T>, Shape{});
    *a.data<T>() = value;
    return a;
  }
  /// 0-d array of `dtype` holding `value`, converted.
  static Array scalar_of(DType dtype, double value);
  static Array scalar_of(DType dtype, std::int64_t value);
  static Array scalar_of(DType dtype, std::complex<double> value);
  static Array zeros(DType dtype, Shape shape);
  static Array full(DType dtype, Shape shape, double value);
  /// 1-d array of the values.
  template <class T>
  static Array of(std::initializer_list<T> values) {
    return from(std::span<const T>(values.begin(), values.size()), {static_cast<std::int64_t>(values.size())});
  }
  template <class T>
  static Array from(std::span<const T> values, Shape shape) {
    Array a(kDTypeOf<T>, std::move(shape));
    std::copy(values.begin(), values.end(), a.data<T>());
    return a;
  }
  template <class T>
  static Array from(const std::vector<T>& values, Shape shape) {
    return from(std::span<const T>(values), std::move(shape));
  }

  bool is_null() const noexcept { return !buffer_; }
  DType dtype() const noexcept { return dtype_; }
  const Layout& layout() const noexcept { return layout_; }
  const Shape& shape() const noexcept { return layout_.shape; }
  const Strides& strides() const noexcept { return layout_.strides; }
  std::int64_t shape(int axis) const { return layout_.shape[axis]; }
  int ndim() const noexcept { return layout_.ndim(); }
  std::int64_t size() const { return layout_.size(); }
  std::int64_t size_bytes() const { return size() * dtype_size_bytes(dtype_); }
  bool is_contiguous() const { return layout_.is_contiguous(); }
  const BufferPtr& buffer() const noexcept { return buffer_; }

  /// Address of the first element (offset applied).
  std::byte* bytes() const noexcept { return buffer_->data() + layout_.offset * dtype_size_bytes(dtype_); }
  /// Typed address of the first element. Errors: InternalError when T is not the dtype.
  template <class T>
  T* data() const {
    if (kDTypeOf<T> != dtype_) throw_wrong_element(kDTypeOf<T>);
    return reinterpret_cast<T*>(bytes());
  }
  /// Element at the given indices, converted; of complex numbers the real part. Errors: IndexError.
  double at(std::initializer_list<std::int64_t> index) const;
  /// The single element. Errors: ValueError unless size() == 1.
  double item() const;
  std::int64_t item_int64() const;  ///< exact for integers
  std::complex<double> item_complex() const;
  /// All elements in row-major order, converted; of complex numbers the real parts.
  std::vector<double> to_doubles() const;
  std::vector<std::complex<double>> to_complex() const;

  /// A contiguous copy of its own.
  Array copy() const;
  /// This array itself if contiguous, else a copy.
  Array contiguous() const;
  /// A contiguous copy with elements converted by C rules made total (see ir's cast): NaN to int is 0.
  /// Errors: TypeError for complex numbers that are to become real.
  Array astype(DType dtype) const;
  /// Another layout on the same buffer. The caller vouches that it stays inside.
  Array view(Layout layout) const { return Array(dtype_, std::move(layout), buffer_); }
  Array reshape(Shape shape) const;  ///< copies if not contiguous; one size may be -1. Errors: ShapeError.
  Array transpose() const;
  /// The real, imaginary parts of complex numbers, as a view.
  Array real_parts() const { return parts(0); }
  Array imaginary_parts() const { return parts(1); }
  /// Rows [start, stop) of the first dimension, as a view.
  Array rows(std::int64_t start, std::int64_t stop) const;
  void fill(double value) const;
  /// Copies the elements of `source` (same shape, same dtype) to here.
  void assign(const Array& source) const;

  /// NumPy-like text: "[[1. 2.]\n [3. 4.]]".
  std::string to_string() const;
  /// "float32 (3, 5)".
  std::string type_string() const;

 private:
  Array parts(std::int64_t which) const;
  [[noreturn]] void throw_wrong_element(DType wanted) const;

  DType dtype_ = DType::Float64;
  Layout layout_;
  BufferPtr buffer_;
};

/// Same dtype, shape and bits (so NaN equals NaN, 0 differs from -0). Strides do not matter.
THEANO_API bool is_identical(const Array& a, const Array& b);
/// Same shape and |a - b| <= atol + rtol |b| everywhere, NaN equal to NaN, infinities equal when of one sign.
THEANO_API bool all_close(const Array& a, const Array& b, double rtol = 1e-5, double atol = 1e-8);
/// Hash of dtype, shape and bits, agreeing with is_identical.
THEANO_API std::size_t hash_value(const Array& a);
/// Whether the memory of the two may overlap (bounds, not elements).
THEANO_API bool may_share_memory(const Array& a, const Array& b);
/// Copies and converts element by element between any dtypes and layouts of one shape.
/// Errors: TypeError for complex numbers that are to become real.
THEANO_API void copy_elements(const Array& source, const Array& target);
/// Moves elements of equal size between two layouts of one shape; the addresses are those of the first elements (offsets
/// of the layouts are not applied).
THEANO_API void copy_bits(std::int64_t element_bytes, const std::byte* source, const Layout& source_layout,
                          std::byte* target, const Layout& target_layout);

}  // namespace theano
