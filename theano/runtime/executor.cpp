// The executor: keeps workspaces for concurrent calls, counts the cost of steps, asks for interruptions.
#include "theano/runtime/executor.h"

#include <atomic>

#include "theano/runtime/program_run.h"

namespace theano::runtime {

namespace {

std::atomic<bool (*)()> interrupt_poll{nullptr};

}  // namespace

bool is_interrupted() {
  const auto poll = interrupt_poll.load(std::memory_order_relaxed);
  return poll && poll();
}

struct Executor::Impl {
  explicit Impl(std::shared_ptr<const ir::Program> p) : program(std::move(p)), shared(*program) {}
  std::shared_ptr<const ir::Program> program;
  Shared shared;
  std::mutex mutex;
  std::vector<std::unique_ptr<Workspace>> idle;  // as many as calls have run at one time

  std::unique_ptr<Workspace> take() {
    {
      const std::lock_guard lock(mutex);
      if (!idle.empty()) {
        std::unique_ptr<Workspace> workspace = std::move(idle.back());
        idle.pop_back();
        return workspace;
      }
    }
    return std::make_unique<Workspace>(*program);
  }
  void give_back(std::unique_ptr<Workspace> workspace) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(workspace));
  }
};

Executor::Executor(std::shared_ptr<const ir::Program> program) : impl_(std::make_unique<Impl>(std::move(program))) {}
Executor::~Executor() = default;

std::vector<Array> Executor::run(std::span<const Array> inputs, Adopter* adopter) {
  std::unique_ptr<Workspace> workspace = impl_->take();
  // A call that fails takes its workspace with it: nothing of it is left for the next call to trip over.
  std::vector<Array> outputs = ProgramRun(impl_->shared, *workspace, adopter).run(inputs);
  impl_->give_back(std::move(workspace));
  return outputs;
}

const ir::Program& Executor::program() const { return *impl_->program; }

void Executor::set_profiling(bool on) { impl_->shared.is_profiling = on; }

std::vector<StepProfile> Executor::profile() const {
  const ir::Program& program = *impl_->program;
  ProfileCounters& counters = impl_->shared.profile;
  const std::lock_guard lock(counters.mutex);
  std::vector<StepProfile> rows;
  std::size_t number = 0;
  for (const ir::Segment& segment : program.segments)
    for (const ir::Step& step : segment.steps) {
      const ir::StepSite& site = program.sites[step.site];
      StepProfile row;
      row.name =
          step.kind == ir::StepKind::Launch ? program.kernels[program.launches[step.index].kernel].name : site.op;
      row.place = site.provenance.to_string();
      row.seconds = counters.seconds[number];
      row.calls = counters.calls[number];
      ++number;
      if (row.calls > 0) rows.push_back(std::move(row));
    }
  return rows;
}

void Executor::set_interrupt_poll(bool (*poll)()) { interrupt_poll = poll; }

}  // namespace theano::runtime
