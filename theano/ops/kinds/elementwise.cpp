// Makes nodes of element-wise ops: one rank, sizes by broadcasting of types, dtypes by the op's rule, gradients summed.
#include "theano/ops/kinds/elementwise.h"

#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/kinds/vjp_frame.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

std::vector<ErrorOperand> describe_inputs(const ElementwiseSpec& spec, std::span<const Variable> inputs) {
  std::vector<ErrorOperand> operands;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    operands.push_back(describe_operand(spec.inputs.values[i], inputs[i]));
  return operands;
}

void check_inputs(const ElementwiseSpec& spec, std::span<const Variable> inputs) {
  if (inputs.size() != spec.inputs.count) {
    throw TypeError(spec.name,
                    "it takes " + std::to_string(spec.inputs.count) + " inputs, but " + std::to_string(inputs.size()) +
                        " were given.",
                    "Pass one argument for each input.");
  }
  for (const Variable& input : inputs) {
    if (input.is_null() || !input.is_tensor()) {
      throw TypeError(spec.name,
                      "all inputs must be tensors, but one is " + (input ? input.type()->to_string() : "missing") + ".",
                      "Make a tensor of it with as_tensor_variable.");
    }
  }
}

/// Inserts broadcast dimensions in front, so that all inputs have the rank of the largest.
void bring_to_one_rank(std::vector<Variable>& inputs) {
  int ndim = 0;
  for (const Variable& input : inputs) ndim = std::max(ndim, input.ndim());
  for (Variable& input : inputs) {
    if (input.ndim() < ndim) input = padded_left(input, ndim);
  }
}

[[noreturn]] void throw_sizes_differ(const ElementwiseSpec& spec, std::span<const Variable> inputs, int axis,
                                     std::int64_t one, std::int64_t other) {
  ErrorReport report;
  report.kind = ErrorKind::Shape;
  report.op = spec.name;
  report.sentence = "the sizes along axis " + std::to_string(axis) + " must agree or be 1, but they are " +
                    std::to_string(one) + " and " + std::to_string(other) + ".";
  report.operands = describe_inputs(spec, inputs);
  report.way_out = "Reshape or slice one of them, or insert a broadcast dimension with dimshuffle.";
  throw_error(std::move(report));
}

/// Broadcasting by type: a size known to be 1 gives way, an unknown size does not.
Shape broadcast_sizes(const ElementwiseSpec& spec, std::span<const Variable> inputs) {
  const int ndim = inputs[0].ndim();
  Shape sizes(ndim, 1);
  for (int axis = 0; axis < ndim; ++axis) {
    for (const Variable& input : inputs) {
      const std::int64_t size = input.tensor_type().sizes()[axis];
      std::int64_t& result = sizes[axis];
      if (size == 1 || size == result) continue;
      if (result == 1 || result == kUnknownSize) {
        result = size;
      } else if (size != kUnknownSize) {
        throw_sizes_differ(spec, inputs, axis, result, size);
      }
    }
  }
  return sizes;
}

/// The op's dtype rule; its errors know neither the op nor the variables, which are added here.
ElementTypes types_or_explain(const Elementwise& op, std::span<const Variable> inputs, const Attributes& attributes) {
  InlineVector<DType, 6> dtypes;
  for (const Variable& input : inputs) dtypes.push_back(input.dtype());
  try {
    return op.element_types(dtypes, attributes);
  } catch (const Error& error) {
    ErrorReport report = error.report();
    report.op = op.spec().name;
    report.operands = describe_inputs(op.spec(), inputs);
    throw_error(std::move(report));
  }
}

/// The formula's values; where it knows nothing of complex numbers, an error that names the op.
ir::Expr formula_or_explain(const ElementwiseSpec& spec, const Apply& node, std::span<const ir::Expr> arguments) {
  try {
    return spec.formula(arguments, node.op()->attributes());
  } catch (const NotImplementedError& error) {
    ErrorReport report = error.report();
    report.op = spec.name;
    report.operands = describe_inputs(spec, node.inputs());
    throw_error(std::move(report));
  }
}

Variable call(const Elementwise& op, std::initializer_list<const Operand*> operands) {
  const ProvenanceScope scope(Provenance::current((*operands.begin())->location()));
  std::vector<Variable> inputs;
  for (const Operand* operand : operands) inputs.push_back(operand->variable());
  return apply_op(make_op(op), std::move(inputs));
}

/// Sums a gradient of the output's shape over the dimensions in which `input` was broadcast.
Variable sum_to_input(const Variable& gradient, const Variable& input, const Variable& output) {
  Variable full = gradient;
  bool is_full = full.ndim() == output.ndim();
  for (int axis = 0; is_full && axis < output.ndim(); ++axis) {
    is_full = !full.is_broadcastable(axis) || input.is_broadcastable(axis);
  }
  if (!is_full) full = tensor::fill(output, full);
  std::vector<std::int64_t> axes;
  for (int axis = 0; axis < input.ndim(); ++axis) {
    if (input.is_broadcastable(axis) && !full.is_broadcastable(axis)) axes.push_back(axis);
  }
  return axes.empty() ? full : tensor::sum(full, axes, /*keepdims=*/true);
}

}  // namespace

Variable Elementwise::operator()(const Operand& a) const { return call(*this, {&a}); }
Variable Elementwise::operator()(const Operand& a, const Operand& b) const { return call(*this, {&a, &b}); }
Variable Elementwise::operator()(const Operand& a, const Operand& b, const Operand& c) const {
  return call(*this, {&a, &b, &c});
}

ir::Expr Elementwise::operator()(const ir::Expr& a) const {
  const ir::Expr arguments[] = {a};
  return spec_.formula(arguments, {});
}
ir::Expr Elementwise::operator()(const ir::Expr& a, const ir::Expr& b) const {
  const ir::Expr arguments[] = {a, b};
  return spec_.formula(arguments, {});
}
ir::Expr Elementwise::operator()(const ir::Expr& a, const ir::Expr& b, const ir::Expr& c) const {
  const ir::Expr arguments[] = {a, b, c};
  return spec_.formula(arguments, {});
}

ir::Expr Elementwise::inline_formula(const Apply& node, std::span<const ir::Expr> inputs) const {
  InlineVector<DType, 6> dtypes;
  for (const ir::Expr& input : inputs) dtypes.push_back(input.dtype());
  const Attributes& attributes = node.op()->attributes();
  const ElementTypes types = element_types(dtypes, attributes);
  std::vector<ir::Expr> arguments;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const ir::Expr value = ir::cast(inputs[i], types.inputs[i]);
    arguments.push_back(is_half(types.inputs[i]) ? ir::cast(value, DType::Float32) : value);
  }
  const ir::Expr result = formula_or_explain(spec_, node, arguments);
  if (result.is_number()) return inputs[0].builder()->constant(types.output, result.number());
  return result.dtype() == types.output ? result : ir::cast(result, types.output);
}

OpDocs Elementwise::docs() const noexcept {
  return {spec_.name, spec_.summary, spec_.numpy, spec_.source, spec_.inputs.span(), spec_.max_ulp};
}

Ref<Apply> Elementwise::make_apply(const Op& self, std::vector<Variable> inputs) const {
  check_inputs(spec_, inputs);
  const ElementTypes types = types_or_explain(*this, inputs, self->attributes());
  bring_to_one_rank(inputs);
  TypeRef type = TensorType::of(types.output, broadcast_sizes(spec_, inputs));
  return Apply::make(self, std::move(inputs), {std::move(type)});
}

std::vector<SymbolicShape> Elementwise::infer_shape(const Apply& node,
                                                    std::span<const SymbolicShape> input_shapes) const {
  const auto& type = static_cast<const TensorType&>(*node.output_type(0));
  SymbolicShape shape;
  for (int axis = 0; axis < type.ndim(); ++axis) {
    const std::int64_t size = type.sizes()[axis];
    if (size != kUnknownSize) {
      shape.push_back(scalar_constant(DType::Int64, size));
      continue;
    }
    for (int i = 0; i < node.input_count(); ++i) {
      if (node.input(i).is_broadcastable(axis)) continue;
      shape.push_back(input_shapes[i][axis]);
      break;
    }
  }
  return {std::move(shape)};
}

Gradients Elementwise::vjp(const Apply& node, std::span<const Variable> output_gradients) const {
  Gradients gradients(node.input_count());
  if (output_gradients[0].is_null()) return gradients;
  const Variable output = const_cast<Apply&>(node).output(0);
  if (is_discrete(output.dtype()) || !spec_.vjp) {
    const std::vector<std::vector<bool>> connected = connection_pattern(node);
    for (int i = 0; i < node.input_count(); ++i) {
      if (connected[i][0]) gradients[i] = float_zeros_like(node.input(i));
    }
    return gradients;
  }
  Variable g = output_gradients[0];
  if (g.dtype() != output.dtype()) g = tensor::cast(g, output.dtype());
  const bool is_conjugated = is_complex(output.dtype()) && spec_.is_holomorphic;
  if (is_conjugated) g = tensor::conj(g);
  gradients = spec_.vjp(node, {&g, 1});
  for (int i = 0; i < node.input_count(); ++i) {
    Variable& gradient = gradients[i];
    if (gradient.is_null() || !gradient.is_tensor()) continue;
    if (is_discrete(gradient.dtype())) gradient = tensor::cast(gradient, floatX());
    if (is_complex(gradient.dtype())) {
      const bool is_real_input = !is_complex(node.input(i).dtype());
      gradient = is_real_input ? tensor::real(gradient) : is_conjugated ? tensor::conj(gradient) : gradient;
    }
    gradient = sum_to_input(gradient, node.input(i), output);
  }
  return gradients;
}

std::vector<std::vector<bool>> Elementwise::connection_pattern(const Apply& node) const {
  if (spec_.connection) return spec_.connection(node);
  return OpDefinition::connection_pattern(node);
}

std::string Elementwise::print_name(const OpInstance& self) const {
  if (spec_.print) return spec_.print(self);
  return "Elemwise{" + std::string(spec_.name) + ",no_inplace}";
}

}  // namespace theano
