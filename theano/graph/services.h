// Services of higher rooms that lower ones may ask for; `compile` defines these functions.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "theano/graph/variable.h"

namespace theano::services {

/// The values of the outputs of `node` for concrete inputs, by the obviously right interpreter. Used by constant
/// folding, test values and the oracle. Errors: those of the op at Phase::Call.
THEANO_API std::vector<Value> evaluate(const Apply& node, std::span<const Value> inputs);
/// Gradients of the scalar `cost`, or of known output gradients; for ops with inner graphs.
THEANO_API std::vector<Variable> differentiate(std::span<const Variable> outputs,
                                               std::span<const Variable> output_gradients,
                                               std::span<const Variable> wrt);
/// The definition of the op of a name, or null; for graphs that were saved.
THEANO_API const OpDefinition* find_definition(std::string_view name);

}  // namespace theano::services
