// Instantiates the formulas of math/ for expressions.
#include "theano/ir/expand_math.h"

#include "theano/base/error.h"
#include "theano/ir/math/expression.h"

namespace theano::ir {
namespace {

template <class T>
std::optional<math::ExprOf<T>> formula_of(Prim function, const math::ExprOf<T>& x) {
  switch (function) {
    case Prim::Exp:
      return math::exp(x);
    case Prim::Exp2:
      return math::exp2(x);
    case Prim::Expm1:
      return math::expm1(x);
    case Prim::Log:
      return math::log(x);
    case Prim::Log2:
      return math::log2(x);
    case Prim::Log10:
      return math::log10(x);
    case Prim::Log1p:
      return math::log1p(x);
    case Prim::Sinh:
      return math::sinh(x);
    case Prim::Cosh:
      return math::cosh(x);
    case Prim::Tanh:
      return math::tanh(x);
    case Prim::Sin:
      return math::short_sin(x);
    case Prim::Cos:
      return math::short_cos(x);
    case Prim::Tan:
      return math::short_tan(x);
    case Prim::Asin:
      return math::asin(x);
    case Prim::Acos:
      return math::acos(x);
    case Prim::Atan:
      return math::atan(x);
    case Prim::Asinh:
      return math::asinh(x);
    case Prim::Acosh:
      return math::acosh(x);
    case Prim::Atanh:
      return math::atanh(x);
    case Prim::Erf:
      return math::erf(x);
    case Prim::Erfc:
      return math::erfc(x);
    case Prim::Erfcx:
      return math::erfcx(x);
    default:
      return std::nullopt;
  }
}

void require_float(Expr x) {
  if (x.dtype() == DType::Float32 || x.dtype() == DType::Float64) return;
  throw InternalError("ir::expand_formula",
                      "the operand must be float32 or float64, but is " + std::string(dtype_name(x.dtype())) + ".",
                      "This is a fault of the caller.");
}

}  // namespace

std::optional<Expr> expand_formula(Prim function, Expr x) {
  require_float(x);
  const auto expand = [&]<class T>() -> std::optional<Expr> {
    const auto result = formula_of(function, math::ExprOf<T>(x));
    return result ? std::optional<Expr>(result->value(x.builder())) : std::nullopt;
  };
  return x.dtype() == DType::Float32 ? expand.template operator()<float>() : expand.template operator()<double>();
}

Expr expand_power(Expr x, Expr y) {
  require_float(x);
  if (x.dtype() == DType::Float32) return math::pow(math::ExprOf<float>(x), math::ExprOf<float>(y)).value(x.builder());
  return math::pow(math::ExprOf<double>(x), math::ExprOf<double>(y)).value(x.builder());
}

Expr expand_angle(Expr y, Expr x) {
  require_float(x);
  if (x.dtype() == DType::Float32) {
    return math::atan2(math::ExprOf<float>(y), math::ExprOf<float>(x)).value(x.builder());
  }
  return math::atan2(math::ExprOf<double>(y), math::ExprOf<double>(x)).value(x.builder());
}

}  // namespace theano::ir
