// Entries in the API of what stands between layers: batch normalisation, columns of constants, the tree-like softmax.
#include "theano/base/error.h"
#include "theano/ops/nnet/nnet.h"

namespace theano {
namespace {

using namespace tensor::nnet;
using Results = std::vector<Variable>;
using Kind = ParameterKind;

NormalizationAxes axes_of(const Arguments& a, int i) {
  if (a.holds_text(i)) return NormalizationAxes(std::string_view(a.text(i)));
  return NormalizationAxes(a.axes(i).value_or(std::vector<std::int64_t>()));
}

void append_normalization(std::vector<ApiFunction>& functions, const char* module) {
  functions.push_back({module,
                       "batch_normalization",
                       "",
                       "",
                       {{"inputs", Kind::Tensor},
                        {"gamma", Kind::Tensor},
                        {"beta", Kind::Tensor},
                        {"mean", Kind::Tensor},
                        {"std", Kind::Tensor},
                        {"mode", Kind::Text, "'low_mem'"}},
                       "(inputs - mean) * (gamma / std) + beta.",
                       "(inputs - mean) * (gamma / std) + beta",
                       [](const Arguments& a) -> Results {
                         return {batch_normalization(a.tensor(0), a.tensor(1), a.tensor(2), a.tensor(3), a.tensor(4),
                                                     a.text(5))};
                       }});
  functions.push_back({module,
                       "batch_normalization_train",
                       "",
                       "",
                       {{"inputs", Kind::Tensor},
                        {"gamma", Kind::Tensor},
                        {"beta", Kind::Tensor},
                        {"axes", Kind::AxesOrName, "'per-activation'"},
                        {"epsilon", Kind::Number, "0.0001"},
                        {"running_average_factor", Kind::Tensor, "0.1"},
                        {"running_mean", Kind::OptionalTensor, "None"},
                        {"running_var", Kind::OptionalTensor, "None"}},
                       "inputs normalised by their own mean and variance, these, and new running averages if given.",
                       "",
                       [](const Arguments& a) {
                         return batch_normalization_train(a.tensor(0), a.tensor(1), a.tensor(2), axes_of(a, 3),
                                                          a.number(4), a.tensor(5), a.tensor(6), a.tensor(7));
                       },
                       true});
  functions.push_back({module,
                       "batch_normalization_test",
                       "",
                       "",
                       {{"inputs", Kind::Tensor},
                        {"gamma", Kind::Tensor},
                        {"beta", Kind::Tensor},
                        {"mean", Kind::Tensor},
                        {"var", Kind::Tensor},
                        {"axes", Kind::AxesOrName, "'per-activation'"},
                        {"epsilon", Kind::Number, "0.0001"}},
                       "(inputs - mean) * gamma / sqrt(var + epsilon) + beta.",
                       "",
                       [](const Arguments& a) -> Results {
                         return {batch_normalization_test(a.tensor(0), a.tensor(1), a.tensor(2), a.tensor(3),
                                                          a.tensor(4), axes_of(a, 5), a.number(6))};
                       }});
}

void append_rows(std::vector<ApiFunction>& functions, const char* module) {
  functions.push_back({module,
                       "prepend_scalar_to_each_row",
                       "",
                       "",
                       {{"val", Kind::Tensor}, {"mat", Kind::Tensor}},
                       "The matrix with a column of one value in front.",
                       "numpy.hstack([numpy.full((len(mat), 1), val), mat])",
                       [](const Arguments& a) -> Results {
                         return {prepend_scalar_to_each_row(a.tensor(0), a.tensor(1))};
                       }});
  functions.push_back({module,
                       "prepend_0_to_each_row",
                       "",
                       "",
                       {{"mat", Kind::Tensor}},
                       "The matrix with a column of zeros in front.",
                       "numpy.hstack([numpy.zeros((len(mat), 1)), mat])",
                       [](const Arguments& a) -> Results { return {prepend_scalar_to_each_row(0, a.tensor(0))}; }});
  functions.push_back({module,
                       "prepend_1_to_each_row",
                       "",
                       "",
                       {{"mat", Kind::Tensor}},
                       "The matrix with a column of ones in front.",
                       "numpy.hstack([numpy.ones((len(mat), 1)), mat])",
                       [](const Arguments& a) -> Results { return {prepend_scalar_to_each_row(1, a.tensor(0))}; }});
  functions.push_back(
      {module,
       "confusion_matrix",
       "",
       "",
       {{"actual", Kind::Tensor}, {"pred", Kind::Tensor}},
       "How often each class (row) was taken for each class (column), and the classes, sorted.",
       "",
       [](const Arguments& a) -> Results { return confusion_matrix(a.tensor(0), a.tensor(1)); }});
  functions.push_back(
      {module,
       "h_softmax",
       "",
       "",
       {{"x", Kind::Tensor},
        {"batch_size", Kind::Tensor},
        {"n_outputs", Kind::Tensor},
        {"n_classes", Kind::Tensor},
        {"n_outputs_per_class", Kind::Tensor},
        {"W1", Kind::Tensor},
        {"b1", Kind::Tensor},
        {"W2", Kind::Tensor},
        {"b2", Kind::Tensor},
        {"target", Kind::OptionalTensor, "None"}},
       "A softmax over many outputs in two steps, over classes and inside each class.",
       "",
       [](const Arguments& a) -> Results {
         return {h_softmax(a.tensor(0), a.tensor(1), a.tensor(2), a.tensor(3), a.tensor(4), a.tensor(5), a.tensor(6),
                           a.tensor(7), a.tensor(8), a.tensor(9))};
       }});
}

}  // namespace

void append_api_functions_layers(std::vector<ApiFunction>& functions) {
  append_normalization(functions, "tensor.nnet");
  append_rows(functions, "tensor.nnet");
}

}  // namespace theano
