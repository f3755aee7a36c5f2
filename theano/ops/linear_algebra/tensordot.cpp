// Sums of products over any axes, as one product of matrices between reshapes.
#include <algorithm>
#include <numeric>

#include "theano/base/error.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/shape/shape.h"

namespace theano::tensor {
namespace {

[[noreturn]] void refuse(const Variable& a, const Variable& b, std::string sentence, std::string way_out,
                         const char* op = "tensordot") {
  throw ValueError(ErrorReport{.op = op,
                               .sentence = std::move(sentence),
                               .operands = {describe_operand("a", a), describe_operand("b", b)},
                               .way_out = std::move(way_out)});
}

std::vector<std::int64_t> free_axes(const Variable& v, const std::vector<std::int64_t>& folded) {
  std::vector<std::int64_t> axes;
  for (std::int64_t axis = 0; axis < v.ndim(); ++axis) {
    if (std::ranges::find(folded, axis) == folded.end()) axes.push_back(axis);
  }
  return axes;
}

std::vector<std::int64_t> normalized(const Variable& v, const std::vector<std::int64_t>& axes) {
  std::vector<std::int64_t> result;
  for (const std::int64_t axis : axes) result.push_back(normalize_axis(axis, v.ndim(), "tensordot"));
  return result;
}

SymbolicShape sizes_at(const Variable& v, const std::vector<std::int64_t>& axes) {
  SymbolicShape sizes;
  for (const std::int64_t axis : axes) sizes.push_back(size_of(v, static_cast<int>(axis)));
  return sizes;
}

// v as a matrix of the axes `first` by the axes `second`, one for each element of the batch.
Variable as_matrix(const Variable& v, const std::vector<std::int64_t>& batch, const std::vector<std::int64_t>& first,
                   const std::vector<std::int64_t>& second) {
  std::vector<Variable> sizes = sizes_at(v, batch);
  sizes.push_back(product_of_sizes(sizes_at(v, first)));
  sizes.push_back(product_of_sizes(sizes_at(v, second)));
  std::vector<std::int64_t> order = batch;
  order.insert(order.end(), first.begin(), first.end());
  order.insert(order.end(), second.begin(), second.end());
  const auto rank = static_cast<std::int64_t>(sizes.size());
  return reshape(dimshuffled(v, std::move(order)), ShapeArgument(std::move(sizes)), rank);
}

// b, checked at the call to have the sizes of a on the folded axes: the sizes of the matrices made of several axes could
// agree by chance. With one axis the product itself checks.
Variable with_checked_sizes(const Variable& a, const Variable& b, const std::vector<std::int64_t>& a_axes,
                            const std::vector<std::int64_t>& b_axes) {
  if (a_axes.size() < 2) return b;
  SymbolicShape sizes = sizes_of(b);
  bool is_certain = true;
  for (std::size_t i = 0; i < a_axes.size(); ++i) {
    Variable& size = sizes[static_cast<std::size_t>(b_axes[i])];
    const Variable wanted = size_of(a, static_cast<int>(a_axes[i]));
    is_certain = is_certain && is_same_size(size, wanted);
    size = wanted;
  }
  if (is_certain) return b;
  sizes.insert(sizes.begin(), b);
  return apply_op(make_op(ops::specify_shape, {{"of", std::string("tensordot")}}), std::move(sizes));
}

void check_known_sizes(const Variable& a, const Variable& b, const std::vector<std::int64_t>& a_axes,
                       const std::vector<std::int64_t>& b_axes, const char* op) {
  for (std::size_t i = 0; i < a_axes.size(); ++i) {
    const std::int64_t m = a.tensor_type().sizes()[static_cast<std::size_t>(a_axes[i])];
    const std::int64_t n = b.tensor_type().sizes()[static_cast<std::size_t>(b_axes[i])];
    if (m == kUnknownSize || n == kUnknownSize || m == n) continue;
    refuse(a, b,
           "the sizes of axes " + std::to_string(a_axes[i]) + " of a and " + std::to_string(b_axes[i]) +
               " of b must agree, but they are " + std::to_string(m) + " and " + std::to_string(n) + ".",
           "check the order of the axes.", op);
  }
}

// Products over pairs of axes; the axes `batch` (none, or the first) of both go along.
Variable contract(const Variable& a, const Variable& b, const std::vector<std::int64_t>& a_axes_in,
                  const std::vector<std::int64_t>& b_axes_in, const std::vector<std::int64_t>& batch, const char* op) {
  if (a_axes_in.size() != b_axes_in.size()) {
    refuse(a, b,
           "the lists of axes must be equally long, but they have " + std::to_string(a_axes_in.size()) + " and " +
               std::to_string(b_axes_in.size()) + " entries.",
           "name one axis of b for each axis of a.", op);
  }
  const auto a_axes = normalized(a, a_axes_in), b_axes = normalized(b, b_axes_in);
  const auto has_batch = [&](const std::vector<std::int64_t>& axes) {
    return !batch.empty() && std::ranges::find(axes, 0) != axes.end();
  };
  if (has_batch(a_axes) || has_batch(b_axes)) {
    refuse(a, b, "axes to sum over must not contain the batch axis, 0.", "use tensordot to sum over it.", op);
  }
  check_known_sizes(a, b, a_axes, b_axes, op);
  const auto free_axes_of = [&](const Variable& v, std::vector<std::int64_t> folded) {
    folded.insert(folded.end(), batch.begin(), batch.end());
    return free_axes(v, folded);
  };
  const auto a_free = free_axes_of(a, a_axes), b_free = free_axes_of(b, b_axes);
  const Variable left = as_matrix(a, batch, a_free, a_axes);
  const Variable right = as_matrix(with_checked_sizes(a, b, a_axes, b_axes), batch, b_axes, b_free);
  const Variable product = batch.empty() ? dot(left, right) : batched_dot(left, right);
  SymbolicShape sizes = sizes_at(a, batch);
  for (Variable& size : sizes_at(a, a_free)) sizes.push_back(std::move(size));
  for (Variable& size : sizes_at(b, b_free)) sizes.push_back(std::move(size));
  const auto ndim = static_cast<std::int64_t>(sizes.size());
  return reshape(product, ShapeArgument(std::move(sizes)), ndim);
}

// The last `count` axes of a and the first of b, behind the batch.
std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>> counted_axes(const Variable& a, const Variable& b,
                                                                             std::int64_t count, std::int64_t batch,
                                                                             const char* op) {
  const std::int64_t available = std::min(a.ndim(), b.ndim()) - batch;
  if (count < 0 || count > available) {
    refuse(a, b,
           "the number of axes must be between 0 and " + std::to_string(available) + ", but it is " +
               std::to_string(count) + ".",
           "name the axes of both in two lists.", op);
  }
  std::vector<std::int64_t> a_axes(static_cast<std::size_t>(count)), b_axes(static_cast<std::size_t>(count));
  std::iota(a_axes.begin(), a_axes.end(), a.ndim() - count);
  std::iota(b_axes.begin(), b_axes.end(), batch);
  return {a_axes, b_axes};
}

}  // namespace

Variable tensordot(const Operand& a, const Operand& b, const std::vector<std::int64_t>& a_axes,
                   const std::vector<std::int64_t>& b_axes) {
  const ProvenanceScope scope(Provenance::current(a.location()));
  return contract(a, b, a_axes, b_axes, {}, "tensordot");
}

Variable tensordot(const Operand& a, const Operand& b, std::int64_t axes) {
  const auto [a_axes, b_axes] = counted_axes(a, b, axes, 0, "tensordot");
  return tensordot(a, b, a_axes, b_axes);
}

Variable batched_tensordot(const Operand& x, const Operand& y, const std::vector<std::int64_t>& x_axes,
                           const std::vector<std::int64_t>& y_axes) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  for (const Operand* operand : {&x, &y}) {
    if (operand->variable().ndim() > 0) continue;
    throw TypeError(ErrorReport{.op = "batched_tensordot",
                                .sentence = "both operands must have at least one (batch) axis, but one is a scalar.",
                                .operands = {describe_operand("x", x), describe_operand("y", y)},
                                .way_out = "multiply by the scalar."});
  }
  return contract(x, y, x_axes, y_axes, {0}, "batched_tensordot");
}

Variable batched_tensordot(const Operand& x, const Operand& y, std::int64_t axes) {
  const auto [x_axes, y_axes] = counted_axes(x, y, axes, 1, "batched_tensordot");
  return batched_tensordot(x, y, x_axes, y_axes);
}

}  // namespace theano::tensor
