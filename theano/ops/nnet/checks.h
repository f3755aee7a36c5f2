// Checks of the inputs of softmax and the crossentropies, with the original's sentences.
#pragma once

#include "theano/graph/operand.h"

namespace theano {

/// Errors: ValueError "x must be 1-d or 2-d tensor of floats. Got TensorType(int32, matrix)".
void check_float_tensor(const Variable& v, const char* op, const char* role, int min_ndim, int max_ndim);
/// Errors: TypeError "integer vector required for argument: true_one_of_n ...".
void check_integer_vector(const Variable& v, const char* op, const char* role);

/// Element [i, targets[i]] of each row.
Variable target_elements(const Variable& rows, const Variable& targets);
/// A bool matrix like `rows`: true at [i, targets[i]].
Variable is_target(const Variable& rows, const Variable& targets);
/// A vector as a column.
Variable as_column(const Variable& vector);

}  // namespace theano
