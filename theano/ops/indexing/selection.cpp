// Functions that select by what is true, repeat, and count; all made of positions, gathers and scatters.
#include "theano/ops/indexing/selection.h"

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/parts.h"
#include "theano/ops/reduction/reduction.h"

namespace theano::tensor {
namespace {

Variable as_mask(const Variable& a) { return is_bool(a.dtype()) ? a : neq(a, 0); }

void refuse_scalar(const Variable& a, const char* op) {
  if (a.ndim() > 0) return;
  throw ValueError(ErrorReport{.op = op,
                               .sentence = "only tensors with axes have positions, but this is a scalar.",
                               .operands = {describe_operand("a", a)},
                               .way_out = "give it an axis first, as in shape_padleft(a)."});
}

// Each element of an axis `times` times: a new axis of that size behind it, folded into it.
Variable repeated_equally(const Variable& x, const Variable& times, int axis) {
  std::vector<std::int64_t> order;
  std::vector<Variable> wide, result;
  for (int i = 0; i < x.ndim(); ++i) {
    order.push_back(i);
    wide.push_back(size_of(x, i));
    result.push_back(wide.back());
    if (i != axis) continue;
    order.push_back(kNewAxis);
    wide.push_back(as_size(times));
    result.back() = multiply_sizes(result.back(), as_size(times));
  }
  return reshape(alloc(dimshuffled(x, std::move(order)), ShapeArgument(wide)), ShapeArgument(result), x.ndim());
}

Variable repeated_each(const Variable& x, const Variable& repeats, int axis) {
  const Variable starts = apply_op(make_op(ops::run_starts), {repeats});
  const Variable places = apply_op(make_op(ops::repeated_places), {starts, starts[-1], size_of(x, axis)});
  return parts::advanced_part(x, {axis}, {places});
}

}  // namespace

std::vector<Variable> nonzero(const Operand& a) {
  const ProvenanceScope scope(Provenance::current(a.location()));
  refuse_scalar(a, "nonzero");
  return parts::true_positions(as_mask(a));
}

Variable nonzero_matrix(const Operand& a) {
  const ProvenanceScope scope(Provenance::current(a.location()));
  return stack(nonzero(a));
}

Variable flatnonzero(const Operand& a) {
  const ProvenanceScope scope(Provenance::current(a.location()));
  refuse_scalar(a, "flatnonzero");
  return parts::true_positions(as_mask(flatten(a)))[0];
}

Variable nonzero_values(const Operand& a) {
  const ProvenanceScope scope(Provenance::current(a.location()));
  return parts::advanced_part(flatten(a), {0}, {flatnonzero(a)});
}

Variable compress(const Operand& condition, const Operand& x, std::optional<std::int64_t> axis) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return take(x, flatnonzero(condition), axis);
}

Variable repeat(const Operand& operand, const Operand& repeats_in, std::optional<std::int64_t> axis) {
  const ProvenanceScope scope(Provenance::current(operand.location()));
  const Variable& repeats = repeats_in;
  if (repeats.ndim() > 1) {
    throw ValueError(ErrorReport{.op = "repeat",
                                 .sentence = "The dimension of repeats should not exceed 1, but it is " +
                                             std::to_string(repeats.ndim()) + ".",
                                 .operands = {describe_operand("repeats", repeats)},
                                 .way_out = "pass a scalar, or a vector with one number per element."});
  }
  if (!is_discrete(repeats.dtype()) || is_bool(repeats.dtype())) {
    throw TypeError(ErrorReport{.op = "repeat",
                                .sentence = "repeats must be integers, but they are " +
                                            std::string(dtype_name(repeats.dtype())) + ".",
                                .operands = {describe_operand("repeats", repeats)},
                                .way_out = "cast them to int64."});
  }
  const Variable x = axis ? operand.variable() : flatten(operand);
  const std::int64_t wanted = axis.value_or(0);
  if (wanted >= x.ndim() || wanted < -x.ndim()) {
    throw ValueError(ErrorReport{.op = "repeat",
                                 .sentence = "Axis should not exceed x.ndim-1, but it is " + std::to_string(wanted) + ".",
                                 .operands = {describe_operand("x", x)},
                                 .way_out = "leave the axis out to repeat the elements of the flattened x."});
  }
  const int at = static_cast<int>(wanted < 0 ? wanted + x.ndim() : wanted);
  if (repeats.ndim() == 0) return repeated_equally(x, repeats, at);
  if (repeats.is_broadcastable(0)) return repeated_equally(x, repeats[0], at);
  return repeated_each(x, repeats, at);
}

Variable bincount(const Operand& operand, const std::optional<Operand>& weights, const std::optional<Operand>& minlength,
                  bool assert_nonneg) {
  const ProvenanceScope scope(Provenance::current(operand.location()));
  const Variable& x = operand;
  if (x.ndim() != 1 || !is_discrete(x.dtype())) {
    throw TypeError(ErrorReport{.op = "bincount",
                                .sentence = "x must be a vector of integers, but it is " + x.tensor_type().describe() + ".",
                                .operands = {describe_operand("x", x)},
                                .way_out = "flatten it, or cast it to int64."});
  }
  const Variable least = minlength ? as_size(minlength->variable()) : constant_size(0);
  const Variable total = apply_op(make_op(ops::bin_total, {{"assert_nonneg", assert_nonneg}}), {x, least});
  const DType counted = is_bool(x.dtype()) ? DType::Int64 : x.dtype();
  const Variable each = weights ? weights->variable() : scalar_constant(counted, std::int64_t{1});
  const Variable index = is_bool(x.dtype()) ? cast(x, DType::Int8) : x;
  return parts::advanced_changed(zeros(ShapeArgument({total}), each.dtype()), each, {0}, {index}, false);
}

}  // namespace theano::tensor
