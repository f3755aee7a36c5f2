// Rules for reductions: of reductions, of axes of size 1 or none, of tensors put together or turned, of both extremes.
#include "theano/ops/reduction/reduction.h"

#include <numeric>

#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/operators.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/product_form.h"
#include "theano/rewrite/rules/tables.h"
#include "theano/rewrite/shape_memo.h"

namespace theano::rewrite::rules {

namespace {

using AxisList = std::vector<std::int64_t>;

const std::vector<const OpDefinition*>& plain_reductions() {
  static const std::vector<const OpDefinition*> list{&ops::sum, &ops::prod, &ops::max, &ops::min, &ops::any, &ops::all};
  return list;
}

/// The reduction of `node` over other axes, of a tensor of `ndim` axes; without a list where it is all of them.
Op over_axes(const Apply& node, const AxisList& axes, int ndim) {
  Attributes attributes;
  if (static_cast<int>(axes.size()) < ndim) attributes.set("axis", axes);
  for (const Attributes::Entry& entry : node.op()->attributes().entries())
    if (entry.name != "axis") attributes.set(entry.name, entry.value);
  return make_op(node.op()->definition(), std::move(attributes));
}

AxisList axes_without(int ndim, const AxisList& removed) {
  AxisList kept;
  for (std::int64_t axis = 0; axis < ndim; ++axis)
    if (!contains(removed, axis)) kept.push_back(axis);
  return kept;
}

/// Whether a total in `wide` loses more than digits when it becomes `narrow`: its fraction or its imaginary part.
bool cuts(DType narrow, DType wide) {
  return (is_discrete(narrow) && is_inexact(wide)) || (is_complex(wide) && !is_complex(narrow));
}

/// sum(sum(x, a), b) = sum(x, a and b), where the total between was not narrower than the last one.
Replacements reduction_of_reduction(Apply& node, RuleContext& context) {
  const Variable& between = node.input(0);
  const Apply* inner = between.owner();
  if (!inner || &inner->op()->definition() != &node.op()->definition() || !is_used_once(between, context)) return {};
  const bool accumulates = node.op()->is(ops::sum) || node.op()->is(ops::prod);
  if (accumulates && between.dtype() != node.output(0).dtype()) return {};
  if (accumulates && !(inner->op()->attributes().get_dtype("acc_dtype") ==
                       node.op()->attributes().get_dtype("acc_dtype")))
    return {};
  if (accumulates && cuts(between.dtype(), inner->op()->attributes().get_dtype("acc_dtype"))) return {};
  const AxisList first = reduced_axes(*inner), kept = axes_without(inner->input(0).ndim(), first);
  AxisList all = first;
  for (const std::int64_t axis : reduced_axes(node)) all.push_back(kept[static_cast<std::size_t>(axis)]);
  std::sort(all.begin(), all.end());
  return {apply_op(over_axes(node, all, inner->input(0).ndim()), {inner->input(0)})};
}

/// A list of all axes is left out.
Replacements reduction_over_all_axes(Apply& node, RuleContext&) {
  const OpInstance& op = *node.op();
  if (!op.attributes().has("axis")) return {};
  const AxisList& axes = op.attributes().get_ints("axis");
  if (axes.empty() || static_cast<int>(axes.size()) != node.input(0).ndim()) return {};
  return apply_op_all(over_axes(node, axes, node.input(0).ndim()), {node.input(0)});
}

/// What a reduction of one element gives.
Variable of_one_element(const Apply& node, const Variable& x) {
  const OpInstance& op = *node.op();
  if (op.is(ops::any) || op.is(ops::all)) return tensor::cast(x, DType::Bool);
  return tensor::cast(x, static_cast<const TensorType&>(*node.output_type(0)).dtype());
}

/// Axes of size 1 are dropped instead of folded; without any axis left there is nothing to fold.
Replacements reduction_over_single_axes(Apply& node, RuleContext&) {
  const Variable& x = node.input(0);
  AxisList dropped, folded;
  for (const std::int64_t axis : reduced_axes(node))
    (x.is_broadcastable(static_cast<int>(axis)) ? dropped : folded).push_back(axis);
  if (dropped.empty() && !folded.empty()) return {};
  if (folded.empty() && node.output(0).dtype() != x.dtype() && is_complex(x.dtype())) return {};
  const AxisList order = axes_without(x.ndim(), dropped);
  const Variable flat = dimshuffled(x, order);
  if (folded.empty()) return {of_one_element(node, flat)};
  for (std::int64_t& axis : folded) axis = std::find(order.begin(), order.end(), axis) - order.begin();
  return {apply_op(over_axes(node, folded, flat.ndim()), {flat})};
}

/// sum(dimshuffle(x)): the axes of x are folded where they are, and the rest is turned.
Replacements reduction_of_dimshuffle(Apply& node, RuleContext& context) {
  const Apply* inner = owner_if(node.input(0), ops::dimshuffle);
  if (!inner || !is_used_once(node.input(0), context)) return {};
  const Variable& x = inner->input(0);
  const AxisList& order = inner->op()->attributes().get_ints("order");
  const AxisList axes = reduced_axes(node);
  // Axes of size 1 are dropped before they would be folded, so what only drops some stays where it is.
  if (!contains(order, -1) && std::is_sorted(order.begin(), order.end())) return {};
  AxisList folded, outer;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (!contains(axes, static_cast<std::int64_t>(i)))
      outer.push_back(order[i]);
    else if (order[i] >= 0)
      folded.push_back(order[i]);
  }
  // Axes that the dimshuffle drops have size 1, so folding them changes nothing.
  for (std::int64_t axis = 0; axis < x.ndim(); ++axis)
    if (!contains(order, axis)) folded.push_back(axis);
  if (folded.empty()) return {};
  std::sort(folded.begin(), folded.end());
  const AxisList kept = axes_without(x.ndim(), folded);
  for (std::int64_t& axis : outer)
    if (axis >= 0) axis = std::find(kept.begin(), kept.end(), axis) - kept.begin();
  return {dimshuffled(apply_op(over_axes(node, folded, x.ndim()), {x}), std::move(outer))};
}

/// sum(join(a, b)) = sum(a) + sum(b), where the joined axis is folded.
Replacements reduction_of_join(Apply& node, RuleContext& context) {
  constexpr int kMostPieces = 8;
  const Apply* inner = owner_if(node.input(0), ops::join);
  if (!inner || !is_used_once(node.input(0), context) || inner->input_count() > kMostPieces) return {};
  if (!contains(reduced_axes(node), inner->op()->attributes().get_int("axis"))) return {};
  // The parts are added in the type of the accumulator, and the total is cut to the result's once.
  const DType acc_dtype = node.op()->attributes().get_dtype("acc_dtype");
  const bool is_widened = cuts(node.output(0).dtype(), acc_dtype) || is_half(node.output(0).dtype());
  Op op = node.op();
  if (is_widened) {
    Attributes attributes = op->attributes();
    attributes.set("dtype", acc_dtype);
    op = make_op(op->definition(), std::move(attributes));
  }
  Variable result;
  for (const Variable& piece : inner->inputs()) {
    const Variable part = apply_op(op, {piece});
    if (result.is_null())
      result = part;
    else
      result = node.op()->is(ops::sum) ? tensor::add(result, part) : tensor::mul(result, part);
  }
  return {tensor::cast(result, node.output(0).dtype())};
}

/// any(x != 0) = any(x)
Replacements truth_of_comparison(Apply& node, RuleContext&) {
  const Apply* inner = owner_if(node.input(0), tensor::neq);
  if (!inner || constant_number(inner->input(1)) != 0.0) return {};
  if (inner->input(0).tensor_type().broadcastable() != node.input(0).tensor_type().broadcastable()) return {};
  return {apply_op(node.op(), {inner->input(0)})};
}

/// max(-x) = -min(x), and the positions likewise.
Replacements extreme_of_negative(Apply& node, RuleContext&) {
  const Variable x = argument_of(node.input(0), tensor::neg);
  if (x.is_null() || !is_float(x.dtype())) return {};
  const OpInstance& op = *node.op();
  const bool is_position = op.is(ops::argmax) || op.is(ops::argmin);
  const OpDefinition& other = op.is(ops::max)      ? ops::min
                              : op.is(ops::min)    ? ops::max
                              : op.is(ops::argmax) ? ops::argmin
                                                   : ops::argmax;
  const Variable result = apply_op(make_op(other, op.attributes()), {x});
  return {is_position ? result : -result};
}

/// max_and_argmax of which one output is used.
Replacements one_of_both(Apply& node, RuleContext& context) {
  const bool uses_value = context.use_count(node.output(0)) > 0, uses_position = context.use_count(node.output(1)) > 0;
  if (uses_value == uses_position) return {};
  const OpDefinition& one = uses_value ? static_cast<const OpDefinition&>(ops::max) : ops::argmax;
  const Variable result = apply_op(make_op(one, node.op()->attributes()), {node.input(0)});
  return uses_value ? Replacements{result, Variable()} : Replacements{Variable(), result};
}

/// max(x) where argmax(x) or both are asked for too, and the other way round: one walk over x gives both.
Replacements both_at_once(Apply& node, RuleContext& context) {
  constexpr std::size_t kMostClients = 16;
  const bool is_max = node.op()->is(ops::max);
  const OpDefinition& partner = is_max ? static_cast<const OpDefinition&>(ops::argmax) : ops::max;
  const std::vector<Client>& clients = context.graph.clients(node.input(0));
  if (clients.size() > kMostClients) return {};
  for (const Client& client : clients) {
    if (!client.node || !(client.node->op()->is(partner) || client.node->op()->is(ops::max_and_argmax))) continue;
    if (reduced_axes(*client.node) != reduced_axes(node)) continue;
    return {apply_op_all(make_op(ops::max_and_argmax, node.op()->attributes()), {node.input(0)})[is_max ? 0 : 1]};
  }
  return {};
}

}  // namespace

const RuleTable& reductions() {
  static const RuleTable table{
      "reductions",
      "Reductions of reductions, of single axes, of what is turned or joined.",
      Tag::Canonicalize | Tag::FastRun,
      {
          {"reduction over all axes",
           {&ops::sum, &ops::prod, &ops::max, &ops::min, &ops::any, &ops::all, &ops::argmax, &ops::argmin,
            &ops::max_and_argmax},
           reduction_over_all_axes},
          {"reduction over axes of size 1 or none", plain_reductions(), reduction_over_single_axes},
          {"reduction of a reduction is one", plain_reductions(), reduction_of_reduction},
          {"reduction of a dimshuffle", plain_reductions(), reduction_of_dimshuffle},
          {"sum(join(a, b)) = sum(a) + sum(b)", {&ops::sum, &ops::prod}, reduction_of_join},
          {"any(x != 0) = any(x)", {&ops::any, &ops::all}, truth_of_comparison},
          {"max(-x) = -min(x)", {&ops::max, &ops::min, &ops::argmax, &ops::argmin}, extreme_of_negative},
          {"max_and_argmax of which one is used", ops::max_and_argmax, one_of_both},
      }};
  return table;
}

const RuleTable& shared_reductions() {
  static const RuleTable table{"shared_reductions",
                               "The greatest element and its position by one walk.",
                               Tag::Specialize | Tag::FastRun,
                               {{"max(x) and argmax(x) together", {&ops::max, &ops::argmax}, both_at_once}}};
  return table;
}

}  // namespace theano::rewrite::rules
