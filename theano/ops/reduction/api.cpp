// The chapter's list of ops and their entries in the API.
#include <algorithm>

#include "theano/ops/reduction/bitwise.h"
#include "theano/ops/reduction/reduction.h"

namespace theano {
namespace {

using Kind = ParameterKind;
using Results = std::vector<Variable>;

constexpr std::size_t kFoldCount = 9;  // those in front
constexpr const OpDefinition* kOps[] = {&ops::sum,    &ops::prod,           &ops::max, &ops::min,
                                        &ops::argmax, &ops::argmin,         &ops::max_and_argmax,
                                        &ops::any,    &ops::all,            &ops::cumsum,
                                        &ops::cumprod, &ops::linear_recurrence, &ops::bitwise_fold};

template <Variable (*function)(const Operand&, const Axes&, bool)>
ApiFunction axis_entry(const char* name, const char* methods, const char* summary, const char* numpy) {
  return {"tensor",
          name,
          "",
          methods,
          {{"x", Kind::Tensor}, {"axis", Kind::Axis, "None"}, {"keepdims", Kind::Boolean, "False"}},
          summary,
          numpy,
          [](const Arguments& a) -> Results { return {function(a.tensor(0), a.axes(1), a.boolean(2))}; }};
}

void append_accumulations(std::vector<ApiFunction>& functions) {
  std::vector<Parameter> parameters = {{"input", Kind::Tensor},
                                       {"axis", Kind::Axis, "None"},
                                       {"dtype", Kind::DTypeName, "None"},
                                       {"keepdims", Kind::Boolean, "False"},
                                       {"acc_dtype", Kind::DTypeName, "None"}};
  functions.push_back({"tensor", "sum", "", "sum", parameters,
                       "Sum over axes; discrete types give 64-bit integers, float32 accumulates in float64.",
                       "numpy.sum(input, axis=axis, keepdims=keepdims)", [](const Arguments& a) -> Results {
                         return {tensor::sum(a.tensor(0), a.axes(1), a.boolean(3), a.dtype(2), a.dtype(4))};
                       }});
  functions.push_back(
      {nullptr, "mean", "", "mean", parameters, "Arithmetic mean over axes.", "", [](const Arguments& a) -> Results {
         return {tensor::mean(a.tensor(0), a.axes(1), a.boolean(3), a.dtype(2), a.dtype(4))};
       }});
  parameters.push_back({"no_zeros_in_input", Kind::Boolean, "False"});
  functions.push_back({"tensor", "prod", "", "prod", parameters, "Product over axes, with the types of sum.",
                       "numpy.prod(input, axis=axis, keepdims=keepdims)", [](const Arguments& a) -> Results {
                         return {
                             tensor::prod(a.tensor(0), a.axes(1), a.boolean(3), a.dtype(2), a.dtype(4), a.boolean(5))};
                       }});
}

void append_extremes(std::vector<ApiFunction>& functions) {
  functions.push_back(axis_entry<tensor::max>("max", "max", "Greatest element over axes; nan where there is one.",
                                              "numpy.max(x, axis=axis, keepdims=keepdims)"));
  functions.push_back(axis_entry<tensor::min>("min", "min", "Least element over axes; nan where there is one.",
                                              "numpy.min(x, axis=axis, keepdims=keepdims)"));
  functions.push_back(axis_entry<tensor::argmax>("argmax", "argmax",
                                                 "Position of the first greatest element over axes.",
                                                 "numpy.argmax(x, axis=axis, keepdims=keepdims)"));
  functions.push_back(axis_entry<tensor::argmin>("argmin", "argmin", "Position of the first least element over axes.",
                                                 "numpy.argmin(x, axis=axis, keepdims=keepdims)"));
  functions.push_back(axis_entry<tensor::any>("any", "any", "Whether any element over axes is not zero.",
                                              "numpy.any(x, axis=axis, keepdims=keepdims)"));
  functions.push_back(axis_entry<tensor::all>("all", "all", "Whether no element over axes is zero.",
                                              "numpy.all(x, axis=axis, keepdims=keepdims)"));
  functions.push_back({"tensor",
                       "max_and_argmax",
                       "",
                       "",
                       {{"a", Kind::Tensor}, {"axis", Kind::Axis, "None"}, {"keepdims", Kind::Boolean, "False"}},
                       "Greatest element over axes and the position of the first such.",
                       "(numpy.max(a, axis=axis, keepdims=keepdims), numpy.argmax(a, axis=axis, keepdims=keepdims))",
                       [](const Arguments& a) { return tensor::max_and_argmax(a.tensor(0), a.axes(1), a.boolean(2)); },
                       true});
}

void append_statistics(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor",
                       "mean",
                       "",
                       "",
                       {{"input", Kind::Tensor},
                        {"axis", Kind::Axis, "None"},
                        {"dtype", Kind::DTypeName, "None"},
                        {"op", Kind::Boolean, "False"},
                        {"keepdims", Kind::Boolean, "False"},
                        {"acc_dtype", Kind::DTypeName, "None"}},
                       "Arithmetic mean over axes; discrete types give float64. The parameter op changes nothing.",
                       "numpy.mean(input, axis=axis, keepdims=keepdims)",
                       [](const Arguments& a) -> Results {
                         return {tensor::mean(a.tensor(0), a.axes(1), a.boolean(4), a.dtype(2), a.dtype(5))};
                       }});
  const std::vector<Parameter> spread = {{"input", Kind::Tensor},
                                         {"axis", Kind::Axis, "None"},
                                         {"ddof", Kind::Integer, "0"},
                                         {"keepdims", Kind::Boolean, "False"},
                                         {"corrected", Kind::Boolean, "False"}};
  functions.push_back({"tensor", "var", "", "var", spread, "Variance over axes: mean square distance from the mean.",
                       "numpy.var(input, axis=axis, ddof=ddof, keepdims=keepdims)", [](const Arguments& a) -> Results {
                         return {tensor::var(a.tensor(0), a.axes(1), a.integer(2), a.boolean(3), a.boolean(4))};
                       }});
  functions.push_back({"tensor", "std", "", "std", spread, "Standard deviation over axes: the root of the variance.",
                       "numpy.std(input, axis=axis, ddof=ddof, keepdims=keepdims)", [](const Arguments& a) -> Results {
                         return {tensor::std(a.tensor(0), a.axes(1), a.integer(2), a.boolean(3), a.boolean(4))};
                       }});
  functions.push_back({"tensor",
                       "ptp",
                       "",
                       "ptp",
                       {{"a", Kind::Tensor}, {"axis", Kind::Axis, "None"}},
                       "Distance from the least to the greatest element over axes.",
                       "numpy.ptp(a, axis=axis)",
                       [](const Arguments& a) -> Results { return {tensor::ptp(a.tensor(0), a.axes(1))}; }});
  functions.push_back(
      {nullptr,
       "norm",
       "",
       "norm",
       {{"x", Kind::Tensor}, {"L", Kind::Number}, {"axis", Kind::Axis, "None"}, {"keepdims", Kind::Boolean, "False"}},
       "The L-norm over axes.",
       "",
       [](const Arguments& a) -> Results {
         return {tensor::norm(a.tensor(0), a.number(1), a.axes(2), a.boolean(3))};
       }});
}

template <Variable (*function)(const Operand&, std::optional<std::int64_t>)>
ApiFunction cumulative_entry(const char* name, const char* summary, const char* numpy) {
  return {"tensor",
          name,
          "",
          name,
          {{"x", Kind::Tensor}, {"axis", Kind::Integer, "None"}},
          summary,
          numpy,
          [](const Arguments& a) -> Results { return {function(a.tensor(0), a.optional_integer(1))}; }};
}

void append_cumulatives(std::vector<ApiFunction>& functions) {
  functions.push_back(cumulative_entry<tensor::cumsum>(
      "cumsum", "Sums of the elements so far along an axis, of the flattened x when there is none; of x's dtype.",
      "numpy.cumsum(x, axis)"));
  functions.push_back(cumulative_entry<tensor::cumprod>(
      "cumprod", "Products of the elements so far along an axis, of the flattened x when there is none; of x's dtype.",
      "numpy.cumprod(x, axis)"));
}

}  // namespace

bool is_fold(const OpDefinition& op) {
  const auto folds = std::span(kOps).first(kFoldCount);
  return std::ranges::find(folds, &op) != folds.end();
}

std::span<const OpDefinition* const> reduction_ops() { return kOps; }

void append_api_functions_reduction(std::vector<ApiFunction>& functions) {
  append_accumulations(functions);
  append_extremes(functions);
  append_statistics(functions);
  append_cumulatives(functions);
}

}  // namespace theano
