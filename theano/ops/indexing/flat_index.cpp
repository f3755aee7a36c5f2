// Positions in flattened tensors, and back to positions along each axis.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/selection.h"
#include "theano/ops/operators.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

using ir::Expr;

void build_index_in_range(LoopNest& nest) {
  const std::vector<Expr> point = nest.b.map_indices();
  const Expr index = ir::cast(nest.read(0, point), DType::Int64), size = nest.scalar(1);
  const char* op = nest.attributes().get_bool("is_flat") ? "unravel_index" : "ravel_multi_index";
  ir::CheckSite site;
  site.message = "index {} is out of bounds for a size of {limit}";
  site.provenance = nest.node.provenance;
  site.error_kind = static_cast<int>(ErrorKind::Value);
  site.op = op;
  nest.b.check((index >= 0) & (index < size), index, size, std::move(site));
  nest.write(0, point, index);
}

Variable in_range(const Variable& index, const Variable& size, bool is_flat) {
  return apply_op(make_op(ops::index_in_range, {{"is_flat", is_flat}}), {index, size});
}

void check_integers(const Variable& v, const char* what, const char* op) {
  if (is_integer(v.dtype())) return;
  throw TypeError(ErrorReport{.op = op,
                              .sentence = std::string(what) + " must be integers, but it is " +
                                          v.tensor_type().describe() + ".",
                              .operands = {describe_operand(what, v)},
                              .way_out = "cast it to int64."});
}

void check_sizes(const Variable& dims, const char* op) {
  check_integers(dims, "dims", op);
  if (dims.ndim() == 1) return;
  throw TypeError(ErrorReport{.op = op,
                              .sentence = "dims must be a 1D sequence, but it has " + std::to_string(dims.ndim()) + " axes.",
                              .operands = {describe_operand("dims", dims)},
                              .way_out = "pass the sizes of all axes as one tuple or vector."});
}

// The sizes one by one, the one whose axis runs fastest last; `order` says which that is.
std::vector<Variable> sizes_in_order(const Variable& dims, std::int64_t ndim, std::string_view order, const char* op) {
  if (order != "C" && order != "F")
    throw ValueError(op, "order must be 'C' or 'F', but it is '" + std::string(order) + "'.",
                     "leave it out for the order of C, in which the last axis runs fastest.");
  const bool is_known = vector_length(dims).has_value();
  const Variable checked = is_known ? dims : tensor::specify_shape(dims, ShapeArgument(Shape{ndim}));
  std::vector<Variable> sizes;
  for (const Variable& size : vector_items(checked, ndim)) sizes.push_back(as_size(size));
  if (order == "F") std::ranges::reverse(sizes);
  return sizes;
}

}  // namespace

namespace ops {

constinit const LoopOp index_in_range{{
    .name = "index_in_range",
    .inputs = {"index", "size"},
    .summary = "Integers, refused unless they are in [0, size).",
    .types = [](const OpInstance&, std::vector<Variable>& inputs) -> std::vector<TypeRef> {
      return {TensorType::of(DType::Int64, inputs[0].tensor_type().sizes())};
    },
    .shape = [](const Apply&, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> { return {shapes[0]}; },
    .build = build_index_in_range,
    .connection = [](const Apply&) -> std::vector<std::vector<bool>> {
      return {{false}, {false}};
    },
}};

}  // namespace ops

namespace tensor {

std::vector<Variable> unravel_index(const Operand& indices, const Operand& dims_in, std::string_view order,
                                    std::optional<std::int64_t> ndim) {
  const ProvenanceScope scope(Provenance::current(indices.location()));
  const Variable& dims = dims_in;
  check_integers(indices, "indices", "unravel_index");
  check_sizes(dims, "unravel_index");
  const std::optional<std::int64_t> length = vector_length(dims);
  if ((!length && !ndim) || (length && ndim && *length != *ndim))
    throw ValueError(ErrorReport{.op = "unravel_index",
                                 .sentence = length ? "dims must have ndim elements, but it has " +
                                                          std::to_string(*length) + " and ndim is " +
                                                          std::to_string(*ndim) + "."
                                                    : "the number of axes must be known, but that of dims is not.",
                                 .operands = {describe_operand("dims", dims)},
                                 .way_out = "pass the length of dims as ndim."});
  const std::vector<Variable> sizes = sizes_in_order(dims, length ? *length : *ndim, order, "unravel_index");
  Variable rest = in_range(indices, product_of_sizes(sizes), true);
  std::vector<Variable> positions;
  for (std::size_t k = sizes.size(); k-- > 0;) {
    positions.push_back(k == 0 ? rest : rest % sizes[k]);
    rest = int_div(rest, sizes[k]);
  }
  if (order == "C") std::ranges::reverse(positions);
  return positions;
}

Variable ravel_multi_index(const std::vector<Variable>& multi_index, const Operand& dims_in, std::string_view mode,
                           std::string_view order) {
  const ProvenanceScope scope(Provenance::current(dims_in.location()));
  const Variable& dims = dims_in;
  if (mode != "raise" && mode != "wrap" && mode != "clip")
    throw ValueError("ravel_multi_index", "mode must be raise, wrap or clip, but it is " + std::string(mode) + ".",
                     "leave it out to refuse positions that there are not.");
  for (const Variable& index : multi_index) check_integers(index, "multi_index", "ravel_multi_index");
  check_sizes(dims, "ravel_multi_index");
  const auto ndim = static_cast<std::int64_t>(multi_index.size());
  if (vector_length(dims).value_or(ndim) != ndim || ndim == 0)
    throw ValueError(ErrorReport{.op = "ravel_multi_index",
                                 .sentence = "there must be one index for each axis, but there are " +
                                             std::to_string(ndim) + ".",
                                 .operands = {describe_operand("dims", dims)},
                                 .way_out = "pass as many tensors of positions as dims has sizes."});
  const std::vector<Variable> sizes = sizes_in_order(dims, ndim, order, "ravel_multi_index");
  std::vector<Variable> indices = multi_index;
  if (order == "F") std::ranges::reverse(indices);
  Variable flat;
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    Variable index = cast(indices[k], DType::Int64);
    if (mode == "raise") index = in_range(index, sizes[k], false);
    if (mode == "wrap") index = index % sizes[k];
    if (mode == "clip") index = maximum(minimum(index, sizes[k] - 1), 0);
    flat = k == 0 ? index : flat * sizes[k] + index;
  }
  return flat;
}

}  // namespace tensor
}  // namespace theano
