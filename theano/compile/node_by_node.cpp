// One executor per node, and the loop that feeds each from the results of others.
#include "theano/compile/node_by_node.h"

#include "theano/base/error.h"
#include "theano/lower/lower.h"

namespace theano {

int NodeByNode::number_of(const Variable& v) {
  const auto [it, is_new] = numbers_.try_emplace(v.node(), static_cast<int>(numbers_.size()));
  if (is_new && v.constant()) constants_.emplace_back(it->second, v.constant()->array());
  return it->second;
}

NodeByNode::NodeByNode(const FunctionGraph& graph) : graph_(graph) {
  for (const Variable& input : graph.inputs()) number_of(input);
  for (Apply* node : graph.toposort()) {
    Step step;
    step.node = Ref<Apply>(node);
    std::vector<Variable> arguments, free;
    for (const Variable& input : node->inputs()) {
      step.inputs.push_back(number_of(input));
      step.is_argument.push_back(!input.constant());
      arguments.push_back(input.constant() ? input : make_variable(input.type(), input.name()));
      if (!input.constant()) free.push_back(arguments.back());
      arguments.back()->provenance = input.provenance();
    }
    std::vector<TypeRef> types;
    for (int i = 0; i < node->output_count(); ++i) types.push_back(node->output_type(i));
    const Ref<Apply> copy = Apply::make(node->op(), std::move(arguments), std::move(types));
    copy->provenance = node->provenance;
    const FunctionGraph alone(std::move(free), copy->outputs(), false);
    lower::LowerOptions options;
    options.fuse = false;
    step.executor = std::make_unique<runtime::Executor>(lower::lower(alone, options));
    for (const Variable& output : node->outputs()) step.outputs.push_back(number_of(output));
    steps_.push_back(std::move(step));
  }
  for (const Variable& output : graph.outputs()) outputs_.push_back(number_of(output));
}

std::vector<Array> NodeByNode::run(std::span<const Array> inputs, const NodeWatch& watch) const {
  std::vector<Array> values(numbers_.size());
  for (const auto& [number, array] : constants_) values[number] = array;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Variable& input = graph_.inputs()[i];
    values[numbers_.at(input.node())] = inputs[i];
    if (watch.on_input) watch.on_input(input, inputs[i]);
  }
  for (std::size_t s = 0; s < steps_.size(); ++s) {
    const Step& step = steps_[s];
    NodeEvent event;
    event.number = static_cast<int>(s);
    event.node = step.node.get();
    std::vector<Array> arguments, free;
    for (std::size_t i = 0; i < step.inputs.size(); ++i) {
      arguments.push_back(values[step.inputs[i]]);
      if (step.is_argument[i]) free.push_back(arguments.back());
    }
    event.inputs = arguments;
    if (watch.before) watch.before(event);
    const std::vector<Array> results = step.executor->run(free);
    for (std::size_t o = 0; o < results.size(); ++o) values[step.outputs[o]] = results[o];
    event.outputs = results;
    if (watch.after) watch.after(event);
  }
  std::vector<Array> results;
  for (const int output : outputs_) results.push_back(values[output].copy());
  return results;
}

}  // namespace theano
