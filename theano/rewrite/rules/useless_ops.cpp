// Rules that leave out ops which change nothing: casts, copies, axes put back, choices already made.
#include <numeric>

#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/product_form.h"
#include "theano/rewrite/rules/tables.h"
#include "theano/rewrite/shape_memo.h"

namespace theano::rewrite::rules {

namespace {

using Order = std::vector<std::int64_t>;

Replacements same_cast(Apply& node, RuleContext&) {
  if (node.input(0).dtype() != node.output(0).dtype()) return {};
  return {node.input(0)};
}

/// cast(cast(x, wide), d) = cast(x, d): the first cast lost nothing.
Replacements cast_of_cast(Apply& node, RuleContext&) {
  const Apply* inner = owner_if(node.input(0), ops::cast);
  if (!inner || !can_cast_safely(inner->input(0).dtype(), node.input(0).dtype())) return {};
  return {tensor::cast(inner->input(0), node.output(0).dtype())};
}

Replacements copy_of(Apply& node, RuleContext&) { return {node.input(0)}; }

Replacements dimshuffle_of_dimshuffle(Apply& node, RuleContext&) {
  const Variable result = dimshuffled_together(node.input(0), node.op()->attributes().get_ints("order"));
  if (result == node.input(0) || owner_if(node.input(0), ops::dimshuffle)) return {result};
  return {};
}

Replacements reshape_of_reshape(Apply& node, RuleContext&) {
  const Apply* inner = owner_if(node.input(0), ops::reshape);
  if (!inner) return {};
  return {apply_op(node.op(), {inner->input(0), node.input(1)})};
}

Replacements reshape_to_own_shape(Apply& node, RuleContext& context) {
  const Variable& x = node.input(0);
  const Variable output = node.output(0);
  if (x.ndim() != output.ndim()) return {};
  return context.shapes.have_same_shape(x, output) ? Replacements{x} : Replacements{};
}

Replacements rebroadcast_to_own_pattern(Apply& node, RuleContext&) {
  return node.input(0).type()->equals(*node.output(0).type()) ? Replacements{node.input(0)} : Replacements{};
}

Replacements switch_on_constant(Apply& node, RuleContext&) {
  const Variable output = node.output(0);
  Variable chosen;
  if (node.input(1) == node.input(2)) {
    chosen = node.input(1);
  } else if (const ConstantNode* condition = node.input(0).constant()) {
    const std::optional<double> value = condition->uniform_value();
    if (!value) return {};
    chosen = node.input(*value != 0 ? 1 : 2);
  } else {
    return {};
  }
  chosen = tensor::cast(chosen, output.dtype());
  if (chosen.type()->equals(*output.type())) return {chosen};
  // The value takes the shape of the operands left out.
  for (const Variable& shaped : node.inputs())
    if (shaped.tensor_type().broadcastable() == output.tensor_type().broadcastable())
      return {tensor::second(shaped, chosen)};
  return {};
}

/// A sum over axes of size 1 only is the tensor without these axes.
Replacements sum_over_single(Apply& node, RuleContext&) {
  const Variable& x = node.input(0);
  const std::vector<std::int64_t> axes = reduced_axes(node);
  Order order(static_cast<std::size_t>(x.ndim()));
  std::iota(order.begin(), order.end(), 0);
  for (std::int64_t axis : axes) {
    if (!x.is_broadcastable(static_cast<int>(axis))) return {};
    std::erase(order, axis);
  }
  if (axes.empty() && x.ndim() > 0) return {};
  return {tensor::cast(dimshuffled(x, order), node.output(0).dtype())};
}

Replacements subtensor_of_all(Apply& node, RuleContext&) {
  return node.input_count() == 1 && node.input(0).type()->equals(*node.output(0).type()) &&
                 node.input(0).ndim() == node.output(0).ndim() &&
                 IndexPattern::decode(node.op()->attributes().get_ints("index")).scalar_count() == 0
             ? Replacements{node.input(0)}
             : Replacements{};
}

Replacements join_of_one(Apply& node, RuleContext&) {
  return node.input_count() == 1 ? Replacements{node.input(0)} : Replacements{};
}

}  // namespace

const RuleTable& useless_ops() {
  static const RuleTable table{"useless_ops",
                               "Ops that change nothing are left out.",
                               Tag::Canonicalize | Tag::Specialize | Tag::FastRun | Tag::FastCompile,
                               {
                                   {"cast(x, its dtype) = x", ops::cast, same_cast},
                                   {"cast(cast(x, wider), d) = cast(x, d)", ops::cast, cast_of_cast},
                                   {"tensor_copy(x) = x", ops::identity, copy_of},
                                   {"dimshuffles in a row are one", ops::dimshuffle, dimshuffle_of_dimshuffle},
                                   {"reshape(reshape(x, a), b) = reshape(x, b)", ops::reshape, reshape_of_reshape},
                                   {"reshape(x, x.shape) = x", ops::reshape, reshape_to_own_shape},
                                   {"rebroadcast(x, its pattern) = x", ops::rebroadcast, rebroadcast_to_own_pattern},
                                   {"switch(constant, a, b) = a or b", tensor::switch_, switch_on_constant},
                                   {"sum over axes of size 1", ops::sum, sum_over_single},
                                   {"x[:] = x", ops::subtensor, subtensor_of_all},
                                   {"join of one tensor", ops::join, join_of_one},
                               }};
  return table;
}

}  // namespace theano::rewrite::rules
