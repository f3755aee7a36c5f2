// Greatest and least elements, and where they are.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/reduction/fold.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

using ir::Combine;
using ir::Expr;

std::vector<TypeRef> extreme_types(const OpInstance& self, std::vector<Variable>& inputs) {
  return {TensorType::of(inputs[0].dtype(), fold::kept_sizes(self, inputs[0]))};
}

std::vector<TypeRef> position_types(const OpInstance& self, std::vector<Variable>& inputs) {
  return {TensorType::of(DType::Int64, fold::kept_sizes(self, inputs[0]))};
}

std::vector<TypeRef> both_types(const OpInstance& self, std::vector<Variable>& inputs) {
  return {extreme_types(self, inputs)[0], position_types(self, inputs)[0]};
}

template <Combine combine>
void build_extreme(LoopNest& nest) {
  const fold::Walk walk(nest);
  const std::vector<Expr> point = nest.b.map_indices();
  if (walk.is_empty()) return nest.write(0, point, walk.element({}));
  walk.check_not_empty(combine == Combine::Max ? "maximum" : "minimum");
  nest.write(0, point,
             nest.b.reduce(combine, nest.node.input(0).dtype(), walk.extents(),
                           [&](std::span<const Expr> folded) { return walk.element(folded); }));
}

// Writes the extreme to output `value_output` and its position to `position_output`; -1 for neither.
template <Combine combine, int value_output, int position_output>
void build_position(LoopNest& nest) {
  const fold::Walk walk(nest);
  const std::vector<Expr> point = nest.b.map_indices();
  Expr value, position;
  if (walk.is_empty()) {
    value = walk.element({});
    position = nest.b.constant(DType::Int64, std::int64_t{0});
  } else {
    walk.check_not_empty(combine == Combine::ArgMax ? "maximum" : "minimum");
    std::tie(value, position) = nest.b.reduce_arg(combine, nest.node.input(0).dtype(), walk.extents(),
                                                  [&](std::span<const Expr> folded) { return walk.element(folded); });
  }
  if (value_output >= 0) nest.write(value_output, point, value);
  nest.write(position_output, point, position);
}

// As in Theano every tie gets the whole gradient.
Gradients extreme_vjp(const Apply& node, std::span<const Variable> g) {
  if (g[0].is_null()) return {{}};
  const Variable y = const_cast<Apply&>(node).output(0);
  const Variable is_extreme = tensor::eq(node.input(0), fold::expanded(node, y));
  return {tensor::mul(fold::expanded(node, g[0]), is_extreme)};
}

// A position is constant wherever it is defined: framing makes the gradient zero.
Gradients position_vjp(const Apply& node, std::span<const Variable>) { return {tensor::zeros_like(node.input(0))}; }

std::string print_with_axis_tuple(const OpInstance& self, const char* name) {
  std::string text = std::string(name) + "{axis=";
  if (!self.attributes().has("axis")) return text + "None}";
  const auto& axes = self.attributes().get_ints("axis");
  text += "(";
  for (std::size_t i = 0; i < axes.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(axes[i]);
  return text + (axes.size() == 1 ? ",)}" : ")}");
}

// As in Theano an empty list of axes means all of them here (a sum over no axes folds nothing).
Axes all_if_none(const Axes& axis) { return !axis.is_all() && axis.list().empty() ? Axes() : axis; }

}  // namespace

namespace ops {

constinit const LoopOp max{fold::block("max", "Greatest element over axes; nan where there is one.", "numpy.max(x)",
                                       extreme_types, build_extreme<Combine::Max>, extreme_vjp,
                                       [](const OpInstance& self) {
                                         return fold::print_with_axes(self, "Reduce{maximum}");
                                       })};

constinit const LoopOp min{fold::block("min", "Least element over axes; nan where there is one.", "numpy.min(x)",
                                       extreme_types, build_extreme<Combine::Min>, extreme_vjp,
                                       [](const OpInstance& self) {
                                         return fold::print_with_axes(self, "Reduce{minimum}");
                                       })};

constinit const LoopOp argmax{fold::block("argmax", "Position of the first greatest element over axes.",
                                          "numpy.argmax(x)", position_types, build_position<Combine::ArgMax, -1, 0>,
                                          position_vjp,
                                          [](const OpInstance& self) { return print_with_axis_tuple(self, "Argmax"); })};

constinit const LoopOp argmin{fold::block("argmin", "Position of the first least element over axes.",
                                          "numpy.argmin(x)", position_types, build_position<Combine::ArgMin, -1, 0>,
                                          position_vjp,
                                          [](const OpInstance& self) { return print_with_axis_tuple(self, "Argmin"); })};

constinit const LoopOp max_and_argmax{
    fold::block("max_and_argmax", "Greatest element over axes and the position of the first such.",
                "(numpy.max(x), numpy.argmax(x))", both_types, build_position<Combine::ArgMax, 0, 1>, extreme_vjp,
                [](const OpInstance& self) { return print_with_axis_tuple(self, "MaxAndArgmax"); })};

}  // namespace ops

namespace tensor {

Variable max(const Operand& x, const Axes& axis, bool keepdims) {
  return fold::reduced(ops::max, x, all_if_none(axis), keepdims);
}

Variable min(const Operand& x, const Axes& axis, bool keepdims) {
  return fold::reduced(ops::min, x, all_if_none(axis), keepdims);
}

Variable argmax(const Operand& x, const Axes& axis, bool keepdims) {
  Variable result = fold::reduced(ops::argmax, x, all_if_none(axis), keepdims);
  if (!keepdims) result.set_name("argmax");  // as in Theano, where gradients of it are named after it
  return result;
}

Variable argmin(const Operand& x, const Axes& axis, bool keepdims) {
  return fold::reduced(ops::argmin, x, all_if_none(axis), keepdims);
}

std::vector<Variable> max_and_argmax(const Operand& x, const Axes& axis, bool keepdims) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const auto axes = fold::normalized_axes(x, all_if_none(axis), "max_and_argmax");
  std::vector<Variable> results = apply_op_all(make_reduction(ops::max_and_argmax, axes), {x});
  if (keepdims) {
    for (Variable& result : results) result = fold::with_kept_axes(x, result, axes);
  }
  return results;
}

}  // namespace tensor
}  // namespace theano
