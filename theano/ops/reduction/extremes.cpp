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
void build_position(LoopNest& nest, Combine combine, int value_output, int position_output) {
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

Variable reduce_by(const LoopOp& definition, const Operand& x, const Axes& axis, bool keepdims) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const auto axes = fold::normalized_axes(x, axis, definition.spec().name);
  const Variable result = apply_op(make_reduction(definition, axes), {x});
  return keepdims ? fold::with_kept_axes(x, result, axes) : result;
}

}  // namespace

namespace ops {

constinit const LoopOp max{{
    .name = "max",
    .inputs = {"x"},
    .summary = "Greatest element over axes; nan where there is one.",
    .numpy = "numpy.max(x)",
    .types = extreme_types,
    .shape = fold::shapes,
    .build = build_extreme<Combine::Max>,
    .vjp = extreme_vjp,
    .print = [](const OpInstance& self) { return fold::print_with_axes(self, "Reduce{maximum}"); },
}};

constinit const LoopOp min{{
    .name = "min",
    .inputs = {"x"},
    .summary = "Least element over axes; nan where there is one.",
    .numpy = "numpy.min(x)",
    .types = extreme_types,
    .shape = fold::shapes,
    .build = build_extreme<Combine::Min>,
    .vjp = extreme_vjp,
    .print = [](const OpInstance& self) { return fold::print_with_axes(self, "Reduce{minimum}"); },
}};

constinit const LoopOp argmax{{
    .name = "argmax",
    .inputs = {"x"},
    .summary = "Position of the first greatest element over axes.",
    .numpy = "numpy.argmax(x)",
    .types = position_types,
    .shape = fold::shapes,
    .build = [](LoopNest& nest) { build_position(nest, Combine::ArgMax, -1, 0); },
    .vjp = position_vjp,
    .print = [](const OpInstance& self) { return print_with_axis_tuple(self, "Argmax"); },
}};

constinit const LoopOp argmin{{
    .name = "argmin",
    .inputs = {"x"},
    .summary = "Position of the first least element over axes.",
    .numpy = "numpy.argmin(x)",
    .types = position_types,
    .shape = fold::shapes,
    .build = [](LoopNest& nest) { build_position(nest, Combine::ArgMin, -1, 0); },
    .vjp = position_vjp,
    .print = [](const OpInstance& self) { return print_with_axis_tuple(self, "Argmin"); },
}};

constinit const LoopOp max_and_argmax{{
    .name = "max_and_argmax",
    .inputs = {"x"},
    .summary = "Greatest element over axes and the position of the first such.",
    .numpy = "(numpy.max(x), numpy.argmax(x))",
    .types = both_types,
    .shape = fold::shapes,
    .build = [](LoopNest& nest) { build_position(nest, Combine::ArgMax, 0, 1); },
    .vjp = extreme_vjp,
    .print = [](const OpInstance& self) { return print_with_axis_tuple(self, "MaxAndArgmax"); },
}};

}  // namespace ops

namespace tensor {

Variable max(const Operand& x, const Axes& axis, bool keepdims) { return reduce_by(ops::max, x, axis, keepdims); }
Variable min(const Operand& x, const Axes& axis, bool keepdims) { return reduce_by(ops::min, x, axis, keepdims); }
Variable argmax(const Operand& x, const Axes& axis, bool keepdims) {
  Variable result = reduce_by(ops::argmax, x, axis, keepdims);
  if (!keepdims) result.set_name("argmax");  // as in Theano, where gradients of it are named after it
  return result;
}
Variable argmin(const Operand& x, const Axes& axis, bool keepdims) { return reduce_by(ops::argmin, x, axis, keepdims); }

std::vector<Variable> max_and_argmax(const Operand& x, const Axes& axis, bool keepdims) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const auto axes = fold::normalized_axes(x, axis, "max_and_argmax");
  std::vector<Variable> results = apply_op_all(make_reduction(ops::max_and_argmax, axes), {x});
  if (keepdims) {
    for (Variable& result : results) result = fold::with_kept_axes(x, result, axes);
  }
  return results;
}

}  // namespace tensor
}  // namespace theano
