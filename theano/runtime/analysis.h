// What is true of a Program whatever the sizes: which numbers decide a plan, and how long each memory is in use.
#pragma once

#include <vector>

#include "theano/ir/program.h"

namespace theano::runtime {

/// The facts of one segment.
struct SegmentFacts {
  std::vector<ir::Register> key_registers;  ///< their values decide the plan; ascending
  std::vector<int> key_buffers;             ///< Input and Produced buffers whose strides decide the plan
  std::vector<int> dynamic_views;           ///< numbers of Steps whose view depends on scalars that are not in the key
};

/// Steps are numbered through the whole Program.
struct ProgramFacts {
  explicit ProgramFacts(const ir::Program& program);

  std::vector<SegmentFacts> segments;
  std::vector<int> first_step;   ///< per segment, and the total behind them
  std::vector<int> memory;       ///< per buffer: the buffer whose memory it looks at
  std::vector<int> first_write;  ///< per buffer: the step that makes it; -1: there from the start
  std::vector<int> last_use;  ///< per memory: the last step that uses it or a view of it; kAlways: read behind the end
  static constexpr int kAlways = INT32_MAX;
};

/// Parameters of a kernel that decide extents of its loops or reductions, so that binding must know them.
std::vector<bool> extent_params(const ir::Kernel& kernel);

}  // namespace theano::runtime
