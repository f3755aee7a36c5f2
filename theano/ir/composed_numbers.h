// Numbers that kernels have no primitives for, made of those they have: 16-bit floats and complex numbers.
#pragma once

#include "theano/ir/builder.h"

namespace theano::ir {

/// Applies primitives to values of which one is a 16-bit float or complex. Errors: InternalError for a primitive that
/// complex numbers do not have.
class ComposedNumbers {
 public:
  static Expr apply(Prim p, Expr a);
  static Expr apply(Prim p, Expr a, Expr b);
  static Expr select(Expr condition, Expr a, Expr b);
  static Expr cast(Expr a, DType dtype);
};

/// A primitive of one complex number (complex_functions.cpp); docs/ir.md has the formulas.
Expr complex_primitive(Prim p, Expr z);
Expr complex_primitive(Prim p, Expr z, Expr w);

}  // namespace theano::ir
