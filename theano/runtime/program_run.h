// One call of a Program in a workspace: segment by segment, size code, plan, addresses, steps.
#pragma once

#include <chrono>
#include <mutex>

#include "theano/runtime/executor.h"
#include "theano/runtime/workspace.h"

namespace theano::runtime {

/// Seconds and calls per step, numbered through the Program; several calls may add at once.
struct ProfileCounters {
  std::mutex mutex;
  std::vector<double> seconds;
  std::vector<std::int64_t> calls;
  MemoryUse peak;
  void note_memory(const MemoryUse& use) {
    const std::lock_guard lock(mutex);
    if (use.peak_bytes() > peak.peak_bytes()) peak = use;
  }
};

/// What all calls of an executor share.
struct Shared {
  Shared(const ir::Program& program, std::shared_ptr<ir::KernelBinder> binder);
  const ir::Program& program;
  const std::shared_ptr<ir::KernelBinder> binder;
  const ProgramFacts facts;
  static constexpr std::size_t kMostPlans = 384;
  PlanCache plans{kMostPlans};
  BoundKernels kernels;
  /// Executors of nested Programs, by their address: bodies of loops, sides of branches.
  std::vector<std::pair<const ir::Program*, std::unique_ptr<Executor>>> nested;
  std::atomic<bool> is_profiling{false};
  ProfileCounters profile;

  Executor& executor_of(const ir::Program* body) const;
};

/// The function that says whether the user wants to stop; null: none.
bool is_interrupted();

class ProgramRun {
 public:
  ProgramRun(Shared& shared, Workspace& workspace, Caller* caller, std::span<Array> wanted)
      : shared_(shared), p_(shared.program), w_(workspace), caller_(caller), wanted_(wanted) {}
  /// From the workspace's arguments to `wanted`, and to the workspace's results behind these.
  void run();

 private:
  void take_arguments();
  void run_segment(int segment);
  void choose_plan(int segment);
  bool fits_views(int segment, const SegmentPlan& plan);
  void place_buffers(int segment);
  std::byte* address(const SegmentState& state, const Placement& placement) const;
  void run_step(int segment, const BoundStep& bound);
  void run_launch(const ir::Step& step, const BoundStep& bound);
  void run_library(const SegmentState& state, const ir::Step& step, const BoundStep& bound);
  void run_copy(const SegmentState& state, const BoundStep& bound);
  void run_store(const ir::StoreSizesStep& step);
  void run_loop(const ir::LoopStep& loop);
  void run_branch(const ir::BranchStep& branch);
  void run_host(const ir::Step& step);
  void run_adoption(const ir::AdoptStep& adoption);
  /// An array on a buffer's memory, valid during this call only.
  Array borrow_array(int buffer) const;
  void produce(int buffer, Array array);
  void collect_results();
  Array& result(std::size_t i) { return i < wanted_.size() ? wanted_[i] : w_.results[i]; }
  Array array_on(int buffer, BufferPtr memory) const;
  /// An output that looks at memory which the call did not make.
  Array aliasing_output(int buffer) const;
  void before_long_work() const {
    if (caller_) caller_->before_long_work();
  }

  Shared& shared_;
  const ir::Program& p_;
  Workspace& w_;
  Caller* caller_;
  std::span<Array> wanted_;
};

}  // namespace theano::runtime
