// The table of op classes: names that programs construct ops with or ask nodes for, and what each does.
#pragma once

#include <span>

#include "bindings.h"

namespace theano::python {

/// One class of ops of the original. Its objects are functions with parameters bound; isinstance asks which op a node has.
struct OpClassRow {
  const char* module;      ///< where it lives below theano: "tensor.extra_ops"
  const char* name;        ///< "CumOp"
  const char* op_names;    ///< our ops that are instances of it, split by spaces; "*": all element-wise ones
  const char* signature;   ///< of its constructor, as Python text
  /// The function that its objects call, as "module.name" of the API: parameters of the constructor that are parameters
  /// of the function are passed on by name.
  const char* function;
  const char* (*choose)(const nb::dict& arguments) = nullptr;  ///< instead of `function` where the parameters decide
  nb::object (*call)(const nb::dict& arguments, const nb::args& inputs) = nullptr;  ///< instead of both
  void (*check)(const nb::dict& arguments) = nullptr;          ///< of the constructor
};

std::span<const OpClassRow> op_class_rows();

/// The Python function "tensor.extra_ops.diff" of the API.
nb::object api_function(const char* path);

}  // namespace theano::python
