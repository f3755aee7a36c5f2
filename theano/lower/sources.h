// How kernels come to the elements they read: from memory, through changed indices, from an index alone, as numbers.
#pragma once

#include "theano/lower/schedule.h"

namespace theano::lower {

/// A variable as a kernel reads it: through dimshuffles (and allocs), which are only a matter of indices.
struct Source {
  int variable;
  bool is_rearranged;  ///< other axes than the variable looked for
};

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

}  // namespace theano::lower
