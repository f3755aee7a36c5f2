// What a fold keeps while its elements come in; shared by the files that emit folds.
#pragma once

#include "theano/codegen/llvm_kernel.h"

namespace theano::codegen {

struct KernelEmitter::FoldState {
  const ir::Fold& fold;
  ir::Prim prim;
  std::int64_t bytes;       ///< of one element
  int width;                ///< lanes that are folded side by side; 0: one value
  Value* memory = nullptr;  ///< accumulators, kReduceLanes of them
  // Where blocks of elements go to a routine:
  Value* elements = nullptr;
  Value* filled = nullptr;  ///< elements in the block
  Value* taken = nullptr;   ///< elements that the routine has seen
  Value* index = nullptr;   ///< of the extreme element

  FoldState(const ir::Fold& f, int w)
      : fold(f), prim(combining_primitive(f.combine)), bytes(dtype_size_bytes(f.dtype)), width(w) {}
};

}  // namespace theano::codegen
