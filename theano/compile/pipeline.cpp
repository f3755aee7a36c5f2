// The passes of compilation, top to bottom; lowering's own stages follow in lower/lower.cpp.
#include "theano/compile/pipeline.h"

#include <chrono>

#include "theano/compile/inner_graphs.h"
#include "theano/gradient/barriers.h"
#include "theano/rewrite/rewrite.h"

namespace theano {
namespace {

rewrite::RewriteQuery query_of(const Mode& mode) {
  rewrite::RewriteQuery query;
  const std::string& optimizer = mode.optimizer();
  const bool is_fast_compile = optimizer == "fast_compile" || optimizer == "o1";
  query.include = {optimizer == "merge" ? "merge" : is_fast_compile ? "fast_compile" : "fast_run"};
  query.include.insert(query.include.end(), mode.included().begin(), mode.included().end());
  query.exclude = mode.excluded();
  return query;
}

/// Takes the record of the rewrite room over into the report that faces show.
void take_rules(const rewrite::RewriteReport& rewrites, CompileReport& report) {
  for (const auto& e : rewrites.entries)
    if (!e.rule.empty() && e.count > 0) report.rules.push_back({e.pass + ": " + e.rule, e.seconds, e.count});
}

}  // namespace

void run_pipeline(FunctionGraph& graph, const Mode& mode, CompileReport& report) {
  if (mode.optimizer() == "None" && mode.included().empty()) return;
  const rewrite::RewriteQuery query = query_of(mode);
  rewrite::RewriteReport rewrites;
  const auto run = [&](std::unique_ptr<rewrite::Pass> pass) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    pass->run(graph, rewrites);
    report.stages.push_back({pass->name(), std::chrono::duration<double>(Clock::now() - start).count()});
  };

  gradient::remove_barriers(graph);   // they have done their work, and no rule should have to look through them
  run(rewrite::merge());              // first, so that no rule does equal work twice
  if (mode.optimizer() != "merge") {
    run(rewrite::canonicalize(query));  // one form for what is equal: the later tables need to know one form only
    run(rewrite::stabilize(query));     // before specialisation hides the shapes that unstable expressions have
    run(rewrite::specialize(query));    // cheaper forms, which nothing after it has to recognise
    run(rewrite::merge());              // what the tables have made equal becomes one
  }
  take_rules(rewrites, report);
  rewrite_inner_graphs(graph, mode, report);  // last: what the tables have removed needs no work inside
}

}  // namespace theano
