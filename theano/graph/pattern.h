// Graph patterns: the left and right sides of rewrite rules, written as mathematics.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "theano/graph/op.h"

namespace theano {

class PatternNode;

/// A wildcard, a number, or an op on patterns. Ops called on patterns build it: `log(1 + x)`.
class THEANO_API Pattern {
 public:
  using Predicate = bool (*)(const Variable&);
  /// Matches any variable for which `predicate` holds; equal wildcards must match equal variables.
  static Pattern any(std::string name, Predicate predicate = nullptr);
  /// A number: matches a constant all of whose elements have this value; on the right side it becomes a constant of the
  /// dtype the op asks for.
  Pattern(double value);
  Pattern(int value) : Pattern(static_cast<double>(value)) {}
  static Pattern apply(const OpDefinition& op, std::vector<Pattern> arguments);
  /// With parameters that must be equal.
  static Pattern apply(const OpDefinition& op, Attributes attributes, std::vector<Pattern> arguments);

  const PatternNode& node() const { return *node_; }
  std::string to_string() const;

 private:
  explicit Pattern(Ref<const PatternNode> node) : node_(std::move(node)) {}
  Ref<const PatternNode> node_;
};

class PatternNode final : public RefCounted {
 public:
  enum class Kind : std::uint8_t { Wildcard, Number, Apply };
  Kind kind;
  std::string name;  // Wildcard
  Pattern::Predicate predicate = nullptr;
  double number = 0;                 // Number
  const OpDefinition* op = nullptr;  // Apply
  std::optional<Attributes> attributes;
  std::vector<Pattern> arguments;
};

/// What the wildcards stand for.
struct Bindings {
  std::vector<std::pair<const PatternNode*, Variable>> pairs;
  const Variable* find(const PatternNode* wildcard) const;
};

/// Matches `v` against `pattern`; arguments of commutative ops (see is_commutative) are tried in both orders. Looks
/// through dimshuffles that only add leading broadcast dimensions to constants.
THEANO_API bool match(const Pattern& pattern, const Variable& v, Bindings& bindings);
/// Builds the right side: the ops applied to what the wildcards stand for.
THEANO_API Variable instantiate(const Pattern& pattern, const Bindings& bindings);

}  // namespace theano
