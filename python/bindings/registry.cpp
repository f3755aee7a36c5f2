// Every function of the API, bound by a loop over the registry: arguments by name and default, methods of tensors.
#include <map>

#include "bindings.h"
#include "numpy_arrays.h"
#include "tensor_classes.h"
#include "theano/base/error.h"
#include "theano/ops/kinds/elementwise.h"
#include "theano/ops/registry.h"
#include "to_variable.h"

namespace theano::python {
namespace {

std::vector<std::string> words(const char* text) {
  std::vector<std::string> result;
  for (const nb::handle word : nb::str(text ? text : "").attr("split")()) result.push_back(nb::cast<std::string>(word));
  return result;
}

nb::object default_object(const Parameter& parameter) {
  return nb::module_::import_("ast").attr("literal_eval")(nb::str(parameter.default_value));
}

std::vector<std::int64_t> to_integers(nb::handle object, bool x_is_minus_one) {
  std::vector<std::int64_t> result;
  const auto push = [&](nb::handle item) {
    if (x_is_minus_one && nb::isinstance<nb::str>(item) && nb::cast<std::string>(item) == "x")
      result.push_back(-1);
    else
      result.push_back(nb::cast<std::int64_t>(nb::int_(nb::borrow(item))));
  };
  // A 0-d array is a number, though it counts as a sequence.
  const bool is_number = nb::hasattr(object, "ndim") && nb::cast<int>(object.attr("ndim")) == 0;
  if (!is_number && PySequence_Check(object.ptr()) && !nb::isinstance<nb::str>(object))
    for (const nb::handle item : object) push(item);
  else
    push(object);
  return result;
}

/// An axis may also be a constant variable or a NumPy integer; of lists of axes (tensordot's) one list after another.
std::vector<std::int64_t> to_axes(nb::handle object) {
  if (is_variable(object)) {
    const Variable v = nb::cast<Variable>(object);
    if (!v.constant())
      throw TypeError("axis", "an axis must be known while the graph is built, but " + v.to_string() + " is symbolic.",
                      "Pass an int.");
    return {v.constant()->array().item_int64()};
  }
  if (!nb::isinstance<nb::list>(object) && !nb::isinstance<nb::tuple>(object)) return to_integers(object, false);
  std::vector<std::int64_t> axes;
  for (const nb::handle item : object)
    for (const std::int64_t axis : to_integers(item, false)) axes.push_back(axis);
  return axes;
}

/// A number of axes, or one list of axes (or one axis) of each operand, one behind the other.
std::vector<std::int64_t> to_axis_pairs(nb::handle object, const char* op) {
  // A NumPy number is a sequence to Python, but has no length.
  const bool is_sequence = !is_variable(object) && PySequence_Check(object.ptr()) && PySequence_Size(object.ptr()) >= 0;
  PyErr_Clear();
  if (!is_sequence) return to_axes(object);
  std::vector<std::vector<std::int64_t>> lists;
  for (const nb::handle item : object) lists.push_back(to_integers(item, false));
  if (lists.size() != 2)
    throw ValueError(op, "Axes should be an integer or a list/tuple of len 2 (" + nb::cast<std::string>(nb::repr(object)) + " was provided).",
                     "Write axes=[[1], [0]] to sum over axis 1 of the first operand and axis 0 of the second.");
  if (lists[0].size() != lists[1].size())
    throw ValueError(op, "Axes elements must have the same length, but they are " + nb::cast<std::string>(nb::repr(object)) + ".",
                     "Name one axis of the second operand for each of the first.");
  lists[0].insert(lists[0].end(), lists[1].begin(), lists[1].end());
  return lists[0];
}

bool is_list(nb::handle object) { return nb::isinstance<nb::list>(object) || nb::isinstance<nb::tuple>(object); }

Argument convert(const ApiFunction& f, const Parameter& parameter, nb::handle object) {
  switch (parameter.kind) {
    case ParameterKind::Tensor:
      return to_variable(object, f.name);
    case ParameterKind::OptionalTensor:
      if (object.is_none()) return std::monostate();
      return to_variable(object, f.name);
    case ParameterKind::TensorList:
      if (!is_list(object))
        throw TypeError(f.name, std::string("the '") + parameter.name + "' argument must be either a tuple or a list.",
                        "Put () or [] around the tensors.");
      return to_variables(object, f.name);
    case ParameterKind::AxisPairs:
      return to_axis_pairs(object, f.name);
    case ParameterKind::Tensors:
    case ParameterKind::TensorsOrRest:
      return to_variables(object, f.name);
    case ParameterKind::ShapeLike:
      if (object.is_none()) return std::monostate();
      return to_sizes(object, f.name);
    case ParameterKind::Integer:
      if (object.is_none()) return std::monostate();
      if (is_variable(object)) return to_axes(object)[0];
      return nb::cast<std::int64_t>(nb::int_(nb::borrow(object)));
    case ParameterKind::Number:
      if (object.is_none()) return std::monostate();
      return nb::cast<double>(nb::float_(nb::borrow(object)));
    case ParameterKind::Boolean:
      if (object.is_none()) return std::monostate();
      return nb::cast<bool>(nb::bool_(nb::borrow(object)));
    case ParameterKind::Text:
      if (object.is_none()) return std::monostate();
      return nb::cast<std::string>(nb::str(object));
    case ParameterKind::Axis:
      if (object.is_none()) return std::monostate();
      return to_axes(object);
    case ParameterKind::AxesOrName:
      if (nb::isinstance<nb::str>(object)) return nb::cast<std::string>(object);
      return to_axes(object);
    case ParameterKind::Pattern:
      return to_integers(object, true);
    case ParameterKind::DTypeName:
      if (object.is_none()) return std::monostate();
      return std::string(dtype_name(dtype_from_python(object)));
  }
  return std::monostate();
}

bool takes_rest(ParameterKind kind) {
  return kind == ParameterKind::Tensors || kind == ParameterKind::ShapeLike || kind == ParameterKind::Pattern ||
         kind == ParameterKind::Axis;
}

[[noreturn]] void fail(const ApiFunction& f, const std::string& sentence) {
  throw TypeError(f.name, sentence, "See help(theano." + std::string(f.module ? f.module : "tensor.TensorVariable") + "." + f.name + ").");
}

/// The Python objects of a call in the order of the parameters; null where the default stands.
std::vector<nb::object> arrange(const ApiFunction& f, nb::handle args, nb::handle kwargs) {
  const std::size_t count = f.parameters.size();
  std::size_t given = nb::len(args);
  std::vector<nb::object> slots(count);
  if (given > 0 && f.parameters[0].kind == ParameterKind::TensorsOrRest && !is_list(args[0])) {
    slots[0] = nb::list(args);
    given = 0;
  }
  for (std::size_t i = 0; i < given; ++i) {
    const bool is_last = i + 1 == count;
    if (i >= count) fail(f, "takes " + std::to_string(count) + " arguments, but " + std::to_string(given) + " were given.");
    if (is_last && given > count && takes_rest(f.parameters[i].kind)) {
      nb::list rest;
      for (std::size_t k = i; k < given; ++k) rest.append(args[k]);
      slots[i] = rest;
      break;
    }
    slots[i] = args[i];
  }
  for (const nb::handle item : kwargs.attr("items")()) {
    const std::string name = nb::cast<std::string>(item[0]);
    std::size_t at = 0;
    while (at < count && name != f.parameters[at].name) ++at;
    if (at == count) fail(f, "there is no parameter named '" + name + "'.");
    if (slots[at].is_valid()) fail(f, "'" + name + "' is given twice, by position and by name.");
    slots[at] = nb::object(item[1]);
  }
  return slots;
}

/// Positions come as a tuple, so that x[positions] takes one vector per axis; alone as well.
bool gives_tuple(const ApiFunction& f, const Variable& first) {
  const std::string_view name = f.name;
  return (name == "nonzero" && first.ndim() == 1) || name == "unravel_index";
}

nb::object call(const ApiFunction& f, nb::handle args, nb::handle kwargs) {
  const std::vector<nb::object> slots = arrange(f, args, kwargs);
  std::vector<Argument> arguments;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Parameter& parameter = f.parameters[i];
    if (slots[i].is_valid()) {
      arguments.push_back(convert(f, parameter, slots[i]));
    } else if (parameter.default_value) {
      arguments.push_back(convert(f, parameter, default_object(parameter)));
    } else if (parameter.kind == ParameterKind::Tensors || parameter.kind == ParameterKind::ShapeLike) {
      arguments.push_back(std::vector<Variable>{});  // nothing left for "the rest"
    } else {
      fail(f, "missing required argument '" + std::string(parameter.name) + "'.");
    }
  }
  std::vector<Variable> results = f.call(Arguments(std::move(arguments)));
  if (gives_tuple(f, results[0])) return nb::tuple(nb::cast(results));
  if (results.size() == 1 && !f.returns_list) return nb::cast(results[0]);
  return nb::cast(results);
}

/// "sum(input, axis=None, dtype=None)"; a last parameter that takes the rest of the arguments is starred.
std::string signature(const ApiFunction& f, const std::string& name) {
  std::string text = name + "(";
  for (const Parameter& p : f.parameters) {
    if (text.back() != '(') text += ", ";
    if (&p == &f.parameters.back() && !p.default_value && takes_rest(p.kind) && f.parameters.size() > 1) text += "*";
    text += p.name;
    if (p.default_value) text += std::string("=") + p.default_value;
  }
  return text + ")";
}

std::string documentation(const ApiFunction& f) {
  std::string text = signature(f, f.name) + "\n\n" + f.summary;
  if (f.numpy && *f.numpy) text += "\n\nNumPy: " + std::string(f.numpy);
  return text;
}

const char* kind_name(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::Tensor:
      return "Tensor";
    case ParameterKind::Tensors:
      return "Tensors";
    case ParameterKind::OptionalTensor:
      return "OptionalTensor";
    default:
      return "Plain";
  }
}

/// What the tests and the generated documentation read of the registry.
nb::list api_table() {
  nb::list table;
  for (const ApiFunction& f : api_functions()) {
    nb::dict row;
    row["module"] = f.module ? f.module : "";
    row["name"] = f.name;
    row["signature"] = signature(f, f.name).c_str();
    row["summary"] = f.summary;
    row["numpy"] = f.numpy ? f.numpy : "";
    nb::list parameters, kinds;
    for (const Parameter& p : f.parameters) {
      parameters.append(p.name);
      kinds.append(kind_name(p.kind));
    }
    row["parameters"] = parameters;
    row["kinds"] = kinds;
    const auto* op = dynamic_cast<const Elementwise*>(find_op(f.name));
    row["is_elementwise"] = op != nullptr;
    if (op) {
      row["low"] = op->spec().domain.low;
      row["high"] = op->spec().domain.high;
      row["is_smooth"] = op->spec().domain.is_smooth;
      row["is_differentiable"] = static_cast<bool>(op->spec().vjp);
      row["max_ulp"] = op->spec().max_ulp;
    }
    table.append(row);
  }
  return table;
}

}  // namespace

void bind_registry(nb::module_& m) {
  std::map<std::string, nb::module_> modules;
  nb::dict signatures;
  for (const ApiFunction& f : api_functions()) {
    const ApiFunction* entry = &f;
    const std::string doc = documentation(f);
    const auto invoke = [entry](nb::args args, nb::kwargs kwargs) { return call(*entry, args, kwargs); };
    for (const std::string& method : words(f.methods))
      for_each_tensor_class(m, [&](auto& cls) { cls.def(method.c_str(), invoke, doc.c_str()); });
    if (!f.module) continue;  // a method alone
    const std::string module_name = f.module;
    auto it = modules.find(module_name);
    if (it == modules.end()) {
      const std::string flat = "api_" + nb::cast<std::string>(nb::str(f.module).attr("replace")(".", "_"));
      it = modules.emplace(module_name, m.def_submodule(flat.c_str())).first;
    }
    std::vector<std::string> names = words(f.aliases);
    names.insert(names.begin(), f.name);
    for (const std::string& name : names)
      it->second.def(name.c_str(), invoke,
                     nb::sig(("def " + signature(f, name) + (f.returns_list ? " -> list[TensorVariable]" : " -> TensorVariable")).c_str()),
                     doc.c_str());
    signatures[(module_name + "." + f.name).c_str()] = signature(f, f.name).c_str();
  }
  m.attr("api_signatures") = signatures;
  m.def("api_table", &api_table, "One dictionary per function of the API: names, documentation, test data.");
}

}  // namespace theano::python
