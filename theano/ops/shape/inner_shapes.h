// Shapes of what an inner graph computes, in terms of the shapes of its inputs.
#pragma once

#include <span>
#include <vector>

#include "theano/graph/op.h"

namespace theano {

/// The shapes of `outputs`, by every inner op's own rule, given those of the graph's `inputs`.
std::vector<SymbolicShape> shapes_within(std::span<const Variable> outputs, std::span<const Variable> inputs,
                                         std::span<const SymbolicShape> input_shapes);

}  // namespace theano
