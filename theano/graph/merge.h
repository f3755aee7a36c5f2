// Finds nodes and constants of a graph that are equal to one another (hash-consing).
#pragma once

#include <unordered_map>

#include "theano/graph/function_graph.h"

namespace theano {

/// The nodes and constants seen so far. Nodes must be taken out before their inputs change or they go.
class THEANO_API MergeTable {
 public:
  /// The equal node seen before, or null after remembering `node` as the first of its kind.
  Apply* find_or_add(Apply& node);
  void remove(Apply* node);
  /// The first constant equal to `constant` (maybe itself).
  Variable find_or_add(const Variable& constant);

 private:
  std::unordered_multimap<std::size_t, Apply*> nodes_;
  std::unordered_map<Apply*, std::size_t> hash_of_;
  std::unordered_multimap<std::size_t, Variable> constants_;
};

/// Replaces the constant inputs of `node` by the first equal ones, then `node` itself by an equal node if there is one.
/// Returns true when the node was replaced.
THEANO_API bool merge_node(FunctionGraph& graph, MergeTable& table, Apply& node);

/// Makes equal nodes and equal constants of a graph one, inputs before their users. Returns how many nodes went. Cost:
/// linear in the size of the graph.
THEANO_API std::int64_t merge_equal_nodes(FunctionGraph& graph);

}  // namespace theano
