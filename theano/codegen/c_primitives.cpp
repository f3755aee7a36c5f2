// The table of primitives in the C family; theano/ir/semantics.h says what each means.
#include "theano/codegen/c_primitives.h"

namespace theano::codegen {
namespace {

using ir::Prim;

/// By the class of the operands; empty where the primitive is not defined.
struct Row {
  std::string_view of_floats, of_signed, of_unsigned, of_bools;
};

constexpr Row everywhere(std::string_view form) { return {form, form, form, form}; }
constexpr Row floats(std::string_view form) { return {form, {}, {}, {}}; }
constexpr Row integers(std::string_view form, std::string_view of_bools) { return {{}, form, form, of_bools}; }

constexpr std::string_view kFloorDiv = R"(if (b == 0) return 0;
if (b == -1) return ({T})(({U})0 - ({U})a);
const {T} quotient = ({T})(a / b);
return a % b != 0 && (a < 0) != (b < 0) ? ({T})(quotient - 1) : quotient;)";
constexpr std::string_view kMod = R"(if (b == 0 || b == -1) return 0;
const {T} remainder = ({T})(a % b);
return remainder != 0 && (remainder < 0) != (b < 0) ? ({T})(remainder + b) : remainder;)";
constexpr std::string_view kModOfFloats = R"(const {T} remainder = fmod{f}(a, b);
if (remainder == 0) return copysign{f}(0, b);
return (remainder < 0) != (b < 0) ? remainder + b : remainder;)";
constexpr std::string_view kPow = R"({U} base = ({U})a, result = 1;
if (b < 0) return a == 1 ? 1 : a == -1 ? (b & 1 ? -1 : 1) : 0;
for ({V} n = ({V})b; n != 0; n = ({V})(n >> 1)) {
  if (n & 1) result *= base;
  base *= base;
}
return ({T})result;)";
constexpr std::string_view kPowOfUnsigned = R"({U} base = a, result = 1;
for (; b != 0; b = ({T})(b >> 1)) {
  if (b & 1) result *= base;
  base *= base;
}
return ({T})result;)";
constexpr std::string_view kShl = R"(const {V} count = ({V})b;
return count < {W} ? ({T})(({U})a << count) : 0;)";
constexpr std::string_view kShr = R"(const {V} count = ({V})b;
return count < {W} ? ({T})(a >> count) : a < 0 ? -1 : 0;)";
constexpr std::string_view kSign = "return a > 0 ? 1 : a < 0 ? -1 : a != a ? a : 0;";
constexpr std::string_view kBits = "{T} result;\n{copy}\nreturn result;";

constexpr Row row(Prim prim) {
  switch (prim) {
    case Prim::Add: {
      constexpr std::string_view wrap = "return ({T})(({U})a + ({U})b);";
      return {"{a} + {b}", wrap, wrap, "{a} | {b}"};
    }
    case Prim::Sub: {
      constexpr std::string_view wrap = "return ({T})(({U})a - ({U})b);";
      return {"{a} - {b}", wrap, wrap, "{a} != {b}"};
    }
    case Prim::Mul: {
      constexpr std::string_view wrap = "return ({T})(({U})a * ({U})b);";
      return {"{a} * {b}", wrap, wrap, "{a} & {b}"};
    }
    case Prim::Neg: {
      constexpr std::string_view wrap = "return ({T})(({U})0 - ({U})a);";
      return {"-{a}", wrap, wrap, "{a}"};
    }
    case Prim::Abs:
      return {"fabs{f}({a})", "return a < 0 ? ({T})(({U})0 - ({U})a) : a;", "{a}", "{a}"};
    case Prim::Min: {
      constexpr std::string_view smaller = "return a < b ? a : b;";
      return {"return a < b || a != a ? a : b;", smaller, smaller, "{a} & {b}"};
    }
    case Prim::Max: {
      constexpr std::string_view larger = "return a > b ? a : b;";
      return {"return a > b || a != a ? a : b;", larger, larger, "{a} | {b}"};
    }
    case Prim::Sign:
      return {kSign, "return ({T})((a > 0) - (a < 0));", "return a > 0;", "{a}"};
    case Prim::Div:
      return floats("{a} / {b}");
    case Prim::FloorDiv:
      return {"floor{f}({a} / {b})", kFloorDiv, "return b == 0 ? 0 : ({T})(a / b);", "{a} & {b}"};
    case Prim::Mod:
      return {kModOfFloats, kMod, "return b == 0 ? 0 : ({T})(a % b);", "false"};
    case Prim::Pow:
      return {kFormula, kPow, kPowOfUnsigned, "{a} | !{b}"};
    case Prim::Eq:
      return everywhere("{a} == {b}");
    case Prim::Ne:
      return everywhere("{a} != {b}");
    case Prim::Lt:
      return everywhere("{a} < {b}");
    case Prim::Le:
      return everywhere("{a} <= {b}");
    case Prim::Gt:
      return everywhere("{a} > {b}");
    case Prim::Ge:
      return everywhere("{a} >= {b}");
    case Prim::And:
      return integers("{a} & {b}", "{a} & {b}");
    case Prim::Or:
      return integers("{a} | {b}", "{a} | {b}");
    case Prim::Xor:
      return integers("{a} ^ {b}", "{a} ^ {b}");
    case Prim::Not:
      return integers("({T})~{a}", "!{a}");
    case Prim::Shl:
      return integers(kShl, "{a} & !{b}");
    case Prim::Shr:
      return {{}, kShr, "return b < {W} ? ({T})(a >> b) : 0;", "{a} & !{b}"};
    case Prim::Select:
      return everywhere("{a} ? {b} : {c}");
    case Prim::Floor:
      return floats("floor{f}({a})");
    case Prim::Ceil:
      return floats("ceil{f}({a})");
    case Prim::Trunc:
      return floats("trunc{f}({a})");
    case Prim::RoundEven:
      return floats("rint{f}({a})");
    case Prim::RoundAway:
      return floats("round{f}({a})");
    case Prim::IsNan:
      return floats("{a} != {a}");
    case Prim::IsInf:
      return floats("fabs{f}({a}) == INFINITY");
    case Prim::Sqrt:
      return floats("sqrt{f}({a})");
    case Prim::BitsOf:
      return floats(kBits);
    case Prim::FloatOf:
      return {{}, kBits, {}, {}};
    case Prim::Erfinv:
    case Prim::Erfcinv:
    case Prim::Gamma:
    case Prim::LogGamma:
    case Prim::BesselJ0:
    case Prim::BesselJ1:
    case Prim::BesselI0:
    case Prim::BesselI1:
    case Prim::BesselJ:
    case Prim::BesselI:
    case Prim::GammaP:
    case Prim::GammaQ:
      return floats(kRoutine);
    case Prim::Cast:
    case Prim::kCount:
      return {};
    default:
      return floats(kFormula);
  }
}

}  // namespace

std::string_view c_form(ir::Prim prim, DType operand) {
  const Row forms = row(prim);
  if (is_float(operand)) return forms.of_floats;
  if (is_signed_integer(operand)) return forms.of_signed;
  // Unsigned integers wrap by themselves, unless they are so small that they would be promoted to int.
  const bool wraps = is_unsigned_integer(operand) && dtype_size_bytes(operand) >= 4;
  if (wraps && (prim == ir::Prim::Add || prim == ir::Prim::Sub || prim == ir::Prim::Mul)) return forms.of_floats;
  return is_bool(operand) ? forms.of_bools : forms.of_unsigned;
}

}  // namespace theano::codegen
