// Tensors with a number put on a diagonal.
#include "theano/array/dtype.h"
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/parts.h"
#include "theano/ops/indexing/selection.h"
#include "theano/ops/reduction/reduction.h"

namespace theano {
namespace {

using ir::Expr;

[[noreturn]] void refuse(const OpInstance& self, const std::string& sentence, std::span<const Variable> inputs) {
  throw TypeError(ErrorReport{.op = std::string(self.definition().name()),
                              .sentence = sentence,
                              .operands = {describe_operand("a", inputs[0]), describe_operand("val", inputs[1])},
                              .way_out = "cast or index the arguments so that they fit."});
}

std::vector<TypeRef> diagonal_types(const OpInstance& self, std::vector<Variable>& inputs) {
  const Variable& a = inputs[0];
  const bool has_offset = inputs.size() > 2;
  if (has_offset ? a.ndim() != 2 : a.ndim() < 2) {
    refuse(self,
           "the first parameter must have " + std::string(has_offset ? "exactly" : "at least") +
               " two dimensions, but it is " + a.tensor_type().describe() + ".",
           inputs);
  }
  if (inputs[1].ndim() != 0) refuse(self, "the second parameter must be a scalar.", inputs);
  if (promote(a.dtype(), inputs[1].dtype()) != a.dtype()) {
    refuse(self,
           "the type of the second parameter must fit into that of the first, but " +
               std::string(dtype_name(inputs[1].dtype())) + " does not fit into " + std::string(dtype_name(a.dtype())) +
               ".",
           inputs);
  }
  if (inputs[1].dtype() != a.dtype()) inputs[1] = tensor::cast(inputs[1], a.dtype());
  if (has_offset && (inputs[2].ndim() != 0 || !is_discrete(inputs[2].dtype()))) {
    refuse(self, "the third parameter must be an integer scalar, but it is " + inputs[2].tensor_type().describe() + ".",
           inputs);
  }
  return {a.type()};
}

std::vector<SymbolicShape> first_shape(const Apply&, std::span<const SymbolicShape> shapes) { return {shapes[0]}; }

// A matrix may have any sizes; more axes must be equally long.
std::vector<SizeCheck> diagonal_checks(const Apply& node, std::span<const SymbolicShape> shapes) {
  std::vector<SizeCheck> checks;
  if (node.input(0).ndim() == 2) return checks;
  for (std::size_t axis = 1; axis < shapes[0].size(); ++axis) {
    if (is_same_size(shapes[0][0], shapes[0][axis])) continue;
    checks.push_back({shapes[0][0], shapes[0][axis],
                      "All dimensions of input must be of equal length, but axis 0 has size {0} and axis " +
                          std::to_string(axis) + " has size {1}.",
                      "only matrices may have sides of different lengths."});
  }
  return checks;
}

void build_fill_diagonal(LoopNest& nest) {
  const std::vector<Expr> point = nest.b.map_indices();
  Expr is_on = point[0] == point[1];
  if (nest.node.input_count() > 2) is_on = point[0] + ir::cast(nest.scalar(2), DType::Int64) == point[1];
  for (std::size_t axis = 2; axis < point.size(); ++axis) is_on = is_on & (point[axis - 1] == point[axis]);
  nest.write(0, point, ir::select(is_on, nest.scalar(1), nest.read(0, point)));
}

// The gradient on the diagonal belongs to the number: all of the gradient less what is left without it.
Gradients diagonal_vjp(const Apply& node, std::span<const Variable> g) {
  std::vector<Variable> inputs(node.inputs().begin(), node.inputs().end());
  inputs[0] = g[0];
  inputs[1] = scalar_constant(g[0].dtype(), std::int64_t{0});
  Gradients gradients(inputs.size());
  gradients[0] = apply_op(node.op(), inputs);
  inputs[0] = tensor::zeros_like(g[0], DType::Bool);
  inputs[1] = scalar_constant(DType::Bool, std::int64_t{1});
  const Variable is_on = apply_op(node.op(), inputs);
  gradients[1] = tensor::sum(tensor::switch_(is_on, g[0], scalar_constant(g[0].dtype(), std::int64_t{0})));
  return gradients;
}

}  // namespace

namespace ops {

constinit const LoopOp fill_diagonal{{
    .name = "fill_diagonal",
    .inputs = {"a", "val"},
    .summary = "A tensor with a number on its main diagonal.",
    .types = diagonal_types,
    .shape = first_shape,
    .build = build_fill_diagonal,
    .vjp = diagonal_vjp,
    .checks = diagonal_checks,
}};

constinit const LoopOp fill_diagonal_offset{{
    .name = "fill_diagonal_offset",
    .inputs = {"a", "val", "offset"},
    .summary = "A matrix with a number on a diagonal beside the main one.",
    .types = diagonal_types,
    .shape = first_shape,
    .build = build_fill_diagonal,
    .vjp = diagonal_vjp,
    .connection = [](const Apply&) -> std::vector<std::vector<bool>> {
      return {{true}, {true}, {false}};
    },
}};

}  // namespace ops

namespace tensor {

Variable fill_diagonal(const Operand& a, const Operand& value) {
  const ProvenanceScope scope(Provenance::current(a.location()));
  return apply_op(make_op(ops::fill_diagonal), {a, value});
}

Variable fill_diagonal_offset(const Operand& a, const Operand& value, const Operand& offset) {
  const ProvenanceScope scope(Provenance::current(a.location()));
  return apply_op(make_op(ops::fill_diagonal_offset), {a, value, offset});
}

}  // namespace tensor
}  // namespace theano
