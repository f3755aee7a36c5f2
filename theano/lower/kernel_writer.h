// Writes the kernel of a group of nodes: formulas inlined into one another, loop nests reading through them.
#pragma once

#include <unordered_map>

#include "theano/lower/fuse.h"
#include "theano/ops/kinds/elementwise.h"
#include "theano/ops/kinds/loop_op.h"

namespace theano::lower {

/// A kernel and what its buffers and parameters stand for.
struct WrittenKernel {
  ir::Kernel kernel;
  ir::Registers map;
  std::vector<int> variables;  ///< per buffer of the kernel; -1 - o: output o of a loop nest that has a window
  std::vector<ir::Register> params;
  std::vector<bool> is_pointwise;  ///< per buffer: only read at the point's own element
};

/// The kernel of a group. Errors: NotImplementedError for a node without formula or nest.
WrittenKernel write_kernel(const Schedule& schedule, const LowerOptions& options, const Fusion& fusion,
                           const Group& group);

/// Removes instructions whose results nobody uses, and buffers and parameters that are no longer read.
void remove_dead_code(WrittenKernel& written);

}  // namespace theano::lower
