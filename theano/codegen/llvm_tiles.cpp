// Kernels that reduce beside their lanes (sums over the rows of a matrix): cut into tiles of lanes, so that each row of a
// tile is read in one go. The parts of the kernel between reductions are loops of their own over the tile.
#include <algorithm>
#include <map>

#include "theano/codegen/llvm_fold_state.h"
#include "theano/codegen/llvm_kernel.h"

namespace theano::codegen {

using ir::Instruction;
using ir::Opcode;
using ir::ValueId;
using llvm::Value;

namespace {

constexpr std::int64_t kAccumulatorBytes = 64 * 1024;  // of all folds of a reduction: they stay in the second-level cache
constexpr std::int64_t kMostLanes = 512;

void add_uses(const ir::Kernel& kernel, const Instruction& i, const LaunchPattern& pattern, std::vector<ValueId>& uses) {
  const auto add_all = [&](const auto& values) { uses.insert(uses.end(), std::begin(values), std::end(values)); };
  add_all(i.args);
  if (i.opcode == Opcode::Load || i.opcode == Opcode::Store) {
    add_all(pattern.access(i).uniform);
    add_all(pattern.access(i).varying);
  } else if (i.opcode == Opcode::Loop) {
    const ir::Loop& loop = kernel.loops[i.index];
    uses.push_back(loop.extent);
    add_all(loop.initial);
    add_all(loop.next);
    uses.push_back(loop.continue_condition);
    for (const Instruction& inner : loop.body.instructions) add_uses(kernel, inner, pattern, uses);
  } else if (i.opcode == Opcode::Reduce) {
    const ir::Reduction& r = kernel.reductions[i.index];
    add_all(r.extents);
    for (const ir::Fold& fold : r.folds) uses.push_back(fold.element);
    for (const Instruction& inner : r.body.instructions) add_uses(kernel, inner, pattern, uses);
  }
}

}  // namespace

/// The parts of a kernel and the values that go from one to another.
struct KernelEmitter::Tile {
  std::int64_t lanes;       ///< of a whole tile
  Value* start = nullptr;   ///< number of the first lane
  Value* count = nullptr;   ///< lanes of this one
  std::vector<Instructions> parts;  ///< a reduction each, or a straight line
  std::vector<int> part_of;         ///< per value; -1: not defined by these parts
  struct Crossing {
    Value* memory;
    DType dtype;
    bool has_lanes;
  };
  std::map<ValueId, Crossing> crossing;
  std::vector<std::vector<ValueId>> wanted;  ///< per part: crossing values of others
};

namespace {

bool is_tile_reduction(const Instruction& i, const ir::LaneAnalysis& analysis) {
  return i.opcode == Opcode::Reduce && analysis.varies(i.result);
}

}  // namespace

Value* KernelEmitter::tile_start() const { return tile_->start; }

/// Whether reductions stand directly in the lanes, and what loops give is used where they stand.
bool KernelEmitter::wants_tiles() const {
  bool has_reduction = false;
  const Instruction* previous = nullptr;
  for (const Instruction& i : kernel_.body.instructions) {
    has_reduction |= is_tile_reduction(i, analysis_);
    if (i.opcode == Opcode::Result) {
      const Instruction& token = *analysis_.definition(i.args[0]);
      const bool follows = previous == &token || (previous && previous->opcode == Opcode::Result &&
                                                  previous->args[0] == i.args[0]);
      if (!is_tile_reduction(token, analysis_) && !follows) return false;
    }
    previous = &i;
  }
  return has_reduction;
}

/// Cuts the body into parts and finds memory for the values that more than one part uses.
void KernelEmitter::find_crossing(Tile& tile) {
  const Instructions body = kernel_.body.instructions;
  for (std::size_t at = 0; at < body.size();) {
    std::size_t end = at + 1;
    if (!is_tile_reduction(body[at], analysis_))
      while (end < body.size() && !is_tile_reduction(body[end], analysis_)) ++end;
    tile.parts.push_back(body.subspan(at, end - at));
    at = end;
  }
  tile.part_of.assign(values_.size(), -1);
  for (std::size_t p = 0; p < tile.parts.size(); ++p) {
    for (const Instruction& i : tile.parts[p]) {
      const bool is_everywhere =
          i.opcode == Opcode::ConstInt || i.opcode == Opcode::ConstFloat || i.opcode == Opcode::Param;
      if (i.result != ir::kNoValue && !is_everywhere) tile.part_of[i.result] = static_cast<int>(p);
    }
  }
  tile.wanted.resize(tile.parts.size());
  for (std::size_t p = 0; p < tile.parts.size(); ++p) {
    std::vector<ValueId> uses;
    for (const Instruction& i : tile.parts[p])
      if (i.opcode != Opcode::Result) add_uses(kernel_, i, pattern_, uses);
    std::sort(uses.begin(), uses.end());
    uses.erase(std::unique(uses.begin(), uses.end()), uses.end());
    for (const ValueId v : uses) {
      if (v == ir::kNoValue || tile.part_of[v] < 0) continue;
      const Instruction& definition = *analysis_.definition(v);
      const bool is_result = definition.opcode == Opcode::Result &&
                             is_tile_reduction(*analysis_.definition(definition.args[0]), analysis_);
      if (tile.part_of[v] == static_cast<int>(p) && !is_result) continue;
      tile.wanted[p].push_back(v);
      if (is_result || tile.crossing.contains(v)) continue;  // results lie where they were folded
      const bool has_lanes = analysis_.varies(v);
      const std::int64_t count = has_lanes ? tile.lanes + width_ : 1;
      tile.crossing[v] = {lanes_.stack(lanes_.stored_type_of(definition.dtype), count), definition.dtype, has_lanes};
    }
  }
}

void KernelEmitter::emit_tiles(const Place& place) {
  std::int64_t fold_bytes = 0;
  for (const ir::Reduction& r : kernel_.reductions) {
    std::int64_t bytes = 0;
    for (const ir::Fold& fold : r.folds) bytes += dtype_size_bytes(fold.dtype);
    fold_bytes = std::max(fold_bytes, bytes);
  }
  Tile tile;
  const std::int64_t affordable = kAccumulatorBytes / (ir::kReduceLanes * fold_bytes) / width_ * width_;
  tile.lanes = std::clamp<std::int64_t>(affordable, width_, kMostLanes);
  failure_span_ = tile.lanes;
  tile_ = &tile;
  find_crossing(tile);
  Value* const all = b_.CreateSub(lane_end_, lane_begin_);
  Value* const tiles = b_.CreateSDiv(b_.CreateAdd(all, lanes_.size(tile.lanes - 1)), lanes_.size(tile.lanes));
  emit_counted(tiles, {}, [&](Value* number, const Carried&) {
    tile.start = b_.CreateAdd(lane_begin_, b_.CreateMul(number, lanes_.size(tile.lanes)));
    Value* const rest = b_.CreateSub(lane_end_, tile.start);
    tile.count = b_.CreateSelect(b_.CreateICmpSLT(rest, lanes_.size(tile.lanes)), rest, lanes_.size(tile.lanes));
    Place inner = place;
    inner.level = place.level + 1;
    for (std::size_t p = 0; p < tile.parts.size(); ++p) {
      if (is_tile_reduction(tile.parts[p].front(), analysis_))
        emit_tile_reduction(tile, tile.parts[p].front(), static_cast<int>(p), inner);
      else
        emit_tile_part(tile, tile.parts[p], static_cast<int>(p), inner);
    }
    return Turn{};
  });
  tile_ = nullptr;
}

/// The address in an array of the tile that belongs to the first lane of a turn.
Value* KernelEmitter::in_tile(Tile& tile, Value* memory, std::int64_t bytes, const Place& turn) {
  return at(memory, b_.CreateSub(turn.first_lane, tile.start), bytes);
}

/// Makes the values of other parts known: single ones before the lanes, the others in each turn.
void KernelEmitter::reload(Tile& tile, int part, bool has_lanes, Place& place) {
  for (const ValueId v : tile.wanted[part]) {
    const Tile::Crossing& crossing = tile.crossing.at(v);
    if (crossing.has_lanes != has_lanes) continue;
    const std::int64_t bytes = dtype_size_bytes(crossing.dtype);
    Value* const from = has_lanes ? in_tile(tile, crossing.memory, bytes, place) : crossing.memory;
    llvm::Type* const type = lanes_.stored_type_of(crossing.dtype, has_lanes ? width_ : 0);
    Value* const stored = b_.CreateAlignedLoad(type, from, llvm::Align(static_cast<std::uint64_t>(bytes)));
    dtypes_[v] = crossing.dtype;
    define(v, lanes_.from_stored(stored, crossing.dtype), place.level);
  }
}

void KernelEmitter::emit_tile_part(Tile& tile, Instructions part, int number, const Place& place) {
  Place outside = place;
  const bool is_known_before = std::all_of(part.begin(), part.end(), [&](const Instruction& i) {
    return i.opcode == Opcode::ConstInt || i.opcode == Opcode::ConstFloat || i.opcode == Opcode::Param ||
           (i.result != ir::kNoValue && i.opcode != Opcode::Loop && i.opcode != Opcode::Reduce && !analysis_.is_needed(i.result));
  });
  if (is_known_before) return emit_instructions(part, outside);
  reload(tile, number, false, outside);
  emit_lanes(part, outside, tile.start, tile.count, {}, [&](Place& turn, const Carried&) -> Carried {
    reload(tile, number, true, turn);
    for (const Instruction& i : part) {
      const bool is_reloaded = i.opcode == Opcode::Result &&
                               is_tile_reduction(*analysis_.definition(i.args[0]), analysis_);
      if (is_reloaded) continue;
      emit_instructions({&i, 1}, turn);
      const auto crossing = tile.crossing.find(i.result);
      if (crossing == tile.crossing.end() || !values_[i.result]) continue;
      const std::int64_t bytes = dtype_size_bytes(i.dtype);
      Value* const value = crossing->second.has_lanes ? lanes_of(i.result, turn) : values_[i.result];
      Value* const to = crossing->second.has_lanes ? in_tile(tile, crossing->second.memory, bytes, turn)
                                                   : crossing->second.memory;
      b_.CreateAlignedStore(lanes_.to_stored(value, i.dtype), to, llvm::Align(static_cast<std::uint64_t>(bytes)));
    }
    return {};
  });
}

/// Takes the elements k of the turn's lanes.
void KernelEmitter::fold_in_tile(Tile& tile, FoldState& state, Value* element, Value* k, Place& turn) {
  const DType dtype = state.fold.dtype;
  const llvm::Align alignment(static_cast<std::uint64_t>(state.bytes));
  llvm::Type* const type = lanes_.stored_type_of(dtype, width_);
  const auto load = [&](Value* from) { return lanes_.from_stored(b_.CreateAlignedLoad(type, from, alignment), dtype); };
  if (finds_index(state.fold.combine)) {
    Value* const best_at = in_tile(tile, state.memory, state.bytes, turn);
    Value* const index_at = in_tile(tile, state.index, 8, turn);
    llvm::Type* const index_type = lanes_.type_of(DType::Int64, width_);
    Value* const index = b_.CreateAlignedLoad(index_type, index_at, llvm::Align(8));
    const Beyond next = choose_extreme(state, element, k, {load(best_at), index});
    b_.CreateAlignedStore(lanes_.to_stored(next.value, dtype), best_at, alignment);
    b_.CreateAlignedStore(next.index, index_at, llvm::Align(8));
    return;
  }
  const std::int64_t row_bytes = (tile.lanes + width_) * state.bytes;
  Value* const row = at(state.memory, b_.CreateAnd(k, lanes_.size(ir::kReduceLanes - 1)), row_bytes);
  Value* const sum_at = in_tile(tile, row, state.bytes, turn);
  Value* const next = emit_choice(
      b_.CreateICmpSLT(k, lanes_.size(ir::kReduceLanes)), [&] { return element; },
      [&] { return lanes_.combine(state.prim, dtype, load(sum_at), element); });
  b_.CreateAlignedStore(lanes_.to_stored(next, dtype), sum_at, alignment);
}

/// The tree over the rows of accumulators, lane by lane; the result is in the first row.
void KernelEmitter::combine_in_tile(Tile& tile, FoldState& state, Value* count) {
  const DType dtype = state.fold.dtype;
  const llvm::Align alignment(static_cast<std::uint64_t>(state.bytes));
  llvm::Type* const type = lanes_.stored_type_of(dtype, width_);
  const std::int64_t row_bytes = (tile.lanes + width_) * state.bytes;
  Value* const vectors = b_.CreateSDiv(b_.CreateAdd(tile.count, lanes_.size(width_ - 1)), lanes_.size(width_));
  const auto each_vector = [&](const std::function<void(Value* offset)>& body) {
    emit_counted(vectors, {}, [&](Value* vector, const Carried&) {
      body(b_.CreateMul(vector, lanes_.size(width_ * state.bytes)));
      return Turn{};
    });
  };
  const auto store = [&](Value* value, Value* to) {
    b_.CreateAlignedStore(lanes_.to_stored(value, dtype), to, alignment);
  };
  emit_if(b_.CreateICmpEQ(count, lanes_.size(0)), [&] {
    each_vector([&](Value* offset) { store(identity(state.fold, width_, false), at(state.memory, offset, 1)); });
    if (!finds_index(state.fold.combine)) return;
    emit_counted(tile.count, {}, [&](Value* lane, const Carried&) {
      b_.CreateStore(lanes_.size(0), at(state.index, lane, 8));
      return Turn{};
    });
  });
  if (finds_index(state.fold.combine)) return;
  const auto load = [&](Value* from) { return lanes_.from_stored(b_.CreateAlignedLoad(type, from, alignment), dtype); };
  for_each_pair(count, [&](Value* near_lane, Value* far_lane) {
    Value* const near_row = at(state.memory, near_lane, row_bytes);
    Value* const far_row = at(state.memory, far_lane, row_bytes);
    each_vector([&](Value* offset) {
      Value* const sum_at = at(near_row, offset, 1);
      store(lanes_.combine(state.prim, dtype, load(sum_at), load(at(far_row, offset, 1))), sum_at);
    });
  });
}

void KernelEmitter::emit_tile_reduction(Tile& tile, const Instruction& i, int number, Place place) {
  const ir::Reduction& r = kernel_.reductions[i.index];
  reload(tile, number, false, place);
  std::vector<FoldState> states;
  for (const ir::Fold& fold : r.folds) {
    FoldState& state = states.emplace_back(fold, width_);
    const bool has_index = finds_index(fold.combine);
    state.memory = lanes_.stack(lanes_.stored_type_of(fold.dtype), (tile.lanes + width_) * (has_index ? 1 : ir::kReduceLanes));
    if (has_index) state.index = lanes_.stack(b_.getInt64Ty(), tile.lanes + width_);
  }
  const std::function<Value*(std::size_t, Value*)> emit_axis = [&](std::size_t axis, Value* k) -> Value* {
    if (axis < r.extents.size()) {
      return emit_counted(values_[r.extents[axis]], {k}, [&](Value* index, const Carried& carried) {
        dtypes_[r.indices[axis]] = DType::Int64;
        define(r.indices[axis], index, place.level + static_cast<int>(axis) + 1);
        return Turn{{emit_axis(axis + 1, carried[0])}, nullptr};
      })[0];
    }
    Place inner = place;
    inner.level = place.level + static_cast<int>(r.extents.size());
    emit_lanes(r.body.instructions, inner, tile.start, tile.count, {}, [&](Place& turn, const Carried&) -> Carried {
      reload(tile, number, true, turn);
      emit_instructions(r.body.instructions, turn);
      for (FoldState& state : states) fold_in_tile(tile, state, lanes_of(state.fold.element, turn), k, turn);
      return {};
    });
    return b_.CreateAdd(k, lanes_.size(1));
  };
  Value* const count = emit_axis(0, lanes_.size(0));
  for (FoldState& state : states) combine_in_tile(tile, state, count);
  // Results are read where they lie.
  for (const Instruction& result : kernel_.body.instructions) {
    if (result.opcode != Opcode::Result || result.args[0] != i.result) continue;
    const ir::FoldResult which = *result_of(r, result.index);
    const FoldState& state = states[which.fold];
    tile.crossing[result.result] = which.is_index ? Tile::Crossing{state.index, DType::Int64, true}
                                                  : Tile::Crossing{state.memory, state.fold.dtype, true};
  }
}

}  // namespace theano::codegen
