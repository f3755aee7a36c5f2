// Rules for logarithms of exponentials, products, powers and hyperbolic functions, and for those functions written out.
#include "theano/graph/operand.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/product_form.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

using namespace tensor;
using nnet::softplus;

namespace {

constexpr double kLog2 = 0.69314718055994530942;

bool is_even_constant(const Variable& v) {
  const auto number = constant_number(v);
  return number && *number != 0 && std::fmod(*number, 2) == 0;
}
/// Of powers with these exponents the logarithm is nan for negative numbers anyway.
bool is_other_constant(const Variable& v) {
  const auto number = constant_number(v);
  return number && *number != 0 && std::fmod(*number, 2) != 0 && std::isfinite(*number);
}

/// A sum of exponentials, seen through axes put back.
bool is_sum_of_exp(const Variable& v) {
  const Apply* shuffle = owner_if(v, ops::dimshuffle);
  const Variable sum = argument_of(shuffle ? shuffle->input(0) : v, ops::sum);
  return !sum.is_null() && !argument_of(sum, exp).is_null();
}

/// log(p * q) = log(p) + log(q) for p whose logarithm has a form of its own: exponentials, sigmoids, sums of them.
Replacements log_of_product(Apply& node, RuleContext&) {
  const Variable& v = node.input(0);
  if (v.dtype() != node.output(0).dtype() || !is_float(v.dtype())) return {};
  ProductForm form = product_form(v);
  if (form.numerators.size() + form.denominators.size() < 2) return {};
  simplify(form, false);
  Variable logarithms;
  const auto take = [&](std::vector<Variable>& factors, bool is_below) {
    for (std::size_t i = 0; i < factors.size();) {
      if (!is_positive_form(factors[i]) && !is_sum_of_exp(factors[i])) {
        ++i;
        continue;
      }
      const Variable log_factor = log(padded_left(factors[i], v.ndim()));
      logarithms = logarithms.is_null() ? (is_below ? -log_factor : log_factor)
                   : is_below           ? logarithms - log_factor
                                        : logarithms + log_factor;
      factors.erase(factors.begin() + static_cast<std::ptrdiff_t>(i));
    }
  };
  take(form.numerators, false);
  take(form.denominators, true);
  if (logarithms.is_null()) return {};
  const bool is_empty = form.numerators.empty() && form.denominators.empty();
  if (is_empty && form.is_negative) return {};
  if (is_empty) return {logarithms};
  return {log(build(form, v)) + logarithms};
}

/// log(prod(x)) = sum(log(x)) for factors that are positive in exact arithmetic.
Replacements log_of_prod(Apply& node, RuleContext&) {
  const Apply* product = owner_if(node.input(0), ops::prod);
  if (!product || !is_positive_form(product->input(0)) || product->input(0).dtype() != node.output(0).dtype())
    return {};
  return {sum(log(product->input(0)), reduced_axes(*product))};
}

/// log(sum(w * exp(x))) = log(sum(w * exp(x - m))) + m with the greatest x for m.
Replacements log_of_weighted_sum(Apply& node, RuleContext&) {
  const Apply* total = owner_if(node.input(0), ops::sum);
  if (!total || total->input(0).dtype() != node.output(0).dtype() || !is_float(node.output(0).dtype())) return {};
  ProductForm form = product_form(total->input(0));
  if (form.is_negative || form.numerators.size() + form.denominators.size() < 2) return {};
  const std::vector<std::int64_t> axes = reduced_axes(*total);
  for (Variable& factor : form.numerators) {
    const Variable x = argument_of(factor, exp);
    if (x.is_null() || x.tensor_type().broadcastable() != total->input(0).tensor_type().broadcastable()) continue;
    // Shifted already: nothing to gain, and the rule would not end.
    if (const Apply* difference = owner_if(x, sub))
      if (const Apply* shift = owner_if(difference->input(1), switch_); shift && owner_if(shift->input(0), isinf))
        return {};
    const Variable greatest = max(x, axes, /*keepdims=*/true);
    const Variable shift = switch_(isinf(greatest), scalar_constant(x.dtype(), 0.0), greatest);
    factor = exp(x - shift);
    std::vector<std::int64_t> kept;
    for (std::int64_t axis = 0; axis < x.ndim(); ++axis)
      if (!contains(axes, axis)) kept.push_back(axis);
    return {log(apply_op(total->op(), {build(form, total->input(0))})) + dimshuffled(shift, std::move(kept))};
  }
  return {};
}

/// exp(log(softmax(x))) = softmax(x)
Replacements exp_of_logsoftmax(Apply& node, RuleContext&) {
  const Variable x = argument_of(node.input(0), ops::logsoftmax);
  return x.is_null() ? Replacements{} : Replacements{apply_op(make_op(ops::softmax), {x})};
}

}  // namespace

const RuleTable& logarithms() {
  static const Pattern x = Pattern::any("x", is_real), y = Pattern::any("y", is_real);
  static const Pattern even = Pattern::any("c", is_even_constant), other = Pattern::any("c", is_other_constant);
  static const RuleTable table{
      "logarithms",
      "Logarithms of exponentials, products and powers, and hyperbolic functions, at any magnitude.",
      Tag::Stabilize | Tag::FastRun | Tag::FastCompile,
      {
          {"log(exp(x) + exp(y)) without overflow", log(exp(x) + exp(y)),
           maximum(x, y) + softplus(-switch_(eq(x, y), 0, abs(x - y)))},
          Rule{"log(1 - exp(x)) = -log1p(inv(expm1(-x)))", log(1 - exp(x)), -log1p(inv(expm1(-x)))}.on(-3, -0.1),
          Rule{"log(-expm1(x)) = -log1p(inv(expm1(-x)))", log(-expm1(x)), -log1p(inv(expm1(-x)))}.on(-3, -0.1),
          Rule{"log1p(-exp(x)) = -log1p(inv(expm1(-x)))", log1p(-exp(x)), -log1p(inv(expm1(-x)))}.on(-3, -0.1),
          {"1 - exp(x) = -expm1(x)", 1 - exp(x), -expm1(x)},
          Rule{"exp(x) / expm1(x) = -inv(expm1(-x))", exp(x) / expm1(x), -inv(expm1(-x))}.on(0.5, 3),
          {"expm1(x) / (1 + exp(x)) = tanh(x / 2)", expm1(x) / (1 + exp(x)), tanh(x / 2)},
          {"(exp(x) - exp(-x)) / (exp(x) + exp(-x)) = tanh(x)", (exp(x) - exp(-x)) / (exp(x) + exp(-x)), tanh(x)},
          {"(exp(x) - exp(-x)) / 2 = sinh(x)", (exp(x) - exp(-x)) / 2, sinh(x)},
          {"(exp(x) + exp(-x)) / 2 = cosh(x)", (exp(x) + exp(-x)) / 2, cosh(x)},
          {"(exp(x) - exp(-x)) * 0.5 = sinh(x)", (exp(x) - exp(-x)) * 0.5, sinh(x)},
          {"(exp(x) + exp(-x)) * 0.5 = cosh(x)", (exp(x) + exp(-x)) * 0.5, cosh(x)},
          {"sinh(x) / cosh(x) = tanh(x)", sinh(x) / cosh(x), tanh(x)},
          {"log(cosh(x)) without overflow", log(cosh(x)), abs(x) + (log1p(exp(-2 * abs(x))) - kLog2)},
          {"log(sqr(x)) = 2 * log(abs(x))", log(sqr(x)), 2 * log(abs(x))},
          Rule{"log(sqrt(x)) = log(x) / 2", log(sqrt(x)), log(x) * 0.5}.on(0.1, 3),
          Rule{"log(x ** even) = even * log(abs(x))", log(pow(x, even)), even * log(abs(x))}.on(0.5, 2),
          Rule{"log(x ** c) = c * log(x)", log(pow(x, other)), other * log(x)}.on(0.5, 2),
          {"exp(-softplus(x)) = sigmoid(-x)", exp(-softplus(x)), nnet::sigmoid(-x)},
          {"exp(log(softmax(x))) = softmax(x)", exp, exp_of_logsoftmax},
          {"log(p * q) = log(p) + log(q)", log, log_of_product},
          {"log(prod(p)) = sum(log(p))", log, log_of_prod},
          {"log(sum(w * exp(x))) without overflow", log, log_of_weighted_sum},
      }};
  return table;
}

const RuleTable& error_functions() {
  static const Pattern x = Pattern::any("x", is_real);
  static const RuleTable table{"error_functions",
                               "erf and its complement are told apart where one of them keeps its digits.",
                               Tag::Canonicalize | Tag::FastRun | Tag::FastCompile,
                               {
                                   {"1 - erf(x) = erfc(x)", 1 - erf(x), erfc(x)},
                                   {"1 + erf(x) = erfc(-x)", 1 + erf(x), erfc(-x)},
                                   {"erf(x) - 1 = -erfc(x)", erf(x) - 1, -erfc(x)},
                                   {"1 - erfc(x) = erf(x)", 1 - erfc(x), erf(x)},
                                   {"erfc(x) - 1 = -erf(x)", erfc(x) - 1, -erf(x)},
                                   {"2 - erfc(x) = erfc(-x)", 2 - erfc(x), erfc(-x)},
                                   {"erf(-x) = -erf(x)", erf(-x), -erf(x)},
                               }};
  return table;
}

}  // namespace theano::rewrite::rules
