// What of a launch's sizes and strides decides the machine code of its kernel, and the numbers that the code reads.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "theano/ir/interpreter.h"
#include "theano/ir/kernel.h"
#include "theano/ir/lane_analysis.h"

namespace theano::codegen {

/// How an address changes from lane to lane.
enum class LaneStride : std::uint8_t { None, Unit, Any };

/// The address of an access as a sum. Its numbers lie in a row, in bytes: the constant; the stride of the lanes if it is
/// `Any`; then one for each term of the lists below, in their order.
struct AccessPattern {
  int numbers = 0;                     ///< position of the first
  LaneStride lane_stride = LaneStride::None;
  std::vector<int> outer;              ///< outer dimensions of the pattern
  std::vector<int> rows;               ///< dimensions of the region but its innermost, where the region is not flat
  std::vector<ir::ValueId> uniform;    ///< values that are the same for all lanes
  std::vector<ir::ValueId> varying;    ///< values that are not

  bool has_lanes() const { return lane_stride != LaneStride::None || !varying.empty(); }
};

/// Where the lanes of a kernel lie.
enum class LanePlace : std::uint8_t {
  Map,      ///< along the innermost dimensions of the map, which step together in every access
  Regions,  ///< along innermost reductions and parallel loops
};

/// The pattern of one launch. Map dimensions of one element are left out, and neighbours that step together in every
/// access are one; the last such group may carry the lanes, the others are `outer`.
class LaunchPattern {
 public:
  /// Nothing when the kernel cannot run that way.
  static std::optional<LaunchPattern> make(const ir::Kernel& kernel, const ir::LaunchShape& shape, LanePlace place);

  LanePlace place() const { return place_; }
  const ir::LaneAnalysis& analysis() const { return analysis_; }
  double time_ns() const { return analysis_.time_ns(); }

  int outer_rank() const { return static_cast<int>(outer_.size()); }
  /// Number of points of the outer dimensions, and of lanes of each.
  std::int64_t outer_count() const { return outer_count_; }
  std::int64_t lane_count() const { return lane_count_; }
  /// The outer dimension that a map dimension is; -1: it has one element or lies in the lanes.
  int outer_dim(int map_dim) const { return outer_of_[map_dim]; }
  /// The dimension that counts the lanes of a map whose indices are asked for.
  int lane_dim() const { return lane_dim_; }
  bool is_lane_dim(int map_dim) const { return map_dim >= split_ && place_ == LanePlace::Map; }

  const AccessPattern& access(const ir::Instruction& use) const { return accesses_.at(&use); }
  /// Whether the elements of a region lie in one row for every access, so that one loop runs over them.
  bool is_flat(const ir::Instruction& region) const { return flat_.at(&region); }

  /// Launches of one kernel with equal structures share their machine code.
  const std::string& structure() const { return structure_; }
  /// What the code reads: the sizes of the outer dimensions, the number of lanes, then the numbers of the accesses.
  const std::vector<std::int64_t>& numbers() const { return numbers_; }

 private:
  LaunchPattern(const ir::Kernel& kernel, const ir::LaunchShape& shape, LanePlace place, int split,
                std::vector<std::vector<int>> groups);
  void collect(const ir::Block& block, const ir::LaneSpace& space, bool is_flat);
  void add_access(const ir::Instruction& use, const ir::LaneSpace& space, bool is_flat);
  bool steps_in_one_row(const ir::Block& body, const ir::LaneSpace& space) const;

  const ir::Kernel& kernel_;
  const ir::LaunchShape& shape_;
  LanePlace place_;
  int split_;
  ir::LaneAnalysis analysis_;
  std::vector<std::vector<int>> outer_;  ///< map dimensions of each outer dimension
  std::vector<int> outer_of_;
  int lane_dim_ = -1;
  std::int64_t outer_count_ = 1, lane_count_ = 1;
  std::unordered_map<const ir::Instruction*, AccessPattern> accesses_;
  std::unordered_map<const ir::Instruction*, bool> flat_;
  std::string structure_;
  std::vector<std::int64_t> numbers_;
};

}  // namespace theano::codegen
