// Crossentropies: of distributions, of a known class per row, with the softmax inside, and of binary targets.
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

TypeRef vector_like(const Variable& rows) {
  const TensorType& type = rows.tensor_type();
  return TensorType::of(type.dtype(), Shape{type.sizes()[0]});
}

SymbolicShape row_count(const SymbolicShape& rows) { return {rows[0]}; }

/// Integer targets are a matter of choice, not of degree: no gradient flows to the last of `count` inputs.
std::vector<std::vector<bool>> all_but_targets(const Apply& node) {
  std::vector<std::vector<bool>> connected(node.input_count(), std::vector<bool>(node.output_count(), true));
  connected.back().assign(node.output_count(), false);
  return connected;
}

Variable softmax_target_gradient(const Variable& g, const Variable& s, const Variable& targets) {
  return apply_op(make_op(crossentropy_softmax_1hot_with_bias_dx), {g, s, targets});
}

std::vector<TypeRef> types_with_bias(const OpInstance&, std::vector<Variable>& inputs) {
  const char* op = "crossentropy_softmax_argmax_1hot_with_bias";
  check_float_tensor(inputs[0], op, "x", 2, 2);
  check_float_tensor(inputs[1], op, "b", 1, 1);
  check_integer_vector(inputs[2], op, "y_idx");
  const TensorType& x = inputs[0].tensor_type();
  const DType dtype = promote(x.dtype(), inputs[1].dtype());
  const Shape rows{x.sizes()[0]};
  return {TensorType::of(dtype, rows), x.with_dtype(dtype), TensorType::of(inputs[2].dtype(), rows)};
}

std::vector<Variable> expand_with_bias(const OpInstance&, std::span<const Variable> in) {
  const Variable z = in[0] + in[1];
  const Variable loss = apply_op(make_op(crossentropy_softmax_1hot), {z, in[2]});
  const Variable s = apply_op(make_op(softmax), {z});
  return {loss, s, tensor::cast(tensor::argmax(z, 1), in[2].dtype())};
}

Gradients vjp_with_bias(const Apply& node, std::span<const Variable> g) {
  const Variable s = const_cast<Apply&>(node).output(1);
  Variable dx;
  if (g[0]) dx = softmax_target_gradient(g[0], s, node.input(2));
  if (g[1]) {
    const Variable through_softmax = apply_op(make_op(softmax_grad), {g[1], s});
    dx = dx ? dx + through_softmax : through_softmax;
  }
  if (!dx) return Gradients(3);
  return {dx, tensor::sum(dx, 0), Variable()};
}

}  // namespace

constinit const Composite crossentropy_categorical_1hot{{
    .name = "crossentropy_categorical_1hot",
    .inputs = {"coding_dist", "true_one_of_n"},
    .summary = "Minus the logarithm of the probability of the true class of each row.",
    .numpy = "-numpy.log(coding_dist[numpy.arange(len(true_one_of_n)), true_one_of_n])",
    .max_ulp = 4,
    .types =
        [](const OpInstance&, std::vector<Variable>& inputs) {
          check_float_tensor(inputs[0], "crossentropy_categorical_1hot", "coding_dist", 2, 2);
          check_integer_vector(inputs[1], "crossentropy_categorical_1hot", "true_one_of_n");
          return std::vector<TypeRef>{vector_like(inputs[0])};
        },
    .shape = [](const Apply&,
                std::span<const SymbolicShape> shapes) { return std::vector<SymbolicShape>{row_count(shapes[0])}; },
    .expand =
        [](const OpInstance&, std::span<const Variable> in) {
          return std::vector<Variable>{-tensor::log(target_elements(in[0], in[1]))};
        },
    .vjp =
        [](auto p, auto t, auto, auto g) {
          return Gradients{apply_op(make_op(crossentropy_categorical_1hot_grad), {g, p, t}), Variable()};
        },
    .connection = all_but_targets,
    .print = [](const OpInstance&) -> std::string { return "CrossentropyCategorical1Hot"; },
}};

constinit const Composite crossentropy_categorical_1hot_grad{{
    .name = "crossentropy_categorical_1hot_grad",
    .inputs = {"g", "coding_dist", "true_one_of_n"},
    .summary = "The gradient of crossentropy_categorical_1hot with respect to the probabilities.",
    .numpy = "numpy.where(numpy.arange(coding_dist.shape[1]) == true_one_of_n[:, None], -g[:, None] / coding_dist, 0)",
    .max_ulp = 1,
    .types =
        [](const OpInstance&, std::vector<Variable>& inputs) {
          check_float_tensor(inputs[0], "crossentropy_categorical_1hot_grad", "g_y", 1, 1);
          check_float_tensor(inputs[1], "crossentropy_categorical_1hot_grad", "coding_dist", 2, 2);
          check_integer_vector(inputs[2], "crossentropy_categorical_1hot_grad", "true_one_of_n");
          return std::vector<TypeRef>{inputs[1].type()};
        },
    .shape = [](const Apply&, std::span<const SymbolicShape> shapes) { return std::vector<SymbolicShape>{shapes[1]}; },
    .expand =
        [](const OpInstance&, std::span<const Variable> in) {
          const Variable gradient = -as_column(in[0]) / in[1];
          return std::vector<Variable>{
              tensor::cast(tensor::switch_(is_target(in[1], in[2]), gradient, 0), in[1].dtype())};
        },
    .connection = all_but_targets,
    .print = [](const OpInstance&) -> std::string { return "CrossentropyCategorical1HotGrad"; },
}};

constinit const Composite crossentropy_softmax_1hot{{
    .name = "crossentropy_softmax_1hot",
    .inputs = {"x", "y_idx"},
    .summary = "Minus the logarithm of the softmax of each row at its true class, at any magnitude of x.",
    .numpy = "-scipy.special.log_softmax(x, axis=1)[numpy.arange(len(y_idx)), y_idx]",
    .max_ulp = 16,
    .types =
        [](const OpInstance&, std::vector<Variable>& inputs) {
          check_float_tensor(inputs[0], "crossentropy_softmax_1hot", "x", 2, 2);
          check_integer_vector(inputs[1], "crossentropy_softmax_1hot", "y_idx");
          return std::vector<TypeRef>{vector_like(inputs[0])};
        },
    .shape = [](const Apply&,
                std::span<const SymbolicShape> shapes) { return std::vector<SymbolicShape>{row_count(shapes[0])}; },
    .expand =
        [](const OpInstance&, std::span<const Variable> in) {
          const Variable greatest = tensor::max(in[0], 1);
          const Variable sum = tensor::sum(tensor::exp(in[0] - as_column(greatest)), 1);
          return std::vector<Variable>{tensor::log(sum) - (target_elements(in[0], in[1]) - greatest)};
        },
    .vjp =
        [](auto x, auto t, auto, auto g) {
          const Variable s = apply_op(make_op(softmax), {x});
          return Gradients{softmax_target_gradient(g, s, t), Variable()};
        },
    .connection = all_but_targets,
    .print = [](const OpInstance&) -> std::string { return "CrossentropySoftmax1Hot"; },
}};

constinit const Composite crossentropy_softmax_argmax_1hot_with_bias{{
    .name = "crossentropy_softmax_argmax_1hot_with_bias",
    .inputs = {"x", "b", "y_idx"},
    .summary = "Crossentropy of softmax(x + b) at the true classes, the softmax, and its greatest positions.",
    .max_ulp = 16,
    .types = types_with_bias,
    .shape =
        [](const Apply&, std::span<const SymbolicShape> shapes) {
          return std::vector<SymbolicShape>{row_count(shapes[0]), shapes[0], row_count(shapes[0])};
        },
    .expand = expand_with_bias,
    .vjp = [](const Apply& node, std::span<const Variable> g) { return vjp_with_bias(node, g); },
    .connection = all_but_targets,
    .print = [](const OpInstance&) -> std::string { return "CrossentropySoftmaxArgmax1HotWithBias"; },
}};

}  // namespace ops

namespace tensor::nnet {

constinit const Elementwise sigmoid_binary_crossentropy{{
    .name = "sigmoid_binary_crossentropy",
    .inputs = {"output", "target"},
    .summary = "Binary crossentropy of sigmoid(output) against target, at any magnitude of output.",
    .numpy = "numpy.logaddexp(0, -numpy.abs(output)) + output * ((output > 0) - target)",
    .dtype = dtype_rules::real_to_float,
    .max_ulp = 64,
    .formula =
        [](ir::Expr x, ir::Expr target) {
          const ir::Expr is_positive = ir::cast(x > 0.0, x.dtype());
          return log1p(exp(-abs(x))) + x * (is_positive - target);
        },
    .vjp =
        [](auto x, auto target, auto, auto g) {
          return Gradients{g * (sigmoid(x) - target), g * -x};
        },
    .print = [](const OpInstance&) -> std::string { return "sigmoid_binary_crossentropy"; },
    .module = "tensor.nnet",
}};

Variable crossentropy_categorical_1hot(const Operand& coding_dist, const Operand& true_one_of_n) {
  const ProvenanceScope scope(Provenance::current(coding_dist.location()));
  return apply_op(make_op(ops::crossentropy_categorical_1hot), {coding_dist, true_one_of_n});
}

Variable categorical_crossentropy(const Operand& coding_dist, const Operand& true_dist) {
  const ProvenanceScope scope(Provenance::current(coding_dist.location()));
  const Variable& coding = coding_dist;
  const Variable& truth = true_dist;
  if (truth.ndim() == coding.ndim()) return -sum(truth * log(coding), coding.ndim() - 1);
  if (truth.ndim() == coding.ndim() - 1) return crossentropy_categorical_1hot(coding, truth);
  ErrorReport report;
  report.kind = ErrorKind::Type;
  report.op = "categorical_crossentropy";
  report.sentence = "true_dist must have the rank of coding_dist or one less, but the ranks are " +
                    std::to_string(truth.ndim()) + " and " + std::to_string(coding.ndim()) + ".";
  report.operands = {describe_operand("coding_dist", coding), describe_operand("true_dist", truth)};
  report.way_out = "Give distributions of the same rank, or the position of the true class of each row.";
  throw_error(std::move(report));
}

Variable binary_crossentropy(const Operand& output, const Operand& target) {
  const ProvenanceScope scope(Provenance::current(output.location()));
  return -(target * log(output) + (1.0 - target) * log(1.0 - output));
}

std::vector<Variable> crossentropy_softmax_argmax_1hot_with_bias(const Operand& x, const Operand& b,
                                                                 const Operand& y_idx) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return apply_op_all(make_op(ops::crossentropy_softmax_argmax_1hot_with_bias), {x, b, y_idx});
}

std::vector<Variable> crossentropy_softmax_1hot_with_bias(const Operand& x, const Operand& b, const Operand& y_idx) {
  std::vector<Variable> all = crossentropy_softmax_argmax_1hot_with_bias(x, b, y_idx);
  all.pop_back();
  return all;
}

std::vector<Variable> crossentropy_softmax_1hot(const Operand& x, const Operand& y_idx) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return {apply_op(make_op(ops::crossentropy_softmax_1hot), {x, y_idx}), softmax(x)};
}

std::vector<Variable> crossentropy_softmax_max_and_argmax_1hot_with_bias(const Operand& x, const Operand& b,
                                                                         const Operand& y_idx) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  std::vector<Variable> results = crossentropy_softmax_1hot_with_bias(x, b, y_idx);
  for (Variable& v : max_and_argmax(results[1], 1)) results.push_back(std::move(v));
  return results;
}

std::vector<Variable> crossentropy_softmax_max_and_argmax_1hot(const Operand& x, const Operand& y_idx) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  std::vector<Variable> results = crossentropy_softmax_1hot(x, y_idx);
  for (Variable& v : max_and_argmax(results[1], 1)) results.push_back(std::move(v));
  return results;
}

}  // namespace tensor::nnet
}  // namespace theano
