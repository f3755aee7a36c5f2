// theano::function: from the user's arguments to an executable.
#include "theano/compile/function.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "theano/base/config.h"
#include "theano/base/error.h"
#include "theano/codegen/compiled_kernels.h"
#include "theano/compile/executable.h"
#include "theano/compile/pipeline.h"
#include "theano/graph/filter.h"
#include "theano/graph/test_values.h"
#include "theano/lower/lower.h"

namespace theano {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

TensorTypeRef tensor_type_of(const Variable& v) {
  v.tensor_type();  // throws for other types
  return TensorTypeRef(static_cast<const TensorType*>(v.type().get()));
}

/// Fills in what an In leaves to the function: name, casts, and where the default lives.
void complete_inputs(Function::Impl& impl) {
  for (In& in : impl.inputs) {
    if (in.name.empty()) in.name = in.variable.name();
    if (!in.allow_downcast) in.allow_downcast = impl.options.allow_input_downcast;
    const TensorTypeRef type = tensor_type_of(in.variable);
    if (in.container && !in.container->type->equals(*type))
      throw_error({ErrorKind::Type, Phase::Compile, "function",
                   "a container must have the type of its input, " + type->to_string() + ", but it has " +
                       in.container->type->to_string() + ".",
                   {describe_operand("input", in.variable)}, "Share defaults between inputs of one type."});
    if (in.container || in.value.array.is_null()) continue;
    in.value.array = filter(*type, in.value.array, in.strict, in.allow_downcast).copy();
  }
}

/// The outputs of the graph that are new values of shared variables it reads.
std::vector<lower::LowerOptions::InPlaceUpdate> in_place_updates(const Function::Impl& impl) {
  std::vector<lower::LowerOptions::InPlaceUpdate> updates;
  for (std::size_t u = 0; u < impl.update_targets.size(); ++u) {
    const auto read = std::find_if(impl.shared_inputs.begin(), impl.shared_inputs.end(), [&](const Variable& v) {
      return v.shared()->storage == impl.update_targets[u].shared()->storage;
    });
    if (read == impl.shared_inputs.end()) continue;
    updates.push_back({static_cast<int>(impl.outputs.list.size() + u),
                       static_cast<int>(impl.inputs.size()) + static_cast<int>(read - impl.shared_inputs.begin())});
  }
  return updates;
}

/// Who makes the function's kernels: the option `tier` has the last word.
std::shared_ptr<ir::KernelBinder> binder_of(const Mode& mode) {
  const std::string wanted = config().get("tier");
  const Tier tier = wanted == "0" ? Tier::Interpreter : wanted == "1" || wanted == "all" ? Tier::MachineCode : mode.tier();
  if (tier == Tier::Interpreter) return ir::interpreting_binder();
  codegen::CompilePolicy policy;
  policy.is_in_background = tier == Tier::Auto;
  if (wanted == "all") policy.least_ns = 0;
  return codegen::make_compiling_binder(policy);
}

std::shared_ptr<CompiledGraph> compile(CollectedGraph collected, const Mode& mode, const Function::Impl& impl,
                                       double seconds_so_far) {
  const auto start = Clock::now();
  auto compiled = std::make_shared<CompiledGraph>(std::move(collected), mode);
  CompileReport& report = compiled->report;
  report.stages.push_back({"collect", seconds_so_far});
  FunctionGraph& graph = compiled->collected.graph;
  if (mode.checking() == Checking::Oracle) compiled->unrewritten.emplace(graph.inputs(), graph.outputs());
  run_pipeline(graph, mode, report);
  if (mode.watch()) compiled->watched = std::make_unique<NodeByNode>(graph);

  lower::LowerOptions options;
  options.fuse = mode.fuses();
  for (const Out& out : impl.outputs.list) options.output_may_alias.push_back(out.borrow);
  options.output_may_alias.resize(graph.outputs().size(), false);
  // The oracle's comparison needs the old values after the call.
  if (!compiled->unrewritten) options.in_place_updates = in_place_updates(impl);
  for (const In& in : impl.inputs) options.input_may_be_aliased.push_back(in.borrow);
  options.input_may_be_aliased.resize(graph.inputs().size(), true);  // shared variables say so by the output's borrow alone
  std::vector<lower::StageTime> times;
  compiled->executor = std::make_unique<runtime::Executor>(lower::lower(graph, options, &times), binder_of(mode));
  for (const lower::StageTime& t : times) report.stages.push_back({t.stage, t.seconds});
  report.stages.push_back({"total", seconds_so_far + seconds_since(start)});
  return compiled;
}

}  // namespace

Variable Update::number_as(const Variable& target, double number) {
  const TensorType& type = target.tensor_type();
  const Array scalar = Array::scalar_of(type.dtype(), number);
  if (type.ndim() != 0)
    throw TypeError("function", "a number can update a 0-d shared variable only, but " + target.to_string() + " has " +
                                    std::to_string(type.ndim()) + " dimensions.",
                    "Use T.zeros_like or another expression of the right shape.", Phase::Compile);
  return make_constant(target.type(), Value{scalar, nullptr});
}

void Function::Impl::connect() {
  input_types.clear();
  defaults.clear();
  locked_storages.clear();
  for (const In& in : inputs) {
    const TensorTypeRef type = tensor_type_of(in.variable);
    input_types.push_back(type);
    defaults.push_back(in.container ? in.container : make_ref<SharedStorage>(type, in.value));
  }
  for (const Variable& v : update_targets) locked_storages.push_back(v.shared()->storage);
  for (const int i : compiled->collected.updated_inputs) locked_storages.push_back(defaults[i]);
  std::sort(locked_storages.begin(), locked_storages.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
  locked_storages.erase(std::unique(locked_storages.begin(), locked_storages.end()), locked_storages.end());
}

Function function(std::vector<In> inputs, Outputs outputs, std::vector<Update> updates, std::vector<Given> givens,
                  FunctionOptions options) {
  const auto start = Clock::now();
  const WithoutTestValues scope;
  const Mode mode = options.mode ? *options.mode : Mode::from_config();
  CollectedGraph collected = collect(inputs, outputs, updates, givens, options);
  auto impl = std::make_shared<Function::Impl>();
  impl->name = options.name;
  impl->inputs = std::move(inputs);
  impl->outputs = std::move(outputs);
  impl->updates = std::move(collected.updates);
  impl->givens = std::move(givens);
  impl->options = std::move(options);
  complete_inputs(*impl);
  impl->shared_inputs = std::move(collected.shared_inputs);
  impl->update_targets = std::move(collected.update_targets);
  collected.graph.forget_copies();
  impl->compiled = compile(std::move(collected), mode, *impl, seconds_since(start));
  impl->connect();
  impl->is_profiled = impl->options.profile || config().get_bool("profile");
  impl->compiled->executor->set_profiling(impl->is_profiled);
  return Function(std::move(impl));
}

std::string CompileReport::to_string() const {
  std::string text = "stage                              seconds\n";
  char line[160];
  for (const Entry& e : stages) {
    std::snprintf(line, sizeof line, "%-32s %9.6f\n", e.stage.c_str(), e.seconds);
    text += line;
  }
  text += "rule                               seconds     times\n";
  for (const Entry& e : rules) {
    std::snprintf(line, sizeof line, "%-32s %9.6f %9lld\n", e.stage.c_str(), e.seconds, static_cast<long long>(e.count));
    text += line;
  }
  return text;
}

const std::string& Function::name() const { return impl_->name; }
std::vector<In> const& Function::inputs() const { return impl_->inputs; }
const Outputs& Function::outputs() const { return impl_->outputs; }
const Mode& Function::mode() const { return impl_->compiled->mode; }
const FunctionGraph& Function::graph() const { return impl_->compiled->collected.graph; }
const CompileReport& Function::compile_report() const { return impl_->compiled->report; }
void Function::wait_compiled() const { impl_->compiled->executor->wait_compiled(); }

std::string Function::program_text() const { return impl_->compiled->executor->program().to_string(); }

std::vector<Variable> Function::shared_variables() const {
  std::vector<Variable> all = impl_->shared_inputs;
  for (const Variable& v : impl_->update_targets)
    if (std::find(all.begin(), all.end(), v) == all.end()) all.push_back(v);
  return all;
}

std::string Function::profile_text() const {
  std::string text = "     seconds      calls  step\n";
  char line[256];
  for (const runtime::StepProfile& p : impl_->compiled->executor->profile()) {
    std::snprintf(line, sizeof line, "%12.6f %10lld  %s  %s\n", p.seconds, static_cast<long long>(p.calls),
                  p.name.c_str(), p.place.c_str());
    text += line;
  }
  return text + "memory: " + theano::to_string(peak_memory());
}

Array eval(const Variable& v, const std::vector<std::pair<Variable, Array>>& values) {
  std::vector<In> inputs;
  std::vector<CallArgument> arguments;
  for (const auto& [variable, value] : values) {
    inputs.emplace_back(variable);
    arguments.emplace_back(value);
  }
  return function(std::move(inputs), v).call(std::move(arguments));
}

}  // namespace theano
