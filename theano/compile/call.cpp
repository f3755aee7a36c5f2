// Calling a compiled function: arguments in, snapshot, run, commit.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "theano/base/error.h"
#include "theano/compile/executable.h"
#include "theano/compile/oracle.h"
#include "theano/graph/filter.h"

namespace theano {
namespace {

[[noreturn]] void fail_call(const Function::Impl& impl, std::string sentence, std::vector<ErrorOperand> operands,
                            std::string way_out) {
  throw_error({ErrorKind::Type, Phase::Call, impl.name.empty() ? "function" : impl.name, std::move(sentence),
               std::move(operands), std::move(way_out)});
}

std::string label(const In& in, std::size_t i) {
  return in.name.empty() ? "input " + std::to_string(i) : in.name;
}

void check_count(const Function::Impl& impl, std::size_t given) {
  const std::size_t count = impl.inputs.size();
  if (given > count)
    fail_call(impl, "takes " + std::to_string(count) + " arguments, but " + std::to_string(given) + " were given.", {},
              "Pass one value per input.");
}

/// Finds the argument of an input by position or by name. Errors: TypeError for unknown or doubly given names.
class ArgumentFinder {
 public:
  ArgumentFinder(const Function::Impl& impl, const CallView& view) : view_(view) {
    check_count(impl, view.positional.size());
    for (const auto& [name, argument] : view.keywords) {
      std::size_t at = 0;
      while (at < impl.inputs.size() && impl.inputs[at].name != name) ++at;
      if (at == impl.inputs.size())
        fail_call(impl, "there is no input named '" + name + "'.", {}, "Give the inputs' variables names, or call by position.");
      const bool is_repeated = std::find(input_of_.begin(), input_of_.end(), static_cast<int>(at)) != input_of_.end();
      if (is_repeated || (at < view.positional.size() && view.positional[at].is_given()))
        fail_call(impl, "input '" + name + "' is given twice, by position and by name.", {}, "Leave one of the two out.");
      input_of_.push_back(static_cast<int>(at));
    }
  }

  ArgumentView find(std::size_t input) const {
    for (std::size_t k = 0; k < input_of_.size(); ++k)
      if (input_of_[k] == static_cast<int>(input)) return view_.keywords[k].second;
    return input < view_.positional.size() ? view_.positional[input] : ArgumentView();
  }

 private:
  const CallView& view_;
  InlineVector<int, 16> input_of_;  // per keyword
};

/// Whether the array may be passed on as it is.
bool is_value_of(const TensorType& type, const Array& array) {
  if (array.dtype() != type.dtype() || array.ndim() != type.ndim()) return false;
  for (int axis = 0; axis < type.ndim(); ++axis)
    if (type.sizes()[axis] != kUnknownSize && type.sizes()[axis] != array.shape(axis)) return false;
  return true;
}

Array converted_argument(const Function::Impl& impl, std::size_t i, const ArgumentView& argument, bool is_trusted) {
  const In& in = impl.inputs[i];
  try {
    return filter(*impl.input_types[i], *argument.array, in.strict || is_trusted, in.allow_downcast, argument.origin);
  } catch (const Error& error) {
    ErrorReport report = error.report();
    report.phase = Phase::Call;
    report.op = impl.name.empty() ? "function" : impl.name;
    report.sentence = "bad argument for " + label(in, i) + ", input " + std::to_string(i) + ": " + report.sentence;
    report.operands.insert(report.operands.begin(), describe_operand("input " + std::to_string(i), in.variable));
    throw_error(std::move(report));
  }
}

void set_argument(const Function::Impl& impl, runtime::Call& call, std::size_t i, const ArgumentView& argument,
                  bool is_trusted) {
  const In& in = impl.inputs[i];
  if (!argument.is_given()) {
    Array value = impl.defaults[i]->snapshot().array;
    if (value.is_null())
      fail_call(impl, "missing required input: " + label(in, i) + ".", {describe_operand("input " + std::to_string(i), in.variable)},
                "Pass a value for it.");
    return call.hold(i, std::move(value));
  }
  const bool is_plain = argument.origin == ValueOrigin::Array || !in.strict;
  if (is_plain && is_value_of(*impl.input_types[i], *argument.array)) return call.look_at(i, *argument.array);
  call.hold(i, converted_argument(impl, i, argument, is_trusted));
}

/// What the oracle expects, except where it is not finite and the compiled result is: stable forms are there to find a
/// number where the expression as written overflows.
Array expected_of(const Array& oracle, const Array& found) {
  if (!is_float(oracle.dtype()) || oracle.dtype() != found.dtype() || !(oracle.shape() == found.shape())) return oracle;
  std::vector<double> expected = oracle.to_doubles();
  const std::vector<double> values = found.to_doubles();
  for (std::size_t i = 0; i < expected.size(); ++i)
    if (!std::isfinite(expected[i]) && std::isfinite(values[i])) expected[i] = values[i];
  return Array::from(expected, oracle.shape()).astype(oracle.dtype());
}

/// How far rounding may lead two ways of computing apart.
struct Tolerance {
  double relative, absolute;
};
Tolerance tolerance_of(DType dtype) {
  if (dtype == DType::BFloat16) return {5e-2, 1e-2};
  if (dtype == DType::Float16) return {1e-2, 1e-3};
  return part_dtype(dtype) == DType::Float32 ? Tolerance{1e-4, 1e-5} : Tolerance{1e-8, 1e-9};
}

/// Throws when the compiled result differs from the oracle's by more than rounding can explain.
void compare_with_oracle(const Function::Impl& impl, std::span<const Array* const> arguments,
                         std::span<const Array> results) {
  std::vector<Array> inputs;
  for (const Array* argument : arguments) inputs.push_back(*argument);
  std::vector<Array> expected = run_oracle(*impl.compiled->unrewritten, inputs);
  for (std::size_t i = 0; i < results.size(); ++i) {
    expected[i] = expected_of(expected[i], results[i]);
    const Tolerance tolerance = tolerance_of(results[i].dtype());
    const bool is_close = all_close(results[i], expected[i], tolerance.relative, tolerance.absolute);
    if (results[i].dtype() == expected[i].dtype() && is_close) continue;
    throw InternalError("DebugMode",
                        "output " + std::to_string(i) + " of the compiled function is\n" + results[i].to_string() +
                            "\nbut the un-rewritten graph gives\n" + expected[i].to_string() + ".",
                        "Exclude rewrites one by one with Mode.excluding(name) to find the wrong one, and report it.",
                        Phase::Call);
  }
}

/// Held from the first read of a default to the commit, so that calls that update a common value take turns.
class UpdateLocks {
 public:
  UpdateLocks(const Function::Impl& impl, std::function<void()>* before_waiting) : storages_(impl.locked_storages) {
    for (; count_ < storages_.size(); ++count_) {
      std::recursive_mutex& mutex = storages_[count_]->update_mutex();
      if (mutex.try_lock()) continue;
      if (before_waiting) (*before_waiting)();
      mutex.lock();
    }
  }
  ~UpdateLocks() {
    while (count_ > 0) storages_[--count_]->update_mutex().unlock();
  }
  UpdateLocks(const UpdateLocks&) = delete;
  UpdateLocks& operator=(const UpdateLocks&) = delete;

 private:
  const std::vector<Ref<SharedStorage>>& storages_;
  std::size_t count_ = 0;  // locked
};

/// Lets a call write into shared values that nobody else looks at; readers wait until it has.
class InPlaceValues final : public runtime::Caller {
 public:
  InPlaceValues(const Function::Impl& impl, std::function<void()>* before_long) : impl_(impl), before_long_(before_long) {}
  ~InPlaceValues() override { release(); }
  Array adopt(int input, const Array& argument) override {
    const Variable& table = impl_.shared_inputs[static_cast<std::size_t>(input) - impl_.inputs.size()];
    const SharedStorage& storage = *table.shared()->storage;
    std::unique_lock<std::mutex> lock = storage.hold_value();
    if (storage.is_only_with(argument)) {
      held_.push_back(lock.release());
      return argument;
    }
    lock.unlock();
    before_long_work();
    return argument.copy();
  }
  void before_long_work() override {
    if (before_long_) (*before_long_)();
  }
  void release() {
    for (std::mutex* mutex : held_) mutex->unlock();
    held_.clear();
  }

 private:
  const Function::Impl& impl_;
  std::function<void()>* before_long_;
  InlineVector<std::mutex*, 8> held_;
};

/// Runs the graph op by op under the mode's watch.
std::span<Array> run_watched(const CompiledGraph& compiled, runtime::Call& call) {
  std::vector<Array> arguments;
  for (const Array* argument : call.arguments()) arguments.push_back(*argument);
  std::vector<Array> results = compiled.watched->run(arguments, *compiled.mode.watch());
  std::move(results.begin(), results.end(), call.results().begin());
  return call.results();
}

}  // namespace

Results Function::Impl::run(runtime::Call& call, std::function<void()>* before_long_work) {
  using Clock = std::chrono::steady_clock;
  const auto start = is_profiled ? Clock::now() : Clock::time_point();
  std::size_t next = inputs.size();
  for (const Variable& v : shared_inputs) call.hold(next++, v.shared()->storage->snapshot().array);
  if (before_long_work && (compiled->watched || compiled->unrewritten)) (*before_long_work)();

  Results results(outputs.list.size());
  const bool is_direct = !compiled->watched && !compiled->unrewritten;
  const std::span<Array> wanted = is_direct ? std::span<Array>(results.begin(), results.end()) : std::span<Array>();
  InPlaceValues in_place(*this, before_long_work);
  const std::span<Array> values = compiled->watched ? run_watched(*compiled, call) : call.run(&in_place, wanted);
  in_place.release();
  if (compiled->unrewritten) compare_with_oracle(*this, call.arguments(), values);

  // Nothing can fail from here on: all updates are committed, or none.
  std::size_t at = results.size();
  if (!is_direct) std::move(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), results.begin());
  for (const Variable& v : update_targets) v.shared()->storage->commit({std::move(values[at++]), nullptr});
  for (const int i : compiled->collected.updated_inputs) defaults[i]->commit({std::move(values[at++]), nullptr});
  if (is_profiled) {
    ++call_count;
    call_time_ns += std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
  }
  return results;
}

Results Function::call_view(const CallView& view) const {
  Impl& impl = *impl_;
  const ArgumentFinder finder(impl, view);
  const UpdateLocks locks(impl, view.before_long_work);
  runtime::Call call(*impl.compiled->executor);
  for (std::size_t i = 0; i < impl.inputs.size(); ++i) set_argument(impl, call, i, finder.find(i), view.is_trusted);
  return impl.run(call, view.before_long_work);
}

Results Function::call(std::vector<CallArgument> positional) const { return call(std::move(positional), {}); }

Results Function::call(std::vector<CallArgument> positional,
                       std::vector<std::pair<std::string, CallArgument>> keywords) const {
  const std::vector<ArgumentView> views(positional.begin(), positional.end());
  const std::vector<std::pair<std::string, ArgumentView>> named(keywords.begin(), keywords.end());
  return call_view({views, named});
}

Results Function::call_trusted(std::span<const Array> arguments) const {
  InlineVector<ArgumentView, 16> views;
  for (const Array& array : arguments) views.push_back(array);
  return call_view({{views.data(), views.size()}, {}, true});
}

Results::operator const Array&() const {
  if (count_ != 1)
    throw ValueError("function", "one result is wanted, but the function has " + std::to_string(count_) + ".",
                     "Take one by its index.", Phase::Call);
  return few_[0];
}

}  // namespace theano
