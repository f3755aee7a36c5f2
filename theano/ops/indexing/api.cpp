// The chapter's list of ops and their entries in the API.
#include "theano/ops/indexing/indexing.h"

namespace theano {
namespace {

using Kind = ParameterKind;
using Results = std::vector<Variable>;

constexpr const OpDefinition* kOps[] = {&ops::subtensor,           &ops::inc_subtensor,
                                        &ops::advanced_subtensor1, &ops::advanced_inc_subtensor1,
                                        &ops::advanced_subtensor,  &ops::advanced_inc_subtensor};

}  // namespace

std::span<const OpDefinition* const> indexing_ops() { return kOps; }

void append_api_functions_indexing(std::vector<ApiFunction>& functions) {
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
                         const auto axis = a.is_none(2) ? std::nullopt : std::optional<std::int64_t>(a.integer(2));
                         return {tensor::take(a.tensor(0), a.tensor(1), axis, a.text(3))};
                       }});
}

}  // namespace theano
