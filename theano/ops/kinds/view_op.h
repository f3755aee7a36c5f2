// The kind of ops that only look at their input's memory in another way: dimshuffle, reshape, subtensor.
#pragma once

#include "theano/ops/kinds/loop_op.h"

namespace theano {

struct ViewSpec {
  const char* name = "";
  Names inputs = {};
  const char* summary = "";
  const char* numpy = "";
  const char* source = "";
  TypesFunction types = nullptr;
  ShapeFunction shape = nullptr;
  ViewFunction view = nullptr;  ///< scalars: the values of the integer inputs after the first
  Vjp vjp = {};
  ConnectionFunction connection = nullptr;
  PrintFunction print = nullptr;
};

/// Input 0 is looked at; further inputs are integer scalars (or, for reshape, an integer vector) that steer the view.
class THEANO_API ViewOp final : public OpDefinition {
 public:
  constexpr explicit ViewOp(const ViewSpec& spec) : spec_(spec) {}
  const ViewSpec& spec() const noexcept { return spec_; }

  OpKind kind() const noexcept override { return OpKind::View; }
  OpDocs docs() const noexcept override;
  Ref<Apply> make_apply(const Op& self, std::vector<Variable> inputs) const override;
  std::vector<SymbolicShape> infer_shape(const Apply&, std::span<const SymbolicShape>) const override;
  Gradients vjp(const Apply&, std::span<const Variable>) const override;
  std::vector<std::vector<bool>> connection_pattern(const Apply& node) const override;
  std::string print_name(const OpInstance& self) const override;

 private:
  ViewSpec spec_;
};

}  // namespace theano
