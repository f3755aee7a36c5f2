// The frame of a kernel's function, and what stands in it in a straight line.
#include "theano/codegen/llvm_kernel.h"

#include "theano/base/error.h"

namespace theano::codegen {

using ir::Instruction;
using ir::Opcode;
using ir::ValueId;
using llvm::BasicBlock;
using llvm::Value;

KernelEmitter::KernelEmitter(llvm::Module& module, llvm::Function* function, const ir::Kernel& kernel,
                             const LaunchPattern& pattern, int width)
    : module_(module),
      function_(function),
      kernel_(kernel),
      pattern_(pattern),
      analysis_(pattern.analysis()),
      width_(width),
      lanes_(module, BasicBlock::Create(module.getContext(), "entry", function)),
      b_(lanes_.builder()),
      values_(static_cast<std::size_t>(kernel.value_count), nullptr),
      levels_(values_.size(), 0),
      dtypes_(values_.size(), DType::Int64) {}

void KernelEmitter::emit() {
  const auto argument = [&](unsigned k) { return function_->getArg(k); };
  outer_begin_ = argument(3);
  outer_end_ = argument(4);
  lane_begin_ = argument(5);
  lane_end_ = argument(6);
  // Memory on the stack is put at the front of the entry block, so code goes to one of its own.
  BasicBlock* const setup = BasicBlock::Create(b_.getContext(), "setup", function_);
  b_.CreateBr(setup);
  b_.SetInsertPoint(setup);
  for (std::size_t k = 0; k < kernel_.buffers.size(); ++k)
    buffers_.push_back(b_.CreateLoad(b_.getPtrTy(), b_.CreateConstGEP1_64(b_.getPtrTy(), argument(0), k)));
  for (std::size_t k = 0; k < pattern_.numbers().size(); ++k)
    numbers_.push_back(b_.CreateLoad(b_.getInt64Ty(), b_.CreateConstGEP1_64(b_.getInt64Ty(), argument(1), k)));
  for (int k = 0; k < kernel_.param_count; ++k)
    params_.push_back(b_.CreateLoad(b_.getInt64Ty(), b_.CreateConstGEP1_64(b_.getInt64Ty(), argument(2), k)));
  failed_ = BasicBlock::Create(b_.getContext(), "failed", function_);
  failed_point_ = llvm::PHINode::Create(b_.getInt64Ty(), 0, "point", failed_);
  llvm::ReturnInst::Create(b_.getContext(), failed_point_, failed_);
  emit_outer_points();
  b_.CreateRet(lanes_.size(-1));
  if (failed_point_->getNumIncomingValues() == 0) failed_->eraseFromParent();
}

void KernelEmitter::emit_outer_points() {
  const int rank = pattern_.outer_rank();
  if (rank == 0) {
    outer_point_ = lanes_.size(0);
    return emit_points_of_map({.level = 1});
  }
  Carried first(static_cast<std::size_t>(rank));
  Value* rest = outer_begin_;
  for (int k = rank; k-- > 1;) {
    first[k] = b_.CreateURem(rest, numbers_[k]);
    rest = b_.CreateUDiv(rest, numbers_[k]);
  }
  first[0] = rest;
  emit_counted(b_.CreateSub(outer_end_, outer_begin_), std::move(first), [&](Value* index, const Carried& indices) {
    outer_point_ = b_.CreateAdd(outer_begin_, index);
    outer_indices_ = indices;
    emit_points_of_map({.level = 1});
    // The indices step like the wheels of an odometer.
    Turn turn{indices, nullptr};
    Value* carry = lanes_.size(1);
    for (int k = rank; k-- > 0;) {
      Value* const stepped = b_.CreateAdd(indices[k], carry);
      Value* const wraps = k == 0 ? b_.getFalse() : b_.CreateICmpEQ(stepped, numbers_[k]);
      turn.next[k] = b_.CreateSelect(wraps, lanes_.size(0), stepped);
      carry = b_.CreateZExt(wraps, b_.getInt64Ty());
    }
    return turn;
  });
}

void KernelEmitter::emit_points_of_map(Place place) {
  const Instructions body = kernel_.body.instructions;
  if (pattern_.place() == LanePlace::Regions) return emit_instructions(body, place);
  failure_span_ = width_;
  if (wants_tiles()) return emit_tiles(place);
  emit_lanes(body, place, lane_begin_, b_.CreateSub(lane_end_, lane_begin_), {},
             [&](Place& turn, const Carried&) -> Carried {
               emit_instructions(body, turn);
               return {};
             });
}

void KernelEmitter::define(ValueId id, Value* value, int level) {
  values_[id] = value;
  levels_[id] = level;
}

void KernelEmitter::emit_instructions(Instructions instructions, Place& place) {
  for (const Instruction& i : instructions) {
    if (i.result != ir::kNoValue) dtypes_[i.result] = i.dtype;
    emit_instruction(i, place);
  }
}

void KernelEmitter::emit_instruction(const Instruction& i, Place& place) {
  switch (i.opcode) {
    case Opcode::ConstInt:
      return define(i.result, lanes_.constant(i.dtype, i.int_value), 0);
    case Opcode::ConstFloat:
      return define(i.result, lanes_.constant(i.dtype, i.float_value), 0);
    case Opcode::Param:
      return define(i.result, params_[i.index], 0);
    case Opcode::MapIndex:
      if (analysis_.is_needed(i.result)) define(i.result, map_index(i.index, place), analysis_.varies(i.result) ? place.level : 1);
      return;
    case Opcode::Primitive:
      return emit_primitive(i, place);
    case Opcode::Load:
      return emit_load(i, place);
    case Opcode::Store:
      return emit_store(i, place);
    case Opcode::Check:
      return emit_check(i, place);
    case Opcode::Loop:
      return analysis_.is_region_loop(i.index) ? emit_region_loop(i, place) : emit_loop(i, place);
    case Opcode::Reduce:
      return analysis_.is_region_reduction(i.index) ? emit_region_reduction(i, place) : emit_reduction(i, place);
    case Opcode::Result:
      return define(i.result, results_.at(i.args[0])[i.index], place.level);
  }
}

Value* KernelEmitter::map_index(int dim, Place& place) {
  if (pattern_.is_lane_dim(dim)) {
    // A dimension of one element that lies beside the one along which the lanes are.
    const bool is_along = pattern_.lane_dim() == dim;
    return is_along ? lane_indices(place) : llvm::Constant::getNullValue(lanes_.type_of(DType::Int64, width_));
  }
  const int outer = pattern_.outer_dim(dim);
  return outer < 0 ? lanes_.size(0) : outer_indices_[outer];
}

/// The numbers of the lanes of this turn.
Value* KernelEmitter::lane_indices(Place& place) {
  std::vector<llvm::Constant*> steps;
  for (int lane = 0; lane < width_; ++lane) steps.push_back(b_.getInt64(static_cast<std::uint64_t>(lane)));
  return b_.CreateAdd(b_.CreateVectorSplat(static_cast<unsigned>(width_), place.first_lane),
                      llvm::ConstantVector::get(steps));
}

/// Which lanes of this turn count.
Value* KernelEmitter::valid_lanes(Place& place) {
  std::vector<llvm::Constant*> steps;
  for (int lane = 0; lane < width_; ++lane) steps.push_back(b_.getInt32(static_cast<std::uint32_t>(lane)));
  Value* const valid = b_.CreateTrunc(place.loop->valid, b_.getInt32Ty());
  return b_.CreateICmpULT(llvm::ConstantVector::get(steps), b_.CreateVectorSplat(static_cast<unsigned>(width_), valid));
}

bool KernelEmitter::is_before(std::span<const ValueId> operands, const Place& place) const {
  if (!place.loop) return false;
  for (const ValueId v : operands) {
    if (v != ir::kNoValue && levels_[v] > place.loop->level) return false;
  }
  return true;
}

int KernelEmitter::width_in(const Place& place, ValueId value) const {
  return place.loop && analysis_.varies(value) ? width_ : 0;
}

Value* KernelEmitter::lanes_of(ValueId value, Place& place) {
  Value* const single = values_[value];
  if (!place.loop || width_of(single) > 0) return single;
  if (llvm::isa<llvm::Constant>(single) || !is_before({&value, 1}, place))
    return b_.CreateVectorSplat(static_cast<unsigned>(width_), single);
  Value*& spread = place.loop->spread[value];
  if (!spread) {
    llvm::IRBuilder<>::InsertPointGuard guard(b_);
    b_.SetInsertPoint(place.loop->before->getTerminator());
    spread = b_.CreateVectorSplat(static_cast<unsigned>(width_), single);
  }
  return spread;
}

void KernelEmitter::emit_primitive(const Instruction& i, Place& place) {
  if (!analysis_.is_needed(i.result)) return;
  const std::span<const ValueId> operands(i.args, static_cast<std::size_t>(ir::prim_info(i.prim).arity));
  const DType operand = dtypes_[i.args[i.prim == ir::Prim::Select ? 1 : 0]];
  const bool has_lanes = width_in(place, i.result) > 0;
  Carried args;
  for (const ValueId v : operands) args.push_back(has_lanes ? lanes_of(v, place) : values_[v]);
  if (has_lanes) return define(i.result, lanes_.primitive(i.prim, operand, i.dtype, args, place.loop->valid), place.level);
  if (!is_before(operands, place))
    return define(i.result, lanes_.primitive(i.prim, operand, i.dtype, args, nullptr), place.level);
  // Single values need no blocks of their own, so what they are made of stands before the end of one.
  llvm::IRBuilder<>::InsertPointGuard guard(b_);
  b_.SetInsertPoint(place.loop->before->getTerminator());
  define(i.result, lanes_.primitive(i.prim, operand, i.dtype, args, nullptr), place.loop->level);
}

/// The lane from which on one may have failed first: parts of a tile run one after the other.
Value* KernelEmitter::first_suspect(const Place& place) const { return tile_ ? tile_start() : place.first_lane; }

void KernelEmitter::emit_check(const Instruction& i, Place& place) {
  has_check_before_ = true;
  Value* fails = b_.CreateNot(values_[i.args[0]]);
  if (width_of(fails) > 0) fails = b_.CreateOrReduce(b_.CreateAnd(fails, valid_lanes(place)));
  Value* point = outer_point_;
  if (pattern_.place() == LanePlace::Map)
    point = b_.CreateAdd(b_.CreateMul(outer_point_, numbers_[pattern_.outer_rank()]), first_suspect(place));
  BasicBlock* const next = BasicBlock::Create(b_.getContext(), "checked", function_);
  failed_point_->addIncoming(point, b_.GetInsertBlock());
  b_.CreateCondBr(fails, failed_, next);
  b_.SetInsertPoint(next);
}

}  // namespace theano::codegen
