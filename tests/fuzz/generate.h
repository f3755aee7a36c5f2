// Grows random well-typed recipes: functions of the API's table on values that fit them, checked by computing each.
#pragma once

#include <map>
#include <random>
#include <string>

#include "fuzz/recipe.h"

namespace theano::fuzz {

using Random = std::mt19937_64;

/// Chooses arguments for any API function by the kinds and names of its parameters.
class ArgumentChooser {
 public:
  /// What is known of the values that may be chosen.
  struct Value {
    Variable variable;
    Array array;
  };
  ArgumentChooser(Random& random, const std::vector<Value>& pool) : random_(random), pool_(pool) {}
  std::vector<RecipeArgument> choose(const ApiFunction& f);

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  bool chance(double p) { return std::uniform_real_distribution<>(0, 1)(random_) < p; }
  int pick_value(const Parameter& parameter);
  std::vector<int> fitting_values(std::string_view parameter) const;
  RecipeArgument choose_one(const ApiFunction& f, const Parameter& parameter);
  RecipeArgument choose_sizes();
  Ints choose_order();
  Ints choose_index();

  Random& random_;
  const std::vector<Value>& pool_;
  int first_ = -1;  ///< the first tensor chosen for this call
};

/// Why calls were given up, by function and class of error.
using Rejections = std::map<std::string, int>;

struct Generated {
  Recipe recipe;
  bool is_finite = true;  ///< no value that was computed on the way is infinite or nan
  std::string fault;      ///< an InternalError while building or computing: a bug by itself
};
Generated generate(std::uint64_t seed, Rejections* rejections = nullptr);

/// An input of random dtype and values; `wanted` limits the dtype.
Input random_input(Random& random, Shape shape, DType dtype);

}  // namespace theano::fuzz
