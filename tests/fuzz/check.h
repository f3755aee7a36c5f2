// Compares what a recipe's compiled forms give with the oracle, and reduces what differs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fuzz/recipe.h"

namespace theano::fuzz {

/// A way to compile, by name: "None", "FAST_RUN", "FAST_COMPILE", "with an update" (FAST_RUN, one input a shared variable),
/// "without finite_only" (FAST_RUN less a table).
std::vector<std::string> all_modes();
/// A choice of them for the graph of this number: all but the tables, of which two take their turn.
std::vector<std::string> modes_in_turn(std::uint64_t number);

struct Finding {
  std::string kind;  ///< "difference", "error", "dtype", "shape", "fault"
  std::string mode;
  std::string text;  ///< what was expected and what was found
};

/// What comparisons had to pass over.
struct Tally {
  long graphs = 0, calls = 0;
  long non_finite = 0;  ///< elements where the oracle has no number, rewriting modes
  long unstable = 0;    ///< differences that rounding explains
  long out_of_range = 0;  ///< differences near the ends of float16, which another order of products may leave
  long empty = 0;       ///< calls that ask an empty row for its largest element
};

/// The first difference in any of the modes. Errors: those of the oracle itself (the recipe does not compute).
std::optional<Finding> check(const Recipe& recipe, const std::vector<std::string>& modes, Tally* tally = nullptr);

/// A smaller recipe with a finding of the same kind and mode: fewer outputs, calls replaced by inputs, smaller sizes,
/// simpler numbers.
Recipe reduce(const Recipe& recipe, const Finding& finding);

}  // namespace theano::fuzz
