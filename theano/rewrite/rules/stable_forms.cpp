// Rules for logarithms, exponentials and sigmoids whose plain forms overflow or lose all digits.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

using namespace tensor;
using nnet::sigmoid;
using nnet::softplus;

namespace {

// The logarithm of 1 - softmax has a form of its own.
bool is_plain(const Variable& v) { return is_real(v) && !owner_if(v, ops::softmax); }

}  // namespace

const RuleTable& stable_forms() {
  static const Pattern x = Pattern::any("x", is_real), y = Pattern::any("y", is_real);
  static const Pattern plain = Pattern::any("x", is_plain);
  static const RuleTable table{"stable_forms",
                               "Forms that keep their digits for large and small arguments.",
                               Tag::Stabilize | Tag::FastRun | Tag::FastCompile,
                               {
                                   {"log(1 + exp(x)) = softplus(x)", log(1 + exp(x)), softplus(x)},
                                   {"log1p(exp(x)) = softplus(x)", log1p(exp(x)), softplus(x)},
                                   {"log(sigmoid(x)) = -softplus(-x)", log(sigmoid(x)), -softplus(-x)},
                                   {"log(1 - sigmoid(x)) = -softplus(x)", log(1 - sigmoid(x)), -softplus(x)},
                                   {"log1p(-sigmoid(x)) = -softplus(x)", log1p(-sigmoid(x)), -softplus(x)},
                                   {"1 - sigmoid(x) = sigmoid(-x)", 1 - sigmoid(x), sigmoid(-x)},
                                   {"inv(1 + exp(x)) = sigmoid(-x)", inv(1 + exp(x)), sigmoid(-x)},
                                   {"1 / (1 + exp(x)) = sigmoid(-x)", 1 / (1 + exp(x)), sigmoid(-x)},
                                   {"exp(x) / (1 + exp(x)) = sigmoid(x)", exp(x) / (1 + exp(x)), sigmoid(x)},
                                   {"exp(x) - 1 = expm1(x)", exp(x) - 1, expm1(x)},
                                   Rule{"log(1 + x) = log1p(x)", log(1 + x), log1p(x)}.on(-0.5, 2),
                                   Rule{"log(1 - x) = log1p(-x)", log(1 - plain), log1p(-plain)}.on(-2, 0.5),
                                   {"exp(x) / exp(y) = exp(x - y)", exp(x) / exp(y), exp(x - y)},
                               }};
  return table;
}

}  // namespace theano::rewrite::rules
