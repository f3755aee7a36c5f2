// What one call needs for itself: registers, addresses, the arena; kept between calls so that they allocate nothing.
#pragma once

#include <memory>
#include <vector>

#include "theano/runtime/memory.h"
#include "theano/runtime/plan.h"

namespace theano::runtime {

/// State of one segment between calls.
struct SegmentState {
  std::shared_ptr<const SegmentPlan> plan;  ///< of the last call
  BufferPtr arena;
  bool is_placed = false;  ///< the plan's fixed placements are right for the arena
  std::vector<BufferPtr> fresh;
  std::vector<std::int64_t> dynamic_offsets;  ///< of this call, in elements
};

/// One call at a time uses a workspace.
struct Workspace {
  explicit Workspace(const ir::Program& program);

  /// Gives back what belongs to the call alone.
  void let_go();
  /// The memory of the call that has just run.
  MemoryUse memory() const;

  std::vector<const Array*> arguments;
  std::vector<Array> held;     ///< per argument, where the call itself holds it
  std::vector<Array> results;  ///< per output
  std::vector<std::int64_t> registers;
  std::vector<std::byte*> pointers;    ///< per buffer: its first element
  std::vector<const Layout*> layouts;  ///< per buffer; null until it exists
  std::vector<Array> arrays;           ///< per buffer: of Produced ones
  std::vector<int> produced;           ///< the buffers that `arrays` is about
  std::vector<SegmentState> segments;
  std::vector<std::int64_t> key;        ///< scratch
  std::vector<std::byte*> launch_data;  ///< scratch: addresses of a launch's buffers
  std::vector<std::int64_t> launch_params;
  ir::Status status;
  bool is_measuring = false;       ///< loops and branches add up what their bodies take
  std::int64_t nested_bytes = 0;
};

}  // namespace theano::runtime
