// debugprint, pp and Graphviz in Python.
#include "theano/graph/printing.h"

#include "bindings.h"
#include "theano/base/error.h"
#include "theano/compile/function.h"
#include "to_variable.h"

namespace theano::python {
namespace {

std::vector<Variable> printed_variables(nb::handle object) {
  if (nb::isinstance<Function>(object)) return nb::cast<Function&>(object).graph().outputs();
  if (nb::isinstance<FunctionGraph>(object)) return nb::cast<FunctionGraph&>(object).outputs();
  if (nb::isinstance<Apply>(object)) return nb::cast<Ref<Apply>>(object)->outputs();
  if (is_variable(object)) return {nb::cast<Variable>(object)};
  // A compiled function leads to its rewritten graph as in the original, by maker.fgraph.
  if (nb::hasattr(object, "maker")) return printed_variables(object.attr("maker").attr("fgraph"));
  std::vector<Variable> all;
  if (nb::isinstance<nb::list>(object) || nb::isinstance<nb::tuple>(object))
    for (const nb::handle item : object)
      for (const Variable& v : printed_variables(item)) all.push_back(v);
  else
    throw TypeError("debugprint", "a variable, a list of such or a function is wanted.", "Pass one of these.");
  return all;
}

nb::object debugprint_python(nb::handle object, int depth, bool print_type, nb::handle file, const std::string& ids,
                             bool stop_on_name, nb::args, nb::kwargs) {
  DebugPrintOptions options;
  options.depth = depth;
  options.print_type = print_type;
  options.print_ids = !ids.empty();
  options.stop_on_name = stop_on_name;
  const std::string text = debugprint(printed_variables(object), options);
  if (nb::isinstance<nb::str>(file) && nb::cast<std::string>(file) == "str") return nb::str(text.c_str());
  const nb::object out = file.is_none() ? nb::module_::import_("sys").attr("stdout") : nb::borrow(file);
  out.attr("write")(text);
  return file.is_none() ? nb::none() : nb::borrow(file);
}

}  // namespace

void bind_printing(nb::module_& m) {
  m.def("debugprint", &debugprint_python, nb::arg("obj"), nb::arg("depth") = -1, nb::arg("print_type") = false,
        nb::arg("file") = nb::none(), nb::arg("ids") = "CHAR", nb::arg("stop_on_name") = false, nb::arg("args"), nb::arg("kwargs"),
        "Prints a graph as a tree; file='str' returns the text.");
  m.def("pp", [](nb::handle v) { return pp(printed_variables(v).at(0)); }, nb::arg("variable"), "A graph as one formula.");
  m.def("to_dot", [](nb::handle v) { return to_dot(printed_variables(v)); }, nb::arg("variables"),
        "A Graphviz dot document of a graph.");
}

}  // namespace theano::python
