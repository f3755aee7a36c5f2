// Comparisons, logical and bitwise ops, and tests of floats; all of them have no derivative but zero.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"

namespace theano::tensor {

using ir::Expr;
using ir::Prim;
using ir::prim;

constinit const Elementwise eq{{
    .name = "eq",
    .inputs = {"a", "b"},
    .summary = "Whether a equals b, element by element; nan equals nothing.",
    .numpy = "numpy.equal(a, b)",
    .dtype = dtype_rules::comparison,
    .formula = [](Expr a, Expr b) { return a == b; },
    .is_commutative = true,
    .domain = {.is_smooth = false},
}};

constinit const Elementwise neq{{
    .name = "neq",
    .inputs = {"a", "b"},
    .summary = "Whether a differs from b, element by element.",
    .numpy = "numpy.not_equal(a, b)",
    .dtype = dtype_rules::comparison,
    .formula = [](Expr a, Expr b) { return a != b; },
    .is_commutative = true,
    .domain = {.is_smooth = false},
}};

constinit const Elementwise lt{{
    .name = "lt",
    .inputs = {"a", "b"},
    .summary = "Whether a is less than b, element by element.",
    .numpy = "numpy.less(a, b)",
    .dtype = dtype_rules::comparison,
    .formula = [](Expr a, Expr b) { return a < b; },
    .infix = "<",
    .domain = {.is_smooth = false},
}};

constinit const Elementwise le{{
    .name = "le",
    .inputs = {"a", "b"},
    .summary = "Whether a is at most b, element by element.",
    .numpy = "numpy.less_equal(a, b)",
    .dtype = dtype_rules::comparison,
    .formula = [](Expr a, Expr b) { return a <= b; },
    .infix = "<=",
    .domain = {.is_smooth = false},
}};

constinit const Elementwise gt{{
    .name = "gt",
    .inputs = {"a", "b"},
    .summary = "Whether a is greater than b, element by element.",
    .numpy = "numpy.greater(a, b)",
    .dtype = dtype_rules::comparison,
    .formula = [](Expr a, Expr b) { return a > b; },
    .infix = ">",
    .domain = {.is_smooth = false},
}};

constinit const Elementwise ge{{
    .name = "ge",
    .inputs = {"a", "b"},
    .summary = "Whether a is at least b, element by element.",
    .numpy = "numpy.greater_equal(a, b)",
    .dtype = dtype_rules::comparison,
    .formula = [](Expr a, Expr b) { return a >= b; },
    .infix = ">=",
    .domain = {.is_smooth = false},
}};

constinit const Elementwise and_{{
    .name = "and_",
    .inputs = {"a", "b"},
    .summary = "Bitwise and of integers, logical and of bools.",
    .numpy = "numpy.bitwise_and(a, b)",
    .dtype = dtype_rules::bitwise,
    .formula = [](Expr a, Expr b) { return a & b; },
    .infix = "&",
    .is_commutative = true,
    .aliases = "bitwise_and",
}};

constinit const Elementwise or_{{
    .name = "or_",
    .inputs = {"a", "b"},
    .summary = "Bitwise or of integers, logical or of bools.",
    .numpy = "numpy.bitwise_or(a, b)",
    .dtype = dtype_rules::bitwise,
    .formula = [](Expr a, Expr b) { return a | b; },
    .infix = "|",
    .is_commutative = true,
    .aliases = "bitwise_or",
}};

constinit const Elementwise xor_{{
    .name = "xor",
    .inputs = {"a", "b"},
    .summary = "Bitwise exclusive or of integers, logical of bools.",
    .numpy = "numpy.bitwise_xor(a, b)",
    .dtype = dtype_rules::bitwise,
    .formula = [](Expr a, Expr b) { return a ^ b; },
    .infix = "^",
    .is_commutative = true,
    .aliases = "bitwise_xor",
}};

constinit const Elementwise invert{{
    .name = "invert",
    .inputs = {"a"},
    .summary = "All bits of an integer turned over; not of a bool.",
    .numpy = "numpy.invert(a)",
    .dtype = dtype_rules::bitwise,
    .formula = [](Expr a) { return ~a; },
    .infix = "~",
    .aliases = "bitwise_not",
}};

constinit const Elementwise isnan{{
    .name = "isnan",
    .inputs = {"a"},
    .summary = "Whether an element is not a number.",
    .numpy = "numpy.isnan(a)",
    .dtype = dtype_rules::bool_result,
    .formula = [](Expr a) { return prim(Prim::IsNan, a); },
    .print = [](const OpInstance&) -> std::string { return "Elemwise{isnan_,no_inplace}"; },
    .aliases = "isnan_",
}};

constinit const Elementwise isinf{{
    .name = "isinf",
    .inputs = {"a"},
    .summary = "Whether an element is infinite, of either sign.",
    .numpy = "numpy.isinf(a)",
    .dtype = dtype_rules::bool_result,
    .formula = [](Expr a) { return prim(Prim::IsInf, a); },
    .print = [](const OpInstance&) -> std::string { return "Elemwise{isinf_,no_inplace}"; },
    .aliases = "isinf_",
}};

Variable isclose(const Operand& a, const Operand& b, const Operand& rtol, const Operand& atol, bool equal_nan) {
  const ProvenanceScope scope(Provenance::current(a.location()));
  const Variable is_near = le(abs(a - b), atol + rtol * abs(b));
  // An infinity is near to nothing but itself, although |a - b| <= infinity where b is one.
  const Variable close = or_(and_(is_near, invert(or_(isinf(a), isinf(b)))), eq(a, b));
  return equal_nan ? or_(close, and_(isnan(a), isnan(b))) : close;
}

Variable allclose(const Operand& a, const Operand& b, const Operand& rtol, const Operand& atol, bool equal_nan) {
  const ProvenanceScope scope(Provenance::current(a.location()));
  return all(isclose(a, b, rtol, atol, equal_nan));
}

}  // namespace theano::tensor
