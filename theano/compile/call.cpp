// Calling a compiled function: arguments in, snapshot, run, commit.
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

/// Keywords to positions. Errors: TypeError for unknown or doubly given names.
void place_keywords(const Function::Impl& impl, std::vector<CallArgument>& slots,
                    std::vector<std::pair<std::string, CallArgument>> keywords) {
  for (auto& [name, argument] : keywords) {
    std::size_t at = 0;
    while (at < impl.inputs.size() && impl.inputs[at].name != name) ++at;
    if (at == impl.inputs.size())
      fail_call(impl, "there is no input named '" + name + "'.", {}, "Give the inputs' variables names, or call by position.");
    if (slots[at].is_given())
      fail_call(impl, "input '" + name + "' is given twice, by position and by name.", {}, "Leave one of the two out.");
    slots[at] = std::move(argument);
  }
}

void check_count(const Function::Impl& impl, std::size_t given) {
  const std::size_t count = impl.inputs.size();
  if (given > count)
    fail_call(impl, "takes " + std::to_string(count) + " arguments, but " + std::to_string(given) + " were given.", {},
              "Pass one value per input.");
}

Array take_argument(const Function::Impl& impl, std::size_t i, CallArgument argument, bool is_trusted = false) {
  const In& in = impl.inputs[i];
  if (!argument.is_given()) {
    Array value = impl.defaults[i]->snapshot().array;
    if (value.is_null())
      fail_call(impl, "missing required input: " + label(in, i) + ".", {describe_operand("input " + std::to_string(i), in.variable)},
                "Pass a value for it.");
    return value;
  }
  try {
    return filter(*impl.input_types[i], argument.array, in.strict || is_trusted, in.allow_downcast, argument.origin);
  } catch (const Error& error) {
    ErrorReport report = error.report();
    report.phase = Phase::Call;
    report.op = impl.name.empty() ? "function" : impl.name;
    report.sentence = "bad argument for " + label(in, i) + ", input " + std::to_string(i) + ": " + report.sentence;
    report.operands.insert(report.operands.begin(), describe_operand("input " + std::to_string(i), in.variable));
    throw_error(std::move(report));
  }
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
void compare_with_oracle(const Function::Impl& impl, std::span<const Array> inputs, std::span<const Array> results) {
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
  explicit UpdateLocks(const Function::Impl& impl) {
    locks_.reserve(impl.locked_storages.size());
    for (const Ref<SharedStorage>& storage : impl.locked_storages) locks_.emplace_back(storage->update_mutex());
  }

 private:
  std::vector<std::unique_lock<std::recursive_mutex>> locks_;
};

/// Lets a call write into shared values that nobody else looks at; readers wait until it has.
class InPlaceValues final : public runtime::Adopter {
 public:
  explicit InPlaceValues(const Function::Impl& impl) : impl_(impl) {}
  Array adopt(int input, const Array& argument) override {
    const Variable& table = impl_.shared_inputs[static_cast<std::size_t>(input) - impl_.inputs.size()];
    const SharedStorage& storage = *table.shared()->storage;
    std::unique_lock<std::mutex> lock = storage.hold_value();
    if (storage.is_only_with(argument)) {
      held_.push_back(std::move(lock));
      return argument;
    }
    lock.unlock();
    return argument.copy();
  }
  void release() { held_.clear(); }

 private:
  const Function::Impl& impl_;
  std::vector<std::unique_lock<std::mutex>> held_;
};

}  // namespace

std::vector<Array> Function::Impl::run(std::vector<Array> arguments) {
  using Clock = std::chrono::steady_clock;
  const auto start = is_profiled ? Clock::now() : Clock::time_point();
  for (const Variable& v : shared_inputs) arguments.push_back(v.shared()->storage->snapshot().array);

  InPlaceValues in_place(*this);
  std::vector<Array> results = compiled->watched ? compiled->watched->run(arguments, *compiled->mode.watch())
                                                 : compiled->executor->run(arguments, &in_place);
  in_place.release();
  if (compiled->unrewritten) compare_with_oracle(*this, arguments, results);

  // Nothing can fail from here on: all updates are committed, or none.
  std::size_t at = outputs.list.size();
  for (const Variable& v : update_targets) v.shared()->storage->commit({std::move(results[at++]), nullptr});
  for (const int i : compiled->collected.updated_inputs) defaults[i]->commit({std::move(results[at++]), nullptr});
  results.resize(outputs.list.size());
  if (is_profiled) {
    ++call_count;
    call_time_ns += std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
  }
  return results;
}

Results Function::call(std::vector<CallArgument> positional) const { return call(std::move(positional), {}); }

Results Function::call(std::vector<CallArgument> positional,
                       std::vector<std::pair<std::string, CallArgument>> keywords) const {
  Impl& impl = *impl_;
  const std::size_t count = impl.inputs.size();
  check_count(impl, positional.size());
  positional.resize(count);
  const UpdateLocks locks(impl);
  if (!keywords.empty()) place_keywords(impl, positional, std::move(keywords));
  std::vector<Array> arguments;
  arguments.reserve(count + impl.shared_inputs.size());
  for (std::size_t i = 0; i < count; ++i) arguments.push_back(take_argument(impl, i, std::move(positional[i])));
  return Results(impl.run(std::move(arguments)));
}

Results Function::call_trusted(std::span<const Array> arguments) const {
  check_count(*impl_, arguments.size());
  const UpdateLocks locks(*impl_);
  std::vector<Array> taken;
  taken.reserve(impl_->inputs.size() + impl_->shared_inputs.size());
  for (std::size_t i = 0; i < impl_->inputs.size(); ++i)
    taken.push_back(take_argument(*impl_, i, i < arguments.size() ? CallArgument(arguments[i]) : CallArgument(), true));
  return Results(impl_->run(std::move(taken)));
}

Results::operator const Array&() const {
  if (arrays_.size() != 1)
    throw ValueError("function", "one result is wanted, but the function has " + std::to_string(arrays_.size()) + ".",
                     "Take one by its index.", Phase::Call);
  return arrays_[0];
}

}  // namespace theano
