// Sums of products over any axes, as one product of matrices between reshapes.
#include <algorithm>
#include <numeric>

#include "theano/base/error.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/shape/shape.h"

namespace theano::tensor {
namespace {

[[noreturn]] void refuse(const Variable& a, const Variable& b, std::string sentence, std::string way_out) {
  throw ValueError(ErrorReport{.op = "tensordot",
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

Variable as_matrix(const Variable& v, std::vector<std::int64_t> first, const std::vector<std::int64_t>& second) {
  const Variable rows = product_of_sizes(sizes_at(v, first)), columns = product_of_sizes(sizes_at(v, second));
  first.insert(first.end(), second.begin(), second.end());
  return reshape(dimshuffled(v, std::move(first)), ShapeArgument(std::vector<Variable>{rows, columns}), 2);
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
  return is_certain ? b : specify_shape(b, ShapeArgument(std::move(sizes)));
}

}  // namespace

Variable tensordot(const Operand& a_in, const Operand& b_in, const std::vector<std::int64_t>& a_axes_in,
                   const std::vector<std::int64_t>& b_axes_in) {
  const ProvenanceScope scope(Provenance::current(a_in.location()));
  const Variable& a = a_in;
  const Variable& b = b_in;
  if (a_axes_in.size() != b_axes_in.size()) {
    refuse(a, b,
           "the lists of axes must be equally long, but they have " + std::to_string(a_axes_in.size()) + " and " +
               std::to_string(b_axes_in.size()) + " entries.",
           "name one axis of b for each axis of a.");
  }
  const auto a_axes = normalized(a, a_axes_in), b_axes = normalized(b, b_axes_in);
  for (std::size_t i = 0; i < a_axes.size(); ++i) {
    const std::int64_t m = a.tensor_type().sizes()[static_cast<std::size_t>(a_axes[i])];
    const std::int64_t n = b.tensor_type().sizes()[static_cast<std::size_t>(b_axes[i])];
    if (m == kUnknownSize || n == kUnknownSize || m == n) continue;
    refuse(a, b,
           "the sizes of axes " + std::to_string(a_axes[i]) + " of a and " + std::to_string(b_axes[i]) +
               " of b must agree, but they are " + std::to_string(m) + " and " + std::to_string(n) + ".",
           "check the order of the axes.");
  }
  const auto a_free = free_axes(a, a_axes), b_free = free_axes(b, b_axes);
  const Variable product =
      dot(as_matrix(a, a_free, a_axes), as_matrix(with_checked_sizes(a, b, a_axes, b_axes), b_axes, b_free));
  SymbolicShape sizes = sizes_at(a, a_free);
  for (Variable& size : sizes_at(b, b_free)) sizes.push_back(std::move(size));
  const auto ndim = static_cast<std::int64_t>(sizes.size());
  return reshape(product, ShapeArgument(std::move(sizes)), ndim);
}

Variable tensordot(const Operand& a, const Operand& b, std::int64_t axes) {
  const int available = std::min(a.variable().ndim(), b.variable().ndim());
  if (axes < 0 || axes > available) {
    refuse(a, b,
           "the number of axes must be between 0 and " + std::to_string(available) + ", but it is " +
               std::to_string(axes) + ".",
           "name the axes of both in two lists.");
  }
  std::vector<std::int64_t> a_axes(static_cast<std::size_t>(axes)), b_axes(static_cast<std::size_t>(axes));
  std::iota(a_axes.begin(), a_axes.end(), a.variable().ndim() - axes);
  std::iota(b_axes.begin(), b_axes.end(), 0);
  return tensordot(a, b, a_axes, b_axes);
}

}  // namespace theano::tensor
