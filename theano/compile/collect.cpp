// Checks of theano::function's arguments, and the graph they make together.
#include "theano/compile/collect.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "theano/base/config.h"
#include "theano/base/error.h"
#include "theano/base/warning.h"
#include "theano/graph/op.h"
#include "theano/ops/shape/widen.h"

namespace theano {
namespace {

[[noreturn]] void fail(ErrorKind kind, std::string sentence, std::vector<ErrorOperand> operands, std::string way_out) {
  throw_error({kind, Phase::Compile, "function", std::move(sentence), std::move(operands), std::move(way_out)});
}

void check_inputs(const std::vector<In>& inputs) {
  std::unordered_map<Variable, std::size_t> seen;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Variable& v = inputs[i].variable;
    const std::string index = std::to_string(i);
    if (v.is_null()) fail(ErrorKind::Type, "input " + index + " must be a variable, but it is null.", {}, "Pass a variable.");
    if (v.shared())
      fail(ErrorKind::Type, "Cannot use a shared variable (" + v.to_string() + ") as explicit input: input " + index + " is one.",
           {describe_operand("input " + index, v)},
           "Leave it out of inputs (functions read shared variables by themselves), or put another value in its place "
           "with givens.");
    if (v.constant())
      fail(ErrorKind::Type, "a constant cannot be an explicit input, but input " + index + " is one.",
           {describe_operand("input " + index, v)}, "Make a symbolic variable, such as T.matrix().");
    const auto [it, is_new] = seen.try_emplace(v, i);
    if (!is_new)
      fail(ErrorKind::UnusedInput,
           "every input must be listed once, but " + v.to_string() + " stands at indices " + std::to_string(it->second) +
               " and " + index + ".",
           {describe_operand("input " + index, v)}, "Remove one of the two.");
  }
}

bool has_type_of(const Variable& value, const Variable& wanted) { return value.type()->equals(*wanted.type()); }

void check_updates(const std::vector<Update>& updates) {
  std::unordered_set<Variable> targets;
  for (const Update& u : updates) {
    if (u.target.is_null() || !u.target.shared())
      fail(ErrorKind::Type, "the target of an update must be a shared variable.",
           {u.target.is_null() ? ErrorOperand{"target", "", "null", ""} : describe_operand("target", u.target)},
           "Make it with theano.shared(value).");
    if (!targets.insert(u.target).second)
      fail(ErrorKind::Value, "a shared variable can have one update, but " + u.target.to_string() + " has two.",
           {describe_operand("target", u.target)}, "Combine the two expressions into one.");
    if (!has_type_of(u.value, u.target))
      fail(ErrorKind::Type,
           "an update must have the type of its shared variable, " + u.target.type()->to_string() + ", but it has " +
               u.value.type()->to_string() + ".",
           {describe_operand("target", u.target), describe_operand("update", u.value)},
           "Cast the update to the dtype, or mend its broadcastable pattern with T.patternbroadcast(update, "
           "target.broadcastable).");
  }
}

/// The replacements with the types of what they replace. One that is known to have size 1 where that is not may stand
/// for it. Without `is_strict` any type may stay: it is for the ops to refuse it.
void adapt_givens(std::vector<Given>& givens, bool is_strict) {
  for (Given& g : givens) {
    if (std::optional<Variable> fitting = widened_to(g.replacement, *g.variable.type()))
      g.replacement = std::move(*fitting);
    else if (is_strict)
      fail(ErrorKind::Type,
           "the replacement of " + g.variable.to_string() + " must have its type, " + g.variable.type()->to_string() +
               ", but it has " + g.replacement.type()->to_string() + ".",
           {describe_operand("given", g.variable), describe_operand("by", g.replacement)},
           "Convert the replacement: T.cast for the dtype, reshape or dimshuffle for the number of dimensions.");
  }
}

void check_givens(const std::vector<Given>& givens, const std::vector<In>& inputs) {
  std::unordered_set<Variable> explicit_inputs;
  for (const In& in : inputs) explicit_inputs.insert(in.variable);
  std::unordered_set<Variable> keys;
  for (const Given& g : givens) {
    if (explicit_inputs.contains(g.variable))
      fail(ErrorKind::Conflict, "givens cannot replace an explicit input, but " + g.variable.to_string() + " is one.",
           {describe_operand("given", g.variable)}, "Remove the variable from inputs or from givens.");
    if (!keys.insert(g.variable).second)
      fail(ErrorKind::Value, "givens name " + g.variable.to_string() + " twice.", {describe_operand("given", g.variable)},
           "Keep one of the two.");
  }
}

/// Updates whose graphs were made anew must still have the types of their shared variables.
void check_rebuilt(const std::vector<Update>& updates, std::span<const Variable> values) {
  std::vector<Update> rebuilt;
  for (std::size_t i = 0; i < updates.size(); ++i) rebuilt.emplace_back(updates[i].target, values[i]);
  check_updates(rebuilt);
}

/// Adds default updates of shared variables that the graph reads, of those read by these updates, and so on. What givens
/// replace is not read.
void add_default_updates(std::vector<Update>& updates, std::vector<Variable> roots, const std::vector<In>& inputs,
                         const std::vector<Given>& givens, const FunctionOptions& options) {
  if (options.no_default_updates) return;
  std::unordered_set<Variable> settled;
  for (const Update& u : updates) settled.insert(u.target);
  for (const Variable& v : options.ignored_default_updates) settled.insert(v);
  std::vector<Variable> blockers;
  for (const In& in : inputs) blockers.push_back(in.variable);
  const auto settle = [&](const std::vector<Variable>& read, const std::unordered_set<Variable>& replaced) {
    std::vector<Variable> next;
    for (const Variable& leaf : graph_inputs(read, blockers)) {
      SharedNode* shared = leaf.shared();
      if (!shared || shared->default_update.is_null() || replaced.contains(leaf) || !settled.insert(leaf).second) continue;
      updates.emplace_back(leaf, shared->default_update);
      next.push_back(shared->default_update);
    }
    return next;
  };
  std::vector<Variable> replacements;
  for (const Given& g : givens) replacements.push_back(g.replacement);
  const std::vector<Variable> read_by_givens = settle(replacements, {});
  roots.insert(roots.end(), read_by_givens.begin(), read_by_givens.end());
  std::unordered_set<Variable> replaced;
  for (const Given& g : givens) {
    blockers.push_back(g.variable);
    replaced.insert(g.variable);
  }
  while (!roots.empty()) roots = settle(roots, replaced);
  check_updates(updates);
}

OnUnusedInput unused_input_policy(const FunctionOptions& options) {
  if (options.on_unused_input) return *options.on_unused_input;
  const std::string text = config().get("on_unused_input");
  return text == "raise" ? OnUnusedInput::Raise : text == "warn" ? OnUnusedInput::Warn : OnUnusedInput::Ignore;
}

void check_unused(const std::vector<In>& inputs, std::span<const Variable> used, OnUnusedInput policy) {
  if (policy == OnUnusedInput::Ignore) return;
  const std::unordered_set<Variable> reachable(used.begin(), used.end());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Variable& v = inputs[i].variable;
    if (reachable.contains(v)) continue;
    const std::string sentence = "every input must be used, but no output and no update depends on input " +
                                 std::to_string(i) + ", " + v.to_string() + ".";
    const std::string way_out =
        "Remove it from inputs, or pass on_unused_input='ignore' (or 'warn') to theano.function.";
    if (policy == OnUnusedInput::Raise)
      fail(ErrorKind::UnusedInput, sentence, {describe_operand("input " + std::to_string(i), v)}, way_out);
    warn("[function] " + sentence + " " + way_out);
  }
}

void check_missing(std::span<const Variable> all, std::span<const Variable> known) {
  const std::unordered_set<Variable> given(known.begin(), known.end());
  for (const Variable& v : all) {
    if (v.owner() || v.constant() || v.shared() || given.contains(v)) continue;
    if (v.type()->kind() == TypeKind::Null)
      fail(ErrorKind::Type, "the outputs depend on a gradient that does not exist: " +
                                static_cast<const NullType&>(*v.type()).why(),
           {describe_operand("gradient", v)}, "Differentiate with respect to variables that have a gradient.");
    std::vector<ErrorOperand> operands{describe_operand("missing", v)};
    for (const Variable& user : all) {
      const Apply* node = user.owner();
      if (!node || std::find(node->inputs().begin(), node->inputs().end(), v) == node->inputs().end()) continue;
      operands.push_back(describe_operand("used by", user));
      break;
    }
    fail(ErrorKind::MissingInput, "the outputs depend on " + v.to_string() + ", which is neither an input nor has a value.",
         std::move(operands), "Add it to inputs, or give it a value with givens.");
  }
}

}  // namespace

CollectedGraph collect(const std::vector<In>& inputs, const Outputs& outputs, const std::vector<Update>& user_updates,
                       const std::vector<Given>& user_givens, const FunctionOptions& options) {
  check_inputs(inputs);
  check_givens(user_givens, inputs);
  std::vector<Given> givens = user_givens;
  adapt_givens(givens, options.rebuild_strict);
  for (std::size_t i = 0; i < outputs.list.size(); ++i)
    if (outputs.list[i].variable.is_null())
      fail(ErrorKind::Type, "output " + std::to_string(i) + " must be a variable, but it is null.", {}, "Pass a variable.");
  check_updates(user_updates);

  std::vector<Update> updates = user_updates;
  std::vector<Variable> roots;
  for (const Out& out : outputs.list) roots.push_back(out.variable);
  for (const Update& u : updates) roots.push_back(u.value);
  add_default_updates(updates, roots, inputs, givens, options);

  // One copy of everything, with givens in place; inputs stand for themselves even where they have an owner.
  std::vector<Variable> wanted;
  for (const Out& out : outputs.list) wanted.push_back(out.variable);
  for (const Update& u : updates) wanted.push_back(u.value);
  std::vector<int> updated_inputs;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].update.is_null()) continue;
    updated_inputs.push_back(static_cast<int>(i));
    wanted.push_back(inputs[i].update);
  }
  VariableMap replacements;
  for (const In& in : inputs) replacements.emplace(in.variable, in.variable);
  for (const Given& g : givens) replacements.emplace(g.variable, g.replacement);
  const std::vector<Variable> roots_in_place =
      givens.empty() ? wanted : clone_graph(wanted, replacements, {.rebuild = !options.rebuild_strict});
  if (!options.rebuild_strict) check_rebuilt(updates, std::span(roots_in_place).subspan(outputs.list.size()));

  std::vector<Variable> leaves;
  for (const In& in : inputs) leaves.push_back(in.variable);
  const std::vector<Variable> all = ancestors(roots_in_place, leaves);
  check_unused(inputs, all, unused_input_policy(options));
  check_missing(all, leaves);

  std::vector<Variable> shared_inputs;
  for (const Variable& v : all)
    if (v.shared() && !v.owner()) shared_inputs.push_back(v);
  for (const Variable& v : shared_inputs) leaves.push_back(v);

  std::vector<Variable> update_targets;
  for (const Update& u : updates) update_targets.push_back(u.target);
  return CollectedGraph{FunctionGraph(std::move(leaves), roots_in_place), std::move(shared_inputs),
                        std::move(update_targets), std::move(updated_inputs), std::move(updates)};
}

}  // namespace theano
