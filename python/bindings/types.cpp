// Type and TensorType in Python.
#include <cmath>

#include "bindings.h"
#include "numpy_arrays.h"
#include "theano/base/error.h"

namespace theano::python {
namespace {

void set_self(Type* type, PyObject* self) noexcept { type->set_foreign_owner(self); }

TensorTypeRef make_tensor_type(nb::handle dtype, nb::handle broadcastable) {
  std::vector<bool> pattern;
  for (const nb::handle item : broadcastable) pattern.push_back(nb::cast<bool>(nb::bool_(item)));
  return TensorType::of(dtype_from_python(dtype), pattern);
}

nb::object broadcastable_tuple(const TensorType& type) {
  nb::list items;
  for (const bool b : type.broadcastable()) items.append(b);
  return nb::tuple(items);
}

/// Equal up to rounding in the dtype's precision; where asked, numbers that are not finite on either side are passed over.
bool is_nearly_equal(const Array& a, const Array& b, bool skips_special, std::optional<double> rtol, std::optional<double> atol) {
  if (!(a.shape() == b.shape()) || a.dtype() != b.dtype()) return false;
  if (is_discrete(a.dtype())) return is_identical(a, b);
  const double precision = a.dtype() == DType::Float64 || a.dtype() == DType::Complex128 ? 1e-8 : 1e-5;
  if (!skips_special) return all_close(a, b, rtol.value_or(precision * 1e3), atol.value_or(precision));
  std::vector<double> x = a.to_doubles(), y = b.to_doubles();
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) x[i] = y[i] = 0;
  return all_close(Array::from(x, a.shape()), Array::from(y, b.shape()), rtol.value_or(precision * 1e3), atol.value_or(precision));
}

/// The types in theano.scalar, which print as their dtypes: tensors without axes, but not the one such type per dtype that
/// TensorType::of gives.
Ref<const TensorType> make_scalar_type(nb::handle dtype) { return make_ref<const TensorType>(dtype_from_python(dtype), Shape{}); }

bool is_scalar_type(const Type& type) {
  if (!type.is_tensor()) return false;
  const auto& tensor = static_cast<const TensorType&>(type);
  return tensor.ndim() == 0 && TensorType::of_rank(tensor.dtype(), 0).get() != &tensor;
}

std::string scalar_name(const Type& type) { return std::string(dtype_name(static_cast<const TensorType&>(type).dtype())); }

Variable make_from_type(const TypeRef& type, const std::optional<std::string>& name) {
  return make_variable(type, name.value_or(""));
}

}  // namespace

void bind_types(nb::module_& m) {
  nb::class_<Type>(m, "Type", nb::intrusive_ptr<Type>(&set_self), nb::dynamic_attr(),
                   "What a variable can hold; compared by value.")
      .def("__eq__", [](const Type& a, nb::handle b) { return nb::isinstance<Type>(b) && a.equals(nb::cast<Type&>(b)); })
      .def("__ne__", [](const Type& a, nb::handle b) { return !nb::isinstance<Type>(b) || !a.equals(nb::cast<Type&>(b)); })
      .def("__hash__", &Type::hash)
      .def("__str__", [](const Type& t) { return is_scalar_type(t) ? scalar_name(t) : t.to_string(); })
      .def("__repr__", [](const Type& t) { return is_scalar_type(t) ? "Scalar(" + scalar_name(t) + ")" : t.to_string(); })
      .def("__call__", [](TypeRef t, std::optional<std::string> name) { return make_from_type(t, name); },
           nb::arg("name") = nb::none(), "A fresh variable of this type.")
      .def("make_variable", [](TypeRef t, std::optional<std::string> name) { return make_from_type(t, name); },
           nb::arg("name") = nb::none(), "A fresh variable of this type.");

  nb::class_<TensorType, Type>(m, "TensorType", "A dtype and, per dimension, whether its size is 1 and broadcasts.")
      .def(nb::new_([](nb::handle dtype, nb::handle broadcastable, nb::handle, nb::handle) {
             return Ref<const TensorType>(make_tensor_type(dtype, broadcastable));
           }),
           nb::arg("dtype"), nb::arg("broadcastable"), nb::arg("name") = nb::none(), nb::arg("sparse_grad") = false)
      .def_prop_ro("dtype", [](const TensorType& t) { return std::string(dtype_name(t.dtype())); })
      .def_prop_ro("ndim", &TensorType::ndim)
      .def_prop_ro("broadcastable", &broadcastable_tuple)
      .def_prop_ro("numpy_dtype", [](const TensorType& t) { return numpy_dtype(t.dtype()); })
      .def("filter",
           [](const TensorType& t, nb::handle value, bool strict, std::optional<bool> allow_downcast) {
             const ConvertedValue v = convert_value(value);
             return numpy_from_array(filter(t, v.array, strict, allow_downcast, v.origin));
           },
           nb::arg("data"), nb::arg("strict") = false, nb::arg("allow_downcast") = nb::none(),
           "The value as an array of this type; TypeError when it does not fit.")
      .def("clone",
           [](const TensorType& t, nb::handle dtype, nb::handle broadcastable) {
             const DType d = dtype.is_none() ? t.dtype() : dtype_from_python(dtype);
             std::vector<bool> pattern = t.broadcastable();
             if (!broadcastable.is_none()) {
               pattern.clear();
               for (const nb::handle item : broadcastable) pattern.push_back(nb::cast<bool>(nb::bool_(nb::borrow(item))));
             }
             return Ref<const TensorType>(TensorType::of(d, pattern));
           },
           nb::arg("dtype") = nb::none(), nb::arg("broadcastable") = nb::none(), "The same type with another dtype or pattern.")
      .def_static(
          "values_eq",
          [](nb::handle a, nb::handle b, bool) { return is_identical(convert_value(a).array, convert_value(b).array); },
          nb::arg("a"), nb::arg("b"), nb::arg("force_same_dtype") = true, "Whether two values have the same dtype, shape and elements.")
      .def_static(
          "values_eq_approx",
          [](nb::handle a, nb::handle b, bool allow_inf, bool allow_nan, std::optional<double> rtol, std::optional<double> atol) {
            return is_nearly_equal(convert_value(a).array, convert_value(b).array, allow_inf || allow_nan, rtol, atol);
          },
          nb::arg("a"), nb::arg("b"), nb::arg("allow_remove_inf") = false, nb::arg("allow_remove_nan") = false,
          nb::arg("rtol") = nb::none(), nb::arg("atol") = nb::none(), "Whether two values differ by no more than rounding.")
      .def_static(
          "may_share_memory", [](nb::handle a, nb::handle b) { return may_share_memory(convert_value(a).array, convert_value(b).array); },
          nb::arg("a"), nb::arg("b"), "Whether the memory of two arrays may overlap.")
      .def("value_zeros", [](const TensorType& t, const std::vector<std::int64_t>& shape) {
             return numpy_from_array(Array::zeros(t.dtype(), Shape(shape.begin(), shape.end())));
           }, nb::arg("shape"), "Zeros of this dtype.")
      .def("is_valid_value", [](const TensorType& t, nb::handle value) {
        try {
          const ConvertedValue v = convert_value(value);
          filter(t, v.array, true, std::nullopt, v.origin);
          return true;
        } catch (const std::exception&) {
          PyErr_Clear();
          return false;
        }
      });

  m.def("scalar_type", &make_scalar_type, nb::arg("dtype"), "The type of scalars of a dtype, which prints as the dtype.");
  nb::class_<NullType, Type>(m, "NullType", "The type of a gradient that does not exist.")
      .def(nb::new_([](const std::string& why) { return Ref<const NullType>(new NullType(why)); }),
           nb::arg("why_null") = "(no explanation given)")
      .def_prop_ro("why_null", &NullType::why);
  nb::class_<DisconnectedTag, Type>(m, "DisconnectedType", "The type of the gradient of what is not connected to the cost.")
      .def(nb::new_([] { return disconnected_type(); }));
  m.attr("disconnected_type") = nb::cast(disconnected_type());
  m.attr("generic") = nb::cast(generic_type());
}

}  // namespace theano::python
