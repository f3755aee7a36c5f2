// Makes nodes of ops that are an expression of other ops; types, shapes and derivatives default to the expansion's.
#include "theano/ops/kinds/composite.h"

#include "theano/base/error.h"
#include "theano/graph/operand.h"
#include "theano/graph/services.h"
#include "theano/graph/traversal.h"
#include "theano/ops/kinds/vjp_frame.h"
#include "theano/ops/shape/inner_shapes.h"

namespace theano {
namespace {

/// Differentiates the expansion on fresh inputs, so that an input that depends on another stays an input, and then
/// puts the real ones in.
Gradients vjp_of_expansion(const CompositeSpec& spec, const Apply& node, std::span<const Variable> output_gradients) {
  VariableMap replacements;
  std::vector<Variable> inputs;
  for (const Variable& input : node.inputs()) {
    inputs.push_back(make_variable(input.type()));
    replacements[inputs.back()] = input;
  }
  const std::vector<Variable> expansion = spec.expand(*node.op(), inputs);
  std::vector<Variable> outputs, gradients;
  for (std::size_t o = 0; o < expansion.size(); ++o) {
    if (output_gradients[o].is_null()) continue;
    outputs.push_back(expansion[o]);
    gradients.push_back(make_variable(output_gradients[o].type()));
    replacements[gradients.back()] = output_gradients[o];
  }
  const std::vector<Variable> found = services::differentiate(outputs, gradients, inputs);
  std::vector<Variable> present;
  for (const Variable& v : found) {
    if (!v.is_null() && v.is_tensor()) present.push_back(v);
  }
  const std::vector<Variable> placed = clone_graph(present, replacements);
  Gradients result;
  std::size_t next = 0;
  for (const Variable& v : found) {
    const bool is_disconnected = v.is_null() || v.type()->kind() == TypeKind::Disconnected;
    result.push_back(is_disconnected ? Variable() : v.is_tensor() ? placed[next++] : v);
  }
  return result;
}

}  // namespace

OpDocs Composite::docs() const noexcept {
  return {spec_.name, spec_.summary, spec_.numpy, spec_.source, spec_.inputs.span(), spec_.max_ulp};
}

std::vector<Variable> Composite::expand(const Apply& node) const {
  const ProvenanceScope scope(node.provenance);
  return spec_.expand(*node.op(), node.inputs());
}

Ref<Apply> Composite::make_apply(const Op& self, std::vector<Variable> inputs) const {
  check_inputs_present(*this, inputs);
  std::vector<TypeRef> types;
  if (spec_.types) {
    types = spec_.types(*self, inputs);
  } else {
    for (const Variable& output : spec_.expand(*self, inputs)) types.push_back(output.type());
  }
  return Apply::make(self, std::move(inputs), std::move(types));
}

std::vector<SymbolicShape> Composite::infer_shape(const Apply& node,
                                                  std::span<const SymbolicShape> input_shapes) const {
  if (spec_.shape) return spec_.shape(node, input_shapes);
  const std::vector<Variable> outputs = expand(node);
  return shapes_within(outputs, node.inputs(), input_shapes);
}

Gradients Composite::vjp(const Apply& node, std::span<const Variable> output_gradients) const {
  if (spec_.vjp) return framed_vjp(spec_.vjp, node, output_gradients);
  for (const Variable& g : output_gradients) {
    if (!g.is_null()) return vjp_of_expansion(spec_, node, output_gradients);
  }
  return Gradients(node.input_count());
}

std::vector<std::vector<bool>> Composite::connection_pattern(const Apply& node) const {
  if (spec_.connection) return spec_.connection(node);
  return OpDefinition::connection_pattern(node);
}

std::string Composite::print_name(const OpInstance& self) const {
  if (spec_.print) return spec_.print(self);
  return OpDefinition::print_name(self);
}

}  // namespace theano
