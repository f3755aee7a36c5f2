// debugprint, pp and Graphviz in Python.
#include "theano/graph/printing.h"

#include "bindings.h"
#include "numpy_arrays.h"
#include "theano/base/error.h"
#include "theano/compile/function.h"
#include "theano/ops/host/host.h"
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

NodeIds ids_of(const std::string& name) {
  if (name.empty()) return NodeIds::None;
  if (name == "CHAR") return NodeIds::Letters;
  if (name == "int") return NodeIds::Numbers;
  if (name == "id") return NodeIds::Addresses;
  throw ValueError("debugprint", "ids must be 'CHAR', 'int', 'id' or '', but it is '" + name + "'.", "Pass one of these.");
}

/// A function prints with the places of its nodes in the order of execution.
std::string tree_of(nb::handle object, const DebugPrintOptions& options) {
  if (nb::isinstance<FunctionGraph>(object)) return debugprint(nb::cast<FunctionGraph&>(object), options);
  if (nb::hasattr(object, "maker")) return tree_of(object.attr("maker").attr("fgraph"), options);
  return debugprint(printed_variables(object), options);
}

nb::object debugprint_python(nb::handle object, nb::handle depth, bool print_type, nb::handle file, const std::string& ids,
                             bool stop_on_name, nb::args, nb::kwargs) {
  if (!nb::isinstance<nb::int_>(depth))
    throw TypeError("debugprint", "depth must be an int, but it is " + nb::cast<std::string>(nb::repr(depth)) + ".", "Pass -1 for all.");
  DebugPrintOptions options;
  options.depth = nb::cast<int>(depth);
  options.print_type = print_type;
  options.ids = ids_of(ids);
  options.stop_on_name = stop_on_name;
  const std::string text = tree_of(object, options);
  if (nb::isinstance<nb::str>(file) && nb::cast<std::string>(file) == "str") return nb::str(text.c_str());
  const nb::object out = file.is_none() ? nb::module_::import_("sys").attr("stdout") : nb::borrow(file);
  out.attr("write")(text);
  return file.is_none() ? nb::none() : nb::borrow(file);
}

/// theano.printing.Print: makes nodes that print.
struct PrintOp {
  std::string message;
  std::vector<std::string> attrs;
  nb::object global_fn;  ///< null: the standard lines
};

Variable apply_print(nb::handle self, nb::handle x) {
  const PrintOp& op = nb::cast<PrintOp&>(self);
  if (!op.global_fn.is_valid()) return tensor::print(to_variable(x, "Print"), op.message, op.attrs);
  std::string attrs;
  for (const std::string& attr : op.attrs) attrs += (attrs.empty() ? "" : "\n") + attr;
  // The printer and what it prints with stand in the node, so that they are there when it runs.
  const Ref<Object> function = box(nb::make_tuple(op.global_fn, self));
  return apply_op(make_op(ops::print_value, {{"message", op.message}, {"attrs", attrs}, {"function", function}}),
                  {to_variable(x, "Print")});
}

/// "message attr = value" for each attribute, as Python shows it, on sys.stdout.
void print_lines(const std::string& message, const std::vector<std::string>& attrs, nb::handle value) {
  const nb::object print = nb::module_::import_("builtins").attr("print");
  for (const std::string& attr : attrs) {
    const nb::object found = value.attr(attr.c_str());
    print(message, attr, "=", PyCallable_Check(found.ptr()) ? found() : found);
  }
}

void print_in_python(const OpInstance& op, const std::string& message, const std::vector<std::string>& attrs, const Array& value) {
  const nb::gil_scoped_acquire gil;
  const nb::object array = numpy_from_array(value.copy());
  if (const Ref<Object> function = op.attributes().get_object("function")) {
    const nb::object pair = unbox(function);
    pair[0](pair[1], array);
  } else {
    print_lines(message, attrs, array);
  }
}

void bind_print(nb::module_& m) {
  nb::class_<PrintOp>(m, "Print", "Print(message, attrs)(x) is x, printed whenever a function computes it.")
      .def("__init__",
           [](PrintOp* self, std::string message, nb::handle attrs, nb::object global_fn) {
             new (self) PrintOp{std::move(message), {}, global_fn.is_none() ? nb::object() : std::move(global_fn)};
             for (const nb::handle attr : attrs) self->attrs.push_back(nb::cast<std::string>(attr));
           },
           nb::arg("message") = "", nb::arg("attrs") = nb::make_tuple("__str__"), nb::arg("global_fn") = nb::none())
      .def("__call__", &apply_print, nb::arg("xin"), "The variable, printed when it is computed.")
      .def_ro("message", &PrintOp::message)
      .def_prop_ro("attrs", [](const PrintOp& op) { return nb::tuple(nb::cast(op.attrs)); })
      .def("__reduce__", [](nb::handle self) {
        const PrintOp& op = nb::cast<PrintOp&>(self);
        return nb::make_tuple(self.type(), nb::make_tuple(op.message, nb::tuple(nb::cast(op.attrs)),
                                                          op.global_fn.is_valid() ? op.global_fn : nb::none()));
      });
  set_print_handler(&print_in_python);
}

/// Writes a picture of the graph: by pydot where it is installed, else the Graphviz document itself.
nb::object pydotprint(nb::handle object, nb::handle outfile, bool, std::string format, bool, bool, nb::handle, nb::handle, int, bool,
                      bool, bool print_output_file, bool return_image) {
  const std::string text = to_dot(printed_variables(object));
  nb::object image = nb::none();
  try {
    image = nb::module_::import_("pydot").attr("graph_from_dot_data")(text)[0];
  } catch (const nb::python_error&) {
    format = "dot";  // what Graphviz reads
  }
  if (return_image) return image.is_none() ? nb::object(nb::str(text.c_str())) : image.attr("create")(nb::arg("format") = format);
  const nb::module_ path = nb::module_::import_("os.path");
  nb::object file = outfile.is_none() ? nb::object(nb::str(("theano.pydotprint." + format).c_str())) : nb::borrow(outfile);
  const nb::object parts = path.attr("splitext")(file);
  if (nb::cast<std::string>(parts[1]) != "." + format)
    file = nb::object(parts[0]) + nb::str(("." + format).c_str());
  if (image.is_none()) {
    const nb::object stream = nb::module_::import_("builtins").attr("open")(file, "w");
    stream.attr("write")(text);
    stream.attr("close")();
  } else {
    image.attr("write")(file, nb::arg("format") = format);
  }
  if (print_output_file) nb::module_::import_("builtins").attr("print")("The output file is available at", file);
  return nb::none();
}

}  // namespace

void bind_printing(nb::module_& m) {
  m.def("debugprint", &debugprint_python, nb::arg("obj"), nb::arg("depth") = -1, nb::arg("print_type") = false,
        nb::arg("file") = nb::none(), nb::arg("ids") = "CHAR", nb::arg("stop_on_name") = false, nb::arg("args"), nb::arg("kwargs"),
        "Prints a graph as a tree; file='str' returns the text.");
  for (const char* name : {"pp", "pprint"})
    m.def(name, [](nb::handle v) { return pp(printed_variables(v).at(0)); }, nb::arg("variable"), "A graph as one formula.");
  m.def("to_dot", [](nb::handle v) { return to_dot(printed_variables(v)); }, nb::arg("variables"),
        "A Graphviz dot document of a graph.");
  m.def("min_informative_str", [](const Variable& v, int indent) { return min_informative_str(v, indent); }, nb::arg("obj"),
        nb::arg("indent_level") = 0, "As much of the graph as it takes to say what a variable is.");
  m.def("var_descriptor", &var_descriptor, nb::arg("obj"), "How a variable is computed, on one line and free of addresses.");
  m.def("pydotprint", &pydotprint, nb::arg("fct"), nb::arg("outfile") = nb::none(), nb::arg("compact") = true,
        nb::arg("format") = "png", nb::arg("with_ids") = false, nb::arg("high_contrast") = true, nb::arg("cond_highlight") = nb::none(),
        nb::arg("colorCodes") = nb::none(), nb::arg("max_label_size") = 70, nb::arg("scan_graphs") = false,
        nb::arg("var_with_name_simple") = false, nb::arg("print_output_file") = true, nb::arg("return_image") = false,
        "Writes a picture of a graph; without pydot the Graphviz document.");
  bind_print(m);
}

}  // namespace theano::python
