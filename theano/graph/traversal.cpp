// Walks over graphs with explicit stacks: order, ancestors, copies, equality, constant scalars.
#include "theano/graph/traversal.h"

#include <algorithm>
#include <unordered_set>

#include "theano/graph/op.h"

namespace theano {
namespace {

using NodeSet = std::unordered_set<const VariableNode*>;

NodeSet nodes_of(std::span<const Variable> variables) {
  NodeSet set;
  set.reserve(variables.size());
  for (const Variable& v : variables) set.insert(v.node());
  return set;
}

/// An Apply whose inputs are being walked.
struct Frame {
  Apply* apply;
  int next_input;
};

}  // namespace

std::vector<Apply*> toposort(std::span<const Variable> outputs, std::span<const Variable> inputs) {
  const NodeSet blockers = nodes_of(inputs);
  std::vector<Apply*> order;
  std::unordered_set<const Apply*> seen;
  std::vector<Frame> stack;
  const auto visit = [&](const Variable& v) {
    Apply* const owner = v.owner();
    if (!owner || (!blockers.empty() && blockers.contains(v.node()))) return;
    if (seen.insert(owner).second) stack.push_back({owner, 0});
  };
  for (const Variable& output : outputs) {
    visit(output);
    while (!stack.empty()) {
      Frame& top = stack.back();
      if (top.next_input < top.apply->input_count()) {
        visit(top.apply->input(top.next_input++));
      } else {
        order.push_back(top.apply);
        stack.pop_back();
      }
    }
  }
  return order;
}

std::vector<Variable> ancestors(std::span<const Variable> outputs, std::span<const Variable> blockers) {
  const NodeSet stops = nodes_of(blockers);
  std::vector<Variable> found;
  NodeSet seen;
  std::vector<Variable> stack(outputs.rbegin(), outputs.rend());
  while (!stack.empty()) {
    Variable v = std::move(stack.back());
    stack.pop_back();
    if (v.is_null() || !seen.insert(v.node()).second) continue;
    if (Apply* owner = v.owner(); owner && !stops.contains(v.node())) {
      const auto inputs = owner->inputs();
      stack.insert(stack.end(), inputs.rbegin(), inputs.rend());
    }
    found.push_back(std::move(v));
  }
  return found;
}

std::vector<Variable> graph_inputs(std::span<const Variable> outputs, std::span<const Variable> blockers) {
  std::vector<Variable> all = ancestors(outputs, blockers);
  const NodeSet stops = nodes_of(blockers);
  std::erase_if(all, [&](const Variable& v) { return v.owner() != nullptr && !stops.contains(v.node()); });
  return all;
}

bool depends_on(const Variable& v, const Variable& on) {
  NodeSet seen;
  std::vector<const VariableNode*> stack{v.node()};
  while (!stack.empty()) {
    const VariableNode* node = stack.back();
    stack.pop_back();
    if (node == on.node()) return true;
    if (!node || !seen.insert(node).second || !node->owner) continue;
    for (const Variable& input : node->owner->inputs()) stack.push_back(input.node());
  }
  return false;
}

std::vector<Variable> clone_graph(std::span<const Variable> outputs, VariableMap& replacements, CloneOptions options) {
  std::vector<Variable> blockers;
  blockers.reserve(replacements.size());
  for (const auto& [from, to] : replacements) blockers.push_back(from);
  const auto copy_of = [&](const Variable& v) -> Variable {
    const auto [it, is_new] = replacements.try_emplace(v);
    if (is_new) it->second = options.copy_inputs ? v->clone() : v;
    return it->second;
  };
  for (Apply* apply : toposort(outputs, blockers)) {
    std::vector<Variable> inputs;
    std::vector<TypeRef> types;
    inputs.reserve(apply->inputs().size());
    for (const Variable& input : apply->inputs()) inputs.push_back(copy_of(input));
    for (int i = 0; i < apply->output_count(); ++i) types.push_back(apply->output_type(i));
    const ProvenanceScope scope(apply->provenance);
    const bool is_rebuilt = options.rebuild && !std::ranges::equal(inputs, apply->inputs(), [](const Variable& a, const Variable& b) {
      return a.type()->equals(*b.type());
    });
    const Ref<Apply> copy = is_rebuilt ? apply->op()->definition().make_apply(apply->op(), std::move(inputs))
                                       : Apply::make(apply->op(), std::move(inputs), std::move(types));
    copy->provenance = apply->provenance;
    for (int i = 0; i < apply->output_count(); ++i) {
      const Variable original = apply->output(i);
      Variable output = copy->output(i);
      output->name = original->name;
      output->provenance = original->provenance;
      if (original->test_value && !is_rebuilt) output->test_value = std::make_unique<Value>(*original->test_value);
      replacements.try_emplace(original, std::move(output));  // keeps what the caller has put there
    }
  }
  std::vector<Variable> copies;
  copies.reserve(outputs.size());
  for (const Variable& output : outputs) copies.push_back(copy_of(output));
  return copies;
}

namespace {

/// Numbers variables such that equal computations have equal numbers, over all graphs that it is shown; so it makes no
/// difference whether a graph shares its sub-graphs.
class ValueNumbering {
 public:
  /// Numbers of `outputs`, where inputs[i] has the number i.
  std::vector<std::int64_t> number_outputs(std::span<const Variable> outputs, std::span<const Variable> inputs) {
    numbers_.clear();
    for (std::size_t i = 0; i < inputs.size(); ++i) numbers_[inputs[i].node()] = static_cast<std::int64_t>(i);
    for (Apply* apply : toposort(outputs, inputs)) {
      std::vector<std::int64_t> key;
      key.reserve(apply->inputs().size());
      for (const Variable& input : apply->inputs()) key.push_back(number_of(input));
      const std::int64_t first = number_apply(apply, std::move(key));
      for (int i = 0; i < apply->output_count(); ++i) {
        // An output that is an input of the graph keeps the number it has as such.
        const Variable output = apply->output(i);
        held_.push_back(output);
        numbers_.try_emplace(output.node(), first + i);
      }
    }
    std::vector<std::int64_t> result;
    for (const Variable& output : outputs) result.push_back(number_of(output));
    return result;
  }

 private:
  struct Known {
    Apply* apply;
    std::vector<std::int64_t> inputs;
    std::int64_t first;
  };

  std::int64_t number_apply(Apply* apply, std::vector<std::int64_t> inputs) {
    std::size_t hash = apply->op()->hash();
    for (const std::int64_t i : inputs)
      hash = (hash ^ static_cast<std::size_t>(i)) * 0x9e3779b97f4a7c15ULL + (hash >> 31);
    const auto [begin, end] = applies_.equal_range(hash);
    for (auto it = begin; it != end; ++it) {
      if (it->second.inputs == inputs && it->second.apply->op()->equals(*apply->op())) return it->second.first;
    }
    const std::int64_t first = next_;
    next_ += apply->output_count();
    applies_.emplace(hash, Known{apply, std::move(inputs), first});
    return first;
  }

  std::int64_t number_of(const Variable& v) {
    if (const auto it = numbers_.find(v.node()); it != numbers_.end()) return it->second;
    std::int64_t number = -1;
    if (const ConstantNode* constant = v.constant()) {
      std::vector<std::pair<const ConstantNode*, std::int64_t>>& candidates = constants_[constant->value_hash()];
      for (const auto& [other, known] : candidates) {
        if (constant->is_same(*other)) number = known;
      }
      if (number < 0) candidates.emplace_back(constant, number = next_++);
    } else {
      const auto [leaf, is_new] = leaves_.try_emplace(v.node(), next_);
      if (is_new) ++next_;
      number = leaf->second;
    }
    numbers_.emplace(v.node(), number);
    return number;
  }

  std::unordered_map<const VariableNode*, std::int64_t> numbers_;  // of the present graph
  std::unordered_map<const VariableNode*, std::int64_t> leaves_;   // the same variable in both graphs
  std::unordered_map<std::size_t, std::vector<std::pair<const ConstantNode*, std::int64_t>>> constants_;
  std::unordered_multimap<std::size_t, Known> applies_;
  std::vector<Variable> held_;
  std::int64_t next_ = std::int64_t{1} << 32;  // below: inputs, by position
};

}  // namespace

bool is_same_computation(std::span<const Variable> a, std::span<const Variable> b, std::span<const Variable> inputs_a,
                         std::span<const Variable> inputs_b) {
  if (a.size() != b.size() || inputs_a.size() != inputs_b.size()) return false;
  for (std::size_t i = 0; i < inputs_a.size(); ++i) {
    if (!inputs_a[i].type()->equals(*inputs_b[i].type())) return false;
  }
  ValueNumbering numbering;
  const std::vector<std::int64_t> numbers_a = numbering.number_outputs(a, inputs_a);
  return numbers_a == numbering.number_outputs(b, inputs_b);
}

std::optional<double> scalar_constant_value(const Variable& v) {
  std::vector<DType> casts;  // from the outside in
  const Variable* at = &v;
  while (at->is_tensor() && !at->constant()) {
    const Apply* apply = at->owner();
    if (!apply) return std::nullopt;
    const std::string_view op = apply->op()->name();
    if (op == "dimshuffle" || op == "alloc" || op == "cast") {
      if (op == "cast") casts.push_back(at->dtype());
      at = &apply->input(0);
    } else if (op == "second" || op == "fill") {
      casts.push_back(at->dtype());
      at = &apply->input(1);
    } else {
      return std::nullopt;
    }
  }
  if (!at->is_tensor()) return std::nullopt;
  std::optional<double> value = at->constant()->uniform_value();
  if (!value) return std::nullopt;
  Array number = Array::scalar_of(at->dtype(), *value);
  for (auto dtype = casts.rbegin(); dtype != casts.rend(); ++dtype) number = number.astype(*dtype);
  return number.item();
}

}  // namespace theano
