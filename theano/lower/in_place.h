// New values of inputs that are the old ones with parts changed: what the commit of a call may write in place.
#pragma once

#include <optional>

#include "theano/lower/kernel_writer.h"

namespace theano::lower {

/// An output that is an input with parts changed, and nothing but that.
struct InPlaceChain {
  int output;              ///< number of the graph's output
  int input;               ///< variable of the graph's input
  std::vector<int> nodes;  ///< that change it, in order; each reads what the one before it makes, and nobody else does
};

/// The chains among `options.in_place_updates`. Linear in the schedule.
std::vector<InPlaceChain> find_in_place_chains(const Schedule& schedule, const LowerOptions& options,
                                               const Fusion& fusion);

/// A kernel that makes the checks of another one and stores nothing; nothing where there are none. One point, where the
/// checks are the same for all points.
std::optional<WrittenKernel> checks_of(WrittenKernel written);

}  // namespace theano::lower
