// The chapter of reductions: ops that fold one or more axes of a tensor, and the user functions made of them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

#include "theano/graph/operand.h"
#include "theano/ops/kinds/composite.h"
#include "theano/ops/kinds/loop_op.h"
#include "theano/ops/registry.h"

namespace theano {

/// Which axes a reduction folds: all of them (nothing, as Python's None), one, or several; negative ones count from
/// the end.
class Axes {
 public:
  Axes() = default;
  Axes(std::nullopt_t) {}
  template <std::integral T>
  Axes(T axis) : axes_(std::vector<std::int64_t>{static_cast<std::int64_t>(axis)}) {}
  Axes(std::initializer_list<std::int64_t> axes) : axes_(std::vector<std::int64_t>(axes)) {}
  Axes(std::vector<std::int64_t> axes) : axes_(std::move(axes)) {}
  Axes(std::optional<std::vector<std::int64_t>> axes) : axes_(std::move(axes)) {}

  bool is_all() const noexcept { return !axes_.has_value(); }
  const std::vector<std::int64_t>& list() const { return *axes_; }

 private:
  std::optional<std::vector<std::int64_t>> axes_;
};

/// The folds of this chapter have an attribute `axis` (sorted, not negative); without it they fold all axes. They drop
/// the axes they fold. sum and prod also have `dtype` (of the result) and `acc_dtype` (of accumulation).
namespace ops {
extern THEANO_API const LoopOp sum;
extern THEANO_API const LoopOp prod;
extern THEANO_API const LoopOp max;  ///< the greatest element; nan where there is one
extern THEANO_API const LoopOp min;
extern THEANO_API const LoopOp argmax;  ///< int64 position of the first greatest among the folded axes, row-major
extern THEANO_API const LoopOp argmin;
extern THEANO_API const LoopOp max_and_argmax;  ///< two outputs
extern THEANO_API const LoopOp any;
extern THEANO_API const LoopOp all;

/// Ops on lines along the attribute `axis`, backwards where the attribute `reverse` says so. They keep the shape.
extern THEANO_API const LoopOp cumsum;
extern THEANO_API const LoopOp cumprod;
extern THEANO_API const LoopOp linear_recurrence;  ///< inputs links, terms: h[t] = terms[t] + links[t] h[t - 1]
}  // namespace ops

/// The axes that a reduction node folds, sorted.
THEANO_API std::vector<std::int64_t> reduced_axes(const Apply& node);
/// A reduction op that folds `axes` of its input (nullopt: all). `definition` must be one of this chapter without dtypes.
THEANO_API Op make_reduction(const OpDefinition& definition, const std::optional<std::vector<std::int64_t>>& axes);
/// sum or prod as a node with given dtypes.
THEANO_API Op make_accumulation(const OpDefinition& definition, const std::optional<std::vector<std::int64_t>>& axes,
                                DType dtype, DType acc_dtype);

namespace tensor {

/// Sums of the elements so far along an axis, of the flattened x when there is none. Types: that of x; small integers
/// wrap.
THEANO_API Variable cumsum(const Operand& x, std::optional<std::int64_t> axis = {});
/// Products of the elements so far along an axis, of the flattened x when there is none. Its derivatives of any order are
/// right where elements are zero.
THEANO_API Variable cumprod(const Operand& x, std::optional<std::int64_t> axis = {});
/// Sum over `axis`. Types: bool and signed integers give int64, unsigned ones uint64, floats stay (float32 accumulates in
/// float64). Errors: ValueError for an axis that x does not have.
THEANO_API Variable sum(const Operand& x, const Axes& axis = {}, bool keepdims = false, std::optional<DType> dtype = {},
                        std::optional<DType> acc_dtype = {});
/// Product over `axis`, with the types of sum. Its derivative is right where factors are zero.
THEANO_API Variable prod(const Operand& x, const Axes& axis = {}, bool keepdims = false,
                         std::optional<DType> dtype = {}, std::optional<DType> acc_dtype = {},
                         bool no_zeros_in_input = false);
/// Greatest element; nan where there is one. Errors: ValueError at the call when there are no elements.
THEANO_API Variable max(const Operand& x, const Axes& axis = {}, bool keepdims = false);
/// Least element; nan where there is one.
THEANO_API Variable min(const Operand& x, const Axes& axis = {}, bool keepdims = false);
/// Position of the first greatest element, int64; over several axes the position in their row-major order.
THEANO_API Variable argmax(const Operand& x, const Axes& axis = {}, bool keepdims = false);
/// Position of the first least element, int64.
THEANO_API Variable argmin(const Operand& x, const Axes& axis = {}, bool keepdims = false);
/// max and argmax together.
THEANO_API std::vector<Variable> max_and_argmax(const Operand& x, const Axes& axis = {}, bool keepdims = false);
/// Whether any element is not zero.
THEANO_API Variable any(const Operand& x, const Axes& axis = {}, bool keepdims = false);
/// Whether no element is zero.
THEANO_API Variable all(const Operand& x, const Axes& axis = {}, bool keepdims = false);
/// Arithmetic mean. Types: discrete types give float64, floats stay. The mean of nothing is nan.
THEANO_API Variable mean(const Operand& x, const Axes& axis = {}, bool keepdims = false,
                         std::optional<DType> dtype = {}, std::optional<DType> acc_dtype = {});
/// Variance: the mean square distance from the mean, divided by n - ddof.
THEANO_API Variable var(const Operand& x, const Axes& axis = {}, std::int64_t ddof = 0, bool keepdims = false,
                        bool corrected = false);
/// Standard deviation: the square root of var.
THEANO_API Variable std(const Operand& x, const Axes& axis = {}, std::int64_t ddof = 0, bool keepdims = false,
                        bool corrected = false);
/// The span from the least to the greatest element.
THEANO_API Variable ptp(const Operand& x, const Axes& axis = {});
/// The L-norm over `axis`: abs(x) ** L summed, to the power 1 / L.
THEANO_API Variable norm(const Operand& x, double L, const Axes& axis = {}, bool keepdims = false);

}  // namespace tensor

/// Whether the op folds axes away, reading each element of its input once.
THEANO_API bool is_fold(const OpDefinition& op);

/// Definitions of this chapter, for the registry.
std::span<const OpDefinition* const> reduction_ops();
void append_api_functions_reduction(std::vector<ApiFunction>& functions);

}  // namespace theano
