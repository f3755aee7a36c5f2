// The loop over rows: how it is made from an expression, its shapes, and its derivatives, which are such loops again.
#include "theano/ops/control/map_rows.h"

#include <unordered_set>

#include "theano/base/error.h"
#include "theano/graph/services.h"
#include "theano/graph/test_values.h"
#include "theano/ops/kinds/vjp_frame.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/inner_shapes.h"
#include "theano/ops/shape/size_expressions.h"

namespace theano {
namespace {

int sequence_count(const OpInstance& op) { return static_cast<int>(op.attributes().get_int("sequences")); }

Ref<InnerGraph> body_of(const OpInstance& op) {
  return Ref<InnerGraph>(static_cast<InnerGraph*>(op.attributes().get_object("body").get()));
}

TypeRef row_type(const Variable& sequence) {
  const TensorType& type = sequence.tensor_type();
  return TensorType::of(type.dtype(), Shape(type.sizes().begin() + 1, type.sizes().end()));
}

/// The node that computes `outputs` for every row: what depends on `elements` goes inside, the rest stays outside.
std::vector<Variable> stack_rows(std::span<const Variable> sequences, std::span<const Variable> elements,
                                 std::span<const Variable> outputs) {
  std::unordered_set<const VariableNode*> inside;
  for (const Variable& v : elements) inside.insert(v.node());
  VariableMap placed;
  std::vector<Variable> inputs(elements.begin(), elements.end()), arguments(sequences.begin(), sequences.end()), held;
  for (const Variable& v : elements) placed[v] = v;
  const auto take_from_outside = [&](const Variable& v) {
    if (inside.contains(v.node()) || v.constant() || placed.contains(v)) return;
    arguments.push_back(v);
    inputs.push_back(make_variable(v.type(), v.name()));
    placed[v] = inputs.back();
  };
  for (Apply* node : toposort(outputs, elements)) {
    bool is_inside = false;
    for (const Variable& input : node->inputs()) is_inside = is_inside || inside.contains(input.node());
    if (!is_inside) continue;
    for (const Variable& input : node->inputs()) take_from_outside(input);
    for (Variable& output : node->outputs()) {
      inside.insert(output.node());
      held.push_back(std::move(output));
    }
  }
  for (const Variable& output : outputs) take_from_outside(output);
  const Ref<InnerGraph> body(new InnerGraph(FunctionGraph(inputs, clone_graph(outputs, placed))));
  const Op op = make_op(ops::map_rows, {{"body", Ref<Object>(body.get())},
                                        {"sequences", static_cast<std::int64_t>(sequences.size())}});
  return apply_op_all(op, std::move(arguments));
}

/// The example that stands for the rows while test values are computed.
Array first_row(const Array& rows) {
  Layout layout;
  layout.shape = Shape(rows.shape().begin() + 1, rows.shape().end());
  layout.strides = Strides(rows.strides().begin() + 1, rows.strides().end());
  layout.offset = rows.layout().offset;
  return rows.shape(0) > 0 ? rows.view(std::move(layout)) : Array::zeros(rows.dtype(), layout.shape);
}

std::vector<Variable> elements_of(std::span<const Variable> sequences) {
  std::vector<Variable> elements;
  for (const Variable& s : sequences) {
    elements.push_back(make_variable(row_type(s)));
    if (const Array value = test_value_of(s).array; !value.is_null() && value.ndim() > 0)
      elements.back()->test_value = std::make_unique<Value>(Value{first_row(value), nullptr});
  }
  return elements;
}

/// The body on fresh inputs, so that derivatives can be taken with respect to each of them by itself.
struct OpenBody {
  std::vector<Variable> inputs, outputs;

  explicit OpenBody(const Apply& node) {
    const Ref<InnerGraph> body = body_of(*node.op());
    VariableMap fresh;
    for (const Variable& v : body->graph().inputs()) {
      inputs.push_back(make_variable(v.type()));
      fresh[v] = inputs.back();
    }
    outputs = clone_graph(body->graph().outputs(), fresh);
  }
};

bool is_present(const Variable& v) { return !v.is_null() && v.is_tensor(); }

class MapRows final : public ControlOp {
 public:
  OpDocs docs() const noexcept override {
    static constexpr const char* kInputs[] = {"sequences"};
    return {"map_rows", "Applies a graph to every row of its sequences and stacks the results.", "", "", kInputs, 0};
  }

  std::vector<Ref<InnerGraph>> inner_graphs(const OpInstance& self) const override { return {body_of(self)}; }

  Op with_inner_graphs(const OpInstance& self, std::vector<Ref<InnerGraph>> graphs) const override {
    Attributes attributes = self.attributes();
    attributes.set("body", Ref<Object>(graphs.at(0).get()));
    return make_op(*this, std::move(attributes));
  }

  LoopRoles loop_roles(const Apply& node) const override {
    LoopRoles roles;
    roles.sequences = sequence_count(*node.op());
    roles.stacked = node.output_count();
    return roles;
  }

  Ref<Apply> make_apply(const Op& self, std::vector<Variable> inputs) const override {
    check_inputs_present(*this, inputs);
    const std::int64_t rows = inputs.at(0).tensor_type().sizes()[0];
    std::vector<TypeRef> types;
    for (const Variable& output : body_of(*self)->graph().outputs()) {
      Shape sizes{rows};
      for (const std::int64_t size : output.tensor_type().sizes()) sizes.push_back(size);
      types.push_back(TensorType::of(output.dtype(), std::move(sizes)));
    }
    return Apply::make(self, std::move(inputs), std::move(types));
  }

  /// Sizes that depend on the numbers in a row are those that the finished result has.
  std::vector<SymbolicShape> infer_shape(const Apply& node, std::span<const SymbolicShape> shapes) const override {
    const FunctionGraph& body = body_of(*node.op())->graph();
    const int sequences = sequence_count(*node.op());
    std::vector<SymbolicShape> inner_shapes;
    std::unordered_set<Variable> elements;
    VariableMap outside;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      const bool is_sequence = static_cast<int>(i) < sequences;
      inner_shapes.emplace_back(shapes[i].begin() + (is_sequence ? 1 : 0), shapes[i].end());
      if (is_sequence) {
        elements.insert(body.inputs()[i]);
      } else {
        outside[body.inputs()[i]] = node.input(static_cast<int>(i));
      }
    }
    const std::vector<SymbolicShape> rows = shapes_within(body.outputs(), body.inputs(), inner_shapes);
    std::vector<SymbolicShape> result;
    for (std::size_t o = 0; o < rows.size(); ++o) {
      SymbolicShape shape{shapes[0][0]};
      for (std::size_t axis = 0; axis < rows[o].size(); ++axis) {
        bool is_of_row = false;
        for (const Variable& leaf : graph_inputs(std::span(&rows[o][axis], 1)))
          is_of_row = is_of_row || elements.contains(leaf);
        if (is_of_row) {
          shape.push_back(size_of(const_cast<Apply&>(node).output(static_cast<int>(o)), static_cast<int>(axis) + 1));
        } else {
          VariableMap map = outside;
          shape.push_back(clone_graph(std::span(&rows[o][axis], 1), map)[0]);
        }
      }
      result.push_back(std::move(shape));
    }
    return result;
  }

  std::vector<std::vector<bool>> connection_pattern(const Apply& node) const override {
    const FunctionGraph& body = body_of(*node.op())->graph();
    std::vector<std::vector<bool>> result;
    const std::vector<Apply*> order = toposort(body.outputs());
    for (const Variable& input : body.inputs()) {
      std::unordered_set<const VariableNode*> reached{input.node()};
      for (Apply* inner : order) {
        const auto pattern = inner->op()->definition().connection_pattern(*inner);
        for (int o = 0; o < inner->output_count(); ++o)
          for (int i = 0; i < inner->input_count(); ++i)
            if (pattern[i][o] && reached.contains(inner->input(i).node())) reached.insert(inner->output(o).node());
      }
      std::vector<bool> row;
      for (const Variable& output : body.outputs()) row.push_back(reached.contains(output.node()));
      result.push_back(std::move(row));
    }
    return result;
  }

  /// A loop over rows that gives each row's gradients: stacked for the sequences, summed for the invariants.
  std::vector<Variable> vjp(const Apply& node, std::span<const Variable> output_gradients) const override {
    const OpenBody body(node);
    const int sequences = sequence_count(*node.op());
    std::vector<Variable> walked(node.inputs().begin(), node.inputs().begin() + sequences);
    std::vector<Variable> elements(body.inputs.begin(), body.inputs.begin() + sequences), reached, row_gradients;
    for (int o = 0; o < node.output_count(); ++o) {
      if (!is_present(output_gradients[o])) continue;
      reached.push_back(body.outputs[o]);
      row_gradients.push_back(make_variable(row_type(output_gradients[o])));
      walked.push_back(output_gradients[o]);
      elements.push_back(row_gradients.back());
    }
    std::vector<Variable> result(node.input_count());
    if (reached.empty()) return result;
    const std::vector<Variable> found = services::differentiate(reached, row_gradients, body.inputs);
    std::vector<Variable> present;
    for (const Variable& v : found)
      if (is_present(v)) present.push_back(v);
    VariableMap outside;
    for (int i = sequences; i < node.input_count(); ++i) outside[body.inputs[i]] = node.input(i);
    for (const Variable& v : elements) outside[v] = v;
    std::vector<Variable> stacks;
    if (!present.empty()) stacks = stack_rows(walked, elements, clone_graph(present, outside));
    std::size_t next = 0;
    for (int i = 0; i < node.input_count(); ++i) {
      const bool is_sum = is_present(found[i]) && i >= sequences;
      result[i] = is_present(found[i]) ? stacks[next++] : found[i];
      if (is_sum) result[i] = tensor::sum(result[i], {0});
    }
    return result;
  }
};

constinit const MapRows kMapRows{};

}  // namespace

namespace ops {
constinit const ControlOp& map_rows = kMapRows;
}

std::vector<Variable> map_rows(std::span<const Variable> sequences,
                               const std::function<std::vector<Variable>(std::span<const Variable>)>& body) {
  if (sequences.empty())
    throw ValueError("map_rows", "there must be a sequence to walk along, but there is none.",
                     "Pass at least one tensor; arange(n) counts.");
  for (const Variable& s : sequences)
    if (s.ndim() == 0)
      throw_error({ErrorKind::Type, Phase::Build, "map_rows", "a sequence must have an axis to walk along.",
                   {describe_operand("sequence", s)}, "pass a vector or a tensor of more axes."});
  const std::vector<Variable> elements = elements_of(sequences);
  return stack_rows(sequences, elements, body(elements));
}

std::span<const OpDefinition* const> control_ops() {
  static constexpr const OpDefinition* kAll[] = {&kMapRows};
  return kAll;
}

}  // namespace theano
