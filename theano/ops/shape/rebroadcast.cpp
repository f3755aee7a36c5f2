// Views that tell the graph more (or less) about sizes and check at the call that it is true.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

// What a rebroadcast says of each axis it names.
std::vector<std::pair<int, bool>> claims_of(const OpInstance& self) {
  const auto& axes = self.attributes().get_ints("axes");
  const auto& flags = self.attributes().get_ints("broadcastable");
  std::vector<std::pair<int, bool>> claims;
  for (std::size_t i = 0; i < axes.size(); ++i) claims.emplace_back(static_cast<int>(axes[i]), flags[i] != 0);
  return claims;
}

std::vector<TypeRef> rebroadcast_types(const OpInstance& self, std::vector<Variable>& inputs) {
  const Variable& x = inputs[0];
  Shape sizes = x.tensor_type().sizes();
  for (const auto& [axis, is_one] : claims_of(self)) {
    if (axis >= x.ndim()) {
      throw ValueError(ErrorReport{
          .op = "rebroadcast",
          .sentence = "every axis must be one of the input's, but it has no axis " + std::to_string(axis) + ".",
          .operands = {describe_operand("x", x)},
          .way_out = "count the axes from 0."});
    }
    std::int64_t& size = sizes[static_cast<std::size_t>(axis)];
    if (is_one && size != kUnknownSize && size != 1) {
      throw ValueError(ErrorReport{.op = "rebroadcast",
                                   .sentence = "dimension " + std::to_string(axis) +
                                               " must have size 1, but it is known to be " + std::to_string(size) + ".",
                                   .operands = {describe_operand("x", x)},
                                   .way_out = "leave the axis as it is."});
    }
    if (is_one) {
      size = 1;
    } else if (size == 1) {
      size = kUnknownSize;
    }
  }
  return {TensorType::of(x.dtype(), std::move(sizes))};
}

std::vector<SymbolicShape> rebroadcast_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  SymbolicShape result = shapes[0];
  for (const auto& [axis, is_one] : claims_of(*node.op())) {
    if (is_one) result[static_cast<std::size_t>(axis)] = constant_size(1);
  }
  return {result};
}

std::optional<Layout> rebroadcast_view(const OpInstance& self, const Layout& input, std::span<const std::int64_t>,
                                       const Shape&) {
  for (const auto& [axis, is_one] : claims_of(self)) {
    const std::int64_t size = input.shape[static_cast<std::size_t>(axis)];
    if (!is_one || size == 1) continue;
    throw ValueError("rebroadcast",
                     "Dimension " + std::to_string(axis) + " in Rebroadcast's input was supposed to be 1 (got " +
                         std::to_string(size) + " instead).",
                     "pass a value with size 1 there, or leave out addbroadcast.", Phase::Call);
  }
  return input;
}

// The gradient gets back the pattern that x has.
Gradients rebroadcast_vjp(const Apply& node, std::span<const Variable> g) {
  return {tensor::patternbroadcast(g[0], node.input(0).tensor_type().broadcastable())};
}

std::string rebroadcast_print(const OpInstance& self) {
  std::string text = "Rebroadcast{";
  const char* separator = "";
  for (const auto& [axis, is_one] : claims_of(self)) {
    text += separator + std::string("(") + std::to_string(axis) + ", " + (is_one ? "True" : "False") + ")";
    separator = ",";
  }
  return text + "}";
}

std::vector<TypeRef> specify_types(const OpInstance&, std::vector<Variable>& inputs) {
  const Variable& x = inputs[0];
  if (static_cast<int>(inputs.size()) - 1 != x.ndim()) {
    throw AssertionError(ErrorReport{.op = "specify_shape",
                                     .sentence = "there must be one size for each of the " + std::to_string(x.ndim()) +
                                                 " axes, but there are " + std::to_string(inputs.size() - 1) + ".",
                                     .operands = {describe_operand("x", x)},
                                     .way_out = "use x.shape[i] for the axes that shall stay free."});
  }
  Shape sizes = x.tensor_type().sizes();
  for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
    const auto value = known_size(inputs[axis + 1]);
    if (value && sizes[axis] == kUnknownSize && *value >= 0) sizes[axis] = *value;
  }
  return {TensorType::of(x.dtype(), std::move(sizes))};
}

// The attribute `of` names the function of the user that has the shape checked; what the user claims himself is asserted.
std::optional<Layout> specify_view(const OpInstance& self, const Layout& input, std::span<const std::int64_t> sizes,
                                   const Shape&) {
  if (std::ranges::equal(input.shape, sizes)) return input;
  const std::string sentence =
      "the shape must be " + shape_to_string(sizes) + ", but it is " + shape_to_string(input.shape) + ".";
  if (self.attributes().has("of"))
    throw ShapeError(self.attributes().get_string("of"), sentence, "pass a value of that shape.", Phase::Call);
  throw AssertionError("specify_shape", sentence, "pass a value of that shape, or leave out specify_shape.", Phase::Call);
}

Gradients specify_vjp(const Apply& node, std::span<const Variable> g) {
  Gradients gradients(static_cast<std::size_t>(node.input_count()));
  gradients[0] = tensor::patternbroadcast(g[0], node.input(0).tensor_type().broadcastable());
  return gradients;
}

std::vector<std::vector<bool>> first_connected(const Apply& node) {
  std::vector<std::vector<bool>> pattern(static_cast<std::size_t>(node.input_count()), std::vector<bool>{false});
  pattern[0][0] = true;
  return pattern;
}

Variable claimed(const Variable& x, std::vector<std::int64_t> axes, std::vector<std::int64_t> flags) {
  if (axes.empty()) return x;
  return apply_op(make_op(ops::rebroadcast, {{"axes", std::move(axes)}, {"broadcastable", std::move(flags)}}), {x});
}

std::vector<std::int64_t> normalized(const std::vector<std::int64_t>& axes, int ndim, const char* op) {
  std::vector<std::int64_t> result;
  for (const std::int64_t axis : axes) result.push_back(normalize_axis(axis, ndim, op));
  std::ranges::sort(result);
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

}  // namespace

namespace ops {

constinit const ViewOp rebroadcast{{
    .name = "rebroadcast",
    .inputs = {"x"},
    .summary = "x with other knowledge of which sizes are 1, checked at the call.",
    .types = rebroadcast_types,
    .shape = rebroadcast_shape,
    .view = rebroadcast_view,
    .vjp = rebroadcast_vjp,
    .print = rebroadcast_print,
}};

constinit const ViewOp specify_shape{{
    .name = "specify_shape",
    .inputs = {"x", "sizes"},
    .summary = "x, checked at the call to have the given sizes.",
    .types = specify_types,
    .shape = [](const Apply& node, std::span<const SymbolicShape>) -> std::vector<SymbolicShape> {
      return {SymbolicShape(node.inputs().begin() + 1, node.inputs().end())};
    },
    .view = specify_view,
    .vjp = specify_vjp,
    .connection = first_connected,
    .print = [](const OpInstance&) { return std::string("SpecifyShape"); },
}};

}  // namespace ops

namespace tensor {

Variable addbroadcast(const Operand& x, const std::vector<std::int64_t>& axes) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  std::vector<std::int64_t> changed = normalized(axes, x.variable().ndim(), "addbroadcast");
  std::erase_if(changed, [&](std::int64_t axis) { return x.variable().is_broadcastable(static_cast<int>(axis)); });
  std::vector<std::int64_t> flags(changed.size(), 1);
  return claimed(x, std::move(changed), std::move(flags));
}

Variable unbroadcast(const Operand& x, const std::vector<std::int64_t>& axes) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  std::vector<std::int64_t> changed = normalized(axes, x.variable().ndim(), "unbroadcast");
  std::erase_if(changed, [&](std::int64_t axis) { return !x.variable().is_broadcastable(static_cast<int>(axis)); });
  std::vector<std::int64_t> flags(changed.size(), 0);
  return claimed(x, std::move(changed), std::move(flags));
}

Variable patternbroadcast(const Operand& operand, const std::vector<bool>& broadcastable) {
  const ProvenanceScope scope(Provenance::current(operand.location()));
  const Variable& x = operand;
  if (static_cast<int>(broadcastable.size()) != x.ndim()) {
    throw ValueError(ErrorReport{.op = "patternbroadcast",
                                 .sentence = "the pattern must have one entry for each of the " +
                                             std::to_string(x.ndim()) + " axes, but it has " +
                                             std::to_string(broadcastable.size()) + ".",
                                 .operands = {describe_operand("x", x)},
                                 .way_out = "give one boolean per axis."});
  }
  std::vector<std::int64_t> axes, flags;
  for (int axis = 0; axis < x.ndim(); ++axis) {
    const bool is_one = broadcastable[static_cast<std::size_t>(axis)];
    if (is_one == x.is_broadcastable(axis)) continue;
    axes.push_back(axis);
    flags.push_back(is_one ? 1 : 0);
  }
  return claimed(x, std::move(axes), std::move(flags));
}

Variable specify_shape(const Operand& x, const ShapeArgument& sizes) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  std::vector<Variable> inputs = {x};
  for (Variable& size : sizes.items("specify_shape")) inputs.push_back(std::move(size));
  return apply_op(make_op(ops::specify_shape), std::move(inputs));
}

}  // namespace tensor
}  // namespace theano
