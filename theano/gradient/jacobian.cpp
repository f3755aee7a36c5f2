// Whole matrices of derivatives: a loop over the rows, each a reverse walk that uses what was computed outside.
#include "theano/base/error.h"
#include "theano/gradient/gradient.h"
#include "theano/graph/index.h"
#include "theano/ops/control/map_rows.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"
#include "theano/ops/shape/size_expressions.h"

namespace theano {

namespace {

/// The gradients of every element of the vector `f` with respect to all of `wrt`, stacked.
std::vector<Variable> stacked_gradients(const Variable& f, std::span<const Variable> wrt, const GradOptions& options) {
  const Variable rows = tensor::arange(size_of(f, 0));
  return map_rows(std::span(&rows, 1), [&](std::span<const Variable> row) {
    return grad(f[Index(row[0])], wrt, options);
  });
}

/// Says at once what a loop over rows would find out for each of them.
void check_connected(const Variable& f, std::span<const Variable> wrt, const GradOptions& options) {
  GradOptions once = options;
  once.add_names = false;
  grad(tensor::sum(f), wrt, once);
}

}  // namespace

std::vector<Variable> jacobian(const Variable& expression, std::span<const Variable> wrt, const GradOptions& options) {
  if (expression.ndim() > 1)
    throw_error({ErrorKind::Value,
                 Phase::Build,
                 "jacobian",
                 "the expression must have at most one axis, but has " + std::to_string(expression.ndim()) + ".",
                 {describe_operand("expression", expression)},
                 "use expression.flatten(), and reshape the result."});
  if (expression.ndim() == 0) return grad(expression, wrt, options);
  check_connected(expression, wrt, options);
  GradOptions quiet = options;
  quiet.disconnected_inputs = DisconnectedInputs::Ignore;
  quiet.return_disconnected = ReturnDisconnected::Zero;
  return stacked_gradients(expression, wrt, quiet);
}

Variable jacobian(const Variable& expression, const Variable& wrt, const GradOptions& options) {
  return jacobian(expression, std::span(&wrt, 1), options)[0];
}

std::vector<Variable> hessian(const Variable& cost, std::span<const Variable> wrt, const GradOptions& options) {
  if (cost.ndim() != 0)
    throw_error({ErrorKind::Value,
                 Phase::Build,
                 "hessian",
                 "the cost must be a scalar, but it has " + std::to_string(cost.ndim()) + " axes.",
                 {describe_operand("cost", cost)},
                 "sum it."});
  std::vector<Variable> result;
  for (const Variable& v : wrt) {
    if (v.ndim() != 1)
      throw_error({ErrorKind::Value,
                   Phase::Build,
                   "hessian",
                   "wrt must hold vectors, but " + v.to_string() + " has " + std::to_string(v.ndim()) + " axes.",
                   {describe_operand("wrt", v)},
                   "take a vector as the parameter, and reshape it in the cost."});
    GradOptions second = options;
    second.disconnected_inputs = DisconnectedInputs::Ignore;
    result.push_back(stacked_gradients(grad(cost, v, options), std::span(&v, 1), second)[0]);
  }
  return result;
}

Variable hessian(const Variable& cost, const Variable& wrt, const GradOptions& options) {
  return hessian(cost, std::span(&wrt, 1), options)[0];
}

std::vector<Variable> hessian_vector_product(const Variable& cost, std::span<const Variable> wrt,
                                             std::span<const Variable> points, const GradOptions& options) {
  if (wrt.size() != points.size())
    throw ValueError("hessian_vector_product",
                     "there must be one vector per variable, but there are " + std::to_string(points.size()) + " for " +
                         std::to_string(wrt.size()) + ".",
                     "Pass as many vectors as variables.");
  const std::vector<Variable> gradients = grad(cost, wrt, options);
  GradOptions second = options;
  second.disconnected_inputs = DisconnectedInputs::Ignore;
  return Lop(gradients, wrt, points, second);
}

SubgraphGradients subgraph_grad(std::span<const Variable> wrt, std::span<const Variable> end,
                                const std::vector<std::pair<Variable, Variable>>& start, const Variable& cost) {
  if (cost.is_null() && start.empty())
    throw ValueError("subgraph_grad", "there must be a cost or known gradients to start from, but there is neither.",
                     "Pass a scalar cost, or start={variable: its gradient}.");
  std::vector<Variable> all(wrt.begin(), wrt.end());
  all.insert(all.end(), end.begin(), end.end());
  GradOptions options;
  options.consider_constant.assign(end.begin(), end.end());
  options.disconnected_inputs = DisconnectedInputs::Ignore;
  SubgraphGradients result;
  if (!cost.is_null()) result.of_cost = grad(cost, all, options);
  if (!start.empty()) {
    options.known_grads = start;
    result.of_start = grad(Variable(), all, options);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Variable sum = start.empty()     ? result.of_cost[i]
                         : cost.is_null() ? result.of_start[i]
                                           : result.of_start[i] + result.of_cost[i];
    (i < wrt.size() ? result.wrt : result.end).push_back(sum);
  }
  return result;
}

}  // namespace theano
