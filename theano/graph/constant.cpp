// Constants: making them, comparing them by value, and their text.
#include <string>

#include "theano/array/element.h"
#include "theano/base/error.h"
#include "theano/graph/filter.h"
#include "theano/graph/variable.h"

namespace theano {
namespace {

constexpr std::source_location kNowhere{};

// A constant must not change when the caller writes to the array that he gave.
Array own_copy(Array value) {
  const bool is_ours = value.buffer()->is_own() && value.buffer().use_count() == 1;
  return is_ours && value.is_contiguous() ? value : value.copy();
}

// Theano cuts the middle out of texts above 20 characters.
std::string shortened(std::string text) {
  constexpr std::size_t kLimit = 20, kEnd = 10;
  if (text.size() <= kLimit) return text;
  return text.substr(0, kEnd) + ".." + text.substr(text.size() - kEnd);
}

template <class T>
bool all_equal_first(const Array& array) {
  const Array contiguous = array.contiguous();
  const T* data = contiguous.data<T>();
  const std::int64_t size = contiguous.size();
  for (std::int64_t i = 0; i < size; ++i) {
    if (!(data[i] == data[0])) return false;
  }
  return size > 0;
}

bool is_uniform(const Array& array) {
  if (array.is_null()) return false;
  if (is_complex(array.dtype())) return is_uniform(array.real_parts()) && is_uniform(array.imaginary_parts());
  return visit_real_dtype(array.dtype(), [&]<class T>() { return all_equal_first<T>(array); });
}

Array first_element(const Array& array) { return array.view(Layout(Shape{}, Strides{}, array.layout().offset)); }

}  // namespace

ConstantNode::ConstantNode(TypeRef t, Value v, std::string n)
    : VariableNode(std::move(t), std::move(n), VariableKind::Constant), value(std::move(v)) {}

Variable ConstantNode::clone() const {
  Ref<ConstantNode> copy = make_ref<ConstantNode>(type, value, name);
  copy->provenance = provenance;
  return Variable(copy.get());
}

bool ConstantNode::is_same(const ConstantNode& other) const {
  if (this == &other) return true;
  if (!type->equals(*other.type)) return false;
  if (value.object || other.value.object) return value.object == other.value.object;
  if (value.array.is_null() || other.value.array.is_null()) return value.is_null() && other.value.is_null();
  return value_hash() == other.value_hash() && is_identical(value.array, other.value.array);
}

std::size_t ConstantNode::value_hash() const {
  std::size_t hash = hash_.load(std::memory_order_relaxed);
  if (hash != 0) return hash;
  hash = value.array.is_null() ? std::hash<Ref<Object>>()(value.object) : hash_value(value.array);
  hash ^= type->hash() * 0x9e3779b97f4a7c15ULL;
  if (hash == 0) hash = 1;
  hash_.store(hash, std::memory_order_relaxed);
  return hash;
}

std::optional<double> ConstantNode::uniform_value() const {
  if (!is_uniform(value.array)) return std::nullopt;
  const std::complex<double> number = first_element(value.array).item_complex();
  if (number.imag() != 0) return std::nullopt;
  return number.real();
}

std::string ConstantNode::to_string() const {
  if (!type->is_tensor()) {
    if (!name.empty()) return name;
    if (type->kind() == TypeKind::None) return "NoneConst";
    return type->to_string() + "Constant{" + (value.object ? shortened(value.object->to_string()) : "") + "}";
  }
  if (array().ndim() > 0 && is_uniform(array())) {
    const std::string of = shape_to_string(array().shape()) + " of " + first_element(array()).to_string();
    return "TensorConstant{" + shortened(of) + "}";
  }
  return "TensorConstant{" + shortened(array().to_string()) + "}";
}

Variable make_constant(Array value, std::string name) {
  TypeRef type = TensorType::of(value.dtype(), value.shape());
  Ref<ConstantNode> node =
      make_ref<ConstantNode>(std::move(type), Value{own_copy(std::move(value)), {}}, std::move(name));
  node->provenance = Provenance::current(kNowhere);
  return Variable(node.get());
}

Variable make_constant(TypeRef type, Value value, std::string name) {
  if (type->is_tensor()) {
    if (value.array.is_null()) {
      throw TypeError("constant", "a value of " + type->to_string() + " must be an array, but none is given.",
                      "pass an array.");
    }
    const auto& tensor_type = static_cast<const TensorType&>(*type);
    value.array = filter(tensor_type, value.array);
    value.array = own_copy(std::move(value.array));
  }
  Ref<ConstantNode> node = make_ref<ConstantNode>(std::move(type), std::move(value), std::move(name));
  node->provenance = Provenance::current(kNowhere);
  return Variable(node.get());
}

}  // namespace theano
