// Backward over a finished Program: what nobody uses goes.
#include <algorithm>

#include "theano/lower/emit.h"

namespace theano::lower {

namespace {

class Pruner {
 public:
  explicit Pruner(ir::Program& program)
      : p_(program), needs_memory_(program.buffers.size(), false), needs_(program.register_count, false) {}

  void run() {
    for (int b : p_.outputs) need_buffer(b);
    for (auto segment = p_.segments.rbegin(); segment != p_.segments.rend(); ++segment) {
      prune_steps(*segment);
      prune_code(*segment);
    }
  }

 private:
  void need(ir::Register r) {
    if (r != ir::kNoRegister) needs_[r] = true;
  }
  void need_all(std::span<const ir::Register> registers) {
    for (ir::Register r : registers) need(r);
  }
  void need_buffer(int b) {
    needs_memory_[ir::memory_of(p_, b)] = true;
    need_all(p_.buffers[b].sizes);
  }

  void prune_steps(ir::Segment& segment) {
    std::vector<ir::Step> kept;
    for (auto step = segment.steps.rbegin(); step != segment.steps.rend(); ++step) {
      const ir::StepUses uses = ir::step_uses(p_, *step);
      // A launch without results checks something.
      const bool is_check = step->kind == ir::StepKind::Launch && uses.writes.empty();
      const bool is_needed = is_check || std::any_of(uses.writes.begin(), uses.writes.end(),
                                                     [&](int b) { return needs_memory_[ir::memory_of(p_, b)]; });
      if (!is_needed) continue;
      for (int b : uses.writes) need_buffer(b);
      for (int b : uses.reads) need_buffer(b);
      need_registers(*step);
      kept.push_back(*step);
    }
    std::reverse(kept.begin(), kept.end());
    segment.steps = std::move(kept);
  }

  void need_registers(const ir::Step& step) {
    for (const ir::SiteOperand& operand : p_.sites[step.site].operands) need_all(operand.sizes);
    if (step.kind == ir::StepKind::Launch) {
      need_all(p_.launches[step.index].map_sizes);
      need_all(p_.launches[step.index].params);
    } else if (step.kind == ir::StepKind::View) {
      need_all(p_.views[step.index].scalars);
    } else if (step.kind == ir::StepKind::StoreSizes) {
      need_all(p_.stores[step.index].values);
    } else if (step.kind == ir::StepKind::Loop) {
      need(p_.loops[step.index].trip_count);
    }
  }

  void prune_code(ir::Segment& segment) {
    std::vector<ir::SizeInstruction> kept;
    for (auto i = segment.code.rbegin(); i != segment.code.rend(); ++i) {
      const bool is_check = i->opcode == ir::SizeOpcode::CheckEqual || i->opcode == ir::SizeOpcode::CheckTrue;
      if (!is_check && !needs_[i->result]) continue;
      if (is_check)
        for (const ir::SiteOperand& operand : p_.checks[i->value].operands) need_all(operand.sizes);
      for (ir::Register a : i->args) need(a);
      const bool reads_result = i->opcode == ir::SizeOpcode::BufferSize &&
                                p_.buffers[i->buffer].storage == ir::Storage::Produced;
      if (i->opcode == ir::SizeOpcode::Element || reads_result) need_buffer(i->buffer);
      kept.push_back(*i);
    }
    std::reverse(kept.begin(), kept.end());
    segment.code = std::move(kept);
  }

  ir::Program& p_;
  std::vector<bool> needs_memory_;
  std::vector<bool> needs_;
};

}  // namespace

void prune(ir::Program& program) { Pruner(program).run(); }

}  // namespace theano::lower
