// Ones, zeros and casts in the float dtypes that gradients have.
#include "theano/gradient/float_like.h"

#include "theano/graph/operand.h"
#include "theano/ops/elementwise/elementwise.h"

namespace theano::gradient {

DType gradient_dtype(DType d) { return is_inexact(d) ? d : floatX(); }

Variable float_ones_like(const Variable& x) { return tensor::fill(x, scalar_constant(gradient_dtype(x.dtype()), 1.0)); }

Variable float_zeros_like(const Variable& x) {
  return tensor::fill(x, scalar_constant(gradient_dtype(x.dtype()), 0.0));
}

Variable cast_to(const Variable& x, DType dtype) { return tensor::cast(x, dtype); }

}  // namespace theano::gradient
