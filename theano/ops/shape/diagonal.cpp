// Diagonals: looked at, added to, and matrices made of them.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/diagonal.h"

namespace theano {
namespace {

using ir::Expr;

struct Place {
  std::int64_t offset, axis1, axis2;
  explicit Place(const OpInstance& self)
      : offset(self.attributes().get_int("offset")),
        axis1(self.attributes().get_int("axis1")),
        axis2(self.attributes().get_int("axis2")) {}
};

Op diagonal_op(const OpDefinition& definition, const Place& at) {
  return make_op(definition, {{"offset", at.offset}, {"axis1", at.axis1}, {"axis2", at.axis2}});
}

Op diagonal_op(const OpDefinition& definition, std::int64_t offset, std::int64_t axis1, std::int64_t axis2) {
  return make_op(definition, {{"offset", offset}, {"axis1", axis1}, {"axis2", axis2}});
}

void check_place(const Variable& x, const Place& at) {
  if (x.ndim() < 2) {
    throw ValueError(ErrorReport{.op = "diagonal",
                                 .sentence = "ExtractDiag needs an input with 2 or more dimensions, but it has " +
                                             std::to_string(x.ndim()) + ".",
                                 .operands = {describe_operand("x", x)},
                                 .way_out = "use alloc_diag to make a matrix of a vector."});
  }
  if (at.axis1 == at.axis2) {
    throw ValueError(ErrorReport{.op = "diagonal",
                                 .sentence = "axis1 and axis2 must differ, but both are " + std::to_string(at.axis1) +
                                             ".",
                                 .operands = {describe_operand("x", x)},
                                 .way_out = "name two axes of x."});
  }
}

std::int64_t known_length(const Place& at, std::int64_t rows, std::int64_t columns) {
  if (rows == kUnknownSize || columns == kUnknownSize) return kUnknownSize;
  return std::max<std::int64_t>(
      0, at.offset >= 0 ? std::min(rows, columns - at.offset) : std::min(rows + at.offset, columns));
}

std::vector<TypeRef> extract_types(const OpInstance& self, std::vector<Variable>& inputs) {
  const Variable& x = inputs[0];
  const Place at(self);
  check_place(x, at);
  const Shape& own = x.tensor_type().sizes();
  Shape sizes;
  for (int axis = 0; axis < x.ndim(); ++axis) {
    if (axis != at.axis1 && axis != at.axis2) sizes.push_back(own[static_cast<std::size_t>(axis)]);
  }
  sizes.push_back(
      known_length(at, own[static_cast<std::size_t>(at.axis1)], own[static_cast<std::size_t>(at.axis2)]));
  // As in Theano no axis of the result is broadcastable.
  for (std::int64_t& size : sizes) {
    if (size == 1) size = kUnknownSize;
  }
  return {TensorType::of(x.dtype(), std::move(sizes))};
}

SymbolicShape diagonal_shape(const Place& at, const SymbolicShape& shape) {
  SymbolicShape result;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (static_cast<std::int64_t>(axis) != at.axis1 && static_cast<std::int64_t>(axis) != at.axis2)
      result.push_back(shape[axis]);
  }
  const Variable& rows = shape[static_cast<std::size_t>(at.axis1)];
  const Variable& columns = shape[static_cast<std::size_t>(at.axis2)];
  const Variable length = at.offset >= 0 ? min_size(rows, subtract_sizes(columns, constant_size(at.offset)))
                                         : min_size(add_sizes(rows, constant_size(at.offset)), columns);
  result.push_back(max_size(constant_size(0), length));
  return result;
}

std::vector<SymbolicShape> extract_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  return {diagonal_shape(Place(*node.op()), shapes[0])};
}

std::optional<Layout> diagonal_layout(const OpInstance& self, const Layout& input, std::span<const std::int64_t>,
                                      const Shape&) {
  const Place at(self);
  const auto first = static_cast<std::size_t>(at.axis1), second = static_cast<std::size_t>(at.axis2);
  Layout layout(Shape{}, Strides{}, input.offset);
  for (std::size_t axis = 0; axis < input.shape.size(); ++axis) {
    if (axis == first || axis == second) continue;
    layout.shape.push_back(input.shape[axis]);
    layout.strides.push_back(input.strides[axis]);
  }
  const std::int64_t length = known_length(at, input.shape[first], input.shape[second]);
  layout.shape.push_back(length);
  layout.strides.push_back(input.strides[first] + input.strides[second]);
  if (length > 0) layout.offset += at.offset >= 0 ? at.offset * input.strides[second] : -at.offset * input.strides[first];
  return layout;
}

Gradients extract_vjp(const Apply& node, std::span<const Variable> g) {
  const Variable zeros = tensor::zeros_like(node.input(0), g[0].dtype());
  return {apply_op(diagonal_op(ops::inc_diagonal, Place(*node.op())), {zeros, g[0]})};
}

std::vector<TypeRef> inc_types(const OpInstance& self, std::vector<Variable>& inputs) {
  check_place(inputs[0], Place(self));
  if (inputs[1].ndim() != inputs[0].ndim() - 1) {
    throw ValueError(ErrorReport{
        .op = "inc_diagonal",
        .sentence = "the value must have one axis less than x, but it has " + std::to_string(inputs[1].ndim()) + ".",
        .operands = {describe_operand("x", inputs[0]), describe_operand("y", inputs[1])},
        .way_out = "give one number for each element of the diagonals."});
  }
  return {inputs[0].type()};
}

void build_inc(LoopNest& nest) {
  const std::vector<Expr> point = nest.b.map_indices();
  nest.write(0, point, nest.read_output(0, point) + ir::cast(nest.read(1, point), nest.node.input(0).dtype()));
}

SymbolicShape inc_map_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  return diagonal_shape(Place(*node.op()), shapes[0]);
}

std::vector<SizeCheck> inc_checks(const Apply& node, std::span<const SymbolicShape> shapes) {
  const SymbolicShape wanted = inc_map_shape(node, shapes);
  std::vector<SizeCheck> checks;
  for (std::size_t axis = 0; axis < wanted.size(); ++axis) {
    if (is_same_size(wanted[axis], shapes[1][axis])) continue;
    checks.push_back({wanted[axis], shapes[1][axis],
                      "the value must fit the diagonals, but on axis " + std::to_string(axis) +
                          " they have size {0} and the value {1}.",
                      "give one number for each element of the diagonals."});
  }
  return checks;
}

Gradients inc_vjp(const Apply& node, std::span<const Variable> g) {
  const Variable part = apply_op(diagonal_op(ops::extract_diag, Place(*node.op())), {g[0]});
  const Variable& y = node.input(1);
  return {g[0], tensor::patternbroadcast(part, y.tensor_type().broadcastable())};
}

std::string print_place(const OpInstance& self, const char* name) {
  const Place at(self);
  return std::string(name) + "{offset=" + std::to_string(at.offset) + ", axis1=" + std::to_string(at.axis1) +
         ", axis2=" + std::to_string(at.axis2) + "}";
}

}  // namespace

namespace ops {

constinit const ViewOp extract_diag{{
    .name = "extract_diag",
    .inputs = {"x"},
    .summary = "The diagonals over two axes, along a new last axis.",
    .numpy = "numpy.diagonal(x)",
    .types = extract_types,
    .shape = extract_shape,
    .view = diagonal_layout,
    .vjp = extract_vjp,
    .print = [](const OpInstance& self) { return print_place(self, "ExtractDiag"); },
}};

constinit const LoopOp inc_diagonal{{
    .name = "inc_diagonal",
    .inputs = {"x", "y"},
    .summary = "x with y added to its diagonals over two axes.",
    .types = inc_types,
    .shape = [](const Apply&, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> {
      return {shapes[0]};
    },
    .map_shape = inc_map_shape,
    .build = build_inc,
    .starts_as = 0,
    .window = diagonal_layout,
    .first_scalar = 2,
    .vjp = inc_vjp,
    .print = [](const OpInstance& self) { return print_place(self, "IncDiag"); },
    .checks = inc_checks,
}};

}  // namespace ops

namespace tensor {

Variable diagonal(const Operand& x, std::int64_t offset, std::int64_t axis1, std::int64_t axis2) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const int ndim = x.variable().ndim();
  if (ndim >= 2) {
    axis1 = normalize_axis(axis1, ndim, "diagonal");
    axis2 = normalize_axis(axis2, ndim, "diagonal");
  }
  return apply_op(diagonal_op(ops::extract_diag, offset, axis1, axis2), {x});
}

Variable alloc_diag(const Operand& v_in, std::int64_t offset, std::int64_t axis1, std::int64_t axis2) {
  const ProvenanceScope scope(Provenance::current(v_in.location()));
  const Variable& v = v_in;
  if (v.ndim() < 1) {
    throw ValueError(ErrorReport{.op = "alloc_diag",
                                 .sentence = "AllocDiag needs an input with 1 or more dimensions, but it is a scalar.",
                                 .operands = {describe_operand("v", v)},
                                 .way_out = "pass the diagonal as a vector."});
  }
  const int ndim = v.ndim() + 1;
  const auto [first, second] = std::minmax({normalize_axis(axis1, ndim, "alloc_diag"),
                                            normalize_axis(axis2, ndim, "alloc_diag")});
  SymbolicShape sizes = sizes_of(v);
  const Variable side = add_sizes(sizes.back(), constant_size(std::abs(offset)));
  sizes.pop_back();
  sizes.insert(sizes.begin() + first, side);
  sizes.insert(sizes.begin() + second, side);
  const Variable zero = scalar_constant(v.dtype(), std::int64_t{0});
  // As in Theano no axis of the result is broadcastable.
  const Variable zeros = patternbroadcast(alloc(zero, ShapeArgument(std::move(sizes))),
                                          std::vector<bool>(static_cast<std::size_t>(ndim), false));
  return apply_op(diagonal_op(ops::inc_diagonal, offset, first, second), {zeros, v});
}

Variable diag(const Operand& v, std::int64_t k) {
  if (v.variable().ndim() == 0) {
    throw ValueError(ErrorReport{.op = "diag",
                                 .sentence = "Input must has v.ndim >= 1, but it is a scalar.",
                                 .operands = {describe_operand("v", v)},
                                 .way_out = "pass a vector (to make a matrix) or a matrix (to get its diagonal)."});
  }
  return v.variable().ndim() == 1 ? alloc_diag(v, k) : diagonal(v, k);
}

Variable trace(const Operand& x) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  if (x.variable().ndim() != 2) {
    throw TypeError(ErrorReport{.op = "trace",
                                .sentence = "x must be a matrix, but it has " + std::to_string(x.variable().ndim()) +
                                            " axes.",
                                .operands = {describe_operand("x", x)},
                                .way_out = "sum a diagonal: diagonal(x, 0, axis1, axis2)."});
  }
  return sum(diagonal(x));
}

}  // namespace tensor
}  // namespace theano
