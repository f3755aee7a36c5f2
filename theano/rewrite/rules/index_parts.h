// A basic subtensor taken apart by axes, changed, and put together again.
#pragma once

#include <optional>
#include <vector>

#include "theano/ops/indexing/indexing.h"

namespace theano::rewrite {

/// What a subtensor takes of one axis: an element, or a slice whose bounds are null where they are left out.
struct AxisPart {
  bool is_slice = true;
  Variable start, stop, step;
  bool is_whole() const { return is_slice && start.is_null() && stop.is_null() && step.is_null(); }
};

/// The parts of all `ndim` axes of the indexed tensor; the scalars of `node` stand from input `first_scalar` on.
std::vector<AxisPart> parts_of(const Apply& node, int ndim, int first_scalar);
/// x by these parts; x itself where all of them are whole.
Variable part_by(const Variable& x, const std::vector<AxisPart>& parts);
/// The attribute `index` of the parts, whole ones at the end left out, and the scalars appended to `inputs`.
std::vector<std::int64_t> encoded(const std::vector<AxisPart>& parts, std::vector<Variable>& inputs);
/// The number that a bound is known to be.
std::optional<std::int64_t> known_bound(const Variable& bound);
/// `outer` of what `inner` leaves of an axis, as one part of an axis of the given size (null: not known). Nothing where
/// the two cannot be one without asking for the size.
std::optional<AxisPart> composed(const AxisPart& inner, const AxisPart& outer, const std::optional<std::int64_t>& size);

}  // namespace theano::rewrite
