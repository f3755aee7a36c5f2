// The list of element-wise ops and their entries in the API.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/elementwise/elementwise_list.h"

namespace theano {
namespace {

using namespace tensor;

using Ops = ElementwiseList<
    // arithmetic
    add, sub, mul, true_div, int_div, mod, pow, neg, tensor::abs, sgn, sqr, inv,
    // comparison and logic
    eq, neq, lt, le, gt, ge, and_, or_, xor_, invert, tensor::isnan, tensor::isinf,
    // choice
    maximum, minimum, clip, switch_, second, ops::cast, ops::identity,
    // exponentials and logarithms
    tensor::exp, tensor::exp2, tensor::expm1, tensor::log, tensor::log2, tensor::log10, tensor::log1p, tensor::sqrt,
    // trigonometry and hyperbolics
    tensor::sin, tensor::cos, tensor::tan, arcsin, arccos, arctan, arctan2, tensor::sinh, tensor::cosh, tensor::tanh,
    arcsinh, arccosh, arctanh, deg2rad, rad2deg,
    // rounding
    tensor::floor, tensor::ceil, tensor::trunc, round_half_to_even, round_half_away_from_zero,
    // complex numbers
    real, imag, conj, angle, tensor::complex, complex_from_polar,
    // special functions
    tensor::erf, tensor::erfc, erfcx, erfinv, erfcinv, tensor::gamma, gammaln, psi, tri_gamma, tetra_gamma, gammainc, gammaincc, gammal,
    gammau, chi2sf, tensor::j0, tensor::j1, jv, i0, i1, iv, xlogx, xlogy0>;

template <const Elementwise& op>
std::vector<Variable> call_chain(const Arguments& a) {
  Variable result = a.tensors(0).at(0);
  for (std::size_t i = 1; i < a.tensors(0).size(); ++i) result = op(result, a.tensors(0)[i]);
  return {result};
}

std::string_view rounding_mode(const Arguments& a) {
  return a.is_none(1) ? "half_to_even" : std::string_view(a.text(1));
}

void append_closeness(std::vector<ApiFunction>& functions) {
  using Kind = ParameterKind;
  const std::vector<Parameter> parameters = {{"a", Kind::Tensor},
                                             {"b", Kind::Tensor},
                                             {"rtol", Kind::Tensor, "1e-05"},
                                             {"atol", Kind::Tensor, "1e-08"},
                                             {"equal_nan", Kind::Boolean, "False"}};
  functions.push_back({"tensor", "isclose", "", "", parameters,
                       "Whether |a - b| <= atol + rtol |b|, or both are the same infinity.",
                       "numpy.isclose(a, b, rtol, atol, equal_nan)", [](const Arguments& a) -> std::vector<Variable> {
                         return {isclose(a.tensor(0), a.tensor(1), a.tensor(2), a.tensor(3), a.boolean(4))};
                       }});
  functions.push_back({"tensor", "allclose", "", "", parameters, "Whether all elements are close, as of isclose.",
                       "numpy.allclose(a, b, rtol, atol, equal_nan)", [](const Arguments& a) -> std::vector<Variable> {
                         return {allclose(a.tensor(0), a.tensor(1), a.tensor(2), a.tensor(3), a.boolean(4))};
                       }});
}

}  // namespace

std::span<const OpDefinition* const> elementwise_ops() { return Ops::definitions; }

void append_api_functions_elementwise(std::vector<ApiFunction>& functions) {
  using Kind = ParameterKind;
  Ops::append_entries(functions);
  functions.push_back({"tensor",
                       "add",
                       "",
                       "",
                       {{"inputs", Kind::Tensors}},
                       "Sum of two or more tensors.",
                       "sum(inputs)",
                       call_chain<add>});
  functions.push_back({"tensor",
                       "mul",
                       "",
                       "",
                       {{"inputs", Kind::Tensors}},
                       "Product of two or more tensors.",
                       "functools.reduce(numpy.multiply, inputs)",
                       call_chain<mul>});
  functions.push_back(
      {"tensor",
       "clip",
       "",
       "",
       {{"x", Kind::Tensor}, {"min", Kind::Tensor}, {"max", Kind::Tensor}},
       clip.spec().summary,
       clip.spec().numpy,
       [](const Arguments& a) -> std::vector<Variable> { return {clip(a.tensor(0), a.tensor(1), a.tensor(2))}; }});
  functions.push_back(
      {nullptr,
       "clip",
       "",
       "clip",
       {{"x", Kind::Tensor}, {"a_min", Kind::Tensor}, {"a_max", Kind::Tensor}},
       clip.spec().summary,
       "",
       [](const Arguments& a) -> std::vector<Variable> { return {clip(a.tensor(0), a.tensor(1), a.tensor(2))}; }});
  functions.push_back(
      {"tensor",
       "cast",
       "",
       "astype",
       {{"x", Kind::Tensor}, {"dtype", Kind::DTypeName}},
       "x converted to a dtype; x itself where it has that dtype.",
       "numpy.asarray(x).astype(dtype)",
       [](const Arguments& a) -> std::vector<Variable> { return {cast(a.tensor(0), a.dtype(1).value())}; }});
  functions.push_back(
      {"tensor",
       "round",
       "",
       "round",
       {{"a", Kind::Tensor}, {"mode", Kind::Text, "None"}},
       "Rounds floats to whole numbers; mode is \"half_to_even\" (the default) or \"half_away_from_zero\".",
       "numpy.round(a)",
       [](const Arguments& a) -> std::vector<Variable> { return {round(a.tensor(0), rounding_mode(a))}; }});
  functions.push_back(
      {"tensor",
       "iround",
       "",
       "",
       {{"a", Kind::Tensor}, {"mode", Kind::Text, "None"}},
       "Rounds floats to int64; modes as of round.",
       "numpy.round(a).astype('int64')",
       [](const Arguments& a) -> std::vector<Variable> { return {iround(a.tensor(0), rounding_mode(a))}; }});
  functions.push_back({"tensor",
                       "largest",
                       "",
                       "",
                       {{"args", Kind::Tensors}},
                       "The greatest of several tensors, element by element.",
                       "functools.reduce(numpy.maximum, args)",
                       [](const Arguments& a) -> std::vector<Variable> { return {largest(a.tensors(0))}; }});
  functions.push_back({"tensor",
                       "smallest",
                       "",
                       "",
                       {{"args", Kind::Tensors}},
                       "The least of several tensors, element by element.",
                       "functools.reduce(numpy.minimum, args)",
                       [](const Arguments& a) -> std::vector<Variable> { return {smallest(a.tensors(0))}; }});
  append_closeness(functions);
  functions.push_back({"tensor",
                       "divmod",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"y", Kind::Tensor}},
                       "Quotient and remainder of a division that rounds toward minus infinity.",
                       "divmod(x, y)",
                       [](const Arguments& a) { return divmod(a.tensor(0), a.tensor(1)); },
                       true});
}

}  // namespace theano
