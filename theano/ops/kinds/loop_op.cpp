// Makes nodes of ops that state a loop nest, and frames their derivatives.
#include "theano/ops/kinds/loop_op.h"

#include "theano/base/error.h"
#include "theano/ops/kinds/vjp_frame.h"

namespace theano {

ir::Expr LoopNest::checked_index(ir::Expr i, ir::Expr size, int axis) {
  const ir::Expr index = ir::cast(i, DType::Int64);
  const ir::Expr wrapped = ir::select(index < 0, index + size, index);
  const ir::Expr is_inside = (wrapped >= 0) & (wrapped < size);
  ir::CheckSite site;
  site.message = "index {} is out of bounds for axis " + std::to_string(axis) + " with size {limit}";
  site.provenance = node.provenance;
  site.error_kind = static_cast<int>(ErrorKind::Index);
  b.check(is_inside, index, size, std::move(site));
  // The kernel goes on after a failed check, so what it reads must lie inside all the same.
  return ir::select(is_inside, wrapped, b.constant(DType::Int64, std::int64_t{0}));
}

OpDocs LoopOp::docs() const noexcept {
  return {spec_.name, spec_.summary, spec_.numpy, spec_.source, spec_.inputs.span(), spec_.max_ulp};
}

Ref<Apply> LoopOp::make_apply(const Op& self, std::vector<Variable> inputs) const {
  check_inputs_present(*this, inputs);
  std::vector<TypeRef> types = spec_.types(*self, inputs);
  return Apply::make(self, std::move(inputs), std::move(types));
}

std::vector<SymbolicShape> LoopOp::infer_shape(const Apply& node, std::span<const SymbolicShape> input_shapes) const {
  return spec_.shape(node, input_shapes);
}

Gradients LoopOp::vjp(const Apply& node, std::span<const Variable> output_gradients) const {
  return framed_vjp(spec_.vjp, node, output_gradients);
}

std::vector<std::vector<bool>> LoopOp::connection_pattern(const Apply& node) const {
  if (spec_.connection) return spec_.connection(node);
  return OpDefinition::connection_pattern(node);
}

std::string LoopOp::print_name(const OpInstance& self) const {
  if (spec_.print) return spec_.print(self);
  return OpDefinition::print_name(self);
}

}  // namespace theano
