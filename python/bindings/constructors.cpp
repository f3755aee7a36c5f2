// Constructors of symbolic variables (matrix, fvector, ...), as_tensor_variable and constant in Python.
#include <functional>

#include "bindings.h"
#include "numpy_arrays.h"
#include "theano/ops/shape/shape.h"
#include "to_variable.h"

namespace theano::python {
namespace {

/// Ranks with their patterns; row and col have one broadcastable dimension.
struct Rank {
  const char* name;
  std::vector<bool> broadcastable;
};

std::vector<Rank> ranks() {
  return {{"scalar", {}},
          {"vector", {false}},
          {"matrix", {false, false}},
          {"row", {true, false}},
          {"col", {false, true}},
          {"tensor3", std::vector<bool>(3)},
          {"tensor4", std::vector<bool>(4)},
          {"tensor5", std::vector<bool>(5)},
          {"tensor6", std::vector<bool>(6)},
          {"tensor7", std::vector<bool>(7)}};
}

std::string plural(const std::string& name) { return name == "matrix" ? "matrices" : name + "s"; }

/// "x y", or the letters of "xy"... as in the original: one string names as many variables as it has characters.
nb::object several(const std::function<Variable(const std::string&)>& make, const nb::args& names) {
  nb::list result;
  if (names.size() == 1 && nb::isinstance<nb::int_>(names[0])) {
    for (int i = 0; i < nb::cast<int>(names[0]); ++i) result.append(make(""));
  } else if (names.size() == 1 && nb::isinstance<nb::str>(names[0])) {
    for (const nb::handle letter : names[0]) result.append(make(nb::cast<std::string>(letter)));
  } else {
    for (const nb::handle name : names) result.append(make(nb::cast<std::string>(name)));
  }
  if (result.size() == 1) return nb::object(result[0]);
  return result;
}

void bind_rank(nb::module_& m, const Rank& rank) {
  const std::vector<bool> pattern = rank.broadcastable;
  m.def(rank.name,
        [pattern](std::optional<std::string> name, nb::handle dtype) {
          const DType d = dtype.is_none() ? floatX() : dtype_from_python(dtype);
          return make_variable(TensorType::of(d, pattern), name.value_or(""));
        },
        nb::arg("name") = nb::none(), nb::arg("dtype") = nb::none(), "A symbolic tensor of this rank; dtype defaults to floatX.");
  m.def(plural(rank.name).c_str(), [pattern](nb::args names) {
    return several([&](const std::string& n) { return make_variable(TensorType::of(floatX(), pattern), n); }, names);
  });
  constexpr std::pair<char, DType> letters[] = {
      {'b', DType::Int8},    {'w', DType::Int16},   {'i', DType::Int32},     {'l', DType::Int64},
      {'f', DType::Float32}, {'d', DType::Float64}, {'c', DType::Complex64}, {'z', DType::Complex128}};
  for (const auto& [letter, dtype] : letters) {
    const TypeRef type = TensorType::of(dtype, pattern);
    m.attr((letter + std::string(rank.name)).c_str()) = nb::cast(type);
    m.def((letter + plural(rank.name)).c_str(), [type](nb::args names) {
      return several([&](const std::string& n) { return make_variable(type, n); }, names);
    });
  }
}

}  // namespace

void bind_constructors(nb::module_& m) {
  for (const Rank& rank : ranks()) bind_rank(m, rank);
  m.def("tensor",
        [](nb::handle dtype, nb::handle broadcastable, std::optional<std::string> name) {
          std::vector<bool> pattern;
          for (const nb::handle item : broadcastable) pattern.push_back(nb::cast<bool>(nb::bool_(item)));
          return make_variable(TensorType::of(dtype_from_python(dtype), pattern), name.value_or(""));
        },
        nb::arg("dtype"), nb::arg("broadcastable"), nb::arg("name") = nb::none());
  const auto as_tensor = [](nb::handle x, std::optional<std::string> name, std::optional<int> ndim) {
    Variable v = to_variable(x);
    if (name && v.constant() && !is_variable(x)) v = make_constant(v.constant()->array(), *name);
    if (ndim && *ndim > v.ndim()) v = padded_left(v, *ndim);
    return v;
  };
  for (const char* name : {"as_tensor_variable", "as_tensor"})
    m.def(name, as_tensor, nb::arg("x"), nb::arg("name") = nb::none(), nb::arg("ndim") = nb::none(),
          "The tensor variable that x is or becomes.");
  m.def("constant",
        [](nb::handle x, std::optional<std::string> name, std::optional<int> ndim, nb::handle dtype) {
          const std::optional<DType> d = dtype.is_none() ? std::nullopt : std::optional(dtype_from_python(dtype));
          Variable v = to_constant(x, name.value_or(""), d);
          if (ndim && *ndim > v.ndim()) {
            Shape shape(static_cast<std::size_t>(*ndim - v.ndim()), 1);
            for (const std::int64_t size : v.constant()->array().shape()) shape.push_back(size);
            v = make_constant(v.constant()->array().reshape(shape), name.value_or(""));
          }
          return v;
        },
        nb::arg("x"), nb::arg("name") = nb::none(), nb::arg("ndim") = nb::none(), nb::arg("dtype") = nb::none(),
        "A constant holding a copy of x.");
  m.def("asarray_as",
        [](nb::handle a, nb::handle dtype, nb::handle order) {
          const nb::object numpy_type = numpy_dtype(dtype_from_python(dtype));
          return nb::module_::import_("numpy").attr("asarray")(a, numpy_type, order);
        },
        nb::arg("a"), nb::arg("dtype"), nb::arg("order") = nb::none(), "numpy.asarray that knows the dtype floatX.");
  m.def("upcast", [](nb::args names) {
    std::vector<DType> dtypes;
    for (const nb::handle name : names) dtypes.push_back(dtype_from_python(name));
    return std::string(dtype_name(promote(dtypes)));
  }, "The dtype that arrays of the given dtypes become together.");
}

}  // namespace theano::python
