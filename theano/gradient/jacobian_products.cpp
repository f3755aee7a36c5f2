// Products with Jacobians: Lop through grad's known gradients, Rop by forward mode, op by op.
#include <unordered_map>
#include <unordered_set>

#include "theano/base/error.h"
#include "theano/base/warning.h"
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

bool is_null_type(const Variable& v) { return !v.is_null() && v.type()->kind() == TypeKind::Null; }

/// What comes out where the gradient of an input that changes does not exist.
std::vector<Variable> null_where_reached(Apply& node, std::span<const Variable> u, std::span<const Variable> tangents) {
  const auto pattern = node.op()->definition().connection_pattern(node);
  std::vector<Variable> result(node.output_count());
  for (int o = 0; o < node.output_count(); ++o)
    for (int i = 0; i < node.input_count(); ++i)
      if (pattern[i][o] && is_null_type(u[i]) && !tangents[i].is_null()) result[o] = u[i];
  return result;
}

/// A derivative that is zero everywhere (floor) leaves no trace of v: its tangent is zero, but connected. As in Theano
/// this holds for all inputs of element-wise ops, also for the first of `second`, of which only the shape counts.
void fill_zero_tangents(Apply& node, std::span<const Variable> u, std::span<const Variable> tangents,
                        std::vector<Variable>& result) {
  const auto pattern = node.op()->definition().connection_pattern(node);
  for (int o = 0; o < node.output_count(); ++o)
    for (int i = 0; i < node.input_count() && result[o].is_null(); ++i)
      if ((node.op()->kind() == OpKind::Elementwise || (pattern[i][o] && !u[i].is_null())) && !tangents[i].is_null() &&
          is_inexact(node.output(o).dtype()))
        result[o] = gradient::float_zeros_like(node.output(o));
}

/// The tangents of a node's outputs by two backward modes: the vjp is linear in the output gradients v, and the
/// gradient of <vjp(v), tangents> with respect to v is the forward product.
std::vector<Variable> jvp_by_vjp(Apply& node, std::span<const Variable> tangents) {
  std::vector<Variable> v;
  for (int o = 0; o < node.output_count(); ++o) {
    const TensorType& type = node.output(o).tensor_type();
    v.push_back(make_variable(type.with_dtype(gradient::gradient_dtype(type.dtype()))));
  }
  const std::vector<Variable> u = node.op()->definition().vjp(node, v);
  for (std::size_t i = 0; i < u.size(); ++i)
    if (is_null_type(u[i]) && !tangents[i].is_null()) return null_where_reached(node, u, tangents);
  GradOptions options;
  options.disconnected_inputs = DisconnectedInputs::Ignore;
  options.return_disconnected = ReturnDisconnected::None;
  for (std::size_t i = 0; i < u.size(); ++i)
    if (!u[i].is_null() && u[i].is_tensor() && !tangents[i].is_null())
      // A copy, because a vjp may hand v itself back, once or several times.
      options.known_grads.emplace_back(tensor::tensor_copy(u[i]), tangents[i]);
  std::vector<Variable> result(v.size());
  if (!options.known_grads.empty()) result = grad(Variable(), v, options);
  fill_zero_tangents(node, u, tangents, result);
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

namespace {

/// The tangents of all variables that change with wrt.
class ForwardWalk {
 public:
  void seed(const Variable& v, const Variable& point) {
    tangent_[v.node()] = point;
    fixed_.insert(v.node());
  }

  void run(std::span<const Variable> f) {
    for (Apply* node : toposort(f)) push(*node);
  }

  /// The tangent of `v`, null where nothing reaches it.
  Variable of(const Variable& v) const {
    auto it = tangent_.find(v.node());
    return it == tangent_.end() ? Variable() : it->second;
  }

 private:
  void push(Apply& node) {
    std::vector<Variable> tangents;
    bool any = false;
    Variable null;
    for (const Variable& input : node.inputs()) {
      tangents.push_back(of(input));
      any = any || !tangents.back().is_null();
      if (is_null_type(tangents.back())) null = tangents.back();
    }
    if (!any) return;
    const ProvenanceScope scope(node.provenance);
    std::vector<Variable> results;
    if (null.is_null()) {
      results = node.op()->definition().jvp(node, tangents);
      if (results.empty()) results = jvp_by_vjp(node, tangents);
    }
    const auto pattern = node.op()->definition().connection_pattern(node);
    for (int o = 0; o < node.output_count(); ++o) {
      Variable output = node.output(o);
      Variable result = null.is_null() ? results[o] : null_where_connected(pattern, tangents, o);
      if (result.is_null() || fixed_.contains(output.node())) continue;
      tangent_[output.node()] = std::move(result);
      held_.push_back(std::move(output));
    }
  }

  static Variable null_where_connected(const std::vector<std::vector<bool>>& pattern,
                                       std::span<const Variable> tangents, int o) {
    for (std::size_t i = 0; i < tangents.size(); ++i)
      if (pattern[i][o] && is_null_type(tangents[i])) return tangents[i];
    return {};
  }

  std::unordered_map<const VariableNode*, Variable> tangent_;
  std::unordered_set<const VariableNode*> fixed_;
  std::vector<Variable> held_;
};

[[noreturn]] void throw_disconnected_output(const Variable& v) {
  throw_error({ErrorKind::DisconnectedInput,
               Phase::Build,
               "Rop",
               "every output must depend on wrt by differentiable ops, but " + v.to_string() + " does not.",
               {describe_operand("f", v)},
               "take it out of f, or pass disconnected_outputs='ignore' to get zeros."});
}

[[noreturn]] void throw_null_tangent(const Variable& v, const Variable& tangent) {
  throw_error({ErrorKind::DisconnectedInput,
               Phase::Build,
               "Rop",
               "the derivative must exist along the way from wrt to f, but: " +
                   static_cast<const NullType&>(*tangent.type()).why(),
               {describe_operand("f", v)},
               "take out of f what has no derivative."});
}

}  // namespace

std::vector<Variable> Rop(std::span<const Variable> f, std::span<const Variable> wrt,
                          std::span<const Variable> eval_points, DisconnectedInputs disconnected_outputs,
                          ReturnDisconnected return_disconnected) {
  check_points(wrt, eval_points);
  ForwardWalk walk;
  for (std::size_t i = 0; i < wrt.size(); ++i) walk.seed(wrt[i], eval_points[i]);
  walk.run(f);
  std::vector<Variable> result;
  for (const Variable& v : f) {
    Variable tangent = walk.of(v);
    if (is_null_type(tangent)) {
      if (disconnected_outputs == DisconnectedInputs::Raise) throw_null_tangent(v, tangent);
      tangent = Variable();
    }
    if (tangent.is_null()) {
      if (disconnected_outputs == DisconnectedInputs::Raise) throw_disconnected_output(v);
      if (disconnected_outputs == DisconnectedInputs::Warn)
        warn("[Rop] " + v.to_string() + " does not depend on wrt by differentiable ops.");
      if (return_disconnected == ReturnDisconnected::Zero) tangent = gradient::float_zeros_like(v);
      if (return_disconnected == ReturnDisconnected::Disconnected) tangent = make_variable(disconnected_type());
    }
    result.push_back(std::move(tangent));
  }
  return result;
}

}  // namespace theano
