// Products with a logarithm that are 0 where the factor is, as entropies want them.
#include "theano/ops/elementwise/float_like.h"
#include "theano/ops/operators.h"

namespace theano::tensor {

using ir::Expr;
using ir::Prim;
using ir::prim;

constinit const Elementwise xlogx{{
    .name = "xlogx",
    .inputs = {"x"},
    .summary = "x log(x), and 0 where x is 0.",
    .numpy = "scipy.special.xlogy(x, x)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr x) { return ir::select(x == 0.0, 0.0, x * prim(Prim::Log, x)); },
    .vjp = [](auto x, auto, auto g) { return g * (number_like(1, g) + log(float_like(x, g))); },
    .domain = {.low = 0.2, .high = 3},
    .module = "tensor.xlogx",
}};

constinit const Elementwise xlogy0{{
    .name = "xlogy0",
    .inputs = {"x", "y"},
    .summary = "x log(y), and 0 where x is 0.",
    .numpy = "numpy.where(x == 0, 0.0, x * numpy.log(y))",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 2,
    .formula = [](Expr x, Expr y) { return ir::select(x == 0.0, 0.0, x * prim(Prim::Log, y)); },
    .vjp =
        [](auto x, auto y, auto, auto g) {
          return Gradients{g * log(float_like(y, g)), g * float_like(x, g) / float_like(y, g)};
        },
    .domain = {.low = 0.2, .high = 3},
    .module = "tensor.xlogx",
}};

}  // namespace theano::tensor
