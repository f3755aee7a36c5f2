// The gamma function, its logarithm and the derivatives of that.
#include <cmath>
#include <limits>
#include <numbers>

#include "theano/ops/elementwise/float_like.h"
#include "theano/ops/operators.h"

namespace theano::tensor {

using ir::Expr;
using ir::Prim;
using ir::prim;

namespace {

/// The asymptotic series below are exact to double precision from here on.
constexpr int kAsymptoticFrom = 10;

/// c[0] + c[1] x + c[2] x^2 + ...
Expr polynomial(Expr x, std::initializer_list<double> coefficients) {
  auto c = std::rbegin(coefficients);
  Expr sum = x * *c + *(c + 1);
  for (c += 2; c != std::rend(coefficients); ++c) sum = sum * x + *c;
  return sum;
}

/// psi at x >= 0: raised to x + 10 by the recurrence psi(x + 1) = psi(x) + 1 / x, then the asymptotic series.
Expr psi_of_positive(Expr x) {
  Expr recurrence = 1.0 / x;
  for (int k = 1; k < kAsymptoticFrom; ++k) recurrence = recurrence + 1.0 / (x + k);
  const Expr w = x + kAsymptoticFrom;
  const Expr inverse = 1.0 / w;
  const Expr square = inverse * inverse;
  const Expr series =
      square * polynomial(square, {1. / 12, -1. / 120, 1. / 252, -1. / 240, 1. / 132, -691. / 32760, 1. / 12});
  return prim(Prim::Log, w) - 0.5 * inverse - series - recurrence;
}

Expr psi_formula(Expr a) {
  const Expr is_negative = a < 0;
  const Expr value = psi_of_positive(ir::select(is_negative, 1 - a, a));
  const Expr reflected = value - std::numbers::pi / prim(Prim::Tan, std::numbers::pi * a);
  const Expr is_pole = is_negative & (a == prim(Prim::Floor, a));
  return ir::select(is_pole, std::numeric_limits<double>::quiet_NaN(), ir::select(is_negative, reflected, value));
}

/// The derivative of psi_of_positive, term by term.
Expr tri_gamma_of_positive(Expr x) {
  Expr recurrence = 1.0 / (x * x);
  for (int k = 1; k < kAsymptoticFrom; ++k) recurrence = recurrence + 1.0 / ((x + k) * (x + k));
  const Expr inverse = 1.0 / (x + kAsymptoticFrom);
  const Expr square = inverse * inverse;
  const Expr series =
      polynomial(square, {1. / 6, -1. / 30, 1. / 42, -1. / 30, 5. / 66, -691. / 2730, 7. / 6}) * square * inverse;
  return recurrence + inverse + 0.5 * square + series;
}

Expr tri_gamma_formula(Expr a) {
  const Expr is_negative = a < 0;
  const Expr value = tri_gamma_of_positive(ir::select(is_negative, 1 - a, a));
  const Expr cosecant = std::numbers::pi / prim(Prim::Sin, std::numbers::pi * a);
  return ir::select(is_negative, cosecant * cosecant - value, value);
}

/// The derivative of tri_gamma_of_positive, term by term.
Expr tetra_gamma_of_positive(Expr x) {
  const auto term = [](Expr y) { return 2.0 / (y * y * y); };
  Expr recurrence = term(x);
  for (int k = 1; k < kAsymptoticFrom; ++k) recurrence = recurrence + term(x + k);
  const Expr inverse = 1.0 / (x + kAsymptoticFrom);
  const Expr square = inverse * inverse;
  const Expr series =
      polynomial(square, {1. / 2, -1. / 6, 1. / 6, -3. / 10, 5. / 6, -691. / 210, 35. / 2}) * square * square;
  return -(recurrence + square + square * inverse + series);
}

Expr tetra_gamma_formula(Expr a) {
  const Expr is_negative = a < 0;
  const Expr value = tetra_gamma_of_positive(ir::select(is_negative, 1 - a, prim(Prim::Abs, a)));  // -0 is a pole like 0
  const Expr angle = std::numbers::pi * a;
  const Expr cosecant = std::numbers::pi / prim(Prim::Sin, angle);
  const Expr reflected = value - 2.0 * std::numbers::pi * cosecant * cosecant / prim(Prim::Tan, angle);
  return ir::select(is_negative, reflected, value);
}

}  // namespace

constinit const Elementwise gamma{{
    .name = "gamma",
    .inputs = {"a"},
    .summary = "Gamma function, (a - 1)! for whole a.",
    .numpy = "scipy.special.gamma(a)",
    .source = "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, 6.1; own polynomials",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 4,
    .formula = [](Expr a) { return prim(Prim::Gamma, a); },
    .vjp = [](auto a, auto y, auto g) { return g * y * psi(a); },
    .domain = {.low = 0.5, .high = 6},
}};

constinit const Elementwise gammaln{{
    .name = "gammaln",
    .inputs = {"a"},
    .summary = "Logarithm of the magnitude of the gamma function.",
    .numpy = "scipy.special.gammaln(a)",
    .source = "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, 6.1; own polynomials",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 4,  // of the larger of 1 and the result at negative a
    .formula = [](Expr a) { return prim(Prim::LogGamma, a); },
    .vjp = [](auto a, auto, auto g) { return g * psi(a); },
    .domain = {.low = 2.5, .high = 8},
}};

constinit const Elementwise psi{{
    .name = "psi",
    .inputs = {"a"},
    .summary = "Digamma function, the derivative of gammaln.",
    .numpy = "scipy.special.psi(a)",
    .source = "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, 6.3.5, 6.3.7 and 6.3.18",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 32,  // the terms cancel near the zero at 1.46
    .formula = [](Expr a) { return psi_formula(a); },
    .vjp = [](auto a, auto, auto g) { return g * tri_gamma(a); },
    .domain = {.low = 2, .high = 8},
}};

constinit const Elementwise tri_gamma{{
    .name = "tri_gamma",
    .inputs = {"a"},
    .summary = "Trigamma function, the derivative of psi.",
    .numpy = "scipy.special.polygamma(1, a)",
    .source = "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, 6.4.6, 6.4.7 and 6.4.12",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 8,
    .formula = [](Expr a) { return tri_gamma_formula(a); },
    .vjp = [](auto a, auto, auto g) { return g * tetra_gamma(a); },
    .domain = {.low = 0.5, .high = 8},
}};

constinit const Elementwise tetra_gamma{{
    .name = "tetra_gamma",
    .inputs = {"a"},
    .summary = "The derivative of tri_gamma.",
    .numpy = "scipy.special.polygamma(2, a)",
    .source = "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, 6.4.6, 6.4.7 and 6.4.13",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 16,
    .formula = [](Expr a) { return tetra_gamma_formula(a); },
    .vjp = [](auto, auto, auto) { return make_variable(null_type("the derivative of tetra_gamma is not known")); },
    .domain = {.low = 0.5, .high = 8, .is_smooth = false},
}};

}  // namespace theano::tensor
