// What the wildcards of rules may stand for, and small questions about nodes that many rules ask.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "theano/graph/op.h"
#include "theano/rewrite/rule.h"

namespace theano::rewrite::rules {

inline bool is_real(const Variable& v) { return v.is_tensor() && is_float(v.dtype()); }
inline bool is_truth(const Variable& v) { return v.is_tensor() && is_bool(v.dtype()); }
inline bool is_whole_number(const Variable& v) { return v.is_tensor() && is_integer(v.dtype()); }
inline bool is_countable(const Variable& v) { return v.is_tensor() && is_discrete(v.dtype()); }

/// The number that all elements of a constant have.
inline std::optional<double> constant_number(const Variable& v) {
  const ConstantNode* constant = v.constant();
  return constant && v.is_tensor() && !is_complex(v.dtype()) ? constant->uniform_value() : std::nullopt;
}
inline bool is_constant(const Variable& v) { return v.is_tensor() && v.constant() != nullptr; }
inline bool is_real_constant(const Variable& v) { return is_real(v) && constant_number(v).has_value(); }
inline bool is_positive_constant(const Variable& v) { return is_real(v) && constant_number(v).value_or(0) > 0; }

/// Whether wildcards that are integers have the type of what was matched. A wider result would show that a replacement
/// works in their range: 0.0 - uint8(1) is -1, but -uint8(1) is 255.
inline bool wraps_as_before(const Variable& matched, const Bindings& bindings) {
  return std::ranges::all_of(bindings.pairs, [&](const auto& pair) {
    return is_inexact(pair.second.dtype()) || pair.second.dtype() == matched.dtype();
  });
}

/// The inputs of a node, to be changed.
inline std::vector<Variable> copied_inputs(const Apply& node) { return {node.inputs().begin(), node.inputs().end()}; }

/// Whether `node` is the only user of `v`, so that a rule that takes `v` apart does no work twice.
inline bool is_used_once(const Variable& v, const RuleContext& context) { return context.use_count(v) == 1; }

inline bool contains(const std::vector<std::int64_t>& list, std::int64_t value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace theano::rewrite::rules
