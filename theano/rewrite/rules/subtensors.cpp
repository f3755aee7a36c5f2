// Rules for parts of tensors: parts of parts are one, and parts are taken before the work, not after it.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/index_parts.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/tables.h"
#include "theano/rewrite/shape_memo.h"

namespace theano::rewrite::rules {

namespace {

using Parts = std::vector<AxisPart>;

Parts parts_of_subtensor(const Apply& node) { return parts_of(node, node.input(0).ndim(), 1); }

std::optional<std::int64_t> size_by_type(const Variable& x, std::size_t axis) {
  const std::int64_t size = x.tensor_type().sizes()[axis];
  return size == kUnknownSize ? std::nullopt : std::optional(size);
}

/// x[0:n:1] = x where n is the size of the axis; bounds that change nothing are left out.
Replacements useless_bounds(Apply& node, RuleContext& context) {
  Parts parts = parts_of_subtensor(node);
  const Variable& x = node.input(0);
  bool changed = false;
  const auto leave_out = [&](Variable& bound) {
    bound = Variable();
    changed = true;
  };
  for (std::size_t axis = 0; axis < parts.size(); ++axis) {
    AxisPart& part = parts[axis];
    if (!part.is_slice) continue;
    if (known_bound(part.step) == 1) leave_out(part.step);
    const bool is_up = part.step.is_null() || known_bound(part.step).value_or(-1) > 0;
    if (!is_up) continue;
    if (known_bound(part.start) == 0) leave_out(part.start);
    if (part.stop.is_null()) continue;
    const Variable size = context.shapes.size_of(x, static_cast<int>(axis));
    const auto stop = known_bound(part.stop), known = known_size(size);
    if ((stop && known && *stop >= *known) || context.shapes.is_same(as_size(part.stop), size)) leave_out(part.stop);
  }
  const std::size_t written = node.op()->attributes().get_ints("index").size();
  const bool has_whole_end = written > 0 && parts[written - 1].is_whole();
  return changed || has_whole_end ? Replacements{part_by(x, parts)} : Replacements{};
}

/// x[i][j] as one part of x, axis by axis.
Replacements part_of_part(Apply& node, RuleContext&) {
  const Apply* inner = owner_if(node.input(0), ops::subtensor);
  if (!inner) return {};
  const Variable& x = inner->input(0);
  Parts parts = parts_of_subtensor(*inner);
  const Parts outer = parts_of_subtensor(node);
  std::size_t next = 0;
  for (std::size_t axis = 0; axis < parts.size(); ++axis) {
    if (!parts[axis].is_slice) continue;
    const std::optional<AxisPart> one = composed(parts[axis], outer[next++], size_by_type(x, axis));
    if (!one) return {};
    parts[axis] = *one;
  }
  return {part_by(x, parts)};
}

/// The parts for an input that may be of size 1 along axes: its only element, or the axis as it is.
Parts parts_for_input(Parts parts, const Variable& input, const Variable& output) {
  for (std::size_t axis = 0; axis < parts.size(); ++axis) {
    const int a = static_cast<int>(axis);
    if (!input.is_broadcastable(a) || output.is_broadcastable(a)) continue;
    parts[axis] = parts[axis].is_slice ? AxisPart{} : AxisPart{false, constant_size(0), {}, {}};
  }
  return parts;
}

/// f(a, b)[i] = f(a[i], b[i]), where nobody else needs f(a, b).
Replacements part_of_elementwise(Apply& node, RuleContext& context) {
  const Variable& y = node.input(0);
  const Apply* inner = y.owner();
  if (!inner || inner->op()->kind() != OpKind::Elementwise || inner->op()->is(tensor::second) ||
      !is_used_once(y, context))
    return {};
  const Parts parts = parts_of_subtensor(node);
  std::vector<Variable> inputs = copied_inputs(*inner);
  for (Variable& input : inputs) input = part_by(input, parts_for_input(parts, input, y));
  return {apply_op(inner->op(), std::move(inputs))};
}

/// dimshuffle(x)[i] = dimshuffle(x[j]): axes are taken where they are.
Replacements part_of_dimshuffle(Apply& node, RuleContext& context) {
  const Apply* inner = owner_if(node.input(0), ops::dimshuffle);
  if (!inner || !is_used_once(node.input(0), context)) return {};
  const Variable& x = inner->input(0);
  const std::vector<std::int64_t>& order = inner->op()->attributes().get_ints("order");
  const Parts parts = parts_of_subtensor(node);
  Parts inside(static_cast<std::size_t>(x.ndim()));
  for (std::size_t i = 0; i < order.size(); ++i) {
    // Of an axis that the dimshuffle made, only the whole may be taken: an index may be out of its bounds.
    if (order[i] < 0 && !parts[i].is_whole() && known_bound(parts[i].is_slice ? Variable() : parts[i].start) != 0)
      return {};
    if (order[i] >= 0) inside[static_cast<std::size_t>(order[i])] = parts[i];
  }
  std::vector<std::int64_t> kept(static_cast<std::size_t>(x.ndim()), -1), outer;
  std::int64_t next = 0;
  for (std::size_t axis = 0; axis < inside.size(); ++axis)
    if (inside[axis].is_slice) kept[axis] = next++;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] < 0 && parts[i].is_slice) outer.push_back(-1);
    if (order[i] >= 0 && parts[i].is_slice) outer.push_back(kept[static_cast<std::size_t>(order[i])]);
  }
  return {dimshuffled(part_by(x, inside), std::move(outer))};
}

/// alloc(v, sizes)[slices] = alloc(v[slices], other sizes); elements by index only where they surely are there.
Replacements part_of_alloc(Apply& node, RuleContext& context) {
  const Apply* alloc = owner_if(node.input(0), ops::alloc);
  if (!alloc) return {};
  const Parts parts = parts_of_subtensor(node);
  for (std::size_t axis = 0; axis < parts.size(); ++axis) {
    if (parts[axis].is_slice) continue;
    const auto index = known_bound(parts[axis].start), size = size_by_type(node.input(0), axis);
    if (!index || !size || *index < -*size || *index >= *size) return {};
  }
  const Variable value = padded_left(alloc->input(0), node.input(0).ndim());
  const Variable part = part_by(value, parts_for_input(parts, value, node.input(0)));
  const SymbolicShape sizes = context.shapes.shape_of(node.output(0));
  return {sizes.empty() ? part : tensor::alloc(part, sizes)};
}

/// dot(a, b)[i, j] = dot(a[i], b[:, j])
Replacements part_of_dot(Apply& node, RuleContext& context) {
  const Apply* dot = owner_if(node.input(0), ops::dot);
  if (!dot || !is_used_once(node.input(0), context)) return {};
  const Variable &a = dot->input(0), &b = dot->input(1);
  const Parts parts = parts_of_subtensor(node);
  const auto rows = static_cast<std::size_t>(a.ndim() - 1);
  Parts of_a(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(rows)), of_b;
  of_a.emplace_back();
  of_b.emplace_back();
  of_b.insert(of_b.end(), parts.begin() + static_cast<std::ptrdiff_t>(rows), parts.end());
  return {apply_op(dot->op(), {part_by(a, of_a), part_by(b, of_b)})};
}

/// Part `i` of a vector of scalars, by slices with known bounds.
Replacements slice_of_make_vector(Apply& node, RuleContext&) {
  const Apply* vector = owner_if(node.input(0), ops::make_vector);
  if (!vector || node.output(0).ndim() != 1) return {};
  const Variable output = node.output(0);
  const std::optional<std::int64_t> length = vector_length(output);
  if (!length || *length > 64) return {};
  if (*length == 0) return {make_constant(output.type(), Value{Array::zeros(output.dtype(), {0}), nullptr})};
  if (!is_discrete(output.dtype())) return {};
  std::vector<Variable> items;
  for (const Variable& item : vector_items(output, *length)) items.push_back(tensor::cast(item, output.dtype()));
  return {apply_op(vector->op(), std::move(items))};
}

}  // namespace

const RuleTable& subtensors() {
  static const RuleTable table{
      "subtensors",
      "Parts of parts are one, and parts are taken before the work.",
      Tag::Canonicalize | Tag::FastRun,
      {
          {"x[0:n] = x", ops::subtensor, useless_bounds},
          {"x[i][j] as one part", ops::subtensor, part_of_part},
          {"f(x)[i] = f(x[i])", ops::subtensor, part_of_elementwise},
          {"dimshuffle(x)[i] = dimshuffle(x[j])", ops::subtensor, part_of_dimshuffle},
          {"alloc(v)[i] = alloc(v[i])", ops::subtensor, part_of_alloc},
          {"dot(a, b)[i, j] = dot(a[i], b[:, j])", ops::subtensor, part_of_dot},
          {"make_vector(a, b, c)[i:j]", ops::subtensor, slice_of_make_vector},
      }};
  return table;
}

}  // namespace theano::rewrite::rules
