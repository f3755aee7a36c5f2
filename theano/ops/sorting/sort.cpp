// Lines in ascending order, where their elements stood, and the greatest few of them.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/shape/shape.h"
#include "theano/ops/sorting/sorting.h"

namespace theano {
namespace {

using ir::Expr;

std::int64_t axis_of(const OpInstance& self) { return self.attributes().get_int("axis"); }

std::vector<TypeRef> same_type(const OpInstance&, std::vector<Variable>& inputs) { return {inputs[0].type()}; }

std::vector<TypeRef> position_type(const OpInstance&, std::vector<Variable>& inputs) {
  return {TensorType::of(DType::Int64, inputs[0].tensor_type().sizes())};
}

std::vector<TypeRef> topk_types(const OpInstance& self, std::vector<Variable>& inputs) {
  Variable& k = inputs[1];
  if (k.ndim() != 0) {
    throw ValueError(ErrorReport{.op = "topk",
                                 .sentence = "kth must be a scalar, but it has " + std::to_string(k.ndim()) + " axes.",
                                 .operands = {describe_operand("kth", k)},
                                 .way_out = "ask for one number of elements for all lines."});
  }
  if (!is_integer(k.dtype())) {
    throw TypeError(ErrorReport{.op = "topk",
                                .sentence = "kth must be an integer, but it is " + k.tensor_type().describe() + ".",
                                .operands = {describe_operand("kth", k)},
                                .way_out = "cast it to int64."});
  }
  k = as_size(k);
  Shape sizes = inputs[0].tensor_type().sizes();
  std::int64_t& along = sizes[static_cast<std::size_t>(axis_of(self))];
  const auto known = known_size(k);
  along = known ? std::abs(*known) : along == 1 ? 1 : kUnknownSize;
  return {TensorType::of(DType::Int64, std::move(sizes))};
}

std::vector<SymbolicShape> same_shape(const Apply&, std::span<const SymbolicShape> shapes) { return {shapes[0]}; }

std::vector<SymbolicShape> topk_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  const auto axis = static_cast<std::size_t>(axis_of(*node.op()));
  SymbolicShape sizes = shapes[0];
  const std::int64_t known = static_cast<const TensorType&>(*node.output_type(0)).sizes()[axis];
  const Variable& k = node.input(1);
  sizes[axis] = known != kUnknownSize ? constant_size(known)
                                      : max_size(k, subtract_sizes(constant_size(0), k));
  return {sizes};
}

bool is_float_or_complex(DType dtype) { return is_inexact(dtype); }

// Whether a stands before b in ascending order.
Expr is_less(Expr a, Expr b) {
  if (!is_float_or_complex(a.dtype())) return a < b;
  return (a < b) | ((b != b) & (a == a));
}

// How many elements of the line stand before the one at `at`: where it goes.
Expr rank_of(LoopNest& nest, const std::vector<Expr>& at, bool is_descending) {
  const auto axis = static_cast<std::size_t>(axis_of(*nest.node.op()));
  const Expr extents[] = {nest.input_size(0, static_cast<int>(axis))};
  const Expr own = nest.read(0, at);
  return nest.b.reduce(ir::Combine::Sum, DType::Int64, extents, [&](std::span<const Expr> j) {
    std::vector<Expr> other_at = at;
    other_at[axis] = j[0];
    const Expr other = nest.read(0, other_at);
    const Expr before = is_descending ? is_less(own, other) : is_less(other, own);
    const Expr behind = is_descending ? is_less(other, own) : is_less(own, other);
    return ir::cast(before | (~behind & (j[0] < at[axis])), DType::Int64);
  });
}

template <bool writes_values>
void build_sort(LoopNest& nest) {
  const auto axis = static_cast<std::size_t>(axis_of(*nest.node.op()));
  const std::vector<Expr> from = nest.b.map_indices();
  std::vector<Expr> to = from;
  to[axis] = rank_of(nest, from, false);
  nest.write(0, to, writes_values ? nest.read(0, from) : from[axis]);
}

// Element p of the result is the sum over all positions of position * (its rank is p).
void build_argtopk(LoopNest& nest) {
  const auto axis = static_cast<std::size_t>(axis_of(*nest.node.op()));
  const std::vector<Expr> point = nest.b.map_indices();
  const Expr extents[] = {nest.input_size(0, static_cast<int>(axis))};
  const Expr is_ascending = nest.scalar(1) < 0;
  nest.write(0, point, nest.b.reduce(ir::Combine::Sum, DType::Int64, extents, [&](std::span<const Expr> i) {
    std::vector<Expr> at = point;
    at[axis] = i[0];
    const Expr rank = ir::select(is_ascending, rank_of(nest, at, false), rank_of(nest, at, true));
    return ir::select(rank == point[axis], i[0], nest.b.constant(DType::Int64, std::int64_t{0}));
  }));
}

// What reaches an element of the sorted line goes back to where it stood.
Gradients sort_vjp(const Apply& node, std::span<const Variable> g) {
  const Variable& x = node.input(0);
  const std::int64_t axis = axis_of(*node.op());
  const Variable positions = apply_op(make_op(ops::argsort, {{"axis", axis}}), {x});
  return {put_along(tensor::zeros_like(x, g[0].dtype()), g[0], positions, axis)};
}

std::string print_axis(const OpInstance& self, const char* name) {
  return std::string(name) + "{axis=" + std::to_string(axis_of(self)) + "}";
}

// x, flattened where there is no axis, and the axis.
std::pair<Variable, std::int64_t> line_of(const Operand& x, std::optional<std::int64_t> axis, const char* op) {
  if (!axis) return {tensor::flatten(x), 0};
  return {x, normalize_axis(*axis, x.variable().ndim(), op)};
}

}  // namespace

namespace ops {

constinit const LibraryOp sort{{
    .routine = Routine::Sort,
    .loop =
        {
            .name = "sort",
            .inputs = {"x"},
            .summary = "Lines in ascending order; equal elements keep their order, NaN stands last.",
            .numpy = "numpy.sort(x, kind='stable')",
            .types = same_type,
            .shape = same_shape,
            .build = build_sort<true>,
            .vjp = sort_vjp,
            .print = [](const OpInstance& self) { return print_axis(self, "SortOp"); },
        },
}};

constinit const LibraryOp argsort{{
    .routine = Routine::ArgSort,
    .loop =
        {
            .name = "argsort",
            .inputs = {"x"},
            .summary = "Where the elements of the sorted lines stood.",
            .numpy = "numpy.argsort(x, kind='stable')",
            .types = position_type,
            .shape = same_shape,
            .build = build_sort<false>,
            .print = [](const OpInstance& self) { return print_axis(self, "ArgSortOp"); },
        },
}};

constinit const LibraryOp argtopk{{
    .routine = Routine::ArgTopK,
    .loop =
        {
            .name = "argtopk",
            .inputs = {"x", "kth"},
            .summary = "Where the greatest elements of the lines stood, greatest first.",
            .types = topk_types,
            .shape = topk_shape,
            .build = build_argtopk,
            .connection = [](const Apply&) -> std::vector<std::vector<bool>> {
              return {{true}, {false}};
            },
            .print = [](const OpInstance& self) { return print_axis(self, "TopKOp"); },
        },
}};

}  // namespace ops

namespace tensor {

Variable sort(const Operand& x, std::optional<std::int64_t> axis) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const auto [lines, at] = line_of(x, axis, "sort");
  return apply_op(make_op(ops::sort, {{"axis", at}}), {lines});
}

Variable argsort(const Operand& x, std::optional<std::int64_t> axis) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const auto [lines, at] = line_of(x, axis, "argsort");
  return apply_op(make_op(ops::argsort, {{"axis", at}}), {lines});
}

std::vector<Variable> topk_and_argtopk(const Operand& x, const Operand& kth, std::optional<std::int64_t> axis,
                                       DType idx_dtype) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  if (!is_integer(idx_dtype)) {
    throw TypeError("topk", "idx_dtype must be an integer dtype, but it is " + std::string(dtype_name(idx_dtype)) + ".",
                    "leave it out for int64.");
  }
  if (x.variable().ndim() == 0 && axis) {
    throw ValueError(ErrorReport{.op = "topk",
                                 .sentence = "Cannot take scalar as input: it has no axis.",
                                 .operands = {describe_operand("x", x)},
                                 .way_out = "pass axis=None to take it as a vector."});
  }
  const auto [lines, at] = line_of(x, axis, "topk");
  const Variable positions = apply_op(make_op(ops::argtopk, {{"axis", at}}), {lines, kth});
  return {taken_along(lines, positions, at), tensor::cast(positions, idx_dtype)};
}

Variable topk(const Operand& x, const Operand& kth, std::optional<std::int64_t> axis) {
  return topk_and_argtopk(x, kth, axis)[0];
}

Variable argtopk(const Operand& x, const Operand& kth, std::optional<std::int64_t> axis, DType idx_dtype) {
  return topk_and_argtopk(x, kth, axis, idx_dtype)[1];
}

}  // namespace tensor
}  // namespace theano
