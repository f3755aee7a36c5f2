// Parts of complex numbers, and complex numbers of parts. A gradient by a complex number is that by its real part plus i
// times that by its imaginary part.
#include "theano/ops/elementwise/float_like.h"
#include "theano/ops/kinds/vjp_frame.h"
#include "theano/ops/operators.h"

namespace theano::tensor {

using ir::Expr;
using ir::Prim;
using ir::prim;

namespace {

Variable zero_like(const Variable& g) { return scalar_constant(g.dtype(), 0.0); }

}  // namespace

constinit const Elementwise real{{
    .name = "real",
    .inputs = {"z"},
    .summary = "Real part of each element; of real numbers themselves.",
    .numpy = "numpy.real(z)",
    .dtype = dtype_rules::magnitude,
    .formula = [](Expr z) { return ir::real_part(z); },
    .vjp = [](auto z, auto, auto g) { return is_complex(z.dtype()) ? complex(g, zero_like(g)) : Variable(g); },
    .is_holomorphic = false,
}};

constinit const Elementwise imag{{
    .name = "imag",
    .inputs = {"z"},
    .summary = "Imaginary part of each element; of real numbers 0.",
    .numpy = "numpy.imag(z)",
    .dtype = dtype_rules::magnitude,
    .formula = [](Expr z) { return ir::imaginary_part(z); },
    .vjp = [](auto z, auto, auto g) { return is_complex(z.dtype()) ? complex(zero_like(g), g) : float_zeros_like(z); },
    .is_holomorphic = false,
}};

constinit const Elementwise conj{{
    .name = "conj",
    .inputs = {"z"},
    .summary = "Complex conjugate of each element.",
    .numpy = "numpy.conj(z)",
    .dtype = dtype_rules::promote_power,  // of bool int8
    .formula =
        [](Expr z) {
          return is_complex(z.dtype()) ? ir::make_complex(ir::real_part(z), -ir::imaginary_part(z)) : z;
        },
    .vjp = [](auto, auto, auto g) { return is_complex(g.dtype()) ? conj(g) : Variable(g); },
    .is_holomorphic = false,
    .methods = "conj conjugate",
}};

constinit const Elementwise angle{{
    .name = "angle",
    .inputs = {"z"},
    .summary = "Argument of each element, between -pi and pi.",
    .numpy = "numpy.angle(z)",
    .dtype = dtype_rules::argument,
    .max_ulp = 2,
    .formula = [](Expr z) { return prim(Prim::Atan2, ir::imaginary_part(z), ir::real_part(z)); },
    .vjp =
        [](auto z, auto, auto g) -> Variable {
          if (!is_complex(z.dtype())) return float_zeros_like(z);
          const Variable turn = g / sqr(abs(z));
          return cast(complex(-imag(z) * turn, real(z) * turn), z.dtype());
        },
    .is_holomorphic = false,
    .domain = {.is_smooth = false},
}};

constinit const Elementwise complex{{
    .name = "complex",
    .inputs = {"real", "imag"},
    .summary = "The complex numbers of two real tensors.",
    .numpy = "real + 1j * imag",
    .dtype = dtype_rules::complex_of_parts,
    .formula = [](Expr x, Expr y) { return ir::make_complex(x, y); },
    .vjp =
        [](auto, auto, auto, auto g) {
          return Gradients{real(g), imag(g)};
        },
    .is_holomorphic = false,
    .domain = {.is_smooth = false},
}};

constinit const Elementwise complex_from_polar{{
    .name = "complex_from_polar",
    .inputs = {"abs", "angle"},
    .summary = "The complex numbers of given absolute values and arguments.",
    .numpy = "abs * numpy.exp(1j * angle)",
    .dtype = dtype_rules::complex_of_parts,
    .max_ulp = 2,
    .formula =
        [](Expr r, Expr theta) { return ir::make_complex(r * prim(Prim::Cos, theta), r * prim(Prim::Sin, theta)); },
    .vjp =
        [](auto r, auto theta, auto, auto g) {
          const Variable x = real(g), y = imag(g), c = cos(theta), s = sin(theta);
          return Gradients{x * c + y * s, r * (y * c - x * s)};
        },
    .is_holomorphic = false,
    .domain = {.is_smooth = false},
}};

}  // namespace theano::tensor
