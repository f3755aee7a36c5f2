// What every kind does around an op's own derivative: missing gradients, discrete outputs, dtypes.
#pragma once

#include "theano/ops/kinds/callables.h"

namespace theano {

/// Zeros of the shape of `v`: in floatX for a discrete tensor, else in its own dtype. Null for what is no tensor.
Variable float_zeros_like(const Variable& v);

/// Calls `vjp` with gradients of the dtypes of the outputs. With no gradient at all every input is disconnected; when all
/// outputs are discrete the gradients are zero; without `vjp` they are undefined (NullType).
Gradients framed_vjp(const Vjp& vjp, const Apply& node, std::span<const Variable> output_gradients);

/// Errors: TypeError when an input is null.
void check_inputs_present(const OpDefinition& op, std::span<const Variable> inputs);

}  // namespace theano
