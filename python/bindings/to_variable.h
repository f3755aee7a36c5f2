// Python values as symbolic variables, by Theano's rules for literals.
#pragma once

#include <optional>

#include "bindings.h"

namespace theano::python {

/// The variable an object is or becomes: variables stay, an Apply gives its only output, numbers, arrays and lists become
/// constants, lists holding variables are stacked. Errors: TypeError (AsTensorError) for anything else.
Variable to_variable(nb::handle object, const char* op = "as_tensor_variable");
/// The same, but nullopt for objects that are no tensors (operators then let the other operand try).
std::optional<Variable> try_to_variable(nb::handle object);
/// A constant, with a name and dtype if given.
Variable to_constant(nb::handle object, const std::string& name, std::optional<DType> dtype);
bool is_variable(nb::handle object);
/// A list of variables from a list or tuple.
std::vector<Variable> to_variables(nb::handle sequence, const char* op);
/// Sizes: ints and scalars in a list, one of them alone, or a symbolic vector (then a single element of rank 1).
std::vector<Variable> to_sizes(nb::handle object, const char* op);
/// Any Python object as a Value's object.
Ref<Object> box(nb::object object);
/// The Python object behind a box.
nb::object unbox(const Ref<Object>& object);

}  // namespace theano::python
