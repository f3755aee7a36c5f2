// Diagonals of tensors, and tensors made of diagonals.
#pragma once

#include "theano/ops/shape/shape.h"

namespace theano {

namespace ops {
/// The diagonals over the axes `axis1` and `axis2`, `offset` to the right of the main ones, along a new last axis.
extern THEANO_API const ViewOp extract_diag;
/// x with y added to these diagonals. Inputs: x, y.
extern THEANO_API const LoopOp inc_diagonal;
}  // namespace ops

namespace tensor {

/// The diagonals of x over two axes, along a new last axis. Errors: ValueError for fewer than two axes.
THEANO_API Variable diagonal(const Operand& x, std::int64_t offset = 0, std::int64_t axis1 = 0,
                             std::int64_t axis2 = 1);
/// Zeros with the lines along the last axis of v on the diagonals over two axes of the result.
THEANO_API Variable alloc_diag(const Operand& v, std::int64_t offset = 0, std::int64_t axis1 = 0,
                               std::int64_t axis2 = 1);
/// The k-th diagonal of a tensor with two axes or more; a matrix with this diagonal of a vector.
THEANO_API Variable diag(const Operand& v, std::int64_t k = 0);
/// The sum of the main diagonal of a matrix.
THEANO_API Variable trace(const Operand& x);

}  // namespace tensor
}  // namespace theano
