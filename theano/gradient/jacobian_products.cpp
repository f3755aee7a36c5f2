// Products with Jacobians: Lop through grad's known gradients, Rop by forward mode, op by op.
#include <unordered_map>

#include "theano/base/error.h"
#include "theano/gradient/float_like.h"
#include "theano/gradient/gradient.h"
#include "theano/graph/op.h"
#include "theano/graph/traversal.h"
#include "theano/ops/elementwise/elementwise.h"

namespace theano {

std::vector<Variable> Lop(std::span<const Variable> f, std::span<const Variable> wrt,
                          std::span<const Variable> eval_points, const GradOptions& options) {
  if (f.size() != eval_points.size())
    throw ValueError("Lop",
                     "there must be one eval_point per output, but there are " + std::to_string(eval_points.size()) +
                         " for " + std::to_string(f.size()) + ".",
                     "Pass as many eval_points as outputs.");
  GradOptions with_points = options;
  for (std::size_t i = 0; i < f.size(); ++i) with_points.known_grads.emplace_back(f[i], eval_points[i]);
  return grad(Variable(), wrt, with_points);
}

namespace {

/// The tangents of a node's outputs by two backward modes: the vjp is linear in the output gradients v, and the
/// gradient of <vjp(v), tangents> with respect to v is the forward product.
std::vector<Variable> jvp_by_vjp(Apply& node, std::span<const Variable> tangents) {
  std::vector<Variable> v;
  for (int o = 0; o < node.output_count(); ++o) {
    const TensorType& type = node.output(o).tensor_type();
    v.push_back(make_variable(type.with_dtype(gradient::gradient_dtype(type.dtype()))));
  }
  const std::vector<Variable> u = node.op()->definition().vjp(node, v);
  GradOptions options;
  options.disconnected_inputs = DisconnectedInputs::Ignore;
  options.return_disconnected = ReturnDisconnected::None;
  for (std::size_t i = 0; i < u.size(); ++i)
    if (!u[i].is_null() && u[i].is_tensor() && !tangents[i].is_null())
      // A copy, because a vjp may hand v itself back, once or several times.
      options.known_grads.emplace_back(tensor::tensor_copy(u[i]), tangents[i]);
  if (options.known_grads.empty()) return std::vector<Variable>(v.size());
  std::vector<Variable> result = grad(Variable(), v, options);
  // What is left of v serves as a shape only; the outputs have the same one.
  std::vector<Variable> present;
  for (const Variable& r : result)
    if (!r.is_null()) present.push_back(r);
  VariableMap map;
  for (int o = 0; o < node.output_count(); ++o) {
    const Variable output = node.output(o);
    map[v[o]] = output.dtype() == v[o].dtype() ? output : gradient::cast_to(output, v[o].dtype());
  }
  const std::vector<Variable> copies = clone_graph(present, map);
  std::size_t next = 0;
  for (Variable& r : result)
    if (!r.is_null()) r = copies[next++];
  return result;
}

void check_points(std::span<const Variable> wrt, std::span<const Variable> eval_points) {
  if (wrt.size() != eval_points.size())
    throw ValueError("Rop",
                     "there must be one eval_point per variable, but there are " + std::to_string(eval_points.size()) +
                         " for " + std::to_string(wrt.size()) + ".",
                     "Pass as many eval_points as variables.");
  for (std::size_t i = 0; i < wrt.size(); ++i)
    if (wrt[i].ndim() != eval_points[i].ndim())
      throw_error({ErrorKind::Value,
                   Phase::Build,
                   "Rop",
                   "an eval_point must have as many axes as its variable, but number " + std::to_string(i) + " has " +
                       std::to_string(eval_points[i].ndim()) + " instead of " + std::to_string(wrt[i].ndim()) + ".",
                   {describe_operand("wrt", wrt[i]), describe_operand("eval_point", eval_points[i])},
                   "make eval_points of the variables' shapes."});
}

}  // namespace

std::vector<Variable> Rop(std::span<const Variable> f, std::span<const Variable> wrt,
                          std::span<const Variable> eval_points, DisconnectedInputs disconnected_outputs) {
  check_points(wrt, eval_points);
  std::unordered_map<const VariableNode*, Variable> tangent;
  for (std::size_t i = 0; i < wrt.size(); ++i) tangent[wrt[i].node()] = eval_points[i];
  std::vector<Variable> held;
  for (Apply* node : toposort(f)) {
    std::vector<Variable> tangents;
    bool any = false;
    for (const Variable& input : node->inputs()) {
      auto it = tangent.find(input.node());
      tangents.push_back(it == tangent.end() ? Variable() : it->second);
      any = any || !tangents.back().is_null();
    }
    if (!any) continue;
    const ProvenanceScope scope(node->provenance);
    std::vector<Variable> results = node->op()->definition().jvp(*node, tangents);
    if (results.empty()) results = jvp_by_vjp(*node, tangents);
    for (int o = 0; o < node->output_count(); ++o) {
      held.push_back(node->output(o));
      if (!results[o].is_null() && !tangent.contains(held.back().node())) tangent[held.back().node()] = results[o];
    }
  }
  std::vector<Variable> result;
  for (const Variable& v : f) {
    auto it = tangent.find(v.node());
    if (it == tangent.end() && disconnected_outputs == DisconnectedInputs::Raise)
      throw_error({ErrorKind::DisconnectedInput,
                   Phase::Build,
                   "Rop",
                   "every output must depend on wrt by differentiable ops, but " + v.to_string() + " does not.",
                   {describe_operand("f", v)},
                   "take it out of f."});
    result.push_back(it == tangent.end() ? gradient::float_zeros_like(v) : it->second);
  }
  return result;
}

}  // namespace theano
