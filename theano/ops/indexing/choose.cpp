// Elements chosen among several tensors by an integer for each place.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/parts.h"
#include "theano/ops/indexing/selection.h"

namespace theano {
namespace {

using ir::Expr;

enum class ChoiceMode : std::uint8_t { Raise, Wrap, Clip };

ChoiceMode mode_of(const OpInstance& self) { return static_cast<ChoiceMode>(self.attributes().get_int("mode")); }

std::vector<TypeRef> choose_types(const OpInstance&, std::vector<Variable>& inputs) {
  Variable &a = inputs[0], &choices = inputs[1];
  if (!is_discrete(a.dtype()) || choices.ndim() == 0) {
    throw TypeError(ErrorReport{
        .op = "choose",
        .sentence = "a must be integers and choices must have an axis, but they are " + a.tensor_type().describe() +
                    " and " + choices.tensor_type().describe() + ".",
        .operands = {describe_operand("a", a), describe_operand("choices", choices)},
        .way_out = "cast a to int64, and pass the choices as a list or stacked along the first axis."});
  }
  const int rank = std::max(a.ndim(), choices.ndim() - 1);
  a = padded_left(a, rank);
  if (choices.ndim() - 1 < rank) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(rank + 1), tensor::kNewAxis);
    order[0] = 0;
    for (int axis = 1; axis < choices.ndim(); ++axis)
      order[static_cast<std::size_t>(rank + axis + 1 - choices.ndim())] = axis;
    choices = dimshuffled(choices, std::move(order));
  }
  Shape sizes;
  for (int axis = 0; axis < rank; ++axis) {
    const Variable& wide = a.is_broadcastable(axis) ? choices : a;
    sizes.push_back(wide.tensor_type().sizes()[static_cast<std::size_t>(a.is_broadcastable(axis) ? axis + 1 : axis)]);
  }
  return {TensorType::of(choices.dtype(), sizes)};
}

std::vector<SymbolicShape> choose_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  SymbolicShape result;
  for (std::size_t axis = 0; axis < shapes[0].size(); ++axis)
    result.push_back(node.input(0).is_broadcastable(static_cast<int>(axis)) ? shapes[1][axis + 1] : shapes[0][axis]);
  return {result};
}

std::vector<SizeCheck> choose_checks(const Apply& node, std::span<const SymbolicShape> shapes) {
  std::vector<SizeCheck> checks;
  for (int axis = 0; axis < node.input(0).ndim(); ++axis) {
    if (node.input(0).is_broadcastable(axis) || node.input(1).is_broadcastable(axis + 1)) continue;
    const Variable &a = shapes[0][static_cast<std::size_t>(axis)], &b = shapes[1][static_cast<std::size_t>(axis) + 1];
    if (is_same_size(a, b)) continue;
    checks.push_back({a, b,
                      "a and each of the choices must have one shape, but on axis " + std::to_string(axis) +
                          " the sizes are {0} and {1}.",
                      "a size of 1 is repeated only where the type says so: use addbroadcast."});
  }
  return checks;
}

void build_choose(LoopNest& nest) {
  const std::vector<Expr> point = nest.b.map_indices();
  const Expr count = nest.input_size(1, 0), zero = nest.b.constant(DType::Int64, std::int64_t{0});
  Expr choice = ir::cast(nest.read(0, point), DType::Int64);
  const ChoiceMode mode = mode_of(*nest.node.op());
  if (mode != ChoiceMode::Raise) {
    ir::CheckSite site;
    site.message = "there must be a choice, but choices has {} of them";
    site.provenance = nest.node.provenance;
    site.error_kind = static_cast<int>(ErrorKind::Value);
    nest.b.check(count > 0, count, std::move(site));
  }
  switch (mode) {
    case ChoiceMode::Wrap:
      choice = ir::prim(ir::Prim::Mod, choice, count);
      break;
    case ChoiceMode::Clip:
      choice = ir::prim(ir::Prim::Max, ir::prim(ir::Prim::Min, choice, count - 1), zero);
      break;
    case ChoiceMode::Raise: {
      const Expr is_inside = (choice >= 0) & (choice < count);
      ir::CheckSite site;
      site.message = "invalid entry in choice array: there is no choice {} among {limit}";
      site.provenance = nest.node.provenance;
      site.error_kind = static_cast<int>(ErrorKind::Value);
      nest.b.check(is_inside, choice, count, std::move(site));
      choice = ir::select(is_inside, choice, zero);
    }
  }
  std::vector<Expr> index = {choice};
  index.insert(index.end(), point.begin(), point.end());
  nest.write(0, point, nest.read(1, index));
}

Gradients choose_vjp(const Apply& node, std::span<const Variable> g) {
  const Variable &a = node.input(0), &choices = node.input(1);
  Variable choice = a;
  const Variable last = subtract_sizes(size_of(choices, 0), constant_size(1));
  if (mode_of(*node.op()) == ChoiceMode::Wrap) choice = tensor::mod(choice, size_of(choices, 0));
  if (mode_of(*node.op()) == ChoiceMode::Clip) choice = tensor::maximum(tensor::minimum(choice, last), constant_size(0));
  std::vector<std::int64_t> axes = {0};
  std::vector<Variable> indices = {choice};
  for (int axis = 1; axis < choices.ndim(); ++axis) {
    const bool is_one = choices.is_broadcastable(axis);
    const Variable place = is_one ? constant_size(0) : tensor::arange(size_of(choices, axis));
    std::vector<std::int64_t> order(static_cast<std::size_t>(choices.ndim() - 1), tensor::kNewAxis);
    if (!is_one) order[static_cast<std::size_t>(axis - 1)] = 0;
    axes.push_back(axis);
    indices.push_back(dimshuffled(place, std::move(order)));
  }
  return {{},
          parts::advanced_changed(tensor::zeros_like(choices, g[0].dtype()), g[0], std::move(axes), std::move(indices),
                                  false)};
}

}  // namespace

namespace ops {

constinit const LoopOp choose{{
    .name = "choose",
    .inputs = {"a", "choices"},
    .summary = "Elements chosen among several tensors by an integer for each place.",
    .types = choose_types,
    .shape = choose_shape,
    .build = build_choose,
    .vjp = choose_vjp,
    .connection = [](const Apply&) -> std::vector<std::vector<bool>> {
      return {{false}, {true}};
    },
    .checks = choose_checks,
}};

}  // namespace ops

namespace tensor {

Variable choose(const Operand& a, const Operand& choices, std::string_view mode) {
  const ProvenanceScope scope(Provenance::current(a.location()));
  const bool is_known = mode == "raise" || mode == "wrap" || mode == "clip";
  if (!is_known) {
    throw ValueError("choose", "the mode must be raise, wrap or clip, but it is " + std::string(mode) + ".",
                     "leave the mode out to refuse numbers that are no choice.");
  }
  const ChoiceMode kind = mode == "raise" ? ChoiceMode::Raise : mode == "wrap" ? ChoiceMode::Wrap : ChoiceMode::Clip;
  return apply_op(make_op(ops::choose, {{"mode", static_cast<std::int64_t>(kind)}}), {a, choices});
}

}  // namespace tensor
}  // namespace theano
