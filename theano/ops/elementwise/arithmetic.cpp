// Arithmetic ops.
#include "theano/ops/elementwise/float_like.h"
#include "theano/ops/operators.h"

namespace theano::tensor {

using ir::Expr;
using ir::Prim;
using ir::prim;

constinit const Elementwise add{{
    .name = "add",
    .inputs = {"a", "b"},
    .summary = "Sum of two tensors; of two bools the logical or.",
    .numpy = "numpy.add(a, b)",
    .formula = [](Expr a, Expr b) { return a + b; },
    .vjp =
        [](auto, auto, auto, auto g) {
          return Gradients{g, g};
        },
    .infix = "+",
    .is_commutative = true,
    .module = nullptr,  // takes any number of inputs in Python: see api.cpp
}};

constinit const Elementwise sub{{
    .name = "sub",
    .inputs = {"a", "b"},
    .summary = "Difference of two tensors.",
    .numpy = "numpy.subtract(a, b)",
    .dtype = dtype_rules::promote_numbers,
    .formula = [](Expr a, Expr b) { return a - b; },
    .vjp =
        [](auto, auto, auto, auto g) {
          return Gradients{g, -g};
        },
    .infix = "-",
}};

constinit const Elementwise mul{{
    .name = "mul",
    .inputs = {"a", "b"},
    .summary = "Product of two tensors; of two bools the logical and.",
    .numpy = "numpy.multiply(a, b)",
    .formula = [](Expr a, Expr b) { return a * b; },
    .vjp =
        [](auto a, auto b, auto, auto g) {
          return Gradients{g * b, g * a};
        },
    .infix = "*",
    .is_commutative = true,
    .module = nullptr,
}};

constinit const Elementwise true_div{{
    .name = "true_div",
    .inputs = {"a", "b"},
    .summary = "Quotient of two tensors; of two discrete ones in floatX.",
    .numpy = "numpy.true_divide(a, b)",
    .dtype = dtype_rules::promote_division,
    .formula = [](Expr a, Expr b) { return a / b; },
    .vjp =
        [](auto a, auto b, auto, auto g) {
          const Variable divisor = float_like(b, g);
          return Gradients{g / b, -(g * a) / (divisor * divisor)};
        },
    .infix = "/",
    .domain = {.low = 0.5, .high = 3},
}};

constinit const Elementwise int_div{{
    .name = "int_div",
    .inputs = {"a", "b"},
    .summary = "Quotient rounded toward minus infinity; an integer divided by 0 is 0.",
    .numpy = "numpy.floor_divide(a, b)",
    .formula = [](Expr a, Expr b) { return prim(Prim::FloorDiv, a, b); },
    .infix = "//",
    .domain = {.low = 1, .high = 9, .is_smooth = false},
    .aliases = "floor_div",
}};

constinit const Elementwise mod{{
    .name = "mod",
    .inputs = {"a", "b"},
    .summary = "Remainder with the sign of the divisor; of an integer by 0 it is 0.",
    .numpy = "numpy.mod(a, b)",
    .dtype = dtype_rules::remainder,
    .formula = [](Expr a, Expr b) { return prim(Prim::Mod, a, b); },
    .vjp =
        [](auto a, auto b, auto, auto g) {
          return Gradients{g, -int_div(a, b) * g};
        },
    .infix = "%",
    .domain = {.low = 1, .high = 9, .is_smooth = false},
}};

constinit const Elementwise pow{{
    .name = "pow",
    .inputs = {"x", "y"},
    .summary = "x to the power y; of integers an integer (a negative power is cut toward zero).",
    .numpy = "numpy.power(x, y)",
    .dtype = dtype_rules::promote_power,
    .max_ulp = 2,
    .formula = [](Expr x, Expr y) { return prim(Prim::Pow, x, y); },
    .vjp =
        [](auto x, auto y, auto z, auto g) {
          // log(0) * 0 ** y would be nan where the limit is 0.
          const Variable by_y = g * log(x) * z;
          return Gradients{g * y * pow(x, y - 1), switch_(eq(x, 0), 0, by_y)};
        },
    .infix = "**",
    .domain = {.low = 0.5, .high = 3},
    .aliases = "power",
}};

constinit const Elementwise neg{{
    .name = "neg",
    .inputs = {"a"},
    .summary = "The negative of each element.",
    .numpy = "numpy.negative(a)",
    .dtype = dtype_rules::promote_numbers,
    .formula = [](Expr a) { return -a; },
    .vjp = [](auto, auto, auto g) { return -g; },
    .infix = "-",
}};

constinit const Elementwise abs{{
    .name = "abs_",
    .inputs = {"a"},
    .summary = "Magnitude of each element.",
    .numpy = "numpy.abs(a)",
    .dtype = dtype_rules::magnitude,
    .formula = [](Expr a) { return prim(Prim::Abs, a); },
    .vjp =
        [](auto a, auto y, auto g) {
          // Of a complex number the direction in which its size grows: a / |a|, and 0 at 0 as sgn has it.
          if (is_complex(a.dtype())) return Variable(a * (g / switch_(eq(y, 0), 1, y)));
          return Variable(g * sgn(a));
        },
    .is_holomorphic = false,
    .domain = {.is_smooth = false},
}};

constinit const Elementwise sgn{{
    .name = "sgn",
    .inputs = {"a"},
    .summary = "Sign of each element: -1, 0 or 1, nan for nan.",
    .numpy = "numpy.sign(a)",
    .dtype = dtype_rules::promote_ordered,
    .formula = [](Expr a) { return prim(Prim::Sign, a); },
    .domain = {.is_smooth = false},
}};

constinit const Elementwise sqr{{
    .name = "sqr",
    .inputs = {"a"},
    .summary = "Square of each element.",
    .numpy = "a * a",
    .formula = [](Expr a) { return a * a; },
    .vjp = [](auto a, auto, auto g) { return g * a * 2; },
    .aliases = "square",
}};

constinit const Elementwise inv{{
    .name = "inv",
    .inputs = {"a"},
    .summary = "1 divided by each element.",
    .numpy = "1.0 / a",
    .dtype = dtype_rules::promote_to_float,
    .formula = [](Expr a) { return 1.0 / a; },
    .vjp =
        [](auto a, auto, auto g) {
          const Variable x = float_like(a, g);
          return -g / (x * x);
        },
    .domain = {.low = 0.5, .high = 3},
}};

}  // namespace theano::tensor
