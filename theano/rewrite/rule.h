// What a rewrite rule is: a pair of patterns or a function on a node, with a name; and tables of rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "theano/graph/function_graph.h"
#include "theano/graph/pattern.h"

namespace theano::rewrite {

class ShapeMemo;

/// What stands for the outputs of a node, in order; null where an output stays. Empty: the rule does not apply.
using Replacements = std::vector<Variable>;

/// What a rule may look at besides its node.
struct RuleContext {
  const FunctionGraph& graph;
  ShapeMemo& shapes;
  /// Number of uses of a variable, the graph's outputs included.
  std::size_t use_count(const Variable& v) const { return graph.clients(v).size(); }
};

using RuleFunction = Replacements (*)(Apply& node, RuleContext& context);
/// Whether a matched pattern may be replaced.
using RuleCondition = bool (*)(const Variable& matched, const Bindings& bindings);

/// "left = right" on patterns, or a function on nodes of the given ops. The engine sees to it that a replacement has the
/// dtype and the broadcastable pattern of what it replaces, and its provenance.
struct Rule {
  Rule(const char* name, Pattern left_side, Pattern right_side, RuleCondition holds_if = nullptr)
      : name(name), left(std::move(left_side)), right(std::move(right_side)), condition(holds_if) {}
  /// `roots` empty: tried on every node.
  Rule(const char* name, std::vector<const OpDefinition*> root_ops, RuleFunction f)
      : name(name), roots(std::move(root_ops)), function(f) {}
  Rule(const char* name, const OpDefinition& root, RuleFunction f) : Rule(name, std::vector{&root}, f) {}

  /// States from where the tests may draw the wildcards' values.
  Rule&& on(double low, double high) && {
    domain_low = low;
    domain_high = high;
    return std::move(*this);
  }

  const char* name;
  std::optional<Pattern> left, right;
  RuleCondition condition = nullptr;
  std::vector<const OpDefinition*> roots;
  RuleFunction function = nullptr;
  double domain_low = -2, domain_high = 2;
};

using Rules = std::vector<Rule>;

/// When a table's rules are used; a set of bits.
enum class Tag : std::uint8_t {
  None = 0,
  Canonicalize = 1,  ///< one form for what is equal
  Stabilize = 2,     ///< forms that stay right for extreme arguments
  Specialize = 4,    ///< forms that are cheaper to run
  FastRun = 8,
  FastCompile = 16,
};
constexpr Tag operator|(Tag a, Tag b) { return Tag(std::uint8_t(a) | std::uint8_t(b)); }
constexpr bool has_tag(Tag tags, Tag tag) { return (std::uint8_t(tags) & std::uint8_t(tag)) != 0; }
/// "canonicalize", "fast_run", ...
THEANO_API std::vector<std::string> tag_names(Tag tags);

/// Rules of one theme.
struct RuleTable {
  const char* name;     ///< "finite_only"; may be included and excluded by it
  const char* summary;  ///< one sentence
  Tag tags;
  Rules rules;
};

}  // namespace theano::rewrite
