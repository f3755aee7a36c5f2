// The machine code of one kernel: loops over outer points and lanes, and what they hold, as LLVM instructions.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "theano/codegen/launch_pattern.h"
#include "theano/codegen/llvm_lanes.h"

namespace theano::codegen {

/// Writes the function of a kernel (KernelFunction in machine_code.h) into a module.
class KernelEmitter {
 public:
  /// `width` is the number of lanes of a vector; it divides ir::kReduceLanes.
  KernelEmitter(llvm::Module& module, llvm::Function* function, const ir::Kernel& kernel, const LaunchPattern& pattern,
                int width);
  void emit();
  /// Within how many map points from the one that the function returns a check failed.
  std::int64_t failure_span() const { return failure_span_; }

 private:
  using Value = llvm::Value;
  using Carried = std::vector<Value*>;

  /// The loop over the lanes of one row: turns of `width_` lanes straight from memory, in a first pass, then a pass of one
  /// turn for the lanes that are left, with the stack in the place of memory.
  struct LaneLoop {
    llvm::BasicBlock* before = nullptr;        ///< runs once, if there are lanes
    llvm::BasicBlock* pass = nullptr;          ///< start of a pass
    llvm::BasicBlock* prepare_rest = nullptr;  ///< brings the last lanes to the stack
    llvm::BasicBlock* finish_rest = nullptr;   ///< and back
    int level = 0;                             ///< nesting of `before`
    Value* start = nullptr;                    ///< number of the first lane
    Value* whole_lanes = nullptr;              ///< lanes of the first pass
    Value* rest = nullptr;                     ///< lanes of the second
    Value* is_rest = nullptr;                  ///< whether this is the second pass
    Value* valid = nullptr;                    ///< lanes of a turn that count
    std::vector<bool> is_plain;  ///< per buffer: its accesses may go by way of the stack at the ends of the loop
    std::unordered_map<ir::ValueId, Value*> spread;  ///< single values in all lanes, made in `before`
  };
  /// What surrounds the code that is being emitted.
  struct Place {
    LaneLoop* loop = nullptr;     ///< null: code for one value
    Value* first_lane = nullptr;  ///< number of the first lane of the turn
    Value* turn = nullptr;        ///< lanes since the pass began
    int level = 0;                ///< nesting of the code
    bool is_in_turn = false;      ///< directly in the lanes' loop, not in a loop inside of it
    Carried row = {};             ///< in a region of several rows: where in its outer dimensions we are
  };

  // llvm_kernel.cpp: the frame of the function and straight-line code.
  void emit_outer_points();
  void emit_points_of_map(Place place);
  using Instructions = std::span<const ir::Instruction>;
  void emit_instructions(Instructions instructions, Place& place);
  void emit_instruction(const ir::Instruction& i, Place& place);
  void emit_primitive(const ir::Instruction& i, Place& place);
  void emit_check(const ir::Instruction& i, Place& place);
  Value* first_suspect(const Place& place) const;
  Value* tile_start() const;
  Value* map_index(int dim, Place& place);
  Value* lane_indices(Place& place);
  Value* valid_lanes(Place& place);
  /// The value in all lanes, or the single value where the place has none.
  Value* lanes_of(ir::ValueId value, Place& place);
  /// Whether code on these values can stand before the lanes.
  bool is_before(std::span<const ir::ValueId> operands, const Place& place) const;
  void define(ir::ValueId id, Value* value, int level);
  int width_in(const Place& place, ir::ValueId value) const;

  // llvm_memory.cpp: reading and writing.
  void emit_load(const ir::Instruction& i, Place& place);
  void emit_store(const ir::Instruction& i, Place& place);
  Value* address(const ir::Instruction& use, const Place& place);
  Value* stride_bytes(const ir::Instruction& use);
  int terms_at(const AccessPattern& pattern) const;
  /// Address and stride in this pass of an access of the loop, if it may go by way of the stack.
  struct Row {
    Value* address = nullptr;
    Value* stride = nullptr;
  };
  std::optional<Row> row_of(const ir::Instruction& use, Place& place);
  Value* load_row(const ir::Instruction& i, Place& place);
  void store_row(const ir::Instruction& i, Value* value, Place& place);
  Value* load_vector(const ir::Instruction& i, const Row& row);
  void store_vector(const ir::Instruction& i, Value* value, const Row& row);
  Value* offsets(const ir::Instruction& use, Place& place);
  std::vector<bool> plain_buffers(Instructions body) const;

  // llvm_loops.cpp: loops.
  Carried emit_lanes(Instructions body, const Place& place, Value* start, Value* count, Carried initial,
                     const std::function<Carried(Place&, const Carried&)>& emit_turn);
  struct Turn {
    Carried next;
    Value* goes_on = nullptr;  ///< null: always
  };
  Carried emit_counted(Value* extent, Carried initial, const std::function<Turn(Value*, const Carried&)>& body);
  void emit_if(Value* condition, const std::function<void()>& then);
  Value* emit_choice(Value* condition, const std::function<Value*()>& then, const std::function<Value*()>& otherwise);
  void emit_loop(const ir::Instruction& i, Place& place);
  void emit_region_loop(const ir::Instruction& i, Place& place);

  struct FoldState;  // llvm_fold_state.h

  // llvm_tiles.cpp: reductions beside one another.
  struct Tile;
  bool wants_tiles() const;
  void emit_tiles(const Place& place);
  void find_crossing(Tile& tile);
  void emit_tile_part(Tile& tile, Instructions part, int number, const Place& place);
  void emit_tile_reduction(Tile& tile, const ir::Instruction& i, int number, Place place);
  void fold_in_tile(Tile& tile, FoldState& state, Value* element, Value* k, Place& turn);
  void combine_in_tile(Tile& tile, FoldState& state, Value* count);
  void reload(Tile& tile, int part, bool has_lanes, Place& place);
  Value* in_tile(Tile& tile, Value* memory, std::int64_t bytes, const Place& turn);

  // llvm_reductions.cpp: folds.
  void emit_reduction(const ir::Instruction& i, Place& place);
  void emit_region_reduction(const ir::Instruction& i, Place& place);
  struct Beyond {
    Value* value;
    Value* index;
  };
  Beyond choose_extreme(FoldState& state, Value* element, Value* k, const Beyond& best);
  void fold_serially(FoldState& state, Value* element, Value* k, std::span<Value*> carried);
  Carried fold_row(FoldState& state, Value* element, Place& place, Value* sums);
  void fold_block(FoldState& state, Value* element, Place& place);
  void finish_block(FoldState& state);
  Value* finish_row(FoldState& state, Value* sums, Value* count);
  void for_each_pair(Value* count, const std::function<void(Value* near_lane, Value* far_lane)>& combine);
  Value* tree(const ir::Fold& fold, Value* memory, Value* count, int width);
  Value* identity(const ir::Fold& fold, int width, bool is_neutral);
  Value* at(Value* memory, Value* index, std::int64_t bytes);

  llvm::Module& module_;
  llvm::Function* function_;
  const ir::Kernel& kernel_;
  const LaunchPattern& pattern_;
  const ir::LaneAnalysis& analysis_;
  const int width_;
  std::int64_t failure_span_ = 1;
  LaneEmitter lanes_;
  llvm::IRBuilder<>& b_;
  Value *outer_begin_ = nullptr, *outer_end_ = nullptr, *lane_begin_ = nullptr, *lane_end_ = nullptr;
  std::vector<Value*> numbers_, params_, buffers_, outer_indices_;
  Value* outer_point_ = nullptr;
  llvm::BasicBlock* failed_ = nullptr;
  llvm::PHINode* failed_point_ = nullptr;
  std::vector<Value*> values_;
  std::vector<int> levels_;
  std::vector<DType> dtypes_;
  std::unordered_map<ir::ValueId, Carried> results_;  ///< of loops and reductions, by token
  bool has_check_before_ = false;
  Tile* tile_ = nullptr;  ///< the tile being worked on, if the kernel is cut into tiles
};

}  // namespace theano::codegen
