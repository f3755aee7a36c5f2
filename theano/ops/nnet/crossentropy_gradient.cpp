// The gradient of the crossentropy of a softmax with respect to what the softmax is taken of.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/nnet/checks.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano::ops {
namespace {

using ir::Expr;

std::vector<TypeRef> types_of_gradient(const OpInstance&, std::vector<Variable>& inputs) {
  const char* op = "crossentropy_softmax_1hot_with_bias_dx";
  check_float_tensor(inputs[0], op, "dy", 0, 1);
  inputs[0] = padded_left(inputs[0], 1);
  check_float_tensor(inputs[1], op, "sm", 2, 2);
  check_integer_vector(inputs[2], op, "y_idx");
  return {inputs[1].type()};
}

void build_gradient(LoopNest& nest) {
  const DType dtype = nest.node.input(1).dtype(), wide = promote(nest.node.input(0).dtype(), dtype);
  const Expr row[] = {nest.b.map_index(0)}, point[] = {row[0], nest.b.map_index(1)};
  const Expr target = nest.checked_index(ir::cast(nest.read(2, row), DType::Int64), nest.input_size(1, 1), 1);
  const Expr s = nest.read(1, point);
  const Expr difference = ir::select(point[1] == target, s - 1.0, s);
  nest.write(0, point, ir::cast(ir::cast(nest.read(0, row), wide) * ir::cast(difference, wide), dtype));
}

Gradients vjp_of_gradient(const Apply& node, std::span<const Variable> g) {
  const Variable &dy = node.input(0), &s = node.input(1);
  const Variable difference = tensor::switch_(is_target(s, node.input(2)), s - 1, s);
  Variable by_dy = tensor::sum(g[0] * difference, 1);
  if (dy.is_broadcastable(0)) by_dy = tensor::sum(by_dy, 0, /*keepdims=*/true);
  return {tensor::cast(by_dy, dy.dtype()), tensor::cast(as_column(dy) * g[0], s.dtype()), Variable()};
}

std::vector<SizeCheck> gradient_checks(const Apply& node, std::span<const SymbolicShape> shapes) {
  std::vector<SizeCheck> checks;
  for (const int i : {0, 2}) {
    if (node.input(i).is_broadcastable(0) || is_same_size(shapes[1][0], shapes[static_cast<std::size_t>(i)][0])) continue;
    checks.push_back({shapes[1][0], shapes[static_cast<std::size_t>(i)][0],
                      "sm has {0} rows, but " + std::string(i == 0 ? "dy" : "y_idx") + " has {1} elements.",
                      "give one gradient and one target for each row."});
  }
  return checks;
}

}  // namespace

constinit const LoopOp crossentropy_softmax_1hot_with_bias_dx{{
    .name = "crossentropy_softmax_1hot_with_bias_dx",
    .inputs = {"dy", "sm", "y_idx"},
    .summary = "The gradient of the crossentropy of a softmax sm with respect to what the softmax is taken of.",
    .numpy = "dy[:, None] * (sm - (numpy.arange(sm.shape[1]) == y_idx[:, None]))",
    .max_ulp = 2,
    .types = types_of_gradient,
    .shape = [](const Apply&, std::span<const SymbolicShape> shapes) { return std::vector<SymbolicShape>{shapes[1]}; },
    .build = build_gradient,
    .vjp = vjp_of_gradient,
    .connection =
        [](const Apply&) -> std::vector<std::vector<bool>> {
          return {{true}, {true}, {false}};
        },
    .print = [](const OpInstance&) -> std::string { return "CrossentropySoftmax1HotWithBiasDx"; },
    .checks = gradient_checks,
}};

}  // namespace theano::ops
