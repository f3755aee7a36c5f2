// Rules for tensors put together: joins of joins, of nothing, of vectors of scalars, of neighbouring parts, and parts of
// joins.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/index_parts.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/product_form.h"
#include "theano/rewrite/rules/tables.h"
#include "theano/rewrite/shape_memo.h"

namespace theano::rewrite::rules {

namespace {

constexpr int kMostPieces = 32;

std::int64_t axis_of(const Apply& join) { return join.op()->attributes().get_int("axis"); }

/// The same join of other pieces; of one it is that piece.
Variable joined(const Apply& join, std::vector<Variable> pieces) {
  return pieces.size() == 1 ? pieces[0] : apply_op(join.op(), std::move(pieces));
}

/// join(a, nothing) = a
Replacements join_with_nothing(Apply& node, RuleContext&) {
  std::vector<Variable> pieces;
  for (const Variable& piece : node.inputs())
    if (piece.tensor_type().sizes()[static_cast<std::size_t>(axis_of(node))] != 0) pieces.push_back(piece);
  if (pieces.empty() || pieces.size() == node.inputs().size()) return {};
  return {joined(node, std::move(pieces))};
}

/// join(join(a, b), c) = join(a, b, c) along one axis.
Replacements join_of_join(Apply& node, RuleContext& context) {
  std::vector<Variable> pieces;
  for (const Variable& piece : node.inputs()) {
    const Apply* inner = owner_if(piece, ops::join);
    if (inner && axis_of(*inner) == axis_of(node) && inner->input(0).dtype() == node.input(0).dtype() &&
        is_used_once(piece, context))
      pieces.insert(pieces.end(), inner->inputs().begin(), inner->inputs().end());
    else
      pieces.push_back(piece);
  }
  if (pieces.size() == node.inputs().size() || pieces.size() > kMostPieces) return {};
  return {apply_op(node.op(), std::move(pieces))};
}

/// join(make_vector(a, b), make_vector(c)) = make_vector(a, b, c)
Replacements join_of_make_vectors(Apply& node, RuleContext&) {
  std::vector<Variable> items;
  for (const Variable& piece : node.inputs()) {
    const Apply* vector = owner_if(piece, ops::make_vector);
    if (!vector || items.size() > kMostPieces) return {};
    items.insert(items.end(), vector->inputs().begin(), vector->inputs().end());
  }
  return {apply_op(make_op(ops::make_vector, {{"dtype", node.output(0).dtype()}}), std::move(items))};
}

/// join(x[:k], x[k:]) = x, and other parts that follow one another by the same bounds.
Replacements join_of_neighbours(Apply& node, RuleContext&) {
  const auto axis = static_cast<std::size_t>(axis_of(node));
  // The part of x along the axis that a piece is, when it is whole along all others.
  const auto slice_of = [&](const Variable& piece) -> std::optional<std::pair<Variable, AxisPart>> {
    const Apply* owner = owner_if(piece, ops::subtensor);
    if (!owner || owner->input(0).ndim() != piece.ndim()) return std::nullopt;
    std::vector<AxisPart> parts = parts_of(*owner, piece.ndim(), 1);
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (!parts[i].is_slice || !parts[i].step.is_null() || (i != axis && !parts[i].is_whole())) return std::nullopt;
    return std::pair(owner->input(0), parts[axis]);
  };
  // Only a bound from the front that both parts share surely cuts them at one place.
  const auto meet = [](const Variable& stop, const Variable& start) {
    const auto bound = known_bound(stop);
    return bound && *bound >= 0 && bound == known_bound(start);
  };
  std::vector<Variable> pieces{node.input(0)};
  for (int i = 1; i < node.input_count(); ++i) {
    const auto before = slice_of(pieces.back()), next = slice_of(node.input(i));
    const auto first = before ? (before->second.start.is_null() ? std::optional<std::int64_t>(0)
                                                                : known_bound(before->second.start))
                              : std::nullopt;
    if (!before || !next || !(before->first == next->first) || !meet(before->second.stop, next->second.start) ||
        !first || *first < 0 || *first > *known_bound(before->second.stop)) {
      pieces.push_back(node.input(i));
      continue;
    }
    const auto end = next->second.stop.is_null() ? std::optional<std::int64_t>(INT64_MAX) : known_bound(next->second.stop);
    if (!end || *end < *known_bound(next->second.start)) {
      pieces.push_back(node.input(i));
      continue;
    }
    std::vector<AxisPart> parts(static_cast<std::size_t>(node.input(i).ndim()));
    parts[axis] = {true, before->second.start, next->second.stop, {}};
    pieces.back() = part_by(before->first, parts);
  }
  if (pieces.size() == node.inputs().size()) return {};
  return {joined(node, std::move(pieces))};
}

/// The sum that a bound of a split is: the sizes of the pieces before it.
bool is_sum_of_sizes(const Variable& bound, std::span<const Variable> sizes, RuleContext& context) {
  std::vector<Variable> terms;
  std::vector<Variable> stack{bound};
  while (!stack.empty() && terms.size() <= sizes.size()) {
    const Variable v = std::move(stack.back());
    stack.pop_back();
    if (const Apply* sum = owner_if(v, tensor::add))
      for (int i = sum->input_count(); i-- > 0;) stack.push_back(sum->input(i));
    else
      terms.push_back(v);
  }
  if (terms.size() != sizes.size()) return false;
  for (std::size_t i = 0; i < terms.size(); ++i)
    if (!context.shapes.is_same(terms[i], sizes[i])) return false;
  return true;
}

/// Whether `bound` is where the pieces with these sizes end.
bool is_end_of(const Variable& bound, std::span<const Variable> sizes, RuleContext& context) {
  std::int64_t total = 0;
  bool are_known = true;
  for (const Variable& size : sizes) {
    are_known = are_known && known_size(size).has_value();
    total += known_size(size).value_or(0);
  }
  if (are_known) return (bound.is_null() ? std::optional<std::int64_t>(0) : known_bound(bound)) == total;
  return !bound.is_null() && is_sum_of_sizes(bound, sizes, context);
}

/// join(a, b)[i] where i lies in one piece whose bounds are known; and the piece that a split takes back.
Replacements part_of_join(Apply& node, RuleContext& context) {
  const Apply* join = owner_if(node.input(0), ops::join);
  if (!join || join->input_count() > kMostPieces) return {};
  const auto axis = static_cast<std::size_t>(axis_of(*join));
  std::vector<AxisPart> parts = parts_of(node, node.input(0).ndim(), 1);
  AxisPart& part = parts[axis];
  if (part.is_whole() || !part.step.is_null()) return {};
  std::vector<Variable> sizes;
  for (const Variable& piece : join->inputs())
    sizes.push_back(context.shapes.size_of(piece, static_cast<int>(axis)));
  if (part.is_slice) {
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const std::span<const Variable> before(sizes.data(), i), with(sizes.data(), i + 1);
      const bool ends = is_end_of(part.stop, with, context) || (part.stop.is_null() && i + 1 == sizes.size());
      if (!ends || !is_end_of(part.start, before, context)) continue;
      part = AxisPart{};
      return {part_by(join->input(static_cast<int>(i)), parts)};
    }
    return {};
  }
  std::optional<std::int64_t> index = known_bound(part.start);
  for (std::size_t i = 0; index && *index >= 0 && i < sizes.size(); ++i) {
    const auto size = known_size(sizes[i]);
    if (!size) return {};
    if (*index < *size) {
      part.start = constant_size(*index);
      return {part_by(join->input(static_cast<int>(i)), parts)};
    }
    *index -= *size;
  }
  return {};
}

}  // namespace

const RuleTable& joins() {
  static const RuleTable table{"joins",
                               "Joins of joins, of nothing, of neighbouring parts, and parts of joins.",
                               Tag::Canonicalize | Tag::FastRun,
                               {
                                   {"join(a, nothing) = a", ops::join, join_with_nothing},
                                   {"join(join(a, b), c) = join(a, b, c)", ops::join, join_of_join},
                                   {"join of make_vectors", ops::join, join_of_make_vectors},
                                   {"join(x[:k], x[k:]) = x", ops::join, join_of_neighbours},
                                   {"join(a, b)[i] = a[i]", ops::subtensor, part_of_join},
                               }};
  return table;
}

}  // namespace theano::rewrite::rules
