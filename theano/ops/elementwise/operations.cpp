// Functions of several tensors that are made of element-wise ops.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"

namespace theano::tensor {
namespace {

Variable fold(const Elementwise& op, const std::vector<Variable>& tensors, const char* name) {
  if (tensors.empty())
    throw ValueError(name, "it needs at least one tensor, but none is given.", "Pass one or more tensors.");
  Variable result = tensors.front();
  for (std::size_t i = 1; i < tensors.size(); ++i) result = op(result, tensors[i]);
  return result;
}

}  // namespace

Variable largest(const std::vector<Variable>& tensors) { return fold(maximum, tensors, "largest"); }
Variable smallest(const std::vector<Variable>& tensors) { return fold(minimum, tensors, "smallest"); }

std::vector<Variable> divmod(const Operand& x, const Operand& y) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return {int_div(x, y), mod(x, y)};
}

}  // namespace theano::tensor
