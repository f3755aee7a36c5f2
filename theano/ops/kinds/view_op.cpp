// Makes nodes of ops that look at memory in another way, and frames their derivatives.
#include "theano/ops/kinds/view_op.h"

#include "theano/ops/kinds/vjp_frame.h"

namespace theano {

OpDocs ViewOp::docs() const noexcept {
  return {spec_.name, spec_.summary, spec_.numpy, spec_.source, spec_.inputs.span(), 0};
}

Ref<Apply> ViewOp::make_apply(const Op& self, std::vector<Variable> inputs) const {
  check_inputs_present(*this, inputs);
  std::vector<TypeRef> types = spec_.types(*self, inputs);
  return Apply::make(self, std::move(inputs), std::move(types));
}

std::vector<SymbolicShape> ViewOp::infer_shape(const Apply& node, std::span<const SymbolicShape> input_shapes) const {
  return spec_.shape(node, input_shapes);
}

Gradients ViewOp::vjp(const Apply& node, std::span<const Variable> output_gradients) const {
  return framed_vjp(spec_.vjp, node, output_gradients);
}

std::vector<std::vector<bool>> ViewOp::connection_pattern(const Apply& node) const {
  if (spec_.connection) return spec_.connection(node);
  return OpDefinition::connection_pattern(node);
}

std::string ViewOp::print_name(const OpInstance& self) const {
  if (spec_.print) return spec_.print(self);
  return OpDefinition::print_name(self);
}

}  // namespace theano
