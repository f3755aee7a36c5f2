// What the ops of this chapter share: shapes and layouts of parts by a pattern, axes of advanced indices, values put.
#pragma once

#include <span>
#include <vector>

#include "theano/ops/indexing/indexing.h"
#include "theano/ops/shape/shape.h"

namespace theano::parts {

IndexPattern pattern_of(const OpInstance& self);
/// Checks that the scalars are what the pattern says. Errors: TypeError, IndexError.
void check_scalars(const IndexPattern& pattern, const Variable& x, std::span<const Variable> scalars, const char* op);
/// Sizes of the part, as far as the types tell. As in Theano a slice is known to have size 1 only where x is.
Shape known_part_sizes(const IndexPattern& pattern, const Variable& x, std::span<const Variable> scalars);
SymbolicShape part_shape(const IndexPattern& pattern, const SymbolicShape& x_shape, std::span<const Variable> scalars);
/// The part as a layout on the memory of x. Errors: IndexError, ValueError at Phase::Call.
std::optional<Layout> part_layout(const OpInstance& self, const Layout& input, std::span<const std::int64_t> scalars,
                                  const Shape& output_shape);

/// y with axes in front until it has `ndim`. Errors: TypeError when it has more.
Variable fitted_value(const Variable& y, int ndim, const char* op);
/// The gradient of a part summed to the pattern and dtype of y.
Variable summed_to(const Variable& gradient, const Variable& y);
/// Sizes of y that must be those of the part.
std::vector<SizeCheck> value_checks(const Variable& y, const SymbolicShape& y_shape, const SymbolicShape& part_shape);
/// true for the first `count` inputs, false for the rest (indices).
std::vector<std::vector<bool>> first_connected(const Apply& node, int count);

/// Where the axes of an advanced index lie.
struct AdvancedAxes {
  std::vector<std::int64_t> axes;  ///< indexed axes of x
  std::vector<int> kept;           ///< the others
  int position = 0;                ///< of the arrays' axes in the result
  int rank = 0;                    ///< of the arrays

  AdvancedAxes(const OpInstance& self, int x_ndim, int index_rank);
  int result_ndim() const { return static_cast<int>(kept.size()) + rank; }
};

/// The result node of x[indices] made directly.
Variable advanced_part(const Variable& x, std::vector<std::int64_t> axes, std::vector<Variable> indices);
/// x with y at (or added to) x[indices].
Variable advanced_changed(const Variable& x, const Variable& y, std::vector<std::int64_t> axes,
                          std::vector<Variable> indices, bool set_instead_of_inc);

}  // namespace theano::parts
