// The same elements in another shape.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

std::vector<TypeRef> reshape_types(const OpInstance& self, std::vector<Variable>& inputs) {
  const Variable& x = inputs[0];
  Variable& sizes = inputs[1];
  const int ndim = static_cast<int>(self.attributes().get_int("ndim"));
  if (sizes.ndim() != 1 || !is_discrete(sizes.dtype())) {
    throw TypeError(
        ErrorReport{.op = "reshape",
                    .sentence = "the new shape must be integers, but it is " + sizes.tensor_type().describe() + ".",
                    .operands = {describe_operand("x", x), describe_operand("newshape", sizes)},
                    .way_out = "pass a list of integers, or cast the vector to int64."});
  }
  const auto length = vector_length(sizes);
  if (length && *length != ndim) {
    throw ValueError(ErrorReport{.op = "reshape",
                                 .sentence = "the new shape must have one size for each of the " +
                                             std::to_string(ndim) + " axes, but it has " + std::to_string(*length) +
                                             ".",
                                 .operands = {describe_operand("x", x), describe_operand("newshape", sizes)},
                                 .way_out = "leave ndim out, or give as many sizes."});
  }
  if (sizes.dtype() != DType::Int64) sizes = tensor::cast(sizes, DType::Int64);
  Shape known(static_cast<std::size_t>(ndim), kUnknownSize);
  if (length) {
    const std::vector<Variable> items = vector_items(sizes, ndim);
    for (int axis = 0; axis < ndim; ++axis) {
      // As in Theano, only a size given as a constant is known to be 1.
      const auto value = known_size(items[static_cast<std::size_t>(axis)]);
      if (value && *value >= 0) known[static_cast<std::size_t>(axis)] = *value;
    }
  }
  return {TensorType::of(x.dtype(), std::move(known))};
}

// The size that -1 stands for: what is left of the elements. The factors that both shapes have cancel first, which
// keeps flattening the last axes simple.
Variable left_over(SymbolicShape from, SymbolicShape others) {
  for (auto other = others.begin(); other != others.end();) {
    const auto twin =
        std::find_if(from.begin(), from.end(), [&](const Variable& v) { return is_same_size(v, *other); });
    const auto value = known_size(*other);
    if (twin == from.end() || (value && *value == 0) || !value) {
      // A symbolic factor may be 0 at a call, and 0 / 0 leaves nothing to say: keep it on both sides.
      ++other;
      continue;
    }
    from.erase(twin);
    other = others.erase(other);
  }
  return divide_sizes(product_of_sizes(from), product_of_sizes(others));
}

std::vector<SymbolicShape> reshape_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  const int ndim = static_cast<int>(node.op()->attributes().get_int("ndim"));
  const std::vector<Variable> items = vector_items(node.input(1), ndim);
  // With -1 for symbolic sizes too: the product of the others has its sign turned where an item is -1.
  SymbolicShape result;
  for (int axis = 0; axis < ndim; ++axis) {
    const Variable& item = items[static_cast<std::size_t>(axis)];
    const auto value = known_size(item);
    if (value && *value >= 0) {
      result.push_back(item);
      continue;
    }
    // A size that is itself some tensor's size is not negative.
    if (owner_if(item, ops::shape_i)) {
      result.push_back(item);
      continue;
    }
    SymbolicShape others = items;
    others.erase(others.begin() + axis);
    const Variable rest = left_over(shapes[0], std::move(others));
    result.push_back(value ? rest : size_if_equal(item, constant_size(-1), rest, item));
  }
  return {result};
}

[[noreturn]] void refuse_sizes(const Layout& input, std::span<const std::int64_t> wanted) {
  throw ValueError("reshape",
                   "the number of elements must stay the same, but the input has shape " +
                       shape_to_string(input.shape) + " and the requested shape is " + shape_to_string(wanted) + ".",
                   "one size may be -1: it is computed from the others.", Phase::Call);
}

Shape resolved_shape(const Layout& input, std::span<const std::int64_t> wanted) {
  Shape shape(wanted);
  int unknown = -1;
  std::int64_t product = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == -1 && unknown < 0) {
      unknown = static_cast<int>(i);
    } else if (shape[i] < 0) {
      refuse_sizes(input, wanted);
    } else {
      product *= shape[i];
    }
  }
  const std::int64_t size = input.size();
  if (unknown >= 0) {
    if (product == 0 || size % product != 0) refuse_sizes(input, wanted);
    shape[static_cast<std::size_t>(unknown)] = size / product;
  } else if (product != size) {
    refuse_sizes(input, wanted);
  }
  return shape;
}

// Strides of `shape` on the same memory, where the axes that are cut or joined lie densely; nullopt where they do not.
std::optional<Strides> reshaped_strides(const Layout& input, const Shape& shape) {
  Strides strides(shape.size(), 0);
  std::size_t from = 0, to = 0;
  while (from < input.shape.size() || to < shape.size()) {
    // The smallest groups of axes with equal numbers of elements.
    std::size_t from_end = from, to_end = to;
    std::int64_t from_count = 1, to_count = 1;
    if (from_end < input.shape.size()) from_count = input.shape[from_end++];
    if (to_end < shape.size()) to_count = shape[to_end++];
    while (from_count != to_count) {
      if (from_count < to_count) {
        from_count *= input.shape[from_end++];
      } else {
        to_count *= shape[to_end++];
      }
    }
    std::int64_t step = 1, expected = -1;
    bool is_first = true;
    for (std::size_t i = from_end; i-- > from;) {
      if (input.shape[i] == 1) continue;
      if (is_first) {
        step = input.strides[i];
        is_first = false;
      } else if (input.strides[i] != expected) {
        return std::nullopt;
      }
      expected = input.strides[i] * input.shape[i];
    }
    for (std::size_t i = to_end; i-- > to;) {
      strides[i] = step;
      step *= shape[i];
    }
    from = from_end;
    to = to_end;
  }
  return strides;
}

std::optional<Layout> reshape_view(const OpInstance&, const Layout& input, std::span<const std::int64_t> wanted,
                                   const Shape&) {
  Shape shape = resolved_shape(input, wanted);
  if (input.is_contiguous() || input.size() == 0) {
    Layout layout(std::move(shape));
    layout.offset = input.offset;
    return layout;
  }
  auto strides = reshaped_strides(input, shape);
  if (!strides) return std::nullopt;
  return Layout(std::move(shape), std::move(*strides), input.offset);
}

Gradients reshape_vjp(const Apply& node, std::span<const Variable> g) {
  const Variable& x = node.input(0);
  return {apply_op(make_op(ops::reshape, {{"ndim", std::int64_t{x.ndim()}}}), {g[0], stack_sizes(sizes_of(x))}), {}};
}

std::vector<std::vector<bool>> reshape_connection(const Apply&) { return {{true}, {false}}; }

}  // namespace

namespace ops {

constinit const ViewOp reshape{{
    .name = "reshape",
    .inputs = {"x", "newshape"},
    .summary = "The same elements, row-major, in another shape.",
    .numpy = "numpy.reshape(x, newshape)",
    .types = reshape_types,
    .shape = reshape_shape,
    .view = reshape_view,
    .vjp = reshape_vjp,
    .connection = reshape_connection,
    .print =
        [](const OpInstance& self) { return "Reshape{" + std::to_string(self.attributes().get_int("ndim")) + "}"; },
}};

}  // namespace ops

namespace tensor {

Variable reshape(const Operand& x, const ShapeArgument& newshape, std::optional<std::int64_t> ndim) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  Variable sizes;
  if (newshape.is_vector()) {
    sizes = newshape.entries()[0];
    if (!ndim) ndim = vector_length(sizes);
  } else {
    sizes = stack_sizes(newshape.items("reshape"));
    if (!ndim) ndim = static_cast<std::int64_t>(newshape.entries().size());
  }
  if (!ndim) {
    throw ValueError(ErrorReport{.op = "reshape",
                                 .sentence =
                                     "the number of axes must be known while the graph is built, but the length "
                                     "of the new shape is not.",
                                 .operands = {describe_operand("x", x), describe_operand("newshape", sizes)},
                                 .way_out = "pass ndim=, or the new shape as a list."});
  }
  return apply_op(make_op(ops::reshape, {{"ndim", *ndim}}), {x, sizes});
}

Variable flatten(const Operand& operand, std::int64_t ndim) {
  const ProvenanceScope scope(Provenance::current(operand.location()));
  const Variable& x = operand;
  if (ndim < 1 || ndim > std::max(1, x.ndim())) {
    throw ValueError(ErrorReport{.op = "flatten",
                                 .sentence = "the number of axes must be between 1 and " +
                                             std::to_string(std::max(1, x.ndim())) + ", but it is " +
                                             std::to_string(ndim) + ".",
                                 .operands = {describe_operand("x", x)},
                                 .way_out = "use flatten(x, 1) for a vector."});
  }
  if (x.ndim() == ndim) return x;
  std::vector<Variable> sizes;
  for (int axis = 0; axis < ndim - 1; ++axis) sizes.push_back(size_of(x, axis));
  // -1 would not say that the size is 1 where all joined axes are broadcastable.
  bool is_one = true;
  for (int axis = static_cast<int>(ndim) - 1; axis < x.ndim(); ++axis) is_one = is_one && x.is_broadcastable(axis);
  sizes.push_back(constant_size(is_one ? 1 : -1));
  return apply_op(make_op(ops::reshape, {{"ndim", ndim}}), {x, stack_sizes(sizes)});
}

Variable ravel(const Operand& x) { return flatten(x, 1); }

}  // namespace tensor
}  // namespace theano
