// How users make variables: symbols of each type, constants, and shared variables.
#include "theano/ops/creation.h"

#include "theano/base/error.h"
#include "theano/graph/op.h"

namespace theano {

Variable shared(const Array& value, std::string name, bool borrow, std::optional<std::vector<bool>> broadcastable,
                const std::source_location& location) {
  const ProvenanceScope scope(Provenance::current(location));
  return make_shared_variable(value, std::move(name), borrow, std::move(broadcastable));
}

namespace tensor {
namespace {

Variable of_rank(int ndim, std::string name, std::optional<DType> dtype, const std::source_location& location) {
  return make_variable(TensorType::of_rank(dtype.value_or(floatX()), ndim), std::move(name), location);
}

}  // namespace

Variable as_tensor_variable(const Operand& x, std::string name) {
  Variable v = x.variable();
  if (v.is_null() || !v.is_tensor()) {
    throw TypeError("as_tensor_variable",
                    "x must be a tensor, but it is " + (v ? v.type()->to_string() : std::string("missing")) + ".",
                    "Pass a tensor variable, a number or an array.");
  }
  if (!name.empty() && v.constant()) v.set_name(std::move(name));
  return v;
}

Variable constant(const Operand& x, std::string name, std::optional<DType> dtype) {
  const ConstantNode* node = x.variable().constant();
  if (!node) {
    throw TypeError("constant", "x must be a number or an array, but it is a symbolic variable.",
                    "Symbolic variables need no conversion; use as_tensor_variable to take either.");
  }
  const ProvenanceScope scope(Provenance::current(x.location()));
  return make_constant(dtype && *dtype != node->array().dtype() ? node->array().astype(*dtype) : node->array(),
                       std::move(name));
}

Variable tensor(DType dtype, const std::vector<bool>& broadcastable, std::string name,
                const std::source_location& location) {
  return make_variable(TensorType::of(dtype, broadcastable), std::move(name), location);
}

Variable scalar(std::string name, std::optional<DType> dtype, const std::source_location& location) {
  return of_rank(0, std::move(name), dtype, location);
}
Variable vector(std::string name, std::optional<DType> dtype, const std::source_location& location) {
  return of_rank(1, std::move(name), dtype, location);
}
Variable matrix(std::string name, std::optional<DType> dtype, const std::source_location& location) {
  return of_rank(2, std::move(name), dtype, location);
}
Variable row(std::string name, std::optional<DType> dtype, const std::source_location& location) {
  return tensor(dtype.value_or(floatX()), {true, false}, std::move(name), location);
}
Variable col(std::string name, std::optional<DType> dtype, const std::source_location& location) {
  return tensor(dtype.value_or(floatX()), {false, true}, std::move(name), location);
}
Variable tensor3(std::string name, std::optional<DType> dtype, const std::source_location& location) {
  return of_rank(3, std::move(name), dtype, location);
}
Variable tensor4(std::string name, std::optional<DType> dtype, const std::source_location& location) {
  return of_rank(4, std::move(name), dtype, location);
}
Variable tensor5(std::string name, std::optional<DType> dtype, const std::source_location& location) {
  return of_rank(5, std::move(name), dtype, location);
}
Variable tensor6(std::string name, std::optional<DType> dtype, const std::source_location& location) {
  return of_rank(6, std::move(name), dtype, location);
}
Variable tensor7(std::string name, std::optional<DType> dtype, const std::source_location& location) {
  return of_rank(7, std::move(name), dtype, location);
}

}  // namespace tensor
}  // namespace theano
