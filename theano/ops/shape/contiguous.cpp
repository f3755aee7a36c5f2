// The op that lays a tensor out without gaps.
#include "theano/ops/shape/shape.h"

namespace theano {

namespace ops {

constinit const LoopOp contiguous{{
    .name = "contiguous",
    .inputs = {"x"},
    .summary = "x, its elements one after another in memory.",
    .numpy = "numpy.ascontiguousarray(x)",
    .types = [](const OpInstance&, std::vector<Variable>& inputs) -> std::vector<TypeRef> { return {inputs[0].type()}; },
    .shape = [](const Apply&, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> { return {shapes[0]}; },
    .build =
        [](LoopNest& nest) {
          const std::vector<ir::Expr> point = nest.b.map_indices();
          nest.write(0, point, nest.read(0, point));
        },
    .vjp = [](const Apply&, std::span<const Variable> g) -> Gradients { return {g[0]}; },
    .print = [](const OpInstance&) { return std::string("CpuContiguous"); },
}};

}  // namespace ops

namespace tensor {

Variable cpu_contiguous(const Operand& x) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return apply_op(make_op(ops::contiguous), {x});
}

}  // namespace tensor
}  // namespace theano
