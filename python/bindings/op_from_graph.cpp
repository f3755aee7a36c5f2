// OpFromGraph in Python: an expression that is called, and the ways to override its gradient.
#include "theano/gradient/op_from_graph.h"

#include "bindings.h"
#include "theano/base/error.h"
#include "theano/gradient/gradient.h"
#include "to_variable.h"

namespace theano::python {
namespace {

bool is_default(nb::handle override) {
  return override.is_none() || (nb::isinstance<nb::str>(override) && nb::cast<std::string>(override) == "default");
}

/// A list of overrides, or one for all inputs, as a gradient. Functions take the inputs, the outputs where they are wanted,
/// and the outputs' gradients.
class Overrides {
 public:
  Overrides(nb::object given, bool takes_outputs, const std::vector<Variable>& outputs)
      : given_(std::move(given)), takes_outputs_(takes_outputs), real_outputs_(outputs) {}

  std::vector<Variable> operator()(std::span<const Variable> inputs, std::span<const Variable> outputs,
                                   std::span<const Variable> gradients) const {
    if (!nb::isinstance<nb::list>(given_)) return to_list(call(given_, inputs, outputs, gradients));
    std::vector<Variable> result;
    for (const nb::handle one : given_) {
      if (result.size() >= inputs.size()) return std::vector<Variable>(inputs.size() + 1);  // too many: refused there
      if (is_default(one)) {
        result.push_back(of_expression(inputs[result.size()], gradients));
      } else if (is_variable(one)) {
        result.push_back(nb::cast<Variable>(one));
      } else if (nb::isinstance<Type>(one)) {
        result.push_back(make_variable(nb::cast<TypeRef>(one)));
      } else {
        const std::vector<Variable> found = to_list(call(one, inputs, outputs, gradients));
        if (found.size() != 1)
          throw ValueError("OpFromGraph",
                           "an override in a list must give one gradient, but it gives " + std::to_string(found.size()) + ".",
                           "Return one expression.");
        result.push_back(found[0]);
      }
    }
    return result;
  }

 private:
  Variable of_expression(const Variable& input, std::span<const Variable> gradients) const {
    GradOptions options;
    options.disconnected_inputs = DisconnectedInputs::Ignore;
    options.return_disconnected = ReturnDisconnected::None;
    options.null_gradients = NullGradients::Return;
    return Lop(real_outputs_, std::span(&input, 1), gradients, options)[0];
  }

  nb::object call(nb::handle override, std::span<const Variable> inputs, std::span<const Variable> outputs,
                  std::span<const Variable> gradients) const {
    std::vector<std::vector<Variable>> groups{{inputs.begin(), inputs.end()}};
    if (takes_outputs_) groups.emplace_back(outputs.begin(), outputs.end());
    groups.emplace_back(gradients.begin(), gradients.end());
    nb::list arguments;
    if (nb::isinstance<OpFromGraph>(override)) {
      for (const auto& group : groups)
        for (const Variable& v : group) arguments.append(v);
    } else {
      for (const auto& group : groups) arguments.append(nb::cast(group));
    }
    return override(*arguments);
  }

  static std::vector<Variable> to_list(nb::handle result) {
    if (is_variable(result)) return {nb::cast<Variable>(result)};
    std::vector<Variable> list;
    for (const nb::handle item : result) list.push_back(item.is_none() ? Variable() : nb::cast<Variable>(item));
    return list;
  }

  nb::object given_;
  bool takes_outputs_;
  std::vector<Variable> real_outputs_;
};

std::vector<Variable> to_list_of_variables(nb::handle object) {
  std::vector<Variable> list;
  for (const nb::handle item : object) {
    if (!is_variable(item))
      throw TypeError("OpFromGraph",
                      "inputs and outputs must be Variable instances, but one is " + nb::cast<std::string>(nb::repr(item)) + ".",
                      "Pass lists of variables.");
    list.push_back(nb::cast<Variable>(item));
  }
  return list;
}

OpFromGraph make_op_from_graph(nb::handle inputs, nb::handle outputs, nb::object lop, nb::object grad, nb::handle rop,
                               const std::string& name, const nb::kwargs& others) {
  for (const auto& [key, unused] : others)
    throw TypeError("OpFromGraph", nb::cast<std::string>(key) + " are not allowed here.",
                    "Put them into the expression, with theano.clone.");
  if (!is_default(rop))
    throw NotImplementedError("OpFromGraph", "the forward derivative cannot be overridden: it follows from the gradient.",
                              "Leave rop_overrides out.");
  if (!is_default(lop) && !is_default(grad))
    throw ValueError("OpFromGraph", "lop_overrides and grad_overrides are mutually exclusive.", "Pass one of them.");
  std::vector<Variable> ins = to_list_of_variables(inputs), outs = to_list_of_variables(outputs);
  if (is_default(lop) && is_default(grad)) return OpFromGraph(std::move(ins), std::move(outs), {}, name);
  const bool takes_outputs = !is_default(lop);
  const Overrides overrides(takes_outputs ? std::move(lop) : std::move(grad), takes_outputs, outs);
  return OpFromGraph(std::move(ins), std::move(outs), overrides, name);
}

}  // namespace

void bind_op_from_graph(nb::module_& m) {
  nb::class_<OpFromGraph>(m, "OpFromGraph", nb::dynamic_attr(),
                          "An expression as a function of variables; a call puts a copy of it into the graph.")
      .def("__init__",
           [](OpFromGraph* self, nb::handle inputs, nb::handle outputs, bool, nb::object lop, nb::object grad, nb::handle rop,
              nb::handle, std::optional<std::string> name, const nb::kwargs& others) {
             new (self) OpFromGraph(
                 make_op_from_graph(inputs, outputs, std::move(lop), std::move(grad), rop, name.value_or(""), others));
           },
           nb::arg("inputs"), nb::arg("outputs"), nb::arg("inline") = false, nb::arg("lop_overrides").none() = "default",
           nb::arg("grad_overrides").none() = "default", nb::arg("rop_overrides").none() = "default",
           nb::arg("connection_pattern") = nb::none(), nb::arg("name") = nb::none(), nb::arg("kwargs"))
      .def("__call__",
           [](const OpFromGraph& op, const nb::args& args, const nb::kwargs& options) -> nb::object {
             std::vector<Variable> arguments;
             for (const nb::handle item : args) arguments.push_back(to_variable(item, "OpFromGraph"));
             const std::vector<Variable> results = op(arguments);
             const bool wants_list = options.contains("return_list") && nb::cast<bool>(options["return_list"]);
             return results.size() == 1 && !wants_list ? nb::cast(results[0]) : nb::cast(results);
           })
      .def("__str__",
           [](const OpFromGraph& op) { return op.name().empty() ? std::string("OpFromGraph{inline=True}") : op.name(); })
      .def_prop_ro("local_inputs", &OpFromGraph::inputs)
      .def_prop_ro("local_outputs", &OpFromGraph::outputs)
      .def_prop_ro("name", &OpFromGraph::name);
}

}  // namespace theano::python
