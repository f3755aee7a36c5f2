// Rules that bring element-wise ops together: axes are moved before the op, factors out of sums.
#include <algorithm>
#include <cmath>
#include <optional>

#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

namespace {

/// dimshuffle(a / b) = dimshuffle(a) / dimshuffle(b), when nobody else uses the quotient.
Replacements dimshuffle_of_elementwise(Apply& node, RuleContext& context) {
  const Apply* inner = node.input(0).owner();
  if (!inner || inner->op()->kind() != OpKind::Elementwise || context.use_count(node.input(0)) != 1) return {};
  const bool is_arithmetic = inner->op()->is(tensor::mul) || inner->op()->is(tensor::true_div) ||
                             inner->op()->is(tensor::neg) || inner->op()->is(tensor::add) ||
                             inner->op()->is(tensor::sub);
  if (!is_arithmetic) return {};
  std::vector<Variable> inputs;
  for (const Variable& input : inner->inputs())
    inputs.push_back(dimshuffled(input, node.op()->attributes().get_ints("order")));
  return {apply_op(inner->op(), std::move(inputs))};
}

bool is_constant_along(const Variable& v, const std::vector<std::int64_t>& axes) {
  return std::all_of(axes.begin(), axes.end(),
                     [&](std::int64_t axis) { return v.is_broadcastable(static_cast<int>(axis)); });
}

Variable without_axes(const Variable& v, const std::vector<std::int64_t>& axes) {
  std::vector<std::int64_t> order;
  for (int axis = 0; axis < v.ndim(); ++axis)
    if (std::find(axes.begin(), axes.end(), axis) == axes.end()) order.push_back(axis);
  return dimshuffled(v, std::move(order));
}

/// What is known of a factor: an infinite one (or a divisor 0) makes infinities of the summands, but outside of the sum
/// nan where there are no summands, or where they cancel.
enum class Effect { Finite, Infinite, Unknown };

Effect effect_of(const Variable& factor, bool is_product) {
  if (!factor.constant()) return Effect::Unknown;
  const std::optional<double> number = factor.constant()->uniform_value();
  if (!number) return Effect::Unknown;
  return std::isfinite(*number) && (is_product || *number != 0) ? Effect::Finite : Effect::Infinite;
}

/// sum(a * b) = sum(a) * b for b of size 1 along the axes, and of the effect wanted; also quotients and negations.
template <Effect wanted>
Replacements sum_of_product(Apply& node, RuleContext& context) {
  const Variable& x = node.input(0);
  const Apply* inner = x.owner();
  if (!inner || !is_float(x.dtype()) || context.use_count(x) != 1) return {};
  const std::vector<std::int64_t> axes = reduced_axes(node);
  if (axes.empty()) return {};
  const auto sum = [&](const Variable& v) { return apply_op(node.op(), {v}); };
  if (inner->op()->is(tensor::neg)) return {-sum(inner->input(0))};
  const bool is_product = inner->op()->is(tensor::mul);
  if (!is_product && !inner->op()->is(tensor::true_div)) return {};
  for (int constant : {1, 0}) {
    if (constant == 0 && !is_product) break;
    const Variable &b = inner->input(constant), &a = inner->input(1 - constant);
    // a must say all sizes along the axes: there is nothing to sum of what is broadcast.
    bool a_has_axes = a.dtype() == x.dtype();
    for (std::int64_t axis : axes)
      a_has_axes =
          a_has_axes && a.is_broadcastable(static_cast<int>(axis)) == x.is_broadcastable(static_cast<int>(axis));
    if (!a_has_axes || !is_constant_along(b, axes) || effect_of(b, is_product) != wanted) continue;
    return {is_product ? sum(a) * without_axes(b, axes) : sum(a) / without_axes(b, axes)};
  }
  return {};
}

}  // namespace

const RuleTable& lifts() {
  static const RuleTable table{
      "lifts",
      "Axes are moved before arithmetic, constant factors and signs out of sums.",
      Tag::Canonicalize | Tag::FastRun | Tag::FastCompile,
      {
          {"dimshuffle(a * b) = dimshuffle(a) * dimshuffle(b)", ops::dimshuffle, dimshuffle_of_elementwise},
          {"sum(a * c) = sum(a) * c", ops::sum, sum_of_product<Effect::Finite>},
      }};
  return table;
}

const RuleTable& finite_lifts() {
  static const RuleTable table{"finite_only",
                               "Computed factors go out of sums; infinite ones make nan where there is nothing to sum.",
                               Tag::Canonicalize | Tag::FastRun | Tag::FastCompile,
                               {{"sum(a * b) = sum(a) * b", ops::sum, sum_of_product<Effect::Unknown>}}};
  return table;
}

}  // namespace theano::rewrite::rules
