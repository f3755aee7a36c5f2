// Removes from a kernel what its formulas turned out not to need: unread inputs, unused values.
#include "theano/lower/kernel_writer.h"

namespace theano::lower {

namespace {

using ir::Instruction;
using ir::Opcode;

bool has_effect(Opcode opcode) {
  return opcode == Opcode::Store || opcode == Opcode::Check || opcode == Opcode::Loop || opcode == Opcode::Reduce;
}

/// Marks the values that instructions with effects depend on. Loops and reductions are kept whole.
class Uses {
 public:
  explicit Uses(const ir::Kernel& kernel) : kernel_(kernel), used_(kernel.value_count, false) {
    for (const ir::Loop& loop : kernel.loops) {
      use(loop.extent);
      use(loop.continue_condition);
      for (ir::ValueId v : loop.initial) use(v);
      for (ir::ValueId v : loop.next) use(v);
    }
    for (const ir::Reduction& reduction : kernel.reductions) {
      for (const ir::Fold& fold : reduction.folds) use(fold.element);
      for (ir::ValueId v : reduction.extents) use(v);
    }
    // Bodies stand behind what they use in the tables of the kernel, so from the last block to the first, and in each
    // from the last instruction to the first, every use is seen before what it uses. Hoisting breaks that order
    // between blocks, so go on until nothing is added.
    for (bool is_done = false; !is_done;) {
      count_ = 0;
      mark(kernel.body);
      for (const ir::Loop& loop : kernel.loops) mark(loop.body);
      for (const ir::Reduction& reduction : kernel.reductions) mark(reduction.body);
      is_done = count_ == 0;
    }
  }
  bool is_used(const Instruction& i) const { return has_effect(i.opcode) || used_[i.result]; }

 private:
  void use(ir::ValueId v) {
    if (v == ir::kNoValue || used_[v]) return;
    used_[v] = true;
    ++count_;
  }
  void mark(const ir::Block& block) {
    for (auto i = block.instructions.rbegin(); i != block.instructions.rend(); ++i) {
      if (!is_used(*i)) continue;
      for (ir::ValueId v : i->args) use(v);
      if (i->opcode != Opcode::Load && i->opcode != Opcode::Store) continue;
      for (const ir::AxisIndex& axis : kernel_.accesses[i->index].axes)
        if (axis.kind == ir::AxisIndex::Kind::Value) use(axis.value);
    }
  }
  const ir::Kernel& kernel_;
  std::vector<bool> used_;
  int count_ = 0;
};

void remove_unused(ir::Block& block, const Uses& uses) {
  std::erase_if(block.instructions, [&](const Instruction& i) { return !uses.is_used(i); });
}

template <class Visit>
void for_each_instruction(ir::Kernel& kernel, Visit visit) {
  for (Instruction& i : kernel.body.instructions) visit(i);
  for (ir::Loop& loop : kernel.loops)
    for (Instruction& i : loop.body.instructions) visit(i);
  for (ir::Reduction& reduction : kernel.reductions)
    for (Instruction& i : reduction.body.instructions) visit(i);
}

/// New numbers for the entries that are kept; -1 for the others. `keep` never empties what has to stay in order.
std::vector<int> renumber(const std::vector<bool>& keep) {
  std::vector<int> numbers;
  int next = 0;
  for (bool k : keep) numbers.push_back(k ? next++ : -1);
  return numbers;
}

template <class T>
void keep_only(std::vector<T>& list, const std::vector<bool>& keep) {
  std::size_t to = 0;
  for (std::size_t from = 0; from < list.size(); ++from)
    if (keep[from]) list[to++] = list[from];
  list.resize(to);
}

}  // namespace

void remove_dead_code(WrittenKernel& written) {
  ir::Kernel& kernel = written.kernel;
  const Uses uses(kernel);
  remove_unused(kernel.body, uses);
  for (ir::Loop& loop : kernel.loops) remove_unused(loop.body, uses);
  for (ir::Reduction& reduction : kernel.reductions) remove_unused(reduction.body, uses);

  std::vector<bool> has_access(kernel.accesses.size(), false), has_param(kernel.param_count, false);
  for_each_instruction(kernel, [&](Instruction& i) {
    if (i.opcode == Opcode::Load || i.opcode == Opcode::Store) has_access[i.index] = true;
    if (i.opcode == Opcode::Param) has_param[i.index] = true;
  });
  std::vector<bool> has_buffer(kernel.buffers.size(), false);
  for (std::size_t a = 0; a < has_access.size(); ++a)
    if (has_access[a]) has_buffer[kernel.accesses[a].buffer] = true;
  for (std::size_t b = 0; b < has_buffer.size(); ++b)
    if (kernel.buffers[b].role != ir::BufferRole::Input) has_buffer[b] = true;

  const std::vector<int> accesses = renumber(has_access), params = renumber(has_param), buffers = renumber(has_buffer);
  for_each_instruction(kernel, [&](Instruction& i) {
    if (i.opcode == Opcode::Load || i.opcode == Opcode::Store) i.index = accesses[i.index];
    if (i.opcode == Opcode::Param) i.index = params[i.index];
  });
  keep_only(kernel.accesses, has_access);
  for (ir::Access& access : kernel.accesses) access.buffer = buffers[access.buffer];
  keep_only(kernel.buffers, has_buffer);
  keep_only(written.variables, has_buffer);
  std::vector<bool>& pointwise = written.is_pointwise;
  std::size_t to = 0;
  for (std::size_t b = 0; b < has_buffer.size(); ++b)
    if (has_buffer[b]) pointwise[to++] = pointwise[b];
  pointwise.resize(to);
  keep_only(written.params, has_param);
  kernel.param_count = static_cast<int>(written.params.size());
}

}  // namespace theano::lower
