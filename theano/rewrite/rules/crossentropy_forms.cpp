// Rules that make one op of crossentropies written with indices, -log(softmax(x))[arange(n), t], and of their gradients.
#include "theano/graph/operand.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/product_form.h"
#include "theano/rewrite/rules/tables.h"
#include "theano/rewrite/shape_memo.h"

namespace theano::rewrite::rules {

using namespace tensor;

namespace {

bool is_number(const Variable& v, double number) {
  return v.constant() && v.constant()->uniform_value() == number;
}

/// t where a gather or scatter on a matrix has the indices [arange(len(t)), t] from input `first` on, else null.
Variable targets_by_row(const Apply& node, int first, RuleContext& context) {
  if (node.input_count() != first + 2 || node.input(0).ndim() != 2) return {};
  if (node.op()->attributes().get_ints("axes") != std::vector<std::int64_t>{0, 1}) return {};
  const Apply* rows = owner_if(node.input(first), ops::arange);
  const Variable& targets = node.input(first + 1);
  if (!rows || targets.ndim() != 1 || targets.is_broadcastable(0)) return {};
  if (!is_number(rows->input(0), 0) || !is_number(rows->input(2), 1)) return {};
  const Variable count = context.shapes.size_of(node.input(first), 0);
  return context.shapes.is_same(count, context.shapes.size_of(targets, 0)) ? targets : Variable();
}

/// The rows of x that have a target: all of them where that is known, else the first len(t).
Variable rows_with_target(const Variable& x, const Variable& targets, RuleContext& context) {
  const Variable count = context.shapes.size_of(targets, 0);
  if (context.shapes.is_same(context.shapes.size_of(x, 0), count)) return x;
  return subtensor(x, Index(slice({}, Operand(count))));
}

/// log(softmax(x))[arange(n), t] = -crossentropy
Replacements crossentropy_by_index(Apply& node, RuleContext& context) {
  const Variable x = argument_of(node.input(0), ops::logsoftmax);
  const Variable targets = x.is_null() ? Variable() : targets_by_row(node, 1, context);
  if (targets.is_null()) return {};
  return {-apply_op(make_op(ops::crossentropy_softmax_1hot), {rows_with_target(x, targets, context), targets})};
}

/// a - sum(a, 1) * softmax(x) for a that has one element in each row is g * (softmax(x) - onehot(t)).
Replacements gradient_by_index(Apply& node, RuleContext& context) {
  const Variable& a = node.input(0);
  const Apply* scatter = owner_if(a, ops::advanced_inc_subtensor);
  const Apply* product = owner_if(node.input(1), mul);
  if (!scatter || !product || !is_zero(scatter->input(0))) return {};
  for (const int k : {0, 1}) {
    const std::optional<ExpandedSum> sum = expanded_sum(product->input(k));
    const Variable x = argument_of(product->input(1 - k), ops::softmax);
    if (!sum || x.is_null() || !(sum->summed == a) || sum->axes != std::vector<std::int64_t>{1}) continue;
    const Variable targets = targets_by_row(*scatter, 2, context);
    if (targets.is_null() || x.dtype() != a.dtype()) return {};
    Variable gradient = -scatter->input(1);
    if (const Apply* alloc = owner_if(scatter->input(1), ops::alloc)) gradient = -padded_left(alloc->input(0), 1);
    const Variable rows = rows_with_target(x, targets, context);
    const Variable softmax = rows == x ? product->input(1 - k) : apply_op(make_op(ops::softmax), {rows});
    const Variable result =
        apply_op(make_op(ops::crossentropy_softmax_1hot_with_bias_dx), {gradient, softmax, targets});
    if (rows == x) return {result};
    const Variable zeros = alloc(scalar_constant(a.dtype(), 0.0), context.shapes.shape_of(a));
    return {set_subtensor(subtensor(zeros, Index(slice({}, Operand(context.shapes.size_of(targets, 0))))), result)};
  }
  return {};
}

}  // namespace

const RuleTable& crossentropy_forms() {
  static const RuleTable table{
      "crossentropy_forms",
      "Crossentropies of known classes and their gradients, written with indices, are one op each.",
      Tag::Stabilize | Tag::FastRun | Tag::FastCompile,
      {
          {"log(softmax(x))[arange(n), t] = -crossentropy", ops::advanced_subtensor, crossentropy_by_index},
          {"gradient of crossentropy by index", sub, gradient_by_index},
      }};
  return table;
}

}  // namespace theano::rewrite::rules
