// Rules for functions that undo one another.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

using namespace tensor;

namespace {

bool is_real(const Variable& v) { return v.is_tensor() && is_float(v.dtype()); }
bool is_truth(const Variable& v) { return v.is_tensor() && is_bool(v.dtype()); }

}  // namespace

const RuleTable& inverses() {
  static const Pattern x = Pattern::any("x", is_real), b = Pattern::any("b", is_truth);
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
                                   {"~~b = b", invert(invert(b)), b},
                               }};
  return table;
}

}  // namespace theano::rewrite::rules
