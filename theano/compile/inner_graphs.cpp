// Rewrites the inner graphs of control ops, each on a copy of its own.
#include "theano/compile/inner_graphs.h"

#include "theano/ops/kinds/control_op.h"

namespace theano {

void rewrite_inner_graphs(FunctionGraph& graph, const Mode& mode, CompileReport& report) {
  std::vector<Ref<Apply>> nodes;  // held: a replaced node leaves the graph
  for (Apply* node : graph.toposort())
    if (node->op()->kind() == OpKind::Control) nodes.emplace_back(node);
  for (const Ref<Apply>& node : nodes) {
    const auto& control = static_cast<const ControlOp&>(node->op()->definition());
    std::vector<Ref<InnerGraph>> rewritten;
    for (const Ref<InnerGraph>& inner : control.inner_graphs(*node->op())) {
      FunctionGraph copy(inner->graph().inputs(), inner->graph().outputs());
      run_pipeline(copy, mode, report);
      rewritten.push_back(Ref<InnerGraph>(new InnerGraph(std::move(copy))));
    }
    const ProvenanceScope scope(node->provenance);
    const std::vector<Variable> before = node->outputs();
    const std::vector<Variable> after = apply_op_all(control.with_inner_graphs(*node->op(), std::move(rewritten)),
                                                     {node->inputs().begin(), node->inputs().end()});
    std::vector<std::pair<Variable, Variable>> pairs;
    for (std::size_t i = 0; i < before.size(); ++i) pairs.emplace_back(before[i], after[i]);
    graph.replace_all(pairs, "inner graphs");
  }
}

}  // namespace theano
