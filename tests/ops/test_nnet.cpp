// Softmax and crossentropies: types, refusals, names, expansions of the declared types, derivatives' form.
#include <gtest/gtest.h>

#include "theano/base/config.h"
#include "theano/base/error.h"
#include "theano/graph/printing.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

namespace T = tensor;
namespace nnet = tensor::nnet;

class Nnet : public testing::Test {
 protected:
  ConfigScope floatX_{"floatX", "float64"};
};

template <class Error, class F>
std::string first_line(F make) {
  try {
    make();
  } catch (const Error& error) {
    const std::string text = error.what();
    return text.substr(0, text.find('\n'));
  }
  return "nothing was thrown";
}

std::string name(const Variable& v) { return v.owner()->op()->to_string(); }

TEST_F(Nnet, SoftmaxOfAVectorIsARow) {
  EXPECT_EQ(nnet::softmax(T::vector()).type()->to_string(), "TensorType(float64, row)");
  EXPECT_EQ(nnet::softmax(T::fmatrix()).type()->to_string(), "TensorType(float32, matrix)");
  EXPECT_EQ(nnet::softmax(T::row()).type()->to_string(), "TensorType(float64, row)");
  EXPECT_EQ(name(nnet::softmax(T::matrix())), "Softmax");
  EXPECT_EQ(name(nnet::log_softmax(T::matrix())), "LogSoftmax");
}

TEST_F(Nnet, SoftmaxRefusesIntegersAndOtherRanks) {
  EXPECT_EQ(first_line<ValueError>([] { nnet::softmax(T::imatrix()); }),
            "[softmax] x must be 1-d or 2-d tensor of floats. Got TensorType(int32, matrix)");
  EXPECT_EQ(first_line<ValueError>([] { nnet::softmax(T::tensor3()); }),
            "[softmax] x must be 1-d or 2-d tensor of floats. Got TensorType(float64, 3D)");
  EXPECT_EQ(first_line<ValueError>([] { nnet::log_softmax(T::scalar()); }),
            "[logsoftmax] x must be 1-d or 2-d tensor of floats. Got TensorType(float64, scalar)");
}

TEST_F(Nnet, CrossentropyChoosesByRank) {
  const Variable p = T::fmatrix("p");
  const Variable by_class = nnet::categorical_crossentropy(p, T::ivector("t"));
  EXPECT_EQ(name(by_class), "CrossentropyCategorical1Hot");
  EXPECT_EQ(by_class.type()->to_string(), "TensorType(float32, vector)");
  const Variable by_distribution = nnet::categorical_crossentropy(p, T::fmatrix("t"));
  EXPECT_EQ(by_distribution.type()->to_string(), "TensorType(float32, vector)");
  EXPECT_EQ(first_line<TypeError>([&] { nnet::categorical_crossentropy(p, T::vector()); }),
            "[crossentropy_categorical_1hot] integer vector required for argument: true_one_of_n (got type: "
            "TensorType(float64, vector))");
  EXPECT_EQ(
      first_line<TypeError>([&] { nnet::categorical_crossentropy(p, T::iscalar()); }),
      "[categorical_crossentropy] true_dist must have the rank of coding_dist or one less, but the ranks are 0 and 2.");
}

TEST_F(Nnet, BinaryCrossentropyIsTheFormula) {
  EXPECT_EQ(pp(nnet::binary_crossentropy(T::dvector("p"), T::dvector("t"))),
            "(-((t * log(p)) + ((TensorConstant{1.0} - t) * log((TensorConstant{1.0} - p)))))");
  EXPECT_EQ(pp(nnet::relu(T::dvector("x"))), "(TensorConstant{0.5} * (x + abs_(x)))");
}

/// Every composite of the chapter, applied to inputs of fitting types.
std::vector<Variable> composites() {
  const Variable x = T::fmatrix("x"), b = T::fvector("b"), t = T::ivector("t"), g = T::fvector("g");
  std::vector<Variable> all = nnet::crossentropy_softmax_argmax_1hot_with_bias(x, b, t);
  for (const Variable& v :
       {nnet::softmax(x), nnet::softmax(b), nnet::log_softmax(x), nnet::softmax_with_bias(x, b), logsumexp(x),
        logsumexp(x, std::vector<std::int64_t>{-1}), nnet::crossentropy_categorical_1hot(x, t),
        nnet::crossentropy_softmax_1hot(x, t)[0], apply_op(make_op(ops::softmax_grad), {x, x}),
        apply_op(make_op(ops::crossentropy_categorical_1hot_grad), {g, x, t})}) {
    all.push_back(v);
  }
  return all;
}

TEST_F(Nnet, ExpansionsHaveTheDeclaredTypes) {
  for (const Variable& v : composites()) {
    const auto& op = static_cast<const Composite&>(v.owner()->op()->definition());
    const std::vector<Variable> expansion = op.expand(*v.owner());
    ASSERT_EQ(static_cast<int>(expansion.size()), v.owner()->output_count()) << name(v);
    for (int o = 0; o < v.owner()->output_count(); ++o) {
      EXPECT_TRUE(expansion[o].type()->equals(*v.owner()->output_type(o)))
          << name(v) << " output " << o << ": " << expansion[o].type()->to_string() << " instead of "
          << v.owner()->output_type(o)->to_string();
    }
  }
}

TEST_F(Nnet, ShapesHaveTheRankOfTheResult) {
  for (const Variable& v : composites()) {
    std::vector<SymbolicShape> inputs;
    for (const Variable& input : v.owner()->inputs()) inputs.push_back(sizes_of(input));
    const std::vector<SymbolicShape> shapes = v.owner()->op()->definition().infer_shape(*v.owner(), inputs);
    ASSERT_EQ(static_cast<int>(shapes.size()), v.owner()->output_count()) << name(v);
    for (int o = 0; o < v.owner()->output_count(); ++o) {
      EXPECT_EQ(static_cast<int>(shapes[o].size()), static_cast<const TensorType&>(*v.owner()->output_type(o)).ndim())
          << name(v);
    }
  }
}

TEST_F(Nnet, DerivativesAreOpsThatRulesKnow) {
  const Variable x = T::fmatrix("x"), t = T::ivector("t"), g = T::fmatrix("g"), h = T::fvector("h");
  const auto vjp = [](const Variable& y, const Variable& gradient) {
    return y.owner()->op()->definition().vjp(*y.owner(), {&gradient, 1});
  };
  EXPECT_EQ(name(vjp(nnet::softmax(x), g)[0]), "SoftmaxGrad");
  const Gradients of_nll = vjp(nnet::crossentropy_categorical_1hot(x, t), h);
  EXPECT_EQ(name(of_nll[0]), "CrossentropyCategorical1HotGrad");
  EXPECT_TRUE(of_nll[1].is_null());
  const Gradients of_logits = vjp(nnet::crossentropy_softmax_1hot(x, t)[0], h);
  EXPECT_EQ(name(of_logits[0]), "CrossentropySoftmax1HotWithBiasDx");
  EXPECT_EQ(of_logits[0].dtype(), DType::Float32);
}

TEST_F(Nnet, WithBiasGivesBothGradients) {
  const Variable x = T::fmatrix("x"), b = T::fvector("b"), t = T::ivector("t");
  const std::vector<Variable> y = nnet::crossentropy_softmax_argmax_1hot_with_bias(x, b, t);
  EXPECT_EQ(y[2].dtype(), DType::Int32);
  const std::vector<Variable> g = {T::fvector(), T::fmatrix(), Variable()};
  const Gradients gradients = y[0].owner()->op()->definition().vjp(*y[0].owner(), g);
  EXPECT_EQ(gradients[0].ndim(), 2);
  EXPECT_EQ(gradients[1].ndim(), 1);
  EXPECT_TRUE(gradients[2].is_null());
}

TEST_F(Nnet, LogsumexpNormalisesItsAxes) {
  const Variable x = T::tensor3("x");
  EXPECT_EQ(logsumexp(x, std::vector<std::int64_t>{-1, 0}).ndim(), 1);
  EXPECT_THROW(logsumexp(x, std::vector<std::int64_t>{3}), ValueError);
}

}  // namespace
}  // namespace theano
