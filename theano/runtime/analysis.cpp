// Collects the facts of a Program once, when its executor is made; linear in the number of steps.
#include "theano/runtime/analysis.h"

#include <algorithm>
#include <unordered_set>

namespace theano::runtime {

namespace {

/// Which instruction makes each value of a kernel, blocks of loops included.
class Definitions {
 public:
  explicit Definitions(const ir::Kernel& kernel) : by_value_(kernel.value_count, nullptr) {
    add(kernel.body);
    for (const ir::Loop& loop : kernel.loops) add(loop.body);
    for (const ir::Reduction& reduction : kernel.reductions) add(reduction.body);
  }
  const ir::Instruction* find(ir::ValueId value) const {
    return value >= 0 && value < static_cast<ir::ValueId>(by_value_.size()) ? by_value_[value] : nullptr;
  }

 private:
  void add(const ir::Block& block) {
    for (const ir::Instruction& i : block.instructions)
      if (i.result != ir::kNoValue) by_value_[i.result] = &i;
  }
  std::vector<const ir::Instruction*> by_value_;
};

void add_unique(std::vector<int>& list, std::vector<bool>& seen, int item) {
  if (seen[item]) return;
  seen[item] = true;
  list.push_back(item);
}

}  // namespace

std::vector<bool> extent_params(const ir::Kernel& kernel) {
  std::vector<bool> is_extent(kernel.param_count, false);
  if (kernel.param_count == 0) return is_extent;
  const Definitions definitions(kernel);
  std::vector<ir::ValueId> pending;
  for (const ir::Loop& loop : kernel.loops) pending.push_back(loop.extent);
  for (const ir::Reduction& reduction : kernel.reductions)
    pending.insert(pending.end(), reduction.extents.begin(), reduction.extents.end());
  std::unordered_set<ir::ValueId> seen;
  while (!pending.empty()) {
    const ir::ValueId value = pending.back();
    pending.pop_back();
    const ir::Instruction* i = definitions.find(value);
    if (!i || !seen.insert(value).second) continue;
    if (i->opcode == ir::Opcode::Param) is_extent[i->index] = true;
    for (ir::ValueId argument : i->args) pending.push_back(argument);
  }
  return is_extent;
}

ProgramFacts::ProgramFacts(const ir::Program& program)
    : memory(program.buffers.size()), first_write(program.buffers.size(), -1), last_use(program.buffers.size(), -1) {
  std::vector<bool> is_constant(program.register_count, false);
  std::vector<std::vector<bool>> kernel_extents;
  for (const ir::Kernel& kernel : program.kernels) kernel_extents.push_back(extent_params(kernel));
  std::vector<int> resolved(program.buffers.size(), -1);
  for (std::size_t b = 0; b < program.buffers.size(); ++b) {
    // Views may look at views made later in the table: follow the whole way, then remember it for all on it.
    std::vector<int> way;
    int at = static_cast<int>(b);
    while (resolved[at] < 0 && program.buffers[at].view_of >= 0) {
      way.push_back(at);
      at = program.buffers[at].view_of;
    }
    const int end = resolved[at] >= 0 ? resolved[at] : at;
    resolved[at] = end;
    for (int w : way) resolved[w] = end;
  }
  memory = resolved;

  int number = 0;
  std::vector<bool> is_key_buffer(program.buffers.size(), false);
  for (const ir::Segment& segment : program.segments) {
    SegmentFacts facts;
    first_step.push_back(number);
    for (const ir::SizeInstruction& i : segment.code)
      if (i.opcode == ir::SizeOpcode::Const) {
        is_constant[i.result] = true;
      } else if (i.opcode == ir::SizeOpcode::Element) {
        last_use[memory[i.buffer]] = number;  // read back once all steps before this segment have run
      }
    std::vector<bool> is_key(program.register_count, false);
    const auto add_key = [&](ir::Register r) {
      if (r != ir::kNoRegister && !is_constant[r]) add_unique(facts.key_registers, is_key, r);
    };
    for (std::size_t s = 0; s < segment.steps.size(); ++s, ++number) {
      const ir::Step& step = segment.steps[s];
      const ir::StepUses uses = ir::step_uses(program, step);
      for (int b : uses.writes) {
        if (first_write[b] < 0) first_write[b] = number;
        last_use[memory[b]] = number;
        for (ir::Register r : program.buffers[b].sizes) add_key(r);
      }
      for (int b : uses.reads) {
        last_use[memory[b]] = number;
        const int root = memory[b];
        const ir::Storage storage = program.buffers[root].storage;
        const bool has_given_strides = storage == ir::Storage::Input || storage == ir::Storage::Produced;
        if (has_given_strides && !program.buffers[root].sizes.empty())
          add_unique(facts.key_buffers, is_key_buffer, root);
        for (ir::Register r : program.buffers[root].sizes) add_key(r);
      }
      if (step.kind == ir::StepKind::Launch) {
        const ir::LaunchStep& launch = program.launches[step.index];
        for (ir::Register r : launch.map_sizes) add_key(r);
        for (std::size_t p = 0; p < launch.params.size(); ++p)
          if (kernel_extents[launch.kernel][p]) add_key(launch.params[p]);
      } else if (step.kind == ir::StepKind::View) {
        const ir::ViewStep& view = program.views[step.index];
        const bool varies = !view.is_fixed && std::any_of(view.scalars.begin(), view.scalars.end(),
                                                          [&](ir::Register r) { return !is_constant[r]; });
        if (varies) facts.dynamic_views.push_back(static_cast<int>(s));
      }
    }
    std::sort(facts.key_registers.begin(), facts.key_registers.end());
    segments.push_back(std::move(facts));
  }
  first_step.push_back(number);
  for (int b : program.outputs) last_use[memory[b]] = kAlways;
}

}  // namespace theano::runtime
