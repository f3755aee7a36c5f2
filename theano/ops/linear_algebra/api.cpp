// The chapter's list of ops and their entries in the API.
#include "theano/base/error.h"
#include "theano/ops/linear_algebra/linear_algebra.h"

namespace theano {
namespace {

using Kind = ParameterKind;
using Results = std::vector<Variable>;

constexpr const OpDefinition* kOps[] = {&ops::dot, &ops::batched_dot};

// One integer counts axes; two name one axis of each operand.
Variable tensordot_of(const Variable& a, const Variable& b, const std::vector<std::int64_t>& axes) {
  if (axes.size() == 1) return tensor::tensordot(a, b, axes[0]);
  if (axes.size() % 2 == 0) {
    const auto half = axes.begin() + static_cast<std::ptrdiff_t>(axes.size() / 2);
    return tensor::tensordot(a, b, std::vector<std::int64_t>(axes.begin(), half),
                             std::vector<std::int64_t>(half, axes.end()));
  }
  throw ValueError("tensordot", "axes must be a number of axes or two lists of equal length.",
                   "write axes=[[1], [0]] to sum over axis 1 of a and axis 0 of b.");
}

}  // namespace

std::span<const OpDefinition* const> linear_algebra_ops() { return kOps; }

void append_api_functions_linear_algebra(std::vector<ApiFunction>& functions) {
  const std::vector<Parameter> two = {{"a", Kind::Tensor}, {"b", Kind::Tensor}};
  functions.push_back({"tensor", "dot", "", "dot", two, "Product over the last axis of a and the last but one of b.",
                       "numpy.dot(a, b)",
                       [](const Arguments& a) -> Results { return {tensor::dot(a.tensor(0), a.tensor(1))}; }});
  functions.push_back({"tensor",
                       "outer",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"y", Kind::Tensor}},
                       "Products of all pairs of elements of two vectors.",
                       "numpy.outer(x, y)",
                       [](const Arguments& a) -> Results { return {tensor::outer(a.tensor(0), a.tensor(1))}; }});
  functions.push_back(
      {"tensor",
       "tensordot",
       "",
       "",
       {{"a", Kind::Tensor}, {"b", Kind::Tensor}, {"axes", Kind::Axis, "2"}},
       "Sums of products over axes: a number of them, or a list of a's axes and one of b's.",
       "numpy.tensordot(a, b, axes)",
       [](const Arguments& a) -> Results { return {tensordot_of(a.tensor(0), a.tensor(1), a.axes(2).value())}; }});
  functions.push_back({"tensor", "batched_dot", "", "", two, "Product of a[i] and b[i] for every i.",
                       "numpy.stack([numpy.dot(x, y) for x, y in zip(a, b)])",
                       [](const Arguments& a) -> Results { return {tensor::batched_dot(a.tensor(0), a.tensor(1))}; }});
}

}  // namespace theano
