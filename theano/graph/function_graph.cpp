// Entering, leaving and replacing in the graph that the compiler owns, without ever walking all of it.
#include "theano/graph/function_graph.h"

#include <algorithm>
#include <queue>

#include "theano/base/error.h"

namespace theano {
namespace {

// Room left between the ranks of neighbours when a graph is built, for nodes that rewriting puts between them.
constexpr std::int64_t kRankGap = std::int64_t{1} << 20;
// Client lists longer than this get a table of positions.
constexpr std::size_t kLongList = 32;

}  // namespace

bool FunctionGraph::ClientList::contains(Client client) const {
  if (positions_) return positions_->contains(client);
  return std::find(list_.begin(), list_.end(), client) != list_.end();
}

void FunctionGraph::ClientList::add(Client client) {
  list_.push_back(client);
  if (positions_) {
    positions_->insert_or_assign(client, list_.size() - 1);
  } else if (list_.size() > kLongList) {
    positions_ = std::make_unique<std::unordered_map<Client, std::size_t, HashOf>>();
    for (std::size_t i = 0; i < list_.size(); ++i) positions_->emplace(list_[i], i);
  }
}

void FunctionGraph::ClientList::remove(Client client) {
  std::size_t at = list_.size();
  if (positions_) {
    if (const auto it = positions_->find(client); it != positions_->end()) {
      at = it->second;
      positions_->erase(it);
    }
  } else {
    at = static_cast<std::size_t>(std::find(list_.begin(), list_.end(), client) - list_.begin());
  }
  if (at == list_.size()) return;
  if (positions_) {
    if (at + 1 != list_.size()) {
      list_[at] = list_.back();
      (*positions_)[list_[at]] = at;
    }
    list_.pop_back();
  } else {
    list_.erase(list_.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

FunctionGraph::FunctionGraph(std::vector<Variable> inputs, std::vector<Variable> outputs, bool clone)
    : inputs_(std::move(inputs)), outputs_(std::move(outputs)) {
  if (clone) {
    for (Variable& input : inputs_) {
      const auto [it, is_new] = copies_.try_emplace(input);
      if (is_new) it->second = input->clone();
      input = it->second;
    }
    outputs_ = clone_graph(outputs_, copies_);
  }
  for (const Variable& input : inputs_) {
    Entry& entry = entries_[input.node()];
    entry.held = input;
    entry.is_input = true;
  }
  for (int i = 0; i < static_cast<int>(outputs_.size()); ++i) {
    enter(outputs_[i], kRankGap);
    entries_.at(outputs_[i].node()).clients.add({nullptr, i});
  }
}

const std::vector<Client>& FunctionGraph::clients(const Variable& v) const {
  static const std::vector<Client> none;
  const auto it = entries_.find(v.node());
  return it == entries_.end() ? none : it->second.clients.list();
}

std::vector<Apply*> FunctionGraph::toposort() const { return theano::toposort(outputs_, inputs_); }

std::int64_t FunctionGraph::rank_of(const Variable& v) const {
  Apply* const owner = v.owner();
  if (!owner) return 0;
  const auto member = nodes_.find(owner);
  if (member == nodes_.end() || entries_.at(v.node()).is_input) return 0;
  return member->second.rank;
}

std::int64_t FunctionGraph::rank_above_inputs(const Apply& node) const {
  std::int64_t rank = 0;
  for (const Variable& input : node.inputs()) rank = std::max(rank, rank_of(input));
  return rank + 1;
}

void FunctionGraph::enter(const Variable& v, std::int64_t rank_step) {
  struct Frame {
    Apply* node;
    int next_input;
  };
  std::vector<Frame> stack;
  const auto visit = [&](const Variable& x) {
    if (entries_.contains(x.node())) return;
    if (Apply* owner = x.owner()) {
      if (nodes_.try_emplace(owner, Member{Ref<Apply>(owner), 0}).second) stack.push_back({owner, 0});
    } else {
      entries_[x.node()].held = x;
    }
  };
  visit(v);
  while (!stack.empty()) {
    Frame& top = stack.back();
    if (top.next_input < top.node->input_count()) {
      visit(top.node->input(top.next_input++));
    } else {
      Apply* const node = top.node;
      stack.pop_back();
      finish_entering(node, rank_step);
    }
  }
}

void FunctionGraph::finish_entering(Apply* node, std::int64_t rank_step) {
  nodes_.at(node).rank = rank_above_inputs(*node) - 1 + rank_step;
  for (int i = 0; i < node->output_count(); ++i) {
    Variable output = node->output(i);
    VariableNode* const key = output.node();
    entries_[key].held = std::move(output);
  }
  for (int i = 0; i < node->input_count(); ++i) entries_.at(node->input(i).node()).clients.add({node, i});
  for (Observer* observer : observers_) observer->on_enter(node);
}

void FunctionGraph::leave_if_unused(const Variable& v) {
  std::vector<Variable> candidates{v};
  while (!candidates.empty()) {
    const Variable candidate = std::move(candidates.back());
    candidates.pop_back();
    const auto entry = entries_.find(candidate.node());
    if (entry == entries_.end() || entry->second.is_input || !entry->second.clients.list().empty()) continue;
    Apply* const owner = candidate.owner();
    if (!owner) {
      entries_.erase(entry);
      continue;
    }
    const std::vector<Variable> outputs = owner->outputs();
    const bool is_used = std::any_of(outputs.begin(), outputs.end(), [&](const Variable& output) {
      return !entries_.at(output.node()).clients.list().empty();
    });
    if (is_used) continue;
    for (Observer* observer : observers_) observer->on_leave(owner);
    for (int i = 0; i < owner->input_count(); ++i) {
      entries_.at(owner->input(i).node()).clients.remove({owner, i});
      candidates.push_back(owner->input(i));
    }
    for (const Variable& output : outputs) {
      if (const auto it = entries_.find(output.node()); !it->second.is_input) entries_.erase(it);
    }
    nodes_.erase(owner);
  }
}

void FunctionGraph::change_client(Client client, const Variable& old_variable, const Variable& new_variable) {
  entries_.at(old_variable.node()).clients.remove(client);
  entries_.at(new_variable.node()).clients.add(client);
  if (client.node) {
    client.node->set_input(client.index, new_variable);
  } else {
    outputs_[static_cast<std::size_t>(client.index)] = new_variable;
  }
  for (Observer* observer : observers_) observer->on_change(client.node);
}

void FunctionGraph::move_clients(std::span<const Client> clients, const Variable& from, const Variable& to) {
  for (const Client client : clients) {
    const Variable& present =
        client.node ? client.node->input(client.index) : outputs_[static_cast<std::size_t>(client.index)];
    if (present == from) change_client(client, from, to);
  }
}

// Gives `clients` and what depends on them ranks above that of `v`, visiting only nodes whose ranks are too low. Returns
// false and changes nothing when v itself depends on a client.
bool FunctionGraph::raise_ranks_above(const Variable& v, std::span<const Client> clients) {
  const std::int64_t floor = rank_of(v);
  if (floor == 0) return true;
  Apply* const source = v.owner();
  using Waiting = std::pair<std::int64_t, Apply*>;
  // In the order of old ranks every node comes after all raised nodes that it depends on.
  std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> waiting;
  for (const Client client : clients) {
    if (!client.node) continue;
    if (const std::int64_t rank = nodes_.at(client.node).rank; rank <= floor) waiting.emplace(rank, client.node);
  }
  std::vector<Waiting> raised;
  while (!waiting.empty()) {
    const auto [old_rank, node] = waiting.top();
    waiting.pop();
    if (node == source) {
      for (const auto& [rank, changed] : raised) nodes_.at(changed).rank = rank;
      return false;
    }
    std::int64_t& rank = nodes_.at(node).rank;
    if (rank != old_rank) continue;  // has been raised before
    raised.emplace_back(old_rank, node);
    rank = std::max(floor + 1, rank_above_inputs(*node));
    const std::int64_t new_rank = rank;
    for (int i = 0; i < node->output_count(); ++i) {
      for (const Client client : this->clients(node->output(i))) {
        if (!client.node) continue;
        if (const std::int64_t below = nodes_.at(client.node).rank; below <= new_rank)
          waiting.emplace(below, client.node);
      }
    }
  }
  return true;
}

struct FunctionGraph::Change {
  Variable from, to;
  std::vector<Client> clients;
};

void FunctionGraph::undo(std::span<const Change> changes, std::size_t done) {
  while (done-- > 0) {
    const Change& change = changes[done];
    raise_ranks_above(change.from, change.clients);
    move_clients(change.clients, change.to, change.from);
  }
  for (const Change& change : changes) leave_if_unused(change.to);
}

void FunctionGraph::replace(const Variable& old_variable, const Variable& new_variable, const char* reason) {
  const std::pair<Variable, Variable> pair(old_variable, new_variable);
  replace_all({&pair, 1}, reason);
}

void FunctionGraph::replace_all(std::span<const std::pair<Variable, Variable>> pairs, const char* reason) {
  std::vector<Change> changes;
  for (const auto& [from, to] : pairs) {
    if (from == to || !entries_.contains(from.node())) continue;
    if (!from.type()->equals(*to.type())) {
      throw InternalError(ErrorReport{.op = reason,
                                      .sentence = "a replacement must keep the type, but " + from.type()->to_string() +
                                                  " would become " + to.type()->to_string() + ".",
                                      .operands = {describe_operand("old", from), describe_operand("new", to)},
                                      .way_out = "exclude the rule '" + std::string(reason) + "' and report it."});
    }
    changes.push_back({from, to, entries_.at(from.node()).clients.list()});
  }
  for (const Change& change : changes) enter(change.to, 1);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Change& change = changes[i];
    if (!raise_ranks_above(change.to, change.clients)) {
      undo(changes, i);
      throw InternalError(
          ErrorReport{.op = reason,
                      .sentence = "a replacement must not make a circle, but the new variable depends "
                                  "on a user of the old one.",
                      .operands = {describe_operand("old", change.from), describe_operand("new", change.to)},
                      .way_out = "exclude the rule '" + std::string(reason) + "' and report it."});
    }
    move_clients(change.clients, change.from, change.to);
  }
  for (const Change& change : changes) {
    leave_if_unused(change.from);
    leave_if_unused(change.to);
  }
}

namespace {

[[noreturn]] void inconsistent(const std::string& sentence) {
  throw InternalError("FunctionGraph::verify", sentence, "report this together with the graph.");
}

}  // namespace

void FunctionGraph::verify_node(const Member& member) const {
  Apply* const node = member.apply.get();
  const auto text = [&] { return node->op()->to_string(); };
  if (member.rank < rank_above_inputs(*node))
    inconsistent("inputs must come before their users, but not for " + text() + ".");
  for (int i = 0; i < node->input_count(); ++i) {
    const auto entry = entries_.find(node->input(i).node());
    if (entry == entries_.end() || !entry->second.clients.contains({node, i})) {
      inconsistent("input " + std::to_string(i) + " of " + text() + " does not know its client.");
    }
  }
  bool is_used = false;
  for (int i = 0; i < node->output_count(); ++i) {
    const Variable output = node->output(i);
    const auto entry = entries_.find(output.node());
    if (entry == entries_.end()) inconsistent("an output of " + text() + " is not in the graph.");
    if (!output.type()->equals(*node->output_type(i)))
      inconsistent("an output of " + text() + " has another type than its node.");
    is_used |= !entry->second.clients.list().empty();
  }
  if (!is_used) inconsistent("nobody uses " + text() + ", but it is still in the graph.");
}

void FunctionGraph::verify() const {
  std::size_t uses = outputs_.size(), listed = 0;
  for (const auto& [node, member] : nodes_) uses += static_cast<std::size_t>(node->input_count());
  for (const auto& [node, entry] : entries_) {
    listed += entry.clients.list().size();
    for (const Client client : entry.clients.list()) {
      if (client.node && !nodes_.contains(client.node)) inconsistent("a client of a variable is not in the graph.");
    }
  }
  if (uses != listed) {
    inconsistent("there are " + std::to_string(uses) + " uses of variables, but " + std::to_string(listed) +
                 " clients.");
  }
  for (const auto& [node, member] : nodes_) verify_node(member);
  const std::vector<Apply*> order = toposort();
  if (order.size() != nodes_.size()) {
    inconsistent("the outputs depend on " + std::to_string(order.size()) + " nodes, but " +
                 std::to_string(nodes_.size()) + " are in the graph.");
  }
}

}  // namespace theano
