// Rules for powers with constant exponents, and other forms that are cheaper to run.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

using namespace tensor;

const RuleTable& powers() {
  static const Pattern x = Pattern::any("x", is_real), any = Pattern::any("x");
  static const RuleTable table{"powers",
                               "Powers with small constant exponents as products, roots and quotients.",
                               Tag::Specialize | Tag::FastRun | Tag::FastCompile,
                               {
                                   {"x ** 0 = 1", pow(any, 0), second(any, 1)},
                                   {"x ** 2 = sqr(x)", pow(x, 2), sqr(x)},
                                   {"x ** 3 = sqr(x) * x", pow(x, 3), sqr(x) * x},
                                   {"x ** 4 = sqr(sqr(x))", pow(x, 4), sqr(sqr(x))},
                                   Rule{"x ** 0.5 = sqrt(x)", pow(x, 0.5), sqrt(x)}.on(0, 2),
                                   Rule{"x ** -0.5 = inv(sqrt(x))", pow(x, -0.5), inv(sqrt(x))}.on(0.5, 2),
                                   Rule{"x ** -1 = inv(x)", pow(x, -1), inv(x)}.on(0.5, 2),
                                   Rule{"x ** -2 = inv(sqr(x))", pow(x, -2), inv(sqr(x))}.on(0.5, 2),
                                   {"x * x = sqr(x)", x * x, sqr(x)},
                               }};
  return table;
}

}  // namespace theano::rewrite::rules
