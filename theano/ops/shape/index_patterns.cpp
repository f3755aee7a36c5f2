// Tensors whose elements depend on their indices alone: triangles, unit matrices, one-hot rows, grids.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/operators.h"
#include "theano/ops/shape/movement.h"

namespace theano::tensor {
namespace {

Variable integer_scalar(const Operand& v, const char* op) {
  if (v.variable().ndim() == 0 && is_discrete(v.variable().dtype())) return as_size(v);
  throw TypeError(ErrorReport{.op = op,
                              .sentence = "sizes and diagonals must be integer scalars, but one is " +
                                          v.variable().tensor_type().describe() + ".",
                              .operands = {describe_operand("argument", v)},
                              .way_out = "cast it to int64."});
}

// Where column - row <= k, as booleans.
Variable at_or_below(const Variable& rows, const Variable& columns, const Variable& k) {
  const Variable row = dimshuffled(arange(rows), {0, -1}), column = dimshuffled(arange(columns), {-1, 0});
  return le(column, row + dimshuffled(k, {-1, -1}));
}

// As in NumPy what lies outside is 0 whatever stood there, nan included; a vector is the row of a square.
Variable triangle(const Operand& m_in, const Operand& k, const char* op, bool is_lower) {
  const ProvenanceScope scope(Provenance::current(m_in.location()));
  const Variable& m = m_in;
  if (m.ndim() < 2) {
    throw ValueError(ErrorReport{.op = op,
                                 .sentence = "m must have two axes or more, but it has " + std::to_string(m.ndim()) + ".",
                                 .operands = {describe_operand("m", m)},
                                 .way_out = "add an axis with dimshuffle."});
  }
  const Variable bound = integer_scalar(k, op);
  const Variable rows = size_of(m, m.ndim() - 2), columns = size_of(m, m.ndim() - 1);
  Variable mask = at_or_below(rows, columns, is_lower ? bound : subtract_sizes(bound, constant_size(1)));
  std::vector<std::int64_t> both;
  if (m.is_broadcastable(m.ndim() - 2)) both.push_back(0);
  if (m.is_broadcastable(m.ndim() - 1)) both.push_back(1);
  mask = padded_left(addbroadcast(mask, both), m.ndim());
  const Variable zero = scalar_constant(m.dtype(), std::int64_t{0});
  return is_lower ? switch_(mask, m, zero) : switch_(mask, zero, m);
}

// One axis per slice; each is the range along its own axis.
std::vector<Variable> ranges(const std::vector<IndexEntry>& slices, const char* op) {
  std::vector<Variable> result;
  for (std::size_t axis = 0; axis < slices.size(); ++axis) {
    const IndexEntry& entry = slices[axis];
    if (entry.kind != IndexEntry::Kind::Slice || entry.stop.is_null()) {
      throw TypeError(op, "every index must be a slice with an end, as in " + std::string(op) + "[0:5, 1:3].",
                      "write start:stop:step for each axis of the grid.");
    }
    const Variable start = entry.start.is_null() ? literal_constant(std::int64_t{0}) : entry.start;
    const Variable step = entry.step.is_null() ? literal_constant(std::int64_t{1}) : entry.step;
    if (is_complex(step.dtype())) {
      throw NotImplementedError(op, "a complex step, which tells a number of points, is not there.",
                                "give the distance between points as the step.");
    }
    std::vector<std::int64_t> order(slices.size(), -1);
    order[axis] = 0;
    result.push_back(dimshuffled(arange(start, entry.stop, step), std::move(order)));
  }
  return result;
}

}  // namespace

Variable tri(const Operand& n, const std::optional<Operand>& m, const Operand& k, std::optional<DType> dtype) {
  const ProvenanceScope scope(Provenance::current(n.location()));
  const Variable rows = integer_scalar(n, "tri"), columns = m ? integer_scalar(*m, "tri") : rows;
  return cast(at_or_below(rows, columns, integer_scalar(k, "tri")), dtype.value_or(floatX()));
}

Variable tril(const Operand& m, const Operand& k) { return triangle(m, k, "tril", true); }
Variable triu(const Operand& m, const Operand& k) { return triangle(m, k, "triu", false); }

Variable identity_like(const Operand& x) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const Variable& m = x;
  if (m.ndim() != 2) {
    throw TypeError(ErrorReport{.op = "identity_like",
                                .sentence = "x must be a matrix, but it has " + std::to_string(m.ndim()) + " axes.",
                                .operands = {describe_operand("x", m)},
                                .way_out = "use eye with sizes."});
  }
  return eye(size_of(m, 0), Operand(size_of(m, 1)), 0, m.dtype());
}

Variable to_one_hot(const Operand& y_in, const Operand& nb_class, std::optional<DType> dtype) {
  const ProvenanceScope scope(Provenance::current(y_in.location()));
  const Variable& y = y_in;
  if (y.ndim() != 1 || !is_integer(y.dtype())) {
    throw TypeError(ErrorReport{.op = "to_one_hot",
                                .sentence = "y must be an integer vector, but it is " + y.tensor_type().describe() + ".",
                                .operands = {describe_operand("y", y)},
                                .way_out = "flatten y, or cast it to int64."});
  }
  const DType result_dtype = dtype.value_or(floatX());
  const Variable blank = zeros(std::vector<Variable>{size_of(y, 0), as_size(nb_class)}, result_dtype);
  const Variable places = subtensor(blank, Index({arange(size_of(y, 0)), y}));
  return set_subtensor(places, scalar_constant(result_dtype, std::int64_t{1}));
}

Variable bartlett(const Operand& M) {
  const ProvenanceScope scope(Provenance::current(M.location()));
  const Variable count = integer_scalar(M, "bartlett");
  const Variable from_middle = abs(2 * arange(count) + 1 - count);
  return 1 - cast(from_middle, DType::Float64) / cast(max_size(count - 1, constant_size(1)), DType::Float64);
}

std::vector<Variable> mgrid(const std::vector<IndexEntry>& slices) {
  std::vector<Variable> coordinates = ranges(slices, "mgrid");
  std::vector<Variable> result;
  for (const Variable& own : coordinates) {
    std::vector<Variable> sizes;
    for (std::size_t axis = 0; axis < coordinates.size(); ++axis)
      sizes.push_back(size_of(coordinates[axis], static_cast<int>(axis)));
    result.push_back(alloc(own, ShapeArgument(std::move(sizes))));
  }
  return result;
}

std::vector<Variable> ogrid(const std::vector<IndexEntry>& slices) { return ranges(slices, "ogrid"); }

}  // namespace theano::tensor
