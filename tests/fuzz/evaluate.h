// The oracle, op by op, and how far rounding may move its results.
#pragma once

#include <random>
#include <span>
#include <vector>

#include "theano/array/array.h"
#include "theano/graph/variable.h"

namespace theano::fuzz {

struct Evaluation {
  std::vector<Array> outputs;
  bool is_finite = true;  ///< of everything computed on the way
};

/// Computes each node by itself. With `noise`, every result that is rounded moves by a few units in its last place, so
/// that the spread over several runs shows the error that is to be expected.
Evaluation evaluate(std::span<const Variable> outputs, std::span<const Variable> inputs, std::span<const Array> values,
                    std::mt19937_64* noise = nullptr);
bool is_all_finite(const Array& array);

}  // namespace theano::fuzz
