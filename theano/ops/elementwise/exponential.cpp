// Exponentials, logarithms and the square root.
#include <numbers>

#include "theano/ops/elementwise/float_like.h"
#include "theano/ops/operators.h"

namespace theano::tensor {

using ir::Expr;
using ir::Prim;
using ir::prim;

constinit const Elementwise exp{{
    .name = "exp",
    .inputs = {"a"},
    .summary = "e to the power of each element.",
    .numpy = "numpy.exp(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Exp, a); },
    .vjp = [](auto, auto y, auto g) { return g * y; },
    .methods = "exp",
}};

constinit const Elementwise exp2{{
    .name = "exp2",
    .inputs = {"a"},
    .summary = "2 to the power of each element.",
    .numpy = "numpy.exp2(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Exp2, a); },
    .vjp = [](auto, auto y, auto g) { return g * y * number_like(std::numbers::ln2, g); },
    .methods = "exp2",
}};

constinit const Elementwise expm1{{
    .name = "expm1",
    .inputs = {"a"},
    .summary = "exp(a) - 1, exact also where a is small.",
    .numpy = "numpy.expm1(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Expm1, a); },
    .vjp = [](auto a, auto, auto g) { return g * exp(a); },
    .methods = "expm1",
}};

constinit const Elementwise log{{
    .name = "log",
    .inputs = {"a"},
    .summary = "Natural logarithm; -inf at 0, nan below.",
    .numpy = "numpy.log(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Log, a); },
    .vjp = [](auto a, auto, auto g) { return g / a; },
    .domain = {.low = 0.1, .high = 5},
    .methods = "log",
}};

constinit const Elementwise log2{{
    .name = "log2",
    .inputs = {"a"},
    .summary = "Logarithm to base 2.",
    .numpy = "numpy.log2(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Log2, a); },
    .vjp = [](auto a, auto, auto g) { return g / (a * number_like(std::numbers::ln2, g)); },
    .domain = {.low = 0.1, .high = 5},
    .methods = "log2",
}};

constinit const Elementwise log10{{
    .name = "log10",
    .inputs = {"a"},
    .summary = "Logarithm to base 10.",
    .numpy = "numpy.log10(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Log10, a); },
    .vjp = [](auto a, auto, auto g) { return g / (a * number_like(std::numbers::ln10, g)); },
    .domain = {.low = 0.1, .high = 5},
    .methods = "log10",
}};

constinit const Elementwise log1p{{
    .name = "log1p",
    .inputs = {"a"},
    .summary = "log(1 + a), exact also where a is small.",
    .numpy = "numpy.log1p(a)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr a) { return prim(Prim::Log1p, a); },
    .vjp = [](auto a, auto, auto g) { return g / (1 + float_like(a, g)); },
    .domain = {.low = -0.9, .high = 5},
    .methods = "log1p",
}};

constinit const Elementwise sqrt{{
    .name = "sqrt",
    .inputs = {"a"},
    .summary = "Square root; nan below 0.",
    .numpy = "numpy.sqrt(a)",
    .dtype = dtype_rules::promote_to_float,
    .formula = [](Expr a) { return prim(Prim::Sqrt, a); },
    .vjp = [](auto, auto y, auto g) { return (g * number_like(0.5, g)) / y; },
    .domain = {.low = 0.1, .high = 5},
}};

}  // namespace theano::tensor
