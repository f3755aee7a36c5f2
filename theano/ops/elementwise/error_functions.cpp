// The error function, its complement, and their scaled and inverse forms.
#include <numbers>

#include "theano/ops/elementwise/float_like.h"
#include "theano/ops/operators.h"

namespace theano::tensor {

using ir::Expr;
using ir::Prim;
using ir::prim;

namespace {

constexpr double kTwoOverSqrtPi = 2 * std::numbers::inv_sqrtpi;

Variable erf_derivative(const Variable& a, const Variable& g) {
  const Variable x = float_like(a, g);
  return g * number_like(kTwoOverSqrtPi, g) * exp(-sqr(x));
}

/// The derivative of the inverse of erf where that is y.
Variable inverse_derivative(const Variable& y, const Variable& g) {
  return g * number_like(1 / kTwoOverSqrtPi, g) * exp(sqr(y));
}

}  // namespace

constinit const Elementwise erf{{
    .name = "erf",
    .inputs = {"a"},
    .summary = "Error function: 2 / sqrt(pi) times the integral of exp(-t * t) from 0 to a.",
    .numpy = "scipy.special.erf(a)",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Erf, a); },
    .vjp = [](auto a, auto, auto g) { return erf_derivative(a, g); },
}};

constinit const Elementwise erfc{{
    .name = "erfc",
    .inputs = {"a"},
    .summary = "1 - erf(a), exact also where erf(a) is almost 1.",
    .numpy = "scipy.special.erfc(a)",
    .source = "Shepherd and Laframboise 1981, Chebyshev approximation of (1 + 2x) exp(x^2) erfc x",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 4,
    .formula = [](Expr a) { return prim(Prim::Erfc, a); },
    .vjp = [](auto a, auto, auto g) { return -erf_derivative(a, g); },
}};

constinit const Elementwise erfcx{{
    .name = "erfcx",
    .inputs = {"a"},
    .summary = "exp(a * a) erfc(a), without underflow for large a.",
    .numpy = "scipy.special.erfcx(a)",
    .source = "Shepherd and Laframboise 1981, Chebyshev approximation of (1 + 2x) exp(x^2) erfc x",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 4,
    .formula = [](Expr a) { return prim(Prim::Erfcx, a); },
    .vjp =
        [](auto a, auto y, auto g) {
          return g * (number_like(2, g) * float_like(a, g) * y - number_like(kTwoOverSqrtPi, g));
        },
    .domain = {.low = -1, .high = 3},
}};

constinit const Elementwise erfinv{{
    .name = "erfinv",
    .inputs = {"a"},
    .summary = "The x of which erf(x) is a; infinite at -1 and 1, nan beyond.",
    .numpy = "scipy.special.erfinv(a)",
    .source = "Giles 2010, Approximating the erfinv function",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 4,
    .formula = [](Expr a) { return prim(Prim::Erfinv, a); },
    .vjp = [](auto, auto y, auto g) { return inverse_derivative(y, g); },
    .domain = {.low = -0.9, .high = 0.9},
}};

constinit const Elementwise erfcinv{{
    .name = "erfcinv",
    .inputs = {"a"},
    .summary = "The x of which erfc(x) is a; infinite at 0 and 2, nan beyond.",
    .numpy = "scipy.special.erfcinv(a)",
    .source = "Giles 2010, Approximating the erfinv function",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 4,
    .formula = [](Expr a) { return prim(Prim::Erfcinv, a); },
    .vjp = [](auto, auto y, auto g) { return -inverse_derivative(y, g); },
    .domain = {.low = 0.1, .high = 1.9},
}};

}  // namespace theano::tensor
