// What the block interpreter executes: sequences of operations on slots, each a function over lanes.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "theano/ir/lane_analysis.h"
#include "theano/ir/lanes/lane_table.h"

namespace theano::ir {

/// Number of a slot: a pointer to one value, to the lanes of a value, or into a buffer.
using Slot = std::int32_t;
inline constexpr Slot kNoSlot = -1;

struct Operation {
  enum class Kind : std::uint8_t {
    Apply,        ///< function(out, a, b, c) on the lanes of the block
    ApplyOne,     ///< the same on one value
    Load,         ///< out = elements of access `index`, by its mode
    LoadInPlace,  ///< out points to the elements of contiguous access `index`
    Aim,          ///< out points to where contiguous access `index` stores: the next operation writes there
    LoadOne,      ///< out = the element of uniform access `index`
    Store,        ///< a to access `index`
    StoreOne,     ///< the uniform value a to access `index` of one element
    StoreLast,    ///< the last lane of a to access `index` of one element
    Fill,         ///< out = lanes all equal to the uniform a; `index` is the size class
    LaneIndex,    ///< out = index along lane dimension `index` of space `extra`
    OuterIndex,   ///< out = index along outer map dimension `index`
    Check,        ///< fails unless all lanes of a are true
    CheckOne,
    Loop,    ///< loop `index`
    Reduce,  ///< reduction `index`
    Region,  ///< region `index`
  };
  Kind kind;
  Slot out = kNoSlot, a = kNoSlot, b = kNoSlot, c = kNoSlot;
  std::int32_t index = 0, extra = 0;
  LaneFunction function = nullptr;
};

using Sequence = std::vector<Operation>;

/// How an access reaches its elements. Strides in bytes, but those of the walk and of varying terms, in elements.
struct AccessPlan {
  enum class Mode : std::uint8_t { One, Contiguous, Strided, Walk, Gather };
  Mode mode = Mode::One;
  int buffer = 0;
  int size_class = 0;
  std::int64_t element_bytes = 1;
  std::int64_t constant_bytes = 0;
  std::vector<std::pair<int, std::int64_t>> map_terms;
  std::vector<std::pair<Slot, std::int64_t>> uniform_terms;
  std::vector<std::pair<Slot, std::int64_t>> varying_terms;
  LaneWalk walk;
};

/// A serial loop, inside or outside of lanes.
struct LoopPlan {
  Slot extent = kNoSlot, index = kNoSlot, condition = kNoSlot;
  struct Carried {
    Slot initial, carried, next, spare;  ///< `spare` holds the next value until all are known; kNoSlot where not needed
    std::int64_t bytes;                  ///< per lane
    bool is_one;                         ///< one value, not lanes
  };
  std::vector<Carried> carried;
  Sequence body;
};

struct FoldPlan {
  Slot element = kNoSlot, value = kNoSlot, best_index = kNoSlot;
  std::int64_t bytes = 0;  ///< of one element
  LaneFunction combine = nullptr;
  FoldFunction fold = nullptr;
  ArgUpdateFunction arg_update = nullptr;  ///< of ArgMin and ArgMax, else null
  ArgScanFunction arg_scan = nullptr;
  std::array<std::byte, 8> identity = {};
};

/// A reduction whose turns are serial (its elements may be lanes) or run along the lanes of a region.
struct ReductionPlan {
  std::vector<Slot> extents, indices;
  std::vector<FoldPlan> folds;
  bool is_one = false;  ///< serial: elements are single values
  Sequence body;
};

/// A reduction or parallel loop with lanes of its own.
struct RegionPlan {
  std::vector<Slot> extents;
  int reduction = -1;  ///< or -1 for a parallel loop
  Sequence prologue;   ///< what is the same for all lanes
  Sequence body;
};

/// Storage behind a slot: `fixed_bytes + per_lane_bytes * lanes`.
struct SlotStorage {
  std::int64_t fixed_bytes = 0, per_lane_bytes = 0;
};

struct Plan {
  LaneChoice choice;
  std::int64_t outer_count = 1;  ///< points of the map dimensions before the split
  std::int64_t lane_count = 1;   ///< points of the others
  std::int64_t block_lanes = 1;  ///< lanes worked on at once
  std::vector<std::pair<Slot, std::array<std::byte, 8>>> constants;
  std::vector<std::pair<Slot, int>> params;
  Sequence setup;     ///< once per run
  Sequence prologue;  ///< once per outer point
  Sequence body;      ///< once per block
  std::vector<AccessPlan> accesses;
  std::vector<LoopPlan> loops;
  std::vector<ReductionPlan> reductions;
  std::vector<RegionPlan> regions;
  std::vector<LaneSpace> spaces;
  std::vector<SlotStorage> slots;
  std::vector<std::int64_t> slot_offsets;  ///< into a frame; -1 for slots that only point
  std::int64_t frame_bytes = 0;
  std::int64_t offsets_at = -1;  ///< scratch of block_lanes int64 for gathers
};

/// Makes the plan for a legal choice of lanes.
Plan build_plan(const Kernel& kernel, const LaunchShape& shape, const LaneAnalysis& analysis);

}  // namespace theano::ir
