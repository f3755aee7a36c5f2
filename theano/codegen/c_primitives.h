// How the C family writes each scalar primitive.
#pragma once

#include <string_view>

#include "theano/array/dtype.h"
#include "theano/ir/primitives.h"

namespace theano::codegen {

/// Stands for the function's formula as instructions (ir::expand_formula).
inline constexpr std::string_view kFormula = "formula";
/// Stands for a scalar routine of the library (scalar_routines.h).
inline constexpr std::string_view kRoutine = "routine";

/// The text for operands {a}, {b}, {c} of `operand`'s class: an expression, or, where there is a "return" in it, the body
/// of a small function of a and b. In it {T} is the type of the result, {V} the unsigned type as wide as the operands, {U}
/// the one in which they wrap, {W} their width in bits, {f} the suffix of functions of float.
std::string_view c_form(ir::Prim prim, DType operand);

}  // namespace theano::codegen
