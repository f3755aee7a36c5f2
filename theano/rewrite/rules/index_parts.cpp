// Taking subtensors apart by axes, and making one slice of two.
#include "theano/rewrite/rules/index_parts.h"

#include <algorithm>

#include "theano/ops/shape/size_expressions.h"

namespace theano::rewrite {

namespace {

Variable number(std::int64_t value) { return constant_size(value); }

/// First element, step and number of elements of a slice of an axis of known size.
struct Range {
  std::int64_t start, step, count;
};

std::optional<Range> range_of(const AxisPart& part, std::int64_t size) {
  const auto value = [](const Variable& v, std::int64_t left_out) {
    return v.is_null() ? std::optional(left_out) : known_bound(v);
  };
  const auto step = value(part.step, 1);
  if (!step || *step == 0) return std::nullopt;
  const bool is_up = *step > 0;
  const auto start = value(part.start, is_up ? 0 : size - 1);
  const std::int64_t low = is_up ? 0 : -1, high = is_up ? size : size - 1;
  const auto placed = [&](std::int64_t v, bool is_given) {
    if (!is_given) return v;
    return v < 0 ? std::max(v + size, low) : std::min(v, high);
  };
  const auto stop = value(part.stop, is_up ? size : -1);
  if (!start || !stop) return std::nullopt;
  const std::int64_t first = placed(*start, !part.start.is_null()), last = placed(*stop, !part.stop.is_null());
  const std::int64_t span = is_up ? last - first : first - last, stride = is_up ? *step : -*step;
  return Range{first, *step, span > 0 ? (span - 1) / stride + 1 : 0};
}

AxisPart part_of(const Range& range) {
  AxisPart part;
  if (range.count == 0) return {true, number(0), number(0), Variable()};
  const std::int64_t stop = range.start + range.count * range.step;
  part.start = number(range.start);
  if (stop >= 0) part.stop = number(stop);
  if (range.step != 1) part.step = number(range.step);
  return part;
}

/// Both parts on an axis of known size, bounds known too.
std::optional<AxisPart> composed_by_size(const AxisPart& inner, const AxisPart& outer, std::int64_t size) {
  const std::optional<Range> first = range_of(inner, size);
  if (!first) return std::nullopt;
  if (!outer.is_slice) {
    const auto index = known_bound(outer.start);
    if (!index || *index < -first->count || *index >= first->count) return std::nullopt;
    const std::int64_t at = *index < 0 ? *index + first->count : *index;
    return AxisPart{false, number(first->start + at * first->step), {}, {}};
  }
  const std::optional<Range> second = range_of(outer, first->count);
  if (!second) return std::nullopt;
  return part_of({first->start + second->start * first->step, first->step * second->step, second->count});
}

/// x[::-1] with a part of it: counted from the other end.
std::optional<AxisPart> composed_with_reversal(const AxisPart& outer) {
  const auto mirrored = [](std::int64_t v) { return number(-1 - v); };
  if (!outer.is_slice) {
    const auto index = known_bound(outer.start);
    if (!index) return std::nullopt;
    return AxisPart{false, mirrored(*index), {}, {}};
  }
  const auto step = outer.step.is_null() ? std::optional<std::int64_t>(1) : known_bound(outer.step);
  if (!step || *step == 0) return std::nullopt;
  AxisPart result;
  if (*step != -1) result.step = number(-*step);
  for (const bool is_start : {true, false}) {
    const Variable& bound = is_start ? outer.start : outer.stop;
    if (bound.is_null()) continue;
    const auto value = known_bound(bound);
    if (!value) return std::nullopt;
    (is_start ? result.start : result.stop) = mirrored(*value);
  }
  return result;
}

/// Upward slices with bounds from the front: x[a::b][c:d:e] = x[a + c b : a + d b : b e].
std::optional<AxisPart> composed_upward(const AxisPart& inner, const AxisPart& outer) {
  const auto front = [](const Variable& v, std::int64_t left_out) -> std::optional<std::int64_t> {
    const auto value = v.is_null() ? std::optional(left_out) : known_bound(v);
    return value && *value >= left_out ? value : std::nullopt;
  };
  const auto start = front(inner.start, 0), step = front(inner.step, 1);
  if (!start || !step) return std::nullopt;
  if (!outer.is_slice) {
    const auto index = known_bound(outer.start);
    // Behind a stop the tensor goes on, so an index that the part does not have would find an element.
    if (!index || *index < 0 || !inner.stop.is_null()) return std::nullopt;
    return AxisPart{false, number(*start + *index * *step), {}, {}};
  }
  const auto outer_start = front(outer.start, 0), outer_step = front(outer.step, 1);
  if (!outer_start || !outer_step) return std::nullopt;
  AxisPart result;
  if (const std::int64_t first = *start + *outer_start * *step; first != 0) result.start = number(first);
  if (const std::int64_t stride = *step * *outer_step; stride != 1) result.step = number(stride);
  std::optional<std::int64_t> stop;
  if (!inner.stop.is_null() && !(stop = front(inner.stop, 0))) return std::nullopt;
  if (!outer.stop.is_null()) {
    const auto last = front(outer.stop, 0);
    if (!last) return std::nullopt;
    stop = std::min(stop.value_or(INT64_MAX), *start + *last * *step);
  }
  if (stop) result.stop = number(*stop);
  return result;
}

}  // namespace

std::optional<std::int64_t> known_bound(const Variable& bound) {
  constexpr std::int64_t kFar = std::int64_t{1} << 40;
  const auto value = bound.is_null() ? std::nullopt : known_size(bound);
  return value && *value > -kFar && *value < kFar ? value : std::nullopt;
}

std::vector<AxisPart> parts_of(const Apply& node, int ndim, int first_scalar) {
  const IndexPattern pattern = IndexPattern::decode(node.op()->attributes().get_ints("index"));
  std::vector<AxisPart> parts(static_cast<std::size_t>(ndim));
  int next = first_scalar;
  for (std::size_t axis = 0; axis < pattern.entries.size(); ++axis) {
    const IndexPattern::Entry& entry = pattern.entries[axis];
    AxisPart& part = parts[axis];
    part.is_slice = entry.is_slice;
    if (entry.start) part.start = node.input(next++);
    if (entry.stop) part.stop = node.input(next++);
    if (entry.step) part.step = node.input(next++);
  }
  return parts;
}

std::vector<std::int64_t> encoded(const std::vector<AxisPart>& parts, std::vector<Variable>& inputs) {
  IndexPattern pattern;
  std::size_t count = parts.size();
  while (count > 0 && parts[count - 1].is_whole()) --count;
  const auto add = [&](const Variable& v) -> std::optional<DType> {
    if (v.is_null()) return std::nullopt;
    inputs.push_back(v);
    return v.dtype();
  };
  for (std::size_t axis = 0; axis < count; ++axis) {
    IndexPattern::Entry entry{parts[axis].is_slice, {}, {}, {}};
    entry.start = add(parts[axis].start);
    entry.stop = add(parts[axis].stop);
    entry.step = add(parts[axis].step);
    pattern.entries.push_back(entry);
  }
  return pattern.encode();
}

Variable part_by(const Variable& x, const std::vector<AxisPart>& parts) {
  std::vector<Variable> inputs{x};
  std::vector<std::int64_t> index = encoded(parts, inputs);
  if (index.empty()) return x;
  return apply_op(make_op(ops::subtensor, {{"index", std::move(index)}}), std::move(inputs));
}

std::optional<AxisPart> composed(const AxisPart& inner, const AxisPart& outer,
                                 const std::optional<std::int64_t>& size) {
  if (inner.is_whole()) return outer;
  if (outer.is_whole()) return inner;
  if (size)
    if (std::optional<AxisPart> part = composed_by_size(inner, outer, *size)) return part;
  const bool is_reversal = inner.start.is_null() && inner.stop.is_null() && known_bound(inner.step) == -1;
  return is_reversal ? composed_with_reversal(outer) : composed_upward(inner, outer);
}

}  // namespace theano::rewrite
