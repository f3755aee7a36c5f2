// Functions that cut, repeat, rotate and lay out tensors.
#pragma once

#include "theano/graph/index.h"
#include "theano/ops/kinds/composite.h"
#include "theano/ops/shape/shape.h"

namespace theano {

namespace ops {
/// Pieces of x along the attribute `axis`. Inputs: x and the size of each piece; one output per piece.
extern THEANO_API const Composite split;
/// One of those pieces. Inputs: x, where it starts, its size, and the size of all pieces together. Attribute `axis`.
extern THEANO_API const ViewOp split_piece;
}  // namespace ops

namespace tensor {

/// x cut along an axis into `n_splits` pieces of the sizes that the integer vector `splits_size` holds.
/// Errors: ValueError at the call when the sizes are negative, not n_splits, or do not add up to the axis.
THEANO_API std::vector<Variable> split(const Operand& x, const Operand& splits_size, std::int64_t n_splits,
                                       std::int64_t axis = 0);
/// x repeated reps[i] times along axis i; axes are added in front of the shorter of the two. `ndim`, the rank of the
/// result, is wanted when reps is a vector of unknown length. Errors: ValueError.
THEANO_API Variable tile(const Operand& x, const ShapeArgument& reps, std::optional<std::int64_t> ndim = {});
/// x with its elements moved `shift` places on along an axis, those beyond the end to the front; of the flattened x when
/// there is no axis.
THEANO_API Variable roll(const Operand& x, const Operand& shift, std::optional<std::int64_t> axis = {});
/// Differences of neighbours along an axis, taken n times; of booleans whether they differ.
THEANO_API Variable diff(const Operand& x, std::int64_t n = 1, std::int64_t axis = -1);
/// Matrices side by side.
THEANO_API Variable horizontal_stack(const std::vector<Variable>& matrices);
/// Matrices one below the other.
THEANO_API Variable vertical_stack(const std::vector<Variable>& matrices);

/// Ones at and below the k-th diagonal of an n times m matrix (n when left out), zeros above; of floatX unless a dtype
/// is given.
THEANO_API Variable tri(const Operand& n, const std::optional<Operand>& m = {}, const Operand& k = 0,
                        std::optional<DType> dtype = {});
/// The matrix with zeros above its k-th diagonal.
THEANO_API Variable tril(const Operand& m, const Operand& k = 0);
/// The matrix with zeros below its k-th diagonal.
THEANO_API Variable triu(const Operand& m, const Operand& k = 0);
/// The unit matrix of x's shape and dtype.
THEANO_API Variable identity_like(const Operand& x);
/// One row for each element of the integer vector y: 1 at that place, 0 elsewhere; of floatX unless a dtype is given.
/// Errors: IndexError at the call for an element that is not below nb_class.
THEANO_API Variable to_one_hot(const Operand& y, const Operand& nb_class, std::optional<DType> dtype = {});

/// The triangular window of Bartlett of M points, float64; nothing for M < 1. Errors: TypeError unless M is an integer
/// scalar.
THEANO_API Variable bartlett(const Operand& M);

/// The coordinates of all points of a grid, one tensor for each slice (start:stop:step), all of the grid's shape.
THEANO_API std::vector<Variable> mgrid(const std::vector<IndexEntry>& slices);
/// The same, each tensor with one axis that is not of size 1.
THEANO_API std::vector<Variable> ogrid(const std::vector<IndexEntry>& slices);

}  // namespace tensor

void append_api_functions_movement(std::vector<ApiFunction>& functions);

}  // namespace theano
