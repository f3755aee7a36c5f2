// Shared variables in Python.
#include "bindings.h"
#include "numpy_arrays.h"
#include "theano/base/error.h"
#include "to_variable.h"

namespace theano::python {
namespace {

SharedNode& shared_node(VariableNode& v) { return static_cast<SharedNode&>(v); }

nb::object get_value(VariableNode& v, bool borrow, bool /*return_internal_type*/) {
  SharedNode& node = shared_node(v);
  if (!node.type->is_tensor()) return unbox(node.storage->snapshot().object);
  Array value;
  {
    const nb::gil_scoped_release release;
    value = node.get_value(borrow);
  }
  return borrow ? shared_numpy_view(value) : numpy_from_array(value);
}

[[noreturn]] void refuse_text(nb::handle value) {
  throw ValueError("set_value", "text is no number, but the value is " + nb::cast<std::string>(nb::repr(value)) + ".",
                   "Pass an array, or float(text).", Phase::Call);
}

void set_value(VariableNode& v, nb::object value, bool borrow) {
  SharedNode& node = shared_node(v);
  if (!node.type->is_tensor()) {
    node.storage->commit({Array(), box(std::move(value))});
    return;
  }
  if (is_variable(value))
    throw TypeError("set_value", "the value must be numbers, but it is a symbolic variable.",
                    "Pass an array, or use updates of theano.function.", Phase::Call);
  if (nb::isinstance<nb::str>(value) || nb::isinstance<nb::bytes>(value)) refuse_text(value);
  const ConvertedValue converted = convert_value(value);
  if (node.is_strict && converted.origin != ValueOrigin::Array)
    throw TypeError("set_value", "a strict shared variable takes arrays of its type only.", "Pass a numpy array.",
                    Phase::Call);
  const auto& type = static_cast<const TensorType&>(*node.type);
  const Array array = filter(type, converted.array, node.is_strict, node.allow_downcast, converted.origin);
  node.set_value(array, borrow || array.buffer() != converted.array.buffer());
  if (borrow && is_ndarray(value) && array.buffer() == converted.array.buffer()) remember_ndarray(array, value);
}

/// SharedVariable(name, type, value, strict): a variable of a type that the caller names.
Variable make_shared_of_type(nb::handle name, const TypeRef& type, nb::object value, bool strict,
                             std::optional<bool> allow_downcast, nb::handle container) {
  const std::string text = name.is_none() ? "" : nb::cast<std::string>(name);
  Value first;
  if (!container.is_none()) {
    Variable v(new SharedNode(type, nb::cast<Ref<SharedStorage>>(container), text));
    return v;
  }
  if (type->is_tensor()) {
    if (nb::isinstance<nb::dict>(value) || value.is_none())
      throw TypeError("shared", "the value of a shared tensor must be numbers, but it is " + nb::cast<std::string>(nb::repr(value)) + ".",
                      "Pass an array.");
    if (nb::isinstance<nb::str>(value) || nb::isinstance<nb::bytes>(value)) refuse_text(value);
    const ConvertedValue v = convert_value(value);
    first.array = filter(static_cast<const TensorType&>(*type), v.array, strict, allow_downcast, v.origin).copy();
  } else {
    first.object = box(std::move(value));
  }
  Variable v(new SharedNode(type, make_ref<SharedStorage>(type, std::move(first)), text));
  v.shared()->is_strict = strict;
  v.shared()->allow_downcast = allow_downcast;
  return v;
}

Variable make_shared(nb::object value, std::optional<std::string> name, bool strict, std::optional<bool> allow_downcast,
                     bool borrow, nb::object broadcastable, nb::kwargs others) {
  for (const auto& [key, unused] : others)
    if (nb::cast<std::string>(key) != "target")
      throw TypeError("shared", "there is no parameter named '" + nb::cast<std::string>(key) + "'.", "See help(theano.shared).");
  if (is_variable(value))
    throw TypeError("shared", "the value of a shared variable must be numbers, but it is a symbolic variable.",
                    "Pass an array, or the variable's get_value().");
  // "theano.shared(w, theano.config.floatX)" is a common slip: the second argument is the name.
  const bool is_array = is_ndarray(value) || is_foreign_array(value);
  const bool is_number = is_array || is_numpy_scalar(value) || PyBool_Check(value.ptr()) ||
                         PyLong_Check(value.ptr()) || PyFloat_Check(value.ptr()) || PyComplex_Check(value.ptr());
  if (!is_number) {
    const TypeRef type = generic_type();
    auto storage = make_ref<SharedStorage>(type, Value{Array(), box(std::move(value))});
    return Variable(new SharedNode(type, std::move(storage), name.value_or("")));
  }
  std::optional<std::vector<bool>> pattern;
  if (!broadcastable.is_none()) {
    pattern.emplace();
    for (const nb::handle item : broadcastable) pattern->push_back(nb::cast<bool>(nb::bool_(item)));
  }
  Variable v = make_shared_variable(convert_value(value).array, name.value_or(""), borrow && is_array, pattern);
  v.shared()->is_strict = strict;
  v.shared()->allow_downcast = allow_downcast;
  if (borrow && is_ndarray(value)) remember_ndarray(v.shared()->get_value(true), value);
  return v;
}

template <class C>
void bind_shared_methods(C& cls) {
  cls.def("get_value", [](VariableNode& v, bool borrow, bool internal) { return get_value(v, borrow, internal); },
          nb::arg("borrow") = false, nb::arg("return_internal_type") = false,
          "The present value: a copy, or with borrow=True the memory itself.")
      .def("set_value", [](VariableNode& v, nb::object value, bool borrow) { set_value(v, std::move(value), borrow); },
           nb::arg("new_value"), nb::arg("borrow") = false,
           "Stores a value of the variable's type; a refused value leaves the old one.")
      .def_prop_rw(
          "default_update", [](VariableNode& v) { return shared_node(v).default_update; },
          [](VariableNode& v, nb::handle update) {
            shared_node(v).default_update = update.is_none() ? Variable() : to_variable(update, "default_update");
          },
          nb::arg().none())
      .def("__delattr__", [](nb::handle self, nb::handle name) {
        if (nb::cast<std::string>(name) == "default_update")
          shared_node(nb::cast<VariableNode&>(self)).default_update = Variable();
        else if (PyObject_GenericSetAttr(self.ptr(), name.ptr(), nullptr) < 0)
          throw nb::python_error();
      })
      .def_prop_ro("container", [](VariableNode& v) { return shared_node(v).storage; }, "Where the value lives.")
      .def("zero", [](VariableNode& v, bool) {
        SharedNode& node = shared_node(v);
        const Array old = node.get_value(true);
        node.set_value(Array::zeros(old.dtype(), old.shape()), true);
      }, nb::arg("borrow") = false, "Sets every element to zero.");
}

}  // namespace

void bind_shared(nb::module_& m) {
  nb::class_<SharedTag, VariableNode> generic(m, "SharedVariable", nb::type_slots(variable_slots), "A variable whose value functions share and update.");
  bind_shared_methods(generic);
  generic.def(nb::new_(&make_shared_of_type), nb::arg("name").none(), nb::arg("type"), nb::arg("value").none(), nb::arg("strict"),
              nb::arg("allow_downcast") = nb::none(), nb::arg("container") = nb::none(),
              "A shared variable of a given type; theano.shared finds the type by itself.");
  nb::class_<TensorSharedNode, SharedTag> tensor(m, "TensorSharedVariable", nb::type_slots(variable_slots), "A tensor whose value functions share and update.");
  m.def("shared", &make_shared, nb::arg("value").none(), nb::arg("name") = nb::none(), nb::arg("strict") = false,
        nb::arg("allow_downcast") = nb::none(), nb::arg("borrow") = false, nb::arg("broadcastable") = nb::none(),
        nb::arg("kwargs"), "A shared variable holding a copy of the value (the value itself with borrow=True).");
}

}  // namespace theano::python
