// Rules of signs: negations move outward and meet, so that sums and products are written in one way.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

using namespace tensor;

namespace {

// Negation of an unsigned number wraps, which a widening sum or product would show.
bool is_signed(const Variable& v) { return v.is_tensor() && (is_float(v.dtype()) || is_signed_integer(v.dtype())); }
bool is_real(const Variable& v) { return v.is_tensor() && is_float(v.dtype()); }

}  // namespace

const RuleTable& signs() {
  static const Pattern x = Pattern::any("x", is_signed), y = Pattern::any("y", is_signed);
  static const Pattern r = Pattern::any("r", is_real), s = Pattern::any("s", is_real);
  static const RuleTable table{
      "signs",
      "Negations move outward and cancel.",
      Tag::Canonicalize | Tag::FastRun | Tag::FastCompile,
      {
          {"-(-x) = x", -(-x), x},
          {"x * -1 = -x", x * -1, -x},
          {"r / -1 = -r", r / -1, -r},
          {"r + (-s) = r - s", r + (-s), r - s},
          {"r - (-s) = r + s", r - (-s), r + s},
          {"-(r - s) = s - r", -(r - s), s - r},
          {"(-r) * (-s) = r * s", (-r) * (-s), r * s},
          {"(-r) / (-s) = r / s", (-r) / (-s), r / s},
          {"(-r) * s = -(r * s)", (-r) * s, -(r * s)},
          {"(-r) / s = -(r / s)", (-r) / s, -(r / s)},
          {"r / (-s) = -(r / s)", r / (-s), -(r / s)},
          {"abs(-x) = abs(x)", abs(-x), abs(x)},
          {"abs(abs(x)) = abs(x)", abs(abs(x)), abs(x)},
          {"sqr(-x) = sqr(x)", sqr(-x), sqr(x)},
      }};
  return table;
}

}  // namespace theano::rewrite::rules
