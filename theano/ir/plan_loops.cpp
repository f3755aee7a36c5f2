// Loops and reductions of a plan: serial ones inside or outside of lanes, and regions with lanes of their own.
#include "theano/ir/plan_builder.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "theano/ir/scalar_eval.h"

namespace theano::ir {

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
    region.body.push_back({.kind = Kind::LaneIndex,
                           .out = slot_of_[index],
                           .index = static_cast<int>(k),
                           .extra = static_cast<int>(plan_.spaces.size()) - 1});
  }
  visit_block(body, region.body, context);
  if (region.reduction >= 0) {
    // The elements are known only now: until here their numbers as values stood in place of their slots.
    for (std::size_t f = 0; f < plan_.reductions[region.reduction].folds.size(); ++f) {
      const auto element = static_cast<ValueId>(plan_.reductions[region.reduction].folds[f].element);
      const Slot slot = lanes_of(element, dtype_of_[element], region.body, context);
      plan_.reductions[region.reduction].folds[f].element = slot;
    }
  }
  close_block();
  filled_here_.swap(outer_blocks);
  is_hoisted_ = hoisted_before;
  has_check_before_ |= had_check;
  release_dying(position_++);
  plan_.regions.push_back(std::move(region));
  out.push_back({.kind = Kind::Region, .index = static_cast<int>(plan_.regions.size()) - 1});
}

FoldPlan PlanBuilder::plan_fold(const Fold& fold, bool is_one) {
  const bool has_index = finds_index(fold.combine);
  const Prim prim = combining_primitive(fold.combine);
  const int d = static_cast<int>(fold.dtype);
  FoldPlan plan;
  plan.bytes = dtype_size_bytes(fold.dtype);
  plan.combine = table_.primitive[static_cast<int>(prim)][d];
  plan.fold = table_.fold[static_cast<int>(prim)][d];
  if (has_index) {
    plan.arg_update = table_.arg_update[fold.combine == Combine::ArgMax][d];
    plan.arg_scan = table_.arg_scan[fold.combine == Combine::ArgMax][d];
  }
  std::memcpy(plan.identity.data(), identity_scalar(prim, fold.dtype).bytes, 8);
  const std::int64_t lanes = has_index ? 1 : kReduceLanes;
  for (Slot* slot : {&plan.value, &plan.best_index}) {
    if (slot == &plan.best_index && !has_index) break;
    const std::int64_t bytes = slot == &plan.value ? plan.bytes * lanes : 8;
    *slot = is_one ? one_slot((bytes + 7) / 8 * 8) : pointer_slot();
    if (!is_one) plan_.slots[*slot].per_lane_bytes = bytes;
  }
  return plan;
}

void PlanBuilder::visit_reduction(const Instruction& i, Sequence& out, const Context& context) {
  const Reduction& r = kernel_.reductions[i.index];
  const int position = position_ - 1;
  const bool is_region = analysis_.is_region_reduction(i.index);
  ReductionPlan plan;
  plan.is_one = is_region || !analysis_.varies(i.result);
  std::vector<Slot>& results = results_of_[i.result];
  for (const Fold& fold : r.folds) {
    plan.folds.push_back(plan_fold(fold, plan.is_one));
    results.push_back(plan.folds.back().value);
    if (finds_index(fold.combine)) results.push_back(plan.folds.back().best_index);
  }
  for (const ValueId extent : r.extents) plan.extents.push_back(slot_of_[extent]);
  if (is_region) {
    RegionPlan region;
    region.extents = plan.extents;
    region.reduction = static_cast<int>(plan_.reductions.size());
    for (std::size_t f = 0; f < r.folds.size(); ++f) plan.folds[f].element = r.folds[f].element;
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
  for (std::size_t f = 0; f < r.folds.size(); ++f) {
    const Fold& fold = r.folds[f];
    plan.folds[f].element =
        plan.is_one ? slot_of_[fold.element] : lanes_of(fold.element, fold.dtype, plan.body, context);
  }
  close_block();
  release_dying(position_++);
  plan_.reductions.push_back(std::move(plan));
  out.push_back({.kind = Kind::Reduce, .index = static_cast<int>(plan_.reductions.size()) - 1});
  release_dying(position);
}

}  // namespace theano::ir
