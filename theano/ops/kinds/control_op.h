// The kind of ops that hold inner graphs (loops over time, branches); lowering nests a Program for each inner graph.
#pragma once

#include "theano/graph/function_graph.h"
#include "theano/graph/op.h"

namespace theano {

/// An inner graph as a parameter of an op; compared by computation.
class THEANO_API InnerGraph final : public Object {
 public:
  explicit InnerGraph(FunctionGraph graph) : graph_(std::move(graph)) {}
  const FunctionGraph& graph() const noexcept { return graph_; }
  std::string to_string() const override { return "InnerGraph"; }

 private:
  FunctionGraph graph_;
};

/// What the inputs and outputs of a loop are, by number: sequences, then initial states, then invariants come in;
/// final states, then stacked results come out. The body takes elements, states, invariants and gives states, elements.
struct LoopRoles {
  int sequences = 0;
  int states = 0;
  int stacked = 0;
};

/// Base of ops with inner graphs, which stand in their attributes as InnerGraph objects.
class THEANO_API ControlOp : public OpDefinition {
 public:
  OpKind kind() const noexcept final { return OpKind::Control; }
  virtual std::vector<Ref<InnerGraph>> inner_graphs(const OpInstance& self) const = 0;
  /// The same op with other inner graphs of the same types, in the same order.
  virtual Op with_inner_graphs(const OpInstance& self, std::vector<Ref<InnerGraph>> graphs) const = 0;
  virtual LoopRoles loop_roles(const Apply& node) const = 0;
};

}  // namespace theano
