// What all reductions share: their axes, output types, shapes and the walk over the elements they fold.
#pragma once

#include <string>
#include <vector>

#include "theano/ops/reduction/reduction.h"

namespace theano::fold {

using AxisList = std::optional<std::vector<std::int64_t>>;

/// The block of a reduction: what every one states the same way is filled in.
constexpr LoopSpec block(const char* name, const char* summary, const char* numpy, TypesFunction types,
                         void (*build)(LoopNest&), Vjp vjp, PrintFunction print);

/// The user's axes as an attribute: sorted, not negative, each once. Errors: ValueError for one that x does not have.
AxisList normalized_axes(const Variable& x, const Axes& axes, const char* op);
/// The sizes of the axes of x that are kept.
Shape kept_sizes(const OpInstance& self, const Variable& x);
SymbolicShape kept_shape(const Apply& node, std::span<const SymbolicShape> input_shapes);
/// Like kept_shape, for each output.
std::vector<SymbolicShape> shapes(const Apply& node, std::span<const SymbolicShape> input_shapes);

/// The nest of a reduction: the extents it folds, and the element of the input at a folded position.
class Walk {
 public:
  explicit Walk(LoopNest& nest);
  bool is_empty() const { return axes_.empty(); }
  const std::vector<ir::Expr>& extents() const { return extents_; }
  ir::Expr element(std::span<const ir::Expr> folded) const;
  /// Reports a ValueError at a call that has nothing to fold.
  void check_not_empty(const char* what) const;

 private:
  LoopNest& nest_;
  std::vector<std::int64_t> axes_;
  std::vector<ir::Expr> extents_;
  std::vector<ir::Expr> point_;
};

/// v, a result of the reduction, with broadcastable axes where it folded: fits to the input.
Variable expanded(const Apply& node, const Variable& v);
/// The same for a user's keepdims.
Variable with_kept_axes(const Variable& x, const Variable& result, const AxisList& axes);
/// The node of a reduction as users ask for it, without dtypes of its own.
Variable reduced(const LoopOp& definition, const Operand& x, const Axes& axis, bool keepdims);
/// "Max{0, 1}"
std::string print_with_axes(const OpInstance& self, const char* name);

constexpr LoopSpec block(const char* name, const char* summary, const char* numpy, TypesFunction types,
                         void (*build)(LoopNest&), Vjp vjp, PrintFunction print) {
  return {.name = name,
          .inputs = {"x"},
          .summary = summary,
          .numpy = numpy,
          .types = types,
          .shape = shapes,
          .build = build,
          .vjp = vjp,
          .print = print};
}

}  // namespace theano::fold
