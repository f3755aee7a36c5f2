// Groups nodes into kernels: element-wise chains together, element-wise producers into the reductions that read them.
#pragma once

#include <vector>

#include "theano/lower/sources.h"

namespace theano::lower {

/// Which nodes one step computes. Groups run in their order.
struct Group {
  /// Ascending. Besides element-wise nodes at most one loop nest, or several reductions of one space: they stand between
  /// the nodes they read through and those that take their results on.
  std::vector<int> nodes;
  int segment = 0;
};

struct Fusion {
  std::vector<Group> groups;       ///< only nodes that something needs
  std::vector<int> group_of;       ///< per node; -1: not needed
  std::vector<bool> is_in_memory;  ///< per variable: read by a step or handed out, so it must have a buffer
};

/// The node that a group is about: its (first) loop nest, or the last of its element-wise nodes.
int anchor_of(const Schedule& schedule, const Group& group);
/// Linear in nodes and edges.
Fusion fuse(const Schedule& schedule, const LowerOptions& options);

}  // namespace theano::lower
