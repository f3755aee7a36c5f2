// Rules for functions that undo one another.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

using namespace tensor;

namespace {

bool is_complex_tensor(const Variable& v) { return v.is_tensor() && is_complex(v.dtype()); }

}  // namespace

const RuleTable& inverses() {
  static const Pattern x = Pattern::any("x", is_real), i = Pattern::any("i", is_countable);
  static const Pattern z = Pattern::any("z", is_complex_tensor);
  static const RuleTable table{"inverses",
                               "Functions that undo one another, on the whole domain of the inner one.",
                               Tag::Canonicalize | Tag::FastRun | Tag::FastCompile,
                               {
                                   {"log(exp(x)) = x", log(exp(x)), x},
                                   {"log1p(expm1(x)) = x", log1p(expm1(x)), x},
                                   {"log2(exp2(x)) = x", log2(exp2(x)), x},
                                   {"sqrt(sqr(x)) = abs(x)", sqrt(sqr(x)), abs(x)},
                                   {"arcsinh(sinh(x)) = x", arcsinh(sinh(x)), x},
                                   {"deg2rad(rad2deg(x)) = x", deg2rad(rad2deg(x)), x},
                                   {"rad2deg(deg2rad(x)) = x", rad2deg(deg2rad(x)), x},
                                   {"~~i = i", invert(invert(i)), i},
                                   {"conj(conj(z)) = z", conj(conj(z)), z},
                               }};
  return table;
}

}  // namespace theano::rewrite::rules
