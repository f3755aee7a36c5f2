// Puts a Program together: buffers, steps in order, the registers they need.
#pragma once

#include "theano/lower/fuse.h"

namespace theano::lower {

/// The Program of a fused schedule. Errors: NotImplementedError naming the op and the user's line.
ir::Program emit(Schedule& schedule, const LowerOptions& options, const Fusion& fusion);

/// Removes steps whose results nobody uses and size code that no step needs; checks stay.
void prune(ir::Program& program);

}  // namespace theano::lower
