// Gives a replacement the dtype and broadcastable pattern of what it replaces.
#pragma once

#include "theano/graph/variable.h"

namespace theano::rewrite {

/// `replacement` as a variable of the type of `old`: itself, or a cast or a change of pattern of it. Null when the rule
/// must be refused: other rank, or a pattern that promises sizes of 1 that the old one does not have.
Variable adapt(const Variable& replacement, const Variable& old);

}  // namespace theano::rewrite
