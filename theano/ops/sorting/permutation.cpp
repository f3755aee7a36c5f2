// Elements taken from and put to positions along one axis, and permutations of lines made of that.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/shape/shape.h"
#include "theano/ops/sorting/sorting.h"

namespace theano {
namespace {

// The positions along `axis` and, for every other axis, its own indices, to be broadcast together.
Index grid(const Variable& x, const Variable& positions, std::int64_t axis) {
  std::vector<IndexEntry> entries;
  for (int i = 0; i < x.ndim(); ++i) {
    if (i == axis) {
      entries.emplace_back(positions);
      continue;
    }
    if (x.is_broadcastable(i)) {
      entries.emplace_back(dimshuffled(constant_size(0), std::vector<std::int64_t>(static_cast<std::size_t>(x.ndim()), -1)));
      continue;
    }
    std::vector<std::int64_t> order(static_cast<std::size_t>(x.ndim()), -1);
    order[static_cast<std::size_t>(i)] = 0;
    entries.emplace_back(dimshuffled(tensor::arange(size_of(x, i)), std::move(order)));
  }
  return Index(std::move(entries));
}

// v repeated along the axes that are broadcastable in it and not in `like` (the last one apart).
Variable repeated_like(const Variable& v, const Variable& like) {
  std::vector<Variable> sizes;
  bool is_changed = false;
  for (int i = 0; i < v.ndim(); ++i) {
    const bool repeats = i + 1 < v.ndim() && v.is_broadcastable(i) && !like.is_broadcastable(i);
    is_changed = is_changed || repeats;
    sizes.push_back(size_of(repeats ? like : v, i));
  }
  return is_changed ? tensor::alloc(v, ShapeArgument(std::move(sizes))) : v;
}

}  // namespace

Variable taken_along(const Variable& x, const Variable& positions, std::int64_t axis) {
  return tensor::subtensor(x, grid(x, positions, axis));
}

Variable put_along(const Variable& base, const Variable& values, const Variable& positions, std::int64_t axis) {
  return tensor::set_subtensor(taken_along(base, positions, axis), values);
}

namespace tensor {

Variable permute_row_elements(const Operand& x_in, const Operand& y_in, bool inverse) {
  const ProvenanceScope scope(Provenance::current(x_in.location()));
  Variable x = x_in, y = y_in;
  if (!is_integer(y.dtype()) || x.ndim() == 0 || y.ndim() == 0) {
    throw TypeError(ErrorReport{.op = "permute_row_elements",
                                .sentence = "x must have an axis, and y must hold the permutation of its last one as "
                                            "integers, but y is " +
                                            y.tensor_type().describe() + ".",
                                .operands = {describe_operand("x", x), describe_operand("y", y)},
                                .way_out = "cast y to int64."});
  }
  const int ndim = std::max(x.ndim(), y.ndim());
  x = padded_left(x, ndim);
  y = padded_left(y, ndim);
  x = repeated_like(x, y);
  y = repeated_like(y, x);
  const std::int64_t last = ndim - 1;
  return inverse ? put_along(zeros_like(x), x, y, last) : taken_along(x, y, last);
}

Variable inverse_permutation(const Operand& perm_in) {
  const ProvenanceScope scope(Provenance::current(perm_in.location()));
  const Variable& perm = perm_in;
  if (perm.ndim() == 0) {
    throw TypeError(ErrorReport{.op = "inverse_permutation",
                                .sentence = "perm must have an axis, but it is a scalar.",
                                .operands = {describe_operand("perm", perm)},
                                .way_out = "pass a vector, or a matrix with one permutation per row."});
  }
  return permute_row_elements(arange(0, size_of(perm, perm.ndim() - 1), 1, perm.dtype()), perm, true);
}

}  // namespace tensor
}  // namespace theano
