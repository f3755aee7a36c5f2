// Integers combined bit by bit over axes.
#pragma once

#include <string_view>

#include "theano/ops/reduction/reduction.h"

namespace theano {

namespace ops {
/// Attributes `axis` and `operation`: "or_", "and_" or "xor".
extern THEANO_API const LoopOp bitwise_fold;
}  // namespace ops

namespace tensor {

/// The elements over axes combined by or_, and_ or xor, in their own dtype; of nothing 0, of nothing by and_ all bits.
/// Errors: TypeError unless x is discrete; ValueError for another operation.
THEANO_API Variable bitwise_fold(const Operand& x, std::string_view operation, const Axes& axis = {});

}  // namespace tensor
}  // namespace theano
