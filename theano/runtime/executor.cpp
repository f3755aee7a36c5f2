// The executor: keeps workspaces for concurrent calls, counts the cost of steps, asks for interruptions.
#include "theano/runtime/executor.h"

#include <atomic>
#include <iterator>

#include "theano/base/error.h"
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
  Impl(std::shared_ptr<const ir::Program> p, std::shared_ptr<ir::KernelBinder> binder)
      : program(std::move(p)), shared(*program, std::move(binder)) {}
  std::shared_ptr<const ir::Program> program;
  ~Impl() { delete first_idle.load(); }
  Shared shared;
  std::atomic<Workspace*> first_idle{nullptr};  // calls that do not overlap meet no lock
  std::mutex mutex;
  std::vector<std::unique_ptr<Workspace>> idle;  // with the first, as many as calls have run at one time

  std::unique_ptr<Workspace> take() {
    if (Workspace* const first = first_idle.exchange(nullptr, std::memory_order_acquire))
      return std::unique_ptr<Workspace>(first);
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
    Workspace* none = nullptr;
    if (first_idle.compare_exchange_strong(none, workspace.get(), std::memory_order_release)) {
      (void)workspace.release();
      return;
    }
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(workspace));
  }
};

Executor::Executor(std::shared_ptr<const ir::Program> program, std::shared_ptr<ir::KernelBinder> binder)
    : impl_(std::make_unique<Impl>(std::move(program), std::move(binder))) {}
Executor::~Executor() = default;

std::vector<Array> Executor::run(std::span<const Array> inputs, Caller* caller) {
  Call call(*this);
  if (inputs.size() != call.arguments().size())
    throw TypeError("function",
                    "the program takes " + std::to_string(call.arguments().size()) + " arguments, but " +
                        std::to_string(inputs.size()) + " were passed.",
                    "Pass one array per input.", Phase::Call);
  for (std::size_t i = 0; i < inputs.size(); ++i) call.look_at(i, inputs[i]);
  const std::span<Array> results = call.run(caller);
  return {std::make_move_iterator(results.begin()), std::make_move_iterator(results.end())};
}

Array Caller::adopt(int, const Array& argument) { return argument.copy(); }

Call::Call(Executor& executor) : executor_(*executor.impl_), workspace_(executor_.take()) {}

Call::~Call() {
  // A call that fails takes its workspace with it: nothing of it is left for the next call to trip over.
  if (is_broken_) return;
  workspace_->let_go();
  executor_.give_back(std::move(workspace_));
}

void Call::look_at(std::size_t i, const Array& argument) { workspace_->arguments[i] = &argument; }

void Call::hold(std::size_t i, Array argument) {
  workspace_->held[i] = std::move(argument);
  workspace_->arguments[i] = &workspace_->held[i];
}

std::span<const Array* const> Call::arguments() const { return workspace_->arguments; }

std::span<Array> Call::results() { return workspace_->results; }

std::span<Array> Call::run(Caller* caller, std::span<Array> wanted) {
  is_broken_ = true;
  const bool is_profiling = executor_.shared.is_profiling.load(std::memory_order_relaxed);
  workspace_->is_measuring |= is_profiling;
  ProgramRun(executor_.shared, *workspace_, caller, wanted).run();
  is_broken_ = false;
  if (is_profiling) executor_.shared.profile.note_memory(memory());
  return workspace_->results;
}

void Call::measure_nested() { workspace_->is_measuring = true; }

MemoryUse Call::memory() const { return workspace_->memory(); }

const ir::Program& Executor::program() const { return *impl_->program; }

void Executor::wait_compiled() { impl_->shared.binder->wait(); }

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

MemoryUse Executor::peak_memory() const {
  ProfileCounters& counters = impl_->shared.profile;
  const std::lock_guard lock(counters.mutex);
  return counters.peak;
}

MemoryUse Executor::predict_memory(std::span<const KnownArgument> arguments, OutputShapes* outputs) const {
  return runtime::predict_memory(impl_->shared, arguments, outputs);
}

void Executor::set_interrupt_poll(bool (*poll)()) { interrupt_poll = poll; }

}  // namespace theano::runtime
