// Evaluates single ops and whole graphs without rewriting, fusion or libraries; fills the services of the graph room.
#include "theano/compile/oracle.h"

#include <unordered_map>

#include "theano/base/error.h"
#include "theano/gradient/barriers.h"
#include "theano/gradient/gradient.h"
#include "theano/gradient/op_from_graph.h"
#include "theano/graph/services.h"
#include "theano/graph/test_values.h"
#include "theano/lower/lower.h"
#include "theano/ops/registry.h"
#include "theano/runtime/executor.h"

namespace theano {
namespace services {

std::vector<Value> evaluate(const Apply& node, std::span<const Value> inputs) {
  // A graph of this one node; constants stay, because output types may depend on them.
  std::vector<Variable> graph_inputs, arguments;
  std::vector<Array> values;
  for (int i = 0; i < node.input_count(); ++i) {
    const Variable& input = node.input(i);
    if (input.constant()) {
      arguments.push_back(input);
      continue;
    }
    if (inputs[i].array.is_null())
      throw NotImplementedError(std::string(node.op()->name()), "values that are not arrays cannot be evaluated here.",
                                "Pass tensors.", Phase::Call);
    arguments.push_back(make_variable(input->type, input.name()));
    graph_inputs.push_back(arguments.back());
    values.push_back(inputs[i].array);
  }
  std::vector<TypeRef> types;
  for (int i = 0; i < node.output_count(); ++i) types.push_back(node.output_type(i));
  const Ref<Apply> copy = Apply::make(node.op(), std::move(arguments), std::move(types));
  copy->provenance = node.provenance;
  FunctionGraph graph(std::move(graph_inputs), copy->outputs(), false);

  lower::LowerOptions options;
  options.fuse = false;
  options.use_libraries = false;
  runtime::Executor executor(lower::lower(graph, options));
  std::vector<Value> results;
  for (Array& array : executor.run(values)) results.push_back({std::move(array), nullptr});
  return results;
}

std::vector<Variable> differentiate(std::span<const Variable> outputs, std::span<const Variable> output_gradients,
                                    std::span<const Variable> wrt) {
  GradOptions options;
  options.disconnected_inputs = DisconnectedInputs::Ignore;
  options.return_disconnected = ReturnDisconnected::None;
  options.null_gradients = NullGradients::Return;
  return Lop(outputs, wrt, output_gradients, options);
}

const OpDefinition* find_definition(std::string_view name) {
  if (const OpDefinition* op = find_op(name)) return op;
  // Ops of the gradient room, which the registry of the room below cannot list.
  for (const OpDefinition* op : std::initializer_list<const OpDefinition*>{
           &ops::disconnected_grad, &ops::zero_grad, &ops::undefined_grad, &ops::grad_clip, &ops::grad_scale,
           &ops::own_gradient})
    if (op->name() == name) return op;
  return nullptr;
}

}  // namespace services

std::vector<Array> run_oracle(std::span<const Variable> outputs, std::span<const Variable> inputs,
                              std::span<const Array> values) {
  std::unordered_map<Variable, Array> known;
  for (std::size_t i = 0; i < inputs.size(); ++i) known.emplace(inputs[i], values[i]);
  const auto value_of = [&](const Variable& v) -> Array {
    if (const ConstantNode* constant = v.constant()) return constant->array();
    if (const auto it = known.find(v); it != known.end()) return it->second;
    if (SharedNode* shared = v.shared()) return shared->storage->snapshot().array;
    throw MissingInputError("oracle", "there is no value for " + v.to_string() + ".", "Give it one.", Phase::Call);
  };
  const WithoutTestValues scope;
  for (Apply* node : toposort(outputs, inputs)) {
    std::vector<Value> arguments;
    for (const Variable& input : node->inputs()) arguments.push_back({value_of(input), nullptr});
    std::vector<Value> results = services::evaluate(*node, arguments);
    const std::vector<Variable> node_outputs = node->outputs();
    for (std::size_t i = 0; i < results.size(); ++i) known[node_outputs[i]] = std::move(results[i].array);
  }
  std::vector<Array> results;
  for (const Variable& v : outputs) results.push_back(value_of(v));
  return results;
}

std::vector<Array> run_oracle(const FunctionGraph& graph, std::span<const Array> inputs) {
  return run_oracle(graph.outputs(), graph.inputs(), inputs);
}

}  // namespace theano
