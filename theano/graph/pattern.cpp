// Building, matching and instantiating the patterns of rewrite rules.
#include "theano/graph/pattern.h"

#include <cmath>
#include <cstdio>

#include "theano/base/error.h"
#include "theano/graph/operand.h"

namespace theano {
namespace {

using Kind = PatternNode::Kind;

std::string number_text(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.15g", number);
  return text;
}

struct Goal {
  const PatternNode* pattern;
  Variable variable;
};

bool is_same_value(const Variable& a, const Variable& b) {
  if (a == b) return true;
  return a.constant() && b.constant() && a.constant()->is_same(*b.constant());
}

// The constant that `v` is, seen through dimshuffles that only put new axes in front.
const ConstantNode* constant_of(const Variable& v) {
  const Variable* at = &v;
  while (const Apply* owner = at->owner()) {
    if (owner->op()->name() != "dimshuffle") return nullptr;
    const Variable& input = owner->input(0);
    if (!input.is_tensor() || !at->is_tensor()) return nullptr;
    const int added = at->ndim() - input.ndim();
    if (added < 0) return nullptr;
    for (int i = 0; i < at->ndim(); ++i) {
      if (at->is_broadcastable(i) != (i < added || input.is_broadcastable(i - added))) return nullptr;
    }
    // The same sizes in another order can only be a transpose, which a constant of one value does not feel.
    at = &input;
  }
  return at->constant();
}

class Matcher {
 public:
  explicit Matcher(Bindings& bindings) : bindings_(bindings) {}

  // The recursion goes over the pattern, which is small, never over the graph.
  bool solve(std::vector<Goal> goals) {
    while (!goals.empty()) {
      const Goal goal = std::move(goals.back());
      goals.pop_back();
      const PatternNode& pattern = *goal.pattern;
      if (pattern.kind == Kind::Wildcard) {
        if (!bind(pattern, goal.variable)) return false;
      } else if (pattern.kind == Kind::Number) {
        if (!is_number(goal.variable, pattern.number)) return false;
      } else {
        const Apply* const node = matching_owner(pattern, goal.variable);
        if (!node) return false;
        if (pattern.op->is_commutative() && node->input_count() == 2) return solve_either_order(*node, pattern, goals);
        for (std::size_t i = pattern.arguments.size(); i-- > 0;) {
          goals.push_back({&pattern.arguments[i].node(), node->input(static_cast<int>(i))});
        }
      }
    }
    return true;
  }

 private:
  bool solve_either_order(const Apply& node, const PatternNode& pattern, const std::vector<Goal>& goals) {
    const std::size_t bound = bindings_.pairs.size();
    for (const int first : {0, 1}) {
      std::vector<Goal> more = goals;
      more.push_back({&pattern.arguments[1].node(), node.input(1 - first)});
      more.push_back({&pattern.arguments[0].node(), node.input(first)});
      if (solve(std::move(more))) return true;
      bindings_.pairs.resize(bound);
    }
    return false;
  }

  bool bind(const PatternNode& wildcard, const Variable& v) {
    if (const Variable* known = bindings_.find(&wildcard)) return is_same_value(*known, v);
    if (wildcard.predicate && !wildcard.predicate(v)) return false;
    bindings_.pairs.emplace_back(&wildcard, v);
    return true;
  }

  static bool is_number(const Variable& v, double number) {
    const ConstantNode* const constant = constant_of(v);
    if (!constant) return false;
    const std::optional<double> value = constant->uniform_value();
    return value && *value == number;
  }

  static const Apply* matching_owner(const PatternNode& pattern, const Variable& v) {
    const Apply* const owner = owner_if(v, *pattern.op);
    if (!owner || owner->inputs().size() != pattern.arguments.size()) return nullptr;
    if (pattern.attributes && !(*pattern.attributes == owner->op()->attributes())) return nullptr;
    return owner;
  }

  Bindings& bindings_;
};

// A constant that does not widen the type of the arguments beside it, where it can be one.
Variable number_beside(double number, std::span<const Variable> others) {
  std::optional<DType> dtype;
  for (const Variable& v : others) {
    if (v.is_tensor()) dtype = dtype ? promote(*dtype, v.dtype()) : v.dtype();
  }
  const bool is_integral = std::floor(number) == number && std::abs(number) < 9e15;
  if (dtype && !is_bool(*dtype)) {
    const Array value = Array::scalar_of(*dtype, number);
    if (is_inexact(*dtype) || value.item() == number) return make_constant(value);
  }
  return is_integral ? literal_constant(static_cast<std::int64_t>(number)) : literal_constant(number);
}

Variable instantiate_node(const PatternNode& pattern, const Bindings& bindings) {
  if (pattern.kind == Kind::Number) return number_beside(pattern.number, {});
  if (pattern.kind == Kind::Wildcard) {
    if (const Variable* bound = bindings.find(&pattern)) return *bound;
    throw InternalError(
        "pattern",
        "the right side of a rule uses the wildcard '" + pattern.name + "', which the left side does not bind.",
        "mend the rule: both sides must share the Pattern object.");
  }
  std::vector<Variable> arguments(pattern.arguments.size()), others;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (pattern.arguments[i].node().kind == Kind::Number) continue;
    arguments[i] = instantiate_node(pattern.arguments[i].node(), bindings);
    others.push_back(arguments[i]);
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].is_null()) arguments[i] = number_beside(pattern.arguments[i].node().number, others);
  }
  return apply_op(make_op(*pattern.op, pattern.attributes.value_or(Attributes{})), std::move(arguments));
}

std::string node_text(const PatternNode& pattern) {
  if (pattern.kind == Kind::Wildcard) return pattern.name;
  if (pattern.kind == Kind::Number) return number_text(pattern.number);
  const std::string_view sign = pattern.op->infix();
  if (!sign.empty() && pattern.arguments.size() == 1)
    return "(" + std::string(sign) + pattern.arguments[0].to_string() + ")";
  std::string text = sign.empty() ? std::string(pattern.op->name()) + "(" : "(";
  for (std::size_t i = 0; i < pattern.arguments.size(); ++i) {
    if (i > 0) text += sign.empty() ? ", " : " " + std::string(sign) + " ";
    text += pattern.arguments[i].to_string();
  }
  return text + ")";
}

}  // namespace

Pattern Pattern::any(std::string name, Predicate predicate) {
  auto node = make_ref<PatternNode>();
  node->kind = Kind::Wildcard;
  node->name = std::move(name);
  node->predicate = predicate;
  return Pattern(Ref<const PatternNode>(node));
}

Pattern::Pattern(double value) {
  auto node = make_ref<PatternNode>();
  node->kind = Kind::Number;
  node->number = value;
  node_ = node;
}

Pattern Pattern::apply(const OpDefinition& op, std::vector<Pattern> arguments) {
  auto node = make_ref<PatternNode>();
  node->kind = Kind::Apply;
  node->op = &op;
  node->arguments = std::move(arguments);
  return Pattern(Ref<const PatternNode>(node));
}

Pattern Pattern::apply(const OpDefinition& op, Attributes attributes, std::vector<Pattern> arguments) {
  auto node = make_ref<PatternNode>();
  node->kind = Kind::Apply;
  node->op = &op;
  node->attributes = std::move(attributes);
  node->arguments = std::move(arguments);
  return Pattern(Ref<const PatternNode>(node));
}

std::string Pattern::to_string() const { return node_text(*node_); }

const Variable* Bindings::find(const PatternNode* wildcard) const {
  for (const auto& [node, variable] : pairs) {
    if (node == wildcard) return &variable;
  }
  return nullptr;
}

bool match(const Pattern& pattern, const Variable& v, Bindings& bindings) {
  const std::size_t bound = bindings.pairs.size();
  if (Matcher(bindings).solve({{&pattern.node(), v}})) return true;
  bindings.pairs.resize(bound);
  return false;
}

Variable instantiate(const Pattern& pattern, const Bindings& bindings) {
  return instantiate_node(pattern.node(), bindings);
}

}  // namespace theano
