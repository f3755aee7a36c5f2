// Folds with the 32 logical lanes of the IR: along vectors, along serial turns, and block by block.
#include <bit>

#include "theano/codegen/llvm_fold_state.h"
#include "theano/codegen/llvm_kernel.h"
#include "theano/codegen/routines.h"
#include "theano/ir/scalar_eval.h"

namespace theano::codegen {

using ir::Instruction;
using llvm::Value;

namespace {

constexpr std::int64_t kBlock = 1024;  // elements handed to a routine at once

}  // namespace

Value* KernelEmitter::at(Value* memory, Value* index, std::int64_t bytes) {
  return b_.CreateGEP(b_.getInt8Ty(), memory, b_.CreateMul(index, lanes_.size(bytes)));
}

/// What a fold over nothing gives; or, `is_neutral`, what changes no element it meets (a sum starts with -0.0).
Value* KernelEmitter::identity(const ir::Fold& fold, int width, bool is_neutral) {
  const ir::Scalar scalar = identity_scalar(combining_primitive(fold.combine), fold.dtype);
  llvm::Constant* value = fold.dtype == DType::Float32   ? lanes_.constant(fold.dtype, double{scalar.as<float>()})
                          : fold.dtype == DType::Float64 ? lanes_.constant(fold.dtype, scalar.as<double>())
                                                         : lanes_.constant(fold.dtype, scalar.as<std::int64_t>());
  if (is_neutral && fold.combine == ir::Combine::Sum && is_float(fold.dtype)) value = lanes_.constant(fold.dtype, -0.0);
  if (width == 0) return value;
  return llvm::ConstantVector::getSplat(llvm::ElementCount::getFixed(static_cast<unsigned>(width)), value);
}

/// The pairs of accumulators that the tree over min(count, kReduceLanes) of them takes together, in order.
void KernelEmitter::for_each_pair(Value* count, const std::function<void(Value* near_lane, Value* far_lane)>& combine) {
  constexpr int kSteps = std::bit_width(static_cast<unsigned>(ir::kReduceLanes)) - 1;
  Value* const most = lanes_.size(ir::kReduceLanes);
  Value* const lanes = b_.CreateSelect(b_.CreateICmpSLT(count, most), count, most);
  emit_counted(lanes_.size(kSteps), {lanes}, [&](Value*, const Carried& left) {
    Value* const far = b_.CreateLShr(b_.CreateAdd(left[0], lanes_.size(1)), lanes_.size(1));
    emit_counted(b_.CreateLShr(left[0], lanes_.size(1)), {}, [&](Value* lane, const Carried&) {
      combine(lane, b_.CreateAdd(lane, far));
      return Turn{};
    });
    return Turn{{far}, nullptr};
  });
}

/// The tree over min(count, kReduceLanes) accumulators in memory, each of `width` values.
Value* KernelEmitter::tree(const ir::Fold& fold, Value* memory, Value* count, int width) {
  const ir::Prim prim = combining_primitive(fold.combine);
  const std::int64_t bytes = dtype_size_bytes(fold.dtype) * std::max(width, 1);
  llvm::Type* const type = lanes_.stored_type_of(fold.dtype, width);
  const llvm::Align alignment(static_cast<std::uint64_t>(dtype_size_bytes(fold.dtype)));
  const auto load = [&](Value* from) {
    return lanes_.from_stored(b_.CreateAlignedLoad(type, from, alignment), fold.dtype);
  };
  for_each_pair(count, [&](Value* near_lane, Value* far_lane) {
    Value* const near_at = at(memory, near_lane, bytes);
    Value* const sum = lanes_.combine(prim, fold.dtype, load(near_at), load(at(memory, far_lane, bytes)));
    b_.CreateAlignedStore(lanes_.to_stored(sum, fold.dtype), near_at, alignment);
  });
  return b_.CreateSelect(b_.CreateICmpEQ(count, lanes_.size(0)), identity(fold, width, false), load(memory));
}

/// The better of an element and the best so far: truly beyond it, or the first NaN, or the first of all.
KernelEmitter::Beyond KernelEmitter::choose_extreme(FoldState& state, Value* element, Value* k, const Beyond& best) {
  const DType dtype = state.fold.dtype;
  const auto spread = [&](Value* single) {
    return state.width > 0 ? b_.CreateVectorSplat(static_cast<unsigned>(state.width), single) : single;
  };
  const ir::Prim comparison = state.fold.combine == ir::Combine::ArgMax ? ir::Prim::Gt : ir::Prim::Lt;
  Value* const args[] = {element, best.value};
  Value* beyond = lanes_.primitive(comparison, dtype, DType::Bool, args, nullptr);
  if (is_float(dtype))
    beyond = b_.CreateOr(beyond, b_.CreateAnd(b_.CreateFCmpUNO(element, element), b_.CreateFCmpORD(best.value, best.value)));
  beyond = b_.CreateOr(beyond, spread(b_.CreateICmpEQ(k, lanes_.size(0))));
  return {b_.CreateSelect(beyond, element, best.value), b_.CreateSelect(beyond, spread(k), best.index)};
}

/// Takes element k of a serial reduction. An extreme and its index are carried values, the rest lies in memory.
void KernelEmitter::fold_serially(FoldState& state, Value* element, Value* k, std::span<Value*> carried) {
  const ir::Fold& fold = state.fold;
  if (finds_index(fold.combine)) {
    const Beyond next = choose_extreme(state, element, k, {carried[0], carried[1]});
    carried[0] = next.value;
    carried[1] = next.index;
    return;
  }
  const llvm::Align alignment(static_cast<std::uint64_t>(state.bytes));
  llvm::Type* const type = lanes_.stored_type_of(fold.dtype, state.width);
  Value* const slot = at(state.memory, b_.CreateAnd(k, lanes_.size(ir::kReduceLanes - 1)),
                         state.bytes * std::max(state.width, 1));
  Value* const sum = lanes_.from_stored(b_.CreateAlignedLoad(type, slot, alignment), fold.dtype);
  Value* const combined = lanes_.combine(state.prim, fold.dtype, sum, element);
  Value* const next = b_.CreateSelect(b_.CreateICmpSLT(k, lanes_.size(ir::kReduceLanes)), element, combined);
  b_.CreateAlignedStore(lanes_.to_stored(next, fold.dtype), slot, alignment);
}

void KernelEmitter::emit_reduction(const Instruction& i, Place& place) {
  const ir::Reduction& r = kernel_.reductions[i.index];
  const int width = width_in(place, i.result);
  std::vector<FoldState> states;
  Carried initial = {lanes_.size(0)};
  for (const ir::Fold& fold : r.folds) {
    FoldState& state = states.emplace_back(fold, width);
    if (finds_index(fold.combine)) {
      initial.push_back(identity(fold, width, false));
      initial.push_back(llvm::Constant::getNullValue(lanes_.type_of(DType::Int64, width)));
    } else {
      state.memory = lanes_.stack(lanes_.stored_type_of(fold.dtype), ir::kReduceLanes * std::max(width, 1));
    }
  }
  Place inner = place;
  inner.is_in_turn = false;
  inner.level = place.level + static_cast<int>(r.extents.size());
  const auto emit_element = [&](Carried carried) {
    Value* const k = carried[0];
    emit_instructions(r.body.instructions, inner);
    std::size_t at_carried = 1;
    for (FoldState& state : states) {
      Value* const element = width > 0 ? lanes_of(state.fold.element, inner) : values_[state.fold.element];
      const bool has_index = finds_index(state.fold.combine);
      fold_serially(state, element, k, has_index ? std::span(carried).subspan(at_carried, 2) : std::span<Value*>());
      if (has_index) at_carried += 2;
    }
    carried[0] = b_.CreateAdd(k, lanes_.size(1));
    return carried;
  };
  const std::function<Carried(std::size_t, Carried)> emit_axis = [&](std::size_t axis, Carried carried) -> Carried {
    if (axis == r.extents.size()) return emit_element(std::move(carried));
    return emit_counted(values_[r.extents[axis]], std::move(carried), [&](Value* index, const Carried& c) {
      dtypes_[r.indices[axis]] = DType::Int64;
      define(r.indices[axis], index, place.level + static_cast<int>(axis) + 1);
      return Turn{emit_axis(axis + 1, c), nullptr};
    });
  };
  const Carried last = emit_axis(0, std::move(initial));
  Carried& results = results_[i.result];
  std::size_t at_carried = 1;
  for (FoldState& state : states) {
    if (finds_index(state.fold.combine)) {
      results.push_back(last[at_carried++]);
      results.push_back(last[at_carried++]);
    } else {
      results.push_back(tree(state.fold, state.memory, last[0], width));
    }
  }
}

/// Takes the lanes of a turn into accumulators: in a register where one turn fills all of them, else in memory.
KernelEmitter::Carried KernelEmitter::fold_row(FoldState& state, Value* element, Place& place, Value* sums) {
  const ir::Fold& fold = state.fold;
  const llvm::Align alignment(static_cast<std::uint64_t>(state.bytes));
  Value* slot = nullptr;
  Value* sum = sums;
  if (!sums) {
    slot = at(state.memory, b_.CreateAnd(place.first_lane, lanes_.size(ir::kReduceLanes - 1)), state.bytes);
    sum = lanes_.from_stored(b_.CreateAlignedLoad(lanes_.stored_type_of(fold.dtype, width_), slot, alignment), fold.dtype);
  }
  Value* const next = emit_choice(
      place.loop->is_rest,
      [&] { return b_.CreateSelect(valid_lanes(place), lanes_.combine(state.prim, fold.dtype, sum, element), sum); },
      [&] { return lanes_.combine(state.prim, fold.dtype, sum, element); });
  if (sums) return {next};
  b_.CreateAlignedStore(lanes_.to_stored(next, fold.dtype), slot, alignment);
  return {};
}

/// The result of accumulators in memory that started neutral.
Value* KernelEmitter::finish_row(FoldState& state, Value* sums, Value* count) {
  const ir::Fold& fold = state.fold;
  const llvm::Align alignment(static_cast<std::uint64_t>(state.bytes));
  if (sums) b_.CreateAlignedStore(lanes_.to_stored(sums, fold.dtype), state.memory, alignment);
  return emit_choice(
      b_.CreateICmpSGE(count, lanes_.size(ir::kReduceLanes)),
      [&]() -> Value* {
        llvm::Type* const type = lanes_.stored_type_of(fold.dtype, ir::kReduceLanes);
        Value* sum = lanes_.from_stored(b_.CreateAlignedLoad(type, state.memory, alignment), fold.dtype);
        for (int left = ir::kReduceLanes / 2; left > 0; left /= 2) {
          std::vector<int> low, high;
          for (int lane = 0; lane < left; ++lane) {
            low.push_back(lane);
            high.push_back(lane + left);
          }
          sum = lanes_.combine(state.prim, fold.dtype, b_.CreateShuffleVector(sum, low), b_.CreateShuffleVector(sum, high));
        }
        return b_.CreateExtractElement(sum, std::uint64_t{0});
      },
      [&] { return tree(fold, state.memory, count, 0); });
}

/// Appends the lanes of a turn to the block, and hands it on when it is full.
void KernelEmitter::fold_block(FoldState& state, Value* element, Place& place) {
  const llvm::Align alignment(static_cast<std::uint64_t>(state.bytes));
  llvm::Type* const type = lanes_.stored_type_of(state.fold.dtype, width_);
  Value* const filled = b_.CreateLoad(b_.getInt64Ty(), state.filled);
  b_.CreateAlignedStore(lanes_.to_stored(element, state.fold.dtype), at(state.elements, filled, state.bytes), alignment);
  Value* const now = b_.CreateAdd(filled, place.loop->valid);
  b_.CreateStore(now, state.filled);
  emit_if(b_.CreateICmpSGE(now, lanes_.size(kBlock)), [&] {
    b_.CreateStore(lanes_.size(kBlock), state.filled);
    finish_block(state);
    Value* const over = b_.CreateAlignedLoad(type, at(state.elements, lanes_.size(kBlock), state.bytes), alignment);
    b_.CreateAlignedStore(over, state.elements, alignment);
    b_.CreateStore(b_.CreateSub(now, lanes_.size(kBlock)), state.filled);
  });
}

/// Hands the elements of the block to the routine.
void KernelEmitter::finish_block(FoldState& state) {
  Value* const filled = b_.CreateLoad(b_.getInt64Ty(), state.filled);
  Value* const taken = b_.CreateLoad(b_.getInt64Ty(), state.taken);
  Value* const is_first = b_.CreateZExt(b_.CreateICmpEQ(taken, lanes_.size(0)), b_.getInt32Ty());
  if (finds_index(state.fold.combine)) {
    Value* const args[] = {state.memory, state.index, state.elements, taken, filled, is_first};
    lanes_.call(arg_scan_routine(state.fold.combine == ir::Combine::ArgMax, state.fold.dtype), args);
  } else {
    Value* const args[] = {state.memory, state.elements, filled, is_first};
    lanes_.call(fold_routine(state.prim, state.fold.dtype), args);
  }
  b_.CreateStore(b_.CreateAdd(taken, filled), state.taken);
}

void KernelEmitter::emit_region_reduction(const Instruction& i, Place& place) {
  const ir::Reduction& r = kernel_.reductions[i.index];
  const bool is_flat = pattern_.is_flat(i);
  std::vector<FoldState> states;
  const auto is_in_row = [&](const FoldState& state) { return is_flat && !finds_index(state.fold.combine); };
  const bool fits_register = width_ == ir::kReduceLanes;
  Carried initial;
  for (const ir::Fold& fold : r.folds) {
    FoldState& state = states.emplace_back(fold, 0);
    llvm::Type* const type = lanes_.stored_type_of(fold.dtype);
    state.memory = lanes_.stack(type, ir::kReduceLanes);
    if (is_in_row(state)) {
      Value* const neutral = identity(fold, ir::kReduceLanes, true);
      if (fits_register) initial.push_back(neutral);
      else b_.CreateAlignedStore(lanes_.to_stored(neutral, fold.dtype), state.memory, llvm::Align(1));
      continue;
    }
    state.elements = lanes_.stack(type, kBlock + width_);
    state.filled = lanes_.stack(b_.getInt64Ty(), 1);
    state.taken = lanes_.stack(b_.getInt64Ty(), 1);
    state.index = lanes_.stack(b_.getInt64Ty(), 1);
    for (Value* const number : {state.filled, state.taken, state.index}) b_.CreateStore(lanes_.size(0), number);
  }
  const std::size_t rank = r.extents.size();
  const auto emit_turn = [&](Place& turn, const Carried& carried) {
    for (std::size_t axis = 0; axis < rank; ++axis) {
      dtypes_[r.indices[axis]] = DType::Int64;
      if (!analysis_.is_needed(r.indices[axis])) continue;
      Value* const index = axis + 1 == rank ? lane_indices(turn)
                                            : b_.CreateVectorSplat(static_cast<unsigned>(width_), turn.row[axis]);
      define(r.indices[axis], index, turn.level);
    }
    emit_instructions(r.body.instructions, turn);
    Carried next;
    for (FoldState& state : states) {
      Value* const element = lanes_of(state.fold.element, turn);
      if (!is_in_row(state)) {
        fold_block(state, element, turn);
        continue;
      }
      const Carried sums = fold_row(state, element, turn, fits_register ? carried[next.size()] : nullptr);
      next.insert(next.end(), sums.begin(), sums.end());
    }
    return next;
  };
  Value* count = lanes_.size(1);
  for (const ir::ValueId extent : r.extents) {
    Value* const size = values_[extent];
    count = b_.CreateMul(count, b_.CreateSelect(b_.CreateICmpSGT(size, lanes_.size(0)), size, lanes_.size(0)));
  }
  Carried sums;
  if (is_flat) {
    sums = emit_lanes(r.body.instructions, place, lanes_.size(0), count, std::move(initial), emit_turn);
  } else {
    Place row = place;
    const std::function<void(std::size_t)> emit_axis = [&](std::size_t axis) {
      if (axis + 1 == rank) {
        row.level = place.level + static_cast<int>(rank) - 1;
        emit_lanes(r.body.instructions, row, lanes_.size(0), values_[r.extents[axis]], {}, emit_turn);
        return;
      }
      emit_counted(values_[r.extents[axis]], {}, [&](Value* index, const Carried&) {
        row.row.push_back(index);
        emit_axis(axis + 1);
        row.row.pop_back();
        return Turn{};
      });
    };
    emit_axis(0);
  }
  Carried& results = results_[i.result];
  std::size_t at_sums = 0;
  for (FoldState& state : states) {
    if (is_in_row(state)) {
      results.push_back(finish_row(state, fits_register ? sums[at_sums++] : nullptr, count));
      continue;
    }
    Value* const filled = b_.CreateLoad(b_.getInt64Ty(), state.filled);
    emit_if(b_.CreateICmpSGT(filled, lanes_.size(0)), [&] { finish_block(state); });
    if (!finds_index(state.fold.combine)) {
      results.push_back(tree(state.fold, state.memory, count, 0));
      continue;
    }
    Value* const best = lanes_.from_stored(b_.CreateLoad(lanes_.stored_type_of(state.fold.dtype), state.memory), state.fold.dtype);
    Value* const is_empty = b_.CreateICmpEQ(count, lanes_.size(0));
    results.push_back(b_.CreateSelect(is_empty, identity(state.fold, 0, false), best));
    results.push_back(b_.CreateLoad(b_.getInt64Ty(), state.index));
  }
}

}  // namespace theano::codegen
