// Graphs on which the rules that are functions apply: at least one for each, with inputs to draw numbers for.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "theano/graph/variable.h"

namespace theano::rewrite {

/// An input of an example: its sizes at the call, of which those of size 1 are broadcastable, and where to draw from.
struct ExampleInput {
  Shape sizes;
  double low = 0.5, high = 2;
  std::optional<DType> dtype = {};  ///< default: the dtype that is tried
};

struct RuleExample {
  const char* rule;
  std::vector<ExampleInput> inputs;
  std::function<Variable(const std::vector<Variable>&)> build;
  bool admits_integers = false;  ///< tried with int32, int8 and uint8 too
};

const std::vector<RuleExample>& rule_examples();

}  // namespace theano::rewrite
