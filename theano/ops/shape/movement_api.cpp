// Entries in the API of what cuts, repeats, rotates and lays out tensors, and of diagonals.
#include "theano/ops/shape/diagonal.h"
#include "theano/ops/shape/movement.h"

namespace theano {
namespace {

using Kind = ParameterKind;
using Results = std::vector<Variable>;

std::optional<Operand> optional_operand(const Arguments& a, int i) {
  if (a.tensor(i).is_null()) return std::nullopt;
  return Operand(a.tensor(i));
}

void append_cuts(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor",
                       "split",
                       "",
                       "",
                       {{"x", Kind::Tensor},
                        {"splits_size", Kind::Tensor},
                        {"n_splits", Kind::Integer},
                        {"axis", Kind::Integer, "0"}},
                       "x cut along an axis into n_splits pieces of the given sizes.",
                       "numpy.split(x, numpy.cumsum(splits_size)[:-1], axis)",
                       [](const Arguments& a) -> Results {
                         return tensor::split(a.tensor(0), a.tensor(1), a.integer(2), a.integer(3));
                       }});
  functions.push_back({"tensor",
                       "tile",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"reps", Kind::ShapeLike}, {"ndim", Kind::Integer, "None"}},
                       "x repeated reps[i] times along axis i; ndim is wanted when reps is a symbolic vector.",
                       "numpy.tile(x, reps)",
                       [](const Arguments& a) -> Results {
                         return {tensor::tile(a.tensor(0), a.tensors(1), a.optional_integer(2))};
                       }});
  functions.push_back({"tensor",
                       "roll",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"shift", Kind::Tensor}, {"axis", Kind::Integer, "None"}},
                       "x with its elements moved on along an axis, those beyond the end to the front.",
                       "numpy.roll(x, shift, axis)",
                       [](const Arguments& a) -> Results {
                         return {tensor::roll(a.tensor(0), a.tensor(1), a.optional_integer(2))};
                       }});
  functions.push_back({"tensor.extra_ops",
                       "diff",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"n", Kind::Integer, "1"}, {"axis", Kind::Integer, "-1"}},
                       "Differences of neighbours along an axis, taken n times.",
                       "numpy.diff(x, n, axis)",
                       [](const Arguments& a) -> Results {
                         return {tensor::diff(a.tensor(0), a.integer(1), a.integer(2))};
                       }});
}

void append_window(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor",
                       "bartlett",
                       "",
                       "",
                       {{"M", Kind::Tensor}},
                       "The triangular window of Bartlett of M points, float64.",
                       "numpy.bartlett(M)",
                       [](const Arguments& a) -> Results { return {tensor::bartlett(a.tensor(0))}; }});
  functions.push_back({"tensor.opt",
                       "assert_op",
                       "assert_",
                       "",
                       {{"value", Kind::Tensor}, {"conds", Kind::Tensors}},
                       "value, as long as all conditions, which are scalars, hold at the call.",
                       "value",
                       [](const Arguments& a) -> Results { return {tensor::assert_true(a.tensor(0), a.tensors(1))}; }});
  functions.push_back({"tensor.extra_ops",
                       "cpu_contiguous",
                       "",
                       "",
                       {{"x", Kind::Tensor}},
                       "x, its elements one after another in memory.",
                       "x",
                       [](const Arguments& a) -> Results { return {tensor::cpu_contiguous(a.tensor(0))}; }});
}

void append_stacks(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor",
                       "horizontal_stack",
                       "",
                       "",
                       {{"args", Kind::TensorsOrRest}},
                       "Matrices side by side.",
                       "numpy.hstack(args)",
                       [](const Arguments& a) -> Results { return {tensor::horizontal_stack(a.tensors(0))}; }});
  functions.push_back({"tensor",
                       "vertical_stack",
                       "",
                       "",
                       {{"args", Kind::TensorsOrRest}},
                       "Matrices one below the other.",
                       "numpy.vstack(args)",
                       [](const Arguments& a) -> Results { return {tensor::vertical_stack(a.tensors(0))}; }});
  // The conversion of a nested list to a variable is all there is to it.
  functions.push_back({"tensor",
                       "stacklists",
                       "",
                       "",
                       {{"arg", Kind::Tensor}},
                       "A nested list of tensors as one tensor with an axis for each level.",
                       "numpy.array(arg)",
                       [](const Arguments& a) -> Results { return {a.tensor(0)}; }});
}

void append_index_patterns(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor",
                       "tri",
                       "",
                       "",
                       {{"N", Kind::Tensor},
                        {"M", Kind::OptionalTensor, "None"},
                        {"k", Kind::Tensor, "0"},
                        {"dtype", Kind::DTypeName, "None"}},
                       "Ones at and below the k-th diagonal, zeros above.",
                       "numpy.tri(N, M, k)",
                       [](const Arguments& a) -> Results {
                         return {tensor::tri(a.tensor(0), optional_operand(a, 1), a.tensor(2), a.dtype(3))};
                       }});
  const std::vector<Parameter> triangle = {{"m", Kind::Tensor}, {"k", Kind::Tensor, "0"}};
  functions.push_back({"tensor", "tril", "", "", triangle, "The matrix with zeros above its k-th diagonal.",
                       "numpy.tril(m, k)",
                       [](const Arguments& a) -> Results { return {tensor::tril(a.tensor(0), a.tensor(1))}; }});
  functions.push_back({"tensor", "triu", "", "", triangle, "The matrix with zeros below its k-th diagonal.",
                       "numpy.triu(m, k)",
                       [](const Arguments& a) -> Results { return {tensor::triu(a.tensor(0), a.tensor(1))}; }});
  functions.push_back({"tensor",
                       "identity_like",
                       "",
                       "",
                       {{"x", Kind::Tensor}},
                       "The unit matrix of x's shape and dtype.",
                       "numpy.eye(*numpy.shape(x))",
                       [](const Arguments& a) -> Results { return {tensor::identity_like(a.tensor(0))}; }});
  functions.push_back({"tensor.extra_ops",
                       "to_one_hot",
                       "",
                       "",
                       {{"y", Kind::Tensor}, {"nb_class", Kind::Tensor}, {"dtype", Kind::DTypeName, "None"}},
                       "One row for each element of an integer vector: 1 at that place, 0 elsewhere.",
                       "numpy.eye(nb_class)[y]",
                       [](const Arguments& a) -> Results {
                         return {tensor::to_one_hot(a.tensor(0), a.tensor(1), a.dtype(2))};
                       }});
}

void append_diagonals(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor",
                       "diagonal",
                       "",
                       "diagonal",
                       {{"a", Kind::Tensor},
                        {"offset", Kind::Integer, "0"},
                        {"axis1", Kind::Integer, "0"},
                        {"axis2", Kind::Integer, "1"}},
                       "The diagonals over two axes, along a new last axis.",
                       "numpy.diagonal(a, offset, axis1, axis2)",
                       [](const Arguments& a) -> Results {
                         return {tensor::diagonal(a.tensor(0), a.integer(1), a.integer(2), a.integer(3))};
                       }});
  functions.push_back({"tensor",
                       "diag",
                       "",
                       "",
                       {{"v", Kind::Tensor}, {"k", Kind::Integer, "0"}},
                       "A diagonal of a tensor, or the matrix with a vector as its diagonal.",
                       "numpy.diag(v, k)",
                       [](const Arguments& a) -> Results { return {tensor::diag(a.tensor(0), a.integer(1))}; }});
  const auto one_matrix = [&](const char* name, const char* parameter, const char* methods, const char* summary,
                              const char* numpy, Results (*call)(const Arguments&)) {
    functions.push_back({"tensor.nlinalg", name, "", methods, {{parameter, Kind::Tensor}}, summary, numpy, call});
  };
  one_matrix("alloc_diag", "_x", "", "The matrix with a vector as its diagonal.", "numpy.diag(_x)",
             [](const Arguments& a) -> Results { return {tensor::alloc_diag(a.tensor(0))}; });
  one_matrix("extract_diag", "x", "", "The diagonal of a matrix.", "numpy.diagonal(x)",
             [](const Arguments& a) -> Results { return {tensor::diagonal(a.tensor(0))}; });
  one_matrix("diag", "x", "", "The diagonal of a matrix, or the matrix with a vector as its diagonal.",
             "numpy.diag(x)", [](const Arguments& a) -> Results { return {tensor::diag(a.tensor(0))}; });
  one_matrix("trace", "X", "trace", "The sum of the main diagonal of a matrix.", "numpy.trace(X)",
             [](const Arguments& a) -> Results { return {tensor::trace(a.tensor(0))}; });
}

}  // namespace

void append_api_functions_movement(std::vector<ApiFunction>& functions) {
  append_cuts(functions);
  append_window(functions);
  append_stacks(functions);
  append_index_patterns(functions);
  append_diagonals(functions);
}

}  // namespace theano
