// Tensors made of a value and sizes: alloc, zeros, ones, eye.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

using ir::Expr;

// Axis of the value that lies under axis `axis` of the result, or -1.
int value_axis(const Apply& node, int axis) { return axis - (node.input_count() - 1 - node.input(0).ndim()); }

[[noreturn]] void refuse_alloc(const Variable& value, std::string sentence, std::string way_out) {
  throw ShapeError(ErrorReport{.op = "alloc",
                               .sentence = std::move(sentence),
                               .operands = {describe_operand("value", value)},
                               .way_out = std::move(way_out)});
}

std::vector<TypeRef> alloc_types(const OpInstance&, std::vector<Variable>& inputs) {
  const Variable& value = inputs[0];
  const int ndim = static_cast<int>(inputs.size()) - 1;
  const int offset = ndim - value.ndim();
  if (offset < 0) {
    throw TypeError(ErrorReport{.op = "alloc",
                                .sentence = "the value must not have more axes than the result, but it has " +
                                            std::to_string(value.ndim()) + " and the shape " + std::to_string(ndim) +
                                            ".",
                                .operands = {describe_operand("value", value)},
                                .way_out = "give one size for every axis of the value."});
  }
  Shape sizes;
  for (int axis = 0; axis < ndim; ++axis) {
    Variable& size = inputs[static_cast<std::size_t>(axis) + 1];
    size = as_size(size);
    const auto known = known_size(size);
    const std::int64_t own = axis < offset ? 1 : value.tensor_type().sizes()[static_cast<std::size_t>(axis - offset)];
    if (known && own > 1 && own != *known) {
      refuse_alloc(value,
                   "the value must fit the shape, but its axis " + std::to_string(axis - offset) + " has size " +
                       std::to_string(own) + " and the shape asks for " + std::to_string(*known) + ".",
                   "a value of size 1 there is repeated.");
    }
    sizes.push_back(known && *known >= 0 ? *known : kUnknownSize);
  }
  return {TensorType::of(value.dtype(), std::move(sizes))};
}

std::vector<SymbolicShape> alloc_shape(const Apply& node, std::span<const SymbolicShape>) {
  return {SymbolicShape(node.inputs().begin() + 1, node.inputs().end())};
}

void build_alloc(LoopNest& nest) {
  const std::vector<Expr> index = nest.b.map_indices();
  const std::size_t offset = index.size() - static_cast<std::size_t>(nest.node.input(0).ndim());
  nest.write(0, index, nest.read(0, std::span(index).subspan(offset)));
}

std::vector<SizeCheck> alloc_checks(const Apply& node, std::span<const SymbolicShape> shapes) {
  std::vector<SizeCheck> checks;
  for (int axis = 0; axis < node.input_count() - 1; ++axis) {
    const int own = value_axis(node, axis);
    if (own < 0 || node.input(0).is_broadcastable(own)) continue;
    const Variable& found = shapes[0][static_cast<std::size_t>(own)];
    if (is_same_size(found, node.input(axis + 1))) continue;
    checks.push_back({found, node.input(axis + 1),
                      "the value must fit the shape, but value.shape[" + std::to_string(own) +
                          "] is {0} and the shape asks for {1}.",
                      "a value whose size there is known to be 1 is repeated: use addbroadcast."});
  }
  return checks;
}

// Every place that a value went to sends its gradient back.
Gradients alloc_vjp(const Apply& node, std::span<const Variable> g) {
  Gradients gradients(static_cast<std::size_t>(node.input_count()));
  const Variable& value = node.input(0);
  std::vector<std::int64_t> folded, order;
  int kept = 0;
  for (int axis = 0; axis < node.input_count() - 1; ++axis) {
    const int own = value_axis(node, axis);
    if (own >= 0 && !value.is_broadcastable(own)) {
      order.push_back(kept++);
      continue;
    }
    folded.push_back(axis);
    if (own >= 0) order.push_back(-1);
  }
  const Variable summed = folded.empty() ? g[0] : tensor::sum(g[0], Axes(folded));
  gradients[0] = tensor::patternbroadcast(dimshuffled(summed, std::move(order)), value.tensor_type().broadcastable());
  return gradients;
}

std::vector<std::vector<bool>> value_connected(const Apply& node) {
  std::vector<std::vector<bool>> pattern(static_cast<std::size_t>(node.input_count()), std::vector<bool>{false});
  pattern[0][0] = true;
  return pattern;
}

Expr as_int64(LoopNest& nest, int input) { return ir::cast(nest.scalar(input), DType::Int64); }

std::vector<TypeRef> eye_types(const OpInstance& self, std::vector<Variable>& inputs) {
  for (Variable& v : inputs) {
    if (v.ndim() != 0 || is_complex(v.dtype())) {
      throw TypeError(
          ErrorReport{.op = "eye",
                      .sentence = "n, m and k must be whole numbers, but one is " + v.tensor_type().describe() + ".",
                      .operands = {describe_operand("size", v)},
                      .way_out = "cast it to int64."});
    }
    if (is_discrete(v.dtype())) v = as_size(v);
  }
  return {TensorType::of_rank(self.attributes().get_dtype("dtype"), 2)};
}

// Floats, which quotients such as n / 2 are, may be sizes as long as they are whole.
std::vector<SizeCheck> eye_checks(const Apply& node, std::span<const SymbolicShape>) {
  std::vector<SizeCheck> checks;
  for (const Variable& v : node.inputs()) {
    if (is_discrete(v.dtype())) continue;
    checks.push_back({as_size(tensor::floor(v)), as_size(tensor::ceil(v)),
                      "n, m and k must be whole numbers, but one lies between {0} and {1}.", "cast it to int64.",
                      ErrorKind::Type, "eye"});
  }
  return checks;
}

void build_eye(LoopNest& nest) {
  const std::vector<Expr> index = nest.b.map_indices();
  const DType dtype = nest.attributes().get_dtype("dtype");
  const Expr is_diagonal = index[1] - index[0] == as_int64(nest, 2);
  nest.write(0, index, ir::cast(is_diagonal, dtype));
}

// 0-d `number`, of the dtype, repeated to the shape of x.
Variable filled_like(const Variable& x, std::optional<DType> dtype, std::int64_t number) {
  return tensor::second(x, scalar_constant(dtype.value_or(x.dtype()), number));
}

}  // namespace

namespace ops {

constinit const LoopOp alloc{{
    .name = "alloc",
    .inputs = {"value", "sizes"},
    .summary = "A value repeated to a shape.",
    .types = alloc_types,
    .shape = alloc_shape,
    .build = build_alloc,
    .vjp = alloc_vjp,
    .connection = value_connected,
    .print = [](const OpInstance&) { return std::string("Alloc"); },
    .checks = alloc_checks,
}};

constinit const LoopOp eye{{
    .name = "eye",
    .inputs = {"n", "m", "k"},
    .summary = "Ones on the k-th diagonal, zeros elsewhere.",
    .numpy = "numpy.eye(n, m, k)",
    .types = eye_types,
    .shape = [](const Apply& node, std::span<const SymbolicShape>) -> std::vector<SymbolicShape> {
      return {{as_size(node.input(0)), as_size(node.input(1))}};
    },
    .build = build_eye,
    .vjp = [](const Apply&, std::span<const Variable>) -> Gradients {
      return {{}, {}, {}};
    },
    .connection = [](const Apply&) -> std::vector<std::vector<bool>> {
      return {{false}, {false}, {false}};
    },
    .print =
        [](const OpInstance& self) {
          return "Eye{dtype='" + std::string(dtype_name(self.attributes().get_dtype("dtype"))) + "'}";
        },
    .checks = eye_checks,
}};

}  // namespace ops

namespace tensor {

Variable alloc(const Operand& value, const ShapeArgument& sizes) {
  const ProvenanceScope scope(Provenance::current(value.location()));
  std::vector<Variable> inputs = {value};
  for (Variable& size : sizes.items("alloc")) inputs.push_back(std::move(size));
  return apply_op(make_op(ops::alloc), std::move(inputs));
}

Variable zeros(const ShapeArgument& sizes, std::optional<DType> dtype) {
  return alloc(scalar_constant(dtype.value_or(floatX()), std::int64_t{0}), sizes);
}

Variable ones(const ShapeArgument& sizes, std::optional<DType> dtype) {
  return alloc(scalar_constant(dtype.value_or(floatX()), std::int64_t{1}), sizes);
}

Variable zeros_like(const Operand& x, std::optional<DType> dtype) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return filled_like(x, dtype, 0);
}

Variable ones_like(const Operand& x, std::optional<DType> dtype) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return filled_like(x, dtype, 1);
}

Variable eye(const Operand& n, const std::optional<Operand>& m, const Operand& k, std::optional<DType> dtype) {
  const ProvenanceScope scope(Provenance::current(n.location()));
  const Variable columns = m ? m->variable() : n.variable();
  return apply_op(make_op(ops::eye, {{"dtype", dtype.value_or(floatX())}}), {n, columns, k});
}

}  // namespace tensor
}  // namespace theano
