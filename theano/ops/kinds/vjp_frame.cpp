// What every kind does around an op's own derivative: missing gradients, discrete outputs, dtypes.
#include "theano/ops/kinds/vjp_frame.h"

#include "theano/base/error.h"
#include "theano/graph/operand.h"
#include "theano/ops/elementwise/elementwise.h"

namespace theano {
namespace {

bool is_discrete_tensor(const TypeRef& type) {
  return type->is_tensor() && is_discrete(static_cast<const TensorType&>(*type).dtype());
}

/// Gradients are floats of the output's dtype; for a discrete output any gradient says no more than "connected".
std::vector<Variable> in_output_dtypes(const Apply& node, std::span<const Variable> gradients) {
  std::vector<Variable> result(gradients.begin(), gradients.end());
  for (int o = 0; o < node.output_count(); ++o) {
    Variable& g = result[o];
    if (g.is_null() || !g.is_tensor() || !node.output_type(o)->is_tensor()) continue;
    const DType dtype = static_cast<const TensorType&>(*node.output_type(o)).dtype();
    if (is_discrete(dtype)) {
      g = Variable();
    } else if (g.dtype() != dtype) {
      if (is_complex(g.dtype()) && !is_complex(dtype)) g = tensor::real(g);
      g = tensor::cast(g, dtype);
    }
  }
  return result;
}

Gradients zeros_where_connected(const Apply& node, std::span<const Variable> output_gradients) {
  const std::vector<std::vector<bool>> connected = node.op()->definition().connection_pattern(node);
  Gradients gradients(node.input_count());
  for (int i = 0; i < node.input_count(); ++i) {
    for (int o = 0; o < node.output_count(); ++o) {
      if (!connected[i][o] || output_gradients[o].is_null()) continue;
      gradients[i] = float_zeros_like(node.input(i));
      break;
    }
  }
  return gradients;
}

}  // namespace

Variable float_zeros_like(const Variable& v) {
  if (!v.is_tensor()) return {};
  const DType dtype = is_discrete(v.dtype()) ? floatX() : v.dtype();
  return tensor::fill(v, scalar_constant(dtype, 0.0));
}

Gradients framed_vjp(const Vjp& vjp, const Apply& node, std::span<const Variable> output_gradients) {
  bool any_gradient = false;
  bool any_continuous = false;
  for (int o = 0; o < node.output_count(); ++o) {
    if (output_gradients[o].is_null()) continue;
    any_gradient = true;
    any_continuous |= !is_discrete_tensor(node.output_type(o));
  }
  if (!any_gradient) return Gradients(node.input_count());
  if (!any_continuous) return zeros_where_connected(node, output_gradients);
  if (!vjp) {
    const std::string why = std::string(node.op()->name()) + " has no derivative";
    Gradients gradients;
    for (int i = 0; i < node.input_count(); ++i) gradients.push_back(make_variable(null_type(why)));
    return gradients;
  }
  Gradients result = vjp(node, in_output_dtypes(node, output_gradients));
  for (int i = 0; i < node.input_count() && i < static_cast<int>(result.size()); ++i) {
    // A real input of a complex result moves it along the real axis only.
    if (result[i].is_null() || !result[i].is_tensor() || !is_complex(result[i].dtype())) continue;
    if (node.input(i).is_tensor() && !is_complex(node.input(i).dtype())) result[i] = tensor::real(result[i]);
  }
  return result;
}

void check_inputs_present(const OpDefinition& op, std::span<const Variable> inputs) {
  for (const Variable& input : inputs) {
    if (input.is_null()) {
      throw TypeError(std::string(op.name()), "every input must be a variable, but one is missing.",
                      "Pass a variable, a number or an array for each input.");
    }
  }
}

}  // namespace theano
