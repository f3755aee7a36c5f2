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
  // Of everything that is computed on the way:
  bool is_finite = true;
  bool has_empty = false;         ///< an array without elements
  bool is_near_the_ends = false;  ///< a float16 that is so large or small that a product with another may leave its range
};

/// Computes each node by itself. With `noise`, every result that is rounded moves by a few units in its last place, so
/// that the spread over several runs shows the error that is to be expected; with `may_cancel` what is mere rounding of a
/// sum may also become nothing.
Evaluation evaluate(std::span<const Variable> outputs, std::span<const Variable> inputs, std::span<const Array> values,
                    std::mt19937_64* noise = nullptr, bool may_cancel = true);
bool is_all_finite(const Array& array);
/// All elements in row-major order; of complex ones the real part, then the imaginary part.
std::vector<double> numbers_of(const Array& array);

}  // namespace theano::fuzz
