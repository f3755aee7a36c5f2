// Runs a graph op by op, so that every intermediate result can be looked at.
#pragma once

#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "theano/compile/node_watch.h"
#include "theano/graph/function_graph.h"
#include "theano/runtime/executor.h"

namespace theano {

/// A graph with one small program per node, compiled once. `graph` must outlive it.
class NodeByNode {
 public:
  explicit NodeByNode(const FunctionGraph& graph);
  /// The outputs for the inputs; each result has memory of its own. Errors: those of the ops and of the callbacks.
  std::vector<Array> run(std::span<const Array> inputs, const NodeWatch& watch) const;

 private:
  struct Step {
    Ref<Apply> node;
    std::vector<bool> is_argument;  ///< per input: taken from a value (constants stand in the program)
    std::vector<int> inputs;        ///< numbers of values
    std::vector<int> outputs;
    std::unique_ptr<runtime::Executor> executor;
  };
  int number_of(const Variable& v);
  const FunctionGraph& graph_;
  std::unordered_map<VariableNode*, int> numbers_;
  std::vector<std::pair<int, Array>> constants_;
  std::vector<Step> steps_;
  std::vector<int> outputs_;
};

}  // namespace theano
