// Types of symbolic variables: tensors of a dtype and known or unknown sizes, and the few others.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "theano/array/array.h"
#include "theano/base/ref.h"

namespace theano {

enum class TypeKind : std::uint8_t { Tensor, Generic, None, Slice, RandomState, Disconnected, Null };

/// What a Variable can hold. Immutable; compared by value.
class THEANO_API Type : public RefCounted {
 public:
  explicit Type(TypeKind kind) noexcept : kind_(kind) {}
  TypeKind kind() const noexcept { return kind_; }
  bool is_tensor() const noexcept { return kind_ == TypeKind::Tensor; }
  /// Whether values of one may stand for the other. Tensors: same dtype and same broadcastable pattern; further known
  /// sizes are information, not identity.
  virtual bool equals(const Type& other) const;
  virtual std::size_t hash() const;
  /// Theano's text: "TensorType(float64, matrix)".
  virtual std::string to_string() const;

 private:
  TypeKind kind_;
};
using TypeRef = Ref<const Type>;

inline constexpr std::int64_t kUnknownSize = -1;

/// A dtype and one size per dimension, kUnknownSize where not known. `broadcastable(i)` is "size known to be 1".
class THEANO_API TensorType final : public Type {
 public:
  TensorType(DType dtype, Shape sizes) : Type(TypeKind::Tensor), dtype_(dtype), sizes_(std::move(sizes)) {}
  /// From Theano's pattern: true is size 1, false unknown.
  static Ref<const TensorType> of(DType dtype, const std::vector<bool>& broadcastable);
  static Ref<const TensorType> of(DType dtype, Shape sizes);
  /// `ndim` unknown sizes.
  static Ref<const TensorType> of_rank(DType dtype, int ndim);

  DType dtype() const noexcept { return dtype_; }
  int ndim() const noexcept { return static_cast<int>(sizes_.size()); }
  const Shape& sizes() const noexcept { return sizes_; }
  bool is_broadcastable(int axis) const { return sizes_[axis] == 1; }
  std::vector<bool> broadcastable() const;
  Ref<const TensorType> with_dtype(DType dtype) const { return of(dtype, sizes_); }

  bool equals(const Type& other) const override;
  std::size_t hash() const override;
  std::string to_string() const override;
  /// "float32 (?, 1)" for error messages.
  std::string describe() const;

 private:
  DType dtype_;
  Shape sizes_;
};
using TensorTypeRef = Ref<const TensorType>;

/// The type of the gradient with respect to an input that is not connected to the cost.
THEANO_API TypeRef disconnected_type();
/// The type of a gradient that does not exist; `why` is told when it is used.
class THEANO_API NullType final : public Type {
 public:
  explicit NullType(std::string why) : Type(TypeKind::Null), why_(std::move(why)) {}
  const std::string& why() const noexcept { return why_; }
  std::string to_string() const override { return "NullType{" + why_ + "}"; }

 private:
  std::string why_;
};
THEANO_API TypeRef null_type(std::string why);
THEANO_API TypeRef generic_type();
THEANO_API TypeRef none_type();

/// A value no tensor can hold (a Python object behind a generic variable).
class THEANO_API Object : public RefCounted {
 public:
  virtual std::string to_string() const = 0;
};

/// What a variable holds at run time: an array, or an object for generic types.
struct Value {
  Array array;
  Ref<Object> object;
  bool is_null() const { return array.is_null() && !object; }
};

}  // namespace theano
