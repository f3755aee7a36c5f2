// The chapter's list of ops and their entries in the API.
#include "theano/base/error.h"
#include "theano/ops/linear_algebra/linear_algebra.h"

namespace theano {
namespace {

using Kind = ParameterKind;
using Results = std::vector<Variable>;

constexpr const OpDefinition* kOps[] = {&ops::dot, &ops::batched_dot};

// One integer counts axes; two lists of equal length, one behind the other, name the axes of each operand.
template <Variable (*counted)(const Operand&, const Operand&, std::int64_t),
          Variable (*named)(const Operand&, const Operand&, const std::vector<std::int64_t>&,
                            const std::vector<std::int64_t>&)>
Results contracted(const Arguments& a) {
  const std::vector<std::int64_t>& axes = a.integers(2);
  if (axes.size() == 1) return {counted(a.tensor(0), a.tensor(1), axes[0])};
  const auto half = axes.begin() + static_cast<std::ptrdiff_t>(axes.size() / 2);
  return {named(a.tensor(0), a.tensor(1), {axes.begin(), half}, {half, axes.end()})};
}

std::optional<Operand> optional_operand(const Arguments& a, int i) {
  if (a.tensor(i).is_null()) return std::nullopt;
  return Operand(a.tensor(i));
}

void append_covariance(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor",
                       "cov",
                       "",
                       "",
                       {{"m", Kind::Tensor},
                        {"y", Kind::OptionalTensor, "None"},
                        {"rowvar", Kind::Boolean, "True"},
                        {"bias", Kind::Boolean, "False"},
                        {"ddof", Kind::Integer, "None"},
                        {"fweights", Kind::OptionalTensor, "None"},
                        {"aweights", Kind::OptionalTensor, "None"}},
                       "Covariances of the variables that stand in the rows (columns unless rowvar) of m and y.",
                       "numpy.cov(m, y, rowvar, bias, ddof, fweights, aweights)",
                       [](const Arguments& a) -> Results {
                         return {tensor::cov(a.tensor(0), optional_operand(a, 1), a.boolean(2), a.boolean(3),
                                             a.optional_integer(4), {optional_operand(a, 5), optional_operand(a, 6)})};
                       }});
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
  functions.push_back({"tensor",
                       "tensordot",
                       "",
                       "",
                       {{"a", Kind::Tensor}, {"b", Kind::Tensor}, {"axes", Kind::AxisPairs, "2"}},
                       "Sums of products over axes: a number of them, or a list of a's axes and one of b's.",
                       "numpy.tensordot(a, b, axes)",
                       contracted<tensor::tensordot, tensor::tensordot>});
  functions.push_back({"tensor",
                       "batched_tensordot",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"y", Kind::Tensor}, {"axes", Kind::AxisPairs, "2"}},
                       "tensordot of x[i] and y[i] for every i; axes are counted with that of the batch.",
                       "",
                       contracted<tensor::batched_tensordot, tensor::batched_tensordot>});
  functions.push_back({"tensor.nlinalg",
                       "matrix_dot",
                       "",
                       "",
                       {{"args", Kind::Tensors}},
                       "The product of all factors, from the left.",
                       "functools.reduce(numpy.dot, args)",
                       [](const Arguments& a) -> Results { return {tensor::matrix_dot(a.tensors(0))}; }});
  functions.push_back({"tensor", "batched_dot", "", "", two, "Product of a[i] and b[i] for every i.",
                       "numpy.stack([numpy.dot(x, y) for x, y in zip(a, b)])",
                       [](const Arguments& a) -> Results { return {tensor::batched_dot(a.tensor(0), a.tensor(1))}; }});
  append_covariance(functions);
}

}  // namespace theano
