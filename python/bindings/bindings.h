// What the files of the extension share: nanobind, the casters of handles, and one function per file.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "theano/graph/op.h"
#include "theano/graph/variable.h"

namespace nb = nanobind;

namespace theano::python {

/// Python classes of nodes that differ only in what Python sees; no object of these C++ types is ever made.
struct TensorVariableNode : VariableNode {};
struct ConstantTag : VariableNode {};
struct TensorConstantNode : ConstantTag {};
struct SharedTag : VariableNode {};
struct TensorSharedNode : SharedTag {};
struct DisconnectedTag : Type {};

/// How the collector sees variables; nanobind does not hand slots on, so every class of variables names them.
extern PyType_Slot variable_slots[];

void bind_errors(nb::module_& m);
void bind_provenance(nb::module_& m);
void bind_config(nb::module_& m);
void bind_types(nb::module_& m);
void bind_graph(nb::module_& m);
void bind_tensor_methods(nb::module_& m);
void bind_constructors(nb::module_& m);
void bind_registry(nb::module_& m);
void bind_shared(nb::module_& m);
void bind_gradient(nb::module_& m);
void bind_modes(nb::module_& m);
void bind_function(nb::module_& m);
void bind_verify_grad(nb::module_& m);
void bind_pickle(nb::module_& m);
void bind_graph_walks(nb::module_& m);
void bind_printing(nb::module_& m);
void bind_test_values(nb::module_& m);
void bind_random(nb::module_& m);
void bind_grids(nb::module_& m);
void bind_op_from_graph(nb::module_& m);
void bind_op_classes(nb::module_& m);

}  // namespace theano::python

namespace nanobind::detail {

/// One Python class per kind of variable: chosen by what the node is.
template <>
struct type_hook<theano::VariableNode> {
  static const std::type_info* get(const theano::VariableNode* node) {
    using namespace theano;
    if (!node) return &typeid(VariableNode);
    const bool is_tensor = node->type->is_tensor();
    switch (node->kind) {
      case VariableKind::Constant:
        return is_tensor ? &typeid(python::TensorConstantNode) : &typeid(python::ConstantTag);
      case VariableKind::Shared:
        return is_tensor ? &typeid(python::TensorSharedNode) : &typeid(python::SharedTag);
      default:
        return is_tensor ? &typeid(python::TensorVariableNode) : &typeid(VariableNode);
    }
  }
};

template <>
struct type_hook<theano::Type> {
  static const std::type_info* get(const theano::Type* type) {
    if (type && type->kind() == theano::TypeKind::Disconnected) return &typeid(theano::python::DisconnectedTag);
    return type ? &typeid(*type) : &typeid(theano::Type);
  }
};

template <>
struct type_caster<theano::Variable> {
  using Caster = make_caster<theano::VariableNode>;
  static constexpr bool IsClass = true;
  NB_TYPE_CASTER(theano::Variable, Caster::Name)
  bool from_python(handle source, uint32_t flags, cleanup_list* cleanup) noexcept {
    Caster caster;
    if (!caster.from_python(source, flags, cleanup)) return false;
    value = theano::Variable(caster.operator theano::VariableNode*());
    return true;
  }
  static handle from_cpp(const theano::Variable& v, rv_policy policy, cleanup_list* cleanup) noexcept {
    if (v.node())
      if (void* owner = v.node()->foreign_owner()) return handle(static_cast<PyObject*>(owner)).inc_ref();
    return Caster::from_cpp(v.node(), policy, cleanup);
  }
};

template <class T>
struct type_caster<theano::Ref<T>> {
  using Plain = std::remove_const_t<T>;
  using Caster = make_caster<Plain>;
  static constexpr bool IsClass = true;
  NB_TYPE_CASTER(theano::Ref<T>, Caster::Name)
  bool from_python(handle source, uint32_t flags, cleanup_list* cleanup) noexcept {
    Caster caster;
    if (!caster.from_python(source, flags, cleanup)) return false;
    value = theano::Ref<T>(caster.operator Plain*());
    return true;
  }
  static handle from_cpp(const theano::Ref<T>& ref, rv_policy policy, cleanup_list* cleanup) noexcept {
    if (ref.get())
      if (void* owner = ref->foreign_owner()) return handle(static_cast<PyObject*>(owner)).inc_ref();
    return Caster::from_cpp(const_cast<Plain*>(ref.get()), policy, cleanup);
  }
};

}  // namespace nanobind::detail
