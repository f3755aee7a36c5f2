// Tensors one after another or side by side.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

using ir::Expr;

int join_axis(const Apply& node) { return static_cast<int>(node.op()->attributes().get_int("axis")); }

std::vector<ErrorOperand> describe_pieces(std::span<const Variable> pieces) {
  std::vector<ErrorOperand> operands;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    operands.push_back(describe_operand("tensor " + std::to_string(i), pieces[i]));
  }
  return operands;
}

// The size of a joined axis that is not joined along: known if any piece knows it.
std::int64_t common_size(std::span<const Variable> pieces, int axis) {
  std::int64_t size = kUnknownSize;
  for (const Variable& piece : pieces) {
    const std::int64_t own = piece.tensor_type().sizes()[static_cast<std::size_t>(axis)];
    if (own == kUnknownSize) continue;
    if (size != kUnknownSize && own != size) {
      throw ShapeError(ErrorReport{.op = "join",
                                   .sentence = "all sizes but that of the joined axis must agree, but on axis " +
                                               std::to_string(axis) + " there are " + std::to_string(size) + " and " +
                                               std::to_string(own) + ".",
                                   .operands = describe_pieces(pieces),
                                   .way_out = "join along that axis, or transpose one of them."});
    }
    size = own;
  }
  return size;
}

std::vector<TypeRef> join_types(const OpInstance& self, std::vector<Variable>& inputs) {
  const int axis = static_cast<int>(self.attributes().get_int("axis"));
  std::vector<DType> dtypes;
  for (const Variable& piece : inputs) {
    dtypes.push_back(piece.dtype());
    if (piece.ndim() == inputs[0].ndim() && piece.ndim() > 0) continue;
    throw TypeError(ErrorReport{
        .op = "join",
        .sentence = piece.ndim() == 0 ? "scalars have no axis to join along."
                                      : "Join() can only join tensors with the same number of dimensions.",
        .operands = describe_pieces(inputs),
        .way_out = piece.ndim() == 0 ? "use stack to make a vector of scalars." : "add axes with dimshuffle first."});
  }
  const DType dtype = promote(dtypes);
  std::int64_t joined = 0;
  Shape sizes;
  for (int i = 0; i < inputs[0].ndim(); ++i) {
    if (i != axis) {
      sizes.push_back(common_size(inputs, i));
      continue;
    }
    for (const Variable& piece : inputs) {
      const std::int64_t own = piece.tensor_type().sizes()[static_cast<std::size_t>(i)];
      joined = own == kUnknownSize || joined == kUnknownSize ? kUnknownSize : joined + own;
    }
    // As in Theano a joined axis is broadcastable only where there is nothing to join.
    sizes.push_back(joined == 1 && inputs.size() > 1 ? kUnknownSize : joined);
  }
  for (Variable& piece : inputs) {
    if (piece.dtype() != dtype) piece = tensor::cast(piece, dtype);
  }
  return {TensorType::of(dtype, std::move(sizes))};
}

std::vector<SymbolicShape> join_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  const int axis = join_axis(node);
  SymbolicShape result;
  for (int i = 0; i < node.input(0).ndim(); ++i) {
    Variable size = shapes[0][static_cast<std::size_t>(i)];
    for (std::size_t piece = 1; piece < shapes.size(); ++piece) {
      const Variable& other = shapes[piece][static_cast<std::size_t>(i)];
      if (i == axis) {
        size = add_sizes(size, other);
      } else if (!known_size(size) && known_size(other)) {
        size = other;
      }
    }
    result.push_back(std::move(size));
  }
  return {result};
}

SymbolicShape join_map_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  SymbolicShape result = shapes[0];
  result.erase(result.begin() + join_axis(node));
  return result;
}

void build_join(LoopNest& nest) {
  const auto axis = static_cast<std::size_t>(join_axis(nest.node));
  const std::vector<Expr> point = nest.b.map_indices();
  Expr offset = nest.b.constant(DType::Int64, std::int64_t{0});
  for (int piece = 0; piece < nest.node.input_count(); ++piece) {
    const Expr extent = nest.input_size(piece, static_cast<int>(axis));
    nest.b.for_each(extent, [&](Expr i) {
      std::vector<Expr> from = point, to = point;
      from.insert(from.begin() + static_cast<std::ptrdiff_t>(axis), i);
      to.insert(to.begin() + static_cast<std::ptrdiff_t>(axis), offset + i);
      nest.write(0, to, nest.read(piece, from));
    });
    offset = offset + extent;
  }
}

std::vector<SizeCheck> join_checks(const Apply& node, std::span<const SymbolicShape> shapes) {
  std::vector<SizeCheck> checks;
  for (std::size_t piece = 1; piece < shapes.size(); ++piece) {
    for (int axis = 0; axis < node.input(0).ndim(); ++axis) {
      const Variable& first = shapes[0][static_cast<std::size_t>(axis)];
      const Variable& other = shapes[piece][static_cast<std::size_t>(axis)];
      if (axis == join_axis(node) || is_same_size(first, other)) continue;
      const std::string at = ".shape[" + std::to_string(axis) + "] is ";
      checks.push_back({first, other,
                        "all sizes but that of the joined axis must agree, but of tensor 0" + at +
                            "{0} and of tensor " + std::to_string(piece) + at + "{1}.",
                        "join along that axis, or transpose one of them."});
    }
  }
  return checks;
}

Gradients join_vjp(const Apply& node, std::span<const Variable> g) {
  const int axis = join_axis(node);
  Gradients gradients;
  Variable offset = constant_size(0);
  for (const Variable& piece : node.inputs()) {
    const Variable end = add_sizes(offset, size_of(piece, axis));
    Index index(std::vector<IndexEntry>(static_cast<std::size_t>(axis), slice()));
    index.entries.push_back(slice(Operand(offset), Operand(end)));
    const Variable part = tensor::subtensor(g[0], index);
    gradients.push_back(is_discrete(piece.dtype())
                            ? tensor::zeros_like(piece, floatX())
                            : tensor::patternbroadcast(part, piece.tensor_type().broadcastable()));
    offset = end;
  }
  return gradients;
}

}  // namespace

namespace ops {

constinit const LoopOp join{{
    .name = "join",
    .inputs = {"tensors"},
    .summary = "Tensors one after another along an axis.",
    .types = join_types,
    .shape = join_shape,
    .map_shape = join_map_shape,
    .build = build_join,
    .vjp = join_vjp,
    .print = [](const OpInstance&) { return std::string("Join"); },
    .checks = join_checks,
}};

}  // namespace ops

namespace tensor {

Variable join(std::int64_t axis, const std::vector<Variable>& tensors) {
  if (tensors.empty()) {
    throw ValueError("join", "Cannot join an empty list of tensors.", "pass at least one tensor.");
  }
  const int ndim = tensors[0].ndim();
  const std::int64_t at = ndim == 0 ? 0 : normalize_axis(axis, ndim, "join");
  if (tensors.size() == 1 && ndim > 0) return tensors[0];
  return apply_op(make_op(ops::join, {{"axis", at}}), tensors);
}

Variable join(const Variable& axis, const std::vector<Variable>& tensors) {
  const bool is_scalar = axis.ndim() == 0 && is_integer(axis.dtype());
  if (!is_scalar) {
    throw TypeError(ErrorReport{.op = "join",
                                .sentence = "the axis must be an integer scalar, but it is " +
                                            axis.tensor_type().describe() + ".",
                                .operands = {describe_operand("axis", axis)},
                                .way_out = "name one axis."});
  }
  if (axis.constant() || tensors.empty() || tensors[0].ndim() == 0) {
    return join(axis.constant() ? axis.constant()->array().item_int64() : 0, tensors);
  }
  const int ndim = tensors[0].ndim();
  std::vector<DType> dtypes;
  for (const Variable& piece : tensors) {
    dtypes.push_back(piece.dtype());
    if (piece.ndim() == ndim) continue;
    throw TypeError(ErrorReport{.op = "join",
                                .sentence = "Join() can only join tensors with the same number of dimensions.",
                                .operands = describe_pieces(tensors),
                                .way_out = "add axes with dimshuffle first."});
  }
  // Every piece is put at its place in a tensor of the whole size; off the axis it must fill that size.
  std::vector<std::int64_t> all_axes;
  for (int i = 0; i < ndim; ++i) all_axes.push_back(i);
  const Variable table = make_constant(Array::from(all_axes, {ndim}));
  const Variable wanted = subtensor(table, Index(as_size(axis)));  // counts from the end, and refuses what is no axis
  std::vector<Variable> sizes = sizes_of(tensors[0]);
  std::vector<std::vector<IndexEntry>> places(tensors.size());
  for (int i = 0; i < ndim; ++i) {
    const Variable number = constant_size(i), common = size_of(tensors[0], i);
    Variable end = constant_size(0);
    for (std::size_t piece = 0; piece < tensors.size(); ++piece) {
      const Variable start = end;
      end = add_sizes(start, size_of(tensors[piece], i));
      places[piece].push_back(slice(Operand(size_if_equal(wanted, number, start, constant_size(0))),
                                    Operand(size_if_equal(wanted, number, end, common))));
    }
    sizes[static_cast<std::size_t>(i)] = size_if_equal(wanted, number, end, common);
  }
  Variable result = unbroadcast(alloc(scalar_constant(promote(dtypes), std::int64_t{0}), ShapeArgument(sizes)), all_axes);
  for (std::size_t piece = 0; piece < tensors.size(); ++piece) {
    const Variable part = subtensor(result, Index(std::move(places[piece])));
    result = set_subtensor(part, unbroadcast(tensors[piece], all_axes));
  }
  return result;
}

Variable concatenate(const std::vector<Variable>& tensors, std::int64_t axis) { return join(axis, tensors); }

Variable stack(const std::vector<Variable>& tensors, std::int64_t axis) {
  if (tensors.empty()) {
    throw ValueError("stack", "No tensor arguments provided: there must be at least one.", "pass at least one tensor.");
  }
  if (std::ranges::all_of(tensors, [](const Variable& v) { return v.ndim() == 0; })) {
    std::vector<DType> dtypes;
    for (const Variable& v : tensors) dtypes.push_back(v.dtype());
    return apply_op(make_op(ops::make_vector, {{"dtype", promote(dtypes)}}), tensors);
  }
  std::vector<Variable> padded;
  for (const Variable& v : tensors) {
    padded.push_back(shape_padaxis(v, axis < 0 ? axis + tensors[0].ndim() + 1 : axis));
  }
  return join(axis < 0 ? axis + tensors[0].ndim() + 1 : axis, padded);
}

}  // namespace tensor
}  // namespace theano
