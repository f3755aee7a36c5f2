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
constexpr std::int64_t kWantedBlocks = 16;      // so that several threads find work
constexpr std::int64_t kLanesForThreads = 1024; // but not below this many lanes a block
constexpr std::int64_t kAlignment = 64;

std::int64_t round_up(std::int64_t value, std::int64_t to) { return (value + to - 1) / to * to; }

}  // namespace

PlanBuilder::PlanBuilder(const Kernel& kernel, const LaunchShape& shape, const LaneAnalysis& analysis)
    : kernel_(kernel),
      shape_(shape),
      analysis_(analysis),
      table_(lane_table()),
      liveness_(kernel),
      slot_of_(kernel.value_count, kNoSlot),
      dtype_of_(kernel.value_count, DType::Int64),
      is_set_up_(kernel.value_count, 0),
      is_hoisted_(kernel.value_count, 0),
      is_kept_(kernel.value_count, 0) {}

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
    case Opcode::ConstInt:
    case Opcode::ConstFloat:
    case Opcode::Param:
      return visit_constant(i);
    case Opcode::MapIndex: {
      if (!analysis_.is_needed(i.result)) return;
      if (analysis_.varies(i.result)) {
        slot_of_[i.result] = lanes_slot(3);
        plan_.spaces.push_back(*context.space);
        out.push_back({.kind = Kind::LaneIndex,
                       .out = slot_of_[i.result],
                       .index = i.index - plan_.choice.split,
                       .extra = static_cast<int>(plan_.spaces.size()) - 1});
      } else {
        slot_of_[i.result] = one_slot();
        const bool is_hoisted = context.prologue && filled_here_.size() == 1;
        is_hoisted_[i.result] = is_hoisted;
        (is_hoisted ? *context.prologue : out)
            .push_back({.kind = Kind::OuterIndex, .out = slot_of_[i.result], .index = i.index});
      }
      return;
    }
    case Opcode::Primitive:
      return visit_primitive(i, out, context);
    case Opcode::Load:
      return visit_load(i, out, context);
    case Opcode::Store:
      return visit_store(i, out, context);
    case Opcode::Check:
      out.push_back({.kind = analysis_.varies(i.args[0]) ? Kind::Check : Kind::CheckOne, .a = slot_of_[i.args[0]]});
      has_check_before_ = true;
      return;
    case Opcode::Loop:
      return visit_loop(i, out, context);
    case Opcode::Reduce:
      return visit_reduction(i, out, context);
    case Opcode::Result:
      return visit_result(i);
  }
}

void PlanBuilder::visit_constant(const Instruction& i) {
  slot_of_[i.result] = one_slot();
  is_set_up_[i.result] = 1;
  if (i.opcode == Opcode::Param) {
    plan_.params.emplace_back(slot_of_[i.result], i.index);
    return;
  }
  const Scalar value =
      i.opcode == Opcode::ConstInt ? Scalar::of(i.dtype, i.int_value) : Scalar::of(i.dtype, i.float_value);
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
    out.push_back({.kind = Kind::Aim,
                   .out = op.out,
                   .index = plan_access(kernel_.accesses[aimed->second], i.dtype, *context.space)});
  } else {
    release_dying(position);
    op.out = slot_of_[i.result] = lanes_slot(size_class(i.dtype));
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
  slot_of_[i.result] = results_of_.at(i.args[0])[i.index];
}

void PlanBuilder::lay_out_frame() {
  std::int64_t per_lane = plan_.offsets_at >= 0 ? 8 : 0;
  bool has_accumulators = false;
  for (const SlotStorage& slot : plan_.slots) {
    per_lane += slot.per_lane_bytes;
    has_accumulators |= slot.per_lane_bytes > 8;
  }
  const std::int64_t budget = has_accumulators ? kAccumulatorBytes : kRegisterBytes;
  const std::int64_t affordable =
      std::bit_floor(static_cast<std::uint64_t>(budget / std::max<std::int64_t>(per_lane, 4)));
  plan_.block_lanes = std::clamp(affordable, kFewestLanes, kMostLanes);
  if (analysis_.body_space().has_lanes()) {
    const std::int64_t blocks_wanted =
        (kWantedBlocks + plan_.outer_count - 1) / std::max<std::int64_t>(plan_.outer_count, 1);
    const std::int64_t fair_share =
        std::max(kLanesForThreads, round_up(plan_.lane_count / std::max<std::int64_t>(blocks_wanted, 1), kReduceLanes));
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
