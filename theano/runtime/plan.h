// Plans: for given sizes and strides, where every buffer of a segment lies and how every step is bound.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <vector>

#include "theano/ir/kernel_binder.h"
#include "theano/runtime/analysis.h"
#include "theano/runtime/product.h"
#include "theano/runtime/sorting.h"

namespace theano::runtime {

struct SegmentPlan;

/// The most recently used plans of one segment.
class PlanCache {
 public:
  /// The first plan with this key for which `fits` holds, or null.
  template <class Fits>
  std::shared_ptr<const SegmentPlan> find(std::span<const std::int64_t> key, Fits fits);
  void insert(std::shared_ptr<const SegmentPlan> plan);

 private:
  static constexpr std::size_t kCapacity = 32;
  std::mutex mutex_;
  std::list<std::shared_ptr<const SegmentPlan>> plans_;  // most recent first
};

/// Where the first element of a buffer lies: so many bytes from the arena, a fresh memory, or another buffer.
struct Placement {
  enum class Base : std::uint8_t { Arena, Fresh, Buffer };
  int buffer;
  Base base;
  int from = -1;  ///< number of the fresh memory, or the buffer
  std::int64_t offset_bytes = 0;
  int dynamic_view = -1;  ///< position among the segment's dynamic views, whose offset of this call is to be added
};

/// A step of the segment that has something to do at run time.
struct BoundStep {
  int number = 0;  ///< in the segment
  ir::StepKind kind = ir::StepKind::Launch;
  std::unique_ptr<ir::BoundKernel> kernel;
  std::unique_ptr<BoundProduct> product;
  std::unique_ptr<BoundSort> sort;
  std::int64_t scratch_offset_bytes = 0;  ///< in the arena: packed operands
  int copy_source = -1;                   ///< Copy, and View on a copy: contents of this buffer ...
  Placement copy_target{};                ///< ... go here
};

/// A view whose place changes from call to call; its shape and strides are those of the plan, or the plan does not fit.
struct DynamicView {
  int step = 0;           ///< in the segment
  int layout = 0;         ///< of the view, in SegmentPlan::layouts
  int input_layout = -1;  ///< of what it looks at, in SegmentPlan::layouts; -1: made before the segment
  bool is_on_copy = false;
};

/// An output of the Program that lies in fresh memory.
struct OutputPlace {
  int output;
  int fresh;
  bool is_last;  ///< no other output behind it lies in the same memory
};

/// Immutable once made; several calls may use one.
struct SegmentPlan {
  std::vector<std::int64_t> key;
  std::vector<int> buffers;                  ///< those the segment makes
  std::vector<Layout> layouts;               ///< of `buffers`; the offset is relative to what a view looks at
  std::vector<OutputPlace> outputs;          ///< those that lie in fresh memory
  std::vector<Placement> fixed_placements;   ///< right as long as the arena stays
  std::vector<Placement> call_placements;    ///< anew on every call, in order
  std::vector<std::int64_t> fresh_bytes;
  std::vector<DynamicView> dynamic_views;
  std::vector<BoundStep> steps;
  std::int64_t arena_bytes = 0;
  bool is_brief = true;  ///< all steps together take some microseconds, and none leaves the machine room
  mutable PlanCache next;  ///< plans of the next segment behind this one
};

/// Makes the plan of a segment. `layouts` has the layouts of all buffers that exist before it.
std::shared_ptr<const SegmentPlan> make_plan(const ir::Program& program, const ProgramFacts& facts,
                                             ir::KernelBinder& binder, int segment,
                                             std::vector<std::int64_t> key, std::span<const std::int64_t> registers,
                                             std::span<const Layout* const> layouts);

/// The layout a View step gives for an input of the given layout (whose offset is taken as 0).
/// Errors: the op's own, with the operands of this call.
std::optional<Layout> view_layout(const ir::Program& program, const ir::Step& step, const Layout& input,
                                  std::span<const std::int64_t> registers);

template <class Fits>
std::shared_ptr<const SegmentPlan> PlanCache::find(std::span<const std::int64_t> key, Fits fits) {
  const std::lock_guard lock(mutex_);
  for (auto it = plans_.begin(); it != plans_.end(); ++it) {
    if (!std::equal(key.begin(), key.end(), (*it)->key.begin(), (*it)->key.end()) || !fits(**it)) continue;
    plans_.splice(plans_.begin(), plans_, it);
    return plans_.front();
  }
  return nullptr;
}

}  // namespace theano::runtime
