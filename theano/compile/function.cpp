// theano::function: from the user's arguments to an executable.
#include "theano/compile/function.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "theano/base/config.h"
#include "theano/base/error.h"
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

void take_inputs(Function::Impl& impl, std::vector<In> inputs, const FunctionOptions& options) {
  impl.inputs = std::move(inputs);
  for (In& in : impl.inputs) {
    if (in.name.empty()) in.name = in.variable.name();
    if (!in.allow_downcast) in.allow_downcast = options.allow_input_downcast;
    const TensorTypeRef type = tensor_type_of(in.variable);
    impl.input_types.push_back(type);
    Array value = in.value.array;
    if (!value.is_null()) value = filter(*type, value, in.strict, in.allow_downcast).copy();
    impl.defaults.push_back(std::move(value));
  }
}

void take_storages(Function::Impl& impl) {
  for (const Variable& v : impl.collected.shared_inputs) impl.read_storages.push_back(v.shared()->storage);
  for (const Variable& v : impl.collected.update_targets) impl.update_storages.push_back(v.shared()->storage);
  auto& locked = impl.locked_storages = impl.update_storages;
  std::sort(locked.begin(), locked.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
  locked.erase(std::unique(locked.begin(), locked.end()), locked.end());
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

Function function(std::vector<In> inputs, Outputs outputs, std::vector<Update> updates, std::vector<Given> givens,
                  FunctionOptions options) {
  const auto start = Clock::now();
  const WithoutTestValues scope;
  const Mode mode = options.mode ? *options.mode : Mode::from_config();
  auto impl = std::make_shared<Function::Impl>(collect(inputs, outputs, updates, givens, options), mode);
  impl->name = std::move(options.name);
  impl->outputs = std::move(outputs);
  take_inputs(*impl, std::move(inputs), options);
  take_storages(*impl);
  impl->report.stages.push_back({"collect", seconds_since(start)});

  FunctionGraph& graph = impl->collected.graph;
  if (mode.checking() == Checking::Oracle) impl->unrewritten.emplace(graph.inputs(), graph.outputs());
  run_pipeline(graph, mode, impl->report);

  lower::LowerOptions lower_options;
  lower_options.fuse = mode.fuses();
  for (const Out& out : impl->outputs.list) lower_options.output_may_alias.push_back(out.borrow);
  lower_options.output_may_alias.resize(graph.outputs().size(), false);
  std::vector<lower::StageTime> times;
  impl->executor = std::make_unique<runtime::Executor>(lower::lower(graph, lower_options, &times));
  for (const lower::StageTime& t : times) impl->report.stages.push_back({t.stage, t.seconds});
  impl->report.stages.push_back({"total", seconds_since(start)});
  impl->executor->set_profiling(options.profile || config().get_bool("profile"));
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
const Mode& Function::mode() const { return impl_->mode; }
const FunctionGraph& Function::graph() const { return impl_->collected.graph; }
const CompileReport& Function::compile_report() const { return impl_->report; }
std::string Function::program_text() const { return impl_->executor->program().to_string(); }

std::vector<Variable> Function::shared_variables() const {
  std::vector<Variable> all = impl_->collected.shared_inputs;
  for (const Variable& v : impl_->collected.update_targets)
    if (std::find(all.begin(), all.end(), v) == all.end()) all.push_back(v);
  return all;
}

std::string Function::profile_text() const {
  std::string text = "     seconds      calls  step\n";
  char line[256];
  for (const runtime::StepProfile& p : impl_->executor->profile()) {
    std::snprintf(line, sizeof line, "%12.6f %10lld  %s  %s\n", p.seconds, static_cast<long long>(p.calls),
                  p.name.c_str(), p.place.c_str());
    text += line;
  }
  return text;
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
