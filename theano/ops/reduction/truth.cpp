// Whether any or all elements are true.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/reduction/fold.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

using ir::Combine;
using ir::Expr;

std::vector<TypeRef> truth_types(const OpInstance& self, std::vector<Variable>& inputs) {
  return {TensorType::of(DType::Bool, fold::kept_sizes(self, inputs[0]))};
}

template <Combine combine>
void build_truth(LoopNest& nest) {
  const fold::Walk walk(nest);
  const auto is_true = [&](std::span<const Expr> folded) { return ir::cast(walk.element(folded), DType::Bool); };
  const std::vector<Expr> point = nest.b.map_indices();
  if (walk.is_empty()) return nest.write(0, point, is_true({}));
  nest.write(0, point, nest.b.reduce(combine, DType::Bool, walk.extents(), is_true));
}

Gradients truth_vjp(const Apply& node, std::span<const Variable>) { return {tensor::zeros_like(node.input(0))}; }

}  // namespace

namespace ops {

constinit const LoopOp any{fold::block("any", "Whether any element over axes is not zero.", "numpy.any(x)",
                                       truth_types, build_truth<Combine::Or>, truth_vjp, [](const OpInstance& self) {
                                         return fold::print_with_axes(self, "Any");
                                       })};

constinit const LoopOp all{fold::block("all", "Whether no element over axes is zero.", "numpy.all(x)", truth_types,
                                       build_truth<Combine::And>, truth_vjp, [](const OpInstance& self) {
                                         return fold::print_with_axes(self, "All");
                                       })};

}  // namespace ops

namespace tensor {

Variable any(const Operand& x, const Axes& axis, bool keepdims) { return fold::reduced(ops::any, x, axis, keepdims); }
Variable all(const Operand& x, const Axes& axis, bool keepdims) { return fold::reduced(ops::all, x, axis, keepdims); }

}  // namespace tensor
}  // namespace theano
