// Sizes as int64 expressions, folded while they are built so that graphs of shapes stay small.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "theano/graph/op.h"

namespace theano {

/// The int64 constant `value` as a 0-d variable.
THEANO_API Variable constant_size(std::int64_t value);
/// The value of a size that is a constant.
THEANO_API std::optional<std::int64_t> known_size(const Variable& size);
/// An integer scalar of any dtype as an int64 one.
THEANO_API Variable as_size(const Variable& integer);
/// Whether the two are the same expression (same node, or equal constants).
THEANO_API bool is_same_size(const Variable& a, const Variable& b);

THEANO_API Variable add_sizes(const Variable& a, const Variable& b);
THEANO_API Variable subtract_sizes(const Variable& a, const Variable& b);
THEANO_API Variable multiply_sizes(const Variable& a, const Variable& b);
/// floor(a / b)
THEANO_API Variable divide_sizes(const Variable& a, const Variable& b);
THEANO_API Variable max_size(const Variable& a, const Variable& b);
THEANO_API Variable min_size(const Variable& a, const Variable& b);
/// a < b ? then : otherwise
THEANO_API Variable size_if_less(const Variable& a, const Variable& b, const Variable& then, const Variable& otherwise);
/// a == b ? then : otherwise
THEANO_API Variable size_if_equal(const Variable& a, const Variable& b, const Variable& then,
                                  const Variable& otherwise);
THEANO_API Variable product_of_sizes(std::span<const Variable> sizes);
/// Length of the slice start:stop:step (null: left out) of an axis of `length` elements, by Python's rules.
THEANO_API Variable slice_length(const Variable& start, const Variable& stop, const Variable& step,
                                 const Variable& length);

/// The size of one axis of a tensor: a constant where the type knows it, else shape_i.
THEANO_API Variable size_of(const Variable& x, int axis);
/// The sizes of all axes.
THEANO_API SymbolicShape sizes_of(const Variable& x);

/// The length of an integer vector, where it can be told without computing it (get_vector_length of Theano).
THEANO_API std::optional<std::int64_t> vector_length(const Variable& vector);
/// The elements of an integer vector as scalars: looks through make_vector, shape, constants and slices of them.
/// `length` of them.
THEANO_API std::vector<Variable> vector_items(const Variable& vector, std::int64_t length);

}  // namespace theano
