// Expands composites until none is left.
#include "theano/lower/expand.h"

#include "theano/base/error.h"
#include "theano/ops/kinds/composite.h"
#include "theano/ops/shape/shape.h"

namespace theano::lower {

namespace {

/// Held, so that no new node takes the address of one that leaves the graph meanwhile.
std::vector<Ref<Apply>> composites(const FunctionGraph& graph) {
  std::vector<Ref<Apply>> found;
  for (Apply* node : graph.toposort())
    if (node->op()->kind() == OpKind::Composite) found.emplace_back(node);
  return found;
}

/// The expansion may know more or less of sizes of 1 than the op said.
Variable with_type_of(const Variable& wanted, const Variable& v) {
  if (!wanted.is_tensor() || !v.is_tensor() || wanted.type()->equals(*v.type()) || wanted.ndim() != v.ndim()) return v;
  return tensor::patternbroadcast(v, wanted.tensor_type().broadcastable());
}

}  // namespace

bool has_composites(const FunctionGraph& graph) { return !composites(graph).empty(); }

int expand_composites(FunctionGraph& graph) {
  int count = 0;
  for (std::vector<Ref<Apply>> pending = composites(graph); !pending.empty(); pending = composites(graph)) {
    for (const Ref<Apply>& node : pending) {
      if (!graph.contains(node.get())) continue;  // an expansion before may have left it without users
      const ProvenanceScope scope(node->provenance);
      const auto& composite = static_cast<const Composite&>(node->op()->definition());
      const std::vector<Variable> before = node->outputs();
      const std::vector<Variable> after = composite.expand(*node);
      if (after.size() != before.size())
        throw InternalError(std::string(composite.name()), "the expansion gives another number of outputs.",
                            "This is a fault of the op.");
      std::vector<std::pair<Variable, Variable>> pairs;
      for (std::size_t i = 0; i < before.size(); ++i) pairs.emplace_back(before[i], with_type_of(before[i], after[i]));
      graph.replace_all(pairs, "expand");
      ++count;
    }
  }
  return count;
}

}  // namespace theano::lower
