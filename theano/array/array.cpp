// Making arrays, looking at them in other layouts, and reading single elements.
#include "theano/array/array.h"

#include <algorithm>

#include "theano/array/element.h"
#include "theano/base/error.h"

namespace theano {

Array::Array(DType dtype, Shape shape) : dtype_(dtype), layout_(std::move(shape)) {
  std::int64_t bytes = 0;
  if (__builtin_mul_overflow(layout_.size(), dtype_size_bytes(dtype), &bytes)) {
    throw ValueError("array", "the size in bytes must stay below 2^63, but the array is " + type_string() + ".",
                     "check how the sizes were computed.");
  }
  buffer_ = Buffer::allocate(bytes);
}

Array::Array(DType dtype, Layout layout, BufferPtr buffer)
    : dtype_(dtype), layout_(std::move(layout)), buffer_(std::move(buffer)) {}

Array Array::scalar_of(DType dtype, double value) {
  Array a(dtype, Shape{});
  write_element(dtype, a.bytes(), value);
  return a;
}

Array Array::scalar_of(DType dtype, std::int64_t value) {
  Array a(dtype, Shape{});
  write_element(dtype, a.bytes(), value);
  return a;
}

Array Array::scalar_of(DType dtype, std::complex<double> value) {
  Array a(dtype, Shape{});
  write_complex(dtype, a.bytes(), value);
  return a;
}

Array Array::zeros(DType dtype, Shape shape) {
  Array a(dtype, std::move(shape));
  std::fill_n(a.bytes(), a.size_bytes(), std::byte{0});
  return a;
}

Array Array::full(DType dtype, Shape shape, double value) {
  Array a(dtype, std::move(shape));
  a.fill(value);
  return a;
}

double Array::at(std::initializer_list<std::int64_t> index) const {
  if (static_cast<int>(index.size()) != ndim()) {
    throw IndexError("array",
                     "one index per dimension must be given, but there are " + std::to_string(index.size()) + " for " +
                         type_string() + ".",
                     "give " + std::to_string(ndim()) + " indices.");
  }
  std::int64_t position = 0;
  int axis = 0;
  for (const std::int64_t i : index) {
    const std::int64_t size = shape(axis);
    if (i < -size || i >= size) {
      throw IndexError("array",
                       "the index of axis " + std::to_string(axis) + " must be in [-" + std::to_string(size) + ", " +
                           std::to_string(size) + "), but it is " + std::to_string(i) + ".",
                       "use indices inside the shape " + shape_to_string(shape()) + ".");
    }
    position += (i < 0 ? i + size : i) * strides()[axis++];
  }
  return read_element<double>(dtype_, bytes() + position * dtype_size_bytes(dtype_));
}

namespace {

void require_single(const Array& a) {
  if (a.size() == 1) return;
  throw ValueError("item", "the array must have exactly one element, but it is " + a.type_string() + ".",
                   "reduce it first, or take one element with at().");
}

}  // namespace

double Array::item() const {
  require_single(*this);
  return read_element<double>(dtype_, bytes());
}

std::int64_t Array::item_int64() const {
  require_single(*this);
  return read_element<std::int64_t>(dtype_, bytes());
}

std::complex<double> Array::item_complex() const {
  require_single(*this);
  return read_complex(dtype_, bytes());
}

namespace {

template <class T>
std::vector<T> elements_of(const Array& a, T (*read)(DType, const std::byte*)) {
  std::vector<T> values(static_cast<std::size_t>(a.size()));
  const Array dense = a.contiguous();
  const std::int64_t step = dtype_size_bytes(a.dtype());
  const std::byte* at = dense.bytes();
  for (T& value : values) {
    value = read(a.dtype(), at);
    at += step;
  }
  return values;
}

}  // namespace

std::vector<double> Array::to_doubles() const { return elements_of<double>(*this, read_element<double>); }
std::vector<std::complex<double>> Array::to_complex() const { return elements_of(*this, read_complex); }

Array Array::copy() const { return astype(dtype_); }

Array Array::contiguous() const { return is_contiguous() ? *this : copy(); }

Array Array::astype(DType dtype) const {
  Array converted(dtype, shape());
  copy_elements(*this, converted);
  return converted;
}

Array Array::reshape(Shape wanted) const {
  const auto fail = [&](const std::string& found) {
    throw ShapeError("reshape", "the new shape must hold as many elements as the old one, but " + found,
                     "give sizes whose product is " + std::to_string(size()) + ", or -1 for one of them.");
  };
  const auto unknown = std::find(wanted.begin(), wanted.end(), -1);
  if (unknown != wanted.end()) {
    const Shape asked = wanted;
    *unknown = 1;
    const bool has_second = std::find(wanted.begin(), wanted.end(), -1) != wanted.end();
    if (has_second) fail("more than one size of " + shape_to_string(asked) + " is -1.");
    const std::int64_t known = element_count(wanted);
    if (known == 0 || size() % known != 0) {
      fail(shape_to_string(shape()) + " holds " + std::to_string(size()) + ", which no size for -1 in " +
           shape_to_string(asked) + " gives.");
    }
    *unknown = size() / known;
  }
  if (element_count(wanted) != size()) {
    fail(shape_to_string(shape()) + " holds " + std::to_string(size()) + " and " + shape_to_string(wanted) + " holds " +
         std::to_string(element_count(wanted)) + ".");
  }
  const Array dense = contiguous();
  Layout layout(std::move(wanted));
  layout.offset = dense.layout_.offset;
  return dense.view(std::move(layout));
}

Array Array::transpose() const {
  Layout reversed = layout_;
  std::reverse(reversed.shape.begin(), reversed.shape.end());
  std::reverse(reversed.strides.begin(), reversed.strides.end());
  return view(std::move(reversed));
}

Array Array::parts(std::int64_t which) const {
  if (!is_complex(dtype_)) {
    throw DTypeError("parts", "the numbers must be complex, but the array is " + type_string() + ".",
                     "convert it to complex64 or complex128 first.");
  }
  Layout halved = layout_;
  halved.offset = 2 * halved.offset + which;
  for (std::int64_t& stride : halved.strides) stride *= 2;
  return Array(part_dtype(dtype_), std::move(halved), buffer_);
}

Array Array::rows(std::int64_t start, std::int64_t stop) const {
  if (ndim() == 0 || start < 0 || stop < start || stop > shape(0)) {
    throw IndexError("rows",
                     "0 <= start <= stop <= number of rows must hold, but start is " + std::to_string(start) +
                         ", stop is " + std::to_string(stop) + " and the array is " + type_string() + ".",
                     "use rows inside the array.");
  }
  Layout part = layout_;
  part.shape[0] = stop - start;
  part.offset += start * part.strides[0];
  return view(std::move(part));
}

void Array::fill(double value) const {
  const Strides repeated(shape().size(), 0);
  copy_elements(scalar_of(dtype_, value).view(Layout(shape(), repeated)), *this);
}

void Array::assign(const Array& source) const {
  if (source.dtype() != dtype_) {
    throw DTypeError("assign",
                     "the dtypes must be equal, but the target is " + type_string() + " and the source is " +
                         source.type_string() + ".",
                     "convert the source with astype first.");
  }
  const bool is_same = source.buffer() == buffer_ && source.layout().offset == layout_.offset &&
                       source.strides() == strides() && source.shape() == shape();
  if (is_same) return;
  copy_elements(may_share_memory(source, *this) ? source.copy() : source, *this);
}

std::string Array::type_string() const { return std::string(dtype_name(dtype_)) + " " + shape_to_string(shape()); }

void Array::throw_wrong_element(DType wanted) const {
  throw InternalError(
      "array", "the elements must be " + std::string(dtype_name(wanted)) + ", but the array is " + type_string() + ".",
      "ask for the elements as what they are, or convert the array with astype.");
}

}  // namespace theano
