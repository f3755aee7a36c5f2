// The rewrite engine: a work list of nodes, rules by root op, a budget of visits, and a record of all that was done.
#include "theano/rewrite/fixed_point.h"

#include <algorithm>
#include <chrono>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/rewrite/adapt.h"

namespace theano::rewrite {

RuleIndex::RuleIndex(std::vector<const Rule*> rules) : rules_(std::move(rules)) {
  for (std::size_t id = 0; id < rules_.size(); ++id) {
    const Rule* rule = rules_[id];
    if (rule->left)
      by_root_[rule->left->node().op].push_back({rule, id});
    else if (rule->roots.empty())
      any_.push_back({rule, id});
    else
      for (const OpDefinition* root : rule->roots) by_root_[root].push_back({rule, id});
  }
}

const std::vector<RuleIndex::Slot>& RuleIndex::rules_for(const OpDefinition& op) const {
  static const std::vector<Slot> kNone;
  auto it = by_root_.find(&op);
  return it == by_root_.end() ? kNone : it->second;
}

namespace {

using Clock = std::chrono::steady_clock;

/// Whether the replacement is the node again: same op on the same inputs.
bool is_same_node(const Apply& node, const Variable& replacement) {
  const Apply* other = replacement.owner();
  if (!other) return false;
  if (other == &node) return true;
  if (other->input_count() != node.input_count() || !other->op()->equals(*node.op())) return false;
  for (int i = 0; i < node.input_count(); ++i)
    if (!(node.input(i) == other->input(i))) return false;
  return true;
}

bool is_narrower_float(const Variable& v, const Variable& than) {
  return v.is_tensor() && than.is_tensor() && is_float(v.dtype()) && is_float(than.dtype()) && v.dtype() != than.dtype() &&
         promote(v.dtype(), than.dtype()) == than.dtype();
}

/// Whether one of the results between `root` and what the pattern bound is a narrower float than `wanted`.
bool has_narrow_result(const Variable& root, const Bindings& bindings, const Variable& wanted) {
  std::vector<Variable> stack{root};
  while (!stack.empty()) {
    const Variable v = std::move(stack.back());
    stack.pop_back();
    const bool is_bound = std::ranges::any_of(bindings.pairs, [&](const auto& pair) { return pair.second == v; });
    if (is_bound || !v.owner()) continue;
    if (is_narrower_float(v, wanted)) return true;
    for (const Variable& input : v.owner()->inputs()) stack.push_back(input);
  }
  return false;
}

Replacements apply_patterns(const Rule& rule, Apply& node) {
  if (node.output_count() != 1) return {};
  const Variable output = node.output(0);
  Bindings bindings;
  if (!match(*rule.left, output, bindings)) return {};
  if (rule.condition && !rule.condition(output, bindings)) return {};
  Variable result = instantiate(*rule.right, bindings);
  // A number may have widened the left side: float16 ** 0.5 is a float32, and so must be what sqrt is taken of.
  if (has_narrow_result(result, bindings, output) && !has_narrow_result(output, bindings, output)) {
    for (auto& [wildcard, v] : bindings.pairs)
      if (is_narrower_float(v, output)) v = tensor::cast(v, output.dtype());
    result = instantiate(*rule.right, bindings);
  }
  return {std::move(result)};
}

/// The replacements with the types of the node's outputs; empty when one of them changes nothing or cannot fit.
Replacements adapted(Replacements result, Apply& node) {
  bool changes = false;
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (result[i].is_null()) continue;
    const Variable old = node.output(static_cast<int>(i));
    if (result[i] == old || is_same_node(node, result[i])) return {};
    result[i] = adapt(result[i], old);
    if (result[i].is_null()) return {};
    changes = true;
  }
  return changes ? result : Replacements{};
}

}  // namespace

Replacements apply_rule(const Rule& rule, Apply& node, RuleContext& context) {
  const ProvenanceScope scope(node.provenance);
  try {
    return adapted(rule.left ? apply_patterns(rule, node) : rule.function(node, context), node);
  } catch (const Error&) {
    return {};  // an op of the right side does not take these types: the rule does not apply
  }
}

namespace {

/// One run of a FixedPoint on one graph.
class Worker final : public FunctionGraph::Observer {
 public:
  Worker(const std::string& pass, FunctionGraph& graph, const RuleIndex& index, const FixedPointOptions& options,
         RewriteReport& report)
      : pass_(pass),
        graph_(graph),
        index_(index),
        options_(options),
        report_(report),
        context_{graph, shapes_},
        records_(index.rules().size()) {
    budget_ = std::max<std::int64_t>(10'000, static_cast<std::int64_t>(options.growth) * graph.node_count());
    graph_.attach(this);
  }
  ~Worker() override { graph_.detach(this); }

  void run() {
    for (int sweep = 0; sweep < options_.sweeps && !is_spent_; ++sweep) {
      changes_ = 0;
      for (Apply* node : graph_.toposort()) push(node);
      drain();
      if (changes_ == 0) break;
    }
    if (changes_ > 0 && !is_spent_) warn_once("still changing after " + std::to_string(options_.sweeps) + " sweeps");
    record();
  }

  void on_enter(Apply* node) override { push(node); }
  void on_leave(Apply* node) override {
    if (options_.merge) table_.remove(node);
    auto it = states_.find(node);
    if (it != states_.end() && !it->second.is_queued) states_.erase(it);
  }
  void on_change(Apply* node) override {
    if (!node) return;
    if (options_.merge) table_.remove(node);
    push(node);
  }

 private:
  struct State {
    int visits = 0;
    bool is_queued = false;
  };
  struct Record {
    std::int64_t count = 0, attempts = 0;
    Clock::duration time{};
  };

  void push(Apply* node) {
    State& state = states_[node];
    if (state.is_queued) return;
    state.is_queued = true;
    queue_.emplace_back(node);
  }

  void drain() {
    while (!queue_.empty()) {
      const Ref<Apply> node = std::move(queue_.front());
      queue_.pop_front();
      State& state = states_[node.get()];
      state.is_queued = false;
      if (!graph_.contains(node.get())) {
        states_.erase(node.get());
        continue;
      }
      if (++state.visits > options_.visits_per_node) {
        warn_once("a node was visited " + std::to_string(options_.visits_per_node) +
                  " times: rules that undo each other");
        continue;
      }
      if (++visits_ > budget_) {
        warn_once("ended after " + std::to_string(budget_) + " visits");
        is_spent_ = true;
        queue_.clear();
        states_.clear();
        return;
      }
      visit(*node);
    }
  }

  void visit(Apply& node) {
    if (options_.merge && merge_node(graph_, table_, node)) {
      ++merged_;
      ++changes_;
      return;
    }
    for (const auto& slot : index_.rules_for(*&node.op()->definition()))
      if (try_rule(slot, node)) return;
    for (const auto& slot : index_.rules_for_any())
      if (try_rule(slot, node)) return;
  }

  bool try_rule(const RuleIndex::Slot& slot, Apply& node) {
    Record& record = records_[slot.id];
    const auto start = Clock::now();
    ++record.attempts;
    const Replacements result = apply_rule(*slot.rule, node, context_);
    bool applied = false;
    if (!result.empty()) {
      std::vector<std::pair<Variable, Variable>> pairs;
      for (std::size_t i = 0; i < result.size(); ++i) {
        const Variable old = node.output(static_cast<int>(i));
        if (!result[i].is_null() && !graph_.clients(old).empty()) pairs.emplace_back(old, result[i]);
      }
      if (!pairs.empty()) {
        applied = replace(pairs, *slot.rule);
        record.count += applied;
      }
    }
    record.time += Clock::now() - start;
    return applied;
  }

  /// A rule that the graph refuses (a circle, another type) is a fault of the rule, not of the user's program.
  bool replace(std::span<const std::pair<Variable, Variable>> pairs, const Rule& rule) {
    last_rule_ = rule.name;
    try {
      graph_.replace_all(pairs, rule.name);
    } catch (const InternalError& error) {
      warn_once(error.what());
      return false;
    }
    ++changes_;
    return true;
  }

  void warn_once(std::string text) {
    if (has_warned_) return;
    has_warned_ = true;
    report_.warnings.push_back(pass_ + ": " + text + "; the last rule applied was '" + last_rule_ + "'");
  }

  void record() {
    report_.visits += visits_;
    if (merged_ > 0) report_.add({pass_, "merge", merged_, visits_, 0});
    for (std::size_t i = 0; i < records_.size(); ++i)
      if (records_[i].attempts > 0)
        report_.add({pass_, index_.rules()[i]->name, records_[i].count, records_[i].attempts,
                     std::chrono::duration<double>(records_[i].time).count()});
  }

  const std::string& pass_;
  FunctionGraph& graph_;
  const RuleIndex& index_;
  const FixedPointOptions& options_;
  RewriteReport& report_;
  ShapeMemo shapes_;
  RuleContext context_;
  MergeTable table_;
  std::vector<Record> records_;
  std::deque<Ref<Apply>> queue_;
  std::unordered_map<Apply*, State> states_;
  std::int64_t budget_ = 0, visits_ = 0, changes_ = 0, merged_ = 0;
  const char* last_rule_ = "merge";
  bool is_spent_ = false, has_warned_ = false;
};

}  // namespace

FixedPoint::FixedPoint(std::string name, std::vector<const Rule*> rules, FixedPointOptions options)
    : name_(std::move(name)), index_(std::move(rules)), options_(options) {}

void FixedPoint::run(FunctionGraph& graph, RewriteReport& report) {
  const auto start = Clock::now();
  Worker(name_, graph, index_, options_, report).run();
  report.add({name_, "", 1, 1, std::chrono::duration<double>(Clock::now() - start).count()});
}

}  // namespace theano::rewrite
