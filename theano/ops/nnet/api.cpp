// The list of the chapter's ops and their entries in the API.
#include "theano/ops/elementwise/elementwise_list.h"
#include "theano/ops/nnet/nnet.h"

namespace theano {
namespace {

using namespace tensor::nnet;

using ElementwiseOps = ElementwiseList<sigmoid, softplus, softsign, ultra_fast_sigmoid, sigmoid_binary_crossentropy>;
using Results = std::vector<Variable>;
using Kind = ParameterKind;

void append_activations(std::vector<ApiFunction>& functions) {
  const char* module = "tensor.nnet";
  functions.push_back({module,
                       "hard_sigmoid",
                       "",
                       "",
                       {{"x", Kind::Tensor}},
                       "0.2 x + 0.5 cut to the range from 0 to 1.",
                       "numpy.clip(0.2 * x + 0.5, 0, 1)",
                       [](const Arguments& a) -> Results { return {hard_sigmoid(a.tensor(0))}; }});
  functions.push_back({module,
                       "relu",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"alpha", Kind::Tensor, "0"}},
                       "x where it is positive, else alpha times x.",
                       "numpy.where(x > 0, x, alpha * x)",
                       [](const Arguments& a) -> Results { return {relu(a.tensor(0), a.tensor(1))}; }});
  functions.push_back({module,
                       "elu",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"alpha", Kind::Tensor, "1"}},
                       "x where it is positive, else alpha (exp(x) - 1).",
                       "numpy.where(x > 0, x, alpha * numpy.expm1(x))",
                       [](const Arguments& a) -> Results { return {elu(a.tensor(0), a.tensor(1))}; }});
  functions.push_back({module,
                       "selu",
                       "",
                       "",
                       {{"x", Kind::Tensor}},
                       "The self-normalising elu.",
                       "1.0507009873554805 * numpy.where(x > 0, x, 1.6732632423543772 * numpy.expm1(x))",
                       [](const Arguments& a) -> Results { return {selu(a.tensor(0))}; }});
}

void append_softmax(std::vector<ApiFunction>& functions) {
  const char* module = "tensor.nnet";
  functions.push_back({module,
                       "softmax",
                       "softmax_op",
                       "",
                       {{"c", Kind::Tensor}},
                       "Rows of exp(c) normalised to sum 1; a vector gives one row.",
                       "scipy.special.softmax(numpy.atleast_2d(c), axis=1)",
                       [](const Arguments& a) -> Results { return {softmax(a.tensor(0))}; }});
  functions.push_back({module,
                       "logsoftmax",
                       "logsoftmax_op log_softmax",
                       "",
                       {{"c", Kind::Tensor}},
                       "The logarithm of softmax, without overflow and without log(0).",
                       "scipy.special.log_softmax(numpy.atleast_2d(c), axis=1)",
                       [](const Arguments& a) -> Results { return {log_softmax(a.tensor(0))}; }});
  functions.push_back({module,
                       "softmax_graph",
                       "",
                       "",
                       {{"c", Kind::Tensor}},
                       "softmax as plain exp(c) / sum(exp(c)).",
                       "numpy.exp(c) / numpy.exp(c).sum(axis=-1, keepdims=True)",
                       [](const Arguments& a) -> Results { return {softmax_graph(a.tensor(0))}; }});
  functions.push_back({module,
                       "softmax_with_bias",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"b", Kind::Tensor}},
                       "softmax(x + b) of a matrix and a vector.",
                       "scipy.special.softmax(x + b, axis=1)",
                       [](const Arguments& a) -> Results { return {softmax_with_bias(a.tensor(0), a.tensor(1))}; }});
  functions.push_back({module,
                       "softmax_grad",
                       "",
                       "",
                       {{"dy", Kind::Tensor}, {"sm", Kind::Tensor}},
                       "The gradient through softmax, given that of its output sm.",
                       "sm * (dy - (dy * sm).sum(axis=1, keepdims=True))",
                       [](const Arguments& a) -> Results {
                         return {apply_op(make_op(ops::softmax_grad), {a.tensor(0), a.tensor(1)})};
                       }});
}

template <const auto& op>
Results apply_to_three(const Arguments& a) {
  return {apply_op(make_op(op), {a.tensor(0), a.tensor(1), a.tensor(2)})};
}

void append_crossentropies(std::vector<ApiFunction>& functions) {
  const char* module = "tensor.nnet";
  functions.push_back(
      {module,
       "categorical_crossentropy",
       "",
       "",
       {{"coding_dist", Kind::Tensor}, {"true_dist", Kind::Tensor}},
       "Crossentropy of rows of probabilities against distributions or the positions of true classes.",
       "",
       [](const Arguments& a) -> Results { return {categorical_crossentropy(a.tensor(0), a.tensor(1))}; }});
  functions.push_back({module,
                       "binary_crossentropy",
                       "",
                       "",
                       {{"output", Kind::Tensor}, {"target", Kind::Tensor}},
                       "-(target log(output) + (1 - target) log(1 - output)).",
                       "-(target * numpy.log(output) + (1 - target) * numpy.log(1 - output))",
                       [](const Arguments& a) -> Results { return {binary_crossentropy(a.tensor(0), a.tensor(1))}; }});
  functions.push_back(
      {module,
       "crossentropy_categorical_1hot",
       "",
       "",
       {{"coding_dist", Kind::Tensor}, {"true_one_of_n", Kind::Tensor}},
       ops::crossentropy_categorical_1hot.spec().summary,
       ops::crossentropy_categorical_1hot.spec().numpy,
       [](const Arguments& a) -> Results { return {crossentropy_categorical_1hot(a.tensor(0), a.tensor(1))}; }});
  functions.push_back({module,
                       "crossentropy_categorical_1hot_grad",
                       "",
                       "",
                       {{"g_y", Kind::Tensor}, {"coding_dist", Kind::Tensor}, {"true_one_of_n", Kind::Tensor}},
                       ops::crossentropy_categorical_1hot_grad.spec().summary,
                       "",
                       apply_to_three<ops::crossentropy_categorical_1hot_grad>});
  functions.push_back({module,
                       "crossentropy_softmax_1hot_with_bias_dx",
                       "",
                       "",
                       {{"dy", Kind::Tensor}, {"sm", Kind::Tensor}, {"y_idx", Kind::Tensor}},
                       ops::crossentropy_softmax_1hot_with_bias_dx.spec().summary,
                       ops::crossentropy_softmax_1hot_with_bias_dx.spec().numpy,
                       apply_to_three<ops::crossentropy_softmax_1hot_with_bias_dx>});
}

/// Those that take the softmax themselves; they give several results.
void append_crossentropies_of_softmax(std::vector<ApiFunction>& functions) {
  const char* module = "tensor.nnet";
  const std::vector<Parameter> with_bias = {{"x", Kind::Tensor}, {"b", Kind::Tensor}, {"y_idx", Kind::Tensor}};
  functions.push_back({module, "crossentropy_softmax_argmax_1hot_with_bias", "", "", with_bias,
                       "Crossentropy, softmax and its greatest positions, of x + b.", "",
                       [](const Arguments& a) {
                         return crossentropy_softmax_argmax_1hot_with_bias(a.tensor(0), a.tensor(1), a.tensor(2));
                       },
                       true});
  functions.push_back(
      {module, "crossentropy_softmax_1hot_with_bias", "", "", with_bias, "Crossentropy and softmax of x + b.", "",
       [](const Arguments& a) { return crossentropy_softmax_1hot_with_bias(a.tensor(0), a.tensor(1), a.tensor(2)); },
       true});
  functions.push_back({module,
                       "crossentropy_softmax_1hot",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"y_idx", Kind::Tensor}},
                       "Crossentropy and softmax of x.",
                       "",
                       [](const Arguments& a) { return crossentropy_softmax_1hot(a.tensor(0), a.tensor(1)); },
                       true});
  functions.push_back({module,
                       "crossentropy_softmax_max_and_argmax_1hot",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"y_idx", Kind::Tensor}},
                       "Crossentropy, softmax, greatest probability and its position, of x.",
                       "",
                       [](const Arguments& a) {
                         return crossentropy_softmax_max_and_argmax_1hot(a.tensor(0), a.tensor(1));
                       },
                       true});
  functions.push_back({module, "crossentropy_softmax_max_and_argmax_1hot_with_bias", "", "", with_bias,
                       "Crossentropy, softmax, greatest probability and its position, of x + b.", "",
                       [](const Arguments& a) {
                         return crossentropy_softmax_max_and_argmax_1hot_with_bias(a.tensor(0), a.tensor(1),
                                                                                   a.tensor(2));
                       },
                       true});
}

constexpr const OpDefinition* kComposites[] = {
    &ops::softmax,
    &ops::softmax_grad,
    &ops::logsoftmax, &ops::log_one_minus_softmax, &ops::one_minus_softmax_grad,
    &ops::softmax_with_bias,
    &ops::logsumexp,
    &ops::crossentropy_categorical_1hot,
    &ops::crossentropy_categorical_1hot_grad,
    &ops::crossentropy_softmax_1hot,
    &ops::crossentropy_softmax_argmax_1hot_with_bias,
    &ops::crossentropy_softmax_1hot_with_bias_dx,
    &ops::batch_norm_train,
};

}  // namespace

std::span<const OpDefinition* const> nnet_ops() {
  static const std::vector<const OpDefinition*> all = [] {
    std::vector<const OpDefinition*> list(ElementwiseOps::definitions.begin(), ElementwiseOps::definitions.end());
    list.insert(list.end(), std::begin(kComposites), std::end(kComposites));
    return list;
  }();
  return all;
}

void append_api_functions_nnet(std::vector<ApiFunction>& functions) {
  ElementwiseOps::append_entries(functions);
  append_activations(functions);
  append_softmax(functions);
  append_crossentropies(functions);
  append_crossentropies_of_softmax(functions);
  append_api_functions_layers(functions);
}

}  // namespace theano
