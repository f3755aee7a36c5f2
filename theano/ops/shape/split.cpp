// Tensors cut into pieces along an axis.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/shape/movement.h"

namespace theano {
namespace {

int axis_of(const OpInstance& self) { return static_cast<int>(self.attributes().get_int("axis")); }

std::vector<TypeRef> piece_types(const OpInstance& self, std::vector<Variable>& inputs) {
  for (std::size_t i = 1; i < inputs.size(); ++i) inputs[i] = as_size(inputs[i]);
  Shape sizes = inputs[0].tensor_type().sizes();
  std::int64_t& along = sizes[static_cast<std::size_t>(axis_of(self))];
  // As in Theano a piece is broadcastable only where x is; of one element it may also have none.
  const auto known = known_size(inputs[2]);
  along = known && (*known == 1) == (along == 1) && *known > 0 ? *known : kUnknownSize;
  return {TensorType::of(inputs[0].dtype(), std::move(sizes))};
}

std::vector<SymbolicShape> piece_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  SymbolicShape result = shapes[0];
  const auto axis = static_cast<std::size_t>(axis_of(*node.op()));
  const std::int64_t known = static_cast<const TensorType&>(*node.output_type(0)).sizes()[axis];
  result[axis] = known == kUnknownSize ? node.input(2) : constant_size(known);
  return {result};
}

std::optional<Layout> piece_layout(const OpInstance& self, const Layout& input, std::span<const std::int64_t> scalars,
                                   const Shape&) {
  const auto axis = static_cast<std::size_t>(axis_of(self));
  const std::int64_t start = scalars[0], size = scalars[1], total = scalars[2];
  if (total != input.shape[axis]) {
    throw ValueError("split",
                     "The splits sum to " + std::to_string(total) + ", expected " + std::to_string(input.shape[axis]) +
                         ".",
                     "the sizes must add up to the size of the axis.", Phase::Call);
  }
  // A piece that ends beyond the axis is followed by one of negative size.
  if (size < 0 || start < 0 || start + size > total) {
    throw ValueError("split", "Split: you tried to make an ndarray with a negative number of elements.",
                     "pass sizes that are not negative.", Phase::Call);
  }
  Layout layout = input;
  layout.shape[axis] = size;
  if (size > 0) layout.offset += start * input.strides[axis];
  return layout;
}

Gradients piece_vjp(const Apply& node, std::span<const Variable> g) {
  // Only reached when a piece is differentiated by itself; the whole split joins its gradients.
  const int axis = axis_of(*node.op());
  const Variable& x = node.input(0);
  std::vector<IndexEntry> entries(static_cast<std::size_t>(x.ndim()), slice());
  entries[static_cast<std::size_t>(axis)] = slice(Operand(node.input(1)), Operand(add_sizes(node.input(1), node.input(2))));
  const Variable place = tensor::subtensor(tensor::zeros_like(x, g[0].dtype()), Index(std::move(entries)));
  Gradients gradients(static_cast<std::size_t>(node.input_count()));
  gradients[0] = tensor::set_subtensor(place, g[0]);
  return gradients;
}

std::vector<std::vector<bool>> first_connected(const Apply& node) {
  std::vector<std::vector<bool>> pattern(static_cast<std::size_t>(node.input_count()),
                                         std::vector<bool>(static_cast<std::size_t>(node.output_count()), false));
  pattern[0].assign(static_cast<std::size_t>(node.output_count()), true);
  return pattern;
}

std::vector<Variable> pieces(const OpInstance& self, std::span<const Variable> inputs) {
  const Op op = make_op(ops::split_piece, {{"axis", self.attributes().get_int("axis")}});
  Variable total = constant_size(0);
  for (const Variable& size : inputs.subspan(1)) total = add_sizes(total, as_size(size));
  std::vector<Variable> result;
  Variable start = constant_size(0);
  for (const Variable& size : inputs.subspan(1)) {
    result.push_back(apply_op(op, {inputs[0], start, size, total}));
    start = add_sizes(start, as_size(size));
  }
  return result;
}

// A piece whose gradient nobody asks for gives zeros.
Gradients split_vjp(const Apply& node, std::span<const Variable> g) {
  Gradients gradients(static_cast<std::size_t>(node.input_count()));
  std::vector<Variable> parts;
  for (int i = 0; i < node.output_count(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    parts.push_back(g[at].is_null() ? tensor::zeros_like(const_cast<Apply&>(node).output(i)) : g[at]);
  }
  const Variable joined = tensor::join(axis_of(*node.op()), parts);
  gradients[0] = tensor::patternbroadcast(joined, node.input(0).tensor_type().broadcastable());
  return gradients;
}

}  // namespace

namespace ops {

constinit const ViewOp split_piece{{
    .name = "split_piece",
    .inputs = {"x", "start", "size", "total"},
    .summary = "One piece of a tensor that is cut along an axis.",
    .types = piece_types,
    .shape = piece_shape,
    .view = piece_layout,
    .vjp = piece_vjp,
    .connection = first_connected,
    .print = [](const OpInstance& self) { return "SplitPiece{axis=" + std::to_string(axis_of(self)) + "}"; },
}};

constinit const Composite split{{
    .name = "split",
    .inputs = {"x", "sizes"},
    .summary = "Pieces of a tensor, cut along an axis.",
    .expand = pieces,
    .vjp = split_vjp,
    .connection = first_connected,
    .print = [](const OpInstance& self) { return "Split{axis=" + std::to_string(axis_of(self)) + "}"; },
}};

}  // namespace ops

namespace tensor {

std::vector<Variable> split(const Operand& x, const Operand& splits_size, std::int64_t n_splits, std::int64_t axis) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const Variable& sizes = splits_size;
  if (sizes.ndim() != 1 || !is_integer(sizes.dtype())) {
    throw TypeError(ErrorReport{.op = "split",
                                .sentence = "splits_size must be an integer vector, but it is " +
                                            sizes.tensor_type().describe() + ".",
                                .operands = {describe_operand("x", x), describe_operand("splits_size", sizes)},
                                .way_out = "give the sizes of the pieces as a list of integers."});
  }
  const auto known = vector_length(sizes);
  if (n_splits < 0 || (known && *known != n_splits)) {
    throw ValueError(ErrorReport{.op = "split",
                                 .sentence = "there must be one size for each of the " + std::to_string(n_splits) +
                                             " pieces, but there are " + std::to_string(known.value_or(0)) + ".",
                                 .operands = {describe_operand("x", x), describe_operand("splits_size", sizes)},
                                 .way_out = "let n_splits be the number of sizes."});
  }
  if (n_splits == 0) return {};
  const std::int64_t at = normalize_axis(axis, x.variable().ndim(), "split");
  // A vector of another length at the call is refused by the check of its size.
  const Op check = make_op(ops::specify_shape, {{"of", std::string("split")}});
  const Variable checked = known ? sizes : apply_op(check, {sizes, constant_size(n_splits)});
  std::vector<Variable> inputs = {x};
  for (Variable& size : vector_items(checked, n_splits)) inputs.push_back(std::move(size));
  return apply_op_all(make_op(ops::split, {{"axis", at}}), std::move(inputs));
}

}  // namespace tensor
}  // namespace theano
