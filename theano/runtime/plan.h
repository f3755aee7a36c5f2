// Plans: for given sizes and strides, where every buffer of a segment lies and how every step is bound.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "theano/ir/kernel_binder.h"
#include "theano/runtime/analysis.h"
#include "theano/runtime/product.h"
#include "theano/runtime/sorting.h"

namespace theano::runtime {

struct SegmentPlan;

/// The most recently used plans of one segment: as many as come to a fixed number of steps, so that programs of sequences
/// meet most of their lengths again, and large programs do not fill the memory.
class PlanCache {
 public:
  explicit PlanCache(std::size_t most_plans = 32) : most_plans_(most_plans) {}
  /// The first plan with this key for which `fits` holds, or null.
  template <class Fits>
  std::shared_ptr<const SegmentPlan> find(std::span<const std::int64_t> key, Fits fits);
  void insert(std::shared_ptr<const SegmentPlan> plan);

 private:
  using Plans = std::list<std::shared_ptr<const SegmentPlan>>;
  static constexpr std::size_t kMostSteps = 20'000;
  static constexpr std::size_t kFewestPlans = 8;
  static std::size_t hash_of(std::span<const std::int64_t> key);
  std::shared_ptr<const SegmentPlan> take_last();

  std::mutex mutex_;
  std::size_t most_plans_;
  std::size_t step_count_ = 0;  // of all plans
  Plans plans_;                 // most recent first
  std::unordered_multimap<std::size_t, Plans::iterator> by_hash_;
};

/// Bound kernels by the sizes and strides of their launches. A new shape of one argument leaves many launches as they were,
/// such as the updates of a network's weights when the batch is another; binding is most of what planning costs.
class BoundKernels {
 public:
  std::shared_ptr<const ir::BoundKernel> bind(ir::KernelBinder& binder, const ir::Kernel& kernel, const ir::LaunchShape& shape);

 private:
  static constexpr std::size_t kMostPerKernel = 4;
  struct Entry {
    ir::LaunchShape shape;
    std::shared_ptr<const ir::BoundKernel> bound;
  };
  std::mutex mutex_;
  std::unordered_map<const ir::Kernel*, std::vector<Entry>> entries_;  // most recent last
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
  std::shared_ptr<const ir::BoundKernel> kernel;
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
                                             ir::KernelBinder& binder, BoundKernels& kernels, int segment,
                                             std::vector<std::int64_t> key, std::span<const std::int64_t> registers,
                                             std::span<const Layout* const> layouts);

/// The layout a View step gives for an input of the given layout (whose offset is taken as 0).
/// Errors: the op's own, with the operands of this call.
std::optional<Layout> view_layout(const ir::Program& program, const ir::Step& step, const Layout& input,
                                  std::span<const std::int64_t> registers);

template <class Fits>
std::shared_ptr<const SegmentPlan> PlanCache::find(std::span<const std::int64_t> key, Fits fits) {
  const std::lock_guard lock(mutex_);
  const auto [first, last] = by_hash_.equal_range(hash_of(key));
  for (auto it = first; it != last; ++it) {
    const SegmentPlan& plan = **it->second;
    if (!std::equal(key.begin(), key.end(), plan.key.begin(), plan.key.end()) || !fits(plan)) continue;
    plans_.splice(plans_.begin(), plans_, it->second);
    return plans_.front();
  }
  return nullptr;
}

}  // namespace theano::runtime
