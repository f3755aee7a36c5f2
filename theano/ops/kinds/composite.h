// The kind of ops that are an expression of other ops, kept as one node so that rules and derivatives can see them.
#pragma once

#include "theano/ops/kinds/callables.h"

namespace theano {

struct CompositeSpec {
  const char* name = "";
  Names inputs = {};
  const char* summary = "";
  const char* numpy = "";
  const char* source = "";
  double max_ulp = 0;
  /// Checks and adapts inputs, gives output types; default: the types of the expansion.
  TypesFunction types = nullptr;
  ShapeFunction shape = nullptr;  ///< default: the shapes of the expansion's outputs
  std::vector<Variable> (*expand)(const OpInstance& self, std::span<const Variable> inputs) = nullptr;
  Vjp vjp = {};  ///< default: the derivative of the expansion
  ConnectionFunction connection = nullptr;
  PrintFunction print = nullptr;
};

class THEANO_API Composite final : public OpDefinition {
 public:
  constexpr explicit Composite(const CompositeSpec& spec) : spec_(spec) {}
  const CompositeSpec& spec() const noexcept { return spec_; }
  /// The outputs as expressions of the node's inputs.
  std::vector<Variable> expand(const Apply& node) const;

  OpKind kind() const noexcept override { return OpKind::Composite; }
  OpDocs docs() const noexcept override;
  Ref<Apply> make_apply(const Op& self, std::vector<Variable> inputs) const override;
  std::vector<SymbolicShape> infer_shape(const Apply&, std::span<const SymbolicShape>) const override;
  Gradients vjp(const Apply&, std::span<const Variable>) const override;
  std::vector<std::vector<bool>> connection_pattern(const Apply& node) const override;
  std::string print_name(const OpInstance& self) const override;

 private:
  CompositeSpec spec_;
};

}  // namespace theano
