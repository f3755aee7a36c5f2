// Bessel functions of the first kind and modified ones, of orders 0 and 1 and of any order.
#include "theano/ops/elementwise/float_like.h"
#include "theano/ops/operators.h"

namespace theano::tensor {

using ir::Expr;
using ir::Prim;
using ir::prim;

namespace {

Variable no_order_derivative(const char* name) {
  return make_variable(null_type("the derivative of " + std::string(name) + " with respect to its order is not known"));
}

/// The mean of the neighbouring orders, the second with a sign: what the derivatives of jv and iv are.
Variable neighbours(const Elementwise& f, const Variable& v, const Variable& x, const Variable& g, double sign) {
  const Variable order = float_like(v, g), one = number_like(1, g);
  const Variable above = f(order + one, x), below = f(order - one, x);
  return g * number_like(0.5, g) * (sign < 0 ? below - above : below + above);
}

}  // namespace

constinit const Elementwise j0{{
    .name = "j0",
    .inputs = {"x"},
    .summary = "Bessel function of the first kind of order 0.",
    .numpy = "scipy.special.j0(x)",
    .source = "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, 9.2; own Chebyshev series",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 16,
    .formula = [](Expr x) { return prim(Prim::BesselJ0, x); },
    .vjp = [](auto x, auto, auto g) { return -g * j1(x); },
    .domain = {.low = -2, .high = 2},
}};

constinit const Elementwise j1{{
    .name = "j1",
    .inputs = {"x"},
    .summary = "Bessel function of the first kind of order 1.",
    .numpy = "scipy.special.j1(x)",
    .source = "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, 9.2; own Chebyshev series",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 16,
    .formula = [](Expr x) { return prim(Prim::BesselJ1, x); },
    .vjp = [](auto x, auto, auto g) { return g * number_like(0.5, g) * (j0(x) - jv(number_like(2, g), x)); },
}};

constinit const Elementwise i0{{
    .name = "i0",
    .inputs = {"x"},
    .summary = "Modified Bessel function of the first kind of order 0.",
    .numpy = "scipy.special.i0(x)",
    .source = "Clenshaw 1962, Chebyshev series for mathematical functions; own coefficients",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 16,
    .formula = [](Expr x) { return prim(Prim::BesselI0, x); },
    .vjp = [](auto x, auto, auto g) { return g * i1(x); },
}};

constinit const Elementwise i1{{
    .name = "i1",
    .inputs = {"x"},
    .summary = "Modified Bessel function of the first kind of order 1.",
    .numpy = "scipy.special.i1(x)",
    .source = "Clenshaw 1962, Chebyshev series for mathematical functions; own coefficients",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 16,
    .formula = [](Expr x) { return prim(Prim::BesselI1, x); },
    .vjp = [](auto x, auto, auto g) { return g * number_like(0.5, g) * (i0(x) + iv(number_like(2, g), x)); },
}};

constinit const Elementwise jv{{
    .name = "jv",
    .inputs = {"v", "x"},
    .summary = "Bessel function of the first kind of real order v; nan where x < 0 and v is not whole.",
    .numpy = "scipy.special.jv(v, x)",
    .source = "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, 9.1.10, 9.1.87 and 9.2.5",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 256,
    .formula = [](Expr v, Expr x) { return prim(Prim::BesselJ, v, x); },
    .vjp =
        [](auto v, auto x, auto, auto g) {
          return Gradients{no_order_derivative("jv"), neighbours(jv, v, x, g, -1)};
        },
    .domain = {.low = 0.5, .high = 3},
}};

constinit const Elementwise iv{{
    .name = "iv",
    .inputs = {"v", "x"},
    .summary = "Modified Bessel function of the first kind of real order v; nan where x < 0 and v is not whole.",
    .numpy = "scipy.special.iv(v, x)",
    .source = "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, 9.6.10 and 9.7.1",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 256,
    .formula = [](Expr v, Expr x) { return prim(Prim::BesselI, v, x); },
    .vjp =
        [](auto v, auto x, auto, auto g) {
          return Gradients{no_order_derivative("iv"), neighbours(iv, v, x, g, 1)};
        },
    .domain = {.low = 0.5, .high = 3},
}};

}  // namespace theano::tensor
