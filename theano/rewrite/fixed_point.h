// Applies rules until none changes anything: a work list over nodes, each visited a bounded number of times.
#pragma once

#include <deque>
#include <unordered_map>

#include "theano/graph/merge.h"
#include "theano/rewrite/pass.h"
#include "theano/rewrite/shape_memo.h"

namespace theano::rewrite {

struct FixedPointOptions {
  bool merge = true;         ///< equal nodes become one as they appear
  int visits_per_node = 40;  ///< a node visited more often is left alone
  int growth = 60;           ///< all visits together: at most this times the nodes at the start (and 10'000)
  int sweeps = 6;            ///< times that all nodes are looked at
};

/// Rules, found by the op at a node's root, so that a node tries only those that can match it.
class RuleIndex {
 public:
  explicit RuleIndex(std::vector<const Rule*> rules);
  struct Slot {
    const Rule* rule;
    std::size_t id;
  };
  const std::vector<Slot>& rules_for(const OpDefinition& op) const;
  const std::vector<Slot>& rules_for_any() const { return any_; }
  const std::vector<const Rule*>& rules() const { return rules_; }

 private:
  std::vector<const Rule*> rules_;
  std::unordered_map<const OpDefinition*, std::vector<Slot>> by_root_;
  std::vector<Slot> any_;
};

/// Applies a rule to a node; empty when it does not apply. The replacements have the types of what they replace.
THEANO_API Replacements apply_rule(const Rule& rule, Apply& node, RuleContext& context);

/// Visits all nodes, inputs first, and again those whose inputs have changed or that are new, until no rule applies.
class THEANO_API FixedPoint final : public Pass {
 public:
  FixedPoint(std::string name, std::vector<const Rule*> rules, FixedPointOptions options = {});
  const std::string& name() const override { return name_; }
  void run(FunctionGraph& graph, RewriteReport& report) override;

 private:
  std::string name_;
  RuleIndex index_;
  FixedPointOptions options_;
};

}  // namespace theano::rewrite
