// Watching a function at work: what is called with the inputs and around every op of the rewritten graph.
#pragma once

#include <functional>
#include <span>

#include "theano/graph/variable.h"

namespace theano {

/// One op of a call. Arrays may be read during the callback only.
struct NodeEvent {
  int number = 0;  ///< place in the order in which the ops run
  Apply* node = nullptr;
  std::span<const Array> inputs;
  std::span<const Array> outputs;  ///< empty before the op has run
};

/// Callbacks of a mode that watches. An exception ends the call; shared variables then stay as they were.
struct NodeWatch {
  std::function<void(const Variable& input, const Array& value)> on_input;
  std::function<void(const NodeEvent&)> before;
  std::function<void(const NodeEvent&)> after;
};

/// Which numbers nan_guard complains about.
struct NanGuardOptions {
  bool nan_is_error = true;
  bool inf_is_error = true;
  bool big_is_error = true;  ///< magnitudes above 1e10
};

/// A watch that throws at the first op (or input) with a number that should not be, naming op, variable and line.
/// Errors: ValueError when nothing is to be looked for; while calling, AssertionError.
THEANO_API NodeWatch nan_guard(const NanGuardOptions& options = {});

}  // namespace theano
