// Trigonometric and hyperbolic functions and their inverses.
#include <numbers>

#include "theano/ops/elementwise/float_like.h"
#include "theano/ops/operators.h"

namespace theano::tensor {

using ir::Expr;
using ir::Prim;
using ir::prim;

constinit const Elementwise sin{{
    .name = "sin",
    .inputs = {"a"},
    .summary = "Sine of an angle in radians.",
    .numpy = "numpy.sin(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Sin, a); },
    .vjp = [](auto a, auto, auto g) { return g * cos(a); },
    .methods = "sin",
}};

constinit const Elementwise cos{{
    .name = "cos",
    .inputs = {"a"},
    .summary = "Cosine of an angle in radians.",
    .numpy = "numpy.cos(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Cos, a); },
    .vjp = [](auto a, auto, auto g) { return -g * sin(a); },
    .methods = "cos",
}};

constinit const Elementwise tan{{
    .name = "tan",
    .inputs = {"a"},
    .summary = "Tangent of an angle in radians.",
    .numpy = "numpy.tan(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 4,
    .formula = [](Expr a) { return prim(Prim::Tan, a); },
    .vjp = [](auto a, auto, auto g) { return g / sqr(cos(a)); },
    .domain = {.low = -1.4, .high = 1.4},
    .methods = "tan",
}};

constinit const Elementwise arcsin{{
    .name = "arcsin",
    .inputs = {"a"},
    .summary = "Angle in [-pi/2, pi/2] of a sine; nan outside [-1, 1].",
    .numpy = "numpy.arcsin(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 1,
    .formula = [](Expr a) { return prim(Prim::Asin, a); },
    .vjp = [](auto a, auto, auto g) { return g / sqrt(1 - sqr(float_like(a, g))); },
    .domain = {.low = -0.9, .high = 0.9},
    .methods = "arcsin",
}};

constinit const Elementwise arccos{{
    .name = "arccos",
    .inputs = {"a"},
    .summary = "Angle in [0, pi] of a cosine; nan outside [-1, 1].",
    .numpy = "numpy.arccos(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 1,
    .formula = [](Expr a) { return prim(Prim::Acos, a); },
    .vjp = [](auto a, auto, auto g) { return -g / sqrt(1 - sqr(float_like(a, g))); },
    .domain = {.low = -0.9, .high = 0.9},
    .methods = "arccos",
}};

constinit const Elementwise arctan{{
    .name = "arctan",
    .inputs = {"a"},
    .summary = "Angle in (-pi/2, pi/2) of a tangent.",
    .numpy = "numpy.arctan(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 1,
    .formula = [](Expr a) { return prim(Prim::Atan, a); },
    .vjp = [](auto a, auto, auto g) { return g / (1 + sqr(float_like(a, g))); },
    .methods = "arctan",
}};

constinit const Elementwise arctan2{{
    .name = "arctan2",
    .inputs = {"a", "b"},
    .summary = "Angle in [-pi, pi] of the point with ordinate a and abscissa b.",
    .numpy = "numpy.arctan2(a, b)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a, Expr b) { return prim(Prim::Atan2, a, b); },
    .vjp =
        [](auto a, auto b, auto, auto g) {
          const Variable square = sqr(float_like(a, g)) + sqr(float_like(b, g));
          return Gradients{g * b / square, g * -float_like(a, g) / square};
        },
    .domain = {.low = 0.5, .high = 3},
}};

constinit const Elementwise sinh{{
    .name = "sinh",
    .inputs = {"a"},
    .summary = "Hyperbolic sine.",
    .numpy = "numpy.sinh(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 4,
    .formula = [](Expr a) { return prim(Prim::Sinh, a); },
    .vjp = [](auto a, auto, auto g) { return g * cosh(a); },
    .methods = "sinh",
}};

constinit const Elementwise cosh{{
    .name = "cosh",
    .inputs = {"a"},
    .summary = "Hyperbolic cosine.",
    .numpy = "numpy.cosh(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 4,
    .formula = [](Expr a) { return prim(Prim::Cosh, a); },
    .vjp = [](auto a, auto, auto g) { return g * sinh(a); },
    .methods = "cosh",
}};

constinit const Elementwise tanh{{
    .name = "tanh",
    .inputs = {"a"},
    .summary = "Hyperbolic tangent.",
    .numpy = "numpy.tanh(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Tanh, a); },
    .vjp = [](auto, auto y, auto g) { return g * (1 - sqr(y)); },
    .methods = "tanh",
}};

constinit const Elementwise arcsinh{{
    .name = "arcsinh",
    .inputs = {"a"},
    .summary = "Inverse of the hyperbolic sine.",
    .numpy = "numpy.arcsinh(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Asinh, a); },
    .vjp = [](auto a, auto, auto g) { return g / sqrt(sqr(float_like(a, g)) + 1); },
    .methods = "arcsinh",
}};

constinit const Elementwise arccosh{{
    .name = "arccosh",
    .inputs = {"a"},
    .summary = "Inverse of the hyperbolic cosine; nan below 1.",
    .numpy = "numpy.arccosh(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Acosh, a); },
    .vjp = [](auto a, auto, auto g) { return g / sqrt(sqr(float_like(a, g)) - 1); },
    .domain = {.low = 1.5, .high = 5},
    .methods = "arccosh",
}};

constinit const Elementwise arctanh{{
    .name = "arctanh",
    .inputs = {"a"},
    .summary = "Inverse of the hyperbolic tangent; nan outside [-1, 1].",
    .numpy = "numpy.arctanh(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Atanh, a); },
    .vjp = [](auto a, auto, auto g) { return g / (1 - sqr(float_like(a, g))); },
    .domain = {.low = -0.9, .high = 0.9},
    .methods = "arctanh",
}};

constinit const Elementwise deg2rad{{
    .name = "deg2rad",
    .inputs = {"a"},
    .summary = "An angle in degrees as radians.",
    .numpy = "numpy.deg2rad(a)",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return a * (std::numbers::pi / 180); },
    .vjp = [](auto, auto, auto g) { return g * number_like(std::numbers::pi / 180, g); },
    .methods = "deg2rad",
}};

constinit const Elementwise rad2deg{{
    .name = "rad2deg",
    .inputs = {"a"},
    .summary = "An angle in radians as degrees.",
    .numpy = "numpy.rad2deg(a)",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return a * (180 / std::numbers::pi); },
    .vjp = [](auto, auto, auto g) { return g * number_like(180 / std::numbers::pi, g); },
    .methods = "rad2deg",
}};

}  // namespace theano::tensor
