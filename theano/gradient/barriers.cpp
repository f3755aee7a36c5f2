// Identities with a derivative of their own.
#include "theano/gradient/barriers.h"

#include "theano/gradient/float_like.h"
#include "theano/gradient/gradient.h"
#include "theano/gradient/op_from_graph.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"

namespace theano {

namespace {

constexpr auto kIdentity = [](const OpInstance&, std::span<const Variable> inputs) -> std::vector<Variable> {
  return {inputs[0]};
};
constexpr auto kSameType = [](const OpInstance&, std::vector<Variable>& inputs) -> std::vector<TypeRef> {
  return {inputs[0].type()};
};
constexpr auto kSameShape = [](const Apply&, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> {
  return {shapes[0]};
};

}  // namespace

namespace ops {

constinit const Composite disconnected_grad{{
    .name = "disconnected_grad",
    .inputs = {"x"},
    .summary = "x, through which no gradient flows.",
    .numpy = "x",
    .types = kSameType,
    .shape = kSameShape,
    .expand = kIdentity,
    .vjp = [](const Apply&, std::span<const Variable>) -> Gradients { return {Variable()}; },
    .connection = [](const Apply&) { return std::vector<std::vector<bool>>{{false}}; },
}};

constinit const Composite zero_grad{{
    .name = "zero_grad",
    .inputs = {"x"},
    .summary = "x with a gradient of zero.",
    .numpy = "x",
    .types = kSameType,
    .shape = kSameShape,
    .expand = kIdentity,
    .vjp = [](const Apply& node, std::span<const Variable>) -> Gradients {
      return {gradient::float_zeros_like(node.input(0))};
    },
}};

constinit const Composite undefined_grad{{
    .name = "undefined_grad",
    .inputs = {"x"},
    .summary = "x, of which the gradient is undefined.",
    .numpy = "x",
    .types = kSameType,
    .shape = kSameShape,
    .expand = kIdentity,
    .vjp = [](const Apply&, std::span<const Variable>) -> Gradients {
      return {make_variable(null_type("the user said that this gradient is undefined (undefined_grad)."))};
    },
}};

constinit const Composite grad_clip{{
    .name = "grad_clip",
    .inputs = {"x"},
    .summary = "x, whose gradient is clipped.",
    .numpy = "x",
    .types = kSameType,
    .shape = kSameShape,
    .expand = kIdentity,
    .vjp = [](const Apply& node, std::span<const Variable> g) -> Gradients {
      const Attributes& a = node.op()->attributes();
      const DType d = g[0].dtype();
      return {tensor::clip(g[0], scalar_constant(d, a.get_double("lower")), scalar_constant(d, a.get_double("upper")))};
    },
}};

constinit const Composite grad_scale{{
    .name = "grad_scale",
    .inputs = {"x"},
    .summary = "x, whose gradient is multiplied by a number.",
    .numpy = "x",
    .types = kSameType,
    .shape = kSameShape,
    .expand = kIdentity,
    .vjp = [](const Apply& node, std::span<const Variable> g) -> Gradients {
      return {g[0] * scalar_constant(g[0].dtype(), node.op()->attributes().get_double("multiplier"))};
    },
}};

}  // namespace ops

namespace gradient {

namespace {

Variable barrier(const Composite& definition, const Operand& x, Attributes attributes = {}) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return apply_op(make_op(definition, std::move(attributes)), {x.variable()});
}

}  // namespace

void remove_barriers(FunctionGraph& graph) {
  std::vector<Ref<Apply>> nodes;  // held: a replaced node leaves the graph
  for (Apply* node : graph.toposort())
    for (const Composite* barrier : {&ops::disconnected_grad, &ops::zero_grad, &ops::undefined_grad, &ops::grad_clip,
                                     &ops::grad_scale, &ops::own_gradient})
      if (node->op()->is(*barrier)) nodes.emplace_back(node);
  for (const Ref<Apply>& node : nodes)
    for (int o = 0; o < node->output_count(); ++o) graph.replace(node->output(o), node->input(o), "barrier");
}

Variable disconnected_grad(const Operand& x) { return barrier(ops::disconnected_grad, x); }
Variable zero_grad(const Operand& x) { return barrier(ops::zero_grad, x); }
Variable undefined_grad(const Operand& x) { return barrier(ops::undefined_grad, x); }
Variable grad_clip(const Operand& x, double lower_bound, double upper_bound) {
  return barrier(ops::grad_clip, x, {{"lower", lower_bound}, {"upper", upper_bound}});
}
Variable grad_scale(const Operand& x, double multiplier) {
  return barrier(ops::grad_scale, x, {{"multiplier", multiplier}});
}

namespace {

Variable no_gradient(const Op& op, int position, const Variable& x, const char* what, const std::string& comment) {
  std::string why = op->to_string() + ": the gradient with respect to input " + std::to_string(position) + " (" +
                    x.to_string() + ") is " + what + ".";
  if (!comment.empty()) why += " " + comment;
  return make_variable(null_type(std::move(why)));
}

}  // namespace

Variable grad_undefined(const Op& op, int position, const Variable& x, const std::string& comment) {
  return no_gradient(op, position, x, "undefined", comment);
}
Variable grad_not_implemented(const Op& op, int position, const Variable& x, const std::string& comment) {
  return no_gradient(op, position, x, "not implemented", comment);
}

}  // namespace gradient
}  // namespace theano
