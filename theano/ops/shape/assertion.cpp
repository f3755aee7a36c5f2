// A tensor that is only there as long as conditions hold.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

std::optional<Layout> checked_layout(const OpInstance& self, const Layout& input, std::span<const std::int64_t> scalars,
                                     const Shape&) {
  for (const std::int64_t condition : scalars) {
    if (condition == 0)
      throw AssertionError("assert", self.attributes().get_string("message"),
                           "mend what the condition states, or take the Assert away.", Phase::Call);
  }
  return input;
}

}  // namespace

namespace ops {

constinit const ViewOp assertion{{
    .name = "assertion",
    .inputs = {"value", "conditions"},
    .summary = "value, as long as no condition is 0.",
    .types = [](const OpInstance&, std::vector<Variable>& inputs) -> std::vector<TypeRef> { return {inputs[0].type()}; },
    .shape = [](const Apply&, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> { return {shapes[0]}; },
    .view = checked_layout,
    .vjp = [](const Apply& node, std::span<const Variable> g) -> Gradients {
      Gradients gradients(static_cast<std::size_t>(node.input_count()));
      gradients[0] = g[0];
      return gradients;
    },
    .connection = [](const Apply& node) -> std::vector<std::vector<bool>> {
      std::vector<std::vector<bool>> connected(static_cast<std::size_t>(node.input_count()), {false});
      connected[0] = {true};
      return connected;
    },
    .print = [](const OpInstance& self) { return "Assert{msg='" + self.attributes().get_string("message") + "'}"; },
}};

}  // namespace ops

namespace tensor {

Variable assert_true(const Operand& value, const std::vector<Variable>& conditions, std::string_view message) {
  const ProvenanceScope scope(Provenance::current(value.location()));
  std::vector<Variable> inputs = {value};
  for (const Variable& condition : conditions) {
    if (condition.ndim() != 0) {
      throw ValueError(ErrorReport{.op = "assert",
                                   .sentence = "conditions must be scalars, but one is " +
                                               condition.tensor_type().describe() + ".",
                                   .operands = {describe_operand("condition", condition)},
                                   .way_out = "say all(condition) or any(condition)."});
    }
    if (const ConstantNode* known = condition.constant(); known && known->array().item_complex() != 0.0) continue;
    inputs.push_back(cast(neq(condition, 0), DType::Int64));
  }
  if (inputs.size() == 1) return value;
  return apply_op(make_op(ops::assertion, {{"message", std::string(message)}}), std::move(inputs));
}

}  // namespace tensor
}  // namespace theano
