// Derivatives of graphs with respect to variables: grad, and products with Jacobians from the left and from the right.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "theano/graph/operand.h"

namespace theano {

/// What grad does when a variable has no influence on the cost (Theano's disconnected_inputs).
enum class DisconnectedInputs : std::uint8_t { Raise, Warn, Ignore };
/// What stands for the gradient of such a variable (Theano's return_disconnected): zeros, nothing at all (a null
/// Variable), or a variable of disconnected type.
enum class ReturnDisconnected : std::uint8_t { Zero, None, Disconnected };
/// What grad does with a gradient that does not exist: raise NullTypeGradError, or return the variable of NullType.
enum class NullGradients : std::uint8_t { Raise, Return };

struct GradOptions {
  /// Variables through which no gradient flows.
  std::vector<Variable> consider_constant;
  DisconnectedInputs disconnected_inputs = DisconnectedInputs::Raise;
  /// Names gradients "(dcost/dx)" when both cost and x have names.
  bool add_names = true;
  /// Gradients already known: variables of the graph, and those of the cost with respect to them.
  std::vector<std::pair<Variable, Variable>> known_grads;
  ReturnDisconnected return_disconnected = ReturnDisconnected::Zero;
  NullGradients null_gradients = NullGradients::Raise;
};

/// The gradients of a scalar cost with respect to variables of its graph.
///
/// A gradient has the shape and, for floats, the dtype of its variable. The work is linear in the size of the graph.
/// `cost` may be null when known_grads are given.
/// Errors: TypeError for a cost that is no scalar; DisconnectedInputError for a variable that the cost does not depend
/// on; NullTypeGradError for a gradient that does not exist; ValueError when there is neither cost nor known_grads.
THEANO_API std::vector<Variable> grad(const Variable& cost, std::span<const Variable> wrt,
                                      const GradOptions& options = {});
/// The gradient with respect to one variable.
THEANO_API Variable grad(const Variable& cost, const Variable& wrt, const GradOptions& options = {});

/// The Jacobian of `f` times `eval_points` from the left: the gradient of sum(f * eval_points) with constant points.
/// Shapes: eval_points as f; results as wrt.
THEANO_API std::vector<Variable> Lop(std::span<const Variable> f, std::span<const Variable> wrt,
                                     std::span<const Variable> eval_points, const GradOptions& options = {});
/// The Jacobian of `f` times `eval_points` from the right: how f changes when wrt moves along eval_points.
/// Shapes: eval_points as wrt; results as f.
/// Errors: ValueError when an eval_point does not fit its variable; DisconnectedInputError for an output that does not
/// depend on wrt by differentiable ops.
THEANO_API std::vector<Variable> Rop(std::span<const Variable> f, std::span<const Variable> wrt,
                                     std::span<const Variable> eval_points,
                                     DisconnectedInputs disconnected_outputs = DisconnectedInputs::Raise,
                                     ReturnDisconnected return_disconnected = ReturnDisconnected::Zero);

/// All derivatives of a vector (or scalar) with respect to variables.
///
/// Shapes: expression (n,), wrt of shape s gives (n, *s); a scalar gives its gradients.
/// Cost: one backward walk per element of expression; what does not depend on the element is computed once.
/// Errors: ValueError for an expression of more than one axis; those of grad.
THEANO_API std::vector<Variable> jacobian(const Variable& expression, std::span<const Variable> wrt,
                                          const GradOptions& options = {});
THEANO_API Variable jacobian(const Variable& expression, const Variable& wrt, const GradOptions& options = {});

/// The second derivatives of a scalar with respect to vectors, each with respect to itself.
///
/// Shapes: (n, n) for wrt of shape (n,). Errors: ValueError for a cost that is no scalar or a wrt that is no vector.
THEANO_API std::vector<Variable> hessian(const Variable& cost, std::span<const Variable> wrt,
                                         const GradOptions& options = {});
THEANO_API Variable hessian(const Variable& cost, const Variable& wrt, const GradOptions& options = {});

/// The whole matrix of second derivatives times vectors, without making the matrix: the gradient of gradients * points.
///
/// Shapes: points and results as wrt. Errors: ValueError when there is not one point per variable.
THEANO_API std::vector<Variable> hessian_vector_product(const Variable& cost, std::span<const Variable> wrt,
                                                        std::span<const Variable> points,
                                                        const GradOptions& options = {});

/// What subgraph_grad gives: the gradients of `wrt` and of `end`, and both (wrt, then end) by origin.
struct SubgraphGradients {
  std::vector<Variable> wrt, end;
  std::vector<Variable> of_start, of_cost;
};
/// The gradients of a part of a graph: from `start` (variables whose gradients are known) and `cost` back to `end`, which
/// are considered constant. Pieces of a long graph can so be differentiated one after the other.
/// Errors: ValueError when there is neither cost nor start.
THEANO_API SubgraphGradients subgraph_grad(std::span<const Variable> wrt, std::span<const Variable> end,
                                           const std::vector<std::pair<Variable, Variable>>& start,
                                           const Variable& cost = Variable());

namespace gradient {

/// x, through which no gradient flows: what depends on x only through it is disconnected from the cost.
THEANO_API Variable disconnected_grad(const Operand& x);
/// x with the gradient zero (but connected).
THEANO_API Variable zero_grad(const Operand& x);
/// x, of which nobody may ask the gradient: it is undefined.
THEANO_API Variable undefined_grad(const Operand& x);
/// x, whose gradient is clipped element by element.
THEANO_API Variable grad_clip(const Operand& x, double lower_bound, double upper_bound);
/// x, whose gradient is multiplied by a number.
THEANO_API Variable grad_scale(const Operand& x, double multiplier);

/// What an op's derivative gives for an input whose gradient does not exist; a function of it cannot be compiled.
THEANO_API Variable grad_undefined(const Op& op, int position, const Variable& x, const std::string& comment = "");
/// The same for a gradient that nobody has written yet.
THEANO_API Variable grad_not_implemented(const Op& op, int position, const Variable& x, const std::string& comment = "");

}  // namespace gradient
}  // namespace theano
