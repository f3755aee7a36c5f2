// Rules for softmax and its logarithm, however they are written, and for gradients through them.
#include <algorithm>

#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/product_form.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

using namespace tensor;

namespace {

constexpr int kSearchBudget = 48;

Replacements log_of_softmax(Apply& node, RuleContext&) {
  const Variable x = argument_of(node.input(0), ops::softmax);
  return x.is_null() ? Replacements{} : Replacements{apply_op(make_op(ops::logsoftmax), {x})};
}

/// The op that gives a part or another shape of its first input, or null.
const Apply* view_of(const Variable& v) {
  static const OpDefinition* const kViews[] = {&ops::dimshuffle, &ops::reshape, &ops::subtensor,
                                               &ops::advanced_subtensor, &ops::advanced_subtensor1};
  const Apply* view = v.owner();
  if (!view || std::none_of(std::begin(kViews), std::end(kViews), [&](auto* op) { return view->op()->is(*op); }))
    return nullptr;
  return view;
}

Variable view_again(const Apply& view, const Variable& x) {
  std::vector<Variable> inputs(view.inputs().begin(), view.inputs().end());
  inputs[0] = x;
  return apply_op(view.op(), std::move(inputs));
}

/// log(part of s) = part of log(s), for s whose logarithm has a stable form.
Replacements log_of_part(Apply& node, RuleContext&) {
  const Apply* view = view_of(node.input(0));
  if (!view || view->input(0).dtype() != node.output(0).dtype() || !is_positive_form(view->input(0))) return {};
  return {view_again(*view, apply_op(node.op(), {view->input(0)}))};
}

/// 1 - part of sigmoid(x) = part of sigmoid(-x)
Replacements one_minus_part(Apply& node, RuleContext&) {
  const ConstantNode* one = node.input(0).constant();
  if (!one || one->uniform_value() != 1.0) return {};
  std::vector<const Apply*> views;
  Variable at = node.input(1);
  for (const Apply* view = view_of(at); view && views.size() < 4; view = view_of(at)) {
    views.push_back(view);
    at = view->input(0);
  }
  const Variable x = argument_of(at, nnet::sigmoid);
  if (views.empty() || x.is_null()) return {};
  Variable result = nnet::sigmoid(-x);
  for (std::size_t i = views.size(); i-- > 0;) result = view_again(*views[i], result);
  return {result};
}

/// log(sum(exp(x))) = logsumexp(x)
Replacements log_of_sum_of_exp(Apply& node, RuleContext&) {
  const Apply* shuffle = owner_if(node.input(0), ops::dimshuffle);
  const Apply* sum = owner_if(shuffle ? shuffle->input(0) : node.input(0), ops::sum);
  if (!sum || sum->input(0).dtype() != node.output(0).dtype()) return {};
  const Variable x = argument_of(sum->input(0), exp);
  if (x.is_null() || x.ndim() == 0 || !is_float(x.dtype())) return {};
  const Variable result = logsumexp(x, reduced_axes(*sum));
  return {shuffle ? apply_op(shuffle->op(), {result}) : result};
}

Replacements softmax_with_bias_as_softmax(Apply& node, RuleContext&) {
  return {apply_op(make_op(ops::softmax), {node.input(0) + node.input(1)})};
}

/// -log(softmax(x)[i, t[i]]) without log(0).
Replacements crossentropy_of_softmax(Apply& node, RuleContext&) {
  const Variable x = argument_of(node.input(0), ops::softmax);
  if (x.is_null()) return {};
  return {apply_op(make_op(ops::crossentropy_softmax_1hot), {x, node.input(1)})};
}

Replacements gradient_of_crossentropy_of_softmax(Apply& node, RuleContext&) {
  const Apply* inner = owner_if(node.input(0), ops::crossentropy_categorical_1hot_grad);
  const Variable& s = node.input(1);
  if (!inner || !is_same_value(inner->input(1), s) || !owner_if(s, ops::softmax)) return {};
  return {apply_op(make_op(ops::crossentropy_softmax_1hot_with_bias_dx), {inner->input(0), s, inner->input(2)})};
}

/// x when `v` is 1 - softmax(x), else null.
Variable argument_of_one_minus_softmax(const Variable& v) {
  const Apply* difference = owner_if(v, sub);
  const ConstantNode* one = difference ? difference->input(0).constant() : nullptr;
  if (!one || one->uniform_value() != 1.0) return {};
  return argument_of(difference->input(1), ops::softmax);
}

Replacements log_of_one_minus_softmax(Apply& node, RuleContext&) {
  Variable x = argument_of_one_minus_softmax(node.input(0));
  if (node.op()->is(log1p))
    if (const Variable negated = argument_of(node.input(0), neg); !negated.is_null())
      x = argument_of(negated, ops::softmax);
  return x.is_null() ? Replacements{} : Replacements{apply_op(make_op(ops::log_one_minus_softmax), {x})};
}

/// A gradient as a sum of terms, each with its sign.
struct Term {
  Variable value;
  bool is_negative;
};

std::vector<Term> terms_of(const Variable& v) {
  constexpr std::size_t kMaxTerms = 8;
  std::vector<Term> terms, stack{{v, false}};
  while (!stack.empty()) {
    const Term top = std::move(stack.back());
    stack.pop_back();
    const Apply* owner = top.value.owner();
    const bool may_open = owner && terms.size() + stack.size() < kMaxTerms;
    if (may_open && (owner->op()->is(add) || owner->op()->is(sub)) && owner->input_count() == 2) {
      stack.push_back({owner->input(1), top.is_negative != owner->op()->is(sub)});
      stack.push_back({owner->input(0), top.is_negative});
    } else if (may_open && owner->op()->is(neg)) {
      stack.push_back({owner->input(0), !top.is_negative});
    } else {
      terms.push_back(top);
    }
  }
  return terms;
}

/// softmax_grad of one term without dividing by s or 1 - s, or null when it divides by neither.
Variable gradient_of_term(const Variable& term, const Variable& s) {
  int budget = kSearchBudget;
  if (const std::optional<Variable> a = multiply_out(term, s, budget)) return *a - sum(*a, 1, /*keepdims=*/true) * s;
  ProductForm form = product_form(term);
  for (std::size_t d = 0; d < form.denominators.size(); ++d) {
    const Variable x = argument_of_one_minus_softmax(form.denominators[d]);
    if (x.is_null() || !(x == argument_of(s, ops::softmax))) continue;
    form.denominators.erase(form.denominators.begin() + static_cast<std::ptrdiff_t>(d));
    return apply_op(make_op(ops::one_minus_softmax_grad), {build(form, term), x});
  }
  return {};
}

/// softmax_grad(a / s, s) = a - sum(a) * s, and the like for 1 - s, term by term.
Replacements gradient_with_quotient(Apply& node, RuleContext&) {
  const Variable& s = node.input(1);
  Variable result;
  bool any = false;
  for (const Term& term : terms_of(node.input(0))) {
    Variable part = gradient_of_term(term.value, s);
    any = any || !part.is_null();
    if (part.is_null()) part = apply_op(node.op(), {term.value, s});
    if (result.is_null())
      result = term.is_negative ? -part : part;
    else
      result = term.is_negative ? result - part : result + part;
  }
  return any ? Replacements{result} : Replacements{};
}

}  // namespace

const RuleTable& softmax_forms() {
  static const RuleTable table{
      "softmax_forms",
      "softmax, its logarithm and crossentropies without overflow, and gradients through them.",
      Tag::Stabilize | Tag::FastRun | Tag::FastCompile,
      {
          {"softmax_with_bias(x, b) = softmax(x + b)", ops::softmax_with_bias, softmax_with_bias_as_softmax},
          {"log(softmax(x)) = logsoftmax(x)", log, log_of_softmax},
          {"log(1 - softmax(x)) without log(0)", {&log, &log1p}, log_of_one_minus_softmax},
          {"log(part of softmax) = part of log(softmax)", log, log_of_part},
          {"1 - part of sigmoid(x) = part of sigmoid(-x)", sub, one_minus_part},
          {"log(sum(exp(x))) = logsumexp(x)", log, log_of_sum_of_exp},
          {"crossentropy of softmax", ops::crossentropy_categorical_1hot, crossentropy_of_softmax},
          {"gradient of crossentropy of softmax", ops::softmax_grad, gradient_of_crossentropy_of_softmax},
          {"softmax_grad(a / s, s) = a - sum(a) * s", ops::softmax_grad, gradient_with_quotient},
      }};
  return table;
}

}  // namespace theano::rewrite::rules
