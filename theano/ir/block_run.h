// Executes a plan on one thread.
#pragma once

#include <span>

#include "theano/ir/plan.h"

namespace theano::ir {

/// One run of a plan on one thread: the frame with all registers, and where in the map space we are.
class BlockRun {
 public:
  BlockRun(const Plan& plan, const LaunchShape& shape, std::span<std::byte* const> data,
           std::span<const std::int64_t> params);

  /// Goes to a point of the outer dimensions. False if a check failed.
  bool enter_outer(std::int64_t outer);
  /// Runs lanes [start, start + count) of the present outer point. False if a check failed.
  bool run_block(std::int64_t start, std::int64_t count);

 private:
  bool execute(const Sequence& sequence);
  bool execute_loop(const LoopPlan& loop);
  bool execute_reduction(const ReductionPlan& reduction);
  bool execute_region(const RegionPlan& region);
  bool execute_region_blocks(const RegionPlan& region, std::int64_t count);
  void fold_element(const FoldPlan& fold, std::int64_t k, std::int64_t width, std::int64_t n);
  void finish_fold(const FoldPlan& fold, std::int64_t count, std::int64_t width, std::int64_t n);
  void combine_lanes(const FoldPlan& fold, std::int64_t lanes, std::int64_t width, std::int64_t n);
  void load(const Operation& op);
  void store(const Operation& op);
  void fill_offsets(const AccessPlan& access);
  void fill_lane_index(const Operation& op);
  std::byte* base(const AccessPlan& access) const;
  std::int64_t integer(Slot slot) const { return *static_cast<const std::int64_t*>(slots_[slot]); }

  const Plan& plan_;
  const LaunchShape& shape_;
  const LaneTable& table_;
  std::span<std::byte* const> data_;
  void** slots_;
  std::byte* frame_;
  std::int64_t* offsets_ = nullptr;
  std::int64_t* outer_ = nullptr;  ///< index along each outer map dimension
  std::int64_t start_ = 0;         ///< the first lane of the block in its lane space
  std::int64_t n_ = 1;             ///< lanes in the block
};

}  // namespace theano::ir
