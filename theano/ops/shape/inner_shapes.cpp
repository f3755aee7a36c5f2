// Walks an inner graph and asks each op for its shapes.
#include "theano/ops/shape/inner_shapes.h"

#include <unordered_map>

#include "theano/graph/traversal.h"
#include "theano/ops/shape/size_expressions.h"

namespace theano {

std::vector<SymbolicShape> shapes_within(std::span<const Variable> outputs, std::span<const Variable> inputs,
                                               std::span<const SymbolicShape> input_shapes) {
  std::unordered_map<Variable, SymbolicShape> shapes;
  for (std::size_t i = 0; i < inputs.size(); ++i) shapes.emplace(inputs[i], input_shapes[i]);
  const auto shape_of = [&shapes](const Variable& v) -> SymbolicShape {
    if (const auto found = shapes.find(v); found != shapes.end()) return found->second;
    return v.is_tensor() ? sizes_of(v) : SymbolicShape();
  };
  std::vector<Variable> held;  // outputs of nodes live only while somebody holds them
  for (Apply* node : toposort(outputs, inputs)) {
    std::vector<SymbolicShape> node_shapes;
    for (const Variable& input : node->inputs()) node_shapes.push_back(shape_of(input));
    std::vector<SymbolicShape> results = node->op()->definition().infer_shape(*node, node_shapes);
    for (int o = 0; o < node->output_count(); ++o) {
      held.push_back(node->output(o));
      shapes.emplace(held.back(), std::move(results[o]));
    }
  }
  std::vector<SymbolicShape> result;
  for (const Variable& output : outputs) result.push_back(shape_of(output));
  return result;
}

}  // namespace theano
