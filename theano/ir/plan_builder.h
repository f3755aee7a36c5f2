// Turns a kernel into a plan for the block interpreter: chooses registers, functions and ways to reach memory.
#pragma once

#include <unordered_map>
#include <vector>

#include "theano/ir/liveness.h"
#include "theano/ir/plan.h"

namespace theano::ir {

class PlanBuilder {
 public:
  PlanBuilder(const Kernel& kernel, const LaunchShape& shape, const LaneAnalysis& analysis);
  Plan build();

 private:
  using Kind = Operation::Kind;
  /// Where code goes while a block is visited.
  struct Context {
    const LaneSpace* space;
    Sequence* prologue;                         ///< for what all lanes share; null outside of lanes
    std::unordered_map<ValueId, Slot>* filled;  ///< lanes of uniform values, filled in the prologue
  };

  void find_aims(const Block& block, const LaneSpace& space);
  bool can_aim(const Block& block, std::size_t producer, std::size_t store, const LaneSpace& space) const;

  void visit_block(const Block& block, Sequence& out, const Context& context);
  void visit(const Instruction& i, Sequence& out, const Context& context);
  void visit_primitive(const Instruction& i, Sequence& out, const Context& context);
  void visit_load(const Instruction& i, Sequence& out, const Context& context);
  void visit_store(const Instruction& i, Sequence& out, const Context& context);
  void visit_loop(const Instruction& i, Sequence& out, const Context& context);
  void visit_reduction(const Instruction& i, Sequence& out, const Context& context);
  FoldPlan plan_fold(const Fold& fold, bool is_one);
  void visit_region(const Block& body, RegionPlan region, const LaneSpace& space, Sequence& out);
  void visit_constant(const Instruction& i);
  void visit_result(const Instruction& i);

  /// The sequence in which a uniform pure instruction goes: set-up, prologue, or where it stands.
  Sequence& place(const Instruction& i, Sequence& out, const Context& context);
  int plan_access(const Access& access, DType dtype, const LaneSpace& space);
  Slot one_slot(std::int64_t bytes = 8);
  Slot lanes_slot(int size_class);
  Slot pointer_slot();
  void release(ValueId value);
  void release_dying(int position);
  void close_block();
  /// The lanes of a value; fills them when the value is uniform.
  Slot lanes_of(ValueId value, DType dtype, Sequence& out, const Context& context);
  void lay_out_frame();

  const Kernel& kernel_;
  const LaunchShape& shape_;
  const LaneAnalysis& analysis_;
  const LaneTable& table_;
  Liveness liveness_;
  Plan plan_;
  int position_ = 0;
  std::vector<Slot> slot_of_;
  std::vector<DType> dtype_of_;
  std::vector<char> is_set_up_;   ///< depends on constants and parameters only
  std::vector<char> is_hoisted_;  ///< computed before the lanes of the present space run
  std::vector<char> is_kept_;     ///< its slot is handed on, not released
  std::vector<int> free_[4];
  std::vector<int> size_class_of_slot_;  ///< -1 for slots that are never reused
  std::unordered_map<ValueId, Slot> filled_at_setup_;
  std::vector<std::vector<std::pair<ValueId, Slot>>> filled_here_;  ///< per open block
  std::unordered_map<ValueId, std::vector<Slot>> results_of_;       ///< of a Reduce token
  bool has_check_before_ = false;
  std::vector<int> stores_per_buffer_;
  std::vector<int> store_positions_;    ///< where memory is written, in the order of execution
  std::unordered_map<int, int> aimed_;  ///< position of a producer -> access of the store that it fulfils
  std::vector<char> is_fulfilled_;      ///< by position: a store done by its producer
};

}  // namespace theano::ir
