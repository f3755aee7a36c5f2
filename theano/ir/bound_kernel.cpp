// Binds kernels for the interpreter: tries the few places where lanes can lie and keeps the cheapest.
#include <algorithm>
#include <optional>

#include "theano/ir/block_run.h"
#include "theano/ir/interpreter.h"
#include "theano/ir/kernel_binder.h"
#include "theano/ir/plan.h"
#include "theano/ir/reference.h"

namespace theano::ir {
namespace {

class BoundPlan final : public BoundKernel {
 public:
  BoundPlan(const Kernel& kernel, const LaunchShape& shape, const LaneAnalysis& analysis)
      : kernel_(kernel),
        shape_(shape),
        plan_(build_plan(kernel, shape, analysis)),
        cost_(analysis.time_ns() * kOperationsPerNs) {
    blocks_per_outer_ = (plan_.lane_count + plan_.block_lanes - 1) / plan_.block_lanes;
    if (!analysis.body_space().has_lanes()) blocks_per_outer_ = 1;
    block_count_ = plan_.outer_count * blocks_per_outer_;
  }

  std::int64_t chunk_count() const override {
    return kernel_.is_serial ? std::min<std::int64_t>(block_count_, 1) : block_count_;
  }
  double cost() const override { return cost_; }

  void run(std::span<std::byte* const> data, std::span<const std::int64_t> params, std::int64_t begin, std::int64_t end,
           Status& status) const override {
    if (begin >= end || block_count_ == 0) return;
    if (kernel_.is_serial) end = block_count_;
    BlockRun run(plan_, shape_, data, params);
    std::int64_t outer = -1;
    for (std::int64_t block = begin; block < end; ++block) {
      const std::int64_t start = block % blocks_per_outer_ * plan_.block_lanes;
      const std::int64_t count = std::min(plan_.block_lanes, plan_.lane_count - start);
      bool is_fine = true;
      if (block / blocks_per_outer_ != outer) {
        outer = block / blocks_per_outer_;
        is_fine = run.enter_outer(outer);
      }
      if (is_fine && run.run_block(start, count)) continue;
      // Which point failed first, and at which of its checks, is asked of the reference.
      const std::int64_t point = outer * plan_.lane_count + start;
      return run_reference_points(kernel_, shape_, data, params, point, point + count, status);
    }
  }

 private:
  const Kernel& kernel_;
  const LaunchShape shape_;
  const Plan plan_;
  double cost_;
  std::int64_t blocks_per_outer_ = 1, block_count_ = 0;
};

class InterpretingBinder final : public KernelBinder {
 public:
  std::unique_ptr<BoundKernel> bind(const Kernel& kernel, const LaunchShape& shape) override {
    return bind_interpreted(kernel, shape);
  }
};

}  // namespace

std::shared_ptr<KernelBinder> interpreting_binder() {
  static const std::shared_ptr<KernelBinder> binder = std::make_shared<InterpretingBinder>();
  return binder;
}

std::unique_ptr<BoundKernel> bind_interpreted(const Kernel& kernel, const LaunchShape& shape) {
  std::optional<LaneAnalysis> best;
  const auto consider = [&](LaneChoice choice) {
    LaneAnalysis analysis(kernel, shape, choice);
    if (!analysis.is_legal() || (best && analysis.time_ns() >= best->time_ns())) return;
    best.emplace(std::move(analysis));
  };
  for (int split = 0; split < kernel.map_rank; ++split) {
    // More than one way to split only pays where the inner dimensions fill lanes by themselves.
    std::int64_t lanes = 1;
    for (int dim = split; dim < kernel.map_rank; ++dim) lanes *= shape.map_sizes[dim];
    if (split == 0 || lanes >= 2 * kReduceLanes || kernel.is_serial) consider({split, false});
  }
  if (!kernel.reductions.empty() || !kernel.loops.empty()) consider({kernel.map_rank, true});
  if (!best) consider({kernel.map_rank, false});
  return std::make_unique<BoundPlan>(kernel, shape, *best);
}

}  // namespace theano::ir
