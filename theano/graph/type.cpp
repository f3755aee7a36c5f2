// Equality, hashing and text of types.
#include "theano/graph/type.h"

#include <array>

namespace theano {
namespace {

constexpr int kInternedRank = 4;

// Types with at most four dimensions, each unknown or 1, exist once, so that comparing them is comparing addresses.
struct InternedTypes {
  // Patterns of rank r stand from 2^r - 1 on.
  std::array<std::array<TensorTypeRef, (2 << kInternedRank) - 1>, kDTypeCount> types;

  InternedTypes() {
    for (int d = 0; d < kDTypeCount; ++d) {
      for (int rank = 0; rank <= kInternedRank; ++rank) {
        for (int pattern = 0; pattern < (1 << rank); ++pattern) {
          Shape sizes;
          for (int axis = 0; axis < rank; ++axis) sizes.push_back(pattern >> axis & 1 ? 1 : kUnknownSize);
          types[d][(1 << rank) - 1 + pattern] = make_ref<const TensorType>(static_cast<DType>(d), std::move(sizes));
        }
      }
    }
  }

  static const InternedTypes& instance() {
    static const auto* const table = new InternedTypes;  // never destroyed: global variables of users may hold types
    return *table;
  }

  static TensorTypeRef find(DType dtype, std::span<const std::int64_t> sizes) {
    if (sizes.size() > kInternedRank) return {};
    int pattern = 0;
    for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
      if (sizes[axis] == 1) {
        pattern |= 1 << axis;
      } else if (sizes[axis] != kUnknownSize) {
        return {};
      }
    }
    return instance().types[static_cast<int>(dtype)][(1 << sizes.size()) - 1 + pattern];
  }
};

TypeRef single_type(TypeKind kind) { return make_ref<const Type>(kind); }

}  // namespace

bool Type::equals(const Type& other) const { return kind_ == other.kind_; }
std::size_t Type::hash() const { return static_cast<std::size_t>(kind_) * 0x9e3779b97f4a7c15ULL; }

std::string Type::to_string() const {
  switch (kind_) {
    case TypeKind::Tensor:
      return "TensorType";
    case TypeKind::Generic:
      return "Generic";
    case TypeKind::None:
      return "NoneTypeT";
    case TypeKind::Slice:
      return "slice";
    case TypeKind::RandomState:
      return "RandomStateType";
    case TypeKind::Disconnected:
      return "DisconnectedType";
    case TypeKind::Null:
      return "NullType";
  }
  return "Type";
}

TensorTypeRef TensorType::of(DType dtype, const std::vector<bool>& broadcastable) {
  Shape sizes;
  for (const bool is_one : broadcastable) sizes.push_back(is_one ? 1 : kUnknownSize);
  return of(dtype, std::move(sizes));
}

TensorTypeRef TensorType::of(DType dtype, Shape sizes) {
  if (TensorTypeRef known = InternedTypes::find(dtype, sizes)) return known;
  return make_ref<const TensorType>(dtype, std::move(sizes));
}

TensorTypeRef TensorType::of_rank(DType dtype, int ndim) {
  return of(dtype, Shape(static_cast<std::size_t>(ndim), kUnknownSize));
}

std::vector<bool> TensorType::broadcastable() const {
  std::vector<bool> pattern;
  pattern.reserve(sizes_.size());
  for (const std::int64_t size : sizes_) pattern.push_back(size == 1);
  return pattern;
}

bool TensorType::equals(const Type& other) const {
  if (this == &other) return true;
  if (!other.is_tensor()) return false;
  const auto& that = static_cast<const TensorType&>(other);
  if (dtype_ != that.dtype_ || sizes_.size() != that.sizes_.size()) return false;
  for (std::size_t i = 0; i < sizes_.size(); ++i) {
    if ((sizes_[i] == 1) != (that.sizes_[i] == 1)) return false;
  }
  return true;
}

std::size_t TensorType::hash() const {
  std::size_t hash = static_cast<std::size_t>(dtype_) + 17;
  for (const std::int64_t size : sizes_) hash = hash * 31 + (size == 1 ? 2 : 1);
  return hash * 0x9e3779b97f4a7c15ULL;
}

std::string TensorType::to_string() const {
  std::string pattern;
  bool is_any_one = false;
  for (const std::int64_t size : sizes_) {
    if (!pattern.empty()) pattern += ", ";
    pattern += size == 1 ? "True" : "False";
    is_any_one |= size == 1;
  }
  std::string shape;
  if (ndim() == 0) {
    shape = "scalar";
  } else if (ndim() == 1 && !is_any_one) {
    shape = "vector";
  } else if (pattern == "True, False") {
    shape = "row";
  } else if (pattern == "False, True") {
    shape = "col";
  } else if (ndim() == 2 && !is_any_one) {
    shape = "matrix";
  } else if (is_any_one) {
    shape = "(" + pattern + (ndim() == 1 ? ",)" : ")");
  } else {
    shape = std::to_string(ndim()) + "D";
  }
  return "TensorType(" + std::string(dtype_name(dtype_)) + ", " + shape + ")";
}

std::string TensorType::describe() const {
  std::string text(dtype_name(dtype_));
  text += " (";
  for (int i = 0; i < ndim(); ++i) {
    if (i > 0) text += ", ";
    text += sizes_[i] == kUnknownSize ? "?" : std::to_string(sizes_[i]);
  }
  return text + (ndim() == 1 ? ",)" : ")");
}

TypeRef disconnected_type() {
  static const TypeRef type = single_type(TypeKind::Disconnected);
  return type;
}

TypeRef null_type(std::string why) { return make_ref<const NullType>(std::move(why)); }

TypeRef generic_type() {
  static const TypeRef type = single_type(TypeKind::Generic);
  return type;
}

TypeRef none_type() {
  static const TypeRef type = single_type(TypeKind::None);
  return type;
}

}  // namespace theano
