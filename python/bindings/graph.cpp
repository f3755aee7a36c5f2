// Variables, Apply and ops in Python: one wrapper per node for its life, visible to the garbage collector.
#include <nanobind/make_iterator.h>

#include "bindings.h"
#include "numpy_arrays.h"
#include "theano/base/error.h"
#include "theano/graph/function_graph.h"
#include "theano/graph/traversal.h"
#include "theano/ops/kinds/elementwise.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/widen.h"
#include "to_variable.h"

namespace theano::python {
namespace {

/// What `x.tag` is: a free name space. Assigning test_value tells the node, so that C++ can compute test values.
struct Tag {
  VariableNode* node = nullptr;  // the tag lives in the node's own dictionary, or `node` is null
};

PyObject* wrapper_of(const RefCounted* object) { return static_cast<PyObject*>(object->foreign_owner()); }

/// Visits the wrapped nodes that `start` alone keeps alive: through nodes without wrapper that have one reference. (A
/// node with several references may be held by somebody the collector cannot see, so it is left out; that errs towards
/// keeping.)
int visit_held_nodes(const Apply* start, visitproc visit, void* arg) {
  std::vector<const Apply*> stack{start};
  while (!stack.empty()) {
    const Apply* node = stack.back();
    stack.pop_back();
    for (const Variable& input : node->inputs()) {
      if (PyObject* wrapper = wrapper_of(input.node())) {
        Py_VISIT(wrapper);
      } else if (input->ref_count() == 1 && input->owner) {
        const Apply* owner = input->owner.get();
        if (PyObject* owner_wrapper = wrapper_of(owner)) {
          Py_VISIT(owner_wrapper);
        } else if (owner->ref_count() == 1) {
          stack.push_back(owner);
        }
      }
    }
  }
  return 0;
}

int visit_dictionary(PyObject* self, visitproc visit, void* arg) {
  if (PyObject** dictionary = _PyObject_GetDictPtr(self)) Py_VISIT(*dictionary);
  Py_VISIT(Py_TYPE(self));
  return 0;
}

int traverse_variable(PyObject* self, visitproc visit, void* arg) {
  if (const int stop = visit_dictionary(self, visit, arg)) return stop;
  if (!nb::inst_ready(self)) return 0;
  const auto* node = nb::inst_ptr<VariableNode>(self);
  if (const Apply* owner = node->owner.get()) {
    if (PyObject* wrapper = wrapper_of(owner)) {
      Py_VISIT(wrapper);
    } else if (owner->ref_count() == 1) {
      return visit_held_nodes(owner, visit, arg);
    }
  }
  if (node->kind == VariableKind::Shared) {
    const Variable& update = static_cast<const SharedNode*>(node)->default_update;
    if (!update.is_null())
      if (PyObject* wrapper = wrapper_of(update.node())) Py_VISIT(wrapper);
  }
  return 0;
}

int clear_variable(PyObject* self) {
  if (PyObject** dictionary = _PyObject_GetDictPtr(self)) Py_CLEAR(*dictionary);
  if (nb::inst_ready(self)) {
    auto* node = nb::inst_ptr<VariableNode>(self);
    if (node->kind == VariableKind::Shared) static_cast<SharedNode*>(node)->default_update = Variable();
  }
  return 0;
}

int traverse_apply(PyObject* self, visitproc visit, void* arg) {
  if (const int stop = visit_dictionary(self, visit, arg)) return stop;
  if (!nb::inst_ready(self)) return 0;
  return visit_held_nodes(nb::inst_ptr<Apply>(self), visit, arg);
}

int clear_dictionary(PyObject* self) {
  if (PyObject** dictionary = _PyObject_GetDictPtr(self)) Py_CLEAR(*dictionary);
  return 0;
}

}  // namespace

PyType_Slot variable_slots[] = {{Py_tp_traverse, reinterpret_cast<void*>(&traverse_variable)},
                                {Py_tp_clear, reinterpret_cast<void*>(&clear_variable)},
                                {0, nullptr}};
namespace {

PyType_Slot apply_slots[] = {{Py_tp_traverse, reinterpret_cast<void*>(&traverse_apply)},
                             {Py_tp_clear, reinterpret_cast<void*>(&clear_dictionary)},
                             {0, nullptr}};

template <class T>
void set_self(T* object, PyObject* self) noexcept {
  object->set_foreign_owner(self);
}

nb::object tag_of(nb::handle self) {
  nb::object dictionary = self.attr("__dict__");
  nb::object tag = dictionary.attr("get")("tag");
  if (!tag.is_none()) return tag;
  tag = nb::cast(Tag{&nb::cast<VariableNode&>(self)});
  dictionary["tag"] = tag;
  return tag;
}

void set_tag_attribute(nb::handle self, nb::handle name, nb::handle value) {
  Tag& tag = nb::cast<Tag&>(self);
  if (tag.node && nb::cast<std::string>(name) == "test_value") {
    if (tag.node->type->is_tensor()) {
      const ConvertedValue v = convert_value(value);
      const auto& type = static_cast<const TensorType&>(*tag.node->type);
      const Array array = filter(type, v.array, false, std::nullopt, v.origin);
      tag.node->test_value = std::make_unique<Value>(Value{array.copy(), nullptr});
    }
  }
  if (PyObject_GenericSetAttr(self.ptr(), name.ptr(), value.ptr()) < 0) throw nb::python_error();
}

nb::object value_to_python(const Value& value);

/// Asked for what is not in the dictionary: a test value that was computed.
nb::object get_tag_attribute(const Tag& tag, const std::string& name) {
  if (name == "test_value" && tag.node && tag.node->test_value) return value_to_python(*tag.node->test_value);
  throw nb::attribute_error(("this tag has no attribute '" + name + "'").c_str());
}

nb::object value_to_python(const Value& value) {
  return value.object ? unbox(value.object) : numpy_from_array(value.array);
}

void bind_variables(nb::module_& m) {
  nb::class_<Tag>(m, "Tag", nb::dynamic_attr(), "Free attributes of a variable, such as test_value.")
      .def("__setattr__", &set_tag_attribute)
      .def("__getattr__", &get_tag_attribute);

  nb::class_<VariableNode>(m, "Variable", nb::type_slots(variable_slots), nb::dynamic_attr(), nb::is_weak_referenceable(),
                           nb::intrusive_ptr<VariableNode>(&set_self<VariableNode>),
                           "A node of the symbolic graph; compared by identity.")
      .def_prop_rw(
          "name", [](const VariableNode& v) { return v.name.empty() ? nb::none() : nb::object(nb::str(v.name.c_str())); },
          [](VariableNode& v, std::optional<std::string> name) { v.name = name.value_or(""); }, nb::arg().none())
      .def_prop_ro("type", [](const VariableNode& v) { return v.type; })
      .def_prop_ro("owner", [](const VariableNode& v) { return v.owner; })
      .def_prop_ro("index",
                   [](const VariableNode& v) { return v.owner ? nb::object(nb::int_(v.output_index)) : nb::none(); })
      .def_prop_rw("tag", &tag_of, [](nb::handle self, nb::handle tag) { self.attr("__dict__")["tag"] = tag; })
      .def_prop_ro("auto_name", [](const VariableNode& v) { return "auto_" + std::to_string(v.id); })
      .def("clone", [](VariableNode& v) { return v.clone(); }, "A fresh variable of the same type and name.")
      .def("__str__", [](VariableNode& v) { return Variable(&v).to_string(); })
      .def("__repr__", [](VariableNode& v) { return Variable(&v).to_string(); })
      .def("get_parents", [](const VariableNode& v) {
        nb::list parents;
        if (v.owner) parents.append(v.owner);
        return parents;
      });
  nb::class_<TensorVariableNode, VariableNode>(m, "TensorVariable", nb::type_slots(variable_slots), "A symbolic tensor.");
  const auto value = [](VariableNode& v) { return value_to_python(static_cast<ConstantNode&>(v).value); };
  nb::class_<ConstantTag, VariableNode>(m, "Constant", nb::type_slots(variable_slots), "A variable with a fixed value.")
      .def_prop_ro("data", [value](ConstantTag& v) { return value(v); })
      .def_prop_ro("value", [value](ConstantTag& v) { return value(v); });
  nb::class_<TensorConstantNode, ConstantTag>(m, "TensorConstant", nb::type_slots(variable_slots), "A tensor with a fixed value.");
}

nb::object attribute_value(const AttributeValue& value) {
  return std::visit([](const auto& v) -> nb::object {
    using T = std::decay_t<decltype(v)>;
    if constexpr (std::is_same_v<T, DType>) return nb::str(std::string(dtype_name(v)).c_str());
    else if constexpr (std::is_same_v<T, std::vector<std::int64_t>>) return nb::tuple(nb::cast(v));
    else if constexpr (std::is_same_v<T, Ref<Object>>) return nb::none();
    else return nb::cast(v);
  }, value);
}

/// Parameters of an op under the names that programs read: `node.op.axis`, `node.op.acc_dtype`.
nb::object op_attribute(const OpInstance& op, const std::string& name) {
  for (const Attributes::Entry& entry : op.attributes().entries())
    if (entry.name == name && !std::holds_alternative<Ref<Object>>(entry.value)) return attribute_value(entry.value);
  // An element-wise op is its own scalar op: scalars are tensors without axes.
  if (name == "scalar_op" && dynamic_cast<const Elementwise*>(&op.definition())) return nb::cast(Op(const_cast<OpInstance*>(&op)));
  if (name == "axis" && is_fold(op.definition())) return nb::none();  // it folds all
  throw nb::attribute_error((std::string(op.name()) + " has no attribute '" + name + "'").c_str());
}

void bind_apply(nb::module_& m) {
  nb::class_<OpInstance>(m, "OpInstance", nb::dynamic_attr(), nb::intrusive_ptr<OpInstance>(&set_self<OpInstance>),
                         "An op with its parameters; compared by value.")
      .def("__str__", &OpInstance::to_string)
      .def("__repr__", &OpInstance::to_string)
      .def("__call__", [](Ref<OpInstance> op, nb::args inputs) {
        const std::vector<Variable> results = apply_op_all(Op(op), to_variables(inputs, "op"));
        return results.size() == 1 ? nb::cast(results[0]) : nb::cast(results);
      }, "The op on inputs.")
      .def("connection_pattern", [](const OpInstance& op, const Apply& node) {
        nb::list rows;
        for (const std::vector<bool>& row : op.definition().connection_pattern(node)) {
          nb::list flags;
          for (const bool flag : row) flags.append(flag);
          rows.append(flags);
        }
        return rows;
      }, nb::arg("node"), "connected[input][output]: whether a gradient may flow.")
      .def_prop_ro("name", [](const OpInstance& op) { return std::string(op.name()); })
      .def("__eq__", [](const OpInstance& a, nb::handle b) {
        return nb::isinstance<OpInstance>(b) && a.equals(nb::cast<OpInstance&>(b));
      })
      .def("__hash__", &OpInstance::hash)
      .def("__getattr__", &op_attribute);

  nb::class_<Apply>(m, "Apply", nb::type_slots(apply_slots), nb::dynamic_attr(), nb::is_weak_referenceable(),
                    nb::intrusive_ptr<Apply>(&set_self<Apply>), "One use of an op on inputs.")
      .def_prop_ro("op", &Apply::op)
      .def_prop_ro("inputs", [](const Apply& n) { return std::vector<Variable>(n.inputs().begin(), n.inputs().end()); })
      .def_prop_ro("outputs", &Apply::outputs)
      .def_prop_ro("nin", &Apply::input_count)
      .def_prop_ro("nout", &Apply::output_count)
      .def("default_output", [](Apply& n) { return n.output(0); })
      .def("__str__", [](Apply& n) { return n.output(0).to_string(); });
}

nb::object clone_python(nb::handle output, nb::handle replace, bool strict, bool share_inputs, nb::handle copy_inputs) {
  VariableMap map;
  bool is_rebuilt = false;
  if (!replace.is_none()) {
    const nb::object pairs = nb::hasattr(replace, "items") ? replace.attr("items")() : nb::borrow(replace);
    for (const nb::handle pair : pairs) {
      const Variable old_variable = nb::cast<Variable>(pair[0]);
      Variable new_variable = to_variable(pair[1], "clone");
      if (auto fitting = widened_to(new_variable, *old_variable.type())) new_variable = std::move(*fitting);
      const bool has_its_type = new_variable.type()->equals(*old_variable.type());
      is_rebuilt = is_rebuilt || !has_its_type;
      if (strict && !has_its_type)
        throw_error({ErrorKind::Type, Phase::Build, "clone", "a variable can be replaced by one of its type only.",
                     {describe_operand("old", old_variable), describe_operand("new", new_variable)},
                     "Convert the replacement, or pass strict=False."});
      map.emplace(old_variable, std::move(new_variable));
    }
  }
  if (!copy_inputs.is_none()) share_inputs = nb::cast<bool>(nb::bool_(nb::borrow(copy_inputs)));  // its old name
  const CloneOptions options{.copy_inputs = !share_inputs, .rebuild = is_rebuilt};
  if (!is_variable(output)) return nb::cast(clone_graph(nb::cast<std::vector<Variable>>(output), map, options));
  const Variable v = nb::cast<Variable>(output);
  return nb::cast(clone_graph(std::span(&v, 1), map, options)[0]);
}

void bind_traversal(nb::module_& m) {
  m.def("ancestors", [](const std::vector<Variable>& variables, std::optional<std::vector<Variable>> blockers) {
    return ancestors(variables, blockers.value_or(std::vector<Variable>{}));
  }, nb::arg("variable_list"), nb::arg("blockers") = nb::none(), "Every variable that the given ones depend on.");
  m.def("graph_inputs", [](const std::vector<Variable>& variables, std::optional<std::vector<Variable>> blockers) {
    return graph_inputs(variables, blockers.value_or(std::vector<Variable>{}));
  }, nb::arg("variable_list"), nb::arg("blockers") = nb::none(), "The variables without owner below the given ones.");
  m.def("io_toposort", [](const std::vector<Variable>& inputs, const std::vector<Variable>& outputs) {
    std::vector<Ref<Apply>> nodes;
    for (Apply* node : toposort(outputs, inputs)) nodes.push_back(node);
    return nodes;
  }, nb::arg("inputs"), nb::arg("outputs"), "The nodes between inputs and outputs, inputs before users.");
  m.def("is_same_graph", [](const Variable& a, const Variable& b) {
    return is_same_computation(std::span(&a, 1), std::span(&b, 1));
  }, nb::arg("var1"), nb::arg("var2"), "Whether two graphs compute the same.");
  m.def("clone", &clone_python, nb::arg("output"), nb::arg("replace") = nb::none(), nb::arg("strict") = true,
        nb::arg("share_inputs") = true, nb::arg("copy_inputs") = nb::none(),
        "A copy of a graph with variables replaced by others: of their types, unless strict=False has the ops made anew.");

  nb::class_<FunctionGraph>(m, "FunctionGraph", "A graph that a compiled function owns.")
      .def_prop_ro("name", [](const FunctionGraph&) { return nb::none(); }, "Always None: functions have names.")
      .def_prop_ro("inputs", &FunctionGraph::inputs)
      .def_prop_ro("variables", [](const FunctionGraph& g) { return ancestors(g.outputs()); },
                   "Every variable that the outputs depend on, themselves included.")
      .def_prop_ro("outputs", &FunctionGraph::outputs)
      .def("toposort", [](const FunctionGraph& g) {
        std::vector<Ref<Apply>> nodes;
        for (Apply* node : g.toposort()) nodes.push_back(node);
        return nodes;
      })
      .def_prop_ro("apply_nodes", [](const FunctionGraph& g) {
        nb::set nodes;
        for (Apply* node : g.toposort()) nodes.add(nb::cast(Ref<Apply>(node)));
        return nodes;
      });
}

}  // namespace

void bind_graph(nb::module_& m) {
  bind_variables(m);
  bind_apply(m);
  bind_traversal(m);
}

}  // namespace theano::python
