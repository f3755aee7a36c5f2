// Predicts the memory of a call: runs the size code and makes the plans, and takes every step as done.
#include "theano/runtime/memory.h"

#include <algorithm>
#include <deque>

#include "theano/runtime/program_run.h"
#include "theano/runtime/size_code.h"

namespace theano::runtime {
namespace {

constexpr std::size_t kMostPieces = 10;

class Forecast {
 public:
  Forecast(const Shared& shared, std::span<const KnownArgument> arguments)
      : shared_(shared), p_(shared.program), w_(shared.program), arguments_(arguments), is_unknown_(p_.register_count), makers_(p_.buffers.size()) {
    for (const ir::Segment& segment : p_.segments)
      for (const ir::Step& step : segment.steps)
        for (const int b : ir::step_uses(p_, step).writes)
          makers_[b] = step.kind == ir::StepKind::Launch ? p_.kernels[p_.launches[step.index].kernel].name : p_.sites[step.site].op;
  }

  MemoryUse make() {
    for (std::size_t i = 0; i < p_.inputs.size(); ++i) {
      w_.layouts[p_.inputs[i]] = &arguments_[i].layout;
      if (arguments_[i].value) w_.pointers[p_.inputs[i]] = arguments_[i].value->bytes();
    }
    for (std::size_t s = 0; s < p_.segments.size() && add_segment(static_cast<int>(s)); ++s) {
    }
    std::stable_sort(use_.largest.begin(), use_.largest.end(),
                     [](const MemoryPiece& a, const MemoryPiece& b) { return a.size_bytes > b.size_bytes; });
    if (use_.largest.size() > kMostPieces) use_.largest.resize(kMostPieces);
    return std::move(use_);
  }

  /// Behind make(): the shapes of the outputs, as far as they are known.
  OutputShapes output_shapes() const {
    OutputShapes shapes;
    for (const int b : p_.outputs)
      shapes.push_back(w_.layouts[b] ? std::optional<Shape>(w_.layouts[b]->shape) : std::nullopt);
    return shapes;
  }

 private:
  /// False when its sizes depend on what is computed.
  bool add_segment(int segment) {
    const ir::Segment& code = p_.segments[segment];
    for (const ir::SizeInstruction& i : code.code) run_if_known(i);
    if (code.steps.empty()) return true;
    // Unknown numbers do no harm where only the place of a view follows from them.
    for (const ir::Register r : shared_.facts.segments[segment].key_registers)
      if (is_unknown_[r]) return use_.is_exact = false;
    plans_.push_back(make_plan(p_, shared_.facts, *ir::interpreting_binder(), kernels_, segment, {}, w_.registers, w_.layouts));
    const SegmentPlan& plan = *plans_.back();
    use_.workspace_bytes += plan.arena_bytes;
    for (const std::int64_t bytes : plan.fresh_bytes) use_.result_bytes += bytes;
    for (std::size_t i = 0; i < plan.buffers.size(); ++i) {
      w_.layouts[plan.buffers[i]] = &plan.layouts[i];
      if (p_.buffers[plan.buffers[i]].view_of < 0) add_piece(plan.buffers[i]);
    }
    return std::all_of(code.steps.begin(), code.steps.end(), [&](const ir::Step& step) { return add_step(step); });
  }

  bool add_step(const ir::Step& step) {
    switch (step.kind) {
      case ir::StepKind::Loop:
        return add_loop(p_.loops[step.index]);
      case ir::StepKind::Branch:
        return add_branch(p_.branches[step.index]);
      case ir::StepKind::Host: {
        const std::vector<int>& outputs = p_.hosts[step.index].outputs;
        return std::all_of(outputs.begin(), outputs.end(), [&](int b) { return produce(b, sizes_of(b)); });
      }
      case ir::StepKind::Adopt: {
        // Written where it lies: a copy is made only if somebody else looks at it.
        const ir::AdoptStep& adoption = p_.adoptions[step.index];
        for (std::size_t i = 0; i < adoption.inputs.size(); ++i)
          w_.layouts[adoption.outputs[i]] = w_.layouts[adoption.inputs[i]];
        return true;
      }
      default:
        return true;
    }
  }

  void run_if_known(const ir::SizeInstruction& i) {
    bool is_known = i.opcode != ir::SizeOpcode::Element || w_.pointers[i.buffer];
    if (i.opcode == ir::SizeOpcode::BufferSize) is_known = w_.layouts[i.buffer];
    for (const ir::Register r : i.args) is_known = is_known && (r == ir::kNoRegister || !is_unknown_[r]);
    if (is_known) return run_size_instruction(p_, i, {w_.pointers, w_.layouts}, w_.registers);
    if (i.result != ir::kNoRegister) is_unknown_[i.result] = true;
  }

  std::optional<Shape> sizes_of(int buffer) const {
    Shape shape;
    for (const ir::Register r : p_.buffers[buffer].sizes) {
      if (r == ir::kNoRegister || is_unknown_[r]) return std::nullopt;
      shape.push_back(w_.registers[r]);
    }
    return shape;
  }

  std::int64_t bytes_of(int buffer, const Layout& layout) const {
    return layout.size() * dtype_size_bytes(p_.buffers[buffer].dtype);
  }

  bool produce(int buffer, const std::optional<Shape>& shape) {
    if (!shape) return use_.is_exact = false;
    w_.layouts[buffer] = &layouts_.emplace_back(*shape);
    use_.result_bytes += bytes_of(buffer, layouts_.back());
    add_piece(buffer);
    return true;
  }

  bool add_loop(const ir::LoopStep& loop) {
    if (is_unknown_[loop.trip_count]) return use_.is_exact = false;
    const std::int64_t trips = w_.registers[loop.trip_count];
    std::vector<KnownArgument> arguments;
    for (const int b : loop.sequences) {
      const Layout& whole = *w_.layouts[b];
      arguments.push_back({Layout(Shape(whole.shape.begin() + 1, whole.shape.end()),
                                  Strides(whole.strides.begin() + 1, whole.strides.end()))});
    }
    for (const int b : loop.initial_states) arguments.push_back({Layout(w_.layouts[b]->shape)});
    for (const int b : loop.invariants) arguments.push_back({*w_.layouts[b]});
    OutputShapes outputs;
    const MemoryUse inside = shared_.executor_of(loop.body.get()).predict_memory(arguments, &outputs);
    use_.is_exact = use_.is_exact && inside.is_exact && !loop.has_condition;
    const std::size_t first = loop.has_condition ? 1 : 0;
    std::int64_t bytes = trips > 0 ? inside.peak_bytes() : 0;
    for (std::size_t i = 0; i < loop.final_states.size(); ++i) {
      const int b = loop.initial_states[i];
      bytes += bytes_of(b, *w_.layouts[b]);  // the old states stay until the new ones stand
      if (!produce(loop.final_states[i], w_.layouts[b]->shape)) return false;
    }
    for (std::size_t i = 0; i < loop.stacked.size(); ++i) {
      const std::optional<Shape>& element = outputs[first + loop.final_states.size() + i];
      if (!element) return use_.is_exact = false;
      Shape shape{trips};
      for (const std::int64_t size : *element) shape.push_back(size);
      if (!produce(loop.stacked[i], shape)) return false;
      bytes += bytes_of(loop.stacked[i], layouts_.back());  // gathered piece by piece first
    }
    use_.nested_bytes += bytes;
    return true;
  }

  bool add_branch(const ir::BranchStep& branch) {
    std::vector<KnownArgument> arguments;
    for (const int b : branch.inputs) arguments.push_back({*w_.layouts[b]});
    OutputShapes when_true, when_false;
    const MemoryUse first = shared_.executor_of(branch.when_true.get()).predict_memory(arguments, &when_true);
    const MemoryUse second = shared_.executor_of(branch.when_false.get()).predict_memory(arguments, &when_false);
    const auto inside = [](const MemoryUse& use) { return use.workspace_bytes + use.nested_bytes; };
    use_.nested_bytes += std::max(inside(first), inside(second));
    use_.is_exact = false;  // only one of the two runs
    for (std::size_t i = 0; i < branch.outputs.size(); ++i) {
      if (!when_true[i] || !when_false[i] || !(*when_true[i] == *when_false[i])) return false;
      produce(branch.outputs[i], when_true[i]);
    }
    return true;
  }

  void add_piece(int buffer) {
    const ir::ProgramBuffer& info = p_.buffers[buffer];
    const Layout& layout = *w_.layouts[buffer];
    use_.largest.push_back({info.name.empty() ? makers_[buffer] : info.name, std::string(dtype_name(info.dtype)) + " " + shape_to_string(layout.shape),
                            info.provenance.to_string(), bytes_of(buffer, layout)});
  }

  const Shared& shared_;
  const ir::Program& p_;
  Workspace w_;
  std::span<const KnownArgument> arguments_;
  std::vector<bool> is_unknown_;     // per register
  std::vector<std::string> makers_;  // per buffer: the kernel or op that makes it
  MemoryUse use_;
  BoundKernels kernels_;  // none of which is to run
  std::vector<std::shared_ptr<const SegmentPlan>> plans_;  // their layouts are looked at
  std::deque<Layout> layouts_;                             // of Produced buffers
};

}  // namespace

MemoryUse predict_memory(const Shared& shared, std::span<const KnownArgument> arguments, OutputShapes* outputs) {
  Forecast forecast(shared, arguments);
  MemoryUse use = forecast.make();
  if (outputs) *outputs = forecast.output_shapes();
  return use;
}

}  // namespace theano::runtime
