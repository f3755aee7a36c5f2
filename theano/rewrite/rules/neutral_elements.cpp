// Rules for operands that change nothing: zero in sums, one in products and powers.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

using namespace tensor;

const RuleTable& neutral_elements() {
  static const Pattern x = Pattern::any("x");
  static const RuleTable table{
      "neutral_elements",
      "Operands that change nothing are left out.",
      Tag::Canonicalize | Tag::FastRun | Tag::FastCompile,
      {
          {"x + 0 = x", x + 0, x},
          {"x - 0 = x", x - 0, x},
          {"0 - x = -x", 0 - x, -x, wraps_as_before},
          {"x * 1 = x", x * 1, x},
          {"x / 1 = x", x / 1, x},
          {"x // 1 = x", int_div(x, 1), x, [](const Variable& v, const Bindings&) { return is_discrete(v.dtype()); }},
          {"x ** 1 = x", pow(x, 1), x},
          {"x & x = x", and_(x, x), x},
          {"x | x = x", or_(x, x), x},
          {"maximum(x, x) = x", maximum(x, x), x},
          {"minimum(x, x) = x", minimum(x, x), x},
      }};
  return table;
}

}  // namespace theano::rewrite::rules
