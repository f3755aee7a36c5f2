// The chapter of networks: activations, softmax and its logarithm, crossentropies.
#pragma once

#include <span>
#include <vector>

#include "theano/graph/operand.h"
#include "theano/ops/kinds/composite.h"
#include "theano/ops/kinds/elementwise.h"
#include "theano/ops/kinds/loop_op.h"
#include "theano/ops/nnet/batch_normalization.h"
#include "theano/ops/registry.h"

namespace theano {

namespace ops {
/// exp(x) normalised to sum 1 in each row, without overflow. Input: a float matrix, or a vector taken as one row.
extern THEANO_API const Composite softmax;
/// The gradient through softmax. Inputs: the gradient of its output, its output.
extern THEANO_API const Composite softmax_grad;
/// log(softmax(x)), without overflow and without log(0).
extern THEANO_API const Composite logsoftmax;
/// softmax(x + b). Inputs: a matrix, a vector.
extern THEANO_API const Composite softmax_with_bias;
/// log(1 - softmax(x)) of a float matrix, without log(0) where softmax rounds to 1.
extern THEANO_API const Composite log_one_minus_softmax;
/// The gradient through softmax(x) of c / (1 - softmax(x)). Inputs: c, x.
extern THEANO_API const Composite one_minus_softmax_grad;
/// log(sum(exp(x))) over the sorted axes in the attribute `axis` (all without it), which are dropped; without overflow.
extern THEANO_API const Composite logsumexp;
/// -log(p[i, t[i]]) for each row i. Inputs: probabilities (matrix), targets (integer vector).
extern THEANO_API const Composite crossentropy_categorical_1hot;
/// Its gradient. Inputs: the gradient of its output, probabilities, targets.
extern THEANO_API const Composite crossentropy_categorical_1hot_grad;
/// -log(softmax(x)[i, t[i]]) for each row i, at any magnitude of x. Inputs: logits (matrix), targets (integer vector).
extern THEANO_API const Composite crossentropy_softmax_1hot;
/// Three outputs: -log(s[i, t[i]]), s = softmax(x + b), and the position of the greatest element of each row.
/// Inputs: x (matrix), b (vector), t (integer vector).
extern THEANO_API const Composite crossentropy_softmax_argmax_1hot_with_bias;
/// g[i] * (s - onehot(t))[i]: the gradient with respect to the logits. Inputs: g (vector), s = softmax, t.
/// Errors: IndexError at the call for a target that is no column of s.
extern THEANO_API const LoopOp crossentropy_softmax_1hot_with_bias_dx;
}  // namespace ops

namespace tensor::nnet {

extern THEANO_API const Elementwise sigmoid;
extern THEANO_API const Elementwise softplus;
extern THEANO_API const Elementwise softsign;
extern THEANO_API const Elementwise ultra_fast_sigmoid;  ///< a piecewise approximation of sigmoid
/// Binary crossentropy of sigmoid(output) against target, at any magnitude of output.
extern THEANO_API const Elementwise sigmoid_binary_crossentropy;

/// 0.2 x + 0.5 cut to [0, 1].
THEANO_API Variable hard_sigmoid(const Operand& x);
/// x where it is positive, else alpha x; the derivative at 0 is the mean of both sides.
THEANO_API Variable relu(const Operand& x, const Operand& alpha = 0);
/// x where it is positive, else alpha (exp(x) - 1).
THEANO_API Variable elu(const Operand& x, const Operand& alpha = 1);
/// The self-normalising elu of Klambauer et al. 2017.
THEANO_API Variable selu(const Operand& x);

/// Rows of exp(x) normalised to sum 1; a vector gives one row. Errors: ValueError unless x is a vector or matrix of floats.
THEANO_API Variable softmax(const Operand& x);
/// log(softmax(x)). Errors: as softmax.
THEANO_API Variable log_softmax(const Operand& x);
/// softmax(x + b).
THEANO_API Variable softmax_with_bias(const Operand& x, const Operand& b);
/// softmax as plain exp(x) / sum(exp(x)), for graphs that rewriting shall see through.
THEANO_API Variable softmax_graph(const Operand& x);

/// Crossentropy of the rows of coding_dist against true_dist: distributions of the same rank, or the integer position of
/// the one true class per row. Errors: TypeError for other ranks or a vector of floats.
THEANO_API Variable categorical_crossentropy(const Operand& coding_dist, const Operand& true_dist);
/// -(target log(output) + (1 - target) log(1 - output)).
THEANO_API Variable binary_crossentropy(const Operand& output, const Operand& target);
THEANO_API Variable crossentropy_categorical_1hot(const Operand& coding_dist, const Operand& true_one_of_n);
/// {crossentropy, softmax, argmax} of x + b.
THEANO_API std::vector<Variable> crossentropy_softmax_argmax_1hot_with_bias(const Operand& x, const Operand& b,
                                                                            const Operand& y_idx);
/// {crossentropy, softmax} of x + b.
THEANO_API std::vector<Variable> crossentropy_softmax_1hot_with_bias(const Operand& x, const Operand& b,
                                                                     const Operand& y_idx);
/// {crossentropy, softmax} of x.
THEANO_API std::vector<Variable> crossentropy_softmax_1hot(const Operand& x, const Operand& y_idx);
/// {crossentropy, softmax, greatest probability, its position} of x + b.
THEANO_API std::vector<Variable> crossentropy_softmax_max_and_argmax_1hot_with_bias(const Operand& x, const Operand& b,
                                                                                    const Operand& y_idx);

/// {crossentropy, softmax, greatest probability, its position} of x.
THEANO_API std::vector<Variable> crossentropy_softmax_max_and_argmax_1hot(const Operand& x, const Operand& y_idx);

/// {counts, classes}: how often class i (row) was taken for class j (column), int64, and the classes that occur in
/// either vector, sorted. Errors: ValueError for what is no vector.
THEANO_API std::vector<Variable> confusion_matrix(const Operand& actual, const Operand& pred);

/// The matrix with a column of `val` in front.
THEANO_API Variable prepend_scalar_to_each_row(const Operand& val, const Operand& mat);
/// A softmax over many outputs in two steps: over classes (W1, b1), then inside each class (W2, b2). With targets the
/// probabilities of those, else of all outputs, one row per element of the batch.
THEANO_API Variable h_softmax(const Operand& x, const Operand& batch_size, const Operand& n_outputs,
                              const Operand& n_classes, const Operand& n_outputs_per_class, const Operand& W1,
                              const Operand& b1, const Operand& W2, const Operand& b2, const Variable& target = {});

}  // namespace tensor::nnet

/// log(sum(exp(x))) over the axes (all without), which are dropped.
THEANO_API Variable logsumexp(const Operand& x, const std::optional<std::vector<std::int64_t>>& axes = {});

/// Definitions of this chapter, for the registry.
std::span<const OpDefinition* const> nnet_ops();
void append_api_functions_nnet(std::vector<ApiFunction>& functions);
void append_api_functions_layers(std::vector<ApiFunction>& functions);

}  // namespace theano
