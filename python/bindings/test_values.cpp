// Test values in Python: reading them, and the checks that ops make on them.
#include "theano/graph/test_values.h"

#include "bindings.h"
#include "numpy_arrays.h"
#include "theano/base/config.h"
#include "theano/base/warning.h"
#include "to_variable.h"

namespace theano::python {
namespace {

[[noreturn]] void raise(PyObject* type, const std::string& text) {
  PyErr_SetString(type, text.c_str());
  throw nb::python_error();
}

nb::object test_value(nb::handle object) {
  const Variable v = to_variable(object, "get_test_value");
  const Value value = test_value_of(v);
  if (value.object) return unbox(value.object);
  if (!value.array.is_null()) return numpy_from_array(value.array);
  raise(PyExc_AttributeError, v.to_string() + " has no test value. Set its tag.test_value.");
}

void tell_missing(const std::string& text) {
  const std::string policy = config().get("compute_test_value");
  if (policy == "raise") raise(PyExc_AttributeError, text);
  if (policy == "warn") warn(text);
}

nb::list debug_values(nb::args variables) {
  nb::list result;
  if (config().get("compute_test_value") == "off") return result;
  nb::list values;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const Variable v = to_variable(variables[i], "get_debug_values");
    if (test_value_of(v).is_null()) {
      tell_missing("Argument " + std::to_string(i) + (v.name().empty() ? "" : "('" + v.name() + "')") + " has no test value");
      return result;
    }
    values.append(test_value(variables[i]));
  }
  result.append(values.size() == 1 ? nb::object(values[0]) : nb::object(nb::tuple(values)));
  return result;
}

void debug_error(const std::string& text) {
  if (config().get("compute_test_value") != "warn") raise(PyExc_ValueError, text);
  warn(text);
}

void debug_assert(nb::handle condition, nb::handle text) {
  if (nb::cast<bool>(nb::bool_(nb::borrow(condition)))) return;
  const std::string message = text.is_none() ? "debug_assert failed" : nb::cast<std::string>(nb::str(text));
  if (config().get("compute_test_value") != "warn") raise(PyExc_AssertionError, message);
  warn(message);
}

}  // namespace

void bind_test_values(nb::module_& m) {
  m.def("get_test_value", &test_value, nb::arg("v"), "The test value of a variable; AttributeError when there is none.");
  m.def("get_debug_values", &debug_values, nb::arg("args"),
        "[] when test values are off or one is missing, else a list of one element: the value, or a tuple of all values.");
  m.def("missing_test_message", &tell_missing, nb::arg("msg"), "Does what the option compute_test_value says of missing values.");
  m.def("debug_error_message", &debug_error, nb::arg("msg"), "A fault seen in test values: an error, or a warning.");
  m.def("debug_assert", &debug_assert, nb::arg("condition"), nb::arg("msg") = nb::none(), "An assertion on test values.");
}

}  // namespace theano::python
