// Conversion of Python numbers, arrays and lists to variables and constants.
#include "to_variable.h"

#include "numpy_arrays.h"
#include "theano/base/error.h"
#include "theano/graph/operand.h"
#include "theano/ops/shape/shape.h"

namespace theano::python {
namespace {

class PythonBox final : public Object {
 public:
  explicit PythonBox(nb::object object) : object(std::move(object)) {}
  ~PythonBox() override {
    if (!Py_IsInitialized()) {
      object.release();
      return;
    }
    const nb::gil_scoped_acquire gil;
    object.reset();
  }
  std::string to_string() const override {
    const nb::gil_scoped_acquire gil;
    return nb::cast<std::string>(nb::str(object));
  }
  nb::object object;
};

std::string python_type_name(nb::handle object) {
  return nb::cast<std::string>(object.type().attr("__name__"));
}

bool holds_variable(nb::handle sequence) {
  for (const nb::handle item : sequence) {
    if (is_variable(item)) return true;
    if ((nb::isinstance<nb::list>(item) || nb::isinstance<nb::tuple>(item)) && holds_variable(item)) return true;
  }
  return false;
}

std::optional<Variable> literal(nb::handle object) {
  if (PyBool_Check(object.ptr())) return literal_constant(static_cast<std::int64_t>(object.ptr() == Py_True));
  if (PyLong_Check(object.ptr())) {
    int overflow = 0;
    const long long value = PyLong_AsLongLongAndOverflow(object.ptr(), &overflow);
    if (overflow == 0) return literal_constant(static_cast<std::int64_t>(value));
    return std::nullopt;  // uint64, which NumPy knows
  }
  if (PyFloat_CheckExact(object.ptr())) return literal_constant(PyFloat_AS_DOUBLE(object.ptr()));
  return std::nullopt;
}

}  // namespace

bool is_variable(nb::handle object) { return nb::isinstance<VariableNode>(object); }

std::optional<Variable> try_to_variable(nb::handle object) {
  if (is_variable(object)) {
    Variable v = nb::cast<Variable>(object);
    if (v.is_tensor()) return v;
    return std::nullopt;
  }
  if (nb::isinstance<Apply>(object)) {
    const Ref<Apply> node = nb::cast<Ref<Apply>>(object);
    if (node->output_count() == 1) return node->output(0);
    return std::nullopt;
  }
  if (PyBool_Check(object.ptr()))
    throw TypeError("as_tensor_variable",
                    "a Python bool cannot become a tensor; it is often what == gave, which asks whether two variables are the same.",
                    "Compare elements with T.eq(a, b), or write numpy.bool_(True).");
  if (auto constant = literal(object)) return constant;
  if (nb::isinstance<nb::list>(object) || nb::isinstance<nb::tuple>(object)) {
    if (nb::len(object) == 0) return make_constant(Array(floatX(), Shape{0}));
    if (!holds_variable(object)) return make_constant(convert_value(object).array.copy());
    std::vector<Variable> items;
    for (const nb::handle item : object) items.push_back(to_variable(item));
    return tensor::stack(items);
  }
  if (is_ndarray(object) || is_numpy_scalar(object) || PyLong_Check(object.ptr()) || PyComplex_Check(object.ptr()) ||
      PyFloat_Check(object.ptr()) || is_foreign_array(object))
    return make_constant(convert_value(object).array.copy());
  return std::nullopt;
}

Variable to_variable(nb::handle object, const char* op) {
  if (auto v = try_to_variable(object)) return *v;
  if (is_variable(object))
    throw_error({ErrorKind::Type, Phase::Build, op, "a tensor is wanted, but this variable is none.",
                 {describe_operand("argument", nb::cast<Variable>(object))}, "Pass a tensor variable."});
  throw TypeError(op, "a tensor is wanted, but " + nb::cast<std::string>(nb::repr(object)) + " of type " + python_type_name(object) +
                          " cannot become one.",
                  "Pass a variable, a number, a numpy array or a list of such.");
}

Variable to_constant(nb::handle object, const std::string& name, std::optional<DType> dtype) {
  if (is_variable(object)) {
    Variable v = nb::cast<Variable>(object);
    if (v.constant()) return v;
    throw TypeError("constant", "the value of a constant must be known, but " + v.to_string() + " is symbolic.",
                    "Use T.as_tensor_variable.");
  }
  std::optional<Variable> v = literal(object);
  if (!v || dtype || !name.empty()) {
    if (object.is_none()) to_variable(object, "constant");  // throws
    Array array = v ? v->constant()->array() : convert_value(object).array.copy();
    if (dtype) array = array.astype(*dtype);
    v = make_constant(std::move(array), name);
  }
  return *v;
}

std::vector<Variable> to_variables(nb::handle sequence, const char* op) {
  std::vector<Variable> result;
  if (!PySequence_Check(sequence.ptr()) || is_variable(sequence)) {
    result.push_back(to_variable(sequence, op));
    return result;
  }
  for (const nb::handle item : sequence) result.push_back(to_variable(item, op));
  return result;
}

std::vector<Variable> to_sizes(nb::handle object, const char* op) { return to_variables(object, op); }

Ref<Object> box(nb::object object) { return Ref<Object>(new PythonBox(std::move(object))); }

nb::object unbox(const Ref<Object>& object) {
  if (const auto* held = dynamic_cast<const PythonBox*>(object.get())) return held->object;
  return nb::none();
}

}  // namespace theano::python
