// The chapter of shapes: ops that look at memory in another form, tell sizes, or make tensors of a given shape.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

#include "theano/graph/operand.h"
#include "theano/ops/kinds/loop_op.h"
#include "theano/ops/kinds/view_op.h"
#include "theano/ops/registry.h"
#include "theano/ops/shape/size_expressions.h"

namespace theano {

namespace ops {
/// Permutes, drops (broadcastable ones) and adds axes. Attribute `order`: input axis per output axis, -1 a new one.
extern THEANO_API const ViewOp dimshuffle;
/// Inputs: x and an int64 vector of the new sizes, one of which may be -1. Attribute `ndim`.
extern THEANO_API const ViewOp reshape;
/// Checks at the call that axes are (or takes away the knowledge that they are) of size 1. Attributes `axes` (sorted)
/// and `broadcastable` (0 or 1 for each of them).
extern THEANO_API const ViewOp rebroadcast;
/// Checks at the call that x has the sizes given as further scalar inputs.
extern THEANO_API const ViewOp specify_shape;
/// The sizes as an int64 vector.
extern THEANO_API const LoopOp shape;
/// One size as an int64 scalar. Attribute `axis`.
extern THEANO_API const LoopOp shape_i;
/// Scalars of one dtype as a vector.
extern THEANO_API const LoopOp make_vector;
/// A value broadcast to the sizes given as further int64 scalar inputs.
extern THEANO_API const LoopOp alloc;
/// Inputs start, stop, step. Attribute `dtype`.
extern THEANO_API const LoopOp arange;
/// Ones on the k-th diagonal. Inputs n, m, k. Attribute `dtype`.
extern THEANO_API const LoopOp eye;
/// Tensors one after another along the attribute `axis`.
extern THEANO_API const LoopOp join;
/// A copy, row-major without gaps.
extern THEANO_API const LoopOp contiguous;
/// value, as long as no condition is 0. Inputs: value and int64 scalars. Attribute `message`.
extern THEANO_API const ViewOp assertion;
}  // namespace ops

/// Sizes as users write them: `{2, n}`, one symbolic vector, or a list of variables.
class THEANO_API ShapeArgument {
 public:
  ShapeArgument(std::initializer_list<Operand> sizes);
  ShapeArgument(std::vector<Variable> sizes) : sizes_(std::move(sizes)) {}
  ShapeArgument(const Shape& sizes);
  /// One size, or an integer vector of all sizes.
  ShapeArgument(const Variable& size_or_vector) : sizes_{size_or_vector} {}
  template <std::integral T>
  ShapeArgument(T size) : ShapeArgument(Shape{static_cast<std::int64_t>(size)}) {}

  /// Whether the sizes stand in one integer vector.
  bool is_vector() const;
  const std::vector<Variable>& entries() const noexcept { return sizes_; }
  /// The sizes as int64 scalars. Errors: TypeError for what is not an integer; ValueError for a vector of unknown length.
  std::vector<Variable> items(const char* op) const;

 private:
  std::vector<Variable> sizes_;
};

/// A dimshuffle node made directly, without provenance of its own; x itself where the order changes nothing.
THEANO_API Variable dimshuffled(const Variable& x, std::vector<std::int64_t> order);
/// x with broadcastable axes put in front until it has `ndim` axes.
THEANO_API Variable padded_left(const Variable& x, int ndim);
/// The int64 vector of the given scalars; a constant where all are.
THEANO_API Variable stack_sizes(std::span<const Variable> sizes);

namespace tensor {

/// Order of a dimshuffle's new axis.
inline constexpr std::int64_t kNewAxis = -1;

/// Permutes axes; `kNewAxis` ('x' in Python) adds an axis of size 1, and axes of size 1 may be left out.
/// Errors: ValueError for an axis that x does not have, appears twice, or is left out but not broadcastable.
THEANO_API Variable dimshuffle(const Operand& x, std::vector<std::int64_t> order);
/// Axes in the given order, reversed when there is none. Errors: ValueError.
THEANO_API Variable transpose(const Operand& x, const std::optional<std::vector<std::int64_t>>& axes = {});
/// Axes axis1 and axis2 exchanged.
THEANO_API Variable swapaxes(const Operand& x, std::int64_t axis1, std::int64_t axis2);
/// The same elements, row-major, in another shape; one size may be -1. A size is known to be 1 only where it is the
/// constant 1. `ndim` is wanted when the shape is a vector of unknown length.
/// Errors: ValueError at the call when the numbers of elements differ.
THEANO_API Variable reshape(const Operand& x, const ShapeArgument& newshape, std::optional<std::int64_t> ndim = {});
/// The first ndim - 1 axes as they are, the rest as one.
THEANO_API Variable flatten(const Operand& x, std::int64_t ndim = 1);
/// All elements as a vector.
THEANO_API Variable ravel(const Operand& x);
/// Without the axes of which the type knows that their size is 1.
THEANO_API Variable squeeze(const Operand& x);
/// The sizes, as an int64 vector.
THEANO_API Variable shape(const Operand& x);
/// One size, as an int64 scalar.
THEANO_API Variable shape_i(const Operand& x, std::int64_t axis);
/// The number of elements, int64.
THEANO_API Variable size(const Operand& x);
/// n_ones axes of size 1 in front.
THEANO_API Variable shape_padleft(const Operand& x, std::int64_t n_ones = 1);
/// n_ones axes of size 1 behind.
THEANO_API Variable shape_padright(const Operand& x, std::int64_t n_ones = 1);
/// One axis of size 1 at the given position.
THEANO_API Variable shape_padaxis(const Operand& x, std::int64_t axis);
/// x, of which the type knows that the axes have size 1. Errors: ValueError at the call when they have not.
THEANO_API Variable addbroadcast(const Operand& x, const std::vector<std::int64_t>& axes);
/// x, of which the type no longer knows that the axes have size 1.
THEANO_API Variable unbroadcast(const Operand& x, const std::vector<std::int64_t>& axes);
/// x with the given broadcastable pattern.
THEANO_API Variable patternbroadcast(const Operand& x, const std::vector<bool>& broadcastable);
/// x, checked at the call to have the given sizes.
THEANO_API Variable specify_shape(const Operand& x, const ShapeArgument& sizes);

/// `value` broadcast to a shape.
THEANO_API Variable alloc(const Operand& value, const ShapeArgument& sizes);
/// Zeros, of floatX unless a dtype is given.
THEANO_API Variable zeros(const ShapeArgument& sizes, std::optional<DType> dtype = {});
/// Ones, of floatX unless a dtype is given.
THEANO_API Variable ones(const ShapeArgument& sizes, std::optional<DType> dtype = {});
/// Zeros of x's shape and (unless given) dtype.
THEANO_API Variable zeros_like(const Operand& x, std::optional<DType> dtype = {});
/// Ones of x's shape and (unless given) dtype.
THEANO_API Variable ones_like(const Operand& x, std::optional<DType> dtype = {});
/// start, start + step, ... below stop. Types: int64 at least; floatX's width limits floats made of literals.
THEANO_API Variable arange(const Operand& start, const Operand& stop, const Operand& step = 1,
                           std::optional<DType> dtype = {});
/// 0, 1, ... below stop.
THEANO_API Variable arange(const Operand& stop);
/// n rows, m columns (n when left out), ones on the k-th diagonal; of floatX unless a dtype is given.
THEANO_API Variable eye(const Operand& n, const std::optional<Operand>& m = {}, const Operand& k = 0,
                        std::optional<DType> dtype = {});
/// Tensors of one rank, one after another along an axis. Errors: ValueError for an empty list; TypeError for different
/// ranks; ValueError at the call when other sizes differ.
THEANO_API Variable concatenate(const std::vector<Variable>& tensors, std::int64_t axis = 0);
THEANO_API Variable join(std::int64_t axis, const std::vector<Variable>& tensors);
/// The same along an axis that is an integer scalar, known at the call; the type of the result tells no sizes.
THEANO_API Variable join(const Variable& axis, const std::vector<Variable>& tensors);
/// value, as long as all conditions, which are scalars, hold at the call. Errors: AssertionError with `message` at the
/// call.
THEANO_API Variable assert_true(const Operand& value, const std::vector<Variable>& conditions,
                                std::string_view message = "Theano Assert failed!");
/// x, its elements one after another in memory (a copy).
THEANO_API Variable cpu_contiguous(const Operand& x);
/// Tensors of one type, side by side along a new axis.
THEANO_API Variable stack(const std::vector<Variable>& tensors, std::int64_t axis = 0);

}  // namespace tensor

/// Definitions of this chapter, for the registry.
std::span<const OpDefinition* const> shape_ops();
void append_api_functions_shape(std::vector<ApiFunction>& functions);

}  // namespace theano
