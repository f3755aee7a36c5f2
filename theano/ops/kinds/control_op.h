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

/// Base of ops with inner graphs, which stand in their attributes as InnerGraph objects.
class THEANO_API ControlOp : public OpDefinition {
 public:
  OpKind kind() const noexcept final { return OpKind::Control; }
  virtual std::vector<Ref<InnerGraph>> inner_graphs(const OpInstance& self) const = 0;
};

}  // namespace theano
