// What an op is: its definition (one static block per op) and an instance of it (definition and parameters).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "theano/graph/variable.h"

namespace theano {

/// Exactly one per op; the kind owns all machinery.
enum class OpKind : std::uint8_t { Elementwise, Loop, View, Composite, Library, Control, Host };

/// Documentation and test data of an op, for generated docs, stubs and tests.
struct OpDocs {
  std::string_view name;     ///< "log1p"; unique in the registry
  std::string_view summary;  ///< one sentence
  std::string_view numpy;    ///< the meaning as an executable NumPy expression over the input names; may be empty
  std::string_view source;   ///< paper or reference, may be empty
  std::span<const char* const> inputs;
  double max_ulp = 0;  ///< promised error of inexact results
};

/// Sizes of one variable as int64 scalar variables (constants where known).
using SymbolicShape = std::vector<Variable>;

/// The static block of an op. Objects are constant-initialised and live for ever; a user's own op is one on the heap.
class THEANO_API OpDefinition {
 public:
  constexpr OpDefinition() = default;
  OpDefinition(const OpDefinition&) = delete;
  OpDefinition& operator=(const OpDefinition&) = delete;
  virtual ~OpDefinition() = default;

  virtual OpKind kind() const noexcept = 0;
  virtual OpDocs docs() const noexcept = 0;
  std::string_view name() const noexcept { return docs().name; }

  /// Checks the inputs, adapts them where the op says so (casts, dimshuffles) and makes the node.
  /// Errors: TypeError, ShapeError, ... at Phase::Build.
  virtual Ref<Apply> make_apply(const Op& self, std::vector<Variable> inputs) const = 0;
  /// Shapes of all outputs as expressions of the shapes (and integer values) of the inputs, without computing values.
  /// `input_shapes[i]` is empty for inputs that are not tensors.
  virtual std::vector<SymbolicShape> infer_shape(const Apply& node,
                                                 std::span<const SymbolicShape> input_shapes) const = 0;
  /// The gradient with respect to every input, given those with respect to the outputs (null: disconnected output).
  /// A null result is a disconnected input, one of NullType an undefined gradient.
  virtual std::vector<Variable> vjp(const Apply& node, std::span<const Variable> output_gradients) const = 0;
  /// Forward mode: tangents of the outputs given those of the inputs (null: zero). Empty: fall back on the vjp's vjp.
  virtual std::vector<Variable> jvp(const Apply& node, std::span<const Variable> tangents) const;
  /// connected[i][o]: whether the gradient may flow from output o to input i. All true unless said otherwise.
  virtual std::vector<std::vector<bool>> connection_pattern(const Apply& node) const;

  /// Theano's text of the op: "Elemwise{add,no_inplace}", "Sum{axis=[0], acc_dtype=float64}". Default: name{attributes}.
  virtual std::string print_name(const OpInstance& self) const;
  /// How `pp` writes it: infix operator such as "+", or empty for a call.
  virtual std::string_view infix() const noexcept { return ""; }
  virtual bool is_commutative() const noexcept { return false; }
};

/// A definition with its parameters. Immutable; compared by value.
class THEANO_API OpInstance final : public RefCounted {
 public:
  OpInstance(const OpDefinition& definition, Attributes attributes);
  const OpDefinition& definition() const noexcept { return *definition_; }
  const Attributes& attributes() const noexcept { return attributes_; }
  std::string_view name() const noexcept { return definition_->name(); }
  OpKind kind() const noexcept { return definition_->kind(); }
  bool is(const OpDefinition& definition) const noexcept { return definition_ == &definition; }
  bool equals(const OpInstance& other) const;
  std::size_t hash() const noexcept { return hash_; }
  std::string to_string() const { return definition_->print_name(*this); }

 private:
  const OpDefinition* definition_;
  Attributes attributes_;
  std::size_t hash_;
};

THEANO_API Op make_op(const OpDefinition& definition, Attributes attributes = {});

/// The Apply of `v` when its op is `definition`, else null.
inline Apply* owner_if(const Variable& v, const OpDefinition& definition) {
  Apply* owner = v.owner();
  return owner && owner->op()->is(definition) ? owner : nullptr;
}

}  // namespace theano
