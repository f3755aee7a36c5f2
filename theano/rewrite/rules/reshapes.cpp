// Rules for other shapes of the same elements: reshapes that only add axes, and work done before turning and reshaping.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/tables.h"
#include "theano/rewrite/shape_memo.h"

namespace theano::rewrite::rules {

namespace {

/// reshape(x) that only adds or drops axes of size 1 is a dimshuffle.
Replacements reshape_as_dimshuffle(Apply& node, RuleContext& context) {
  const Variable &x = node.input(0), output = node.output(0);
  if (output.ndim() == 0 || x.tensor_type().equals(output.tensor_type())) return {};
  const SymbolicShape from = context.shapes.shape_of(x), to = context.shapes.shape_of(output);
  std::vector<std::int64_t> order;
  int axis = 0;
  const auto skip_single = [&] {
    while (axis < x.ndim() && x.is_broadcastable(axis)) ++axis;
  };
  for (int i = 0; i < output.ndim(); ++i) {
    if (output.is_broadcastable(i)) {
      order.push_back(-1);
      continue;
    }
    skip_single();
    if (axis == x.ndim() ||
        !context.shapes.is_same(from[static_cast<std::size_t>(axis)], to[static_cast<std::size_t>(i)]))
      return {};
    order.push_back(axis++);
  }
  skip_single();
  return axis == x.ndim() ? Replacements{dimshuffled(x, std::move(order))} : Replacements{};
}

/// reshape(dimshuffle(x)) = reshape(x) where the dimshuffle only adds or drops axes of size 1.
Replacements reshape_of_expanded(Apply& node, RuleContext&) {
  const Apply* inner = owner_if(node.input(0), ops::dimshuffle);
  if (!inner) return {};
  std::int64_t last = -1;
  for (const std::int64_t axis : inner->op()->attributes().get_ints("order")) {
    if (axis < 0 || inner->input(0).is_broadcastable(static_cast<int>(axis))) continue;
    if (axis < last) return {};
    last = axis;
  }
  return {apply_op(node.op(), {inner->input(0), node.input(1)})};
}

/// reshape(f(x)) = f(reshape(x)), so that f meets what uses it.
Replacements reshape_of_elementwise(Apply& node, RuleContext& context) {
  const Apply* inner = node.input(0).owner();
  if (!inner || inner->op()->kind() != OpKind::Elementwise || inner->input_count() != 1 ||
      !is_used_once(node.input(0), context))
    return {};
  return {apply_op(inner->op(), {apply_op(node.op(), {inner->input(0), node.input(1)})})};
}

/// dimshuffle(f(x)) = f(dimshuffle(x)) for f of one tensor, where nobody else needs f(x).
Replacements dimshuffle_of_function(Apply& node, RuleContext& context) {
  const Apply* inner = node.input(0).owner();
  if (!inner || inner->op()->kind() != OpKind::Elementwise || inner->input_count() != 1 ||
      !is_used_once(node.input(0), context))
    return {};
  return {apply_op(inner->op(), {dimshuffled(inner->input(0), node.op()->attributes().get_ints("order"))})};
}

/// dot(a, b).T = dot(b.T, a.T)
Replacements transpose_of_dot(Apply& node, RuleContext& context) {
  const Apply* dot = owner_if(node.input(0), ops::dot);
  if (!dot || !is_used_once(node.input(0), context)) return {};
  if (dot->input(0).ndim() != 2 || dot->input(1).ndim() != 2) return {};
  if (node.op()->attributes().get_ints("order") != std::vector<std::int64_t>{1, 0}) return {};
  return {apply_op(dot->op(), {dimshuffled(dot->input(1), {1, 0}), dimshuffled(dot->input(0), {1, 0})})};
}

}  // namespace

const RuleTable& reshapes() {
  static const RuleTable table{
      "reshapes",
      "Reshapes that add axes are dimshuffles; what is computed is turned and reshaped before, not after.",
      Tag::Canonicalize | Tag::FastRun,
      {
          {"reshape that adds axes is a dimshuffle", ops::reshape, reshape_as_dimshuffle},
          {"reshape of added axes", ops::reshape, reshape_of_expanded},
          {"reshape(f(x)) = f(reshape(x))", ops::reshape, reshape_of_elementwise},
          {"dimshuffle(f(x)) = f(dimshuffle(x))", ops::dimshuffle, dimshuffle_of_function},
          {"dot(a, b).T = dot(b.T, a.T)", ops::dimshuffle, transpose_of_dot},
      }};
  return table;
}

}  // namespace theano::rewrite::rules
