// Finds last uses by one walk over the kernel.
#include "theano/ir/liveness.h"

#include <algorithm>

namespace theano::ir {

Liveness::Liveness(const Kernel& kernel)
    : kernel_(kernel), last_use_(kernel.value_count, -1), scope_of_(kernel.value_count, 0) {
  visit(kernel.body, open(-1));
  // Ends of blocks are known only now.
  for (const Pending& p : pending_) {
    int position = p.position;
    for (int scope = p.scope; scope != scope_of_[p.value]; scope = parents_[scope]) {
      position = std::max(position, ends_[scope]);
    }
    last_use_[p.value] = std::max(last_use_[p.value], position);
  }
  dying_.resize(position_ + 1);
  for (ValueId v = 0; v < kernel.value_count; ++v) {
    if (last_use_[v] >= 0) dying_[last_use_[v]].push_back(v);
  }
}

int Liveness::open(int parent) {
  parents_.push_back(parent);
  ends_.push_back(0);
  return static_cast<int>(parents_.size()) - 1;
}

void Liveness::use(ValueId value, int scope, int position) {
  if (value != kNoValue) pending_.push_back({value, scope, position});
}

void Liveness::visit(const Block& block, int scope) {
  for (const Instruction& i : block.instructions) {
    const int position = position_++;
    if (i.result != kNoValue) {
      scope_of_[i.result] = scope;
      last_use_[i.result] = position;
    }
    for (const ValueId arg : i.args) use(arg, scope, position);
    if (i.opcode == Opcode::Load || i.opcode == Opcode::Store) {
      for (const AxisIndex& axis : kernel_.accesses[i.index].axes) {
        if (axis.kind == AxisIndex::Kind::Value) use(axis.value, scope, position);
      }
    }
    if (i.opcode == Opcode::Loop) {
      const Loop& loop = kernel_.loops[i.index];
      use(loop.extent, scope, position);
      for (const ValueId v : loop.initial) use(v, scope, position);
      const int inner = open(scope);
      scope_of_[loop.index] = inner;
      for (const ValueId v : loop.carried) scope_of_[v] = inner;
      visit(loop.body, inner);
      const int end = ends_[inner];
      use(loop.index, inner, end);
      use(loop.continue_condition, inner, end);
      for (const ValueId v : loop.next) use(v, inner, end);
    }
    if (i.opcode == Opcode::Reduce) {
      const Reduction& reduction = kernel_.reductions[i.index];
      for (const ValueId v : reduction.extents) use(v, scope, position);
      const int inner = open(scope);
      for (const ValueId v : reduction.indices) scope_of_[v] = inner;
      visit(reduction.body, inner);
      for (const ValueId v : reduction.indices) use(v, inner, ends_[inner]);
      for (const Fold& fold : reduction.folds) use(fold.element, inner, ends_[inner]);
    }
  }
  ends_[scope] = position_++;
}

}  // namespace theano::ir
