// Activation functions: smooth ones as element-wise ops, piecewise ones as functions made of other ops.
#include "theano/ops/elementwise/float_like.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"

namespace theano::tensor::nnet {

using ir::Expr;
using ir::Prim;
using ir::prim;

constinit const Elementwise sigmoid{{
    .name = "sigmoid",
    .inputs = {"x"},
    .summary = "Logistic function 1 / (1 + exp(-x)).",
    .numpy = "scipy.special.expit(x)",
    .dtype = dtype_rules::promote_to_float,
    .max_ulp = 4,
    .formula = [](Expr x) { return 1.0 / (1.0 + prim(Prim::Exp, -x)); },
    .vjp = [](auto, auto y, auto g) { return g * y * (1.0 - y); },
    .print = [](const OpInstance&) -> std::string { return "sigmoid"; },
    .module = "tensor.nnet",
    .aliases = "sigmoid_inplace scalar_sigmoid",
}};

constinit const Elementwise softplus{{
    .name = "softplus",
    .inputs = {"x"},
    .summary = "Smooth rectifier log(1 + exp(x)), without overflow for large x.",
    .numpy = "numpy.logaddexp(0, x)",
    .source = "Mächler 2012, Accurately computing log(1 - exp(-|a|))",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 4,
    .formula = [](Expr x) { return maximum(x, 0.0) + log1p(exp(-abs(x))); },
    .vjp = [](auto x, auto, auto g) { return g * sigmoid(x); },
    .print = [](const OpInstance&) -> std::string { return "softplus"; },
    .module = "tensor.nnet",
    .aliases = "scalar_softplus",
}};

constinit const Elementwise softsign{{
    .name = "softsign",
    .inputs = {"x"},
    .summary = "x / (1 + |x|), which saturates slowly at -1 and 1.",
    .numpy = "x / (1.0 + numpy.abs(x))",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 1,
    .formula = [](Expr x) { return x / (1.0 + abs(x)); },
    .vjp = [](auto x, auto, auto g) { return g / sqr(1 + abs(float_like(x, g))); },
    .print = [](const OpInstance&) -> std::string { return "softsign"; },
    .module = "tensor.nnet",
    .aliases = "scalar_softsign",
}};

namespace {

/// An approximation of tanh(x) for x >= 0: a quotient, a straight line, a constant.
Expr piecewise_tanh(Expr x) {
  const Expr curve = 1.5 * x / (1.0 + x);
  const Expr line = 0.935409070603099 + 0.0458812946797165 * (x - 1.7);
  return ir::select(x < 1.7, curve, ir::select(x < 3.0, line, 0.99505475368673));
}

}  // namespace

constinit const Elementwise ultra_fast_sigmoid{{
    .name = "ultra_fast_sigmoid",
    .inputs = {"x"},
    .summary = "A piecewise approximation of sigmoid, right to about 0.1.",
    .numpy = "0.5 * (numpy.sign(x) * numpy.select([numpy.abs(x) < 3.4, numpy.abs(x) < 6], "
             "[0.75 * numpy.abs(x) / (1 + 0.5 * numpy.abs(x)), "
             "0.935409070603099 + 0.0458812946797165 * (0.5 * numpy.abs(x) - 1.7)], 0.99505475368673) + 1)",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 16,
    .formula =
        [](Expr x) {
          const Expr half = 0.5 * x;
          const Expr z = piecewise_tanh(abs(half));
          return 0.5 * (ir::select(half >= 0.0, z, -z) + 1.0);
        },
    .vjp = [](auto, auto y, auto g) { return g * y * (1.0 - y); },
    .domain = {.is_smooth = false},  // the derivative is that of the function it approximates
    .print = [](const OpInstance&) -> std::string { return "ultra_fast_sigmoid"; },
    .module = "tensor.nnet",
    .aliases = "ultra_fast_sigmoid_inplace ultra_fast_scalar_sigmoid",
}};

Variable hard_sigmoid(const Operand& x) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const DType dtype = promote_to_float(x.variable().dtype());
  const Variable line = x * scalar_constant(dtype, 0.2) + scalar_constant(dtype, 0.5);
  return clip(line, 0, 1);
}

Variable relu(const Operand& x, const Operand& alpha) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const ConstantNode* constant = alpha.variable().constant();
  if (constant && constant->array().size() == 1 && constant->array().item() == 0) return 0.5 * (x + abs(x));
  return 0.5 * (1 + alpha) * x + 0.5 * (1 - alpha) * abs(x);
}

Variable elu(const Operand& x, const Operand& alpha) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return switch_(x > 0, x, alpha * expm1(x));
}

Variable selu(const Operand& x) {
  constexpr double kAlpha = 1.6732632423543772848170429916717;
  constexpr double kScale = 1.0507009873554804934193349852946;
  const ProvenanceScope scope(Provenance::current(x.location()));
  return kScale * elu(x, kAlpha);
}

}  // namespace theano::tensor::nnet
