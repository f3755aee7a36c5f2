// Multiplies a factor into an expression where that makes it cancel: (a / p - b) * p = a - b * p.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/product_form.h"

namespace theano::rewrite {

using namespace tensor;

namespace {

std::vector<Variable> inputs_of(const Apply& node) { return {node.inputs().begin(), node.inputs().end()}; }

/// The product again; where the factor that gave it its size has cancelled, of the size of p.
Variable rebuild(const ProductForm& form, const Variable& t, const Variable& p) {
  const Variable product = build(form, t);
  for (int axis = 0; axis < t.ndim(); ++axis)
    if (product.is_broadcastable(axis) && !t.is_broadcastable(axis)) return second(p, product);
  return product;
}

std::optional<Variable> into_product(const Variable& t, const Variable& p, int& budget) {
  ProductForm form = product_form(t);
  form.numerators.push_back(p);
  if (simplify(form, false)) return rebuild(form, t, p);
  form.numerators.pop_back();
  if (form.numerators.size() == 1 && form.numerators[0] == t) return std::nullopt;
  for (Variable& n : form.numerators)
    if (std::optional<Variable> product = multiply_out(n, p, budget)) {
      n = *product;
      return rebuild(form, t, p);
    }
  return std::nullopt;
}

/// Of two terms at least one must cancel; the other is multiplied as it is.
std::optional<Variable> into_terms(const Apply& node, int first, const Variable& p, int& budget) {
  std::vector<Variable> inputs = inputs_of(node);
  bool any = false;
  for (int i = first; i < node.input_count(); ++i) {
    if (std::optional<Variable> product = multiply_out(node.input(i), p, budget)) {
      inputs[static_cast<std::size_t>(i)] = *product;
      any = true;
    } else if (!is_zero(node.input(i))) {
      inputs[static_cast<std::size_t>(i)] = node.input(i) * p;
    }
  }
  if (!any) return std::nullopt;
  return apply_op(node.op(), std::move(inputs));
}

/// The attributes of the gather that belongs to a scatter.
Attributes without_mode(const Attributes& scatter) {
  Attributes gather;
  for (const Attributes::Entry& entry : scatter.entries())
    if (entry.name != "set_instead_of_inc") gather.set(entry.name, entry.value);
  return gather;
}

/// The part of p that a scatter writes to, or null.
Variable gathered(const Apply& scatter, const Variable& p) {
  std::vector<Variable> inputs = inputs_of(scatter);
  inputs.erase(inputs.begin() + 1);
  inputs[0] = p;
  const Attributes& a = scatter.op()->attributes();
  if (scatter.op()->is(ops::inc_subtensor))
    return apply_op(make_op(ops::subtensor, without_mode(a)), std::move(inputs));
  if (scatter.op()->is(ops::advanced_inc_subtensor1))
    return apply_op(make_op(ops::advanced_subtensor1), std::move(inputs));
  if (scatter.op()->is(ops::advanced_inc_subtensor))
    return apply_op(make_op(ops::advanced_subtensor, without_mode(a)), std::move(inputs));
  return {};
}

/// zeros with v at a part, times p, is zeros with v * p[part] there.
std::optional<Variable> into_scatter(const Apply& node, const Variable& p, int& budget) {
  if (!is_zero(node.input(0))) return std::nullopt;
  const Variable part = gathered(node, p);
  if (part.is_null()) return std::nullopt;
  const std::optional<Variable> product = multiply_out(node.input(1), part, budget);
  if (!product) return std::nullopt;
  std::vector<Variable> inputs = inputs_of(node);
  inputs[1] = *product;
  return apply_op(node.op(), std::move(inputs));
}

/// A reshape of p somewhere in the arithmetic that `v` is made of, or null.
Variable find_reshaped(const Variable& v, const Variable& p, int budget) {
  std::vector<Variable> stack{v};
  while (!stack.empty() && --budget >= 0) {
    const Variable at = std::move(stack.back());
    stack.pop_back();
    if (argument_of(at, ops::reshape) == p) return at;
    const Apply* owner = at.owner();
    if (owner && owner->op()->kind() == OpKind::Elementwise)
      stack.insert(stack.end(), owner->inputs().begin(), owner->inputs().end());
  }
  return {};
}

/// Through a reshape, where what is divided by is p in that shape.
std::optional<Variable> into_reshape(const Apply& node, const Variable& p, int& budget) {
  const Variable reshaped = find_reshaped(node.input(0), p, budget);
  if (reshaped.is_null()) return std::nullopt;
  const std::optional<Variable> product = multiply_out(node.input(0), reshaped, budget);
  if (!product) return std::nullopt;
  return apply_op(node.op(), {*product, node.input(1)});
}

std::optional<Variable> into_dimshuffle(const Apply& node, const Variable& p, int& budget) {
  const std::vector<std::int64_t>& order = node.op()->attributes().get_ints("order");
  std::vector<std::int64_t> inverse(static_cast<std::size_t>(node.input(0).ndim()), -1);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] >= 0)
      inverse[static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i);
    else if (!p.is_broadcastable(static_cast<int>(i)))
      return std::nullopt;
  }
  const std::optional<Variable> product =
      multiply_out(node.input(0), dimshuffled_together(p, std::move(inverse)), budget);
  if (!product) return std::nullopt;
  return apply_op(node.op(), {*product});
}

/// The gradient of -log(p[i, t[i]]) holds 1 / p; times p it is -g at the true classes.
std::optional<Variable> into_crossentropy(const Apply& node, const Variable& p) {
  if (!is_same_value(node.input(1), p)) return std::nullopt;
  const Variable nothing = second(p, scalar_constant(p.dtype(), 0.0));
  return apply_op(make_op(ops::crossentropy_softmax_1hot_with_bias_dx), {node.input(0), nothing, node.input(2)});
}

}  // namespace

std::optional<Variable> multiply_out(const Variable& t, const Variable& p, int& budget) {
  const Apply* node = t.owner();
  if (!node || --budget < 0 || t.ndim() != p.ndim() || !is_float(t.dtype())) return std::nullopt;
  const OpInstance& op = *node->op();
  if (op.is(mul) || op.is(true_div) || op.is(neg) || op.is(inv)) return into_product(t, p, budget);
  if (op.is(add) || op.is(sub)) return into_terms(*node, 0, p, budget);
  if (op.is(switch_)) return into_terms(*node, 1, p, budget);
  if (op.is(ops::reshape)) return into_reshape(*node, p, budget);
  if (op.is(ops::dimshuffle)) return into_dimshuffle(*node, p, budget);
  if (op.is(ops::crossentropy_categorical_1hot_grad)) return into_crossentropy(*node, p);
  if (op.is(ops::inc_subtensor) || op.is(ops::advanced_inc_subtensor) || op.is(ops::advanced_inc_subtensor1))
    return into_scatter(*node, p, budget);
  return std::nullopt;
}

}  // namespace theano::rewrite
