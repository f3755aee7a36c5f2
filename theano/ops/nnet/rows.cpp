// Functions on rows of a network's values: a column put in front, the tree-like softmax of many classes, confusions.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/nnet/checks.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"
#include "theano/ops/sorting/sorting.h"

namespace theano::tensor::nnet {

Variable prepend_scalar_to_each_row(const Operand& val, const Operand& mat) {
  const ProvenanceScope scope(Provenance::current(mat.location()));
  const Variable& rows = mat;
  if (!rows.is_tensor() || rows.ndim() != 2) {
    throw TypeError("prepend_scalar_to_each_row", "Expected a matrix as input, but it is " + rows.type()->to_string() + ".",
                    "Reshape it to a matrix.");
  }
  const Variable column = alloc(cast(val.variable(), rows.dtype()), {shape_i(rows, 0), 1});
  return concatenate({column, rows}, 1);
}

std::vector<Variable> confusion_matrix(const Operand& actual, const Operand& pred) {
  const ProvenanceScope scope(Provenance::current(actual.location()));
  for (const Operand* labels : {&actual, &pred}) {
    if (labels->variable().ndim() == 1) continue;
    throw ValueError(ErrorReport{.op = "confusion_matrix",
                                 .sentence = "actual and pred must be vectors, but one has " +
                                             std::to_string(labels->variable().ndim()) + " axes.",
                                 .operands = {describe_operand("actual", actual), describe_operand("pred", pred)},
                                 .way_out = "flatten them."});
  }
  const Variable classes = unique(concatenate({actual.variable(), pred.variable()}))[0];
  const auto is_class = [&](const Variable& labels) {
    return cast(eq(dimshuffle(labels, {0, kNewAxis}), dimshuffle(classes, {kNewAxis, 0})), DType::Int64);
  };
  return {dot(transpose(is_class(actual)), is_class(pred)), classes};
}

Variable h_softmax(const Operand& x, const Operand& batch_size, const Operand& n_outputs, const Operand& n_classes,
                   const Operand& n_outputs_per_class, const Operand& W1, const Operand& b1, const Operand& W2,
                   const Operand& b2, const Variable& target) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const Variable class_probabilities = softmax(dot(x, W1) + b1);
  if (!target) {
    const Variable activations = tensordot(x, W2, {1}, {1}) + b2;
    const Variable rows = softmax(reshape(activations, {-1, n_outputs_per_class.variable()}));
    const Variable blocks = reshape(rows, {batch_size.variable(), n_classes.variable(), -1});
    const Variable all = dimshuffle(class_probabilities, {0, 1, kNewAxis}) * blocks;
    const Variable flat = reshape(all, {batch_size.variable(), -1});
    return subtensor(flat, Index{slice(), slice({}, n_outputs)});
  }
  const Variable positions = flatten(target);
  const Variable classes = int_div(positions, n_outputs_per_class);
  const Variable inside = mod(positions, n_outputs_per_class);
  // One row of x with the weights of its own class.
  const Variable weights = subtensor(W2, Index{classes}), biases = subtensor(b2, Index{classes});
  const Variable products = dimshuffle(x, {0, 1, kNewAxis}) * weights;
  const Variable in_class = softmax(sum(products, 1) + biases);
  return target_elements(class_probabilities, classes) * target_elements(in_class, inside);
}

}  // namespace theano::tensor::nnet
