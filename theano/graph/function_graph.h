// A graph that the compiler owns: its nodes know their clients, and variables can be replaced.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "theano/graph/op.h"
#include "theano/graph/traversal.h"

namespace theano {

/// One use of a variable: input `index` of `node`, or output `index` of the graph where node is null.
struct Client {
  Apply* node;
  int index;
  friend bool operator==(Client, Client) = default;
};

/// Inputs, outputs and the nodes between them. The constructor copies the given graph, so that the user's stays as it
/// is. All changes go through replace(), which keeps the clients right.
class THEANO_API FunctionGraph {
 public:
  /// `clone = false` takes the nodes themselves (they must belong to nobody else).
  FunctionGraph(std::vector<Variable> inputs, std::vector<Variable> outputs, bool clone = true);
  FunctionGraph(FunctionGraph&&) = default;
  FunctionGraph& operator=(FunctionGraph&&) = default;

  const std::vector<Variable>& inputs() const noexcept { return inputs_; }
  const std::vector<Variable>& outputs() const noexcept { return outputs_; }
  /// Copies of the user's variables: user's variable -> ours.
  const VariableMap& copies() const noexcept { return copies_; }
  std::size_t node_count() const noexcept { return nodes_.size(); }
  bool contains(const Apply* node) const { return nodes_.contains(const_cast<Apply*>(node)); }
  const std::vector<Client>& clients(const Variable& v) const;
  /// Inputs before users. Recomputed after changes.
  std::vector<Apply*> toposort() const;

  /// Lets every client of `old_variable` use `new_variable` instead; nodes of the new one enter the graph, nodes that
  /// nobody uses any more leave it. Errors: InternalError when the types differ in more than known sizes, or when
  /// new_variable depends on old_variable (a circle).
  void replace(const Variable& old_variable, const Variable& new_variable, const char* reason);
  /// Several at once, validated together.
  void replace_all(std::span<const std::pair<Variable, Variable>> pairs, const char* reason);

  /// Told of every node that enters or leaves and every changed input; used by the rewrite engine's work list.
  struct Observer {
    virtual ~Observer() = default;
    virtual void on_enter(Apply*) {}
    virtual void on_leave(Apply*) {}
    virtual void on_change(Apply* /*node whose input changed, or null for an output*/) {}
  };
  void attach(Observer* observer) { observers_.push_back(observer); }
  void detach(Observer* observer) { std::erase(observers_, observer); }

  /// Throws InternalError when clients, owners or types do not agree.
  void verify() const;

 private:
  void enter(const Variable& v);
  void leave_if_unused(const Variable& v);
  void change_client(Client client, const Variable& old_variable, const Variable& new_variable);

  std::vector<Variable> inputs_;
  std::vector<Variable> outputs_;
  VariableMap copies_;
  std::unordered_map<Apply*, Ref<Apply>> nodes_;
  std::unordered_map<VariableNode*, std::vector<Client>> clients_;
  std::unordered_map<VariableNode*, Variable> held_;  // outputs of nodes stay the same objects while in the graph
  std::vector<Observer*> observers_;
};

}  // namespace theano
