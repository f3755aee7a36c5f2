// Picks the lane functions for the machine we run on.
#include "theano/ir/lanes/lane_table.h"

namespace theano::ir {

const LaneTable& baseline_lane_table() {
  static const LaneTable table = [] {
    LaneTable t;
    lanes::baseline::add_arithmetic(t);
    lanes::baseline::add_mathematics(t);
    lanes::baseline::add_movement(t);
    return t;
  }();
  return table;
}

const LaneTable& lane_table() {
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  static const LaneTable& table = has_avx2 ? []() -> const LaneTable& {
    static const LaneTable newer = [] {
      LaneTable t;
      lanes::avx2::add_arithmetic(t);
      lanes::avx2::add_mathematics(t);
      lanes::avx2::add_movement(t);
      return t;
    }();
    return newer;
  }()
      : baseline_lane_table();
  return table;
#else
  return baseline_lane_table();
#endif
}

}  // namespace theano::ir
