// One graph applied to every row of some tensors: a loop without state, differentiable like any other op.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "theano/ops/kinds/control_op.h"

namespace theano {

namespace ops {

/// Attributes: `body` (InnerGraph: inputs are the elements of the sequences, then the invariants), `sequences` (how many of
/// the node's inputs are walked along axis 0; the others are invariants). Each output has one axis more than the body's.
extern THEANO_API const ControlOp& map_rows;

}  // namespace ops

/// Applies `body` to every row of `sequences` (which agree in their size along axis 0) and stacks each result.
///
/// `body` is called once, on variables that stand for the rows. Whatever it uses that does not depend on them is computed
/// once, outside of the loop, and stays connected: derivatives flow to it.
/// Shapes: a result of shape s gives (rows, *s). Errors: ValueError without sequences; TypeError for a sequence without axes.
THEANO_API std::vector<Variable> map_rows(
    std::span<const Variable> sequences,
    const std::function<std::vector<Variable>(std::span<const Variable> elements)>& body);

/// The ops with inner graphs.
std::span<const OpDefinition* const> control_ops();

}  // namespace theano
