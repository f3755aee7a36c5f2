// Copies of functions, and what a function was made of.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/compile/executable.h"
#include "theano/graph/traversal.h"

namespace theano {
namespace {

VariableMap check_swap(const std::vector<std::pair<Variable, Variable>>& pairs, const std::vector<Variable>& used) {
  VariableMap swap;
  for (const auto& [old_variable, new_variable] : pairs) {
    if (!old_variable.shared() || !new_variable.shared())
      throw TypeError("copy", "only shared variables can be swapped, but " +
                                  (old_variable.shared() ? new_variable : old_variable).to_string() + " is none.",
                      "Make a shared variable with theano.shared(value).", Phase::Compile);
    if (std::find(used.begin(), used.end(), old_variable) == used.end())
      throw_error({ErrorKind::Value, Phase::Compile, "copy",
                   "the function does not use the shared variable " + old_variable.to_string() + ", which is to be swapped.",
                   {describe_operand("swapped", old_variable)}, "Swap shared variables that f.get_shared() names."});
    if (!old_variable.type()->equals(*new_variable.type()))
      throw_error({ErrorKind::Type, Phase::Compile, "copy", "a shared variable can be swapped with one of its type only.",
                   {describe_operand("old", old_variable), describe_operand("new", new_variable)},
                   "Give the new one the same dtype and broadcastable pattern."});
    swap.emplace(old_variable, new_variable);
  }
  return swap;
}

void swap_in(const VariableMap& swap, std::vector<Variable>& variables) {
  for (Variable& v : variables)
    if (const auto it = swap.find(v); it != swap.end()) v = it->second;
}

Variable mapped(const VariableMap& map, const Variable& v) {
  const auto it = map.find(v);
  return it == map.end() ? v : it->second;
}

/// The same function on other shared variables: the expressions are copied with these in place.
void rewrite_source(FunctionSource& source, VariableMap map) {
  std::vector<Variable> roots;
  for (const Out& out : source.outputs.list) roots.push_back(out.variable);
  for (const Update& u : source.updates) roots.push_back(u.value);
  for (const Given& g : source.givens) roots.push_back(g.replacement);
  for (const In& in : source.inputs)
    if (!in.update.is_null()) roots.push_back(in.update);
  clone_graph(roots, map);
  for (Out& out : source.outputs.list) out.variable = mapped(map, out.variable);
  for (Update& u : source.updates) u = Update(mapped(map, u.target), mapped(map, u.value));
  for (Given& g : source.givens) g = Given(mapped(map, g.variable), mapped(map, g.replacement));
  for (In& in : source.inputs) {
    in.variable = mapped(map, in.variable);
    if (!in.update.is_null()) in.update = mapped(map, in.update);
  }
}

}  // namespace

FunctionSource Function::source() const {
  FunctionSource source{impl_->inputs, impl_->outputs, impl_->updates, impl_->givens, impl_->options};
  source.options.mode = impl_->compiled->mode;
  source.options.no_default_updates = true;  // they stand among the updates
  source.options.name = impl_->name;
  for (std::size_t i = 0; i < source.inputs.size(); ++i) source.inputs[i].value = impl_->defaults[i]->snapshot();
  for (const auto& pair : impl_->swapped) rewrite_source(source, {pair});
  return source;
}

Function Function::copy(const CopyOptions& options) const {
  const VariableMap swap = check_swap(options.swap, shared_variables());
  const std::string name = !options.name.empty() ? options.name : impl_->name.empty() ? "" : impl_->name + " copy";
  if (options.delete_updates) {
    FunctionSource source = this->source();
    source.updates.clear();
    source.options.name = name;
    if (options.profile) source.options.profile = *options.profile;
    for (In& in : source.inputs) in.update = Variable();
    source.options.on_unused_input = OnUnusedInput::Ignore;
    if (!swap.empty()) rewrite_source(source, swap);
    return function(std::move(source.inputs), std::move(source.outputs), {}, std::move(source.givens), std::move(source.options));
  }
  auto copy = std::make_shared<Impl>();
  copy->name = name;
  copy->inputs = impl_->inputs;
  copy->outputs = impl_->outputs;
  copy->updates = impl_->updates;
  copy->givens = impl_->givens;
  copy->options = impl_->options;
  copy->compiled = impl_->compiled;
  copy->shared_inputs = impl_->shared_inputs;
  copy->update_targets = impl_->update_targets;
  copy->is_profiled = options.profile.value_or(impl_->is_profiled);
  for (std::size_t i = 0; i < copy->inputs.size(); ++i) {
    const Value value = impl_->defaults[i]->snapshot();
    copy->inputs[i].container = nullptr;
    // A default that nobody updates is the same memory; one that calls change is each function's own.
    const bool is_own = !copy->inputs[i].update.is_null() || copy->inputs[i].is_mutable.value_or(false);
    copy->inputs[i].value = value.array.is_null() ? Value{} : Value{is_own ? value.array.copy() : value.array, nullptr};
  }
  swap_in(swap, copy->shared_inputs);
  swap_in(swap, copy->update_targets);
  copy->swapped = impl_->swapped;
  copy->swapped.insert(copy->swapped.end(), options.swap.begin(), options.swap.end());
  copy->connect();
  return Function(std::move(copy));
}

const Ref<SharedStorage>& Function::container(std::size_t input) const { return impl_->defaults.at(input); }

std::pair<std::int64_t, double> Function::profile_totals() const {
  return {impl_->call_count.load(), static_cast<double>(impl_->call_time_ns.load()) * 1e-9};
}

}  // namespace theano
