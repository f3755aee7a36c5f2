// Loops over lanes and over turns.
#include "theano/codegen/llvm_kernel.h"

namespace theano::codegen {

using ir::Instruction;
using llvm::BasicBlock;
using llvm::Value;

/// Turns of all lanes first; then, if lanes are left, the same code once more with the stack in the place of memory.
///
///     if (count > 0) {                                    guard
///       before; passes = count / width > 0 ? 2 : 1
///       pass:    address = memory, or the stack           the row's addresses change here alone
///         turn:  for each vector of the pass
///       if (is_rest) finish_rest, done
///       else if (rest > 0) prepare_rest, pass
///     }
KernelEmitter::Carried KernelEmitter::emit_lanes(Instructions body, const Place& place, Value* start, Value* count,
                                                 Carried initial,
                                                 const std::function<Carried(Place&, const Carried&)>& emit_turn) {
  const auto block = [&](const char* name) { return BasicBlock::Create(b_.getContext(), name, function_); };
  LaneLoop loop;
  loop.before = block("before");
  loop.pass = block("pass");
  loop.prepare_rest = block("prepare_rest");
  loop.finish_rest = block("finish_rest");
  BasicBlock *const turn_block = block("turn"), *const after = block("after"), *const more = block("more"),
              *const done = block("done"), *const short_row = block("short_row");
  loop.level = place.level;
  loop.start = start;
  loop.is_plain = plain_buffers(body);
  BasicBlock* const guard = b_.GetInsertBlock();
  b_.CreateCondBr(b_.CreateICmpSGT(count, lanes_.size(0)), loop.before, done);

  b_.SetInsertPoint(loop.before);
  loop.whole_lanes = b_.CreateAnd(count, lanes_.size(-static_cast<std::int64_t>(width_)));
  loop.rest = b_.CreateAnd(count, lanes_.size(width_ - 1));
  // A block between, so that `pass` is entered from `before` alone when there are whole vectors.
  b_.CreateCondBr(b_.CreateICmpNE(loop.whole_lanes, lanes_.size(0)), loop.pass, short_row);
  b_.SetInsertPoint(short_row);
  b_.CreateBr(loop.prepare_rest);

  b_.SetInsertPoint(loop.prepare_rest);
  Carried at_rest;
  for (Value* const value : initial) {
    llvm::PHINode* const phi = b_.CreatePHI(value->getType(), 2);
    phi->addIncoming(value, short_row);
    at_rest.push_back(phi);
  }
  b_.CreateBr(loop.pass);
  b_.SetInsertPoint(loop.finish_rest);
  b_.CreateBr(done);

  b_.SetInsertPoint(loop.pass);
  const auto per_pass = [&](Value* whole, Value* rest) {
    llvm::PHINode* const phi = b_.CreatePHI(whole->getType(), 2);
    phi->addIncoming(whole, loop.before);
    phi->addIncoming(rest, loop.prepare_rest);
    return phi;
  };
  loop.is_rest = per_pass(b_.getFalse(), b_.getTrue());
  loop.valid = per_pass(lanes_.size(width_), loop.rest);
  Value* const offset = per_pass(lanes_.size(0), loop.whole_lanes);
  Value* const limit = per_pass(loop.whole_lanes, lanes_.size(width_));
  Carried at_pass;
  for (std::size_t k = 0; k < initial.size(); ++k) at_pass.push_back(per_pass(initial[k], at_rest[k]));
  Value* const first = b_.CreateAdd(start, offset);
  b_.CreateBr(turn_block);

  b_.SetInsertPoint(turn_block);
  llvm::PHINode* const turn = b_.CreatePHI(b_.getInt64Ty(), 2);
  turn->addIncoming(lanes_.size(0), loop.pass);
  std::vector<llvm::PHINode*> at_turn;
  for (Value* const value : at_pass) {
    at_turn.push_back(b_.CreatePHI(value->getType(), 2));
    at_turn.back()->addIncoming(value, loop.pass);
  }
  Place inner{.loop = &loop, .first_lane = b_.CreateAdd(first, turn), .turn = turn, .level = place.level + 1,
              .is_in_turn = true, .row = place.row};
  const bool had_check = std::exchange(has_check_before_, false);
  const Carried next = emit_turn(inner, Carried(at_turn.begin(), at_turn.end()));
  has_check_before_ |= had_check;
  Value* const next_turn = b_.CreateAdd(turn, lanes_.size(width_));
  turn->addIncoming(next_turn, b_.GetInsertBlock());
  for (std::size_t k = 0; k < next.size(); ++k) at_turn[k]->addIncoming(next[k], b_.GetInsertBlock());
  b_.CreateCondBr(b_.CreateICmpSLT(next_turn, limit), turn_block, after);

  b_.SetInsertPoint(after);
  b_.CreateCondBr(loop.is_rest, loop.finish_rest, more);
  b_.SetInsertPoint(more);
  b_.CreateCondBr(b_.CreateICmpNE(loop.rest, lanes_.size(0)), loop.prepare_rest, done);
  for (std::size_t k = 0; k < next.size(); ++k) llvm::cast<llvm::PHINode>(at_rest[k])->addIncoming(next[k], more);

  b_.SetInsertPoint(done);
  Carried results;
  for (std::size_t k = 0; k < next.size(); ++k) {
    llvm::PHINode* const phi = b_.CreatePHI(next[k]->getType(), 3);
    phi->addIncoming(initial[k], guard);
    phi->addIncoming(next[k], more);
    phi->addIncoming(next[k], loop.finish_rest);
    results.push_back(phi);
  }
  return results;
}

/// body(index) for index 0 .. extent - 1, with values that go from turn to turn.
KernelEmitter::Carried KernelEmitter::emit_counted(Value* extent, Carried initial,
                                                   const std::function<Turn(Value*, const Carried&)>& body) {
  BasicBlock* const guard = b_.GetInsertBlock();
  BasicBlock* const loop = BasicBlock::Create(b_.getContext(), "loop", function_);
  BasicBlock* const done = BasicBlock::Create(b_.getContext(), "done", function_);
  b_.CreateCondBr(b_.CreateICmpSGT(extent, lanes_.size(0)), loop, done);
  b_.SetInsertPoint(loop);
  llvm::PHINode* const index = b_.CreatePHI(b_.getInt64Ty(), 2);
  index->addIncoming(lanes_.size(0), guard);
  std::vector<llvm::PHINode*> carried;
  for (Value* const value : initial) {
    carried.push_back(b_.CreatePHI(value->getType(), 2));
    carried.back()->addIncoming(value, guard);
  }
  const Turn turn = body(index, Carried(carried.begin(), carried.end()));
  BasicBlock* const last = b_.GetInsertBlock();
  Value* const next_index = b_.CreateAdd(index, lanes_.size(1));
  index->addIncoming(next_index, last);
  Value* goes_on = b_.CreateICmpSLT(next_index, extent);
  if (turn.goes_on) goes_on = b_.CreateAnd(goes_on, turn.goes_on);
  b_.CreateCondBr(goes_on, loop, done);
  b_.SetInsertPoint(done);
  Carried results;
  for (std::size_t k = 0; k < initial.size(); ++k) {
    carried[k]->addIncoming(turn.next[k], last);
    llvm::PHINode* const phi = b_.CreatePHI(initial[k]->getType(), 2);
    phi->addIncoming(initial[k], guard);
    phi->addIncoming(turn.next[k], last);
    results.push_back(phi);
  }
  return results;
}

void KernelEmitter::emit_if(Value* condition, const std::function<void()>& then) {
  BasicBlock* const yes = BasicBlock::Create(b_.getContext(), "then", function_);
  BasicBlock* const next = BasicBlock::Create(b_.getContext(), "next", function_);
  b_.CreateCondBr(condition, yes, next);
  b_.SetInsertPoint(yes);
  then();
  b_.CreateBr(next);
  b_.SetInsertPoint(next);
}

Value* KernelEmitter::emit_choice(Value* condition, const std::function<Value*()>& then,
                                  const std::function<Value*()>& otherwise) {
  BasicBlock* const yes = BasicBlock::Create(b_.getContext(), "then", function_);
  BasicBlock* const no = BasicBlock::Create(b_.getContext(), "otherwise", function_);
  BasicBlock* const next = BasicBlock::Create(b_.getContext(), "next", function_);
  b_.CreateCondBr(condition, yes, no);
  b_.SetInsertPoint(yes);
  Value* const a = then();
  BasicBlock* const end_of_yes = b_.GetInsertBlock();
  b_.CreateBr(next);
  b_.SetInsertPoint(no);
  Value* const b = otherwise();
  BasicBlock* const end_of_no = b_.GetInsertBlock();
  b_.CreateBr(next);
  b_.SetInsertPoint(next);
  if (!a) return nullptr;
  llvm::PHINode* const chosen = b_.CreatePHI(a->getType(), 2);
  chosen->addIncoming(a, end_of_yes);
  chosen->addIncoming(b, end_of_no);
  return chosen;
}

void KernelEmitter::emit_loop(const Instruction& i, Place& place) {
  const ir::Loop& loop = kernel_.loops[i.index];
  Place inner = place;
  inner.level = place.level + 1;
  inner.is_in_turn = false;
  // A carried value that differs between lanes at any turn does so from the start.
  Carried initial;
  for (std::size_t k = 0; k < loop.carried.size(); ++k) {
    const bool has_lanes = width_in(place, loop.carried[k]) > 0;
    initial.push_back(has_lanes ? lanes_of(loop.initial[k], place) : values_[loop.initial[k]]);
    dtypes_[loop.carried[k]] = dtypes_[loop.initial[k]];
  }
  dtypes_[loop.index] = DType::Int64;
  results_[i.result] = emit_counted(values_[loop.extent], std::move(initial), [&](Value* index, const Carried& carried) {
    define(loop.index, index, inner.level);
    for (std::size_t k = 0; k < carried.size(); ++k) define(loop.carried[k], carried[k], inner.level);
    emit_instructions(loop.body.instructions, inner);
    Turn turn;
    for (std::size_t k = 0; k < loop.next.size(); ++k) {
      const bool has_lanes = width_in(place, loop.carried[k]) > 0;
      turn.next.push_back(has_lanes ? lanes_of(loop.next[k], inner) : values_[loop.next[k]]);
    }
    if (loop.continue_condition != ir::kNoValue) turn.goes_on = values_[loop.continue_condition];
    return turn;
  });
}

void KernelEmitter::emit_region_loop(const Instruction& i, Place& place) {
  const ir::Loop& loop = kernel_.loops[i.index];
  dtypes_[loop.index] = DType::Int64;
  emit_lanes(loop.body.instructions, place, lanes_.size(0), values_[loop.extent], {}, [&](Place& turn, const Carried&) -> Carried {
    if (analysis_.is_needed(loop.index)) define(loop.index, lane_indices(turn), turn.level);
    emit_instructions(loop.body.instructions, turn);
    return {};
  });
}

}  // namespace theano::codegen
