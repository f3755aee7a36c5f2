// The formula of arange, for its nest and for kernels that compute ranges where they are read.
#pragma once

#include "theano/ir/builder.h"

namespace theano {

/// start + index * step in `dtype`, with the bits of NumPy: the step is what the second element leaves of it.
ir::Expr range_element(ir::Expr start, ir::Expr step, ir::Expr index, DType dtype);

}  // namespace theano
