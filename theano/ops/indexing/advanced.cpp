// Elements of tensors by integer arrays, and tensors with such elements changed.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/parts.h"

namespace theano {
namespace parts {

AdvancedAxes::AdvancedAxes(const OpInstance& self, int x_ndim, int index_rank) : rank(index_rank) {
  axes = self.attributes().has("axes") ? self.attributes().get_ints("axes") : std::vector<std::int64_t>{0};
  for (int axis = 0; axis < x_ndim; ++axis) {
    if (!std::ranges::binary_search(axes, axis)) kept.push_back(axis);
  }
  const bool are_neighbours = axes.back() - axes.front() + 1 == static_cast<std::int64_t>(axes.size());
  position = are_neighbours ? static_cast<int>(axes.front()) : 0;
}

}  // namespace parts

namespace {

using ir::Expr;
using parts::AdvancedAxes;

bool sets(const OpInstance& self) { return self.attributes().get_bool("set_instead_of_inc"); }

AdvancedAxes axes_of(const Apply& node, int first_index) {
  return {*node.op(), node.input(0).ndim(), node.input(first_index).ndim()};
}

// Pads the index arrays to one rank and checks them.
void adapt_indices(const OpInstance& self, std::vector<Variable>& inputs, std::size_t first) {
  const char* const op = self.definition().docs().name.data();
  const Variable& x = inputs[0];
  int rank = 0;
  for (std::size_t i = first; i < inputs.size(); ++i) {
    if (!is_integer(inputs[i].dtype())) {
      throw TypeError(ErrorReport{.op = op,
                                  .sentence = "index must be integers or a boolean mask, but one is " +
                                              inputs[i].tensor_type().describe() + ".",
                                  .operands = {describe_operand("x", x), describe_operand("index", inputs[i])},
                                  .way_out = "cast the index to int64."});
    }
    rank = std::max(rank, inputs[i].ndim());
  }
  for (std::size_t i = first; i < inputs.size(); ++i) inputs[i] = padded_left(inputs[i], rank);
  const AdvancedAxes at(self, x.ndim(), rank);
  if (at.axes.size() != inputs.size() - first || at.axes.back() >= x.ndim()) {
    throw IndexError(
        ErrorReport{.op = op,
                    .sentence = "too many indices for array: it has " + std::to_string(x.ndim()) + " axes.",
                    .operands = {describe_operand("x", x)},
                    .way_out = "give at most one index per axis."});
  }
}

// Sizes of the arrays broadcast together, as far as the types tell.
Shape known_index_sizes(std::span<const Variable> indices) {
  Shape sizes;
  for (int axis = 0; axis < indices[0].ndim(); ++axis) {
    std::int64_t size = 1;
    for (const Variable& index : indices) {
      const std::int64_t own = index.tensor_type().sizes()[static_cast<std::size_t>(axis)];
      if (own != 1 && (size == 1 || size == kUnknownSize)) size = own;
    }
    sizes.push_back(size);
  }
  return sizes;
}

SymbolicShape index_shape(const Apply& node, std::span<const SymbolicShape> shapes, int first) {
  SymbolicShape result;
  for (int axis = 0; axis < node.input(first).ndim(); ++axis) {
    Variable size = constant_size(1);
    for (int i = first; i < node.input_count(); ++i) {
      if (node.input(i).is_broadcastable(axis)) continue;
      size = shapes[static_cast<std::size_t>(i)][static_cast<std::size_t>(axis)];
      break;
    }
    result.push_back(std::move(size));
  }
  return result;
}

// Interleaves what belongs to the kept axes of x and to the arrays' axes, in the order of the result.
template <class Result, class Kept, class Indexed>
Result in_result_order(const AdvancedAxes& at, const Kept& kept, const Indexed& indexed) {
  Result result;
  for (int i = 0; i < at.position; ++i) result.push_back(kept(i));
  for (int i = 0; i < at.rank; ++i) result.push_back(indexed(i));
  for (int i = at.position; i < static_cast<int>(at.kept.size()); ++i) result.push_back(kept(i));
  return result;
}

SymbolicShape part_shape(const Apply& node, std::span<const SymbolicShape> shapes, int first) {
  const AdvancedAxes at = axes_of(node, first);
  const SymbolicShape indexed = index_shape(node, shapes, first);
  return in_result_order<SymbolicShape>(
      at, [&](int i) { return shapes[0][static_cast<std::size_t>(at.kept[static_cast<std::size_t>(i)])]; },
      [&](int i) { return indexed[static_cast<std::size_t>(i)]; });
}

// The index into x: kept axes at the given points, indexed ones at the checked elements of the arrays.
std::vector<Expr> source_index(LoopNest& nest, const AdvancedAxes& at, std::span<const Expr> kept_points,
                               std::span<const Expr> array_points, int first) {
  std::vector<Expr> index(kept_points.size() + at.axes.size());
  for (std::size_t i = 0; i < at.kept.size(); ++i) index[static_cast<std::size_t>(at.kept[i])] = kept_points[i];
  for (std::size_t i = 0; i < at.axes.size(); ++i) {
    const int axis = static_cast<int>(at.axes[i]);
    const Expr element = ir::cast(nest.read(first + static_cast<int>(i), array_points), DType::Int64);
    index[static_cast<std::size_t>(axis)] = nest.checked_index(element, nest.input_size(0, axis), axis);
  }
  return index;
}

std::vector<TypeRef> gather_types(const OpInstance& self, std::vector<Variable>& inputs) {
  adapt_indices(self, inputs, 1);
  const AdvancedAxes at(self, inputs[0].ndim(), inputs[1].ndim());
  const Shape indexed = known_index_sizes(std::span<const Variable>(inputs).subspan(1));
  const Shape& sizes = inputs[0].tensor_type().sizes();
  return {TensorType::of(
      inputs[0].dtype(),
      in_result_order<Shape>(
          at, [&](int i) { return sizes[static_cast<std::size_t>(at.kept[static_cast<std::size_t>(i)])]; },
          [&](int i) { return indexed[static_cast<std::size_t>(i)]; }))};
}

void build_gather(LoopNest& nest) {
  const AdvancedAxes at = axes_of(nest.node, 1);
  const std::vector<Expr> point = nest.b.map_indices();
  const auto begin = point.begin() + at.position, end = begin + at.rank;
  const std::vector<Expr> array_points(begin, end);
  std::vector<Expr> kept_points(point.begin(), begin);
  kept_points.insert(kept_points.end(), end, point.end());
  nest.write(0, point, nest.read(0, source_index(nest, at, kept_points, array_points, 1)));
}

std::vector<SizeCheck> index_checks(const Apply& node, std::span<const SymbolicShape> shapes, int first) {
  std::vector<SizeCheck> checks;
  const SymbolicShape common = index_shape(node, shapes, first);
  for (int i = first; i < node.input_count(); ++i) {
    for (int axis = 0; axis < node.input(i).ndim(); ++axis) {
      const Variable& own = shapes[static_cast<std::size_t>(i)][static_cast<std::size_t>(axis)];
      if (node.input(i).is_broadcastable(axis) || is_same_size(own, common[static_cast<std::size_t>(axis)])) continue;
      checks.push_back(
          {common[static_cast<std::size_t>(axis)], own,
           "index arrays must have one shape, but on axis " + std::to_string(axis) + " there are sizes {0} and {1}.",
           "a size of 1 is repeated only where the type says so: use addbroadcast.", ErrorKind::Index});
    }
  }
  return checks;
}

std::vector<std::int64_t> axis_list(const Apply& node) { return axes_of(node, node.input_count() - 1).axes; }

Gradients gather_vjp(const Apply& node, std::span<const Variable> g) {
  Gradients gradients(static_cast<std::size_t>(node.input_count()));
  std::vector<Variable> indices(node.inputs().begin() + 1, node.inputs().end());
  gradients[0] = parts::advanced_changed(tensor::zeros_like(node.input(0), g[0].dtype()), g[0], axis_list(node),
                                         std::move(indices), false);
  return gradients;
}

std::vector<TypeRef> scatter_types(const OpInstance& self, std::vector<Variable>& inputs) {
  adapt_indices(self, inputs, 2);
  const AdvancedAxes at(self, inputs[0].ndim(), inputs[2].ndim());
  inputs[1] = parts::fitted_value(inputs[1], at.result_ndim(), self.definition().docs().name.data());
  return {inputs[0].type()};
}

SymbolicShape scatter_map_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  SymbolicShape result;
  for (const int axis : axes_of(node, 2).kept) result.push_back(shapes[0][static_cast<std::size_t>(axis)]);
  return result;
}

// The positions of the arrays in order, one after another, since they may repeat; the kept axes are independent.
void scatter_from(LoopNest& nest, const AdvancedAxes& at, const std::vector<Expr>& extents, std::vector<Expr>& points) {
  if (points.size() < extents.size()) {
    nest.b.loop(extents[points.size()], {}, [&](Expr i, std::span<const Expr>) -> std::vector<Expr> {
      points.push_back(i);
      scatter_from(nest, at, extents, points);
      points.pop_back();
      return {};
    });
    return;
  }
  const std::vector<Expr> kept = nest.b.map_indices();
  const auto value_index = in_result_order<std::vector<Expr>>(
      at, [&](int i) { return kept[static_cast<std::size_t>(i)]; },
      [&](int i) { return points[static_cast<std::size_t>(i)]; });
  const std::vector<Expr> target = source_index(nest, at, kept, points, 2);
  const Expr value = ir::cast(nest.read(1, value_index), nest.node.input(0).dtype());
  nest.write(0, target, sets(*nest.node.op()) ? value : nest.read_output(0, target) + value);
}

void build_scatter(LoopNest& nest) {
  const AdvancedAxes at = axes_of(nest.node, 2);
  std::vector<Expr> extents, points;
  for (int axis = 0; axis < at.rank; ++axis) {
    Expr extent = nest.b.constant(DType::Int64, std::int64_t{1});
    for (int i = 2; i < nest.node.input_count(); ++i) {
      if (nest.node.input(i).is_broadcastable(axis)) continue;
      extent = nest.input_size(i, axis);
      break;
    }
    extents.push_back(extent);
  }
  scatter_from(nest, at, extents, points);
}

Gradients scatter_vjp(const Apply& node, std::span<const Variable> g) {
  const std::vector<Variable> indices(node.inputs().begin() + 2, node.inputs().end());
  const std::vector<std::int64_t> axes = axis_list(node);
  Gradients gradients(static_cast<std::size_t>(node.input_count()));
  gradients[0] = g[0];
  if (sets(*node.op())) {
    const Variable zero = scalar_constant(g[0].dtype(), std::int64_t{0});
    gradients[0] = parts::advanced_changed(g[0], zero, axes, indices, true);
  }
  gradients[1] = parts::summed_to(parts::advanced_part(g[0], axes, indices), node.input(1));
  return gradients;
}

std::vector<SizeCheck> scatter_checks(const Apply& node, std::span<const SymbolicShape> shapes) {
  std::vector<SizeCheck> checks = index_checks(node, shapes, 2);
  for (SizeCheck& check : parts::value_checks(node.input(1), shapes[1], part_shape(node, shapes, 2))) {
    checks.push_back(std::move(check));
  }
  return checks;
}

std::vector<SymbolicShape> gather_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  return {part_shape(node, shapes, 1)};
}

std::vector<SymbolicShape> first_shape(const Apply&, std::span<const SymbolicShape> shapes) { return {shapes[0]}; }

std::vector<SizeCheck> gather_checks(const Apply& node, std::span<const SymbolicShape> shapes) {
  return index_checks(node, shapes, 1);
}

std::vector<std::vector<bool>> gather_connection(const Apply& node) { return parts::first_connected(node, 1); }
std::vector<std::vector<bool>> scatter_connection(const Apply& node) { return parts::first_connected(node, 2); }

/// As the original prints it behind the name of the op.
std::string what_is_done(const OpInstance& self) {
  return std::string("{no_inplace,") + (sets(self) ? "set}" : "inc}");
}

constexpr LoopSpec gather_spec(const char* name, const char* summary, const char* numpy, PrintFunction print) {
  return {
      .name = name,
      .inputs = {"x", "indices"},
      .summary = summary,
      .numpy = numpy,
      .types = gather_types,
      .shape = gather_shape,
      .build = build_gather,
      .vjp = gather_vjp,
      .connection = gather_connection,
      .print = print,
      .checks = gather_checks,
  };
}

constexpr LoopSpec scatter_spec(const char* name, const char* summary, PrintFunction print) {
  return {
      .name = name,
      .inputs = {"x", "y", "indices"},
      .summary = summary,
      .types = scatter_types,
      .shape = first_shape,
      .map_shape = scatter_map_shape,
      .build = build_scatter,
      .starts_as = 0,
      .vjp = scatter_vjp,
      .connection = scatter_connection,
      .print = print,
      .checks = scatter_checks,
  };
}

}  // namespace

namespace ops {

constinit const LoopOp advanced_subtensor1{gather_spec(
    "advanced_subtensor1", "Rows of a tensor by an integer vector.", "x[indices]",
    [](const OpInstance&) { return std::string("AdvancedSubtensor1"); })};

constinit const LoopOp advanced_subtensor{gather_spec(
    "advanced_subtensor", "Elements of a tensor by integer arrays on several axes.", "",
    [](const OpInstance&) { return std::string("AdvancedSubtensor"); })};

constinit const LoopOp advanced_inc_subtensor1{scatter_spec(
    "advanced_inc_subtensor1", "A tensor with a value added to, or put at, rows by an integer vector.",
    [](const OpInstance& self) { return "AdvancedIncSubtensor1" + what_is_done(self); })};

constinit const LoopOp advanced_inc_subtensor{scatter_spec(
    "advanced_inc_subtensor", "A tensor with a value added to, or put at, elements by integer arrays on several axes.",
    [](const OpInstance& self) { return "AdvancedIncSubtensor" + what_is_done(self); })};

}  // namespace ops

namespace parts {

// The one-vector form on rows has an op of its own: it is what data[indices] makes, and rules look for it.
Variable advanced_part(const Variable& x, std::vector<std::int64_t> axes, std::vector<Variable> indices) {
  const bool is_rows = axes.size() == 1 && axes[0] == 0 && indices[0].ndim() == 1;
  const Op op =
      is_rows ? make_op(ops::advanced_subtensor1) : make_op(ops::advanced_subtensor, {{"axes", std::move(axes)}});
  indices.insert(indices.begin(), x);
  return apply_op(op, std::move(indices));
}

Variable advanced_changed(const Variable& x, const Variable& y, std::vector<std::int64_t> axes,
                          std::vector<Variable> indices, bool set_instead_of_inc) {
  const bool is_rows = axes.size() == 1 && axes[0] == 0 && indices[0].ndim() == 1;
  const Op op = is_rows ? make_op(ops::advanced_inc_subtensor1, {{"set_instead_of_inc", set_instead_of_inc}})
                        : make_op(ops::advanced_inc_subtensor,
                                  {{"set_instead_of_inc", set_instead_of_inc}, {"axes", std::move(axes)}});
  indices.insert(indices.begin(), {x, y});
  return apply_op(op, std::move(indices));
}

}  // namespace parts
}  // namespace theano
