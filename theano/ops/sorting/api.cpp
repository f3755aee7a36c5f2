// The chapter's list of ops and their entries in the API.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/shape/shape.h"
#include "theano/ops/sorting/sorting.h"

namespace theano {
namespace {

using Kind = ParameterKind;
using Results = std::vector<Variable>;

constexpr const OpDefinition* kOps[] = {&ops::sort, &ops::argsort, &ops::argtopk, &ops::searchsorted,
                                        &ops::row_order};

// Sorts along an axis that may be symbolic: then along every axis, and the one asked for is chosen at the call.
template <Variable (*function)(const Operand&, std::optional<std::int64_t>)>
Variable along_any_axis(const Variable& x, const Variable& axis) {
  if (axis.is_null()) return function(x, std::nullopt);
  if (axis.ndim() != 0) {
    throw TypeError(ErrorReport{.op = "sort",
                                .sentence = "the axis must be a scalar, but it is " + axis.tensor_type().describe() + ".",
                                .operands = {describe_operand("axis", axis)},
                                .way_out = "name one axis, or None for the flattened tensor."});
  }
  const Variable integer = tensor::cast(axis, DType::Int64);
  if (const auto known = axis.constant() ? std::optional(axis.constant()->array().item_int64()) : std::nullopt)
    return function(x, *known);
  std::vector<std::int64_t> numbers;
  for (int i = 0; i < x.ndim(); ++i) numbers.push_back(i);
  const Variable table = make_constant(Array::from(numbers, {static_cast<std::int64_t>(numbers.size())}));
  const Variable wanted = tensor::subtensor(table, Index(integer));  // counts from the end, and refuses what x has not
  Variable result = function(x, 0);
  for (int i = 1; i < x.ndim(); ++i) {
    result = tensor::switch_(tensor::eq(wanted, constant_size(i)), function(x, i), result);
  }
  return result;
}

DType index_dtype(const Arguments& a, int i) { return a.dtype(i).value_or(DType::Int64); }

void append_sorts(std::vector<ApiFunction>& functions) {
  const std::vector<Parameter> parameters = {{"a", Kind::Tensor},
                                             {"axis", Kind::OptionalTensor, "-1"},
                                             {"kind", Kind::Text, "'quicksort'"},
                                             {"order", Kind::Text, "None"}};
  functions.push_back({"tensor", "sort", "", "sort", parameters,
                       "Ascending order along an axis (of the flattened tensor for None), always stable, NaN last; kind "
                       "and order change nothing.",
                       "numpy.sort(a, axis, kind='stable')", [](const Arguments& a) -> Results {
                         return {along_any_axis<tensor::sort>(a.tensor(0), a.tensor(1))};
                       }});
  functions.push_back({"tensor", "argsort", "", "argsort", parameters,
                       "The positions that sort along an axis, int64; always stable, kind and order change nothing.",
                       "numpy.argsort(a, axis, kind='stable')", [](const Arguments& a) -> Results {
                         return {along_any_axis<tensor::argsort>(a.tensor(0), a.tensor(1))};
                       }});
}

void append_topk(std::vector<ApiFunction>& functions) {
  const std::vector<Parameter> parameters = {{"x", Kind::Tensor},
                                             {"kth", Kind::Tensor},
                                             {"axis", Kind::Integer, "-1"},
                                             {"sorted", Kind::Boolean, "True"},
                                             {"idx_dtype", Kind::DTypeName, "'int64'"}};
  functions.push_back({"tensor", "topk", "", "", parameters,
                       "The kth greatest elements along an axis, greatest first (for a negative kth the least, least "
                       "first), whether sorted or not.",
                       "", [](const Arguments& a) -> Results {
                         return {tensor::topk_and_argtopk(a.tensor(0), a.tensor(1), a.optional_integer(2),
                                                          index_dtype(a, 4))[0]};
                       }});
  functions.push_back({"tensor", "argtopk", "", "", parameters,
                       "Where the elements of topk stand; of equal ones the first come first.", "",
                       [](const Arguments& a) -> Results {
                         return {tensor::argtopk(a.tensor(0), a.tensor(1), a.optional_integer(2), index_dtype(a, 4))};
                       }});
  functions.push_back({"tensor", "topk_and_argtopk", "", "", parameters, "topk and argtopk together.", "",
                       [](const Arguments& a) -> Results {
                         return tensor::topk_and_argtopk(a.tensor(0), a.tensor(1), a.optional_integer(2),
                                                         index_dtype(a, 4));
                       },
                       true});
}

void append_permutations(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor.extra_ops",
                       "searchsorted",
                       "",
                       "searchsorted",
                       {{"x", Kind::Tensor},
                        {"v", Kind::Tensor},
                        {"side", Kind::Text, "'left'"},
                        {"sorter", Kind::OptionalTensor, "None"}},
                       "Where values would have to be put into a sorted vector, int64.",
                       "numpy.searchsorted(x, v, side, sorter)",
                       [](const Arguments& a) -> Results {
                         const std::optional<Operand> sorter =
                             a.tensor(3).is_null() ? std::nullopt : std::optional<Operand>(Operand(a.tensor(3)));
                         return {tensor::searchsorted(a.tensor(0), a.tensor(1), a.text(2), sorter)};
                       }});
  functions.push_back({"tensor.extra_ops",
                       "unique",
                       "",
                       "",
                       {{"ar", Kind::Tensor},
                        {"return_index", Kind::Boolean, "False"},
                        {"return_inverse", Kind::Boolean, "False"},
                        {"return_counts", Kind::Boolean, "False"},
                        {"axis", Kind::Integer, "None"}},
                       "The different elements, sorted, or the different parts along an axis; where each stands first, which "
                       "one each element is, how often each occurs.",
                       "numpy.unique(ar, return_index, return_inverse, return_counts, axis)",
                       [](const Arguments& a) -> Results {
                         return tensor::unique(a.tensor(0), a.boolean(1), a.boolean(2), a.boolean(3),
                                               a.optional_integer(4));
                       }});
  functions.push_back(
      {"tensor",
       "permute_row_elements",
       "",
       "",
       {{"x", Kind::Tensor}, {"y", Kind::Tensor}, {"inverse", Kind::Boolean, "0"}},
       "The lines along the last axis of x permuted by those of y, or the other way around.",
       "",
       [](const Arguments& a) -> Results {
         return {tensor::permute_row_elements(a.tensor(0), a.tensor(1), a.boolean(2))};
       }});
  functions.push_back({"tensor",
                       "inverse_permutation",
                       "",
                       "",
                       {{"perm", Kind::Tensor}},
                       "The inverses of the permutations along the last axis.",
                       "numpy.argsort(perm)",
                       [](const Arguments& a) -> Results { return {tensor::inverse_permutation(a.tensor(0))}; }});
}

}  // namespace

std::span<const OpDefinition* const> sorting_ops() { return kOps; }

void append_api_functions_sorting(std::vector<ApiFunction>& functions) {
  append_sorts(functions);
  append_topk(functions);
  append_permutations(functions);
}

}  // namespace theano
