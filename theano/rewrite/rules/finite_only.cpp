// Rules that hold for finite numbers only: they give another value where an operand is nan or infinite, as Theano's do.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/operators.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/product_form.h"
#include "theano/rewrite/rules/tables.h"
#include "theano/rewrite/shape_memo.h"

namespace theano::rewrite::rules {

using namespace tensor;

namespace {

Replacements dot_with_zeros(Apply& node, RuleContext& context) {
  if (!is_zero(node.input(0)) && !is_zero(node.input(1))) return {};
  const Variable zero = scalar_constant(node.output(0).dtype(), std::int64_t{0});
  const SymbolicShape sizes = context.shapes.shape_of(node.output(0));
  return {sizes.empty() ? zero : alloc(zero, sizes)};
}

}  // namespace

const RuleTable& finite_only() {
  static const Pattern x = Pattern::any("x"), y = Pattern::any("y");
  static const Pattern r = Pattern::any("r", is_real), s = Pattern::any("s", is_real), b = Pattern::any("b", is_truth);
  // `second` gives the constant the shape of x; it is dropped where the shape is known otherwise.
  static const RuleTable table{
      "finite_only",
      "Identities of finite numbers; nan and infinity are forgotten. Exclude 'finite_only' to keep them.",
      Tag::Canonicalize | Tag::FastRun | Tag::FastCompile,
      {
          {"x * 0 = 0", x * 0, second(x, 0)},
          Rule{"0 / x = 0", 0 / x, second(x, 0)}.on(1, 3),
          {"x - x = 0", x - x, second(x, 0)},
          Rule{"x / x = 1", x / x, second(x, 1)}.on(1, 3),
          Rule{"(x * y) / y = x", (x * y) / y, second(y, x),
               [](const Variable& v, const Bindings&) { return is_float(v.dtype()); }}
              .on(1, 3),
          Rule{"(x / y) * y = x", (x / y) * y, second(y, x),
               [](const Variable& v, const Bindings&) { return is_float(v.dtype()); }}
              .on(1, 3),
          {"(x + y) - y = x", (x + y) - y, second(y, x),
           [](const Variable& v, const Bindings&) { return is_discrete(v.dtype()); }},
          {"switch(b, r, 0) * s = switch(b, r * s, 0)", switch_(b, r, 0) * s, switch_(b, r * s, 0)},
          {"switch(b, 0, r) * s = switch(b, 0, r * s)", switch_(b, 0, r) * s, switch_(b, 0, r * s)},
          Rule{"switch(b, r, 0) / s = switch(b, r / s, 0)", switch_(b, r, 0) / s, switch_(b, r / s, 0)}.on(1, 3),
          Rule{"switch(b, 0, r) / s = switch(b, 0, r / s)", switch_(b, 0, r) / s, switch_(b, 0, r / s)}.on(1, 3),
          Rule{"exp(log(r)) = r", exp(log(r)), r}.on(0.1, 3),
          Rule{"expm1(log1p(r)) = r", expm1(log1p(r)), r}.on(-0.5, 3),
          Rule{"sqr(sqrt(r)) = r", sqr(sqrt(r)), r}.on(0, 3),
          Rule{"sqrt(r) * sqrt(r) = r", sqrt(r) * sqrt(r), r}.on(0, 3),
          Rule{"r / sqrt(r) = sqrt(r)", r / sqrt(r), sqrt(r)}.on(0.1, 3),
          {"dot(0, x) = 0", ops::dot, dot_with_zeros},
      }};
  return table;
}

}  // namespace theano::rewrite::rules
