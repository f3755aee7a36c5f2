// Marks what stores, checks, loops and reductions need, and what that needs in turn.
#include "theano/codegen/used_values.h"

#include <utility>

namespace theano::codegen {
namespace {

using ir::Instruction;
using ir::Opcode;
using ir::ValueId;

class UsedValues {
 public:
  explicit UsedValues(const ir::Kernel& kernel)
      : kernel_(kernel), is_used_(kernel.value_count), definitions_(kernel.value_count) {}

  std::vector<bool> run() {
    visit(kernel_.body);
    for (const ir::Loop& loop : kernel_.loops) {
      visit(loop.body);
      need(loop.extent);
      need(loop.continue_condition);
      for (const ValueId value : loop.initial) need(value);
      for (const ValueId value : loop.next) need(value);
    }
    for (const ir::Reduction& reduction : kernel_.reductions) {
      visit(reduction.body);
      for (const ValueId value : reduction.extents) need(value);
      for (const ir::Fold& fold : reduction.folds) need(fold.element);
    }
    while (!pending_.empty()) {
      const Instruction* i = definitions_[pending_.back()];
      pending_.pop_back();
      if (i) need_operands(*i);
    }
    return std::move(is_used_);
  }

 private:
  void visit(const ir::Block& block) {
    for (const Instruction& i : block.instructions) {
      const bool is_pure = i.opcode == Opcode::Primitive || i.opcode == Opcode::Load;
      if (is_pure)
        definitions_[i.result] = &i;
      else
        need_operands(i);
    }
  }

  void need_operands(const Instruction& i) {
    for (const ValueId value : i.args) need(value);
    if (i.opcode != Opcode::Load && i.opcode != Opcode::Store) return;
    for (const ir::AxisIndex& axis : kernel_.accesses[i.index].axes)
      if (axis.kind == ir::AxisIndex::Kind::Value) need(axis.value);
  }

  void need(ValueId value) {
    if (value == ir::kNoValue || is_used_[value]) return;
    is_used_[value] = true;
    pending_.push_back(value);
  }

  const ir::Kernel& kernel_;
  std::vector<bool> is_used_;
  std::vector<const Instruction*> definitions_;  // of the pure ones
  std::vector<ValueId> pending_;
};

}  // namespace

std::vector<bool> used_values(const ir::Kernel& kernel) { return UsedValues(kernel).run(); }

}  // namespace theano::codegen
