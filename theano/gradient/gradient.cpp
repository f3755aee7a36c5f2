// Reverse mode: one walk over the graph from the cost to the variables, each node's vjp once.
#include "theano/gradient/gradient.h"

#include <unordered_map>
#include <unordered_set>

#include "theano/base/error.h"
#include "theano/base/warning.h"
#include "theano/gradient/float_like.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/graph/op.h"
#include "theano/graph/traversal.h"
#include "theano/ops/operators.h"

namespace theano {

namespace {

bool is_null_type(const Variable& v) { return !v.is_null() && v.type()->kind() == TypeKind::Null; }
bool is_disconnected(const Variable& v) { return v.is_null() || v.type()->kind() == TypeKind::Disconnected; }

/// The part of the graph through which a change of the variables reaches the cost, and the gradients found so far.
class ReverseWalk {
 public:
  ReverseWalk(std::vector<Variable> outputs, std::span<const Variable> wrt, const GradOptions& options)
      : order_(toposort(outputs)), wrt_(wrt.begin(), wrt.end()) {
    for (const Variable& v : options.consider_constant) constant_.insert(v.node());
    for (const Variable& v : wrt) active_.insert(v.node());
    // The order holds plain pointers: the outputs keep the whole graph alive.
    outputs_ = std::move(outputs);
    find_active();
  }

  bool is_active(const Variable& v) const { return active_.contains(v.node()); }

  /// Gives `v` its gradient from outside: nothing is added to it.
  void seed(const Variable& v, Variable gradient) {
    fixed_.insert(v.node());
    sum_[v.node()] = std::move(gradient);
  }

  void set_names(std::string cost_name) { cost_name_ = std::move(cost_name); }

  void run() {
    for (auto it = order_.rbegin(); it != order_.rend(); ++it) propagate(**it);
    for (const Variable& v : wrt_) finish(v);
  }

  /// The gradient of `v`, null where disconnected.
  Variable gradient_of(const Variable& v) const {
    auto it = sum_.find(v.node());
    return it == sum_.end() ? Variable() : it->second;
  }

 private:
  void find_active() {
    for (Apply* node : order_) {
      bool any = false;
      for (const Variable& input : node->inputs()) any = any || is_active(input);
      if (!any) continue;
      const auto pattern = node->op()->definition().connection_pattern(*node);
      for (int o = 0; o < node->output_count(); ++o)
        for (int i = 0; i < node->input_count(); ++i)
          if (pattern[i][o] && is_active(node->input(i))) {
            Variable output = node->output(o);
            // What is considered constant may have a gradient itself, but nothing behind it gets one through it.
            if (!constant_.contains(output.node()) && active_.insert(output.node()).second)
              held_.push_back(std::move(output));
            break;
          }
    }
  }

  /// Names and returns the whole gradient of `v`, once all its users have been seen.
  Variable finish(const Variable& v) {
    auto it = sum_.find(v.node());
    if (it == sum_.end()) return {};
    Variable& gradient = it->second;
    if (!cost_name_.empty() && !v.name().empty() && gradient.name().empty() && gradient.owner() &&
        !fixed_.contains(v.node()))
      gradient.set_name("(d" + cost_name_ + "/d" + v.name() + ")");
    return gradient;
  }

  void propagate(Apply& node) {
    std::vector<Variable> output_gradients;
    bool any = false;
    Variable null;
    for (int o = 0; o < node.output_count(); ++o) {
      const Variable output = node.output(o);
      Variable g = active_.contains(output.node()) && !constant_.contains(output.node()) ? finish(output) : Variable();
      if (is_null_type(g)) null = g;
      if (is_disconnected(g)) g = {};
      any = any || !g.is_null();
      output_gradients.push_back(std::move(g));
    }
    if (!any) return;
    const ProvenanceScope scope(node.provenance);
    if (!null.is_null()) return spread_null(node, output_gradients, null);
    for (int o = 0; o < node.output_count(); ++o)
      output_gradients[o] = match_dtype(output_gradients[o], node.output_type(o));
    std::vector<Variable> terms = node.op()->definition().vjp(node, output_gradients);
    if (terms.size() != node.inputs().size())
      throw InternalError(std::string(node.op()->name()),
                          "a vjp must give one gradient per input, but gave " + std::to_string(terms.size()) + " for " +
                              std::to_string(node.inputs().size()) + " inputs.",
                          "Report the op's author.");
    for (int i = 0; i < node.input_count(); ++i)
      if (is_active(node.input(i)) && !is_disconnected(terms[i])) add_term(node, i, std::move(terms[i]));
  }

  void spread_null(Apply& node, const std::vector<Variable>& output_gradients, const Variable& null) {
    const auto pattern = node.op()->definition().connection_pattern(node);
    for (int i = 0; i < node.input_count(); ++i)
      for (int o = 0; o < node.output_count(); ++o)
        if (pattern[i][o] && is_null_type(output_gradients[o]) && is_active(node.input(i))) add_term(node, i, null);
  }

  /// A gradient in the float dtype of its variable; those of integers keep theirs.
  static Variable match_dtype(const Variable& g, const TypeRef& type) {
    if (g.is_null() || !g.is_tensor() || !type->is_tensor()) return g;
    const DType wanted = static_cast<const TensorType&>(*type).dtype();
    if (is_discrete(wanted) || g.dtype() == wanted) return g;
    const bool drops_imaginary = is_complex(g.dtype()) && !is_complex(wanted);
    return gradient::cast_to(drops_imaginary ? Variable(tensor::real(g)) : g, wanted);
  }

  void add_term(const Apply& node, int i, Variable term) {
    const Variable& input = node.input(i);
    if (fixed_.contains(input.node())) return;
    if (term.is_tensor() && input.is_tensor()) {
      if (term.ndim() != input.ndim())
        throw InternalError(std::string(node.op()->name()),
                            "a gradient must have as many axes as its variable, but that of input " +
                                std::to_string(i) + " has " + std::to_string(term.ndim()) + " instead of " +
                                std::to_string(input.ndim()) + ".",
                            "Report the op's author.");
      term = match_dtype(term, input.type());
    }
    Variable& sum = sum_[input.node()];
    if (sum.is_null()) {
      sum = std::move(term);
    } else if (is_null_type(term)) {
      sum = std::move(term);
    } else if (!is_null_type(sum)) {
      sum = sum + term;
    }
  }

  std::vector<Variable> outputs_;
  std::vector<Apply*> order_;
  std::vector<Variable> wrt_;
  std::vector<Variable> held_;
  std::unordered_set<const VariableNode*> active_, constant_, fixed_;
  std::unordered_map<const VariableNode*, Variable> sum_;
  std::string cost_name_;
};

void check_cost(const Variable& cost) {
  if (is_null_type(cost))
    throw ValueError(
        "grad",
        "the cost must be a number, but it is " + cost.type()->to_string() + ": can't differentiate a NaN cost.",
        "Differentiate something that has a value.");
  if (cost.is_tensor() && is_complex(cost.dtype()))
    throw_error({ErrorKind::Assertion,
                 Phase::Build,
                 "grad",
                 "the cost must be a real number, but it is " + std::string(dtype_name(cost.dtype())) + ".",
                 {describe_operand("cost", cost)},
                 "take its real part, or abs_(cost)."});
  if (!cost.is_tensor() || cost.ndim() != 0)
    throw_error({ErrorKind::Type,
                 Phase::Build,
                 "grad",
                 "cost must be a scalar." +
                     (cost.is_tensor() ? " Found " + std::to_string(cost.ndim()) + " dimensions." : std::string()),
                 {describe_operand("cost", cost)},
                 "cost.sum() or cost.mean() is a scalar."});
}

void handle_disconnected(const Variable& v, DisconnectedInputs action) {
  if (action == DisconnectedInputs::Ignore) return;
  const std::string sentence =
      "grad method was asked to compute the gradient with respect to a variable that is not part of the computational "
      "graph of the cost, or is used only by a non-differentiable operator: " +
      v.to_string();
  ErrorReport report{ErrorKind::DisconnectedInput,
                     Phase::Build,
                     "grad",
                     sentence,
                     {describe_operand("wrt", v)},
                     "take it out of wrt, or pass disconnected_inputs='ignore' to get zeros."};
  if (action == DisconnectedInputs::Raise) throw_error(std::move(report));
  warn(report.to_string());
}

Variable disconnected_result(const Variable& v, ReturnDisconnected what) {
  switch (what) {
    case ReturnDisconnected::Zero:
      return gradient::float_zeros_like(v);
    case ReturnDisconnected::None:
      return {};
    default:
      return make_variable(disconnected_type());
  }
}

[[noreturn]] void throw_null_gradient(const Variable& v, const Variable& gradient) {
  const auto& type = static_cast<const NullType&>(*gradient.type());
  throw_error({ErrorKind::NullTypeGrad,
               Phase::Build,
               "grad",
               "tensor.grad encountered a NaN. " + type.why(),
               {describe_operand("wrt", v)},
               "differentiate with respect to variables that have a gradient."});
}

void check_arguments(const Variable& cost, std::span<const Variable> wrt, const GradOptions& options) {
  if (!cost.is_null()) check_cost(cost);
  if (cost.is_null() && options.known_grads.empty())
    throw ValueError("grad", "there must be a cost or known_grads, but there is neither.",
                     "Pass a scalar cost, or known_grads={variable: its gradient}.");
  for (const Variable& v : wrt)
    if (v.is_null())
      throw TypeError("grad", "wrt must hold variables, but one is null.", "Pass variables of the graph.");
  for (const auto& [v, g] : options.known_grads)
    if (g.is_tensor() && is_discrete(g.dtype()))
      throw_error({ErrorKind::Type,
                   Phase::Build,
                   "grad",
                   "the gradients in known_grads must be floats, but that of " + v.to_string() + " is " +
                       std::string(dtype_name(g.dtype())) + ".",
                   {describe_operand("known gradient", g)},
                   "cast it to floatX."});
}

}  // namespace

std::vector<Variable> grad(const Variable& cost, std::span<const Variable> wrt, const GradOptions& options) {
  check_arguments(cost, wrt, options);
  std::vector<Variable> outputs;
  if (!cost.is_null()) outputs.push_back(cost);
  for (const auto& [v, g] : options.known_grads) outputs.push_back(v);
  ReverseWalk walk(outputs, wrt, options);
  if (!cost.is_null()) {
    const ProvenanceScope scope(cost.provenance());
    walk.seed(cost, gradient::float_ones_like(cost));
    if (options.add_names) walk.set_names(cost.name());
  }
  for (const auto& [v, g] : options.known_grads) walk.seed(v, g);
  walk.run();

  std::vector<Variable> result;
  for (const Variable& v : wrt) {
    Variable g = walk.gradient_of(v);
    if (is_disconnected(g)) {
      handle_disconnected(v, options.disconnected_inputs);
      g = disconnected_result(v, options.return_disconnected);
    } else if (is_null_type(g) && options.null_gradients == NullGradients::Raise) {
      throw_null_gradient(v, g);
    }
    result.push_back(std::move(g));
  }
  return result;
}

Variable grad(const Variable& cost, const Variable& wrt, const GradOptions& options) {
  return grad(cost, std::span<const Variable>(&wrt, 1), options)[0];
}

}  // namespace theano
