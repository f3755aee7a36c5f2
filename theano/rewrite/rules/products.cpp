// Rules on whole products: equal factors cancel, and factors that would overflow one by one are taken together.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/rewrite/rules/product_form.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

namespace {

/// How far a sum is searched for something that cancels with a factor.
constexpr int kSearchBudget = 48;

/// The product with the axes it had: a cancelled factor may have been the one that said them.
Variable with_axes_of(const Variable& result, const Variable& like, const Apply& node) {
  if (result.tensor_type().broadcastable() == like.tensor_type().broadcastable()) return result;
  for (const Variable& input : node.inputs())
    if (input.tensor_type().broadcastable() == like.tensor_type().broadcastable()) return tensor::second(input, result);
  return result;
}

Replacements cancel(Apply& node, bool any_factor) {
  const Variable output = node.output(0);
  if (!is_float(output.dtype())) return {};
  ProductForm form = product_form(output);
  if (!simplify(form, any_factor)) return {};
  return {with_axes_of(build(form, output), output, node)};
}

Replacements cancel_positive(Apply& node, RuleContext&) { return cancel(node, false); }
Replacements cancel_any(Apply& node, RuleContext&) { return cancel(node, true); }

/// (a / p - b) * p = a - b * p, for p that is positive but may round to 0.
Replacements distribute(Apply& node, RuleContext&) {
  const Variable output = node.output(0);
  if (!is_float(output.dtype())) return {};
  ProductForm form = product_form(output);
  for (std::size_t k = 0; k < form.numerators.size(); ++k) {
    const Variable p = form.numerators[k];
    if (!is_positive_form(p)) continue;
    for (std::size_t i = 0; i < form.numerators.size(); ++i) {
      int budget = kSearchBudget;
      const Apply* term = form.numerators[i].owner();
      if (i == k || !term) continue;
      const std::optional<Variable> product = multiply_out(form.numerators[i], p, budget);
      if (!product) continue;
      form.numerators[i] = *product;
      form.numerators.erase(form.numerators.begin() + static_cast<std::ptrdiff_t>(k));
      return {with_axes_of(build(form, output), output, node)};
    }
  }
  return {};
}

/// The library knows products of float32; rounded once they are what the loop nest gives, up to the order of the sum.
Replacements dot_of_halves(Apply& node, RuleContext&) {
  const Variable output = node.output(0);
  if (!is_half(output.dtype())) return {};
  const Variable x = tensor::cast(node.input(0), DType::Float32), y = tensor::cast(node.input(1), DType::Float32);
  return {tensor::cast(apply_op(node.op(), {x, y}), output.dtype())};
}

}  // namespace

const RuleTable& products() {
  static const RuleTable table{"products",
                               "Positive factors that may round to 0 or infinity cancel before they do; 16-bit dots widen.",
                               Tag::Stabilize | Tag::FastRun | Tag::FastCompile,
                               {
                                   {"cancel factors of products", {&tensor::mul, &tensor::true_div}, cancel_positive},
                                   {"multiply out what cancels", tensor::mul, distribute},
                                   {"dot of 16-bit floats by that of float32", ops::dot, dot_of_halves},
                               }};
  return table;
}

const RuleTable& cancellations() {
  static const RuleTable table{"finite_only",
                               "Equal factors above and below the line cancel, whatever their value.",
                               Tag::Canonicalize | Tag::FastRun | Tag::FastCompile,
                               {{"cancel equal factors", {&tensor::mul, &tensor::true_div}, cancel_any}}};
  return table;
}

}  // namespace theano::rewrite::rules
