// The ops that tell sizes and gather them into vectors: shape, shape_i, make_vector; and how vectors of sizes are read.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

using ir::Expr;

// A size does not change with the values of x, so nothing flows back.
Gradients no_gradients(const Apply& node, std::span<const Variable>) {
  return Gradients(static_cast<std::size_t>(node.input_count()));
}

std::vector<std::vector<bool>> all_disconnected(const Apply& node) {
  return std::vector<std::vector<bool>>(static_cast<std::size_t>(node.input_count()),
                                        std::vector<bool>(static_cast<std::size_t>(node.output_count()), false));
}

SymbolicShape no_axes(const Apply&, std::span<const SymbolicShape>) { return {}; }

std::vector<TypeRef> shape_types(const OpInstance&, std::vector<Variable>& inputs) {
  const int ndim = inputs[0].ndim();
  return {ndim == 1 ? TypeRef(TensorType::of_rank(DType::Int64, 1))
                    : TypeRef(TensorType::of(DType::Int64, Shape{ndim}))};
}

void build_shape(LoopNest& nest) {
  for (int axis = 0; axis < nest.node.input(0).ndim(); ++axis) {
    const Expr index[] = {nest.b.constant(DType::Int64, std::int64_t{axis})};
    nest.write(0, index, nest.input_size(0, axis));
  }
}

std::vector<TypeRef> shape_i_types(const OpInstance& self, std::vector<Variable>& inputs) {
  const std::int64_t axis = self.attributes().get_int("axis");
  if (axis < 0 || axis >= inputs[0].ndim()) {
    throw TypeError(ErrorReport{.op = "shape_i",
                                .sentence = "the axis must be one of x, but it is " + std::to_string(axis) + ".",
                                .operands = {describe_operand("x", inputs[0])},
                                .way_out = "count the axes from 0."});
  }
  return {TensorType::of_rank(DType::Int64, 0)};
}

std::vector<TypeRef> make_vector_types(const OpInstance& self, std::vector<Variable>& inputs) {
  const DType dtype = self.attributes().get_dtype("dtype");
  for (Variable& item : inputs) {
    if (item.ndim() != 0) {
      throw TypeError(ErrorReport{
          .op = "make_vector",
          .sentence = "every element must be a scalar, but one has " + std::to_string(item.ndim()) + " axes.",
          .operands = {describe_operand("element", item)},
          .way_out = "use stack for tensors with axes."});
    }
    if (item.dtype() != dtype) item = tensor::cast(item, dtype);
  }
  return {TensorType::of(dtype, Shape{static_cast<std::int64_t>(inputs.size())})};
}

void build_make_vector(LoopNest& nest) {
  for (int i = 0; i < nest.node.input_count(); ++i) {
    const Expr index[] = {nest.b.constant(DType::Int64, std::int64_t{i})};
    nest.write(0, index, nest.scalar(i));
  }
}

Gradients make_vector_vjp(const Apply& node, std::span<const Variable> g) {
  Gradients gradients;
  for (int i = 0; i < node.input_count(); ++i) {
    gradients.push_back(is_discrete(node.input(i).dtype()) ? tensor::zeros_like(node.input(i), floatX())
                                                           : tensor::subtensor(g[0], Index(i)));
  }
  return gradients;
}

}  // namespace

namespace ops {

constinit const LoopOp shape{{
    .name = "shape",
    .inputs = {"x"},
    .summary = "Sizes of x as an int64 vector.",
    .numpy = "numpy.array(numpy.shape(x), dtype='int64')",
    .types = shape_types,
    .shape = [](const Apply& node, std::span<const SymbolicShape>) -> std::vector<SymbolicShape> {
      return {{constant_size(node.input(0).ndim())}};
    },
    .map_shape = no_axes,
    .build = build_shape,
    .vjp = no_gradients,
    .connection = all_disconnected,
    .print = [](const OpInstance&) { return std::string("Shape"); },
}};

constinit const LoopOp shape_i{{
    .name = "shape_i",
    .inputs = {"x"},
    .summary = "Size of one axis of x as an int64 scalar.",
    .types = shape_i_types,
    .shape = [](const Apply&, std::span<const SymbolicShape>) -> std::vector<SymbolicShape> { return {{}}; },
    .map_shape = no_axes,
    .build =
        [](LoopNest& nest) {
          nest.write(0, {}, nest.input_size(0, static_cast<int>(nest.attributes().get_int("axis"))));
        },
    .vjp = no_gradients,
    .connection = all_disconnected,
    .print =
        [](const OpInstance& self) { return "Shape_i{" + std::to_string(self.attributes().get_int("axis")) + "}"; },
}};

constinit const LoopOp make_vector{{
    .name = "make_vector",
    .inputs = {"elements"},
    .summary = "Scalars side by side as a vector.",
    .types = make_vector_types,
    .shape = [](const Apply& node, std::span<const SymbolicShape>) -> std::vector<SymbolicShape> {
      return {{constant_size(node.input_count())}};
    },
    .map_shape = no_axes,
    .build = build_make_vector,
    .vjp = make_vector_vjp,
    .print =
        [](const OpInstance& self) {
          return "MakeVector{dtype='" + std::string(dtype_name(self.attributes().get_dtype("dtype"))) + "'}";
        },
}};

}  // namespace ops

Variable size_of(const Variable& x, int axis) {
  const std::int64_t known = x.tensor_type().sizes()[static_cast<std::size_t>(axis)];
  if (known != kUnknownSize) return constant_size(known);
  return apply_op(make_op(ops::shape_i, {{"axis", std::int64_t{axis}}}), {x});
}

SymbolicShape sizes_of(const Variable& x) {
  SymbolicShape sizes;
  for (int axis = 0; axis < x.ndim(); ++axis) sizes.push_back(size_of(x, axis));
  return sizes;
}

Variable stack_sizes(std::span<const Variable> sizes) {
  std::vector<std::int64_t> values;
  for (const Variable& size : sizes) {
    if (const auto known = known_size(size)) values.push_back(*known);
  }
  if (values.size() == sizes.size()) {
    return make_constant(Array::from(values, {static_cast<std::int64_t>(values.size())}));
  }
  return apply_op(make_op(ops::make_vector, {{"dtype", DType::Int64}}), {sizes.begin(), sizes.end()});
}

ShapeArgument::ShapeArgument(std::initializer_list<Operand> sizes) {
  for (const Operand& size : sizes) sizes_.push_back(size.variable());
}

ShapeArgument::ShapeArgument(const Shape& sizes) {
  for (const std::int64_t size : sizes) sizes_.push_back(constant_size(size));
}

bool ShapeArgument::is_vector() const { return sizes_.size() == 1 && sizes_[0].ndim() == 1; }

std::vector<Variable> ShapeArgument::items(const char* op) const {
  for (const Variable& size : sizes_) {
    if (!is_discrete(size.dtype()) || (size.ndim() != 0 && !is_vector())) {
      throw TypeError(ErrorReport{.op = op,
                                  .sentence = "sizes must be integer scalars (or one integer vector), but one is " +
                                              size.tensor_type().describe() + ".",
                                  .operands = {describe_operand("size", size)},
                                  .way_out = "cast the size to int64, or compute it with // instead of /."});
    }
  }
  if (is_vector()) {
    const auto length = vector_length(sizes_[0]);
    if (!length) {
      throw ValueError(ErrorReport{.op = op,
                                   .sentence = "the number of axes must be known while the graph is built, but the "
                                               "length of the vector of sizes is not.",
                                   .operands = {describe_operand("sizes", sizes_[0])},
                                   .way_out = "pass the sizes as a list of scalars."});
    }
    return vector_items(sizes_[0], *length);
  }
  std::vector<Variable> items;
  for (const Variable& size : sizes_) items.push_back(as_size(size));
  return items;
}

namespace tensor {

Variable shape(const Operand& x) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return apply_op(make_op(ops::shape), {x});
}

Variable shape_i(const Operand& x, std::int64_t axis) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const std::int64_t at = normalize_axis(axis, x.variable().ndim(), "shape_i");
  return apply_op(make_op(ops::shape_i, {{"axis", at}}), {x});
}

Variable size(const Operand& x) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return product_of_sizes(sizes_of(x));
}

}  // namespace tensor
}  // namespace theano
