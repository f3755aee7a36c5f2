// Groups nodes into kernels: element-wise chains together, element-wise producers into the reductions that read them.
#pragma once

#include <vector>

#include "theano/lower/schedule.h"

namespace theano::lower {

/// A variable as a kernel reads it: through dimshuffles (and allocs), which are only a matter of indices.
struct Source {
  int variable;
  bool is_rearranged;  ///< other axes than the variable looked for
};

/// Which nodes one step computes. Groups run in their order.
struct Group {
  /// Ascending. At most one is no element-wise node: a loop nest, between those it reads through and those that take
  /// its result on.
  std::vector<int> nodes;
  int segment = 0;
};

struct Fusion {
  std::vector<Group> groups;       ///< only nodes that something needs
  std::vector<int> group_of;       ///< per node; -1: not needed
  std::vector<bool> is_in_memory;  ///< per variable: read by a step or handed out, so it must have a buffer
};

/// The node that a group is about: its loop nest, or the last of its element-wise nodes.
int anchor_of(const Schedule& schedule, const Group& group);
/// Whether kernels compute the elements of a variable from their index alone: ranges of known start and step.
bool is_made_by_index(const Schedule& schedule, const LowerOptions& options, int variable);
/// Whether kernels may read through this node by changing indices.
bool is_index_map(const Apply& node);
/// Looks through index maps as far as they go.
Source source_of(const Schedule& schedule, const LowerOptions& options, int variable);
/// Whether kernels take the variable as a number: a constant of one element, or an integer the size code knows.
bool is_kernel_scalar(const Schedule& schedule, const LowerOptions& options, int variable);
/// Whether the formula of an element-wise node needs the elements of an input; `second` takes only the first one's shape.
bool is_element_read(const LowerOptions& options, const Apply& node, int input);
/// Whether the node becomes a library call.
bool is_library_call(const Schedule& schedule, const LowerOptions& options, int node);

/// Linear in nodes and edges.
Fusion fuse(const Schedule& schedule, const LowerOptions& options);

}  // namespace theano::lower
