// Visits a kernel's instructions once and emits operations, each into the outermost sequence that may hold it.
#include "theano/ir/plan_builder.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "theano/ir/scalar_eval.h"

namespace theano::ir {
namespace {

constexpr std::int64_t kRegisterBytes = 16 * 1024;     // registers of a block: half of a first-level cache
constexpr std::int64_t kAccumulatorBytes = 64 * 1024;  // with accumulators of reductions: in the second level
constexpr std::int64_t kFewestLanes = 64;
constexpr std::int64_t kMostLanes = 2048;
constexpr std::int64_t kWantedBlocks = 16;             // so that several threads find work
constexpr std::int64_t kLanesForThreads = 256;         // but not below this many lanes a block
constexpr std::int64_t kAlignment = 64;

std::int64_t round_up(std::int64_t value, std::int64_t to) { return (value + to - 1) / to * to; }

}  // namespace

PlanBuilder::PlanBuilder(const Kernel& kernel, const LaunchShape& shape, const LaneAnalysis& analysis)
    : kernel_(kernel), shape_(shape), analysis_(analysis), table_(lane_table()), liveness_(kernel),
      slot_of_(kernel.value_count, kNoSlot), dtype_of_(kernel.value_count, DType::Int64),
      is_set_up_(kernel.value_count, 0), is_hoisted_(kernel.value_count, 0), is_kept_(kernel.value_count, 0),
      results_of_(kernel.value_count, {kNoSlot, kNoSlot}) {}

Plan PlanBuilder::build() {
  plan_.choice = analysis_.choice();
  for (int dim = 0; dim < kernel_.map_rank; ++dim) {
    (dim < plan_.choice.split ? plan_.outer_count : plan_.lane_count) *= shape_.map_sizes[dim];
  }
  const LaneSpace space = analysis_.body_space();
  stores_per_buffer_.assign(kernel_.buffers.size(), 0);
  find_aims(kernel_.body, space);
  std::unordered_map<ValueId, Slot> filled;
  const Context context{&space, space.has_lanes() ? &plan_.prologue : nullptr, &filled};
  position_ = 0;
  visit_block(kernel_.body, plan_.body, context);
  close_block();
  lay_out_frame();
  return std::move(plan_);
}

Slot PlanBuilder::pointer_slot() {
  plan_.slots.push_back({});
  size_class_of_slot_.push_back(-1);
  return static_cast<Slot>(plan_.slots.size()) - 1;
}

Slot PlanBuilder::one_slot(std::int64_t bytes) {
  const Slot slot = pointer_slot();
  plan_.slots[slot].fixed_bytes = bytes;
  return slot;
}

Slot PlanBuilder::lanes_slot(int size_class) {
  if (!free_[size_class].empty()) {
    const Slot slot = free_[size_class].back();
    free_[size_class].pop_back();
    return slot;
  }
  const Slot slot = pointer_slot();
  plan_.slots[slot].per_lane_bytes = 1 << size_class;
  size_class_of_slot_[slot] = size_class;
  return slot;
}

void PlanBuilder::release(ValueId value) {
  const Slot slot = slot_of_[value];
  if (slot == kNoSlot || is_kept_[value] || size_class_of_slot_[slot] < 0) return;
  free_[size_class_of_slot_[slot]].push_back(slot);
  is_kept_[value] = 1;
}

void PlanBuilder::release_dying(int position) {
  for (const ValueId value : liveness_.dying_at(position)) release(value);
}

/// Frees the lanes of uniform values that were filled in the innermost open block.
void PlanBuilder::close_block() {
  for (const auto& [value, slot] : filled_here_.back()) free_[size_class_of_slot_[slot]].push_back(slot);
  filled_here_.pop_back();
}

Slot PlanBuilder::lanes_of(ValueId value, DType dtype, Sequence& out, const Context& context) {
  if (analysis_.varies(value)) return slot_of_[value];
  if (const auto found = filled_at_setup_.find(value); found != filled_at_setup_.end()) return found->second;
  if (const auto found = context.filled->find(value); found != context.filled->end()) return found->second;
  for (const auto& block : filled_here_) {
    for (const auto& [filled, slot] : block) {
      if (filled == value) return slot;
    }
  }
  Operation fill{.kind = Kind::Fill, .a = slot_of_[value], .index = size_class(dtype)};
  if (is_set_up_[value] || is_hoisted_[value]) {
    // Filled before the block's own operations run: the register must be no other's.
    fill.out = pointer_slot();
    plan_.slots[fill.out].per_lane_bytes = dtype_size_bytes(dtype);
    (is_set_up_[value] ? plan_.setup : *context.prologue).push_back(fill);
    (is_set_up_[value] ? filled_at_setup_ : *context.filled)[value] = fill.out;
  } else {
    fill.out = lanes_slot(fill.index);
    out.push_back(fill);
    filled_here_.back().emplace_back(value, fill.out);
  }
  return fill.out;
}

/// Uniform pure code goes before the lanes' loop. A load whose place depends on values stays behind the checks on them.
Sequence& PlanBuilder::place(const Instruction& i, Sequence& out, const Context& context) {
  bool is_set_up = i.opcode == Opcode::Primitive, is_hoisted = true;
  const auto depend_on = [&](ValueId value) {
    if (!is_set_up_[value]) is_set_up = false;
    if (!is_set_up_[value] && !is_hoisted_[value]) is_hoisted = false;
  };
  if (i.opcode == Opcode::Load) {
    const Access& access = kernel_.accesses[i.index];
    if (kernel_.buffers[access.buffer].role != BufferRole::Input) is_hoisted = false;
    for (const AxisIndex& axis : access.axes) {
      if (axis.kind != AxisIndex::Kind::Value) continue;
      depend_on(axis.value);
      if (has_check_before_) is_hoisted = false;
    }
  } else {
    for (int k = 0; k < prim_info(i.prim).arity; ++k) depend_on(i.args[k]);
  }
  if (is_set_up) {
    is_set_up_[i.result] = 1;
    return plan_.setup;
  }
  if (is_hoisted && context.prologue && filled_here_.size() == 1) {
    is_hoisted_[i.result] = 1;
    return *context.prologue;
  }
  return out;
}

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
      if (made == made_here.end() || aimed_.count(positions[made->second]) || !can_aim(block, made->second, j, space)) continue;
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
    if (between.opcode == Opcode::Load || between.opcode == Opcode::Loop || between.opcode == Opcode::Reduce) return false;
    for (const AxisIndex& axis : access.axes) {
      if (axis.kind == AxisIndex::Kind::Value && axis.value == between.result) return false;
    }
  }
  return true;
}

void PlanBuilder::visit_block(const Block& block, Sequence& out, const Context& context) {
  filled_here_.emplace_back();
  for (const Instruction& i : block.instructions) {
    const int position = position_++;
    if (i.result != kNoValue) dtype_of_[i.result] = i.dtype;
    visit(i, out, context);
    release_dying(position);
  }
}

void PlanBuilder::visit(const Instruction& i, Sequence& out, const Context& context) {
  switch (i.opcode) {
    case Opcode::ConstInt: case Opcode::ConstFloat: case Opcode::Param: return visit_constant(i);
    case Opcode::MapIndex: {
      if (!analysis_.is_needed(i.result)) return;
      if (analysis_.varies(i.result)) {
        slot_of_[i.result] = lanes_slot(3);
        plan_.spaces.push_back(*context.space);
        out.push_back({.kind = Kind::LaneIndex, .out = slot_of_[i.result], .index = i.index - plan_.choice.split,
                       .extra = static_cast<int>(plan_.spaces.size()) - 1});
      } else {
        slot_of_[i.result] = one_slot();
        const bool is_hoisted = context.prologue && filled_here_.size() == 1;
        is_hoisted_[i.result] = is_hoisted;
        (is_hoisted ? *context.prologue : out).push_back({.kind = Kind::OuterIndex, .out = slot_of_[i.result], .index = i.index});
      }
      return;
    }
    case Opcode::Primitive: return visit_primitive(i, out, context);
    case Opcode::Load: return visit_load(i, out, context);
    case Opcode::Store: return visit_store(i, out, context);
    case Opcode::Check:
      out.push_back({.kind = analysis_.varies(i.args[0]) ? Kind::Check : Kind::CheckOne, .a = slot_of_[i.args[0]]});
      has_check_before_ = true;
      return;
    case Opcode::Loop: return visit_loop(i, out, context);
    case Opcode::Reduce: return visit_reduction(i, out, context);
    case Opcode::Result: return visit_result(i);
  }
}

void PlanBuilder::visit_constant(const Instruction& i) {
  slot_of_[i.result] = one_slot();
  is_set_up_[i.result] = 1;
  if (i.opcode == Opcode::Param) {
    plan_.params.emplace_back(slot_of_[i.result], i.index);
    return;
  }
  const Scalar value = i.opcode == Opcode::ConstInt ? Scalar::of(i.dtype, i.int_value) : Scalar::of(i.dtype, i.float_value);
  std::array<std::byte, 8> bytes;
  std::memcpy(bytes.data(), value.bytes, 8);
  plan_.constants.emplace_back(slot_of_[i.result], bytes);
}

void PlanBuilder::visit_primitive(const Instruction& i, Sequence& out, const Context& context) {
  if (!analysis_.is_needed(i.result)) return;
  const int p = static_cast<int>(i.prim);
  const DType operand = dtype_of_[i.args[i.prim == Prim::Select ? 1 : 0]];
  Operation op{.kind = Kind::Apply};
  op.function = i.prim == Prim::Select ? table_.select[size_class(i.dtype)]
                : i.prim == Prim::Cast ? table_.cast[static_cast<int>(operand)][static_cast<int>(i.dtype)]
                                       : table_.primitive[p][static_cast<int>(operand)];
  const int arity = prim_info(i.prim).arity;
  Slot* operands[] = {&op.a, &op.b, &op.c};
  if (!analysis_.varies(i.result)) {
    op.kind = Kind::ApplyOne;
    for (int k = 0; k < arity; ++k) *operands[k] = slot_of_[i.args[k]];
    op.out = slot_of_[i.result] = one_slot();
    place(i, out, context).push_back(op);
    return;
  }
  if (arity == 2 && analysis_.varies(i.args[0]) != analysis_.varies(i.args[1])) {
    const bool is_right = analysis_.varies(i.args[0]);
    const auto& forms = is_right ? table_.right_uniform : table_.left_uniform;
    if (const LaneFunction function = forms[p][static_cast<int>(operand)]) {
      op.function = function;
      op.a = slot_of_[i.args[0]];
      op.b = slot_of_[i.args[1]];
    }
  }
  for (int k = 0; k < arity; ++k) {
    if (*operands[k] == kNoSlot) *operands[k] = lanes_of(i.args[k], dtype_of_[i.args[k]], out, context);
  }
  const int position = position_ - 1;
  if (const auto aimed = aimed_.find(position); aimed != aimed_.end()) {
    op.out = slot_of_[i.result] = pointer_slot();
    out.push_back({.kind = Kind::Aim, .out = op.out,
                   .index = plan_access(kernel_.accesses[aimed->second], i.dtype, *context.space)});
  } else {
    release_dying(position);
    op.out = slot_of_[i.result] = lanes_slot(size_class(i.dtype));
  }
  out.push_back(op);
}

int PlanBuilder::plan_access(const Access& access, DType dtype, const LaneSpace& space) {
  const AddressForm form = analysis_.form(access, space);
  AccessPlan plan;
  plan.buffer = access.buffer;
  plan.size_class = size_class(dtype);
  plan.element_bytes = dtype_size_bytes(dtype);
  plan.constant_bytes = form.constant * plan.element_bytes;
  for (const auto& [dim, stride] : form.map_terms) plan.map_terms.emplace_back(dim, stride * plan.element_bytes);
  for (const auto& [value, stride] : form.uniform_terms) plan.uniform_terms.emplace_back(slot_of_[value], stride * plan.element_bytes);
  for (const auto& [value, stride] : form.varying_terms) plan.varying_terms.emplace_back(slot_of_[value], stride);
  plan.walk = collapse(space, form);
  using Mode = AccessPlan::Mode;
  const std::size_t dims = plan.walk.sizes.size();
  plan.mode = form.is_uniform()                             ? Mode::One
              : !plan.varying_terms.empty()                 ? Mode::Gather
              : dims == 1 && plan.walk.strides.back() == 1  ? Mode::Contiguous
              : dims == 1                                   ? Mode::Strided
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
  const bool is_overwritten = std::any_of(store_positions_.begin(), store_positions_.end(),
                                          [&](int p) { return p > position && p < last; });
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

void PlanBuilder::visit_result(const Instruction& i) {
  const Instruction& token = *analysis_.definition(i.args[0]);
  if (token.opcode == Opcode::Loop) {
    const ValueId carried = kernel_.loops[token.index].carried[i.index];
    slot_of_[i.result] = slot_of_[carried];
    return;
  }
  const auto& [value, index] = results_of_[i.args[0]];
  slot_of_[i.result] = i.index == 0 ? value : index;
}

void PlanBuilder::visit_loop(const Instruction& i, Sequence& out, const Context& context) {
  const Loop& loop = kernel_.loops[i.index];
  const int position = position_ - 1;
  if (analysis_.is_region_loop(i.index)) {
    RegionPlan region;
    region.extents.push_back(slot_of_[loop.extent]);
    const LaneSpace space = analysis_.region_space({&loop.index, 1}, {&loop.extent, 1});
    visit_region(loop.body, std::move(region), space, out);
    return;
  }
  LoopPlan plan;
  plan.extent = slot_of_[loop.extent];
  plan.index = slot_of_[loop.index] = one_slot();
  for (std::size_t k = 0; k < loop.carried.size(); ++k) {
    const ValueId carried = loop.carried[k];
    const DType dtype = dtype_of_[loop.initial[k]];
    const bool is_one = !analysis_.varies(carried);
    dtype_of_[carried] = dtype;
    is_kept_[carried] = 1;
    const Slot initial = is_one ? slot_of_[loop.initial[k]] : lanes_of(loop.initial[k], dtype, out, context);
    slot_of_[carried] = is_one ? one_slot() : lanes_slot(size_class(dtype));
    plan.carried.push_back({initial, slot_of_[carried], kNoSlot, kNoSlot, dtype_size_bytes(dtype), is_one});
  }
  const bool had_check = has_check_before_;
  visit_block(loop.body, plan.body, context);
  has_check_before_ |= had_check;
  const bool permutes = std::any_of(loop.next.begin(), loop.next.end(), [&](ValueId next) {
    return std::find(loop.carried.begin(), loop.carried.end(), next) != loop.carried.end();
  });
  for (std::size_t k = 0; k < loop.carried.size(); ++k) {
    LoopPlan::Carried& carried = plan.carried[k];
    const DType dtype = dtype_of_[loop.carried[k]];
    carried.next = carried.is_one ? slot_of_[loop.next[k]] : lanes_of(loop.next[k], dtype, plan.body, context);
    if (permutes) {
      carried.spare = carried.is_one ? one_slot() : pointer_slot();
      if (!carried.is_one) plan_.slots[carried.spare].per_lane_bytes = carried.bytes;
    }
  }
  if (loop.continue_condition != kNoValue) plan.condition = slot_of_[loop.continue_condition];
  close_block();
  release_dying(position_++);
  plan_.loops.push_back(std::move(plan));
  out.push_back({.kind = Kind::Loop, .index = static_cast<int>(plan_.loops.size()) - 1});
  release_dying(position);
}

void PlanBuilder::visit_region(const Block& body, RegionPlan region, const LaneSpace& space, Sequence& out) {
  std::unordered_map<ValueId, Slot> filled;
  const Context context{&space, &region.prologue, &filled};
  // Whatever was computed so far lies outside of the lanes; blocks inside of the region count from its own.
  std::vector<std::vector<std::pair<ValueId, Slot>>> outer_blocks;
  outer_blocks.swap(filled_here_);
  const std::vector<char> hoisted_before = is_hoisted_;
  std::fill(is_hoisted_.begin(), is_hoisted_.end(), 1);
  const auto forget = [&](const Block& block, const auto& self) -> void {
    for (const Instruction& i : block.instructions) {
      if (i.result != kNoValue) is_hoisted_[i.result] = 0;
      if (i.opcode == Opcode::Loop) {
        const Loop& loop = kernel_.loops[i.index];
        is_hoisted_[loop.index] = 0;
        for (const ValueId v : loop.carried) is_hoisted_[v] = 0;
        self(loop.body, self);
      }
      if (i.opcode == Opcode::Reduce) {
        for (const ValueId v : kernel_.reductions[i.index].indices) is_hoisted_[v] = 0;
        self(kernel_.reductions[i.index].body, self);
      }
    }
  };
  forget(body, forget);
  const bool had_check = std::exchange(has_check_before_, false);
  for (std::size_t k = 0; k < space.indices.size(); ++k) {
    const ValueId index = space.indices[k];
    is_hoisted_[index] = 0;
    if (!analysis_.is_needed(index)) continue;
    slot_of_[index] = lanes_slot(3);
    plan_.spaces.push_back(space);
    region.body.push_back({.kind = Kind::LaneIndex, .out = slot_of_[index], .index = static_cast<int>(k),
                           .extra = static_cast<int>(plan_.spaces.size()) - 1});
  }
  visit_block(body, region.body, context);
  if (region.reduction >= 0) {
    // The reduction was put last; its element is known only now.
    ReductionPlan& reduction = plan_.reductions[region.reduction];
    const ValueId element = static_cast<ValueId>(reduction.element);
    reduction.element = lanes_of(element, dtype_of_[element], region.body, context);
  }
  close_block();
  filled_here_.swap(outer_blocks);
  is_hoisted_ = hoisted_before;
  has_check_before_ |= had_check;
  release_dying(position_++);
  plan_.regions.push_back(std::move(region));
  out.push_back({.kind = Kind::Region, .index = static_cast<int>(plan_.regions.size()) - 1});
}

void PlanBuilder::visit_reduction(const Instruction& i, Sequence& out, const Context& context) {
  const Reduction& r = kernel_.reductions[i.index];
  const int position = position_ - 1;
  const bool is_region = analysis_.is_region_reduction(i.index);
  const bool has_index = r.combine == Combine::ArgMin || r.combine == Combine::ArgMax;
  const Prim prim = r.combine == Combine::Sum                                   ? Prim::Add
                    : r.combine == Combine::Prod                                ? Prim::Mul
                    : r.combine == Combine::Min || r.combine == Combine::ArgMin ? Prim::Min
                    : r.combine == Combine::Max || r.combine == Combine::ArgMax ? Prim::Max
                    : r.combine == Combine::And                                 ? Prim::And
                                                                                : Prim::Or;
  const int d = static_cast<int>(r.dtype);
  ReductionPlan plan;
  plan.bytes = dtype_size_bytes(r.dtype);
  plan.is_one = is_region || !analysis_.varies(i.result);
  plan.combine = table_.primitive[static_cast<int>(prim)][d];
  plan.fold = table_.fold[static_cast<int>(prim)][d];
  if (has_index) {
    plan.arg_update = table_.arg_update[r.combine == Combine::ArgMax][d];
    plan.arg_scan = table_.arg_scan[r.combine == Combine::ArgMax][d];
  }
  std::memcpy(plan.identity.data(), identity_scalar(prim, r.dtype).bytes, 8);
  const std::int64_t lanes = has_index ? 1 : kReduceLanes;
  for (Slot* slot : {&plan.value, &plan.best_index}) {
    if (slot == &plan.best_index && !has_index) break;
    const std::int64_t bytes = slot == &plan.value ? plan.bytes * lanes : 8;
    *slot = plan.is_one ? one_slot(round_up(bytes, 8)) : pointer_slot();
    if (!plan.is_one) plan_.slots[*slot].per_lane_bytes = bytes;
  }
  results_of_[i.result] = {plan.value, plan.best_index};
  for (const ValueId extent : r.extents) plan.extents.push_back(slot_of_[extent]);
  if (is_region) {
    RegionPlan region;
    region.extents = plan.extents;
    region.reduction = static_cast<int>(plan_.reductions.size());
    plan.element = r.element;  // a value for now; visit_region puts its slot here
    plan_.reductions.push_back(std::move(plan));
    visit_region(r.body, std::move(region), analysis_.region_space(r.indices, r.extents), out);
    release_dying(position);
    return;
  }
  for (const ValueId index : r.indices) {
    slot_of_[index] = one_slot();
    plan.indices.push_back(slot_of_[index]);
  }
  visit_block(r.body, plan.body, context);
  plan.element = plan.is_one ? slot_of_[r.element] : lanes_of(r.element, r.dtype, plan.body, context);
  close_block();
  release_dying(position_++);
  plan_.reductions.push_back(std::move(plan));
  out.push_back({.kind = Kind::Reduce, .index = static_cast<int>(plan_.reductions.size()) - 1});
  release_dying(position);
}

void PlanBuilder::lay_out_frame() {
  std::int64_t per_lane = plan_.offsets_at >= 0 ? 8 : 0;
  bool has_accumulators = false;
  for (const SlotStorage& slot : plan_.slots) {
    per_lane += slot.per_lane_bytes;
    has_accumulators |= slot.per_lane_bytes > 8;
  }
  const std::int64_t budget = has_accumulators ? kAccumulatorBytes : kRegisterBytes;
  const std::int64_t affordable = std::bit_floor(static_cast<std::uint64_t>(budget / std::max<std::int64_t>(per_lane, 4)));
  plan_.block_lanes = std::clamp(affordable, kFewestLanes, kMostLanes);
  if (analysis_.body_space().has_lanes()) {
    const std::int64_t blocks_wanted = (kWantedBlocks + plan_.outer_count - 1) / std::max<std::int64_t>(plan_.outer_count, 1);
    const std::int64_t fair_share = std::max(kLanesForThreads, round_up(plan_.lane_count / std::max<std::int64_t>(blocks_wanted, 1), kReduceLanes));
    const std::int64_t all_lanes = round_up(std::max<std::int64_t>(plan_.lane_count, 1), kReduceLanes);
    plan_.block_lanes = std::min({plan_.block_lanes, fair_share, all_lanes});
  } else if (plan_.regions.empty()) {
    plan_.block_lanes = kReduceLanes;
  }
  std::int64_t at = 0;
  for (const SlotStorage& slot : plan_.slots) {
    const std::int64_t bytes = slot.fixed_bytes + slot.per_lane_bytes * plan_.block_lanes;
    plan_.slot_offsets.push_back(bytes == 0 ? -1 : at);
    at += slot.per_lane_bytes == 0 ? round_up(bytes, 8) : round_up(bytes, kAlignment);
    // Registers a multiple of 4096 bytes apart would compete for the same cache lines.
    if (slot.per_lane_bytes > 0) at = round_up(at, kAlignment) + kAlignment;
  }
  at = round_up(at, kAlignment);
  if (plan_.offsets_at >= 0) {
    plan_.offsets_at = at;
    at += 8 * plan_.block_lanes;
  }
  plan_.frame_bytes = at;
}

Plan build_plan(const Kernel& kernel, const LaunchShape& shape, const LaneAnalysis& analysis) {
  return PlanBuilder(kernel, shape, analysis).build();
}

}  // namespace theano::ir
