// The chapter of order: sorted lines, positions in them, the greatest few, permutations.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "theano/graph/operand.h"
#include "theano/ops/kinds/library_op.h"
#include "theano/ops/registry.h"

namespace theano {

namespace ops {
/// Lines along the attribute `axis` in ascending order; equal elements keep their order, NaN stands last.
extern THEANO_API const LibraryOp sort;
/// Where the elements of the sorted lines stood, int64. Attribute `axis`.
extern THEANO_API const LibraryOp argsort;
/// Inputs x and an int64 scalar k: where the k greatest elements stood, greatest first; for a negative k the -k least,
/// least first. Attribute `axis`.
extern THEANO_API const LibraryOp argtopk;
/// Inputs: a sorted vector, values, and maybe the positions that sort the vector. Attribute `right`.
extern THEANO_API const LoopOp searchsorted;
/// The positions that sort the rows of a matrix: by the first element, of equal ones by the second, and so on.
extern THEANO_API const LoopOp row_order;
}  // namespace ops

/// x at positions along one axis: `positions` has the rank of x, and its sizes off the axis.
THEANO_API Variable taken_along(const Variable& x, const Variable& positions, std::int64_t axis);
/// `base` with `values` put at positions along one axis.
THEANO_API Variable put_along(const Variable& base, const Variable& values, const Variable& positions,
                              std::int64_t axis);

namespace tensor {

/// x in ascending order along an axis, of the flattened x when there is none; equal elements keep their order, NaN
/// stands last. Errors: ValueError for an axis that x does not have.
THEANO_API Variable sort(const Operand& x, std::optional<std::int64_t> axis = -1);
/// The positions that sort x along an axis, int64.
THEANO_API Variable argsort(const Operand& x, std::optional<std::int64_t> axis = -1);
/// The kth greatest elements along an axis, greatest first; for a negative kth the -kth least, least first.
/// Errors: ValueError at the call for a kth that is 0 or larger than the axis.
THEANO_API Variable topk(const Operand& x, const Operand& kth, std::optional<std::int64_t> axis = -1);
/// Where the elements of topk stand; of equal ones the first come first.
THEANO_API Variable argtopk(const Operand& x, const Operand& kth, std::optional<std::int64_t> axis = -1,
                            DType idx_dtype = DType::Int64);
/// topk and argtopk together.
THEANO_API std::vector<Variable> topk_and_argtopk(const Operand& x, const Operand& kth,
                                                  std::optional<std::int64_t> axis = -1,
                                                  DType idx_dtype = DType::Int64);
/// Where values would have to be put into the sorted vector x, int64: before (side "left") or behind ("right") equal
/// ones. `sorter` holds the positions that sort x.
THEANO_API Variable searchsorted(const Operand& x, const Operand& v, std::string_view side = "left",
                                 const std::optional<Operand>& sorter = {});
/// The lines along the last axis of x permuted by those of y: result[..., i] = x[..., y[..., i]]; the other way around
/// when `inverse`. Axes in front are added to, and broadcastable axes repeated for, the one that lacks them.
THEANO_API Variable permute_row_elements(const Operand& x, const Operand& y, bool inverse = false);
/// The inverses of the permutations along the last axis.
THEANO_API Variable inverse_permutation(const Operand& perm);

/// The different elements of x, sorted (NaN once); with an axis the different parts along it, in the order of their
/// elements. Behind them, if wanted, int64 vectors: where each stands first; which of them each element (row-major) or
/// part is; how often each occurs. Cost: that of a sort; with an axis of a matrix or more, quadratic in its size.
/// Errors: ValueError for an axis that x does not have.
THEANO_API std::vector<Variable> unique(const Operand& x, bool return_index = false, bool return_inverse = false,
                                        bool return_counts = false, std::optional<std::int64_t> axis = {});

}  // namespace tensor

/// Definitions of this chapter, for the registry.
std::span<const OpDefinition* const> sorting_ops();
void append_api_functions_sorting(std::vector<ApiFunction>& functions);

}  // namespace theano
