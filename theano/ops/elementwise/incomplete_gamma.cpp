// Incomplete gamma functions, regularised and not, and the tail of the chi-squared distribution.
#include "theano/ops/elementwise/float_like.h"
#include "theano/ops/operators.h"

namespace theano::tensor {

using ir::Expr;
using ir::Prim;
using ir::prim;

namespace {

Variable no_shape_derivative(const char* name) {
  return make_variable(null_type("the derivative of " + std::string(name) + " with respect to k is not known"));
}

/// x^(k - 1) exp(-x) / gamma(k), by logarithms; x^(k - 1) exp(-x) if not `is_regularised`.
Variable density(const Variable& k, const Variable& x, const Variable& g, bool is_regularised) {
  const Variable order = float_like(k, g), at = float_like(x, g);
  const Variable power = xlogy0(order - number_like(1, g), at) - at;
  return exp(is_regularised ? power - gammaln(order) : power);
}

constexpr const char* kSource = "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, 6.5.29 and 6.5.31";

}  // namespace

constinit const Elementwise gammainc{{
    .name = "gammainc",
    .inputs = {"k", "x"},
    .summary = "Regularised lower incomplete gamma function; nan for negative arguments.",
    .numpy = "scipy.special.gammainc(k, x)",
    .source = kSource,
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 64,
    .formula = [](Expr k, Expr x) { return prim(Prim::GammaP, k, x); },
    .vjp =
        [](auto k, auto x, auto, auto g) {
          return Gradients{no_shape_derivative("gammainc"), g * density(k, x, g, true)};
        },
    .domain = {.low = 0.5, .high = 3},
}};

constinit const Elementwise gammaincc{{
    .name = "gammaincc",
    .inputs = {"k", "x"},
    .summary = "Regularised upper incomplete gamma function, 1 - gammainc(k, x); nan for negative arguments.",
    .numpy = "scipy.special.gammaincc(k, x)",
    .source = kSource,
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 64,
    .formula = [](Expr k, Expr x) { return prim(Prim::GammaQ, k, x); },
    .vjp =
        [](auto k, auto x, auto, auto g) {
          return Gradients{no_shape_derivative("gammaincc"), -g * density(k, x, g, true)};
        },
    .domain = {.low = 0.5, .high = 3},
}};

constinit const Elementwise gammau{{
    .name = "gammau",
    .inputs = {"k", "x"},
    .summary = "Upper incomplete gamma function: the integral of t^(k - 1) exp(-t) from x on.",
    .numpy = "scipy.special.gammaincc(k, x) * scipy.special.gamma(k)",
    .source = kSource,
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 64,
    .formula = [](Expr k, Expr x) { return prim(Prim::GammaQ, k, x) * prim(Prim::Gamma, k); },
    .vjp =
        [](auto k, auto x, auto, auto g) {
          return Gradients{no_shape_derivative("gammau"), -g * density(k, x, g, false)};
        },
    .domain = {.low = 0.5, .high = 3},
}};

constinit const Elementwise gammal{{
    .name = "gammal",
    .inputs = {"k", "x"},
    .summary = "Lower incomplete gamma function: the integral of t^(k - 1) exp(-t) from 0 to x.",
    .numpy = "scipy.special.gammainc(k, x) * scipy.special.gamma(k)",
    .source = kSource,
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 64,
    .formula = [](Expr k, Expr x) { return prim(Prim::GammaP, k, x) * prim(Prim::Gamma, k); },
    .vjp =
        [](auto k, auto x, auto, auto g) {
          return Gradients{no_shape_derivative("gammal"), g * density(k, x, g, false)};
        },
    .domain = {.low = 0.5, .high = 3},
}};

constinit const Elementwise chi2sf{{
    .name = "chi2sf",
    .inputs = {"x", "k"},
    .summary = "Probability that a chi-squared variable of k degrees of freedom exceeds x.",
    .numpy = "scipy.special.gammaincc(k / 2.0, x / 2.0)",
    .source = kSource,
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 256,
    .formula = [](Expr x, Expr k) { return prim(Prim::GammaQ, k * 0.5, x * 0.5); },
    .vjp =
        [](auto x, auto k, auto, auto g) {
          const Variable half = number_like(0.5, g);
          return Gradients{-g * half * density(float_like(k, g) * half, float_like(x, g) * half, g, true),
                           no_shape_derivative("chi2sf")};
        },
    .domain = {.low = 0.5, .high = 3},
}};

}  // namespace theano::tensor
