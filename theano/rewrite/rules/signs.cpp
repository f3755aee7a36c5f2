// Rules of signs: negations move outward and meet, so that sums and products are written in one way.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

using namespace tensor;

namespace {

// Negation of an unsigned number wraps, which a widening sum or product would show.
bool is_signed(const Variable& v) { return v.is_tensor() && (is_float(v.dtype()) || is_signed_integer(v.dtype())); }
// The other operand decides the type of the result: a float beside a float.
bool is_number(const Variable& v) { return v.is_tensor() && !is_bool(v.dtype()) && !is_complex(v.dtype()); }

}  // namespace

const RuleTable& signs() {
  static const Pattern x = Pattern::any("x", is_signed), y = Pattern::any("y", is_signed);
  static const Pattern n = Pattern::any("n", is_number);
  static const Pattern r = Pattern::any("r", is_real), s = Pattern::any("s", is_real);
  static const RuleTable table{"signs",
                               "Negations move outward and cancel.",
                               Tag::Canonicalize | Tag::FastRun | Tag::FastCompile,
                               {
                                   {"-(-x) = x", -(-x), x},
                                   {"x * -1 = -x", x * -1, -x, wraps_as_before},
                                   {"r / -1 = -r", r / -1, -r},
                                   {"n + (-s) = n - s", n + (-s), n - s},
                                   {"n - (-s) = n + s", n - (-s), n + s},
                                   {"-(n - s) = s - n", -(n - s), s - n},
                                   {"-(s - n) = n - s", -(s - n), n - s},
                                   {"(-r) * (-s) = r * s", (-r) * (-s), r * s},
                                   {"(-r) / (-s) = r / s", (-r) / (-s), r / s},
                                   {"(-r) * n = -(r * n)", (-r) * n, -(r * n)},
                                   {"(-r) / n = -(r / n)", (-r) / n, -(r / n)},
                                   {"n / (-s) = -(n / s)", n / (-s), -(n / s)},
                                   {"abs(-x) = abs(x)", abs(-x), abs(x)},
                                   {"abs(abs(x)) = abs(x)", abs(abs(x)), abs(x)},
                                   {"sqr(-x) = sqr(x)", sqr(-x), sqr(x)},
                                   {"cos(-r) = cos(r)", cos(-r), cos(r)},
                                   {"cosh(-r) = cosh(r)", cosh(-r), cosh(r)},
                                   {"sin(-r) = -sin(r)", sin(-r), -sin(r)},
                                   {"tan(-r) = -tan(r)", tan(-r), -tan(r)},
                                   {"sinh(-r) = -sinh(r)", sinh(-r), -sinh(r)},
                                   {"tanh(-r) = -tanh(r)", tanh(-r), -tanh(r)},
                                   {"arctan(-r) = -arctan(r)", arctan(-r), -arctan(r)},
                               }};
  return table;
}

}  // namespace theano::rewrite::rules
