// Conversion and refusal of values that are to be of a tensor type.
#include "theano/graph/filter.h"

#include "theano/array/element.h"
#include "theano/base/error.h"

namespace theano {
namespace {

[[noreturn]] void refuse(std::string sentence, std::string way_out) {
  throw TypeError("", std::move(sentence), std::move(way_out), Phase::Call);
}

std::string value_text(const Array& value) {
  constexpr std::size_t kLimit = 80, kKept = 75;
  std::string text = value.to_string();
  if (text.size() > kLimit) text = text.substr(0, kKept) + "(...)";
  return text;
}

template <class T>
bool has_equal_elements(const Array& x, const Array& y) {
  const Array from = x.contiguous(), to = y.contiguous();
  const T *a = from.data<T>(), *b = to.data<T>();
  for (std::int64_t i = 0, n = from.size(); i < n; ++i) {
    if (a[i] != b[i] && !(a[i] != a[i] && b[i] != b[i])) return false;
  }
  return true;
}

// Equal as NumPy compares arrays of the two dtypes, NaN equal to NaN.
bool is_lossless(const Array& original, const Array& converted) {
  const DType common = promote(original.dtype(), converted.dtype());
  const Array from = original.astype(common), to = converted.astype(common);
  const auto is_equal = [](const Array& a, const Array& b) {
    return visit_real_dtype(a.dtype(), [&]<class T>() { return has_equal_elements<T>(a, b); });
  };
  if (!is_complex(common)) return is_equal(from, to);
  return is_equal(from.real_parts(), to.real_parts()) && is_equal(from.imaginary_parts(), to.imaginary_parts());
}

// NumPy has no bfloat16: such values come out as float32, and what came out must go in again.
Array lossless_bfloat16(const TensorType& type, const Array& value) {
  const Array result = value.astype(DType::BFloat16);
  if (is_lossless(value, result)) return result;
  refuse(type.to_string() + " takes only arrays of numbers that bfloat16 holds exactly, but the value is \"" +
             value_text(value) + "\"",
         "set \"allow_input_downcast=True\" when calling \"function\", so that the numbers are rounded.");
}

Array converted(const TensorType& type, const Array& value, std::optional<bool> allow_downcast, ValueOrigin origin) {
  const DType to = type.dtype();
  const std::string to_name(dtype_name(to));
  if (is_complex(value.dtype()) && !is_complex(to)) {
    refuse(type.to_string() + " holds real numbers, but the value is complex: \"" + value_text(value) + "\"",
           "pass its real part, or declare the variable complex.");
  }
  if (allow_downcast.value_or(false)) return value.astype(to);
  if (origin == ValueOrigin::PythonFloat && !allow_downcast && to == floatX()) return value.astype(to);
  if (origin == ValueOrigin::Array) {
    if (promote(to, value.dtype()) == to) return value.astype(to);
    if (to == DType::BFloat16) return lossless_bfloat16(type, value);
    refuse(type.to_string() + " cannot store a value of dtype " + std::string(dtype_name(value.dtype())) +
               " without risking loss of precision. Value: \"" + value_text(value) + "\"",
           "cast the data to " + to_name + ", or set \"allow_input_downcast=True\" when calling \"function\".");
  }
  const Array result = value.astype(to);
  if (is_lossless(value, result)) return result;
  refuse(type.to_string() + " cannot store accurately value " + value_text(value) + ", it would be represented as " +
             value_text(result) + ".",
         "convert the data to an array of dtype " + to_name +
             ", or set \"allow_input_downcast=True\" when calling \"function\".");
}

std::string pattern_text(const TensorType& type) {
  std::string text = "(";
  for (int i = 0; i < type.ndim(); ++i) {
    if (i > 0) text += ", ";
    text += type.is_broadcastable(i) ? "True" : "False";
  }
  return text + (type.ndim() == 1 ? ",)" : ")");
}

void check_shape(const TensorType& type, const Array& value) {
  if (type.ndim() != value.ndim()) {
    refuse("Wrong number of dimensions: expected " + std::to_string(type.ndim()) + ", got " +
               std::to_string(value.ndim()) + " with shape " + shape_to_string(value.shape()) + ".",
           "reshape the value to " + std::to_string(type.ndim()) + " dimensions.");
  }
  for (int i = 0; i < type.ndim(); ++i) {
    if (type.sizes()[i] == kUnknownSize || type.sizes()[i] == value.shape(i)) continue;
    if (type.is_broadcastable(i)) {
      refuse("Non-unit value on shape on a broadcastable dimension. " + shape_to_string(value.shape()) + " " +
                 pattern_text(type),
             "pass a value of size 1 along axis " + std::to_string(i) +
                 ", or declare the variable without broadcasting there.");
    }
    refuse("size " + std::to_string(type.sizes()[i]) + " is wanted along axis " + std::to_string(i) +
               ", but the value has shape " + shape_to_string(value.shape()) + ".",
           "pass a value of the declared size.");
  }
}

}  // namespace

Array filter(const TensorType& type, const Array& value, bool is_strict, std::optional<bool> allow_downcast,
             ValueOrigin origin) {
  if (is_strict && origin != ValueOrigin::Array) {
    refuse(type.to_string() + " expected a ndarray object.",
           "pass an array of dtype " + std::string(dtype_name(type.dtype())) + ", or leave strict out.");
  }
  if (is_strict && value.dtype() != type.dtype()) {
    refuse(type.to_string() + " expected a ndarray object with dtype = " + std::string(dtype_name(type.dtype())) +
               " (got " + std::string(dtype_name(value.dtype())) + ").",
           "cast the value before the call, or leave strict out.");
  }
  Array result = value.dtype() == type.dtype() ? value : converted(type, value, allow_downcast, origin);
  check_shape(type, result);
  return result;
}

}  // namespace theano
