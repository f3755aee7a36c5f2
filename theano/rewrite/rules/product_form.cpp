// Factors of products: collecting, cancelling, building again.
#include "theano/rewrite/rules/product_form.h"

#include <algorithm>

#include "theano/graph/operand.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano::rewrite {

using namespace tensor;

namespace {

/// Factors beyond this many are taken as they are, so that long products stay linear.
constexpr std::size_t kMaxFactors = 12;

bool is_constant_one(const Variable& v) {
  const Variable* at = &v;
  while (const Apply* owner = owner_if(*at, ops::dimshuffle)) at = &owner->input(0);
  const ConstantNode* constant = at->constant();
  return constant && constant->uniform_value() == 1.0;
}

/// u when `v` is 1 + exp(u), else null.
Variable argument_of_one_plus_exp(const Variable& v) {
  const Apply* sum = owner_if(v, add);
  if (!sum || sum->input_count() != 2) return {};
  for (int one : {0, 1})
    if (is_constant_one(sum->input(one)))
      if (Variable u = argument_of(sum->input(1 - one), exp); !u.is_null()) return u;
  return {};
}

void erase_at(std::vector<Variable>& list, std::size_t i) { list.erase(list.begin() + static_cast<std::ptrdiff_t>(i)); }

/// d = 1 + exp(u) below the line is sigmoid(-u) above it.
bool replace_logistic_denominators(ProductForm& form) {
  bool changed = false;
  for (std::size_t d = 0; d < form.denominators.size();) {
    const Variable u = argument_of_one_plus_exp(form.denominators[d]);
    if (u.is_null()) {
      ++d;
      continue;
    }
    form.numerators.push_back(nnet::sigmoid(-u));
    erase_at(form.denominators, d);
    changed = true;
  }
  return changed;
}

/// exp(u) * sigmoid(-u) = sigmoid(u)
bool join_exp_and_sigmoid(ProductForm& form) {
  for (std::size_t e = 0; e < form.numerators.size(); ++e) {
    const Variable u = argument_of(form.numerators[e], exp);
    if (u.is_null()) continue;
    for (std::size_t s = 0; s < form.numerators.size(); ++s) {
      const Variable w = argument_of(form.numerators[s], nnet::sigmoid);
      if (w.is_null() || !is_negative_of(w, u)) continue;
      form.numerators[s] = nnet::sigmoid(u);
      erase_at(form.numerators, e);
      return true;
    }
  }
  return false;
}

/// (1 + exp(u)) * sigmoid(-u) = 1
bool cancel_logistic(ProductForm& form) {
  for (std::size_t y = 0; y < form.numerators.size(); ++y) {
    const Variable u = argument_of_one_plus_exp(form.numerators[y]);
    if (u.is_null()) continue;
    for (std::size_t s = 0; s < form.numerators.size(); ++s) {
      const Variable w = argument_of(form.numerators[s], nnet::sigmoid);
      if (w.is_null() || !is_negative_of(w, u)) continue;
      erase_at(form.numerators, std::max(y, s));
      erase_at(form.numerators, std::min(y, s));
      return true;
    }
  }
  return false;
}

/// exp(u) / sum(exp(u)) = softmax(u)
bool join_exp_and_sum(ProductForm& form) {
  for (std::size_t d = 0; d < form.denominators.size(); ++d) {
    const std::optional<ExpandedSum> sum = expanded_sum(form.denominators[d]);
    if (!sum || argument_of(sum->summed, exp).is_null()) continue;
    for (Variable& n : form.numerators) {
      if (!is_same_value(n, sum->summed)) continue;
      n = softmax_over(argument_of(n, exp), *sum);
      erase_at(form.denominators, d);
      return true;
    }
  }
  return false;
}

/// exp(u) / (exp(u) + exp(w)) = sigmoid(u - w)
bool join_exp_and_pair(ProductForm& form) {
  for (std::size_t d = 0; d < form.denominators.size(); ++d) {
    const Apply* pair = owner_if(form.denominators[d], add);
    if (!pair || pair->input_count() != 2) continue;
    for (const int k : {0, 1}) {
      const Variable u = argument_of(pair->input(k), exp), w = argument_of(pair->input(1 - k), exp);
      if (u.is_null() || w.is_null()) continue;
      for (Variable& n : form.numerators) {
        if (!is_same_value(n, pair->input(k))) continue;
        n = nnet::sigmoid(u - w);
        erase_at(form.denominators, d);
        return true;
      }
    }
  }
  return false;
}

/// expm1(u) * sigmoid(-u) = tanh(u / 2)
bool join_expm1_and_sigmoid(ProductForm& form) {
  for (std::size_t e = 0; e < form.numerators.size(); ++e) {
    const Variable u = argument_of(form.numerators[e], expm1);
    if (u.is_null()) continue;
    for (std::size_t s = 0; s < form.numerators.size(); ++s) {
      const Variable w = argument_of(form.numerators[s], nnet::sigmoid);
      if (w.is_null() || !is_negative_of(w, u)) continue;
      form.numerators[s] = tanh(u * scalar_constant(u.dtype(), 0.5));
      erase_at(form.numerators, e);
      return true;
    }
  }
  return false;
}

/// exp(u) / expm1(u) = -1 / expm1(-u), sinh(u) / cosh(u) = tanh(u)
bool join_exp_and_expm1(ProductForm& form) {
  for (std::size_t n = 0; n < form.numerators.size(); ++n)
    for (Variable& d : form.denominators) {
      const Variable u = argument_of(form.numerators[n], exp), w = argument_of(d, expm1);
      if (!u.is_null() && !w.is_null() && is_same_value(u, w)) {
        d = expm1(-u);
        form.is_negative = !form.is_negative;
        erase_at(form.numerators, n);
        return true;
      }
      const Variable s = argument_of(form.numerators[n], sinh), c = argument_of(d, cosh);
      if (s.is_null() || c.is_null() || !is_same_value(s, c)) continue;
      form.numerators[n] = tanh(s);
      form.denominators.erase(form.denominators.begin() + (&d - form.denominators.data()));
      return true;
    }
  return false;
}

bool cancel_equal(ProductForm& form, bool any_factor) {
  for (std::size_t d = 0; d < form.denominators.size(); ++d)
    for (std::size_t n = 0; n < form.numerators.size(); ++n) {
      if (!is_same_value(form.numerators[n], form.denominators[d])) continue;
      if (!any_factor && !is_positive_form(form.numerators[n])) continue;
      erase_at(form.numerators, n);
      erase_at(form.denominators, d);
      return true;
    }
  return false;
}

}  // namespace

bool is_same_value(const Variable& a, const Variable& b) {
  if (a == b) return true;
  if (a.constant() && b.constant()) return a.constant()->is_same(*b.constant());
  const Apply *x = a.owner(), *y = b.owner();
  if (!x || !y || a.output_index() != b.output_index() || x->input_count() != y->input_count()) return false;
  for (int i = 0; i < x->input_count(); ++i)
    if (!(x->input(i) == y->input(i))) return false;
  return x->op()->equals(*y->op());
}

bool is_zero(const Variable& v) {
  Variable at = v;
  for (int depth = 0; depth < 4 && at.owner(); ++depth) {
    const Apply* owner = at.owner();
    if (!owner->op()->is(ops::alloc) && !owner->op()->is(ops::dimshuffle) && !owner->op()->is(second)) return false;
    at = owner->input(owner->op()->is(second) ? 1 : 0);
  }
  return at.constant() && at.constant()->uniform_value() == 0.0;
}

Variable argument_of(const Variable& v, const OpDefinition& f) {
  const Apply* owner = owner_if(v, f);
  return owner ? owner->input(0) : Variable();
}

bool is_negative_of(const Variable& a, const Variable& b) {
  if (const Variable x = argument_of(a, neg); !x.is_null() && is_same_value(x, b)) return true;
  if (const Variable x = argument_of(b, neg); !x.is_null() && is_same_value(x, a)) return true;
  const Apply *x = owner_if(a, sub), *y = owner_if(b, sub);
  return x && y && is_same_value(x->input(0), y->input(1)) && is_same_value(x->input(1), y->input(0));
}

bool is_positive_form(const Variable& v) {
  static const OpDefinition* const kViews[] = {&ops::dimshuffle, &ops::reshape, &ops::subtensor,
                                               &ops::advanced_subtensor, &ops::advanced_subtensor1};
  Variable at = v;
  for (int depth = 0; depth < 4; ++depth) {
    const Apply* owner = at.owner();
    if (!owner) return false;
    for (const OpDefinition* positive :
         {static_cast<const OpDefinition*>(&exp), static_cast<const OpDefinition*>(&nnet::sigmoid),
          static_cast<const OpDefinition*>(&ops::softmax)})
      if (owner->op()->is(*positive)) return true;
    if (std::none_of(std::begin(kViews), std::end(kViews), [&](auto* view) { return owner->op()->is(*view); }))
      return !argument_of_one_plus_exp(at).is_null();
    at = owner->input(0);
  }
  return false;
}

Variable dimshuffled_together(const Variable& x, std::vector<std::int64_t> order) {
  Variable source = x;
  if (const Apply* inner = owner_if(x, ops::dimshuffle)) {
    const std::vector<std::int64_t>& first = inner->op()->attributes().get_ints("order");
    for (std::int64_t& axis : order)
      if (axis >= 0) axis = first[static_cast<std::size_t>(axis)];
    source = inner->input(0);
  }
  // An axis of size 1 that was dropped and one put in its place are the same.
  if (static_cast<int>(order.size()) == source.ndim())
    for (int axis = 0; axis < source.ndim(); ++axis)
      if (order[static_cast<std::size_t>(axis)] < 0 && source.is_broadcastable(axis) &&
          std::find(order.begin(), order.end(), axis) == order.end())
        order[static_cast<std::size_t>(axis)] = axis;
  return dimshuffled(source, std::move(order));
}

std::optional<ExpandedSum> expanded_sum(const Variable& v) {
  const Apply* shuffle = owner_if(v, ops::dimshuffle);
  if (!shuffle) return std::nullopt;
  const Apply* sum = owner_if(shuffle->input(0), ops::sum);
  if (!sum || sum->input(0).ndim() != v.ndim() || sum->input(0).dtype() != v.dtype()) return std::nullopt;
  ExpandedSum result{sum->input(0), reduced_axes(*sum), shuffle->op()->attributes().get_ints("order")};
  std::int64_t next = 0;
  for (int axis = 0; axis < v.ndim(); ++axis) {
    const bool is_summed = std::find(result.axes.begin(), result.axes.end(), axis) != result.axes.end();
    if (result.order[static_cast<std::size_t>(axis)] != (is_summed ? -1 : next)) return std::nullopt;
    if (!is_summed) ++next;
  }
  return result;
}

Variable softmax_over(const Variable& u, const ExpandedSum& sum) {
  const auto softmax = [](const Variable& rows) { return apply_op(make_op(ops::softmax), {rows}); };
  if (u.ndim() == 1) return dimshuffled(softmax(u), {1});
  // The axes that are summed go behind the others; each group becomes one axis of a matrix.
  std::vector<std::int64_t> to_back, back(static_cast<std::size_t>(u.ndim()));
  std::vector<Variable> kept, summed;
  for (int axis = 0; axis < u.ndim(); ++axis)
    if (sum.order[static_cast<std::size_t>(axis)] >= 0) {
      to_back.push_back(axis);
      kept.push_back(size_of(u, axis));
    }
  for (std::int64_t axis : sum.axes) {
    to_back.push_back(axis);
    summed.push_back(size_of(u, static_cast<int>(axis)));
  }
  for (std::size_t i = 0; i < to_back.size(); ++i)
    back[static_cast<std::size_t>(to_back[i])] = static_cast<std::int64_t>(i);
  const Variable turned = dimshuffled(u, std::move(to_back));
  if (kept.size() == 1 && summed.size() == 1) return dimshuffled(softmax(turned), std::move(back));
  const Variable rows = reshape(turned, ShapeArgument({product_of_sizes(kept), product_of_sizes(summed)}));
  kept.insert(kept.end(), summed.begin(), summed.end());
  return dimshuffled(reshape(softmax(rows), ShapeArgument(std::move(kept))), std::move(back));
}

ProductForm product_form(const Variable& v) {
  ProductForm form;
  struct Part {
    Variable variable;
    bool is_below;
  };
  std::vector<Part> stack{{v, false}};
  while (!stack.empty()) {
    const Part part = std::move(stack.back());
    stack.pop_back();
    const Apply* owner = part.variable.owner();
    const std::size_t count = form.numerators.size() + form.denominators.size() + stack.size();
    const bool may_open = owner && owner->op()->kind() == OpKind::Elementwise && count < kMaxFactors &&
                          part.variable.dtype() == v.dtype() && is_float(v.dtype());
    if (may_open && owner->op()->is(mul)) {
      stack.push_back({owner->input(1), part.is_below});
      stack.push_back({owner->input(0), part.is_below});
    } else if (may_open && owner->op()->is(true_div)) {
      stack.push_back({owner->input(1), !part.is_below});
      stack.push_back({owner->input(0), part.is_below});
    } else if (may_open && owner->op()->is(neg)) {
      form.is_negative = !form.is_negative;
      stack.push_back({owner->input(0), part.is_below});
    } else if (may_open && owner->op()->is(inv)) {
      stack.push_back({owner->input(0), !part.is_below});
    } else if (may_open && owner->op()->is(sqr)) {
      stack.push_back({owner->input(0), part.is_below});
      stack.push_back({owner->input(0), part.is_below});
    } else {
      (part.is_below ? form.denominators : form.numerators).push_back(part.variable);
    }
  }
  return form;
}

bool simplify(ProductForm& form, bool any_factor) {
  bool changed = false;
  // Every step removes a factor or a denominator, so this ends.
  while (cancel_equal(form, any_factor) || replace_logistic_denominators(form) || cancel_logistic(form) ||
         join_exp_and_sigmoid(form) || join_exp_and_sum(form) || join_exp_and_pair(form) || join_exp_and_expm1(form) ||
         join_expm1_and_sigmoid(form))
    changed = true;
  return changed;
}

Variable build(const ProductForm& form, const Variable& like) {
  Variable result;
  for (const Variable& n : form.numerators) result = result.is_null() ? n : result * n;
  if (result.is_null()) result = scalar_constant(like.dtype(), 1.0);
  result = padded_left(result, like.ndim());
  // One after another: the product of small denominators could vanish.
  for (const Variable& d : form.denominators) result = result / d;
  if (form.is_negative) result = -result;
  result = cast(result, like.dtype());
  return result;
}

}  // namespace theano::rewrite
