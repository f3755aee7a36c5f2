// Integers combined bit by bit over axes.
#include "theano/ops/reduction/bitwise.h"

#include "theano/base/error.h"
#include "theano/ops/reduction/fold.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

using ir::Expr;

std::vector<TypeRef> bitwise_types(const OpInstance& self, std::vector<Variable>& inputs) {
  return {TensorType::of(inputs[0].dtype(), fold::kept_sizes(self, inputs[0]))};
}

Expr combined(const std::string& operation, Expr a, Expr b) {
  if (operation == "and_") return a & b;
  return operation == "or_" ? a | b : a ^ b;
}

void build_bitwise(LoopNest& nest) {
  const fold::Walk walk(nest);
  const std::string& operation = nest.attributes().get_string("operation");
  const std::vector<Expr> point = nest.b.map_indices();
  if (walk.is_empty()) return nest.write(0, point, walk.element({}));
  Expr count = nest.b.constant(DType::Int64, std::int64_t{1});
  for (const Expr& extent : walk.extents()) count = count * extent;
  const DType dtype = nest.node.input(0).dtype();
  const Expr zero = nest.b.constant(dtype, std::int64_t{0});
  const std::vector<Expr> result = nest.b.loop(
      count, {operation == "and_" ? ~zero : zero}, [&](Expr place, std::span<const Expr> carried) -> std::vector<Expr> {
        std::vector<Expr> index(walk.extents().size(), place);
        for (std::size_t k = index.size(); k-- > 0;) {
          index[k] = ir::prim(ir::Prim::Mod, place, walk.extents()[k]);
          place = ir::prim(ir::Prim::FloorDiv, place, walk.extents()[k]);
        }
        return {combined(operation, carried[0], walk.element(index))};
      });
  nest.write(0, point, result[0]);
}

}  // namespace

namespace ops {

constinit const LoopOp bitwise_fold{
    fold::block("bitwise_fold", "Integers combined bit by bit over axes.", "numpy.bitwise_or.reduce(x, axis=None)",
                bitwise_types, build_bitwise,
                [](const Apply& node, std::span<const Variable>) -> Gradients { return {tensor::zeros_like(node.input(0))}; },
                [](const OpInstance& self) {
                  return fold::print_with_axes(self, ("Reduce{" + self.attributes().get_string("operation") + "}").c_str());
                })};

}  // namespace ops

namespace tensor {

Variable bitwise_fold(const Operand& x, std::string_view operation, const Axes& axis) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  if (operation != "or_" && operation != "and_" && operation != "xor")
    throw ValueError("bitwise_fold", "the operation must be or_, and_ or xor, but it is " + std::string(operation) + ".",
                     "use sum or prod for arithmetic.");
  if (!is_discrete(x.variable().dtype()))
    throw TypeError(ErrorReport{.op = "bitwise_fold",
                                .sentence = "only integers have bits, but x is " +
                                            x.variable().tensor_type().describe() + ".",
                                .operands = {describe_operand("x", x)},
                                .way_out = "use any or all, which ask for elements that are not 0."});
  Attributes attributes = make_reduction(ops::bitwise_fold, fold::normalized_axes(x, axis, "bitwise_fold"))->attributes();
  attributes.set("operation", std::string(operation));
  return apply_op(make_op(ops::bitwise_fold, std::move(attributes)), {x});
}

}  // namespace tensor
}  // namespace theano
