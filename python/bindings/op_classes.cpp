// Classes of ops by their old names: called, one gives a function with parameters bound; isinstance asks nodes for ops.
#include "op_classes.h"

#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/kinds/elementwise.h"
#include "theano/ops/registry.h"

namespace theano::python {
namespace {

/// What `T.elemwise.Sum` is.
struct OpClass {
  const OpClassRow* row;
};

/// What `T.elemwise.Sum(axis=1)` is.
struct ConfiguredOp {
  const OpClassRow* row;
  nb::dict arguments;  // of the constructor, defaults included
};

nb::dict bound_arguments(const OpClassRow& row, nb::handle args, nb::handle kwargs) {
  // Python binds its own signatures best: defaults, names, errors.
  const nb::object binder =
      nb::module_::import_("builtins").attr("eval")(nb::str(("lambda " + std::string(row.signature) + ": locals()").c_str()));
  return nb::cast<nb::dict>(binder(*nb::borrow<nb::args>(args), **nb::borrow<nb::kwargs>(kwargs)));
}

ConfiguredOp configure(const OpClass& cls, const nb::args& args, const nb::kwargs& kwargs) {
  const OpClassRow& row = *cls.row;
  nb::dict arguments = bound_arguments(row, args, kwargs);
  if (row.check) row.check(arguments);
  if (row.choose) row.choose(arguments);
  return {&row, std::move(arguments)};
}

const ApiFunction& registered(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  for (const ApiFunction& f : api_functions())
    if (f.module && path.compare(0, dot, f.module) == 0 && path.substr(dot + 1) == f.name) return f;
  throw InternalError("op class", "there is no function theano." + path + ".", "Mend the table of op classes.");
}

nb::object call_op(const ConfiguredOp& op, const nb::args& inputs, nb::kwargs kwargs) {
  bool wants_list = false;
  if (kwargs.contains("return_list")) {
    wants_list = nb::cast<bool>(nb::bool_(nb::object(kwargs["return_list"])));
    nb::del(kwargs["return_list"]);
  }
  nb::object result;
  if (op.row->call) {
    result = op.row->call(op.arguments, inputs);
  } else {
    const char* path = op.row->choose ? op.row->choose(op.arguments) : op.row->function;
    for (const Parameter& parameter : registered(path).parameters)
      if (op.arguments.contains(parameter.name) && !kwargs.contains(parameter.name))
        kwargs[parameter.name] = op.arguments[parameter.name];
    result = api_function(path)(*inputs, **kwargs);
  }
  if (!wants_list || nb::isinstance<nb::list>(result)) return result;
  nb::list one;
  one.append(result);
  return one;
}

bool has_word(std::string_view words, std::string_view wanted) {
  for (std::size_t at = words.find(wanted); at != std::string_view::npos; at = words.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' ')) return true;
  }
  return false;
}

bool is_instance(const OpClass& cls, nb::handle object) {
  if (nb::isinstance<ConfiguredOp>(object)) return nb::cast<ConfiguredOp&>(object).row == cls.row;
  if (!nb::isinstance<OpInstance>(object)) return false;
  const OpInstance& op = nb::cast<OpInstance&>(object);
  const std::string_view names = cls.row->op_names;
  if (names == "*") return dynamic_cast<const Elementwise*>(&op.definition()) != nullptr;
  return has_word(names, op.name());
}

std::string module_of(const OpClassRow& row) { return "theano." + std::string(row.module); }

nb::object attribute(const ConfiguredOp& op, const std::string& name) {
  if (op.arguments.contains(name.c_str())) return op.arguments[name.c_str()];
  throw nb::attribute_error((std::string(op.row->name) + " has no attribute '" + name + "'").c_str());
}

std::string describe(const ConfiguredOp& op) {
  std::string text = std::string(op.row->name) + "{";
  const char* separator = "";
  for (const auto [name, value] : op.arguments) {
    text += separator + nb::cast<std::string>(nb::str(name)) + "=" + nb::cast<std::string>(nb::repr(value));
    separator = ", ";
  }
  return text + "}";
}

nb::object load_op(nb::handle cls, nb::handle arguments) {
  return nb::cast(ConfiguredOp{nb::cast<OpClass&>(cls).row, nb::borrow<nb::dict>(arguments)});
}

}  // namespace

nb::object api_function(const char* path) {
  const std::string text = path;
  const std::size_t dot = text.rfind('.');
  std::string module = "api_" + text.substr(0, dot);
  std::ranges::replace(module, '.', '_');
  return nb::module_::import_("theano._core").attr(module.c_str()).attr(text.substr(dot + 1).c_str());
}

void bind_op_classes(nb::module_& m) {
  nb::class_<OpClass>(m, "OpClass", nb::dynamic_attr(),
                      "A kind of op by its old name: call it for the op, or ask isinstance of a node's op.")
      .def("__call__", [](const OpClass& cls, nb::args args, nb::kwargs kwargs) { return configure(cls, args, kwargs); })
      .def("__instancecheck__", &is_instance, nb::arg("op").none())
      .def("__repr__", [](const OpClass& cls) { return "<op class '" + module_of(*cls.row) + "." + cls.row->name + "'>"; })
      .def("__reduce__", [](const OpClass& cls) { return std::string(cls.row->name); });
  nb::class_<ConfiguredOp>(m, "ConfiguredOp", "An op with its parameters: call it on its inputs.")
      .def("__call__", &call_op, "The op on inputs.")
      .def("make_node", [](const ConfiguredOp& op, const nb::args& inputs) {
        nb::object result = call_op(op, inputs, nb::kwargs());
        if (nb::isinstance<nb::list>(result)) result = result[0];
        return nb::object(result.attr("owner"));
      }, "The node that calling it makes.")
      .def("__getattr__", &attribute)
      .def("__eq__", [](const ConfiguredOp& a, nb::handle b) {
        return nb::isinstance<ConfiguredOp>(b) && nb::cast<ConfiguredOp&>(b).row == a.row &&
               a.arguments.equal(nb::cast<ConfiguredOp&>(b).arguments);
      }, nb::arg("other").none())
      .def("__hash__", [](const ConfiguredOp& op) { return nb::hash(nb::str(describe(op).c_str())); })
      .def("__repr__", &describe)
      .def("__reduce__", [](nb::handle self) {
        const ConfiguredOp& op = nb::cast<ConfiguredOp&>(self);
        const nb::object core = nb::module_::import_("theano._core");
        return nb::make_tuple(core.attr("_load_configured_op"),
                              nb::make_tuple(core.attr("op_classes").attr(op.row->name), op.arguments));
      });
  m.def("_load_configured_op", &load_op);
  nb::module_ classes = m.def_submodule("op_classes");
  for (const OpClassRow& row : op_class_rows()) {
    const nb::object cls = nb::cast(OpClass{&row});
    cls.attr("__name__") = cls.attr("__qualname__") = row.name;
    cls.attr("__module__") = module_of(row);  // where pickle looks for it
    classes.attr(row.name) = cls;
  }
}

}  // namespace theano::python
