// The chapter of indexing: parts of tensors by integers, slices and integer arrays, and tensors with a part changed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "theano/graph/index.h"
#include "theano/ops/kinds/loop_op.h"
#include "theano/ops/kinds/view_op.h"
#include "theano/ops/registry.h"

namespace theano {

namespace ops {
/// Integers and slices. Inputs: x and the integer scalars of the pattern. Attribute `index` (see IndexPattern).
extern THEANO_API const ViewOp subtensor;
/// x with y added to (or put at) a part. Inputs: x, y, and the scalars of the pattern. Attributes
/// `set_instead_of_inc` and `index`.
extern THEANO_API const LoopOp inc_subtensor;
/// Rows of x by an integer vector.
extern THEANO_API const LoopOp advanced_subtensor1;
/// x with y added to (repeated rows accumulate) or put at (the last wins) rows. Inputs: x, y, indices. Attribute
/// `set_instead_of_inc`.
extern THEANO_API const LoopOp advanced_inc_subtensor1;
/// Elements by integer arrays of one rank, broadcast together, on the axes of x in the attribute `axes` (sorted). Their
/// axes stand in the result where the indexed ones stood if those are neighbours, else in front. Inputs: x and one array
/// per indexed axis.
extern THEANO_API const LoopOp advanced_subtensor;
/// Inputs: x, y, and one array per indexed axis. Attributes `set_instead_of_inc` and `axes`.
extern THEANO_API const LoopOp advanced_inc_subtensor;
}  // namespace ops

/// The pattern of a basic subtensor: for each of the leading axes an integer or a slice, with the dtypes of the scalar
/// inputs that fill it. Axes behind are taken whole.
struct THEANO_API IndexPattern {
  struct Entry {
    bool is_slice = false;
    /// Integer: only `start`. Slice: those that are there.
    std::optional<DType> start, stop, step;
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  std::vector<Entry> entries;

  /// As the attribute `index`, and back.
  std::vector<std::int64_t> encode() const;
  static IndexPattern decode(std::span<const std::int64_t> codes);
  int scalar_count() const;
  /// "int64, int32:int64:"
  std::string to_string() const;
};

namespace tensor {

/// Part of x by integers, slices, newaxis, an ellipsis and integer arrays (NumPy's rules).
/// Errors: IndexError for too many indices, and at the call for an index out of bounds.
THEANO_API Variable subtensor(const Operand& x, const Index& index);
/// The tensor of which `part` (made by x[...]) is a part, with y added there; repeated indices accumulate.
/// Errors: TypeError when `part` is not a subtensor, or y has more axes than it.
THEANO_API Variable inc_subtensor(const Operand& part, const Operand& y, bool set_instead_of_inc = false);
/// The tensor of which `part` is a part, with y put there; with repeated indices the last wins.
THEANO_API Variable set_subtensor(const Operand& part, const Operand& y);
/// x[indices] along an axis; of the flattened x when there is none. `mode`: "raise" refuses indices out of bounds, "wrap"
/// takes them modulo the size, "clip" takes the nearest.
THEANO_API Variable take(const Operand& x, const Operand& indices, std::optional<std::int64_t> axis = {},
                         std::string_view mode = "raise");

}  // namespace tensor

/// Definitions of this chapter, for the registry.
std::span<const OpDefinition* const> indexing_ops();
void append_api_functions_indexing(std::vector<ApiFunction>& functions);

}  // namespace theano
