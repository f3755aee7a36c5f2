// The chapter's list of ops and their entries in the API.
#include "theano/base/error.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/indexing/parts.h"
#include "theano/ops/indexing/selection.h"

namespace theano {
namespace {

using Kind = ParameterKind;
using Results = std::vector<Variable>;

constexpr const OpDefinition* kOps[] = {&ops::subtensor,           &ops::inc_subtensor,
                                        &ops::advanced_subtensor1, &ops::advanced_inc_subtensor1,
                                        &ops::advanced_subtensor,  &ops::advanced_inc_subtensor,
                                        &ops::true_counts,         &ops::run_starts,
                                        &ops::true_places,         &ops::positions,
                                        &ops::repeated_places,     &ops::bin_total,
                                        &ops::choose,              &ops::fill_diagonal,
                                        &ops::fill_diagonal_offset, &ops::index_in_range};

std::optional<std::int64_t> optional_axis(const Arguments& a, int i) {
  return a.is_none(i) ? std::nullopt : std::optional<std::int64_t>(a.integer(i));
}

std::optional<Operand> optional_tensor(const Arguments& a, int i) {
  return a.is_none(i) ? std::nullopt : std::optional<Operand>(a.tensor(i));
}

void append_changes(std::vector<ApiFunction>& functions) {
  functions.push_back(
      {"tensor",
       "inc_subtensor",
       "",
       "",
       {{"x", Kind::Tensor},
        {"y", Kind::Tensor},
        {"inplace", Kind::Boolean, "False"},
        {"set_instead_of_inc", Kind::Boolean, "False"},
        {"tolerate_inplace_aliasing", Kind::Boolean, "False"}},
       "The tensor of which x is a part, with y added there; repeated indices accumulate.",
       "",
       [](const Arguments& a) -> Results { return {tensor::inc_subtensor(a.tensor(0), a.tensor(1), a.boolean(3))}; }});
  functions.push_back(
      {"tensor",
       "set_subtensor",
       "",
       "",
       {{"x", Kind::Tensor},
        {"y", Kind::Tensor},
        {"inplace", Kind::Boolean, "False"},
        {"tolerate_inplace_aliasing", Kind::Boolean, "False"}},
       "The tensor of which x is a part, with y put there; with repeated indices the last wins.",
       "",
       [](const Arguments& a) -> Results { return {tensor::set_subtensor(a.tensor(0), a.tensor(1))}; }});
  functions.push_back({"tensor",
                       "take",
                       "",
                       "take",
                       {{"a", Kind::Tensor},
                        {"indices", Kind::Tensor},
                        {"axis", Kind::Integer, "None"},
                        {"mode", Kind::Text, "'raise'"}},
                       "a[indices] along an axis, of the flattened a when there is none.",
                       "numpy.take(a, indices, axis=axis, mode=mode)",
                       [](const Arguments& a) -> Results {
                         return {tensor::take(a.tensor(0), a.tensor(1), optional_axis(a, 2), a.text(3))};
                       }});
}

// The ops of the original by which programs change elements without brackets.
void append_advanced(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor",
                       "advanced_subtensor1",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"ilist", Kind::Tensor}},
                       "Rows of a tensor by an integer vector.",
                       "x[ilist]",
                       [](const Arguments& a) -> Results { return {parts::advanced_part(a.tensor(0), {0}, {a.tensor(1)})}; }});
  const std::vector<Parameter> parameters = {{"x", Kind::Tensor}, {"y", Kind::Tensor}, {"ilist", Kind::Tensor}};
  functions.push_back({"tensor", "advanced_inc_subtensor1", "", "", parameters,
                       "A tensor with a value added to rows; repeated rows accumulate.", "",
                       [](const Arguments& a) -> Results {
                         return {parts::advanced_changed(a.tensor(0), a.tensor(1), {0}, {a.tensor(2)}, false)};
                       }});
  functions.push_back({"tensor", "advanced_set_subtensor1", "", "", parameters,
                       "A tensor with a value put at rows; of repeated rows the last wins.", "",
                       [](const Arguments& a) -> Results {
                         return {parts::advanced_changed(a.tensor(0), a.tensor(1), {0}, {a.tensor(2)}, true)};
                       }});
}

void append_positions(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor",
                       "nonzero",
                       "",
                       "nonzero",
                       {{"a", Kind::Tensor}, {"return_matrix", Kind::Boolean, "False"}},
                       "The positions of the elements that are not 0: a tuple with a vector per axis, or a matrix with a "
                       "row per axis.",
                       "",
                       [](const Arguments& a) -> Results {
                         return a.boolean(1) ? Results{tensor::nonzero_matrix(a.tensor(0))} : tensor::nonzero(a.tensor(0));
                       }});
  functions.push_back({"tensor",
                       "flatnonzero",
                       "",
                       "",
                       {{"a", Kind::Tensor}},
                       "The positions of the elements of the flattened a that are not 0.",
                       "numpy.flatnonzero(a)",
                       [](const Arguments& a) -> Results { return {tensor::flatnonzero(a.tensor(0))}; }});
  functions.push_back({"tensor",
                       "nonzero_values",
                       "",
                       "nonzero_values",
                       {{"a", Kind::Tensor}},
                       "The elements that are not 0, in row-major order.",
                       "a[numpy.nonzero(a)]",
                       [](const Arguments& a) -> Results { return {tensor::nonzero_values(a.tensor(0))}; }});
  const auto compress = [](const Arguments& a) -> Results {
    return {tensor::compress(a.tensor(0), a.tensor(1), optional_axis(a, 2))};
  };
  functions.push_back({"tensor.extra_ops",
                       "compress",
                       "",
                       "",
                       {{"condition", Kind::Tensor}, {"x", Kind::Tensor}, {"axis", Kind::Integer, "None"}},
                       "Parts of x along an axis (of the flattened x when there is none) where a vector is not 0.",
                       "numpy.compress(condition, x, axis=axis)",
                       compress});
  functions.push_back({nullptr,
                       "compress",
                       "",
                       "compress",
                       {{"condition", Kind::Tensor}, {"a", Kind::Tensor}, {"axis", Kind::Integer, "None"}},
                       "Parts of a along an axis (of the flattened a when there is none) where this vector is not 0.",
                       "",
                       compress});
}

void append_selections(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor",
                       "repeat",
                       "",
                       "repeat",
                       {{"x", Kind::Tensor}, {"repeats", Kind::Tensor}, {"axis", Kind::Integer, "None"}},
                       "Each element along an axis (of the flattened x when there is none) as often as `repeats` says.",
                       "numpy.repeat(x, repeats, axis=axis)",
                       [](const Arguments& a) -> Results {
                         return {tensor::repeat(a.tensor(0), a.tensor(1), optional_axis(a, 2))};
                       }});
  functions.push_back({"tensor",
                       "bincount",
                       "",
                       "",
                       {{"x", Kind::Tensor},
                        {"weights", Kind::OptionalTensor, "None"},
                        {"minlength", Kind::OptionalTensor, "None"},
                        {"assert_nonneg", Kind::Boolean, "False"}},
                       "How often, or with how much weight, each of 0, 1, 2, ... occurs in a vector.",
                       "",
                       [](const Arguments& a) -> Results {
                         return {tensor::bincount(a.tensor(0), optional_tensor(a, 1), optional_tensor(a, 2), a.boolean(3))};
                       }});
  functions.push_back({"tensor",
                       "choose",
                       "",
                       "choose",
                       {{"a", Kind::Tensor},
                        {"choices", Kind::Tensor},
                        {"out", Kind::OptionalTensor, "None"},
                        {"mode", Kind::Text, "'raise'"}},
                       "Elements chosen among several tensors by an integer for each place.",
                       "",
                       [](const Arguments& a) -> Results {
                         if (!a.is_none(2)) {
                           throw NotImplementedError("choose", "the result is always a new tensor: out must be None.",
                                                     "leave out away.");
                         }
                         return {tensor::choose(a.tensor(0), a.tensor(1), a.text(3))};
                       }});
  functions.push_back(
      {"tensor",
       "fill_diagonal",
       "",
       "",
       {{"a", Kind::Tensor}, {"val", Kind::Tensor}},
       "A tensor with a number on its main diagonal.",
       "",
       [](const Arguments& a) -> Results { return {tensor::fill_diagonal(a.tensor(0), a.tensor(1))}; }});
  functions.push_back({"tensor",
                       "fill_diagonal_offset",
                       "",
                       "",
                       {{"a", Kind::Tensor}, {"val", Kind::Tensor}, {"offset", Kind::Tensor}},
                       "A matrix with a number on the diagonal that lies `offset` to the right of the main one.",
                       "",
                       [](const Arguments& a) -> Results {
                         return {tensor::fill_diagonal_offset(a.tensor(0), a.tensor(1), a.tensor(2))};
                       }});
}

void append_flat_positions(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor",
                       "unravel_index",
                       "",
                       "",
                       {{"indices", Kind::Tensor},
                        {"dims", Kind::Tensor},
                        {"order", Kind::Text, "'C'"},
                        {"ndim", Kind::Integer, "None"}},
                       "Positions in a flattened tensor as positions along each of its axes.",
                       "numpy.unravel_index(indices, dims, order)",
                       [](const Arguments& a) {
                         return tensor::unravel_index(a.tensor(0), a.tensor(1), a.text(2), a.optional_integer(3));
                       }});
  functions.push_back({"tensor",
                       "ravel_multi_index",
                       "",
                       "",
                       {{"multi_index", Kind::TensorList},
                        {"dims", Kind::Tensor},
                        {"mode", Kind::Text, "'raise'"},
                        {"order", Kind::Text, "'C'"}},
                       "Positions along each axis as positions in the flattened tensor.",
                       "numpy.ravel_multi_index(multi_index, dims, mode, order)",
                       [](const Arguments& a) -> Results {
                         return {tensor::ravel_multi_index(a.tensors(0), a.tensor(1), a.text(2), a.text(3))};
                       }});
}

}  // namespace

std::span<const OpDefinition* const> indexing_ops() { return kOps; }

void append_api_functions_indexing(std::vector<ApiFunction>& functions) {
  append_changes(functions);
  append_advanced(functions);
  append_positions(functions);
  append_selections(functions);
  append_flat_positions(functions);
}

}  // namespace theano
