// grad, Lop, Rop and the ops that steer gradients, in Python.
#include "theano/gradient/gradient.h"

#include "bindings.h"
#include "theano/base/error.h"
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

nb::object grad_python(nb::handle cost, nb::handle wrt, nb::handle consider_constant, const std::string& disconnected_inputs,
                       bool add_names, nb::handle known_grads, const std::string& return_disconnected,
                       const std::string& null_gradients) {
  GradOptions options;
  options.consider_constant = variable_list(consider_constant, "consider_constant");
  options.disconnected_inputs = choose<DisconnectedInputs>(
      disconnected_inputs, "disconnected_inputs",
      {{"raise", DisconnectedInputs::Raise}, {"warn", DisconnectedInputs::Warn}, {"ignore", DisconnectedInputs::Ignore}});
  options.add_names = add_names;
  options.return_disconnected = choose<ReturnDisconnected>(return_disconnected, "return_disconnected",
                                                           {{"zero", ReturnDisconnected::Zero},
                                                            {"None", ReturnDisconnected::None},
                                                            {"none", ReturnDisconnected::None},
                                                            {"Disconnected", ReturnDisconnected::Disconnected},
                                                            {"disconnected", ReturnDisconnected::Disconnected}});
  options.null_gradients = choose<NullGradients>(
      null_gradients, "null_gradients", {{"raise", NullGradients::Raise}, {"return", NullGradients::Return}});
  if (!known_grads.is_none()) {
    const nb::object pairs = nb::hasattr(known_grads, "items") ? known_grads.attr("items")() : nb::borrow(known_grads);
    for (const nb::handle pair : pairs)
      options.known_grads.emplace_back(checked_variable(pair[0], "a key of known_grads"), to_variable(pair[1], "grad"));
  }
  const Variable of = cost.is_none() ? Variable() : checked_variable(cost, "cost");
  return like_wrt(wrt, grad(of, variable_list(wrt, "wrt"), options));
}

std::vector<Variable> right(std::span<const Variable> f, std::span<const Variable> wrt, std::span<const Variable> points) {
  return Rop(f, wrt, points);
}

}  // namespace

void bind_gradient(nb::module_& m) {
  m.def("grad", &grad_python, nb::arg("cost").none(), nb::arg("wrt"), nb::arg("consider_constant") = nb::none(),
        nb::arg("disconnected_inputs") = "raise", nb::arg("add_names") = true, nb::arg("known_grads") = nb::none(),
        nb::arg("return_disconnected") = "zero", nb::arg("null_gradients") = "raise",
        "The gradients of a scalar cost with respect to one or several variables.");
  m.def("Lop", [](nb::handle f, nb::handle wrt, nb::handle eval_points, nb::handle consider_constant, const std::string& disconnected) {
    GradOptions options;
    options.consider_constant = variable_list(consider_constant, "consider_constant");
    if (disconnected != "raise") options.disconnected_inputs = DisconnectedInputs::Ignore;
    return like_wrt(wrt, Lop(variable_list(f, "f"), variable_list(wrt, "wrt"), variable_list(eval_points, "eval_points"), options));
  }, nb::arg("f"), nb::arg("wrt"), nb::arg("eval_points"), nb::arg("consider_constant") = nb::none(),
     nb::arg("disconnected_inputs") = "raise", "The Jacobian of f times eval_points from the left.");
  m.def("Rop", [](nb::handle f, nb::handle wrt, nb::handle eval_points, const std::string&) {
    return like_wrt(f, right(variable_list(f, "f"), variable_list(wrt, "wrt"), variable_list(eval_points, "eval_points")));
  }, nb::arg("f"), nb::arg("wrt"), nb::arg("eval_points"), nb::arg("disconnected_outputs") = "raise",
     "The Jacobian of f times eval_points from the right.");
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
