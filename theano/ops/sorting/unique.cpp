// The different elements of a tensor, or its different parts along an axis: where they stand and how often.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/indexing/selection.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"
#include "theano/ops/sorting/sorting.h"

namespace theano {
namespace {

using ir::Expr;

std::vector<TypeRef> row_order_types(const OpInstance&, std::vector<Variable>& inputs) {
  return {TensorType::of(DType::Int64, Shape{inputs[0].tensor_type().sizes()[0]})};
}

// -1, 0 or 1 as row i stands before, beside or behind row j; the first element that differs decides.
Expr compare_rows(LoopNest& nest, Expr i, Expr j) {
  const auto number = [&](std::int64_t value) { return nest.b.constant(DType::Int64, value); };
  const auto outcome = nest.b.loop(
      nest.input_size(0, 1), {number(0)}, [&](Expr column, std::span<const Expr> carried) -> std::vector<Expr> {
        const Expr here[] = {i, column}, there[] = {j, column};
        const Expr a = nest.read(0, here), b = nest.read(0, there);
        Expr less = a < b, greater = b < a;
        if (is_inexact(a.dtype())) {  // NaN stands last
          less = less | ((b != b) & (a == a));
          greater = greater | ((a != a) & (b == b));
        }
        const Expr own = ir::select(less, number(-1), ir::select(greater, number(1), number(0)));
        return {ir::select(carried[0] == number(0), own, carried[0])};
      });
  return outcome[0];
}

void build_row_order(LoopNest& nest) {
  const Expr row = nest.b.map_index(0);
  const Expr extents[] = {nest.input_size(0, 0)};
  const Expr rank = nest.b.reduce(ir::Combine::Sum, DType::Int64, extents, [&](std::span<const Expr> other) {
    const Expr order = compare_rows(nest, other[0], row);
    return ir::cast((order < 0) | ((order == 0) & (other[0] < row)), DType::Int64);
  });
  const Expr place[] = {rank};
  nest.write(0, place, row);
}

// Whether an element of a sorted vector differs from the one before it; NaN is one value.
Variable is_new_element(const Variable& sorted) {
  const Variable here = tensor::subtensor(sorted, slice(1)), before = tensor::subtensor(sorted, slice({}, -1));
  const Variable differs = tensor::neq(here, before);
  if (!is_inexact(sorted.dtype())) return differs;
  return differs & (tensor::eq(here, here) | tensor::eq(before, before));
}

Variable is_new_row(const Variable& sorted) {
  return tensor::any(tensor::neq(tensor::subtensor(sorted, slice(1)), tensor::subtensor(sorted, slice({}, -1))), 1);
}

// x with an axis in front and the others behind it, as rows.
Variable as_rows(const Variable& x, std::int64_t axis) {
  std::vector<std::int64_t> order = {axis};
  SymbolicShape behind;
  for (int i = 0; i < x.ndim(); ++i) {
    if (i == axis) continue;
    order.push_back(i);
    behind.push_back(size_of(x, i));
  }
  const std::vector<Variable> sizes = {size_of(x, static_cast<int>(axis)), product_of_sizes(behind)};
  return tensor::reshape(dimshuffled(x, std::move(order)), ShapeArgument(sizes), 2);
}

}  // namespace

namespace ops {

constinit const LoopOp row_order{{
    .name = "row_order",
    .inputs = {"rows"},
    .summary = "The positions that sort the rows of a matrix: by the first element, of equal ones by the second, and so on.",
    .numpy = "numpy.lexsort(rows.T[::-1])",
    .types = row_order_types,
    .shape = [](const Apply&, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> {
      return {{shapes[0][0]}};
    },
    .build = build_row_order,
    .connection = [](const Apply&) -> std::vector<std::vector<bool>> { return {{false}}; },
}};

}  // namespace ops

namespace tensor {

std::vector<Variable> unique(const Operand& operand, bool return_index, bool return_inverse, bool return_counts,
                             std::optional<std::int64_t> axis) {
  const ProvenanceScope scope(Provenance::current(operand.location()));
  const Variable x = axis ? operand.variable() : flatten(operand);
  const std::int64_t at = axis ? normalize_axis(*axis, x.ndim(), "unique") : 0;
  const bool is_vector = x.ndim() == 1;
  const Variable order = is_vector ? argsort(x) : apply_op(make_op(ops::row_order), {as_rows(x, at)});
  const Variable sorted = take(x, order, at);
  const Variable changes = is_vector ? is_new_element(sorted) : is_new_row(as_rows(sorted, at));
  const Variable count = size_of(order, 0);
  // Cut to its length, so that nothing has no first element.
  const Variable first = make_constant(Array::full(DType::Bool, Shape{1}, 1.0));
  const Variable is_new = subtensor(concatenate({first, changes}), slice({}, Operand(count)));
  const Variable starts = flatnonzero(is_new);
  std::vector<Variable> results = {take(sorted, starts, at)};
  if (return_index) results.push_back(take(order, starts, 0));
  if (return_inverse) {
    const Variable numbers = cumsum(cast(is_new, DType::Int64), 0) - 1;
    results.push_back(put_along(zeros_like(order), numbers, order, 0));
  }
  if (return_counts) {
    const Variable ends = concatenate({starts, shape_padleft(count)});
    results.push_back(subtensor(ends, slice(1)) - starts);
  }
  return results;
}

}  // namespace tensor
}  // namespace theano
