// Which values of a kernel differ between lanes for a choice of the vector axis, and what that choice costs.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "theano/ir/interpreter.h"
#include "theano/ir/kernel.h"

namespace theano::ir {

/// Where the lanes lie: the map dimensions from `split` on, flattened; or, when none are left (`split` = map_rank), the
/// innermost reductions and parallel loops if `uses_regions`. Otherwise every value is one scalar.
struct LaneChoice {
  int split = 0;
  bool uses_regions = false;
};

/// The dimensions that the lanes of a block of instructions run over, outermost first; none for scalar code.
struct LaneSpace {
  bool is_map = false;
  std::vector<ValueId> indices;     ///< of a region: its indices
  std::vector<std::int64_t> sizes;  ///< -1 where known only when running (then there is one dimension)
  bool has_lanes() const { return is_map || !indices.empty(); }
  /// Number of lanes, or -1.
  std::int64_t count() const;
};

/// An address as a sum: strides along lane dimensions, outer map dimensions, uniform values, and values that differ
/// between lanes in no regular way. Strides in elements.
struct AddressForm {
  std::vector<std::int64_t> lane_strides;                       ///< one per lane dimension
  std::vector<std::pair<int, std::int64_t>> map_terms;          ///< (map dimension, stride)
  std::vector<std::pair<ValueId, std::int64_t>> uniform_terms;  ///< (int64 value, stride)
  std::vector<std::pair<ValueId, std::int64_t>> varying_terms;
  std::int64_t constant = 0;

  bool is_uniform() const;
};

/// The dimensions of an address along the lanes, those that step together merged into one.
struct LaneWalk {
  std::vector<std::int64_t> sizes, strides;
};
LaneWalk collapse(const LaneSpace& space, const AddressForm& form);

/// Simple operations that one core does in a nanosecond, about: the costs of bound kernels count in them.
inline constexpr double kOperationsPerNs = 2;

/// Facts on a kernel that depend on sizes and strides alone.
class LaneAnalysis {
 public:
  /// `kernel` and `shape` must outlive the analysis.
  LaneAnalysis(const Kernel& kernel, const LaunchShape& shape, LaneChoice choice);

  /// Whether lanes can be worked on together with the results of one point after the other.
  bool is_legal() const { return is_legal_; }
  /// Estimated nanoseconds for all points.
  double time_ns() const { return time_ns_; }

  const LaneChoice& choice() const { return choice_; }
  /// The lanes of the kernel's body.
  LaneSpace body_space() const;
  /// The lanes of a region.
  LaneSpace region_space(std::span<const ValueId> indices, std::span<const ValueId> extents) const;
  bool varies(ValueId value) const { return varies_[value]; }
  /// Whether anything but addresses (which are folded into AddressForm) uses the value.
  bool is_needed(ValueId value) const { return is_needed_[value]; }
  AddressForm form(const Access& access, const LaneSpace& space) const;
  bool is_region_loop(int loop) const { return region_loops_[loop]; }
  bool is_region_reduction(int reduction) const { return region_reductions_[reduction]; }
  /// The instruction that defines a value; null for indices and carried values.
  const Instruction* definition(ValueId value) const { return definitions_[value]; }

 private:
  void define(const Block& block);
  void find_varying(const Block& block, const LaneSpace& space);
  void find_varying_loop(const Loop& loop, const LaneSpace& space);
  bool wants_region(const Block& body, std::span<const ValueId> indices, std::span<const ValueId> extents) const;
  void check_stores(const Block& block, const LaneSpace& space);
  void collect_accesses(const Block& block, int depth);
  void need(ValueId value);
  void find_needed(const Block& block, const LaneSpace& space);
  double estimate(const Block& block, const LaneSpace& space, double lanes) const;
  double estimate_access(const Instruction& i, const LaneSpace& space, double lanes) const;
  bool add_affine(ValueId value, std::int64_t scale, const LaneSpace& space, AddressForm& form, int depth) const;
  void mark(ValueId value) {
    if (!varies_[value]) varies_[value] = has_changed_ = true;
  }

  const Kernel& kernel_;
  const LaunchShape& shape_;
  LaneChoice choice_;
  bool is_legal_ = true;
  bool has_changed_ = false;
  double time_ns_ = 0;
  std::vector<bool> varies_, is_needed_, region_loops_, region_reductions_;
  std::vector<std::optional<std::int64_t>> known_;  // values of extents and the like
  std::vector<const Instruction*> definitions_;
  struct Use {
    const Instruction* instruction;
    int depth;
  };
  std::vector<Use> uses_;
};

}  // namespace theano::ir
