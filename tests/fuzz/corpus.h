// What tests of single recipes share.
#pragma once

#include <gtest/gtest.h>

#include <cmath>

#include "fuzz/check.h"

namespace theano::fuzz {

/// The recipe gives what the oracle gives, in all modes.
inline void expect_agreement(const Recipe& recipe) {
  if (const auto finding = check(recipe, all_modes())) ADD_FAILURE() << finding->kind << " " << finding->text;
}

/// An input of numbers that differ, positive and negative.
inline int ramp(Recipe& recipe, Shape shape, DType dtype = DType::Float64, std::vector<bool> broadcastable = {}) {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) count *= size;
  std::vector<double> values;
  for (std::int64_t i = 0; i < count; ++i)
    values.push_back(is_float(dtype) ? 0.37 * static_cast<double>((i * 7) % 11) - 1.6 : static_cast<double>((i * 7) % 11));
  return recipe.input(dtype, std::move(shape), std::move(values), std::move(broadcastable));
}

}  // namespace theano::fuzz
