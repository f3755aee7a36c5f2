// Primitives on one value or on the lanes of a vector, as LLVM instructions.
#pragma once

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include <span>
#include <string>

#include "theano/ir/kernel.h"

namespace theano::codegen {

/// Emits primitives where its builder stands. Values of dtype Bool are i1, of 16-bit floats i16; lanes are vectors.
class LaneEmitter {
 public:
  /// `entry` is the function's first block, where memory on the stack is made.
  LaneEmitter(llvm::Module& module, llvm::BasicBlock* entry);

  llvm::IRBuilder<>& builder() { return b_; }

  llvm::Type* type_of(DType dtype);
  llvm::Type* type_of(DType dtype, int width);  ///< width 0: one value
  /// As memory holds it: Bool is one byte.
  llvm::Type* stored_type_of(DType dtype);
  llvm::Type* stored_type_of(DType dtype, int width);
  llvm::Value* to_stored(llvm::Value* value, DType dtype);
  llvm::Value* from_stored(llvm::Value* value, DType dtype);

  llvm::Value* size(std::int64_t value) { return b_.getInt64(static_cast<std::uint64_t>(value)); }
  llvm::Constant* constant(DType dtype, std::int64_t value);
  llvm::Constant* constant(DType dtype, double value);

  /// All operands are single values, or all are lanes of one width. `valid` tells how many lanes count (null: all).
  llvm::Value* primitive(ir::Prim prim, DType operand, DType result, std::span<llvm::Value* const> args,
                         llvm::Value* valid);
  /// The combining primitives of folds, which are all cheap.
  llvm::Value* combine(ir::Prim prim, DType dtype, llvm::Value* a, llvm::Value* b);

  /// Memory on the stack for so many elements, aligned for vectors; made anew at every call of this function.
  llvm::Value* stack(llvm::Type* type, std::int64_t count);
  /// Calls a routine of codegen/routines.h that returns nothing.
  void call(const std::string& name, std::span<llvm::Value* const> args);

 private:
  llvm::Value* arithmetic(ir::Prim prim, DType dtype, std::span<llvm::Value* const> args);
  llvm::Value* cast(llvm::Value* x, DType from, DType to, llvm::Value* valid);
  llvm::Value* saturated(llvm::Value* x, DType from, DType to, llvm::Value* valid);
  llvm::Value* compare(ir::Prim prim, DType dtype, llvm::Value* a, llvm::Value* b);
  llvm::Value* shift(ir::Prim prim, DType dtype, llvm::Value* a, llvm::Value* count);
  llvm::Value* round_away(llvm::Value* x);
  llvm::Value* formula(ir::Prim prim, DType dtype, std::span<llvm::Value* const> args, llvm::Value* valid);
  llvm::Value* by_routine(const std::string& name, DType operand, DType result, std::span<llvm::Value* const> args,
                          llvm::Value* valid);
  llvm::Value* like(llvm::Value* x, llvm::Constant* constant);
  llvm::Value* like(llvm::Value* x, double value);

  llvm::Module& module_;
  llvm::BasicBlock* entry_;
  llvm::IRBuilder<> b_;
};

/// Lanes of a value, 0 for a single one.
int width_of(llvm::Value* value);

}  // namespace theano::codegen
