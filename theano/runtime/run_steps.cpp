// What each kind of step does when it is run.
#include "theano/array/element.h"
#include "theano/runtime/program_run.h"
#include "theano/runtime/step_error.h"

namespace theano::runtime {

void ProgramRun::run_step(int segment, const BoundStep& bound) {
  const ir::Step& step = p_.segments[segment].steps[bound.number];
  switch (bound.kind) {
    case ir::StepKind::Launch:
      return run_launch(step, bound);
    case ir::StepKind::Library:
      return run_library(w_.segments[segment], step, bound);
    case ir::StepKind::View:
    case ir::StepKind::Copy:
      return run_copy(w_.segments[segment], bound);
    case ir::StepKind::StoreSizes:
      return run_store(p_.stores[step.index]);
    case ir::StepKind::Loop:
      return run_loop(p_.loops[step.index]);
    case ir::StepKind::Branch:
      return run_branch(p_.branches[step.index]);
    case ir::StepKind::Host:
      return run_host(step);
    case ir::StepKind::Adopt:
      return run_adoption(p_.adoptions[step.index]);
  }
}

void ProgramRun::run_launch(const ir::Step& step, const BoundStep& bound) {
  const ir::LaunchStep& launch = p_.launches[step.index];
  w_.launch_data.clear();
  for (int buffer : launch.buffers) w_.launch_data.push_back(w_.pointers[buffer]);
  w_.launch_params.clear();
  for (ir::Register r : launch.params) w_.launch_params.push_back(w_.registers[r]);
  struct Context {
    const ir::BoundKernel* kernel;
    Workspace* w;
  } context{&bound.kernel->current(), &w_};
  parallel_for(
      context.kernel->chunk_count(), context.kernel->cost(),
      [](void* c, std::int64_t begin, std::int64_t end) {
        const auto& [kernel, w] = *static_cast<Context*>(c);
        kernel->run(w->launch_data, w->launch_params, begin, end, w->status);
      },
      &context);
  if (!w_.status.is_set()) return;
  throw_status(p_, p_.kernels[launch.kernel], p_.sites[step.site], w_.status, w_.registers);
}

void ProgramRun::run_library(const SegmentState& state, const ir::Step& step, const BoundStep& bound) {
  const ir::LibraryStep& call = p_.libraries[step.index];
  const std::byte* const second = call.inputs.size() > 1 ? w_.pointers[call.inputs[1]] : nullptr;
  if (bound.sort) return bound.sort->run(w_.pointers[call.inputs[0]], second, w_.pointers[call.output]);
  std::byte* scratch = state.arena ? state.arena->data() + bound.scratch_offset_bytes : nullptr;
  bound.product->run(w_.pointers[call.inputs[0]], second, w_.pointers[call.output], scratch);
}

void ProgramRun::run_copy(const SegmentState& state, const BoundStep& bound) {
  const Layout& from = *w_.layouts[bound.copy_source];
  copy_bits(dtype_size_bytes(p_.buffers[bound.copy_source].dtype), w_.pointers[bound.copy_source], from,
            address(state, bound.copy_target), Layout(from.shape));
}

void ProgramRun::run_store(const ir::StoreSizesStep& step) {
  const DType dtype = p_.buffers[step.target].dtype;
  std::byte* at = w_.pointers[step.target];
  for (ir::Register r : step.values) {
    write_element(dtype, at, w_.registers[r]);
    at += dtype_size_bytes(dtype);
  }
}

}  // namespace theano::runtime
