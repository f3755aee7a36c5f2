// Rules for choices, comparisons, logic and rounding.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

using namespace tensor;

namespace {

/// The size of an axis, or the greatest of one and something: never negative.
bool is_size(const Variable& v) {
  if (v.is_tensor() && v.ndim() != 0) return false;
  if (owner_if(v, ops::shape_i)) return true;
  const Apply* greatest = owner_if(v, maximum);
  return greatest && (owner_if(greatest->input(0), ops::shape_i) || owner_if(greatest->input(1), ops::shape_i));
}

bool not_positive(const Variable& v) {
  const auto number = constant_number(v);
  return number && is_countable(v) && *number <= 0;
}
bool is_negative(const Variable& v) {
  const auto number = constant_number(v);
  return number && is_countable(v) && *number < 0;
}

/// A comparison of a size with a number that no size can reach.
Replacements compare_size(Apply& node, RuleContext&) {
  const Variable &a = node.input(0), &b = node.input(1);
  const OpInstance& op = *node.op();
  std::optional<bool> answer;
  if (is_size(a) && not_positive(b)) {
    if (op.is(lt) || (op.is(le) && is_negative(b))) answer = false;
    if (op.is(ge) || (op.is(gt) && is_negative(b))) answer = true;
    if (op.is(eq) && is_negative(b)) answer = false;
    if (op.is(neq) && is_negative(b)) answer = true;
  } else if (is_size(b) && not_positive(a)) {
    if (op.is(gt) || (op.is(ge) && is_negative(a))) answer = false;
    if (op.is(le) || (op.is(lt) && is_negative(a))) answer = true;
  }
  if (!answer) return {};
  return {make_constant(Array::scalar_of(DType::Bool, *answer ? 1.0 : 0.0))};
}

/// maximum(size, 0) = size
Replacements extreme_of_size(Apply& node, RuleContext&) {
  for (const int k : {0, 1}) {
    if (!is_size(node.input(k)) || !not_positive(node.input(1 - k))) continue;
    return {node.input(node.op()->is(maximum) ? k : 1 - k)};
  }
  return {};
}

/// a == a and the like, for what is not nan: discrete numbers.
Replacements compare_with_itself(Apply& node, RuleContext&) {
  const Variable& a = node.input(0);
  if (!(a == node.input(1)) || !is_discrete(a.dtype())) return {};
  const OpInstance& op = *node.op();
  const bool answer = op.is(eq) || op.is(le) || op.is(ge);
  return {second(a, make_constant(Array::scalar_of(DType::Bool, answer ? 1.0 : 0.0)))};
}

/// floor(x) of what is whole already.
Replacements rounding_of_whole(Apply& node, RuleContext&) {
  static const OpDefinition* const kRounding[] = {&floor, &ceil, &trunc, &round_half_to_even,
                                                  &round_half_away_from_zero};
  const Apply* inner = node.input(0).owner();
  if (!inner) return {};
  const bool is_rounded = std::any_of(std::begin(kRounding), std::end(kRounding),
                                      [&](const OpDefinition* op) { return inner->op()->is(*op); });
  const bool is_from_integer = inner->op()->is(ops::cast) && is_discrete(inner->input(0).dtype());
  return (is_rounded || is_from_integer) ? Replacements{node.input(0)} : Replacements{};
}

/// switch(c, a, b) where c is a number made of a truth value.
Replacements condition_of_cast(Apply& node, RuleContext&) {
  const Apply* inner = owner_if(node.input(0), ops::cast);
  if (!inner || is_inexact(inner->input(0).dtype())) return {};
  if (!can_cast_safely(inner->input(0).dtype(), node.input(0).dtype())) return {};
  return {switch_(inner->input(0), node.input(1), node.input(2))};
}

/// f(switch(c, a, b), switch(c, d, e)) = switch(c, f(a, d), f(b, e)) where one side is made of numbers.
Replacements meet_under_condition(Apply& node, RuleContext& context) {
  const Apply *p = owner_if(node.input(0), switch_), *q = owner_if(node.input(1), switch_);
  if (!p || !q || p == q || !(p->input(0) == q->input(0))) return {};
  if (!is_used_once(node.input(0), context) || !is_used_once(node.input(1), context)) return {};
  const bool is_number = (constant_number(p->input(1)) && constant_number(q->input(1))) ||
                         (constant_number(p->input(2)) && constant_number(q->input(2)));
  if (!is_number || p->input(1).dtype() != node.input(0).dtype() || p->input(2).dtype() != node.input(0).dtype() ||
      q->input(1).dtype() != node.input(1).dtype() || q->input(2).dtype() != node.input(1).dtype())
    return {};
  return {switch_(p->input(0), apply_op(node.op(), {p->input(1), q->input(1)}),
                  apply_op(node.op(), {p->input(2), q->input(2)}))};
}

}  // namespace

const RuleTable& choices() {
  static const Pattern b = Pattern::any("b", is_truth), a = Pattern::any("a"), c = Pattern::any("c"),
                       d = Pattern::any("d");
  static const Pattern i = Pattern::any("i", is_countable), j = Pattern::any("j", is_countable);
  static const Pattern x = Pattern::any("x", is_real), k = Pattern::any("k", is_constant),
                       l = Pattern::any("l", is_constant);
  static const RuleTable table{
      "choices",
      "Choices under one condition, comparisons whose answer is known, logic and rounding done twice.",
      Tag::Canonicalize | Tag::FastRun | Tag::FastCompile,
      {
          {"switch(~b, a, c) = switch(b, c, a)", switch_(invert(b), a, c), switch_(b, c, a)},
          {"switch(b, switch(b, a, c), d) = switch(b, a, d)", switch_(b, switch_(b, a, c), d), switch_(b, a, d)},
          {"switch(b, a, switch(b, c, d)) = switch(b, a, d)", switch_(b, a, switch_(b, c, d)), switch_(b, a, d)},
          {"switch(cast(b), a, c) = switch(b, a, c)", switch_, condition_of_cast},
          {"f(switch(c, a, b), switch(c, d, e)) under one switch", {&add, &sub, &mul}, meet_under_condition},
          {"comparison of a size", {&lt, &le, &gt, &ge, &eq, &neq}, compare_size},
          {"maximum(size, 0) = size", {&maximum, &minimum}, extreme_of_size},
          {"i == i", {&eq, &neq, &lt, &le, &gt, &ge}, compare_with_itself},
          {"~(i < j) = i >= j", invert(lt(i, j)), ge(i, j)},
          {"~(i <= j) = i > j", invert(le(i, j)), gt(i, j)},
          {"~(i > j) = i <= j", invert(gt(i, j)), le(i, j)},
          {"~(i >= j) = i < j", invert(ge(i, j)), lt(i, j)},
          {"~(a == c) = a != c", invert(eq(a, c)), neq(a, c)},
          {"~(a != c) = a == c", invert(neq(a, c)), eq(a, c)},
          {"(b != 0) = b", neq(b, 0), b},
          {"(b == 0) = ~b", eq(b, 0), invert(b)},
          {"b & 1 = b", and_(b, 1), b},
          {"b | 0 = b", or_(b, 0), b},
          {"i & 0 = 0", and_(i, 0), second(i, 0)},
          {"i ^ i = 0", xor_(i, i), second(i, 0)},
          {"maximum(maximum(a, k), l) = maximum(a, maximum(k, l))", maximum(maximum(a, k), l),
           maximum(a, maximum(k, l))},
          {"minimum(minimum(a, k), l) = minimum(a, minimum(k, l))", minimum(minimum(a, k), l),
           minimum(a, minimum(k, l))},
          {"floor(whole number) = it",
           {&floor, &ceil, &trunc, &round_half_to_even, &round_half_away_from_zero},
           rounding_of_whole},
          {"sgn(sgn(x)) = sgn(x)", sgn(sgn(x)), sgn(x)},
      }};
  return table;
}

}  // namespace theano::rewrite::rules
