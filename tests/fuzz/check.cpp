// Runs a recipe in several modes and judges each element by the oracle and its expected error.
#include "fuzz/check.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "fuzz/evaluate.h"
#include "theano/base/error.h"
#include "theano/compile/function.h"
#include "theano/graph/op.h"
#include "theano/graph/traversal.h"
#include "theano/rewrite/rewrite.h"

namespace theano::fuzz {
namespace {

constexpr int kNoisyRuns = 8;
constexpr const char* kWithout = "without ";
constexpr const char* kWithUpdate = "with an update";

Mode mode_named(const std::string& name) {
  if (name == "None") return Mode("vm", "None");
  if (name.starts_with(kWithout)) return Mode("vm", "fast_run").excluding({name.substr(std::string(kWithout).size())});
  return Mode::named(name);
}

double unit_of(DType dtype) {
  const DType part = part_dtype(dtype);
  return part == DType::Float64 ? 0x1p-52 : part == DType::Float32 ? 0x1p-23 : part == DType::Float16 ? 0x1p-10 : 0x1p-7;
}

/// The recipe's outputs with the range in which rounding lets each element lie, found out when first asked for.
class Reference {
 public:
  Reference(const BuiltRecipe& built, const std::vector<Array>& values)
      : built_(built), values_(values), evaluation_(evaluate(built.outputs, built.inputs, values)) {}

  const std::vector<Array>& outputs() const { return evaluation_.outputs; }
  bool is_finite() const { return evaluation_.is_finite; }
  /// Whether noise decides a check.
  bool depends_on_rounding() {
    if (noisy_.empty()) run_with_noise();
    return std::any_of(noisy_.begin(), noisy_.end(), [&](const auto& run) { return run.size() < outputs().size(); });
  }
  /// Whether noise changes the shape of output `o`, or decides a check.
  bool depends_on_rounding(std::size_t o) {
    if (noisy_.empty()) run_with_noise();
    const std::size_t size = numbers_of(outputs()[o]).size();
    return std::any_of(noisy_.begin(), noisy_.end(), [&](const auto& run) { return run.size() <= o || run[o].size() != size; });
  }
  bool has_empty() const { return evaluation_.has_empty; }
  bool is_near_the_ends() const { return evaluation_.is_near_the_ends; }

  /// Whether runs with noise show that number `e` of output `o` may as well be `found`.
  bool explains(std::size_t o, std::size_t e, double found) {
    if (noisy_.empty()) run_with_noise();
    const DType dtype = evaluation_.outputs[o].dtype();
    const std::vector<double> numbers = numbers_of(evaluation_.outputs[o]);
    const double expected = numbers[e];
    // The parts of a complex number are rounded together.
    const double magnitude = is_complex(dtype) ? std::hypot(expected, numbers[e ^ 1]) : std::fabs(expected);
    double low = expected, high = expected;
    bool all_finite = true;
    for (const std::vector<std::vector<double>>& run : noisy_) {
      if (run.size() <= o || run[o].size() <= e) return true;  // even the shape depends on rounding
      low = std::min(low, run[o][e]);
      high = std::max(high, run[o][e]);
      all_finite = all_finite && std::isfinite(run[o][e]);
    }
    if (!all_finite) return true;
    if (!std::isfinite(found)) return false;
    const double slack = 20 * (high - low) + 32 * unit_of(dtype) * magnitude;
    return std::fabs(found - expected) <= slack;
  }

 private:
  void run_with_noise() {
    std::mt19937_64 random(7);
    for (int run = 0; run < kNoisyRuns; ++run) {
      noisy_.emplace_back();
      // Rests of rounding become nothing in every other run: in the rest they show how large they may be.
      try {
        for (const Array& array : evaluate(built_.outputs, built_.inputs, values_, &random, run % 2 == 1).outputs)
          noisy_.back().push_back(numbers_of(array));
      } catch (const Error&) {
        noisy_.back().clear();  // a check that rounding decides
      }
    }
  }

  const BuiltRecipe& built_;
  const std::vector<Array>& values_;
  Evaluation evaluation_;
  std::vector<std::vector<std::vector<double>>> noisy_;
};

std::string text_of(double v) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", v);
  return text;
}

bool is_equal(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool uses_library(const BuiltRecipe& built) {
  const std::vector<Apply*> nodes = toposort(built.outputs);
  return std::any_of(nodes.begin(), nodes.end(), [](const Apply* node) {
    return node->op()->kind() == OpKind::Library || node->op()->kind() == OpKind::Composite;
  });
}

std::optional<Finding> compare(Reference& reference, std::span<const Array> found, const std::string& mode, bool has_product,
                               Tally& tally) {
  for (std::size_t o = 0; o < found.size(); ++o) {
    const Array& expected = reference.outputs()[o];
    const std::string place = "output " + std::to_string(o) + " in mode " + mode + ": ";
    if (expected.dtype() != found[o].dtype())
      return Finding{"dtype", mode, place + found[o].type_string() + " instead of " + expected.type_string()};
    if (!(expected.shape() == found[o].shape())) {
      if (!reference.is_finite() || reference.depends_on_rounding(o)) continue;
      return Finding{"shape", mode, place + found[o].type_string() + " instead of " + expected.type_string()};
    }
    const std::vector<double> e = numbers_of(expected), f = numbers_of(found[o]);
    for (std::size_t i = 0; i < e.size(); ++i) {
      if (is_equal(e[i], f[i])) continue;
      // Stable forms find numbers where the plain ones overflow, and rules for finite numbers need not keep the others.
      // Libraries may also give a zero the other sign, which a pole then shows.
      if ((mode != "None" || has_product) && (!std::isfinite(e[i]) || !reference.is_finite())) {
        ++tally.non_finite;
        continue;
      }
      // A factor that leaves a sum of nothing meets 0 there, and infinity times 0 is no number.
      if (mode != "None" && reference.has_empty() && std::isnan(f[i])) {
        ++tally.non_finite;
        continue;
      }
      if (std::isfinite(e[i]) && reference.explains(o, i, f[i])) {
        ++tally.unstable;
        continue;
      }
      if (mode != "None" && reference.is_near_the_ends()) {
        ++tally.out_of_range;
        continue;
      }
      std::string text = place + "element " + std::to_string(i) + " must be " + text_of(e[i]) + ", but is " + text_of(f[i]);
      if (e.size() <= 16) text += "; expected\n" + expected.to_string() + "\nfound\n" + found[o].to_string();
      return Finding{"difference", mode, text};
    }
  }
  return std::nullopt;
}

/// Stable forms subtract the largest element, which an empty row does not have; indices of rows without elements are
/// looked at by those who change rows in place alone.
bool may_be_refused(const std::exception& error, const Reference& reference) {
  const std::string text = error.what();
  return reference.has_empty() && (text.find("there must be an element") != std::string::npos ||
                                   text.find("is out of bounds for axis") != std::string::npos);
}

/// An input and a later value of its type and shape, which may become its update.
std::optional<std::pair<std::size_t, Variable>> choose_update(const BuiltRecipe& built, const std::vector<Array>& values) {
  for (std::size_t v = built.values.size(); v-- > built.inputs.size();)
    for (std::size_t i = 0; i < built.inputs.size(); ++i) {
      if (!built.values[v].type()->equals(*built.inputs[i].type())) continue;
      const Variable& update = built.values[v];
      if (evaluate(std::span(&update, 1), built.inputs, values).outputs[0].shape() == values[i].shape()) return {{i, update}};
    }
  return std::nullopt;
}

/// Whether the recipe makes results of any size when its inputs have these values, as they may after an update.
bool is_too_big(const Recipe& recipe, const BuiltRecipe& built, const std::vector<Array>& values) {
  for (const Call& call : recipe.calls)
    for (const int number : sizing_values(call))
      if (asks_for_too_much(evaluate(std::span(&built.values[number], 1), built.inputs, values).outputs[0])) return true;
  return false;
}

/// The same recipe with one input as a shared variable that another of its values updates, called twice.
std::optional<Finding> check_update(const Recipe& recipe, const BuiltRecipe& built, std::vector<Array> values,
                                    Tally& tally) {
  const auto chosen = choose_update(built, values);
  if (!chosen) return std::nullopt;
  const auto& [number, update] = *chosen;
  const Variable& input = built.inputs[number];
  const Variable shared = make_shared_variable(values[number], "state", false, input.tensor_type().broadcastable());
  std::vector<In> ins;
  for (const Variable& v : built.inputs)
    if (!(v == input)) ins.emplace_back(v);
  FunctionOptions options;
  options.mode = Mode::named("FAST_RUN");
  options.on_unused_input = OnUnusedInput::Ignore;
  const Function f = function(ins, std::vector<Out>(built.outputs.begin(), built.outputs.end()), {Update(shared, update)},
                              {Given(input, shared)}, options);
  for (int call = 0; call < 2; ++call) {
    BuiltRecipe with_state = built;
    with_state.outputs.push_back(update);
    const std::vector<Array> before = values;  // which the reference looks at again after the call
    std::optional<Reference> reference;
    try {
      if (call > 0 && is_too_big(recipe, built, before)) return std::nullopt;
      reference.emplace(with_state, before);
    } catch (const Error&) {
      return std::nullopt;  // the new state may be none that the graph takes: an index out of bounds
    }
    std::vector<CallArgument> arguments;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (i != number) arguments.emplace_back(values[i]);
    std::vector<Array> found;
    try {
      const Results results = f.call(std::move(arguments));
      found.assign(results.begin(), results.end());
    } catch (const Error& error) {
      if (!reference->is_finite()) return std::nullopt;
      if (!may_be_refused(error, *reference)) throw;
      ++tally.empty;
      return std::nullopt;
    }
    values[number] = shared.shared()->get_value();
    found.push_back(values[number]);
    ++tally.calls;
    if (auto finding = compare(*reference, found, kWithUpdate, true, tally)) return finding;
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> all_modes() {
  std::vector<std::string> modes{"None", "FAST_RUN", "FAST_COMPILE"};
  modes.push_back(kWithUpdate);
  for (const rewrite::RuleTable* table : rewrite::rule_tables()) modes.push_back(kWithout + std::string(table->name));
  return modes;
}

std::vector<std::string> modes_in_turn(std::uint64_t number) {
  const std::vector<std::string> all = all_modes();
  const std::size_t always = 4, tables = all.size() - always;
  std::vector<std::string> modes(all.begin(), all.begin() + always);
  modes.push_back(all[always + number % tables]);
  modes.push_back(all[always + (number / tables + number + 1) % tables]);
  return modes;
}

std::optional<Finding> check(const Recipe& recipe, const std::vector<std::string>& modes, Tally* tally) {
  Tally unused;
  if (!tally) tally = &unused;
  const BuiltRecipe built = build(recipe);
  const std::vector<Array> values = input_arrays(recipe);
  Reference reference(built, values);
  const bool has_product = uses_library(built);
  ++tally->graphs;
  for (const std::string& name : modes) {
    FunctionOptions options;
    options.on_unused_input = OnUnusedInput::Ignore;
    try {
      if (name == kWithUpdate) {
        if (auto finding = check_update(recipe, built, values, *tally)) return finding;
        continue;
      }
      options.mode = mode_named(name);
      const Function f = function({built.inputs.begin(), built.inputs.end()},
                                  std::vector<Out>(built.outputs.begin(), built.outputs.end()), {}, {}, options);
      const Results results = f.call({values.begin(), values.end()});
      ++tally->calls;
      const std::vector<Array> found(results.begin(), results.end());
      if (auto finding = compare(reference, found, name, has_product, *tally)) return finding;
    } catch (const std::exception& error) {
      if (!reference.is_finite()) continue;  // a check that meets a nan may see another one
      if (reference.depends_on_rounding()) {
        ++tally->unstable;
        continue;
      }
      if (may_be_refused(error, reference)) {
        ++tally->empty;
        continue;
      }
      return Finding{"error", name, "in mode " + name + ": " + error.what()};
    }
  }
  return std::nullopt;
}

}  // namespace theano::fuzz
