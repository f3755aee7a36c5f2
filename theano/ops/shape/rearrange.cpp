// Tensors repeated, rotated and stacked, and differences of neighbours, as expressions of other ops.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/shape/movement.h"

namespace theano::tensor {
namespace {

[[noreturn]] void refuse_tile(const Variable& x, std::string sentence, std::string way_out) {
  throw ValueError(ErrorReport{.op = "tile",
                               .sentence = std::move(sentence),
                               .operands = {describe_operand("x", x)},
                               .way_out = std::move(way_out)});
}

// The repetitions along each axis of the result; of a vector of unknown length the last `ndim`, 1 before its start.
std::vector<Variable> repetitions(const Variable& x, const ShapeArgument& reps, std::optional<std::int64_t> ndim) {
  for (const Variable& entry : reps.entries()) {
    if (!is_discrete(entry.dtype())) {
      refuse_tile(x, "elements of reps must be integer dtype, but one is " + entry.tensor_type().describe() + ".",
                  "cast reps to int64.");
    }
    if (entry.ndim() > 1 || (entry.ndim() == 1 && !reps.is_vector())) {
      refuse_tile(x, "the dimension of reps should not exceed 1.", "pass a list of scalars, or one vector.");
    }
  }
  std::vector<Variable> items;
  if (!reps.is_vector()) {
    for (const Variable& entry : reps.entries()) items.push_back(as_size(entry));
  } else if (const auto length = vector_length(reps.entries()[0])) {
    items = vector_items(reps.entries()[0], *length);
  } else if (!ndim) {
    refuse_tile(x, "if reps is a vector of unknown length, you should specify the ndim.",
                "pass ndim, the number of axes of the result.");
  } else {
    const Variable& vector = reps.entries()[0];
    const Variable length = size_of(vector, 0), missing = subtract_sizes(constant_size(*ndim), length);
    const Variable one = constant_size(1);
    for (std::int64_t i = 0; i < *ndim; ++i) {
      Variable place = max_size(constant_size(0), subtract_sizes(constant_size(i), missing));
      // More repetitions than axes: an index that the vector has not, so that the call refuses it.
      if (i == 0) place = size_if_less(missing, constant_size(0), length, place);
      items.push_back(size_if_less(constant_size(i), missing, one, as_size(subtensor(vector, Index(place)))));
    }
  }
  const auto wanted = ndim.value_or(std::max<std::int64_t>(x.ndim(), static_cast<std::int64_t>(items.size())));
  if (static_cast<std::int64_t>(items.size()) > wanted) {
    refuse_tile(x, "len(reps) should be equal or less than ndim, but it is " + std::to_string(items.size()) + ".",
                "leave ndim out.");
  }
  items.insert(items.begin(), static_cast<std::size_t>(wanted) - items.size(), constant_size(1));
  return items;
}

void check_matrices(const std::vector<Variable>& matrices, const char* op) {
  const bool are_matrices = std::ranges::all_of(matrices, [](const Variable& m) { return m.ndim() == 2; });
  if (matrices.size() >= 2 && are_matrices) return;
  throw TypeError(op, "there must be two or more tensors, all of them matrices.",
                  "use join or stack for tensors of another rank.");
}

IndexEntry from(const Variable& start) { return slice(Operand(start), {}); }
IndexEntry until(const Variable& stop) { return slice({}, Operand(stop)); }

Variable part(const Variable& x, std::int64_t axis, const IndexEntry& entry) {
  std::vector<IndexEntry> entries(static_cast<std::size_t>(x.ndim()), slice());
  entries[static_cast<std::size_t>(axis)] = entry;
  return subtensor(x, Index(std::move(entries)));
}

}  // namespace

Variable tile(const Operand& x_in, const ShapeArgument& reps_in, std::optional<std::int64_t> ndim) {
  const ProvenanceScope scope(Provenance::current(x_in.location()));
  Variable x = x_in;
  if (ndim && *ndim < x.ndim()) {
    refuse_tile(x, "ndim should be equal or larger than x.ndim, but it is " + std::to_string(*ndim) + ".",
                "leave ndim out.");
  }
  const std::vector<Variable> reps = repetitions(x, reps_in, ndim);
  x = padded_left(x, static_cast<int>(reps.size()));
  // Each axis becomes two, (repetition, element), which the reshape joins again.
  std::vector<std::int64_t> order;
  std::vector<Variable> doubled, joined;
  for (int axis = 0; axis < x.ndim(); ++axis) {
    const Variable size = size_of(x, axis);
    order.push_back(-1);
    order.push_back(axis);
    doubled.push_back(reps[static_cast<std::size_t>(axis)]);
    doubled.push_back(size);
    joined.push_back(multiply_sizes(reps[static_cast<std::size_t>(axis)], size));
  }
  const auto rank = std::int64_t{x.ndim()};
  return reshape(alloc(dimshuffled(x, std::move(order)), ShapeArgument(std::move(doubled))),
                 ShapeArgument(std::move(joined)), rank);
}

Variable roll(const Operand& x_in, const Operand& shift_in, std::optional<std::int64_t> axis) {
  const ProvenanceScope scope(Provenance::current(x_in.location()));
  const Variable& x = x_in;
  if (!axis && x.ndim() != 1) return reshape(roll(flatten(x), shift_in, 0), ShapeArgument(sizes_of(x)), x.ndim());
  const std::int64_t at = normalize_axis(axis.value_or(0), x.ndim(), "roll");
  if (shift_in.variable().ndim() != 0 || !is_discrete(shift_in.variable().dtype())) {
    throw TypeError(ErrorReport{.op = "roll",
                                .sentence = "shift must be an integer scalar, but it is " +
                                            shift_in.variable().tensor_type().describe() + ".",
                                .operands = {describe_operand("x", x), describe_operand("shift", shift_in)},
                                .way_out = "cast it to int64."});
  }
  if (x.is_broadcastable(static_cast<int>(at))) return x;
  const Variable size = size_of(x, static_cast<int>(at));
  const Variable cut = subtract_sizes(size, mod(as_size(shift_in), size));
  const Variable rolled = join(at, {part(x, at, from(cut)), part(x, at, until(cut))});
  return patternbroadcast(rolled, x.tensor_type().broadcastable());
}

Variable diff(const Operand& x_in, std::int64_t n, std::int64_t axis) {
  const ProvenanceScope scope(Provenance::current(x_in.location()));
  Variable x = x_in;
  if (n < 0) {
    throw ValueError(ErrorReport{.op = "diff",
                                 .sentence = "order must be non-negative but got " + std::to_string(n) + ".",
                                 .operands = {describe_operand("x", x)},
                                 .way_out = "use cumsum for the inverse."});
  }
  const std::int64_t at = normalize_axis(axis, x.ndim(), "diff");
  x = unbroadcast(x, {at});
  for (; n > 0; --n) {
    const Variable later = part(x, at, from(constant_size(1))), earlier = part(x, at, until(constant_size(-1)));
    x = is_bool(x.dtype()) ? neq(later, earlier) : sub(later, earlier);
  }
  return x;
}

Variable horizontal_stack(const std::vector<Variable>& matrices) {
  check_matrices(matrices, "horizontal_stack");
  return join(1, matrices);
}

Variable vertical_stack(const std::vector<Variable>& matrices) {
  check_matrices(matrices, "vertical_stack");
  return join(0, matrices);
}

}  // namespace theano::tensor
