// Selections whose size depends on the data: where tensors are true, repetitions, counts; and choices by integers.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "theano/graph/operand.h"
#include "theano/ops/kinds/loop_op.h"

namespace theano {

namespace ops {
/// How many elements of each block of a bool vector are true (int64). Blocks let many places count at once.
extern THEANO_API const LoopOp true_counts;
/// 0 and the running totals of counts: where each run starts, and behind them where all ends. Inputs: counts and pairs
/// of int64 scalars (the size of a mask along an axis, the size it must have).
extern THEANO_API const LoopOp run_starts;
/// The places of the true elements of a bool vector; behind them one junk element per block. Inputs: mask, starts of the
/// blocks, their total.
extern THEANO_API const LoopOp true_places;
/// Flat places as positions along one axis. Inputs: places, how many of them count, and, for other axes than that of a
/// vector, the number of elements behind the axis, and, but for the first axis, its size.
extern THEANO_API const LoopOp positions;
/// Place i as often as run i is long. Inputs: starts of the runs, their total, how many runs there must be.
extern THEANO_API const LoopOp repeated_places;
/// How many bins numbers need, at least `least`. Inputs: a vector of integers and `least`. Attribute `assert_nonneg`.
extern THEANO_API const LoopOp bin_total;
/// choices[a[i, j], i, j]. Inputs: a and choices, of one axis more. Attribute `mode`: 0 raise, 1 wrap, 2 clip.
extern THEANO_API const LoopOp choose;
/// A tensor with a number on its main diagonal.
extern THEANO_API const LoopOp fill_diagonal;
/// A matrix with a number on the diagonal that lies `offset` to the right of the main one.
extern THEANO_API const LoopOp fill_diagonal_offset;
/// Integers, refused unless they are in [0, size). Inputs: a tensor and an int64 scalar. Attribute `op`: whose error it is.
extern THEANO_API const LoopOp index_in_range;
}  // namespace ops

namespace parts {
/// The positions of the true elements of a bool tensor, one int64 vector per axis. `wanted`: the sizes that its axes must
/// have, or nothing. Errors: IndexError at the call when they have not.
std::vector<Variable> true_positions(const Variable& mask, std::span<const Variable> wanted = {});
}  // namespace parts

namespace tensor {

/// The positions of the elements that are not 0, one int64 vector per axis. Errors: ValueError for a scalar.
THEANO_API std::vector<Variable> nonzero(const Operand& a);
/// The same as one int64 matrix with a row per axis.
THEANO_API Variable nonzero_matrix(const Operand& a);
/// The positions of the elements of the flattened a that are not 0. Errors: ValueError for a scalar.
THEANO_API Variable flatnonzero(const Operand& a);
/// The elements that are not 0, in row-major order.
THEANO_API Variable nonzero_values(const Operand& a);
/// Parts of x (along an axis; of the flattened x when there is none) where a vector is not 0.
THEANO_API Variable compress(const Operand& condition, const Operand& x, std::optional<std::int64_t> axis = {});
/// Each element along an axis (of the flattened x when there is none) as often as `repeats` says: a scalar, or a vector
/// with a number for each. Errors: ValueError for an axis x does not have, or a matrix of repeats; at the call for
/// negative repeats or another number of them; TypeError for repeats that are no integers.
THEANO_API Variable repeat(const Operand& x, const Operand& repeats, std::optional<std::int64_t> axis = {});
/// How often (or with how much weight) each of 0, 1, 2, ... occurs in a vector of integers. Types: that of the weights,
/// or of x (int64 for bool). Errors: TypeError unless x is a vector of integers; with `assert_nonneg` AssertionError at the call for
/// negative numbers, which otherwise count from the end.
THEANO_API Variable bincount(const Operand& x, const std::optional<Operand>& weights = {},
                             const std::optional<Operand>& minlength = {}, bool assert_nonneg = false);
/// choices[a[i, j], i, j], broadcast by type. `mode`: "raise" refuses numbers that are no choice, "wrap" takes them modulo
/// the number of choices, "clip" takes the nearest. Errors: TypeError unless a is discrete; ValueError.
THEANO_API Variable choose(const Operand& a, const Operand& choices, std::string_view mode = "raise");
/// a with `value` on its main diagonal. Errors: TypeError for a vector or a value of a wider type; ValueError at the call
/// when the sizes of more than two axes differ.
THEANO_API Variable fill_diagonal(const Operand& a, const Operand& value);
/// A matrix with `value` on the diagonal that lies `offset` to the right (below, if negative) of the main one.
THEANO_API Variable fill_diagonal_offset(const Operand& a, const Operand& value, const Operand& offset);

/// Positions in a flattened tensor of sizes `dims` as positions along its axes, int64, one tensor per axis. `order`: "C",
/// the last axis runs fastest, or "F", the first. `ndim`, the number of axes, is wanted when dims is a vector of unknown
/// length. Errors: TypeError unless indices are integers and dims is an integer vector; ValueError; at the call for a
/// position that there is not.
THEANO_API std::vector<Variable> unravel_index(const Operand& indices, const Operand& dims, std::string_view order = "C",
                                               std::optional<std::int64_t> ndim = {});
/// The way back: positions along the axes, broadcast by type, as positions in the flattened tensor. `mode`: "raise"
/// refuses positions that there are not, "wrap" takes them modulo the size, "clip" takes the nearest.
THEANO_API Variable ravel_multi_index(const std::vector<Variable>& multi_index, const Operand& dims,
                                      std::string_view mode = "raise", std::string_view order = "C");

}  // namespace tensor
}  // namespace theano
