// grad, Lop, Rop and the ops that steer gradients, in Python.
#include "theano/gradient/gradient.h"

#include "bindings.h"
#include "theano/base/error.h"
#include "theano/gradient/barriers.h"
#include "to_variable.h"

namespace theano::python {
namespace {

template <class E>
E choose(const std::string& value, const char* parameter, std::initializer_list<std::pair<const char*, E>> choices) {
  std::string all;
  for (const auto& [name, result] : choices) {
    if (value == name) return result;
    all += (all.empty() ? "'" : ", '") + std::string(name) + "'";
  }
  throw ValueError("grad", std::string(parameter) + " must be one of " + all + ", but it is '" + value + "'.",
                   "Pass one of these.");
}

Variable checked_variable(nb::handle object, const char* role) {
  if (is_variable(object)) return nb::cast<Variable>(object);
  throw TypeError("grad", std::string(role) + " must be a variable, but it is " + nb::cast<std::string>(nb::repr(object)) + ".",
                  "Pass a variable of the graph.");
}

std::vector<Variable> variable_list(nb::handle object, const char* role) {
  std::vector<Variable> result;
  if (object.is_none()) return result;
  if (is_variable(object)) return {nb::cast<Variable>(object)};
  if (!nb::isinstance<nb::list>(object) && !nb::isinstance<nb::tuple>(object) && !nb::isinstance<nb::set>(object)) {
    if (!nb::hasattr(object, "__iter__")) return {checked_variable(object, role)};
  }
  for (const nb::handle item : object) result.push_back(checked_variable(item, role));
  return result;
}

/// One result bare for one wrt, else in the container of wrt.
nb::object like_wrt(nb::handle wrt, const std::vector<Variable>& results) {
  if (is_variable(wrt)) return nb::cast(results.at(0));
  nb::object list = nb::cast(results);
  return nb::isinstance<nb::tuple>(wrt) ? nb::object(nb::tuple(list)) : list;
}

constexpr std::initializer_list<std::pair<const char*, DisconnectedInputs>> kDisconnectedInputs = {
    {"raise", DisconnectedInputs::Raise}, {"warn", DisconnectedInputs::Warn}, {"ignore", DisconnectedInputs::Ignore}};
constexpr std::initializer_list<std::pair<const char*, ReturnDisconnected>> kReturnDisconnected = {
    {"zero", ReturnDisconnected::Zero},
    {"None", ReturnDisconnected::None},
    {"none", ReturnDisconnected::None},
    {"Disconnected", ReturnDisconnected::Disconnected},
    {"disconnected", ReturnDisconnected::Disconnected}};

/// Pairs of a mapping, or of a list of pairs: variables and their gradients.
std::vector<std::pair<Variable, Variable>> gradient_pairs(nb::handle object, const char* role) {
  std::vector<std::pair<Variable, Variable>> result;
  if (object.is_none()) return result;
  const nb::object pairs = nb::hasattr(object, "items") ? object.attr("items")() : nb::borrow(object);
  for (const nb::handle pair : pairs)
    result.emplace_back(checked_variable(pair[0], role),
                        is_variable(pair[1]) ? nb::cast<Variable>(pair[1]) : to_variable(pair[1], "grad"));
  return result;
}

void refuse_set(nb::handle wrt) {
  if (!nb::isinstance<nb::set>(wrt)) return;
  throw TypeError("grad", "wrt must not be a set: its order, and so that of the gradients, is undefined.",
                  "Pass a list.");
}

nb::object grad_python(nb::handle cost, nb::handle wrt, nb::handle consider_constant, const std::string& disconnected_inputs,
                       bool add_names, nb::handle known_grads, const std::string& return_disconnected,
                       const std::string& null_gradients) {
  GradOptions options;
  options.consider_constant = variable_list(consider_constant, "consider_constant");
  options.disconnected_inputs = choose(disconnected_inputs, "disconnected_inputs", kDisconnectedInputs);
  options.add_names = add_names;
  options.return_disconnected = choose(return_disconnected, "return_disconnected", kReturnDisconnected);
  options.null_gradients = choose<NullGradients>(
      null_gradients, "null_gradients", {{"raise", NullGradients::Raise}, {"return", NullGradients::Return}});
  options.known_grads = gradient_pairs(known_grads, "a key of known_grads");
  refuse_set(wrt);
  const Variable of = cost.is_none() ? Variable() : checked_variable(cost, "cost");
  return like_wrt(wrt, grad(of, variable_list(wrt, "wrt"), options));
}

nb::object rop_python(nb::handle f, nb::handle wrt, nb::handle eval_points, const std::string& disconnected_outputs,
                      const std::string& return_disconnected) {
  const auto checked = [](nb::handle object) {
    std::vector<Variable> result;
    if (!nb::isinstance<nb::list>(object) && !nb::isinstance<nb::tuple>(object)) return std::vector{to_variable(object, "Rop")};
    for (const nb::handle item : object) result.push_back(to_variable(item, "Rop"));
    return result;
  };
  const std::vector<Variable> results = Rop(checked(f), variable_list(wrt, "wrt"), checked(eval_points),
                                            choose(disconnected_outputs, "disconnected_outputs", kDisconnectedInputs),
                                            choose(return_disconnected, "return_disconnected", kReturnDisconnected));
  if (!nb::isinstance<nb::list>(f) && !nb::isinstance<nb::tuple>(f)) return nb::cast(results.at(0));
  return like_wrt(f, results);
}

GradOptions simple_options(nb::handle consider_constant, const std::string& disconnected_inputs) {
  GradOptions options;
  options.consider_constant = variable_list(consider_constant, "consider_constant");
  options.disconnected_inputs = choose(disconnected_inputs, "disconnected_inputs", kDisconnectedInputs);
  return options;
}

nb::object jacobian_python(nb::handle expression, nb::handle wrt, nb::handle consider_constant,
                           const std::string& disconnected_inputs) {
  refuse_set(wrt);
  return like_wrt(wrt, jacobian(checked_variable(expression, "expression"), variable_list(wrt, "wrt"),
                                simple_options(consider_constant, disconnected_inputs)));
}

nb::object hessian_python(nb::handle cost, nb::handle wrt, nb::handle consider_constant, const std::string& disconnected_inputs) {
  refuse_set(wrt);
  return like_wrt(wrt, hessian(checked_variable(cost, "cost"), variable_list(wrt, "wrt"),
                               simple_options(consider_constant, disconnected_inputs)));
}

nb::object hessian_vector_product_python(nb::handle cost, nb::handle wrt, nb::handle p) {
  refuse_set(wrt);
  return like_wrt(wrt, hessian_vector_product(checked_variable(cost, "cost"), variable_list(wrt, "wrt"), variable_list(p, "p")));
}

nb::object subgraph_grad_python(nb::handle wrt, nb::handle end, nb::handle start, nb::handle cost, bool details) {
  const SubgraphGradients g =
      subgraph_grad(variable_list(wrt, "wrt"), variable_list(end, "end"), gradient_pairs(start, "a key of start"),
                    cost.is_none() ? Variable() : checked_variable(cost, "cost"));
  if (!details) return nb::make_tuple(g.wrt, g.end);
  const auto or_none = [](const std::vector<Variable>& list) { return list.empty() ? nb::none() : nb::object(nb::cast(list)); };
  return nb::make_tuple(g.wrt, g.end, or_none(g.of_start), or_none(g.of_cost));
}

template <Variable (*Make)(const Op&, int, const Variable&, const std::string&)>
Variable missing_gradient(nb::handle op, int position, nb::handle x, const std::string& comment) {
  if (nb::isinstance<OpInstance>(op)) return Make(nb::cast<Op>(op), position, checked_variable(x, "x"), comment);
  // Functions of the API stand for ops here, as they were ops in the original.
  const std::string text = nb::cast<std::string>(nb::str(op)) + (comment.empty() ? "" : ": " + comment);
  return Make(make_op(ops::undefined_grad), position, checked_variable(x, "x"), text);
}

/// What was a class of ops: called it gives the op, and isinstance asks whether an op is one of them.
struct OpFamily {
  const OpDefinition* definition;
  std::vector<std::string> parameters;
};

Op op_of_family(const OpFamily& family, nb::args arguments) {
  if (arguments.size() != family.parameters.size())
    throw TypeError(std::string(family.definition->name()),
                    "takes " + std::to_string(family.parameters.size()) + " arguments, but " +
                        std::to_string(arguments.size()) + " were given.",
                    "Pass one number per parameter.");
  Attributes attributes;
  for (std::size_t i = 0; i < family.parameters.size(); ++i)
    attributes.set(family.parameters[i], nb::cast<double>(nb::float_(arguments[i])));
  return make_op(*family.definition, std::move(attributes));
}

void bind_op_families(nb::module_& m) {
  nb::class_<OpFamily>(m, "OpFamily", "All ops of one definition.")
      .def("__call__", &op_of_family, "The op with these parameters.")
      .def("__instancecheck__", [](const OpFamily& family, nb::handle object) {
        return nb::isinstance<OpInstance>(object) && nb::cast<OpInstance&>(object).is(*family.definition);
      });
  m.attr("GradClip") = OpFamily{&ops::grad_clip, {"lower", "upper"}};
  m.attr("GradScale") = OpFamily{&ops::grad_scale, {"multiplier"}};
  m.attr("ZeroGrad") = OpFamily{&ops::zero_grad, {}};
  m.attr("ConsiderConstant") = OpFamily{&ops::zero_grad, {}};
  m.attr("DisconnectedGrad") = OpFamily{&ops::disconnected_grad, {}};
  m.attr("UndefinedGrad") = OpFamily{&ops::undefined_grad, {}};
}

}  // namespace

void bind_gradient(nb::module_& m) {
  bind_op_families(m);
  m.def("grad", &grad_python, nb::arg("cost").none(), nb::arg("wrt"), nb::arg("consider_constant") = nb::none(),
        nb::arg("disconnected_inputs") = "raise", nb::arg("add_names") = true, nb::arg("known_grads") = nb::none(),
        nb::arg("return_disconnected") = "zero", nb::arg("null_gradients") = "raise",
        "The gradients of a scalar cost with respect to one or several variables.");
  m.def("Lop", [](nb::handle f, nb::handle wrt, nb::handle eval_points, nb::handle consider_constant, const std::string& disconnected) {
    GradOptions options;
    options.consider_constant = variable_list(consider_constant, "consider_constant");
    options.disconnected_inputs = choose(disconnected, "disconnected_inputs", kDisconnectedInputs);
    return like_wrt(wrt, Lop(variable_list(f, "f"), variable_list(wrt, "wrt"), variable_list(eval_points, "eval_points"), options));
  }, nb::arg("f"), nb::arg("wrt"), nb::arg("eval_points"), nb::arg("consider_constant") = nb::none(),
     nb::arg("disconnected_inputs") = "raise", "The Jacobian of f times eval_points from the left.");
  m.def("Rop", &rop_python, nb::arg("f"), nb::arg("wrt"), nb::arg("eval_points"), nb::arg("disconnected_outputs") = "raise",
        nb::arg("return_disconnected") = "zero", "The Jacobian of f times eval_points from the right.");
  m.def("jacobian", &jacobian_python, nb::arg("expression"), nb::arg("wrt"), nb::arg("consider_constant") = nb::none(),
        nb::arg("disconnected_inputs") = "raise", "All derivatives of a vector with respect to one or several variables.");
  m.def("hessian", &hessian_python, nb::arg("cost"), nb::arg("wrt"), nb::arg("consider_constant") = nb::none(),
        nb::arg("disconnected_inputs") = "raise", "The second derivatives of a scalar with respect to one or several vectors.");
  m.def("hessian_vector_product", &hessian_vector_product_python, nb::arg("cost"), nb::arg("wrt"), nb::arg("p"),
        "The matrix of second derivatives times vectors, without making the matrix.");
  m.def("subgraph_grad", &subgraph_grad_python, nb::arg("wrt"), nb::arg("end"), nb::arg("start") = nb::none(),
        nb::arg("cost") = nb::none(), nb::arg("details") = false, "The gradients of a part of a graph.");
  m.def("grad_undefined", &missing_gradient<gradient::grad_undefined>, nb::arg("op"), nb::arg("x_pos"), nb::arg("x"),
        nb::arg("comment") = "", "A gradient that does not exist.");
  m.def("grad_not_implemented", &missing_gradient<gradient::grad_not_implemented>, nb::arg("op"), nb::arg("x_pos"), nb::arg("x"),
        nb::arg("comment") = "", "A gradient that nobody has written yet.");
  m.attr("zero_grad_") = nb::cast(make_op(ops::zero_grad));
  m.attr("consider_constant_") = m.attr("zero_grad_");
  m.attr("disconnected_grad_") = nb::cast(make_op(ops::disconnected_grad));
  m.attr("undefined_grad_") = nb::cast(make_op(ops::undefined_grad));
  m.def("disconnected_grad", [](nb::handle x) { return gradient::disconnected_grad(to_variable(x)); }, nb::arg("x"),
        "x, through which no gradient flows.");
  m.def("zero_grad", [](nb::handle x) { return gradient::zero_grad(to_variable(x)); }, nb::arg("x"),
        "x with the gradient zero.");
  m.def("undefined_grad", [](nb::handle x) { return gradient::undefined_grad(to_variable(x)); }, nb::arg("x"),
        "x, whose gradient is undefined.");
  m.def("grad_clip", [](nb::handle x, double lower, double upper) { return gradient::grad_clip(to_variable(x), lower, upper); },
        nb::arg("x"), nb::arg("lower_bound"), nb::arg("upper_bound"), "x, whose gradient is clipped element by element.");
  m.def("grad_scale", [](nb::handle x, double multiplier) { return gradient::grad_scale(to_variable(x), multiplier); },
        nb::arg("x"), nb::arg("multiplier"), "x, whose gradient is multiplied by a number.");
}

}  // namespace theano::python
