// Softmax, its gradient, its logarithm, and the logarithm of a sum of exponentials.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/nnet/checks.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano {

namespace ops {
namespace {

constexpr bool kKeepDims = true;

/// A vector becomes one row; the result has the type of the adapted input.
std::vector<TypeRef> row_types(const OpInstance& self, std::vector<Variable>& inputs) {
  check_float_tensor(inputs[0], std::string(self.name()).c_str(), "x", 1, 2);
  inputs[0] = padded_left(inputs[0], 2);
  return {inputs[0].type()};
}

std::vector<SymbolicShape> shape_of_first(const Apply&, std::span<const SymbolicShape> shapes) { return {shapes[0]}; }

/// x minus the greatest element of its row, so that exp cannot overflow.
Variable shifted(const Variable& x) { return x - tensor::max(x, 1, kKeepDims); }

Variable softmax_of(const Variable& x) { return apply_op(make_op(softmax), {x}); }
Variable softmax_gradient(const Variable& g, const Variable& s) { return apply_op(make_op(softmax_grad), {g, s}); }

/// The axes that logsumexp folds, sorted.
std::vector<std::int64_t> folded_axes(const OpInstance& self, int ndim) {
  if (self.attributes().has("axis")) return self.attributes().get_ints("axis");
  std::vector<std::int64_t> axes(ndim);
  for (int axis = 0; axis < ndim; ++axis) axes[axis] = axis;
  return axes;
}

/// Puts size-1 axes where axes of x were folded, so that the result broadcasts against x.
Variable unfolded(const Variable& folded, int ndim, const std::vector<std::int64_t>& axes) {
  std::vector<std::int64_t> order;
  std::int64_t next = 0;
  for (int axis = 0; axis < ndim; ++axis) {
    const bool is_folded = std::find(axes.begin(), axes.end(), axis) != axes.end();
    order.push_back(is_folded ? -1 : next++);
  }
  return dimshuffled(folded, std::move(order));
}

}  // namespace

constinit const Composite softmax{{
    .name = "softmax",
    .inputs = {"x"},
    .summary = "exp(x) normalised to sum 1 in each row, without overflow.",
    .numpy = "scipy.special.softmax(numpy.atleast_2d(x), axis=1)",
    .max_ulp = 8,
    .types = row_types,
    .shape = shape_of_first,
    .expand =
        [](const OpInstance&, std::span<const Variable> in) {
          const Variable e = tensor::exp(shifted(in[0]));
          return std::vector<Variable>{e / tensor::sum(e, 1, kKeepDims)};
        },
    .vjp = [](auto, auto y, auto g) { return softmax_gradient(g, y); },
    .print = [](const OpInstance&) -> std::string { return "Softmax"; },
}};

constinit const Composite softmax_grad{{
    .name = "softmax_grad",
    .inputs = {"g", "s"},
    .summary = "The gradient with respect to the input of softmax, given that of its output s.",
    .numpy = "s * (g - (g * s).sum(axis=1, keepdims=True))",
    .max_ulp = 64,
    .types =
        [](const OpInstance&, std::vector<Variable>& inputs) {
          check_float_tensor(inputs[0], "softmax_grad", "g", 2, 2);
          check_float_tensor(inputs[1], "softmax_grad", "s", 2, 2);
          return std::vector<TypeRef>{inputs[1].type()};
        },
    .shape = [](const Apply&, std::span<const SymbolicShape> shapes) { return std::vector<SymbolicShape>{shapes[1]}; },
    .expand =
        [](const OpInstance&, std::span<const Variable> in) {
          const Variable product = in[0] * in[1];
          return std::vector<Variable>{
              tensor::cast(product - tensor::sum(product, 1, kKeepDims) * in[1], in[1].dtype())};
        },
    .print = [](const OpInstance&) -> std::string { return "SoftmaxGrad"; },
}};

constinit const Composite logsoftmax{{
    .name = "logsoftmax",
    .inputs = {"x"},
    .summary = "The logarithm of softmax, without overflow and without log(0).",
    .numpy = "scipy.special.log_softmax(numpy.atleast_2d(x), axis=1)",
    .max_ulp = 8,
    .types = row_types,
    .shape = shape_of_first,
    .expand =
        [](const OpInstance&, std::span<const Variable> in) {
          const Variable x = shifted(in[0]);
          return std::vector<Variable>{x - tensor::log(tensor::sum(tensor::exp(x), 1, kKeepDims))};
        },
    .vjp = [](auto x, auto, auto g) { return g - tensor::sum(g, 1, kKeepDims) * softmax_of(x); },
    .print = [](const OpInstance&) -> std::string { return "LogSoftmax"; },
}};

constinit const Composite softmax_with_bias{{
    .name = "softmax_with_bias",
    .inputs = {"x", "b"},
    .summary = "softmax(x + b) of a matrix and a vector.",
    .numpy = "scipy.special.softmax(x + b, axis=1)",
    .max_ulp = 16,
    .types =
        [](const OpInstance&, std::vector<Variable>& inputs) {
          check_float_tensor(inputs[0], "softmax_with_bias", "x", 2, 2);
          check_float_tensor(inputs[1], "softmax_with_bias", "b", 1, 1);
          return std::vector<TypeRef>{
              inputs[0].tensor_type().with_dtype(promote(inputs[0].dtype(), inputs[1].dtype()))};
        },
    .shape = shape_of_first,
    .expand = [](const OpInstance&,
                 std::span<const Variable> in) { return std::vector<Variable>{softmax_of(in[0] + in[1])}; },
    .vjp =
        [](auto, auto, auto y, auto g) {
          const Variable dx = softmax_gradient(g, y);
          return Gradients{dx, tensor::sum(dx, 0)};
        },
    .print = [](const OpInstance&) -> std::string { return "SoftmaxWithBias"; },
}};

constinit const Composite logsumexp{{
    .name = "logsumexp",
    .inputs = {"x"},
    .summary = "The logarithm of the sum of exponentials, without overflow.",
    .numpy = "scipy.special.logsumexp(x)",
    .max_ulp = 8,
    .expand =
        [](const OpInstance& self, std::span<const Variable> in) {
          const Variable& x = in[0];
          const std::vector<std::int64_t> axes = folded_axes(self, x.ndim());
          const Variable greatest = tensor::max(x, axes);
          // Rows that are all -inf (or hold +inf) must not become inf - inf.
          const Variable shift = tensor::switch_(tensor::isinf(greatest), 0, greatest);
          const Variable sum = tensor::sum(tensor::exp(x - unfolded(shift, x.ndim(), axes)), axes);
          return std::vector<Variable>{tensor::log(sum) + shift};
        },
    .vjp =
        [](const Apply& node, std::span<const Variable> g) {
          const Variable& x = node.input(0);
          const std::vector<std::int64_t> axes = folded_axes(*node.op(), x.ndim());
          const Variable y = unfolded(const_cast<Apply&>(node).output(0), x.ndim(), axes);
          return Gradients{unfolded(g[0], x.ndim(), axes) * tensor::exp(x - y)};
        },
}};

}  // namespace ops

namespace {

Variable call(const OpDefinition& op, const Operand& first, std::vector<Variable> inputs) {
  const ProvenanceScope scope(Provenance::current(first.location()));
  return apply_op(make_op(op), std::move(inputs));
}

}  // namespace

Variable logsumexp(const Operand& x, const std::optional<std::vector<std::int64_t>>& axes) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  Attributes attributes;
  if (axes) {
    std::vector<std::int64_t> sorted;
    for (const std::int64_t axis : *axes) sorted.push_back(normalize_axis(axis, x.variable().ndim(), "logsumexp"));
    std::sort(sorted.begin(), sorted.end());
    attributes.set("axis", std::move(sorted));
  }
  return apply_op(make_op(ops::logsumexp, std::move(attributes)), {x.variable()});
}

namespace tensor::nnet {

Variable softmax(const Operand& x) { return call(ops::softmax, x, {x}); }
Variable log_softmax(const Operand& x) { return call(ops::logsoftmax, x, {x}); }
Variable softmax_with_bias(const Operand& x, const Operand& b) { return call(ops::softmax_with_bias, x, {x, b}); }

Variable softmax_graph(const Operand& x) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const Variable e = exp(x);
  return e / sum(e, e.ndim() - 1, /*keepdims=*/true);
}

}  // namespace tensor::nnet
}  // namespace theano
