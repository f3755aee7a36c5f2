// Delta debugging on recipes: every change that keeps the finding is kept, until none does.
#include <algorithm>
#include <cmath>
#include <set>

#include "fuzz/check.h"
#include "fuzz/evaluate.h"
#include "theano/base/error.h"

namespace theano::fuzz {
namespace {

constexpr int kMostChecks = 600;

class Reducer {
 public:
  Reducer(Recipe recipe, const Finding& finding) : best_(std::move(recipe)), finding_(finding) {}

  Recipe run() {
    for (bool changed = true; changed && checks_ < kMostChecks;) {
      changed = keep_one_output();
      changed = take_calls_as_inputs() || changed;
      changed = shrink_sizes() || changed;
      changed = simplify_inputs() || changed;
    }
    return best_;
  }

 private:
  bool accept(const Recipe& candidate) {
    if (checks_++ > kMostChecks) return false;
    const Recipe pruned = without_dead_parts(candidate);
    try {
      const auto finding = check(pruned, {finding_.mode});
      if (!finding || finding->kind != finding_.kind) return false;
    } catch (const std::exception&) {
      return false;
    }
    best_ = pruned;
    return true;
  }

  bool keep_one_output() {
    for (std::size_t o = 0; best_.outputs.size() > 1 && o < best_.outputs.size(); ++o) {
      Recipe candidate = best_;
      candidate.outputs = {best_.outputs[o]};
      if (accept(candidate)) return true;
    }
    return false;
  }

  /// The recipe with call number `c` replaced by an input of its value.
  Recipe with_call_as_input(int c) const {
    const BuiltRecipe built = build(best_);
    const std::size_t inputs = best_.inputs.size();
    const Variable& v = built.values[inputs + c];
    const Array array = evaluate(std::span(&v, 1), built.inputs, input_arrays(best_)).outputs[0];
    Recipe candidate = best_;
    Input input;
    input.dtype = array.dtype();
    input.shape = array.shape();
    input.values = numbers_of(array);
    input.broadcastable = v.tensor_type().broadcastable();
    candidate.inputs.push_back(std::move(input));
    candidate.calls.erase(candidate.calls.begin() + c);
    const auto moved = [&](int n) {
      const int limit = static_cast<int>(inputs);
      if (n < limit) return n;
      if (n == limit + c) return limit;
      return n < limit + c ? n + 1 : n;
    };
    for (Call& call : candidate.calls)
      for (RecipeArgument& argument : call.arguments) {
        if (auto* ref = std::get_if<ValueRef>(&argument)) ref->number = moved(ref->number);
        if (auto* refs = std::get_if<Refs>(&argument))
          for (int& n : refs->numbers) n = moved(n);
      }
    for (int& n : candidate.outputs) n = moved(n);
    return candidate;
  }

  bool take_calls_as_inputs() {
    bool changed = false;
    for (int c = static_cast<int>(best_.calls.size()) - 1; c >= 0; --c) {
      if (c >= static_cast<int>(best_.calls.size())) continue;
      try {
        changed = accept(with_call_as_input(c)) || changed;
      } catch (const std::exception&) {
      }
    }
    return changed;
  }

  bool shrink_sizes() {
    std::set<std::int64_t> sizes;
    for (const Input& input : best_.inputs) sizes.insert(input.shape.begin(), input.shape.end());
    bool changed = false;
    for (const std::int64_t size : sizes)
      for (std::int64_t smaller = 1; smaller < size; ++smaller) {
        Recipe candidate = best_;
        for (Input& input : candidate.inputs) resize(input, size, smaller);
        if (accept(candidate)) {
          changed = true;
          break;
        }
      }
    return changed;
  }

  static void resize(Input& input, std::int64_t size, std::int64_t smaller) {
    std::int64_t count = 1;
    for (std::int64_t& s : input.shape) {
      if (s == size) s = smaller;
      count *= s;
    }
    input.values.resize(static_cast<std::size_t>(is_complex(input.dtype) ? 2 * count : count));
  }

  bool simplify_inputs() {
    bool changed = false;
    for (std::size_t i = 0; i < best_.inputs.size(); ++i) {
      Recipe candidate = best_;
      candidate.inputs[i].memory = Memory::Plain;
      if (best_.inputs[i].memory != Memory::Plain) changed = accept(candidate) || changed;
      for (const double plain : {0.0, 1.0}) {
        candidate = best_;
        auto& values = candidate.inputs[i].values;
        if (std::all_of(values.begin(), values.end(), [&](double v) { return v == plain || v == 0; })) break;
        std::fill(values.begin(), values.end(), plain);
        if (accept(candidate)) {
          changed = true;
          break;
        }
      }
      candidate = best_;
      bool is_rounded = false;
      for (double& v : candidate.inputs[i].values)
        if (v == v && v != std::round(v)) {
          v = std::round(v * 4) / 4;
          is_rounded = true;
        }
      if (is_rounded && candidate.inputs[i].values != best_.inputs[i].values) changed = accept(candidate) || changed;
    }
    return changed;
  }

  Recipe best_;
  const Finding& finding_;
  int checks_ = 0;
};

}  // namespace

Recipe reduce(const Recipe& recipe, const Finding& finding) { return Reducer(recipe, finding).run(); }

}  // namespace theano::fuzz
