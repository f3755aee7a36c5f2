// The passes of compilation, top to bottom; lowering's own stages follow in lower/lower.cpp.
#include "theano/compile/pipeline.h"

#include <chrono>
#include <cstdio>

#include "theano/base/config.h"
#include "theano/compile/inner_graphs.h"
#include "theano/gradient/barriers.h"
#include "theano/rewrite/original_names.h"
#include "theano/rewrite/rewrite.h"

namespace theano {
namespace {

rewrite::RewriteQuery query_of(const Mode& mode) {
  rewrite::RewriteQuery query;
  const std::string& optimizer = mode.optimizer();
  const bool is_fast_compile = optimizer == "fast_compile" || optimizer == "o1";
  query.include.clear();
  if (optimizer != "None") query.include = {optimizer == "merge" ? "merge" : is_fast_compile ? "fast_compile" : "fast_run"};
  const std::vector<std::string> included = rewrite::with_our_names(mode.included());
  query.include.insert(query.include.end(), included.begin(), included.end());
  query.exclude = rewrite::with_our_names(mode.excluded());
  if (!config().get_bool("finite_only")) query.exclude.emplace_back("finite_only");
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
  if (config().get_bool("optimizer_verbose")) std::fputs(rewrites.to_string().c_str(), stderr);
}

}  // namespace theano
