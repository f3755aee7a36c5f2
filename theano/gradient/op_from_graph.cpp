// Copies an expression into the graph at every call, and ties a gradient of its own to it.
#include "theano/gradient/op_from_graph.h"

#include <algorithm>

#include "theano/base/error.h"
#include "theano/gradient/float_like.h"
#include "theano/gradient/gradient.h"
#include "theano/graph/traversal.h"
#include "theano/ops/kinds/control_op.h"
#include "theano/ops/shape/widen.h"

namespace theano {
namespace {

enum Connection : std::int64_t { kNotConnected = 0, kConnected = 1, kUndefined = 2 };

Connection connection_of(const Variable& gradient) {
  if (gradient.is_null() || gradient.type()->kind() == TypeKind::Disconnected) return kNotConnected;
  return gradient.type()->kind() == TypeKind::Null ? kUndefined : kConnected;
}

const std::vector<std::int64_t>& connections(const Apply& node) { return node.op()->attributes().get_ints("connected"); }

Gradients own_vjp(const Apply& node, std::span<const Variable> output_gradients) {
  const Ref<Object> held = node.op()->attributes().get_object("gradient");
  const FunctionGraph& graph = static_cast<const InnerGraph&>(*held).graph();
  const int outputs = node.output_count();
  std::vector<Variable> arguments(node.inputs().begin() + outputs, node.inputs().end());
  for (int o = 0; o < outputs; ++o) arguments.push_back(const_cast<Apply&>(node).output(o));
  for (int o = 0; o < outputs; ++o) {
    const Variable& g = output_gradients[static_cast<std::size_t>(o)];
    const Variable& wanted = graph.inputs()[arguments.size()];
    const Variable present = connection_of(g) == kConnected ? g : gradient::float_zeros_like(node.input(o));
    arguments.push_back(widened_to(gradient::cast_to(present, wanted.dtype()), *wanted.type()).value_or(present));
  }
  VariableMap map;
  for (std::size_t i = 0; i < arguments.size(); ++i) map.emplace(graph.inputs()[i], arguments[i]);
  const std::vector<Variable> found = clone_graph(graph.outputs(), map);
  Gradients result(static_cast<std::size_t>(outputs));
  std::size_t next = 0;
  for (const std::int64_t connection : connections(node))
    result.push_back(connection == kConnected   ? found[next++]
                     : connection == kUndefined ? make_variable(null_type("an OpFromGraph says that it is undefined."))
                                                : Variable());
  return result;
}

}  // namespace

namespace ops {

constinit const Composite own_gradient{{
    .name = "own_gradient",
    .inputs = {"outputs", "inputs"},
    .summary = "Results of an expression, with a gradient that is given besides.",
    .types = [](const OpInstance& self, std::vector<Variable>& inputs) -> std::vector<TypeRef> {
      const std::size_t outputs = inputs.size() - self.attributes().get_ints("connected").size();
      std::vector<TypeRef> types;
      for (std::size_t o = 0; o < outputs; ++o) types.push_back(inputs[o].type());
      return types;
    },
    .shape = [](const Apply& node, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> {
      return {shapes.begin(), shapes.begin() + node.output_count()};
    },
    .expand = [](const OpInstance& self, std::span<const Variable> inputs) -> std::vector<Variable> {
      return {inputs.begin(), inputs.end() - static_cast<std::ptrdiff_t>(self.attributes().get_ints("connected").size())};
    },
    .vjp = own_vjp,
    .connection = [](const Apply& node) {
      const std::size_t outputs = static_cast<std::size_t>(node.output_count());
      std::vector<std::vector<bool>> pattern(outputs, std::vector<bool>(outputs, false));
      for (const std::int64_t connection : connections(node)) pattern.emplace_back(outputs, connection != kNotConnected);
      return pattern;
    },
}};

}  // namespace ops

OpFromGraph::OpFromGraph(std::vector<Variable> inputs, std::vector<Variable> outputs, const Gradient& gradient, std::string name)
    : inputs_(std::move(inputs)), outputs_(std::move(outputs)), name_(std::move(name)) {
  for (const auto* list : {&inputs_, &outputs_})
    for (const Variable& v : *list)
      if (v.is_null())
        throw TypeError("OpFromGraph", "inputs and outputs must be variables, but one is null.", "Pass variables.");
  if (gradient) set_gradient(gradient);
}

void OpFromGraph::set_gradient(const Gradient& gradient) {
  for (const Variable& v : graph_inputs(outputs_, inputs_))
    if (!v.constant() && std::ranges::find(inputs_, v) == inputs_.end()) free_.push_back(v);
  std::vector<Variable> results, result_gradients;
  for (const Variable& output : outputs_) {
    results.push_back(make_variable(output.type(), output.name()));
    result_gradients.push_back(make_variable(output.tensor_type().with_dtype(gradient::gradient_dtype(output.dtype()))));
  }
  std::vector<Variable> gradients = gradient(inputs_, results, result_gradients);
  if (gradients.size() != inputs_.size())
    throw ValueError("OpFromGraph", "there must be one gradient for each of the " + std::to_string(inputs_.size()) +
                                        " inputs, but the override gives " + std::to_string(gradients.size()) + ".",
                     "Return a list with one expression per input.");
  GradOptions options;
  options.disconnected_inputs = DisconnectedInputs::Ignore;
  options.return_disconnected = ReturnDisconnected::None;
  options.null_gradients = NullGradients::Return;
  for (Variable& g : Lop(outputs_, free_, result_gradients, options)) gradients.push_back(std::move(g));

  std::vector<std::int64_t> connected;
  std::vector<Variable> arguments = inputs_, found;
  for (const Variable& g : gradients) {
    connected.push_back(connection_of(g));
    if (connected.back() == kConnected) found.push_back(g);
  }
  for (const auto* list : {&free_, &results, &result_gradients}) arguments.insert(arguments.end(), list->begin(), list->end());
  const Ref<InnerGraph> graph(new InnerGraph(FunctionGraph(std::move(arguments), std::move(found))));
  own_gradient_ = make_op(ops::own_gradient, {{"gradient", Ref<Object>(graph.get())}, {"connected", std::move(connected)}});
}

std::vector<Variable> OpFromGraph::operator()(std::span<const Variable> arguments) const {
  if (arguments.size() != inputs_.size())
    throw ValueError("OpFromGraph", "Expected " + std::to_string(inputs_.size()) + " inputs but got " +
                                        std::to_string(arguments.size()) + ".",
                     "Pass one variable for each input of the expression.");
  VariableMap map;
  std::vector<Variable> taken;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::optional<Variable> fitting = widened_to(arguments[i], *inputs_[i].type());
    if (!fitting)
      throw_error({ErrorKind::Type, Phase::Build, "OpFromGraph",
                   "input " + std::to_string(i) + " must have the type " + inputs_[i].type()->to_string() + ", but it has " +
                       arguments[i].type()->to_string() + ".",
                   {describe_operand("input", arguments[i])}, "Convert it: T.cast for the dtype, dimshuffle for the axes."});
    map.emplace(inputs_[i], *fitting);
    taken.push_back(*fitting);
  }
  std::vector<Variable> results = clone_graph(outputs_, map);
  if (!own_gradient_) return results;
  results.insert(results.end(), taken.begin(), taken.end());
  results.insert(results.end(), free_.begin(), free_.end());
  return apply_op_all(own_gradient_, std::move(results));
}

}  // namespace theano
