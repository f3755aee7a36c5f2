// The chapter of linear algebra: products of vectors, matrices and tensors.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "theano/graph/operand.h"
#include "theano/ops/kinds/library_op.h"
#include "theano/ops/registry.h"

namespace theano {

namespace ops {
/// Product of two operands that are vectors or matrices and of one dtype.
extern THEANO_API const LibraryOp dot;
/// Products of matrices (or vectors) with a common first axis.
extern THEANO_API const LoopOp batched_dot;
}  // namespace ops

namespace tensor {

/// Product over the last axis of a and the last but one of b; with a scalar the ordinary product.
/// Types: promoted. Errors: ShapeError when the inner sizes differ.
THEANO_API Variable dot(const Operand& a, const Operand& b);
/// Products of all pairs of elements of two vectors; operands of more axes are flattened.
THEANO_API Variable outer(const Operand& x, const Operand& y);
/// Sums products over the last `axes` axes of a and the first `axes` axes of b.
THEANO_API Variable tensordot(const Operand& a, const Operand& b, std::int64_t axes = 2);
/// Sums products over pairs of axes.
THEANO_API Variable tensordot(const Operand& a, const Operand& b, const std::vector<std::int64_t>& a_axes,
                              const std::vector<std::int64_t>& b_axes);
/// For every element i of the common first axis the tensordot of x[i] and y[i], over the last `axes` axes of x and the
/// first `axes` behind the batch of y.
THEANO_API Variable batched_tensordot(const Operand& x, const Operand& y, std::int64_t axes = 2);
/// The same over pairs of axes, counted with the batch.
THEANO_API Variable batched_tensordot(const Operand& x, const Operand& y, const std::vector<std::int64_t>& x_axes,
                                      const std::vector<std::int64_t>& y_axes);
/// The product of all factors, from the left.
THEANO_API Variable matrix_dot(const std::vector<Variable>& factors);
/// For every i the product of a[i] and b[i]; a vector scales what the other has for each i.
THEANO_API Variable batched_dot(const Operand& a, const Operand& b);

/// How observations weigh in a covariance: how often each was made, how much each matters. Integers; any numbers.
struct ObservationWeights {
  std::optional<Operand> frequencies = {};
  std::optional<Operand> importances = {};
};
/// Covariances of variables, the rows of m (its columns unless `rowvar`) and of y if given; a vector is one variable, and
/// gives a scalar. Divided by n - ddof, where ddof is 1 unless given, 0 if `bias`. Errors: ValueError for more than two
/// axes.
THEANO_API Variable cov(const Operand& m, const std::optional<Operand>& y = {}, bool rowvar = true, bool bias = false,
                        std::optional<std::int64_t> ddof = {}, const ObservationWeights& weights = {});

}  // namespace tensor

/// Definitions of this chapter, for the registry.
std::span<const OpDefinition* const> linear_algebra_ops();
void append_api_functions_linear_algebra(std::vector<ApiFunction>& functions);

}  // namespace theano
