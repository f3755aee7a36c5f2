// How a call goes: inputs are taken, every segment is sized, planned, placed and run, outputs are handed out.
#include "theano/runtime/program_run.h"

#include <algorithm>

#include "theano/array/element.h"
#include "theano/runtime/size_code.h"
#include "theano/runtime/step_error.h"

namespace theano::runtime {

Workspace::Workspace(const ir::Program& program)
    : registers(program.register_count, 0),
      pointers(program.buffers.size(), nullptr),
      layouts(program.buffers.size(), nullptr),
      arrays(program.buffers.size()),
      segments(program.segments.size()) {
  arguments.resize(program.inputs.size(), nullptr);
  held.resize(program.inputs.size());
  results.resize(program.outputs.size());
  for (const ir::Segment& segment : program.segments)
    for (const ir::Step& step : segment.steps)
      for (int b : ir::step_uses(program, step).writes)
        if (program.buffers[b].storage == ir::Storage::Produced) produced.push_back(b);
  for (std::size_t b = 0; b < program.buffers.size(); ++b) {
    const ir::ProgramBuffer& buffer = program.buffers[b];
    if (buffer.storage != ir::Storage::Constant) continue;
    pointers[b] = buffer.constant.bytes();
    layouts[b] = &buffer.constant.layout();
  }
}

void Workspace::let_go() {
  const auto clear = [](Array& array) {
    if (!array.is_null()) array = Array();
  };
  for (Array& array : held) clear(array);
  for (Array& array : results) clear(array);
  for (const int b : produced) clear(arrays[b]);
  for (SegmentState& state : segments)
    for (BufferPtr& memory : state.fresh) memory.reset();
  is_measuring = false;
  nested_bytes = 0;
}

MemoryUse Workspace::memory() const {
  MemoryUse use;
  for (const SegmentState& state : segments) {
    if (!state.plan) continue;
    use.workspace_bytes += state.plan->arena_bytes;
    for (const std::int64_t bytes : state.plan->fresh_bytes) use.result_bytes += bytes;
  }
  for (const int b : produced) {
    const bool is_given = arrays[b].is_null() || std::any_of(arguments.begin(), arguments.end(), [&](const Array* a) {
      return a->buffer() == arrays[b].buffer();  // adopted
    });
    if (!is_given) use.result_bytes += arrays[b].size_bytes();
  }
  use.nested_bytes = nested_bytes;
  return use;
}

Shared::Shared(const ir::Program& p, std::shared_ptr<ir::KernelBinder> b) : program(p), binder(std::move(b)), facts(p) {
  const auto add = [&](const std::shared_ptr<const ir::Program>& body) {
    if (body) nested.emplace_back(body.get(), std::make_unique<Executor>(body, binder));
  };
  for (const ir::LoopStep& loop : p.loops) add(loop.body);
  for (const ir::BranchStep& branch : p.branches) {
    add(branch.when_true);
    add(branch.when_false);
  }
  profile.seconds.assign(facts.first_step.back(), 0.0);
  profile.calls.assign(facts.first_step.back(), 0);
}

Executor& Shared::executor_of(const ir::Program* body) const {
  for (const auto& [program, executor] : nested)
    if (program == body) return *executor;
  throw InternalError("program", "a nested Program has no executor.",
                      "This is a fault of the library; please report it.");
}

void ProgramRun::run() {
  take_arguments();
  for (std::size_t s = 0; s < p_.segments.size(); ++s) run_segment(static_cast<int>(s));
  collect_results();
}

void ProgramRun::take_arguments() {
  for (std::size_t i = 0; i < p_.inputs.size(); ++i) {
    const int b = p_.inputs[i];
    const ir::ProgramBuffer& buffer = p_.buffers[b];
    const Array* const array = w_.arguments[i];
    const bool is_given = array && !array->is_null();
    if (!is_given || array->dtype() != buffer.dtype || array->shape().size() != buffer.sizes.size())
      throw TypeError("function",
                      "argument " + std::to_string(i) + " (" + buffer.name + ") must be " +
                          std::string(dtype_name(buffer.dtype)) + " with " + std::to_string(buffer.sizes.size()) +
                          " dimensions, but is " + (is_given ? array->type_string() : "nothing") + ".",
                      "Convert the array before the call.", Phase::Call);
    w_.pointers[b] = array->bytes();
    w_.layouts[b] = &array->layout();
  }
}

void ProgramRun::run_segment(int segment) {
  const ir::Segment& code = p_.segments[segment];
  run_size_code(p_, code, {w_.pointers, w_.layouts}, w_.registers);
  if (code.steps.empty()) return;
  choose_plan(segment);
  place_buffers(segment);
  const SegmentPlan& plan = *w_.segments[segment].plan;
  if (!plan.is_brief) before_long_work();
  for (const BoundStep& bound : plan.steps) {
    if (!plan.is_brief && !code.is_commit && is_interrupted()) throw Interrupted();
    if (!shared_.is_profiling.load(std::memory_order_relaxed)) {
      run_step(segment, bound);
      continue;
    }
    const auto start = std::chrono::steady_clock::now();
    run_step(segment, bound);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    const std::lock_guard lock(shared_.profile.mutex);
    const int number = shared_.facts.first_step[segment] + bound.number;
    shared_.profile.seconds[number] += seconds.count();
    ++shared_.profile.calls[number];
  }
}

void ProgramRun::choose_plan(int segment) {
  const SegmentFacts& facts = shared_.facts.segments[segment];
  SegmentState& state = w_.segments[segment];
  w_.key.clear();
  for (ir::Register r : facts.key_registers) w_.key.push_back(w_.registers[r]);
  for (int b : facts.key_buffers) {
    const Strides& strides = w_.layouts[b]->strides;
    w_.key.insert(w_.key.end(), strides.begin(), strides.end());
  }
  if (state.plan && state.plan->key == w_.key && fits_views(segment, *state.plan)) return;

  before_long_work();
  // Plans hang behind that of the last segment before this one that has steps; a segment of size code alone has none.
  int before = segment - 1;
  while (before >= 0 && !w_.segments[before].plan) --before;
  PlanCache& cache = before < 0 ? shared_.plans : w_.segments[before].plan->next;
  // What later segments knew rests on this plan.
  for (std::size_t s = segment; s < w_.segments.size(); ++s) {
    if (w_.segments[s].plan)
      for (int b : w_.segments[s].plan->buffers) w_.layouts[b] = nullptr;
    w_.segments[s].plan = nullptr;
    w_.segments[s].is_placed = false;
  }
  state.plan = cache.find(w_.key, [&](const SegmentPlan& plan) { return fits_views(segment, plan); });
  if (!state.plan) {
    state.plan = make_plan(p_, shared_.facts, *shared_.binder, shared_.kernels, segment, w_.key, w_.registers, w_.layouts);
    cache.insert(state.plan);
    fits_views(segment, *state.plan);
  }
  for (std::size_t i = 0; i < state.plan->buffers.size(); ++i)
    w_.layouts[state.plan->buffers[i]] = &state.plan->layouts[i];
}

bool ProgramRun::fits_views(int segment, const SegmentPlan& plan) {
  SegmentState& state = w_.segments[segment];
  state.dynamic_offsets.clear();
  if (plan.dynamic_views.empty()) return true;
  for (const DynamicView& v : plan.dynamic_views) {
    const ir::Step& step = p_.segments[segment].steps[v.step];
    const Layout& input = v.input_layout >= 0 ? plan.layouts[v.input_layout] : *w_.layouts[p_.views[step.index].input];
    std::optional<Layout> found = view_layout(p_, step, input, w_.registers);
    if (!found != v.is_on_copy) return false;
    if (!found) found = view_layout(p_, step, Layout(input.shape), w_.registers);
    const Layout& planned = plan.layouts[v.layout];
    if (!found || !(found->shape == planned.shape) || !(found->strides == planned.strides)) return false;
    state.dynamic_offsets.push_back(found->offset);
  }
  return true;
}

std::byte* ProgramRun::address(const SegmentState& state, const Placement& placement) const {
  std::byte* base = nullptr;
  switch (placement.base) {
    case Placement::Base::Arena:
      base = state.arena->data();
      break;
    case Placement::Base::Fresh:
      base = state.fresh[placement.from]->data();
      break;
    case Placement::Base::Buffer:
      base = w_.pointers[placement.from];
      break;
  }
  return base + placement.offset_bytes;
}

void ProgramRun::place_buffers(int segment) {
  SegmentState& state = w_.segments[segment];
  const SegmentPlan& plan = *state.plan;
  if (plan.arena_bytes > 0 && (!state.arena || state.arena->size_bytes() < plan.arena_bytes)) {
    state.arena.reset();
    state.arena = Buffer::allocate(plan.arena_bytes);
    state.is_placed = false;
  }
  state.fresh.resize(plan.fresh_bytes.size());
  for (std::size_t f = 0; f < plan.fresh_bytes.size(); ++f) state.fresh[f] = Buffer::allocate(plan.fresh_bytes[f]);
  if (!state.is_placed) {
    for (const Placement& placement : plan.fixed_placements) w_.pointers[placement.buffer] = address(state, placement);
    state.is_placed = true;
  }
  for (const Placement& placement : plan.call_placements) {
    std::byte* at = address(state, placement);
    if (placement.dynamic_view >= 0)
      at += state.dynamic_offsets[placement.dynamic_view] * dtype_size_bytes(p_.buffers[placement.buffer].dtype);
    w_.pointers[placement.buffer] = at;
  }
}

void ProgramRun::collect_results() {
  for (std::size_t i = 0; i < w_.results.size(); ++i)
    if (Array& old = result(i); !old.is_null()) old = Array();
  for (SegmentState& state : w_.segments) {
    if (!state.plan) continue;
    for (const OutputPlace& place : state.plan->outputs) {
      BufferPtr& memory = state.fresh[place.fresh];
      result(place.output) = array_on(p_.outputs[place.output], place.is_last ? std::move(memory) : memory);
    }
  }
  for (std::size_t i = 0; i < w_.results.size(); ++i)
    if (Array& place = result(i); place.is_null()) place = aliasing_output(p_.outputs[i]);
}

Array ProgramRun::array_on(int buffer, BufferPtr memory) const {
  const DType dtype = p_.buffers[buffer].dtype;
  Layout layout = *w_.layouts[buffer];
  layout.offset = (w_.pointers[buffer] - memory->data()) / dtype_size_bytes(dtype);
  return Array(dtype, std::move(layout), std::move(memory));
}

Array ProgramRun::aliasing_output(int buffer) const {
  const int root = shared_.facts.memory[buffer];
  switch (p_.buffers[root].storage) {
    case ir::Storage::Constant:
      return array_on(buffer, p_.buffers[root].constant.buffer());
    case ir::Storage::Produced:
      return array_on(buffer, w_.arrays[root].buffer());
    case ir::Storage::Input:
      for (std::size_t i = 0; i < p_.inputs.size(); ++i)
        if (p_.inputs[i] == root) return array_on(buffer, w_.arguments[i]->buffer());
      [[fallthrough]];
    default: {
      const DType dtype = p_.buffers[buffer].dtype;
      const Layout& from = *w_.layouts[buffer];
      Array own(dtype, from.shape);
      copy_bits(dtype_size_bytes(dtype), w_.pointers[buffer], from, own.bytes(), own.layout());
      return own;
    }
  }
}

}  // namespace theano::runtime
