// Sums and products of all elements so far along an axis, and the linear recurrence that is their derivative.
#include "theano/ops/reduction/cumulative.h"

#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

using ir::Expr;

std::int64_t axis_of(const OpInstance& self) { return self.attributes().get_int("axis"); }
bool is_reversed(const OpInstance& self) { return self.attributes().get_bool("reverse"); }

Op cumulative_op(const OpDefinition& definition, std::int64_t axis, bool reverse) {
  return make_op(definition, {{"axis", axis}, {"reverse", reverse}});
}

std::vector<TypeRef> type_of_first(const OpInstance&, std::vector<Variable>& inputs) { return {inputs[0].type()}; }

std::vector<TypeRef> recurrence_types(const OpInstance&, std::vector<Variable>& inputs) {
  const DType dtype = promote(inputs[0].dtype(), inputs[1].dtype());
  inputs[1] = tensor::patternbroadcast(inputs[1], inputs[0].tensor_type().broadcastable());
  for (Variable& v : inputs) {
    if (v.dtype() != dtype) v = tensor::cast(v, dtype);
  }
  return {inputs[0].type()};
}

std::vector<SymbolicShape> shape_of_first(const Apply&, std::span<const SymbolicShape> shapes) { return {shapes[0]}; }

// One point per line along the axis.
SymbolicShape lines(const Apply& node, std::span<const SymbolicShape> shapes) {
  SymbolicShape result = shapes[0];
  result.erase(result.begin() + static_cast<std::ptrdiff_t>(axis_of(*node.op())));
  return result;
}

// Walks each line from its start (its end when reversed); `next` gives the element to write from the position, the one
// after it in the order of the walk, and the last element written.
template <class Next>
void walk_lines(LoopNest& nest, const Next& next) {
  const auto axis = static_cast<std::ptrdiff_t>(axis_of(*nest.node.op()));
  const bool reverse = is_reversed(*nest.node.op());
  const std::vector<Expr> point = nest.b.map_indices();
  const Expr extent = nest.input_size(0, static_cast<int>(axis));
  const DType dtype = static_cast<const TensorType&>(*nest.node.output_type(0)).dtype();
  const std::int64_t start = nest.node.op()->is(ops::cumprod) ? 1 : 0;
  nest.b.loop(extent, {nest.b.constant(dtype, start)}, [&](Expr i, std::span<const Expr> carried) -> std::vector<Expr> {
    std::vector<Expr> at = point;
    at.insert(at.begin() + axis, reverse ? extent - 1 - i : i);
    const Expr value = next(at, i, carried[0]);
    nest.write(0, at, value);
    return {value};
  });
}

void build_cumsum(LoopNest& nest) {
  walk_lines(nest, [&](const std::vector<Expr>& at, Expr, Expr total) { return total + nest.read(0, at); });
}

void build_cumprod(LoopNest& nest) {
  walk_lines(nest, [&](const std::vector<Expr>& at, Expr, Expr total) { return total * nest.read(0, at); });
}

void build_recurrence(LoopNest& nest) {
  const auto axis = static_cast<std::size_t>(axis_of(*nest.node.op()));
  const bool reverse = is_reversed(*nest.node.op());
  walk_lines(nest, [&](const std::vector<Expr>& at, Expr turn, Expr last) {
    const Expr zero = nest.b.constant(DType::Int64, std::int64_t{0});
    std::vector<Expr> link = at;
    // The link into the first element of the walk is read and thrown away: 0 * nan must not get in.
    if (reverse) link[axis] = ir::select(turn == 0, at[axis], at[axis] + 1);
    const Expr carried = ir::select(turn == zero, last, last * nest.read(0, link));
    return carried + nest.read(1, at);
  });
}

Index along(int ndim, std::int64_t axis, const IndexEntry& entry) {
  std::vector<IndexEntry> entries(static_cast<std::size_t>(ndim), slice());
  entries[static_cast<std::size_t>(axis)] = entry;
  return Index(std::move(entries));
}

Variable all_but_first(const Variable& x, std::int64_t axis) {
  return tensor::subtensor(x, along(x.ndim(), axis, slice(Operand(1), {})));
}

Variable all_but_last(const Variable& x, std::int64_t axis) {
  return tensor::subtensor(x, along(x.ndim(), axis, slice({}, Operand(-1))));
}

// What comes in at the second place and later of an array like x, with `first` before it.
Variable behind(const Variable& x, std::int64_t axis, std::int64_t first, const Variable& rest) {
  const Variable start = tensor::second(x, scalar_constant(rest.dtype(), first));
  return tensor::set_subtensor(all_but_first(start, axis), rest);
}

Gradients cumsum_vjp(const Apply& node, std::span<const Variable> g) {
  const OpInstance& self = *node.op();
  return {apply_op(cumulative_op(ops::cumsum, axis_of(self), !is_reversed(self)), {g[0]})};
}

// y[t] = y[t - 1] * x[t], so what reaches y[t] in all is G[t] = g[t] + x[t + 1] G[t + 1]: no division, right at zeros.
Gradients cumprod_vjp(const Apply& node, std::span<const Variable> g) {
  const Variable& x = node.input(0);
  const std::int64_t axis = axis_of(*node.op());
  if (x.is_broadcastable(static_cast<int>(axis))) return {g[0]};
  const Variable y = const_cast<Apply&>(node).output(0);
  const Variable reached = linear_recurrence(x, g[0], axis, true);
  return {tensor::mul(reached, behind(x, axis, 1, all_but_last(y, axis)))};
}

// The adjoint of a recurrence is the recurrence the other way along the same links.
Gradients recurrence_vjp(const Apply& node, std::span<const Variable> g) {
  const Variable& links = node.input(0);
  const std::int64_t axis = axis_of(*node.op());
  const bool reverse = is_reversed(*node.op());
  if (links.is_broadcastable(static_cast<int>(axis))) return {tensor::zeros_like(links), g[0]};
  const Variable h = const_cast<Apply&>(node).output(0);
  const Variable reached = linear_recurrence(links, g[0], axis, !reverse);
  const Variable& later = reverse ? h : reached;
  const Variable& earlier = reverse ? reached : h;
  const Variable products = tensor::mul(all_but_first(later, axis), all_but_last(earlier, axis));
  return {behind(links, axis, 0, products), reached};
}

Variable cumulate(const OpDefinition& definition, const Operand& x_in, std::optional<std::int64_t> axis) {
  const ProvenanceScope scope(Provenance::current(x_in.location()));
  Variable x = x_in;
  if (!axis) x = tensor::flatten(x);
  const char* const name = definition.docs().name.data();
  const int at = axis ? normalize_axis(*axis, x.ndim(), name) : 0;
  return apply_op(cumulative_op(definition, at, false), {x});
}

std::string print_cumulative(const OpInstance& self, const char* mode) {
  return "CumOp{" + std::to_string(axis_of(self)) + ", " + mode + (is_reversed(self) ? ", reversed}" : "}");
}

}  // namespace

Variable linear_recurrence(const Variable& links, const Variable& terms, std::int64_t axis, bool reverse) {
  return apply_op(cumulative_op(ops::linear_recurrence, axis, reverse), {links, terms});
}

Variable product_of_others(const Variable& x, std::int64_t axis) {
  const Variable one = scalar_constant(x.dtype(), std::int64_t{1});
  if (x.is_broadcastable(static_cast<int>(axis))) return tensor::second(x, one);
  const Variable so_far = apply_op(cumulative_op(ops::cumprod, axis, false), {x});
  // Behind the last element stands the empty product, which the links carry towards the first.
  const Variable nothing = tensor::second(x, scalar_constant(x.dtype(), std::int64_t{0}));
  const Index last = along(x.ndim(), axis, slice(Operand(-1), {}));
  const Variable start = tensor::set_subtensor(tensor::subtensor(nothing, last), one);
  return tensor::mul(behind(x, axis, 1, all_but_last(so_far, axis)), linear_recurrence(x, start, axis, true));
}

namespace ops {

constinit const LoopOp cumsum{{
    .name = "cumsum",
    .inputs = {"x"},
    .summary = "Sums of the elements so far along an axis.",
    .numpy = "numpy.cumsum(x)",
    .types = type_of_first,
    .shape = shape_of_first,
    .map_shape = lines,
    .build = build_cumsum,
    .vjp = cumsum_vjp,
    .print = [](const OpInstance& self) { return print_cumulative(self, "add"); },
}};

constinit const LoopOp cumprod{{
    .name = "cumprod",
    .inputs = {"x"},
    .summary = "Products of the elements so far along an axis.",
    .numpy = "numpy.cumprod(x)",
    .types = type_of_first,
    .shape = shape_of_first,
    .map_shape = lines,
    .build = build_cumprod,
    .vjp = cumprod_vjp,
    .print = [](const OpInstance& self) { return print_cumulative(self, "mul"); },
}};

constinit const LoopOp linear_recurrence{{
    .name = "linear_recurrence",
    .inputs = {"links", "terms"},
    .summary = "h[t] = terms[t] + links[t] h[t - 1] along an axis; reversed, terms[t] + links[t + 1] h[t + 1].",
    .types = recurrence_types,
    .shape = shape_of_first,
    .map_shape = lines,
    .build = build_recurrence,
    .vjp = recurrence_vjp,
    .print = [](const OpInstance& self) { return print_cumulative(self, "recurrence"); },
}};

}  // namespace ops

namespace tensor {

Variable cumsum(const Operand& x, std::optional<std::int64_t> axis) { return cumulate(ops::cumsum, x, axis); }
Variable cumprod(const Operand& x, std::optional<std::int64_t> axis) { return cumulate(ops::cumprod, x, axis); }

}  // namespace tensor
}  // namespace theano
