// A pass over a FunctionGraph, the choice of rules, and the record of what was done.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "theano/rewrite/rule.h"

namespace theano::rewrite {

/// Which rules are used: those with a name, table or tag in `include` and none in `exclude`.
struct THEANO_API RewriteQuery {
  std::vector<std::string> include = {"fast_run"};
  std::vector<std::string> exclude;
  bool takes(const RuleTable& table, const Rule& rule) const;
  /// The same for a pass or a table as a whole.
  bool takes(const std::string& name, Tag tags) const;
};

/// What the passes did: rules with how often and how long, visits, warnings.
struct THEANO_API RewriteReport {
  struct Entry {
    std::string pass;
    std::string rule;           ///< empty: the pass as a whole
    std::int64_t count = 0;     ///< applications
    std::int64_t attempts = 0;  ///< nodes it was tried on
    double seconds = 0;
  };
  std::vector<Entry> entries;
  std::int64_t visits = 0;            ///< nodes visited, over all passes
  std::vector<std::string> warnings;  ///< a pass that ended early, and why

  void add(Entry entry);
  /// Entry of a rule over all passes; zeros when it was never tried.
  Entry total(const std::string& rule) const;
  /// A table of rules, most applied first.
  std::string to_string() const;
};

/// One step of the pipeline.
class THEANO_API Pass {
 public:
  virtual ~Pass() = default;
  virtual const std::string& name() const = 0;
  virtual void run(FunctionGraph& graph, RewriteReport& report) = 0;
};

}  // namespace theano::rewrite
