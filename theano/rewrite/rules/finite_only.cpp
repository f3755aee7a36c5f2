// Rules that hold for finite numbers only: they give another value where an operand is nan or infinite, as Theano's do.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

using namespace tensor;

const RuleTable& finite_only() {
  static const Pattern x = Pattern::any("x"), y = Pattern::any("y");
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
      }};
  return table;
}

}  // namespace theano::rewrite::rules
