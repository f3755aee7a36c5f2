// Makes plans: layouts and aliases first, then offsets by liveness, then the steps are bound; linear in the steps.
#include "theano/runtime/plan.h"

#include <algorithm>
#include <iterator>

#include "theano/runtime/arena.h"
#include "theano/runtime/step_error.h"

namespace theano::runtime {

std::size_t PlanCache::hash_of(std::span<const std::int64_t> key) {
  std::uint64_t hash = key.size();
  for (const std::int64_t number : key) hash = (hash ^ static_cast<std::uint64_t>(number)) * 0x9E3779B97F4A7C15u ^ hash >> 29;
  return hash;
}

void PlanCache::insert(std::shared_ptr<const SegmentPlan> plan) {
  std::vector<std::shared_ptr<const SegmentPlan>> dropped;  // they go behind the lock
  const std::lock_guard lock(mutex_);
  step_count_ += plan->steps.size() + 1;
  plans_.push_front(std::move(plan));
  by_hash_.emplace(hash_of(plans_.front()->key), plans_.begin());
  while (plans_.size() > most_plans_ || (step_count_ > kMostSteps && plans_.size() > kFewestPlans))
    dropped.push_back(take_last());
}

std::shared_ptr<const SegmentPlan> PlanCache::take_last() {
  const auto last = std::prev(plans_.end());
  auto [at, end] = by_hash_.equal_range(hash_of((*last)->key));
  while (at != end && at->second != last) ++at;
  by_hash_.erase(at);
  std::shared_ptr<const SegmentPlan> plan = std::move(*last);
  plans_.pop_back();
  step_count_ -= plan->steps.size() + 1;
  return plan;
}

std::shared_ptr<const ir::BoundKernel> BoundKernels::bind(ir::KernelBinder& binder, const ir::Kernel& kernel,
                                                          const ir::LaunchShape& shape) {
  {
    const std::lock_guard lock(mutex_);
    std::vector<Entry>& known = entries_[&kernel];
    const auto at = std::find_if(known.begin(), known.end(), [&](const Entry& e) {
      return e.shape.map_sizes == shape.map_sizes && e.shape.params == shape.params && e.shape.strides == shape.strides;
    });
    if (at != known.end()) {
      std::rotate(at, at + 1, known.end());
      return known.back().bound;
    }
  }
  std::shared_ptr<const ir::BoundKernel> bound = binder.bind(kernel, shape);
  Entry oldest;  // goes behind the lock
  const std::lock_guard lock(mutex_);
  std::vector<Entry>& known = entries_[&kernel];
  if (known.size() >= kMostPerKernel) {
    oldest = std::move(known.front());
    known.erase(known.begin());
  }
  known.push_back({shape, bound});
  return bound;
}

std::optional<Layout> view_layout(const ir::Program& program, const ir::Step& step, const Layout& input,
                                  std::span<const std::int64_t> registers) {
  const ir::ViewStep& view = program.views[step.index];
  InlineVector<std::int64_t, 12> scalars;
  for (ir::Register r : view.scalars) scalars.push_back(registers[r]);
  Shape output_shape;
  for (ir::Register r : program.buffers[view.output].sizes)
    output_shape.push_back(r == ir::kNoRegister ? -1 : registers[r]);
  try {
    if (input.offset == 0) return view.function->layout(input, scalars, output_shape);
    return view.function->layout(Layout(input.shape, input.strides), scalars, output_shape);
  } catch (const Error& error) {
    rethrow_at(program, program.sites[step.site], error, registers);
  }
}

namespace {

constexpr double kBriefOperations = 20'000;  // some microseconds
constexpr double kOperationsPerSorted = 50;  // for each element of what is sorted, about

/// A piece of memory that the segment makes.
struct Memory {
  std::int64_t size_bytes = 0;
  int first = 0;  // steps, numbered through the Program
  int last = 0;
  int fresh = -1;  // number of the fresh memory, or -1: in the arena
  std::int64_t offset = -1;
};

class Planner {
 public:
  Planner(const ir::Program& program, const ProgramFacts& facts, ir::KernelBinder& binder, BoundKernels& kernels, int segment,
          std::vector<std::int64_t> key, std::span<const std::int64_t> registers, std::span<const Layout* const> layouts)
      : p_(program),
        facts_(facts),
        binder_(binder),
        kernels_(kernels),
        segment_(program.segments[segment]),
        first_step_(facts.first_step[segment]),
        registers_(registers),
        before_(layouts),
        local_(program.buffers.size(), -1),
        memory_of_(program.buffers.size(), -1),
        plan_(std::make_shared<SegmentPlan>()) {
    plan_->key = std::move(key);
    is_dynamic_.assign(segment_.steps.size(), false);
    for (int s : facts.segments[segment].dynamic_views) is_dynamic_[s] = true;
  }

  std::shared_ptr<const SegmentPlan> make() {
    for (std::size_t s = 0; s < segment_.steps.size(); ++s) place(static_cast<int>(s));
    assign_offsets();
    finish_placements();
    plan_->is_brief = operations_ < kBriefOperations;
    return plan_;
  }

 private:
  const Layout& layout(int buffer) const {
    return local_[buffer] >= 0 ? plan_->layouts[local_[buffer]] : *before_[buffer];
  }
  std::int64_t element_bytes(int buffer) const { return dtype_size_bytes(p_.buffers[buffer].dtype); }
  Shape shape_of(std::span<const ir::Register> sizes) const {
    Shape shape;
    for (ir::Register r : sizes) shape.push_back(registers_[r]);
    return shape;
  }

  int new_memory(std::int64_t size_bytes, int number) {
    memories_.push_back({size_bytes, first_step_ + number, first_step_ + number, -1, -1});
    return static_cast<int>(memories_.size()) - 1;
  }

  /// Notes that `buffer` lies in `memory`, which stays in use as long as the buffer is.
  void lie_in(int buffer, int memory, Layout layout) {
    local_[buffer] = static_cast<int>(plan_->buffers.size());
    plan_->buffers.push_back(buffer);
    plan_->layouts.push_back(std::move(layout));
    memory_of_[buffer] = memory;
    if (memory < 0) return;
    Memory& m = memories_[memory];
    m.last = std::max(m.last, facts_.last_use[facts_.memory[buffer]]);
    const bool leaves = m.last == ProgramFacts::kAlways || p_.buffers[buffer].storage == ir::Storage::Output;
    if (leaves && m.fresh < 0) {
      m.fresh = static_cast<int>(plan_->fresh_bytes.size());
      plan_->fresh_bytes.push_back(m.size_bytes);
    }
  }

  void make_buffer(int buffer, int number) {
    Layout contiguous(shape_of(p_.buffers[buffer].sizes));
    const int memory = new_memory(contiguous.size() * element_bytes(buffer), number);
    lie_in(buffer, memory, std::move(contiguous));
    placements_.push_back({buffer, memory, -1, 0, -1});
  }

  void place(int number) {
    const ir::Step& step = segment_.steps[number];
    BoundStep bound;
    bound.number = number;
    bound.kind = step.kind;
    switch (step.kind) {
      case ir::StepKind::Launch:
        place_launch(p_.launches[step.index], number, bound);
        break;
      case ir::StepKind::Library:
        place_library(step, number, bound);
        break;
      case ir::StepKind::View:
        if (!place_view(step, number, bound)) return;
        break;
      case ir::StepKind::Copy:
        if (!place_copy(p_.copies[step.index], number, bound)) return;
        break;
      case ir::StepKind::StoreSizes:
        make_buffer(p_.stores[step.index].target, number);
        break;
      case ir::StepKind::Loop:
      case ir::StepKind::Branch:
      case ir::StepKind::Host:
        operations_ += kBriefOperations;
        break;
      case ir::StepKind::Adopt:
        break;
    }
    plan_->steps.push_back(std::move(bound));
  }

  void place_launch(const ir::LaunchStep& launch, int number, BoundStep& bound) {
    const ir::Kernel& kernel = p_.kernels[launch.kernel];
    for (std::size_t i = 0; i < launch.buffers.size(); ++i) {
      const int buffer = launch.buffers[i];
      if (kernel.buffers[i].role == ir::BufferRole::Input || local_[buffer] >= 0 || before_[buffer]) continue;
      const int taken = memory_to_take(launch, static_cast<int>(i), number);
      if (taken < 0) {
        make_buffer(buffer, number);
      } else {
        lie_in(buffer, taken, Layout(shape_of(p_.buffers[buffer].sizes)));
        placements_.push_back({buffer, taken, -1, 0, -1});
      }
    }
    ir::LaunchShape shape;
    shape.map_sizes = shape_of(launch.map_sizes);
    for (int buffer : launch.buffers) shape.strides.push_back(kernel_strides(buffer));
    for (ir::Register r : launch.params) shape.params.push_back(registers_[r]);
    bound.kernel = kernels_.bind(binder_, kernel, shape);
    operations_ += bound.kernel->cost();
  }

  /// Kernels see complex numbers as real ones with one more axis, along which the two parts lie.
  Strides kernel_strides(int buffer) const {
    Strides strides = layout(buffer).strides;
    if (!is_complex(p_.buffers[buffer].dtype)) return strides;
    for (std::int64_t& stride : strides) stride *= 2;
    strides.push_back(1);
    return strides;
  }

  /// Memory of an input that ends here and into which the output may go; -1: none.
  int memory_to_take(const ir::LaunchStep& launch, int output, int number) const {
    const int out = launch.buffers[output];
    if (p_.buffers[out].storage != ir::Storage::Temporary) return -1;
    for (const ir::InPlacePair& pair : launch.in_place) {
      if (pair.output != output) continue;
      const int in = launch.buffers[pair.input];
      const int memory = memory_of_[in];
      if (memory < 0 || memories_[memory].fresh >= 0 || memories_[memory].last != first_step_ + number) continue;
      const Layout& from = layout(in);
      const bool fits = p_.buffers[in].view_of < 0 && from.is_contiguous() &&
                        from.shape == shape_of(p_.buffers[out].sizes) && element_bytes(in) == element_bytes(out);
      const bool is_alone = std::none_of(launch.buffers.begin(), launch.buffers.end(),
                                         [&](int other) { return other != in && memory_of_[other] == memory; });
      if (fits && is_alone) return memory;
    }
    return -1;
  }

  void place_library(const ir::Step& step, int number, BoundStep& bound) {
    const ir::LibraryStep& call = p_.libraries[step.index];
    if (call.routine == ir::LibraryRoutine::Product) return place_product(call, number, bound);
    make_buffer(call.output, number);
    const int input = call.inputs[0];
    operations_ += kOperationsPerSorted * static_cast<double>(layout(input).size());
    try {
      bound.sort = std::make_unique<BoundSort>(call.routine, p_.buffers[input].dtype, call.axis, layout(input),
                                               layout(call.output));
    } catch (const Error& error) {
      rethrow_at(p_, p_.sites[step.site], error, registers_);
    }
  }

  void place_product(const ir::LibraryStep& step, int number, BoundStep& bound) {
    make_buffer(step.output, number);
    bound.product =
        std::make_unique<BoundProduct>(p_.buffers[step.output].dtype, layout(step.inputs[0]), layout(step.inputs[1]));
    operations_ += bound.product->flops();
    if (bound.product->scratch_bytes() == 0) return;
    scratches_.push_back({plan_->steps.size(), new_memory(bound.product->scratch_bytes(), number)});
  }

  /// False when nothing is to be done at run time.
  bool place_view(const ir::Step& step, int number, BoundStep& bound) {
    const ir::ViewStep& view = p_.views[step.index];
    std::optional<Layout> result = view_layout(p_, step, layout(view.input), registers_);
    const bool is_on_copy = !result;
    int memory = memory_of_[view.input];
    if (is_on_copy) {
      const Layout contiguous(layout(view.input).shape);
      result = view.function ? view_layout(p_, step, contiguous, registers_) : std::nullopt;
      if (!result)
        throw InternalError(p_.sites[step.site].op, "a view of contiguous memory must be possible, but was refused.",
                            "This is a fault of the library; please report it.");
      memory = new_memory(contiguous.size() * element_bytes(view.input), number);
      operations_ += static_cast<double>(contiguous.size());
      bound.copy_source = view.input;
      copies_.push_back({plan_->steps.size(), memory});
    }
    check_view_shape(step, result->shape);
    int dynamic = -1;
    if (is_dynamic_[number]) {
      dynamic = static_cast<int>(plan_->dynamic_views.size());
      plan_->dynamic_views.push_back({number, static_cast<int>(plan_->layouts.size()), local_[view.input], is_on_copy});
    }
    const std::int64_t offset_bytes = result->offset * element_bytes(view.input);
    placements_.push_back({view.output, is_on_copy ? memory : -1, is_on_copy ? -1 : view.input, offset_bytes, dynamic});
    lie_in(view.output, memory, std::move(*result));
    return is_on_copy;
  }

  /// Kernels run over the sizes of the size code, so memory safety hangs on the view having just these.
  void check_view_shape(const ir::Step& step, const Shape& shape) const {
    const ir::Registers& sizes = p_.buffers[p_.views[step.index].output].sizes;
    bool agrees = sizes.size() == shape.size();
    for (std::size_t axis = 0; agrees && axis < sizes.size(); ++axis)
      agrees = sizes[axis] == ir::kNoRegister || registers_[sizes[axis]] == shape[axis];
    if (agrees) return;
    const ir::StepSite& site = p_.sites[step.site];
    ErrorReport report;
    report.kind = ErrorKind::Internal;
    report.phase = Phase::Call;
    report.op = site.op;
    report.sentence =
        "the view must have the sizes that were computed for it, but it has shape " + shape_to_string(shape) + ".";
    report.operands = describe_operands(p_, site.operands, registers_);
    report.way_out = "This is a fault of the op; please report it.";
    throw_error(std::move(report));
  }

  bool place_copy(const ir::CopyStep& copy, int number, BoundStep& bound) {
    const int memory = memory_of_[copy.source];
    const Layout& from = layout(copy.source);
    const bool may_take = copy.may_take && memory >= 0 && memories_[memory].last == first_step_ + number &&
                          memories_[memory].size_bytes == from.size() * element_bytes(copy.source) &&
                          std::all_of(from.strides.begin(), from.strides.end(), [](auto s) { return s > 0; });
    if (may_take) {
      Layout same = from;
      same.offset = 0;
      placements_.push_back({copy.target, -1, copy.source, 0, -1});
      lie_in(copy.target, memory, std::move(same));
      return false;
    }
    make_buffer(copy.target, number);
    operations_ += static_cast<double>(from.size());
    bound.copy_source = copy.source;
    copies_.push_back({plan_->steps.size(), memory_of_[copy.target]});
    return true;
  }

  void assign_offsets() {
    // Memories are numbered in the order of their first steps; they are given back in the order of their last ones.
    std::vector<int> by_end;
    for (std::size_t m = 0; m < memories_.size(); ++m)
      if (memories_[m].fresh < 0) by_end.push_back(static_cast<int>(m));
    std::vector<int> by_start = by_end;
    std::stable_sort(by_end.begin(), by_end.end(), [&](int a, int b) { return memories_[a].last < memories_[b].last; });
    ArenaPlan arena;
    std::size_t ended = 0;
    for (int m : by_start) {
      for (; ended < by_end.size() && memories_[by_end[ended]].last < memories_[m].first; ++ended) {
        const Memory& gone = memories_[by_end[ended]];
        arena.release(gone.offset, gone.size_bytes);
      }
      memories_[m].offset = arena.allocate(memories_[m].size_bytes);
    }
    plan_->arena_bytes = arena.size_bytes();
  }

  Placement placement_in(int buffer, int memory) const {
    const Memory& m = memories_[memory];
    if (m.fresh >= 0) return {buffer, Placement::Base::Fresh, m.fresh, 0, -1};
    return {buffer, Placement::Base::Arena, -1, m.offset, -1};
  }

  void finish_placements() {
    std::vector<bool> is_call(plan_->buffers.size(), false);
    for (const Place& place : placements_) {
      Placement placement{place.buffer, Placement::Base::Buffer, place.from, 0, -1};
      if (place.memory >= 0) placement = placement_in(place.buffer, place.memory);
      placement.offset_bytes += place.dynamic >= 0 ? 0 : place.offset_bytes;
      placement.dynamic_view = place.dynamic;
      bool changes = placement.base == Placement::Base::Fresh || place.dynamic >= 0;
      if (placement.base == Placement::Base::Buffer)
        changes = changes || local_[place.from] < 0 || is_call[local_[place.from]];
      is_call[local_[place.buffer]] = changes;
      (changes ? plan_->call_placements : plan_->fixed_placements).push_back(placement);
    }
    for (const StepMemory& copy : copies_) plan_->steps[copy.step].copy_target = placement_in(-1, copy.memory);
    for (const StepMemory& scratch : scratches_)
      plan_->steps[scratch.step].scratch_offset_bytes = memories_[scratch.memory].offset;
    std::vector<bool> is_taken(plan_->fresh_bytes.size(), false);
    for (std::size_t o = p_.outputs.size(); o-- > 0;) {
      const int memory = memory_of_[p_.outputs[o]];
      if (memory < 0) continue;
      const int fresh = memories_[memory].fresh;
      plan_->outputs.push_back({static_cast<int>(o), fresh, !is_taken[fresh]});
      is_taken[fresh] = true;
    }
    std::reverse(plan_->outputs.begin(), plan_->outputs.end());
  }

  struct Place {
    int buffer;
    int memory;  // or -1: relative to the buffer `from`
    int from;
    std::int64_t offset_bytes;
    int dynamic;
  };
  struct StepMemory {
    std::size_t step;  // in plan_->steps
    int memory;
  };

  const ir::Program& p_;
  const ProgramFacts& facts_;
  ir::KernelBinder& binder_;
  BoundKernels& kernels_;
  const ir::Segment& segment_;
  int first_step_;
  std::span<const std::int64_t> registers_;
  std::span<const Layout* const> before_;
  std::vector<int> local_;      // per buffer: position in plan_->buffers, or -1
  std::vector<int> memory_of_;  // per buffer: position in memories_, or -1
  std::vector<bool> is_dynamic_;
  std::vector<Memory> memories_;
  std::vector<Place> placements_;
  std::vector<StepMemory> copies_, scratches_;
  double operations_ = 0;  // of all steps, about
  std::shared_ptr<SegmentPlan> plan_;
};

}  // namespace

std::shared_ptr<const SegmentPlan> make_plan(const ir::Program& program, const ProgramFacts& facts,
                                             ir::KernelBinder& binder, BoundKernels& kernels, int segment,
                                             std::vector<std::int64_t> key,
                                             std::span<const std::int64_t> registers,
                                             std::span<const Layout* const> layouts) {
  return Planner(program, facts, binder, kernels, segment, std::move(key), registers, layouts).make();
}

}  // namespace theano::runtime
