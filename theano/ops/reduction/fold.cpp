// The machinery that the reductions share.
#include "theano/ops/reduction/fold.h"

#include <algorithm>
#include <numeric>

#include "theano/base/error.h"
#include "theano/ops/shape/shape.h"

namespace theano {

namespace {

std::vector<std::int64_t> axes_of(const OpInstance& self, int ndim) {
  if (self.attributes().has("axis")) return self.attributes().get_ints("axis");
  std::vector<std::int64_t> all(static_cast<std::size_t>(ndim));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

}  // namespace

std::vector<std::int64_t> reduced_axes(const Apply& node) { return axes_of(*node.op(), node.input(0).ndim()); }

Op make_reduction(const OpDefinition& definition, const std::optional<std::vector<std::int64_t>>& axes) {
  Attributes attributes;
  if (axes) attributes.set("axis", *axes);
  return make_op(definition, std::move(attributes));
}

Op make_accumulation(const OpDefinition& definition, const std::optional<std::vector<std::int64_t>>& axes, DType dtype,
                     DType acc_dtype) {
  Attributes attributes;
  if (axes) attributes.set("axis", *axes);
  attributes.set("dtype", dtype);
  attributes.set("acc_dtype", acc_dtype);
  return make_op(definition, std::move(attributes));
}

namespace fold {

AxisList normalized_axes(const Variable& x, const Axes& axes, const char* op) {
  if (axes.is_all()) return std::nullopt;
  const int ndim = x.ndim();
  std::vector<std::int64_t> result;
  for (const std::int64_t axis : axes.list()) {
    if (axis < -ndim || axis >= ndim) {
      const std::string name = x.name().empty() ? "x" : x.name();
      throw ValueError(ErrorReport{
          .op = op,
          .sentence = "Not enough dimensions on " + name + " to reduce on axis " + std::to_string(axis) + ".",
          .operands = {describe_operand("x", x)},
          .way_out = ndim == 0
                         ? "leave the axis out: there is only one element."
                         : "use an axis from " + std::to_string(-ndim) + " to " + std::to_string(ndim - 1) + "."});
    }
    result.push_back(axis < 0 ? axis + ndim : axis);
  }
  std::ranges::sort(result);
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

Shape kept_sizes(const OpInstance& self, const Variable& x) {
  const std::vector<std::int64_t> folded = axes_of(self, x.ndim());
  Shape sizes;
  for (int axis = 0; axis < x.ndim(); ++axis) {
    if (!std::ranges::binary_search(folded, axis))
      sizes.push_back(x.tensor_type().sizes()[static_cast<std::size_t>(axis)]);
  }
  return sizes;
}

SymbolicShape kept_shape(const Apply& node, std::span<const SymbolicShape> input_shapes) {
  const std::vector<std::int64_t> folded = reduced_axes(node);
  SymbolicShape sizes;
  for (int axis = 0; axis < node.input(0).ndim(); ++axis) {
    if (!std::ranges::binary_search(folded, axis)) sizes.push_back(input_shapes[0][static_cast<std::size_t>(axis)]);
  }
  return sizes;
}

std::vector<SymbolicShape> shapes(const Apply& node, std::span<const SymbolicShape> input_shapes) {
  return std::vector<SymbolicShape>(static_cast<std::size_t>(node.output_count()), kept_shape(node, input_shapes));
}

Walk::Walk(LoopNest& nest) : nest_(nest), axes_(reduced_axes(nest.node)), point_(nest.b.map_indices()) {
  for (const std::int64_t axis : axes_) extents_.push_back(nest.input_size(0, static_cast<int>(axis)));
}

ir::Expr Walk::element(std::span<const ir::Expr> folded) const {
  std::vector<ir::Expr> index;
  std::size_t next_folded = 0, next_kept = 0;
  for (int axis = 0; axis < nest_.node.input(0).ndim(); ++axis) {
    const bool is_folded = std::ranges::binary_search(axes_, axis);
    index.push_back(is_folded ? folded[next_folded++] : point_[next_kept++]);
  }
  return nest_.read(0, index);
}

void Walk::check_not_empty(const char* what) const {
  const Shape& sizes = nest_.node.input(0).tensor_type().sizes();
  const bool is_known =
      std::ranges::all_of(axes_, [&](std::int64_t axis) { return sizes[static_cast<std::size_t>(axis)] > 0; });
  if (is_known) return;
  ir::Expr count = extents_[0];
  for (std::size_t i = 1; i < extents_.size(); ++i) count = count * extents_[i];
  ir::CheckSite site;
  site.message = std::string("there must be an element to take the ") + what + " of, but the input has none.";
  site.provenance = nest_.node.provenance;
  site.error_kind = static_cast<int>(ErrorKind::Value);
  site.op = std::string(nest_.node.op()->name());  // the step may be about other reductions too
  nest_.b.check(count > 0, count, std::move(site));
}

Variable with_kept_axes(const Variable& x, const Variable& result, const AxisList& axes) {
  std::vector<std::int64_t> order;
  std::int64_t next = 0;
  for (int axis = 0; axis < x.ndim(); ++axis) {
    const bool is_folded = !axes || std::ranges::binary_search(*axes, axis);
    order.push_back(is_folded ? -1 : next++);
  }
  return dimshuffled(result, std::move(order));
}

Variable expanded(const Apply& node, const Variable& v) { return with_kept_axes(node.input(0), v, reduced_axes(node)); }

Variable reduced(const LoopOp& definition, const Operand& x, const Axes& axis, bool keepdims) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const AxisList axes = normalized_axes(x, axis, definition.spec().name);
  const Variable result = apply_op(make_reduction(definition, axes), {x});
  return keepdims ? with_kept_axes(x, result, axes) : result;
}

std::string print_with_axes(const OpInstance& self, const char* name) {
  std::string text(name);
  if (!self.attributes().has("axis")) return text;
  const char* separator = "{";
  for (const std::int64_t axis : self.attributes().get_ints("axis")) {
    text += separator + std::to_string(axis);
    separator = ", ";
  }
  return text + "}";
}

}  // namespace fold
}  // namespace theano
