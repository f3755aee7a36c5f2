// Mathematical functions as the instructions of their formulas, made once and put into every kernel that uses them.
#pragma once

#include "theano/ir/kernel.h"

namespace theano::codegen {

/// Straight-line instructions that compute a function of float32 or float64: loads of access 0 (and 1) stand for its
/// operands, the store for its result. The bits are those of the primitive.
struct Fragment {
  ir::Kernel kernel;
  /// The largest |x| for which the formula holds; beyond it, and for NaN, the function itself must be asked. 0: always.
  double largest_operand = 0;
};

/// Null for primitives that have no formula (cheap ones, and routines for one number).
const Fragment* find_fragment(ir::Prim function, DType dtype);

}  // namespace theano::codegen
