// Hash-consing: equal ops on equal inputs become one node, equal constants one constant.
#include "theano/graph/merge.h"

#include "theano/graph/op.h"

namespace theano {

namespace {

std::size_t hash_node(const Apply& node) {
  std::size_t h = node.op()->hash();
  for (const Variable& v : node.inputs()) h = (h ^ v.hash()) * 0x9E3779B97F4A7C15ull + (h >> 29);
  return h;
}

bool is_equal(const Apply& a, const Apply& b) {
  if (a.input_count() != b.input_count() || a.output_count() != b.output_count()) return false;
  for (int i = 0; i < a.input_count(); ++i)
    if (!(a.input(i) == b.input(i))) return false;
  if (a.op() != b.op() && !a.op()->equals(*b.op())) return false;
  for (int i = 0; i < a.output_count(); ++i)
    if (!a.output_type(i)->equals(*b.output_type(i))) return false;
  return true;
}

}  // namespace

Apply* MergeTable::find_or_add(Apply& node) {
  if (hash_of_.contains(&node)) return nullptr;
  const std::size_t h = hash_node(node);
  auto [first, last] = nodes_.equal_range(h);
  for (; first != last; ++first)
    if (is_equal(*first->second, node)) return first->second;
  nodes_.emplace(h, &node);
  hash_of_.emplace(&node, h);
  return nullptr;
}

void MergeTable::remove(Apply* node) {
  auto it = hash_of_.find(node);
  if (it == hash_of_.end()) return;
  auto [first, last] = nodes_.equal_range(it->second);
  for (; first != last; ++first)
    if (first->second == node) {
      nodes_.erase(first);
      break;
    }
  hash_of_.erase(it);
}

Variable MergeTable::find_or_add(const Variable& constant) {
  const ConstantNode& c = *constant.constant();
  const std::size_t h = c.value_hash();
  auto [first, last] = constants_.equal_range(h);
  for (; first != last; ++first)
    if (first->second == constant || c.is_same(*first->second.constant())) return first->second;
  constants_.emplace(h, constant);
  return constant;
}

bool merge_node(FunctionGraph& graph, MergeTable& table, Apply& node) {
  for (int i = 0; i < node.input_count(); ++i) {
    const Variable input = node.input(i);
    if (!input.constant()) continue;
    Variable first = table.find_or_add(input);
    if (!(first == input)) graph.replace(input, first, "merge");
  }
  Apply* equal = table.find_or_add(node);
  if (!equal) return false;
  std::vector<std::pair<Variable, Variable>> pairs;
  for (int i = 0; i < node.output_count(); ++i) {
    Variable mine = node.output(i);
    if (!graph.clients(mine).empty()) pairs.emplace_back(mine, equal->output(i));
  }
  graph.replace_all(pairs, "merge");
  return true;
}

std::int64_t merge_equal_nodes(FunctionGraph& graph) {
  MergeTable table;
  std::int64_t count = 0;
  std::vector<Ref<Apply>> order;  // held: a node may leave with the one that used it
  for (Apply* node : graph.toposort()) order.emplace_back(node);
  for (const Ref<Apply>& node : order)
    if (graph.contains(node.get()) && merge_node(graph, table, *node)) ++count;
  return count;
}

}  // namespace theano
