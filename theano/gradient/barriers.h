// Ops that pass their input on and change only what flows back: nothing, zero, a clipped or a scaled gradient.
#pragma once

#include "theano/graph/function_graph.h"
#include "theano/ops/kinds/composite.h"

namespace theano::ops {

extern THEANO_API const Composite disconnected_grad;
extern THEANO_API const Composite zero_grad;
extern THEANO_API const Composite undefined_grad;
/// Attributes `lower`, `upper`.
extern THEANO_API const Composite grad_clip;
/// Attribute `multiplier`.
extern THEANO_API const Composite grad_scale;

}  // namespace theano::ops

namespace theano::gradient {

/// Replaces every op of this file, and own_gradient, by its input: once a graph is compiled, nobody differentiates it any more.
void remove_barriers(FunctionGraph& graph);

}  // namespace theano::gradient
