// The list of tables, and the standard passes made of them.
#include "theano/rewrite/rewrite.h"

#include <chrono>

#include "theano/graph/merge.h"
#include "theano/rewrite/fixed_point.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite {

namespace {

constexpr Tag kAlways = Tag::FastRun | Tag::FastCompile;

/// Equal nodes and constants, in one walk: inputs are merged before their users.
class Merge final : public Pass {
 public:
  const std::string& name() const override { return name_; }
  void run(FunctionGraph& graph, RewriteReport& report) override {
    const auto start = std::chrono::steady_clock::now();
    const auto visits = static_cast<std::int64_t>(graph.node_count());
    const std::int64_t count = merge_equal_nodes(graph);
    report.visits += visits;
    report.add(
        {name_, "", count, visits, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()});
  }

 private:
  std::string name_ = "merge";
};

std::vector<const Rule*> rules_with(Tag first, Tag then, const RewriteQuery& query) {
  std::vector<const Rule*> rules;
  const auto take = [&](const RuleTable& table) {
    for (const Rule& rule : table.rules)
      if (query.takes(table, rule)) rules.push_back(&rule);
  };
  for (const RuleTable* table : rule_tables())
    if (has_tag(table->tags, first)) take(*table);
  for (const RuleTable* table : rule_tables())
    if (!has_tag(table->tags, first) && has_tag(table->tags, then)) take(*table);
  return rules;
}

std::unique_ptr<Pass> fixed_point(const char* name, Tag first, Tag then, const RewriteQuery& query) {
  FixedPointOptions options;
  options.merge = query.takes("merge", kAlways);
  return std::make_unique<FixedPoint>(name, rules_with(first, then, query), options);
}

}  // namespace

const std::vector<const RuleTable*>& rule_tables() {
  static const std::vector<const RuleTable*> tables = {
      &rules::useless_ops(),
      &rules::shapes(),
      &rules::fills(),
      &rules::finite_fills(),
      &rules::neutral_elements(),
      &rules::logarithms(),
      &rules::error_functions(),
      &rules::stable_forms(),
      &rules::softmax_forms(),
      &rules::crossentropy_forms(),
      &rules::products(),
      &rules::finite_only(),
      &rules::cancellations(),
      &rules::signs(),
      &rules::inverses(),
      &rules::lifts(),
      &rules::finite_lifts(),
      &rules::algebra(),
      &rules::choices(),
      &rules::subtensors(),
      &rules::changed_parts(),
      &rules::joins(),
      &rules::reshapes(),
      &rules::reductions(),
      &rules::shared_reductions(),
      &rules::powers(),
      &rules::constant_folding(),
  };
  return tables;
}

std::unique_ptr<Pass> merge() { return std::make_unique<Merge>(); }

std::unique_ptr<Pass> canonicalize(const RewriteQuery& query) {
  return fixed_point("canonicalize", Tag::Canonicalize, Tag::None, query);
}

std::unique_ptr<Pass> stabilize(const RewriteQuery& query) {
  return fixed_point("stabilize", Tag::Stabilize, Tag::Canonicalize, query);
}

std::unique_ptr<Pass> specialize(const RewriteQuery& query) {
  return fixed_point("specialize", Tag::Specialize, Tag::None, query);
}

std::vector<std::unique_ptr<Pass>> standard_passes(const RewriteQuery& query) {
  std::vector<std::unique_ptr<Pass>> passes;
  if (query.takes("merge", kAlways)) passes.push_back(merge());
  passes.push_back(canonicalize(query));
  passes.push_back(stabilize(query));
  passes.push_back(specialize(query));
  return passes;
}

RewriteReport rewrite(FunctionGraph& graph, const RewriteQuery& query) {
  RewriteReport report;
  for (const std::unique_ptr<Pass>& pass : standard_passes(query)) pass->run(graph, report);
  return report;
}

}  // namespace theano::rewrite
