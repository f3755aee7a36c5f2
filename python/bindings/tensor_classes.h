// The three Python classes that tensors have; what one of them can do, all can.
#pragma once

#include "bindings.h"

namespace theano::python {

template <class F>
void for_each_tensor_class(nb::module_& m, F&& f) {
  auto variable = nb::borrow<nb::class_<TensorVariableNode, VariableNode>>(m.attr("TensorVariable"));
  f(variable);
  auto constant = nb::borrow<nb::class_<TensorConstantNode, ConstantTag>>(m.attr("TensorConstant"));
  f(constant);
  auto shared = nb::borrow<nb::class_<TensorSharedNode, SharedTag>>(m.attr("TensorSharedVariable"));
  f(shared);
}

}  // namespace theano::python
