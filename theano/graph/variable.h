// The symbolic graph: variables, constants, shared variables, and Apply, one use of an op.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "theano/base/provenance.h"
#include "theano/base/ref.h"
#include "theano/graph/attributes.h"
#include "theano/graph/type.h"

namespace theano {

class Apply;
class OpDefinition;
class OpInstance;
class VariableNode;
class ConstantNode;
class SharedNode;
struct Index;
using Op = Ref<const OpInstance>;

/// Handle on a node of the graph; cheap to copy. `==` is identity, as in Theano (use `eq` for the symbolic comparison).
class THEANO_API Variable {
 public:
  Variable() noexcept = default;
  Variable(Ref<VariableNode> node) noexcept : node_(std::move(node)) {}
  Variable(VariableNode* node) noexcept : node_(node) {}

  bool is_null() const noexcept { return !node_; }
  explicit operator bool() const noexcept { return static_cast<bool>(node_); }
  VariableNode* node() const noexcept { return node_.get(); }
  VariableNode* operator->() const noexcept { return node_.get(); }

  const TypeRef& type() const noexcept;
  /// The type as a tensor type. Errors: TypeError when it is not one.
  const TensorType& tensor_type() const;
  bool is_tensor() const noexcept;
  DType dtype() const { return tensor_type().dtype(); }
  int ndim() const { return tensor_type().ndim(); }
  bool is_broadcastable(int axis) const { return tensor_type().is_broadcastable(axis); }
  /// The Apply that computes it; null for inputs, constants and shared variables.
  Apply* owner() const noexcept;
  int output_index() const noexcept;
  const std::string& name() const noexcept;
  Variable& set_name(std::string name);
  Provenance provenance() const noexcept;
  const ConstantNode* constant() const noexcept;  ///< null unless it is a constant
  SharedNode* shared() const noexcept;            ///< null unless it is a shared variable

  /// Theano's text of a variable: its name, "Elemwise{add,no_inplace}.0", "TensorConstant{2}" or "<TensorType(...)>".
  std::string to_string() const;

  /// Subtensor: `x[0]`, `x[slice(1, 3)]`. Defined by ops/indexing.
  Variable operator[](const Index& index) const;

  friend bool operator==(const Variable& a, const Variable& b) noexcept { return a.node_ == b.node_; }
  std::size_t hash() const noexcept { return std::hash<const void*>()(node_.get()); }

 private:
  Ref<VariableNode> node_;
};

enum class VariableKind : std::uint8_t { Plain, Constant, Shared };

/// The node behind a Variable. Type and owner never change; name and the rest may.
class THEANO_API VariableNode : public RefCounted {
 public:
  explicit VariableNode(TypeRef type, std::string name = "", VariableKind kind = VariableKind::Plain);
  ~VariableNode() override;

  TypeRef type;  ///< never changed after construction
  std::string name;
  Provenance provenance;
  VariableKind kind;
  int output_index = 0;
  Ref<Apply> owner;  ///< never changed after construction
  std::uint64_t id;  ///< order of creation in this process, from 1
  std::unique_ptr<Value> test_value;

  /// A fresh variable of the same type and name, without owner (of the same kind for constants and shared variables).
  virtual Variable clone() const;
};

/// A variable with a value fixed for ever. Its sizes are known.
class THEANO_API ConstantNode final : public VariableNode {
 public:
  ConstantNode(TypeRef type, Value value, std::string name = "");
  const Value value;
  const Array& array() const { return value.array; }
  Variable clone() const override;
  /// Same type and same bits: what the merge pass asks.
  bool is_same(const ConstantNode& other) const;
  std::size_t value_hash() const;
  /// The number that all elements have, or nullopt.
  std::optional<double> uniform_value() const;
  /// "TensorConstant{2}", "TensorConstant{(2, 2) of 0.0}".
  std::string to_string() const;

 private:
  mutable std::atomic<std::size_t> hash_{0};  // 0: not computed yet
};

/// The value of a shared variable: what calls read as a snapshot and commit to. Several SharedNodes (clones, copies of a
/// function that share memory) may hold one.
class THEANO_API SharedStorage final : public RefCounted {
 public:
  SharedStorage(TypeRef type, Value value);
  const TypeRef type;
  const std::uint64_t id;  ///< locks are taken in the order of ids
  /// The present value; later writes do not reach it (they copy, or it holds the buffer that forces them to).
  Value snapshot() const;
  /// Puts a value of the right type here.
  void commit(Value value);
  /// Keeps readers waiting while the value's memory is written in place. Whoever holds it waits for nothing else.
  std::unique_lock<std::mutex> hold_value() const { return std::unique_lock<std::mutex>(value_mutex_); }
  /// Between hold_value() and its release: whether `mine` is the present value and nobody but this storage and the caller,
  /// who has one handle on it, has its memory, so that it may be written.
  bool is_only_with(const Array& mine) const;
  /// Held by a call from its first read to its commit when it updates this storage, so that such calls serialise.
  std::recursive_mutex& update_mutex() const { return update_mutex_; }

 private:
  mutable std::mutex value_mutex_;
  mutable std::recursive_mutex update_mutex_;
  Value value_;
};

/// A variable with a value that functions share and may update.
class THEANO_API SharedNode final : public VariableNode {
 public:
  SharedNode(TypeRef type, Ref<SharedStorage> storage, std::string name = "");
  Ref<SharedStorage> storage;
  Variable default_update;  ///< applied by functions unless they say otherwise
  bool is_strict = false;   ///< set_value takes arrays of the exact type only
  std::optional<bool> allow_downcast;
  Variable clone() const override;

  /// The value; a copy unless `borrow`.
  Array get_value(bool borrow = false) const;
  /// Checks (TypeError) and stores; a copy unless `borrow`. A refused value leaves the old one.
  void set_value(const Array& value, bool borrow = false);
};

/// One use of an op on inputs. Inputs are held; outputs are made on demand and held by their users.
class THEANO_API Apply final : public RefCounted {
 public:
  /// Checks nothing: ops make it through OpDefinition::make_apply.
  static Ref<Apply> make(Op op, std::vector<Variable> inputs, std::vector<TypeRef> output_types);
  ~Apply() override;

  const Op& op() const noexcept { return op_; }
  std::span<const Variable> inputs() const noexcept { return inputs_; }
  const Variable& input(int i) const { return inputs_[i]; }
  int input_count() const noexcept { return static_cast<int>(inputs_.size()); }
  int output_count() const noexcept { return static_cast<int>(output_types_.size()); }
  const TypeRef& output_type(int i) const { return output_types_[i]; }
  /// The i-th output; the same node as long as somebody holds it.
  Variable output(int i);
  std::vector<Variable> outputs();
  Provenance provenance;

  /// Only for FunctionGraph, on its own copies.
  void set_input(int i, Variable v) { inputs_[i] = std::move(v); }

 private:
  friend class VariableNode;
  Apply(Op op, std::vector<Variable> inputs, std::vector<TypeRef> output_types);
  Op op_;
  std::vector<Variable> inputs_;
  std::vector<TypeRef> output_types_;
  std::vector<VariableNode*> outputs_;  // not held: the node clears its slot when it goes
};

/// A fresh variable of a type.
THEANO_API Variable make_variable(TypeRef type, std::string name = "",
                                  const std::source_location& location = std::source_location::current());
/// A constant with the array's dtype and sizes.
THEANO_API Variable make_constant(Array value, std::string name = "");
/// A constant whose type is given (broadcastable pattern as wanted). Errors: TypeError when the value does not fit.
THEANO_API Variable make_constant(TypeRef type, Value value, std::string name = "");
/// A shared variable holding a copy of `value` (the array itself if `borrow`). As in Theano no dimension is
/// broadcastable unless `broadcastable` says so.
THEANO_API Variable make_shared_variable(Array value, std::string name = "", bool borrow = false,
                                         std::optional<std::vector<bool>> broadcastable = std::nullopt);

/// The op applied and its only output.
THEANO_API Variable apply_op(const Op& op, std::vector<Variable> inputs);
/// The op applied, all outputs.
THEANO_API std::vector<Variable> apply_op_all(const Op& op, std::vector<Variable> inputs);

/// One line of an error report for a variable.
struct ErrorOperand;
THEANO_API ErrorOperand describe_operand(std::string role, const Variable& v);

}  // namespace theano

template <>
struct std::hash<theano::Variable> {
  std::size_t operator()(const theano::Variable& v) const noexcept { return v.hash(); }
};
