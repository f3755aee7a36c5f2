// The scalar primitives of the loop IR; their meaning is total (docs/ir.md says what each does on every input).
#pragma once

#include <cstdint>
#include <string_view>

#include "theano/array/dtype.h"

namespace theano::ir {

/// Operations on scalars. Operands of arithmetic have one dtype, which is the result's; comparisons give Bool; rounding
/// of small integers and floats happens after every primitive.
enum class Prim : std::uint8_t {
  // Arithmetic, integers and floats. Integers wrap modulo 2^n; on Bool add is or, mul is and.
  Add,
  Sub,
  Mul,
  Neg,
  Abs,
  Min,
  Max,
  Sign,
  // Division. Div: floats. FloorDiv and Mod follow the divisor's sign; integer x // 0 and x % 0 are 0.
  Div,
  FloorDiv,
  Mod,
  // Power. Integer to a negative power: 1/x truncated toward 0 (0 for 0).
  Pow,
  // Comparison, giving Bool; any comparison with NaN is false but Ne.
  Eq,
  Ne,
  Lt,
  Le,
  Gt,
  Ge,
  // Bitwise on integers, logical on Bool. Shifts by a count outside [0, width) give 0 (Shr of negatives: -1).
  And,
  Or,
  Xor,
  Not,
  Shl,
  Shr,
  // Choice: Select(condition: Bool, a, b); Cast to the instruction's dtype (array/scalar_cast.h).
  Select,
  Cast,
  // Rounding of floats: toward -inf, +inf, zero, half to even, half away from zero.
  Floor,
  Ceil,
  Trunc,
  RoundEven,
  RoundAway,
  // Tests of floats, giving Bool.
  IsNan,
  IsInf,
  // Mathematical functions of floats; formulas and error bounds in ir/math/.
  Sqrt,
  Exp,
  Exp2,
  Expm1,
  Log,
  Log2,
  Log10,
  Log1p,
  Sin,
  Cos,
  Tan,
  Asin,
  Acos,
  Atan,
  Atan2,
  Sinh,
  Cosh,
  Tanh,
  Asinh,
  Acosh,
  Atanh,
  Erf,
  Erfc,
  Erfcx,
  Erfinv,
  Erfcinv,
  Gamma,
  LogGamma,
  BesselJ0,
  BesselJ1,
  BesselI0,
  BesselI1,
  // Of two operands, an order or shape first: Bessel functions J and I, incomplete gamma functions P and Q.
  BesselJ,
  BesselI,
  GammaP,
  GammaQ,
  // Bits: the float's pattern as the integer of its width, and back.
  BitsOf,
  FloatOf,
  kCount,
};

inline constexpr int kPrimCount = static_cast<int>(Prim::kCount);

struct PrimInfo {
  std::string_view name;  ///< "add"
  int arity;
  bool gives_bool;  ///< result dtype is Bool whatever the operands are
  bool floats_only;
};
THEANO_API const PrimInfo& prim_info(Prim prim);

}  // namespace theano::ir
