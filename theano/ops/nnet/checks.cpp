// Checks of the inputs of softmax and the crossentropies, and the selection of the target's element in each row.
#include "theano/ops/nnet/checks.h"

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/operators.h"
#include "theano/ops/shape/shape.h"

namespace theano {

void check_float_tensor(const Variable& v, const char* op, const char* role, int min_ndim, int max_ndim) {
  if (v.is_tensor() && is_float(v.dtype()) && v.ndim() >= min_ndim && v.ndim() <= max_ndim) return;
  std::string rank = std::to_string(min_ndim) + "-d";
  if (max_ndim > min_ndim) rank += " or " + std::to_string(max_ndim) + "-d";
  ErrorReport report;
  report.kind = ErrorKind::Value;
  report.op = op;
  report.sentence = std::string(role) + " must be " + rank + " tensor of floats. Got " + v.type()->to_string();
  report.operands = {describe_operand(role, v)};
  report.way_out = v.is_tensor() && !is_float(v.dtype()) ? "Cast it: cast(x, \"floatX\")."
                                                         : "Reshape it to a matrix with one distribution per row.";
  throw_error(std::move(report));
}

void check_integer_vector(const Variable& v, const char* op, const char* role) {
  if (v.is_tensor() && is_integer(v.dtype()) && v.ndim() == 1) return;
  ErrorReport report;
  report.kind = ErrorKind::Type;
  report.op = op;
  report.sentence =
      std::string("integer vector required for argument: ") + role + " (got type: " + v.type()->to_string() + ")";
  report.operands = {describe_operand(role, v)};
  report.way_out = "Give the position of the true class of each row, or a matrix of distributions.";
  throw_error(std::move(report));
}

Variable target_elements(const Variable& rows, const Variable& targets) {
  const Variable row_numbers = tensor::arange(tensor::shape_i(rows, 0));
  return tensor::subtensor(rows, Index{row_numbers, targets});
}

Variable is_target(const Variable& rows, const Variable& targets) {
  const Variable column_count = tensor::shape_i(rows, 1);
  const Variable wrapped = tensor::switch_(targets < 0, targets + column_count, targets);
  return tensor::eq(as_column(wrapped), tensor::arange(column_count));
}

Variable as_column(const Variable& vector) { return dimshuffled(vector, {0, -1}); }

}  // namespace theano
