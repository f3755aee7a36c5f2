// How a plan reaches memory: in place where it can, by stretches or offsets where it must.
#include "theano/ir/plan_builder.h"

#include <algorithm>

namespace theano::ir {

/// Finds stores that the operation which makes the value can do itself, and all positions at which memory is written.
void PlanBuilder::find_aims(const Block& block, const LaneSpace& space) {
  std::unordered_map<ValueId, std::size_t> made_here;
  std::vector<int> positions;
  for (std::size_t j = 0; j < block.instructions.size(); ++j) {
    const Instruction& i = block.instructions[j];
    positions.push_back(position_++);
    is_fulfilled_.push_back(0);
    if (i.opcode == Opcode::Primitive) made_here[i.result] = j;
    if (i.opcode == Opcode::Loop) {
      const Loop& loop = kernel_.loops[i.index];
      const bool is_region = analysis_.is_region_loop(i.index);
      find_aims(loop.body, is_region ? analysis_.region_space({&loop.index, 1}, {&loop.extent, 1}) : space);
    } else if (i.opcode == Opcode::Reduce) {
      const Reduction& r = kernel_.reductions[i.index];
      find_aims(r.body, analysis_.is_region_reduction(i.index) ? analysis_.region_space(r.indices, r.extents) : space);
    } else if (i.opcode == Opcode::Store) {
      ++stores_per_buffer_[kernel_.accesses[i.index].buffer];
      store_positions_.push_back(positions[j]);
      const auto made = made_here.find(i.args[0]);
      if (made == made_here.end() || aimed_.count(positions[made->second]) || !can_aim(block, made->second, j, space))
        continue;
      aimed_[positions[made->second]] = i.index;
      is_fulfilled_[positions[j]] = 1;
      store_positions_.push_back(positions[made->second]);
    }
  }
  ++position_;
  is_fulfilled_.push_back(0);
}

bool PlanBuilder::can_aim(const Block& block, std::size_t producer, std::size_t store, const LaneSpace& space) const {
  const Instruction& made = block.instructions[producer];
  const Access& access = kernel_.accesses[block.instructions[store].index];
  if (!space.has_lanes() || !analysis_.varies(made.result)) return false;
  // A later store to the same place would change the value under its other users.
  if (kernel_.buffers[access.buffer].role != BufferRole::Output || stores_per_buffer_[access.buffer] != 1) return false;
  const AddressForm form = analysis_.form(access, space);
  const LaneWalk walk = collapse(space, form);
  if (!form.varying_terms.empty() || walk.sizes.size() != 1 || walk.strides[0] != 1) return false;
  for (std::size_t k = producer + 1; k < store; ++k) {
    const Instruction& between = block.instructions[k];
    if (between.opcode == Opcode::Load || between.opcode == Opcode::Loop || between.opcode == Opcode::Reduce)
      return false;
    for (const AxisIndex& axis : access.axes) {
      if (axis.kind == AxisIndex::Kind::Value && axis.value == between.result) return false;
    }
  }
  return true;
}

int PlanBuilder::plan_access(const Access& access, DType dtype, const LaneSpace& space) {
  const AddressForm form = analysis_.form(access, space);
  AccessPlan plan;
  plan.buffer = access.buffer;
  plan.size_class = size_class(dtype);
  plan.element_bytes = dtype_size_bytes(dtype);
  plan.constant_bytes = form.constant * plan.element_bytes;
  for (const auto& [dim, stride] : form.map_terms) plan.map_terms.emplace_back(dim, stride * plan.element_bytes);
  for (const auto& [value, stride] : form.uniform_terms)
    plan.uniform_terms.emplace_back(slot_of_[value], stride * plan.element_bytes);
  for (const auto& [value, stride] : form.varying_terms) plan.varying_terms.emplace_back(slot_of_[value], stride);
  plan.walk = collapse(space, form);
  using Mode = AccessPlan::Mode;
  const std::size_t dims = plan.walk.sizes.size();
  plan.mode = form.is_uniform()                            ? Mode::One
              : !plan.varying_terms.empty()                ? Mode::Gather
              : dims == 1 && plan.walk.strides.back() == 1 ? Mode::Contiguous
              : dims == 1                                  ? Mode::Strided
                                                           : Mode::Walk;
  if (plan.mode == Mode::Gather) plan_.offsets_at = 0;
  plan_.accesses.push_back(std::move(plan));
  return static_cast<int>(plan_.accesses.size()) - 1;
}

void PlanBuilder::visit_load(const Instruction& i, Sequence& out, const Context& context) {
  if (!analysis_.is_needed(i.result)) return;
  const int position = position_ - 1;
  const int access = plan_access(kernel_.accesses[i.index], i.dtype, *context.space);
  const AccessPlan::Mode mode = plan_.accesses[access].mode;
  if (mode == AccessPlan::Mode::One) {
    slot_of_[i.result] = one_slot();
    place(i, out, context).push_back({.kind = Kind::LoadOne, .out = slot_of_[i.result], .index = access});
    return;
  }
  const int last = liveness_.last_use(i.result);
  const bool is_overwritten =
      std::any_of(store_positions_.begin(), store_positions_.end(), [&](int p) { return p > position && p < last; });
  if (mode == AccessPlan::Mode::Contiguous && !is_overwritten) {
    slot_of_[i.result] = pointer_slot();
    out.push_back({.kind = Kind::LoadInPlace, .out = slot_of_[i.result], .index = access});
    return;
  }
  slot_of_[i.result] = lanes_slot(size_class(i.dtype));
  out.push_back({.kind = Kind::Load, .out = slot_of_[i.result], .index = access});
}

void PlanBuilder::visit_store(const Instruction& i, Sequence& out, const Context& context) {
  if (is_fulfilled_[position_ - 1]) return;
  const int access = plan_access(kernel_.accesses[i.index], i.dtype, *context.space);
  const bool is_one_element = plan_.accesses[access].mode == AccessPlan::Mode::One;
  Operation op{.kind = Kind::Store, .index = access};
  if (is_one_element) {
    op.kind = analysis_.varies(i.args[0]) ? Kind::StoreLast : Kind::StoreOne;
    op.a = slot_of_[i.args[0]];
  } else {
    op.a = lanes_of(i.args[0], i.dtype, out, context);
  }
  out.push_back(op);
}

}  // namespace theano::ir
