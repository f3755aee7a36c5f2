// A graph that the compiler owns: its nodes know their clients, and variables can be replaced.
#pragma once

#include <memory>
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
  /// Forgets the copies, and with them the user's graph, which then lives as long as the user holds it.
  void forget_copies() { copies_.clear(); }
  std::size_t node_count() const noexcept { return nodes_.size(); }
  bool contains(const Apply* node) const { return nodes_.contains(const_cast<Apply*>(node)); }
  const std::vector<Client>& clients(const Variable& v) const;
  /// Inputs before users. Recomputed after changes.
  std::vector<Apply*> toposort() const;

  /// Lets every client of `old_variable` use `new_variable` instead; nodes of the new one enter the graph, nodes that
  /// nobody uses any more leave it. Nodes that enter may use the old variable (x by f(x)). Does nothing when the old one
  /// is not in the graph. Cost: linear in what changes.
  /// Errors: InternalError when the types differ in more than known sizes, or when a client of old_variable would come
  /// to depend on itself (a circle); the graph is then as before.
  void replace(const Variable& old_variable, const Variable& new_variable, const char* reason);
  /// Several at once, for the clients there are before the call: all of them are done or none.
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
  /// Clients of one variable; removal stays quick however many there are.
  class ClientList {
   public:
    const std::vector<Client>& list() const noexcept { return list_; }
    bool contains(Client client) const;
    void add(Client client);
    void remove(Client client);

   private:
    struct HashOf {
      std::size_t operator()(Client c) const noexcept {
        return (std::hash<const void*>()(c.node) ^ static_cast<std::size_t>(c.index)) * 0x9e3779b97f4a7c15ULL;
      }
    };
    std::vector<Client> list_;
    std::unique_ptr<std::unordered_map<Client, std::size_t, HashOf>> positions_;  // only for long lists
  };
  struct Entry {
    Variable held;  // outputs of nodes stay the same objects while in the graph
    ClientList clients;
    bool is_input = false;
  };
  /// A node and its rank: ranks grow from inputs to users, so that a replacement that keeps them growing makes no circle.
  struct Member {
    Ref<Apply> apply;
    std::int64_t rank;
  };
  struct Change;

  void enter(const Variable& v, std::int64_t rank_step);
  void finish_entering(Apply* node, std::int64_t rank_step);
  void leave_if_unused(const Variable& v);
  void change_client(Client client, const Variable& old_variable, const Variable& new_variable);
  void move_clients(std::span<const Client> clients, const Variable& from, const Variable& to);
  std::int64_t rank_of(const Variable& v) const;
  std::int64_t rank_above_inputs(const Apply& node) const;
  bool raise_ranks_above(const Variable& v, std::span<const Client> clients);
  void undo(std::span<const Change> changes, std::size_t done);
  void verify_node(const Member& member) const;

  std::vector<Variable> inputs_;
  std::vector<Variable> outputs_;
  VariableMap copies_;
  std::unordered_map<Apply*, Member> nodes_;
  std::unordered_map<VariableNode*, Entry> entries_;
  std::vector<Observer*> observers_;
};

}  // namespace theano
