// Operators, indexing and properties of tensor variables in Python; named methods come from the registry.
#include "bindings.h"
#include "numpy_arrays.h"
#include "tensor_classes.h"
#include "theano/base/error.h"
#include "theano/compile/function.h"
#include "theano/graph/index.h"
#include "theano/ops/ops.h"
#include "to_variable.h"

namespace theano::python {
namespace {

using Binary = Variable (*)(const Variable&, const Variable&);
using Unary = Variable (*)(const Variable&);

nb::object not_implemented() { return nb::borrow(Py_NotImplemented); }

template <Binary F>
nb::object binary(VariableNode& self, nb::handle other) {
  const std::optional<Variable> v = try_to_variable(other);
  return v ? nb::cast(F(Variable(&self), *v)) : not_implemented();
}

template <Binary F>
nb::object reflected(VariableNode& self, nb::handle other) {
  const std::optional<Variable> v = try_to_variable(other);
  return v ? nb::cast(F(*v, Variable(&self))) : not_implemented();
}

#define THEANO_BINARY(name, op) \
  Variable name(const Variable& a, const Variable& b) { return op(a, b); }
THEANO_BINARY(add, tensor::add)
THEANO_BINARY(sub, tensor::sub)
THEANO_BINARY(mul, tensor::mul)
THEANO_BINARY(true_div, tensor::true_div)
THEANO_BINARY(int_div, tensor::int_div)
THEANO_BINARY(mod, tensor::mod)
THEANO_BINARY(pow, tensor::pow)
THEANO_BINARY(lt, tensor::lt)
THEANO_BINARY(le, tensor::le)
THEANO_BINARY(gt, tensor::gt)
THEANO_BINARY(ge, tensor::ge)
THEANO_BINARY(and_, tensor::and_)
THEANO_BINARY(or_, tensor::or_)
THEANO_BINARY(xor_, tensor::xor_)
THEANO_BINARY(dot, tensor::dot)
#undef THEANO_BINARY

bool truth(VariableNode& self) {
  const Apply* owner = self.owner.get();
  if (owner)
    for (const std::string_view comparison : {"lt", "le", "gt", "ge"})
      if (owner->op()->name() == comparison)
        throw_error({ErrorKind::Type, Phase::Build, std::string(comparison),
                     "a symbolic comparison has no truth value while the graph is built.",
                     {describe_operand("condition", Variable(&self))},
                     "Use T.switch or theano.ifelse.ifelse in place of an if statement."});
  return true;
}

/// A Python integer between brackets is an int64.
void refuse_wide(nb::handle number) {
  if (!PyLong_Check(number.ptr())) return;
  int overflow = 0;
  PyLong_AsLongLongAndOverflow(number.ptr(), &overflow);
  if (overflow != 0)
    throw IndexError("subtensor", "an index must fit into int64, but one is " + nb::cast<std::string>(nb::str(number)) + ".",
                     "Leave the bound of a slice out to go to the end.");
}

IndexEntry to_index_entry(nb::handle item) {
  if (item.is_none()) return IndexEntry(IndexEntry::Kind::NewAxis);
  if (item.ptr() == Py_Ellipsis) return IndexEntry(IndexEntry::Kind::Ellipsis);
  if (PyBool_Check(item.ptr()))
    throw TypeError("subtensor", "a Python bool cannot be an index.",
                    "Use a numpy array of bool as a mask, or T.neq(x, 0).nonzero().");
  if (PySlice_Check(item.ptr())) {
    IndexEntry entry(IndexEntry::Kind::Slice);
    const auto bound = [&](const char* name) {
      const nb::object value = item.attr(name);
      refuse_wide(value);
      return value.is_none() ? Variable() : to_variable(value, "subtensor");
    };
    entry.start = bound("start");
    entry.stop = bound("stop");
    entry.step = bound("step");
    return entry;
  }
  const auto is_bool_scalar = [](nb::handle element) {
    if (!is_variable(element)) return static_cast<bool>(PyBool_Check(element.ptr()));
    const Variable v = nb::cast<Variable>(element);
    return v.is_tensor() && v.ndim() == 0 && v.dtype() == DType::Bool;
  };
  if (nb::isinstance<nb::list>(item) || nb::isinstance<nb::tuple>(item))
    for (const nb::handle element : item)
      if (is_bool_scalar(element))
        throw TypeError("subtensor", "a list of bools cannot be an index.",
                        "Use a numpy array of bool as a mask: numpy.array([True, False]).");
  refuse_wide(item);
  const std::optional<Variable> v =
      nb::isinstance<nb::str>(item) || PyFloat_Check(item.ptr()) ? std::nullopt : try_to_variable(item);
  if (!v || is_inexact(v->dtype()))
    throw TypeError("subtensor", "an index must be an integer, a slice or an array of such, not " +
                                     nb::cast<std::string>(nb::repr(item)) + ".",
                    "Cast it with T.cast(index, 'int64').");
  return IndexEntry(*v);
}

/// A list with a slice in it is read as the tuple that its writer meant.
bool holds_slice(nb::handle key) {
  if (!nb::isinstance<nb::list>(key)) return false;
  for (const nb::handle item : key)
    if (PySlice_Check(item.ptr())) return true;
  return false;
}

Variable get_item(VariableNode& self, nb::handle key) {
  std::vector<IndexEntry> entries;
  if (nb::isinstance<nb::tuple>(key) || holds_slice(key))
    for (const nb::handle item : key) entries.push_back(to_index_entry(item));
  else
    entries.push_back(to_index_entry(key));
  return Variable(&self)[Index(std::move(entries))];
}

nb::object iterate(VariableNode& self) {
  const Variable v(&self);
  const TensorType& type = v.tensor_type();
  if (type.ndim() == 0)
    throw_error({ErrorKind::Type, Phase::Build, "iter", "a 0-d tensor cannot be iterated over.", {describe_operand("x", v)},
                 "Use it as it is."});
  const std::int64_t length = type.ndim() == 1 ? vector_length(v).value_or(kUnknownSize) : type.sizes()[0];
  if (length == kUnknownSize)
    throw_error({ErrorKind::Value, Phase::Build, "iter",
                 "only a tensor whose length is known while the graph is built can be iterated over.",
                 {describe_operand("x", v)}, "Use theano.scan, or index it: x[0], x[1]."});
  std::vector<Variable> items;
  for (std::int64_t i = 0; i < length; ++i) items.push_back(v[Index(i)]);
  return nb::iter(nb::cast(items));
}

Array eval_variable(VariableNode& self, nb::handle inputs_to_values) {
  std::vector<std::pair<Variable, Array>> values;
  if (!inputs_to_values.is_none())
    for (const nb::handle pair : inputs_to_values.attr("items")()) {
      const Variable v = nb::cast<Variable>(pair[0]);
      const ConvertedValue value = convert_value(pair[1]);
      values.emplace_back(v, filter(v.tensor_type(), value.array, false, std::nullopt, value.origin));
    }
  return eval(Variable(&self), values);
}

template <class C>
void bind_operators(C& cls) {
  const auto op = nb::is_operator();
  cls.def("__add__", &binary<add>, op).def("__radd__", &reflected<add>, op);
  cls.def("__sub__", &binary<sub>, op).def("__rsub__", &reflected<sub>, op);
  cls.def("__mul__", &binary<mul>, op).def("__rmul__", &reflected<mul>, op);
  cls.def("__truediv__", &binary<true_div>, op).def("__rtruediv__", &reflected<true_div>, op);
  cls.def("__div__", &binary<true_div>, op).def("__rdiv__", &reflected<true_div>, op);
  cls.def("__floordiv__", &binary<int_div>, op).def("__rfloordiv__", &reflected<int_div>, op);
  cls.def("__mod__", &binary<mod>, op).def("__rmod__", &reflected<mod>, op);
  cls.def("__pow__", [](VariableNode& a, nb::handle b, nb::handle) { return binary<pow>(a, b); }, nb::arg("other"),
          nb::arg("modulo") = nb::none(), op)
      .def("__rpow__", [](VariableNode& a, nb::handle b, nb::handle) { return reflected<pow>(a, b); }, nb::arg("other"),
           nb::arg("modulo") = nb::none(), op);
  cls.def("__lt__", &binary<lt>, op).def("__le__", &binary<le>, op);
  cls.def("__gt__", &binary<gt>, op).def("__ge__", &binary<ge>, op);
  cls.def("__and__", &binary<and_>, op).def("__rand__", &reflected<and_>, op);
  cls.def("__or__", &binary<or_>, op).def("__ror__", &reflected<or_>, op);
  cls.def("__xor__", &binary<xor_>, op).def("__rxor__", &reflected<xor_>, op);
  cls.def("__matmul__", &binary<dot>, op).def("__rmatmul__", &reflected<dot>, op);
  cls.def("__neg__", [](VariableNode& a) { return tensor::neg(Variable(&a)); });
  cls.def("__pos__", [](VariableNode& a) { return Variable(&a); });
  cls.def("__abs__", [](VariableNode& a) { return tensor::abs_(Variable(&a)); });
  cls.def("__invert__", [](VariableNode& a) { return tensor::invert(Variable(&a)); });
  cls.def("__ceil__", [](VariableNode& a) { return tensor::ceil(Variable(&a)); });
  cls.def("__floor__", [](VariableNode& a) { return tensor::floor(Variable(&a)); });
  cls.def("__trunc__", [](VariableNode& a) { return tensor::trunc(Variable(&a)); });
  cls.def("__divmod__", [](VariableNode& a, nb::handle b) {
    const Variable v = to_variable(b, "divmod");
    return nb::make_tuple(int_div(Variable(&a), v), mod(Variable(&a), v));
  });
}

template <class C>
void bind_properties(C& cls) {
  cls.def("__bool__", &truth).def("__getitem__", &get_item, nb::arg("key").none()).def("__iter__", &iterate);
  cls.def_prop_ro("ndim", [](VariableNode& v) { return Variable(&v).ndim(); })
      .def_prop_ro("dtype", [](VariableNode& v) { return std::string(dtype_name(Variable(&v).dtype())); })
      .def_prop_ro("broadcastable",
                   [](VariableNode& v) { return nb::cast(v.type).attr("broadcastable"); })
      .def_prop_ro("T", [](VariableNode& v) { return tensor::transpose(Variable(&v)); })
      .def_prop_ro("shape", [](VariableNode& v) { return tensor::shape(Variable(&v)); })
      .def_prop_ro("size", [](VariableNode& v) { return tensor::size(Variable(&v)); })
      .def_prop_ro("real", [](VariableNode& v) { return tensor::real(Variable(&v)); })
      .def_prop_ro("imag", [](VariableNode& v) { return tensor::imag(Variable(&v)); })
      .def("eval", [](VariableNode& v, nb::handle values) { return numpy_from_array(eval_variable(v, values)); },
           nb::arg("inputs_to_values") = nb::none(),
           "The value for given values of the inputs, a dictionary; compiles a function for it.")
      .def("copy", [](VariableNode& v, nb::handle name) {
        Variable copy = tensor::tensor_copy(Variable(&v));
        if (!name.is_none()) copy.set_name(nb::cast<std::string>(name));
        return copy;
      }, nb::arg("name") = nb::none());
  cls.attr("__array_priority__") = 1000;
  cls.attr("__array_ufunc__") = nb::none();  // so that numpy.float64(2) * x asks x
}

/// The form of x[a, b, ...] as a function.
Variable part_by(nb::handle x, const nb::args& index) {
  const Variable v = to_variable(x, "advanced_subtensor");
  return get_item(*v.node(), nb::borrow<nb::tuple>(index));
}

/// x with y added to, or put at, x[a, b, ...].
template <bool kIsSet>
Variable changed_by(nb::handle x, nb::handle y, const nb::args& index) {
  return tensor::inc_subtensor(part_by(x, index), to_variable(y, "advanced_inc_subtensor"), kIsSet);
}

/// What the original's Subtensor(idx_list) does to x: types in the list stand for the next of `inputs`.
nb::object filled_index(nb::handle entry, const nb::args& inputs, std::size_t& next) {
  if (entry.is_none()) return nb::none();
  if (nb::isinstance<Type>(entry)) {
    if (next >= inputs.size())
      throw IndexError("subtensor", "there are fewer indices than the list of types wants.", "Pass one index for each type.");
    return nb::borrow(inputs[next++]);
  }
  if (!PySlice_Check(entry.ptr())) return nb::borrow(entry);
  const nb::object start = filled_index(entry.attr("start"), inputs, next), stop = filled_index(entry.attr("stop"), inputs, next),
                   step = filled_index(entry.attr("step"), inputs, next);
  return nb::steal(PySlice_New(start.ptr(), stop.ptr(), step.ptr()));
}

Variable part_by_list(nb::handle idx_list, nb::handle x, const nb::args& inputs) {
  std::size_t next = 0;
  nb::list index;
  for (const nb::handle entry : idx_list) index.append(filled_index(entry, inputs, next));
  const Variable v = to_variable(x, "subtensor");
  return get_item(*v.node(), nb::tuple(index));
}

void bind_indexing(nb::module_& m) {
  m.def("advanced_subtensor", &part_by, nb::arg("x"), nb::arg("index"), "x[index]: elements by integer arrays.");
  m.def("advanced_inc_subtensor", &changed_by<false>, nb::arg("x"), nb::arg("y"), nb::arg("index"),
        "x with y added to x[index]; repeated indices accumulate.");
  m.def("advanced_set_subtensor", &changed_by<true>, nb::arg("x"), nb::arg("y"), nb::arg("index"),
        "x with y put at x[index]; of repeated indices the last wins.");
  m.def("subtensor_by_list", &part_by_list, nb::arg("idx_list"), nb::arg("x"), nb::arg("inputs"),
        "A part of x by a list of integers, slices and types; a type stands for the next of the inputs.");
  m.def("inc_subtensor_by_list",
        [](nb::handle idx_list, bool set_instead_of_inc, nb::handle x, nb::handle y, const nb::args& inputs) {
          return tensor::inc_subtensor(part_by_list(idx_list, x, inputs), to_variable(y, "inc_subtensor"), set_instead_of_inc);
        },
        nb::arg("idx_list"), nb::arg("set_instead_of_inc"), nb::arg("x"), nb::arg("y"), nb::arg("inputs"),
        "x with y added to, or put at, such a part.");
}

}  // namespace

void bind_tensor_methods(nb::module_& m) {
  bind_indexing(m);
  for_each_tensor_class(m, [](auto& cls) {
    bind_operators(cls);
    bind_properties(cls);
  });
}

}  // namespace theano::python
