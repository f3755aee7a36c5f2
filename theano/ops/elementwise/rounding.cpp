// Rounding of floats to whole numbers, and the functions that choose a mode.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"

namespace theano::tensor {

using ir::Expr;
using ir::Prim;
using ir::prim;

constinit const Elementwise floor{{
    .name = "floor",
    .inputs = {"a"},
    .summary = "The greatest whole number that is not above an element.",
    .numpy = "numpy.floor(a)",
    .dtype = dtype_rules::real_to_float,
    .formula = [](Expr a) { return prim(Prim::Floor, a); },
    .domain = {.is_smooth = false},
    .methods = "floor",
}};

constinit const Elementwise ceil{{
    .name = "ceil",
    .inputs = {"a"},
    .summary = "The least whole number that is not below an element.",
    .numpy = "numpy.ceil(a)",
    .dtype = dtype_rules::real_to_float,
    .formula = [](Expr a) { return prim(Prim::Ceil, a); },
    .domain = {.is_smooth = false},
    .methods = "ceil",
}};

constinit const Elementwise trunc{{
    .name = "trunc",
    .inputs = {"a"},
    .summary = "Each element without its fraction.",
    .numpy = "numpy.trunc(a)",
    .dtype = dtype_rules::real_to_float,
    .formula = [](Expr a) { return prim(Prim::Trunc, a); },
    .domain = {.is_smooth = false},
    .methods = "trunc",
}};

constinit const Elementwise round_half_to_even{{
    .name = "round_half_to_even",
    .inputs = {"a"},
    .summary = "The nearest whole number, an even one at a tie.",
    .numpy = "numpy.round(a)",
    .dtype = dtype_rules::float_only,
    .formula = [](Expr a) { return prim(Prim::RoundEven, a); },
    .domain = {.is_smooth = false},
}};

constinit const Elementwise round_half_away_from_zero{{
    .name = "round_half_away_from_zero",
    .inputs = {"a"},
    .summary = "The nearest whole number, the one of greater magnitude at a tie.",
    .numpy = "numpy.sign(a) * numpy.floor(numpy.abs(a) + 0.5)",
    .dtype = dtype_rules::float_only,
    .formula = [](Expr a) { return prim(Prim::RoundAway, a); },
    .domain = {.is_smooth = false},
}};

Variable round(const Operand& x, std::string_view mode) {
  if (mode == "half_to_even") return round_half_to_even(x);
  if (mode == "half_away_from_zero") return round_half_away_from_zero(x);
  throw ValueError("round",
                   "mode must be \"half_to_even\" or \"half_away_from_zero\", but it is \"" + std::string(mode) + "\".",
                   "Leave the mode out to round ties to even, as NumPy does.");
}

Variable iround(const Operand& x, std::string_view mode) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return cast(round(x, mode), DType::Int64);
}

}  // namespace theano::tensor
