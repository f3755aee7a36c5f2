// Parts of tensors by integers and slices, and tensors with such a part changed.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/parts.h"
#include "theano/ops/reduction/reduction.h"

namespace theano {
namespace parts {

Variable fitted_value(const Variable& y, int ndim, const char* op) {
  if (y.ndim() > ndim) {
    throw TypeError(ErrorReport{.op = op,
                                .sentence = "Trying to increment a " + std::to_string(ndim) +
                                            "-dimensional subtensor with a " + std::to_string(y.ndim()) +
                                            "-dimensional value.",
                                .operands = {describe_operand("y", y)},
                                .way_out = "take a part with as many axes, or drop axes of the value."});
  }
  return padded_left(y, ndim);
}

Variable summed_to(const Variable& gradient, const Variable& y) {
  std::vector<std::int64_t> folded;
  for (int axis = 0; axis < y.ndim(); ++axis) {
    if (y.is_broadcastable(axis) && !gradient.is_broadcastable(axis)) folded.push_back(axis);
  }
  Variable result = folded.empty() ? gradient : tensor::sum(gradient, Axes(folded), true);
  if (!is_discrete(y.dtype()) && result.dtype() != y.dtype()) result = tensor::cast(result, y.dtype());
  return tensor::patternbroadcast(result, y.tensor_type().broadcastable());
}

std::vector<SizeCheck> value_checks(const Variable& y, const SymbolicShape& y_shape, const SymbolicShape& part_shape) {
  std::vector<SizeCheck> checks;
  for (int axis = 0; axis < y.ndim(); ++axis) {
    const Variable& found = y_shape[static_cast<std::size_t>(axis)];
    const Variable& wanted = part_shape[static_cast<std::size_t>(axis)];
    if (y.is_broadcastable(axis) || is_same_size(found, wanted)) continue;
    checks.push_back({wanted, found,
                      "the value must fit the part, but on axis " + std::to_string(axis) +
                          " the part has size {0} and the value {1}.",
                      "a size of 1 is repeated only where the type says so: use addbroadcast."});
  }
  return checks;
}

std::vector<std::vector<bool>> first_connected(const Apply& node, int count) {
  std::vector<std::vector<bool>> pattern;
  for (int i = 0; i < node.input_count(); ++i) pattern.push_back({i < count});
  return pattern;
}

}  // namespace parts

namespace {

using ir::Expr;

std::span<const Variable> scalars_from(const Apply& node, int first) {
  return node.inputs().subspan(static_cast<std::size_t>(first));
}

bool sets(const OpInstance& self) { return self.attributes().get_bool("set_instead_of_inc"); }

Op changing_op(const OpInstance& like, bool set_instead_of_inc) {
  return make_op(ops::inc_subtensor,
                 {{"set_instead_of_inc", set_instead_of_inc}, {"index", like.attributes().get_ints("index")}});
}

std::vector<TypeRef> subtensor_types(const OpInstance& self, std::vector<Variable>& inputs) {
  const IndexPattern pattern = parts::pattern_of(self);
  const auto scalars = std::span<const Variable>(inputs).subspan(1);
  parts::check_scalars(pattern, inputs[0], scalars, "subtensor");
  return {TensorType::of(inputs[0].dtype(), parts::known_part_sizes(pattern, inputs[0], scalars))};
}

Gradients subtensor_vjp(const Apply& node, std::span<const Variable> g) {
  const Variable& x = node.input(0);
  std::vector<Variable> inputs = {tensor::zeros_like(x, g[0].dtype()), g[0]};
  for (const Variable& scalar : scalars_from(node, 1)) inputs.push_back(scalar);
  Gradients gradients(static_cast<std::size_t>(node.input_count()));
  gradients[0] = apply_op(changing_op(*node.op(), false), std::move(inputs));
  return gradients;
}

std::vector<TypeRef> inc_types(const OpInstance& self, std::vector<Variable>& inputs) {
  const IndexPattern pattern = parts::pattern_of(self);
  const auto scalars = std::span<const Variable>(inputs).subspan(2);
  parts::check_scalars(pattern, inputs[0], scalars, "inc_subtensor");
  const Shape part = parts::known_part_sizes(pattern, inputs[0], scalars);
  inputs[1] = parts::fitted_value(inputs[1], static_cast<int>(part.size()), "inc_subtensor");
  return {inputs[0].type()};
}

SymbolicShape inc_map_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  return parts::part_shape(parts::pattern_of(*node.op()), shapes[0], scalars_from(node, 2));
}

void build_inc(LoopNest& nest) {
  const std::vector<Expr> point = nest.b.map_indices();
  const Expr value = ir::cast(nest.read(1, point), nest.node.input(0).dtype());
  nest.write(0, point, sets(*nest.node.op()) ? value : nest.read_output(0, point) + value);
}

Gradients inc_vjp(const Apply& node, std::span<const Variable> g) {
  std::vector<Variable> part_inputs = {g[0]};
  std::vector<Variable> zeroed_inputs = {g[0], scalar_constant(g[0].dtype(), std::int64_t{0})};
  for (const Variable& scalar : scalars_from(node, 2)) {
    part_inputs.push_back(scalar);
    zeroed_inputs.push_back(scalar);
  }
  const Variable part =
      apply_op(make_op(ops::subtensor, {{"index", node.op()->attributes().get_ints("index")}}), std::move(part_inputs));
  Gradients gradients(static_cast<std::size_t>(node.input_count()));
  gradients[0] = sets(*node.op()) ? apply_op(changing_op(*node.op(), true), std::move(zeroed_inputs)) : g[0];
  gradients[1] = parts::summed_to(part, node.input(1));
  return gradients;
}

}  // namespace

namespace ops {

constinit const ViewOp subtensor{{
    .name = "subtensor",
    .inputs = {"x", "index"},
    .summary = "Part of a tensor by integers and slices.",
    .types = subtensor_types,
    .shape = [](const Apply& node, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> {
      return {parts::part_shape(parts::pattern_of(*node.op()), shapes[0], scalars_from(node, 1))};
    },
    .view = parts::part_layout,
    .vjp = subtensor_vjp,
    .connection = [](const Apply& node) { return parts::first_connected(node, 1); },
    .print = [](const OpInstance& self) { return "Subtensor{" + parts::pattern_of(self).to_string() + "}"; },
}};

constinit const LoopOp inc_subtensor{{
    .name = "inc_subtensor",
    .inputs = {"x", "y", "index"},
    .summary = "A tensor with a value added to, or put at, a part by integers and slices.",
    .types = inc_types,
    .shape = [](const Apply&, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> {
      return {shapes[0]};
    },
    .map_shape = inc_map_shape,
    .build = build_inc,
    .starts_as = 0,
    .window = parts::part_layout,
    .first_scalar = 2,
    .vjp = inc_vjp,
    .connection = [](const Apply& node) { return parts::first_connected(node, 2); },
    .print =
        [](const OpInstance& self) {
          return std::string("IncSubtensor{") + (sets(self) ? "Set;" : "Inc;") + parts::pattern_of(self).to_string() +
                 "}";
        },
    .checks =
        [](const Apply& node, std::span<const SymbolicShape> shapes) {
          return parts::value_checks(node.input(1), shapes[1], inc_map_shape(node, shapes));
        },
}};

}  // namespace ops
}  // namespace theano
