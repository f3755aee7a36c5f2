// Derivatives of element-wise ops as graphs: their form, dtypes, zeros, and the sums over broadcast axes.
#include <gtest/gtest.h>

#include "theano/base/config.h"
#include "theano/graph/printing.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

namespace T = tensor;

Gradients vjp(const Variable& y, const Variable& g) { return y.owner()->op()->definition().vjp(*y.owner(), {&g, 1}); }

/// Derivative of a function of x (a float64 vector), as text with g for the gradient of the result.
template <class F>
std::string derivative(F f) {
  const Variable x = T::dvector("x"), g = T::dvector("g");
  const Variable y = f(x);
  return pp(vjp(y, g)[0]);
}

class Vjp : public testing::Test {
 protected:
  ConfigScope floatX_{"floatX", "float64"};
};

TEST_F(Vjp, HasTheFormOfTheOriginal) {
  EXPECT_EQ(derivative([](const Variable& x) { return T::exp(x); }), "(g * exp(x))");
  EXPECT_EQ(derivative([](const Variable& x) { return T::log(x); }), "(g / x)");
  EXPECT_EQ(derivative([](const Variable& x) { return T::abs(x); }), "(g * sgn(x))");
  EXPECT_EQ(derivative([](const Variable& x) { return T::pow(x, 2); }),
            "((g * TensorConstant{2}) * (x ** (TensorConstant{2} - TensorConstant{1})))");
  EXPECT_EQ(derivative([](const Variable& x) { return T::nnet::softplus(x); }), "(g * sigmoid(x))");
}

TEST_F(Vjp, GivesTiesToTheFirst) {
  const Variable x = T::dvector("x"), y = T::dvector("y"), g = T::dvector("g");
  const Gradients gradients = vjp(T::maximum(x, y), g);
  EXPECT_EQ(pp(gradients[0]), "(eq(maximum(x, y), x) * g)");
  EXPECT_EQ(pp(gradients[1]), "((TensorConstant{1.0} - eq(maximum(x, y), x)) * g)");
  EXPECT_EQ(gradients[0].dtype(), DType::Float64);
}

TEST_F(Vjp, SumsOverBroadcastAxes) {
  const Variable m = T::dmatrix("m"), v = T::dvector("v"), g = T::dmatrix("g");
  const Variable y = m + v;
  const Gradients gradients = vjp(y, g);
  EXPECT_EQ(gradients[0], g);
  // The second input of the node is v with a broadcastable axis in front, and so is its gradient.
  EXPECT_TRUE(gradients[1].is_broadcastable(0));
  EXPECT_FALSE(gradients[1].is_broadcastable(1));
  EXPECT_TRUE(gradients[1].type()->equals(*y.owner()->input(1).type()));
}

TEST_F(Vjp, FillsGradientsThatAreTooSmall) {
  const Variable m = T::dmatrix("m"), g = T::dscalar("g");
  const Variable y = m * 2;
  const Gradients gradients = vjp(y, dimshuffled(g, {-1, -1}));
  EXPECT_FALSE(gradients[0].is_broadcastable(0));
  EXPECT_EQ(gradients[0].ndim(), 2);
}

TEST_F(Vjp, OfDiscreteResultsIsZeroInFloatX) {
  const Variable i = T::ivector("i"), x = T::fvector("x");
  EXPECT_EQ(pp(vjp(i + i, T::dvector("g"))[0]), "fill(i, TensorConstant{0.0})");
  EXPECT_EQ(vjp(i + i, T::dvector("g"))[0].dtype(), DType::Float64);
  EXPECT_EQ(vjp(T::floor(x), T::fvector("g"))[0].dtype(), DType::Float32);
  EXPECT_EQ(pp(vjp(T::lt(x, x), T::dvector("g"))[1]), "fill(x, TensorConstant{0.0})");
}

TEST_F(Vjp, KeepsTheDtypeOfTheResult) {
  // As in the original a float result has a real gradient for an integer input.
  const Variable i = T::bvector("i");
  const Variable y = i * 1.0;
  ASSERT_EQ(y.dtype(), DType::Float32);
  EXPECT_EQ(vjp(y, T::dvector("g"))[0].dtype(), DType::Float32);
  const ConfigScope single("floatX", "float32");
  const Variable x = T::vector("x");
  for (const Variable& v : {T::log2(x), T::sqrt(x), T::erf(x), T::nnet::sigmoid(x), T::pow(x, 2), T::nnet::relu(x),
                            T::arctan2(x, x), T::clip(x, -1, 1), T::exp2(x), T::deg2rad(x)}) {
    EXPECT_EQ(vjp(v, T::vector("g"))[0].dtype(), DType::Float32) << v.to_string();
  }
}

TEST_F(Vjp, DoesNotOverflowIntegers) {
  const Variable i = T::bvector("i"), g = T::fvector("g");
  EXPECT_EQ(pp(vjp(T::arcsinh(i), g)[0]), "(g / sqrt((sqr(float32(i)) + TensorConstant{1})))");
}

TEST_F(Vjp, KnowsWhatIsDisconnected) {
  const Variable a = T::dvector("a"), b = T::dvector("b"), g = T::dvector("g");
  const Variable y = T::fill(a, b);
  EXPECT_TRUE(vjp(y, g)[0].is_null());
  EXPECT_EQ(vjp(y, g)[1], g);
  EXPECT_TRUE(vjp(a + b, Variable())[0].is_null());
  const Variable filled = T::fill(a, T::ivector("i"));
  EXPECT_TRUE(vjp(filled, g)[0].is_null());
  EXPECT_FALSE(vjp(filled, g)[1].is_null());
}

TEST_F(Vjp, OfAConditionIsZero) {
  const Variable c = T::bvector("c"), x = T::dvector("x"), g = T::dvector("g");
  const Gradients gradients = vjp(T::switch_(c, x, x), g);
  EXPECT_EQ(pp(gradients[0]), "fill(c, TensorConstant{0.0})");
  EXPECT_EQ(pp(gradients[1]), "switch(c, g, TensorConstant{0})");
}

TEST_F(Vjp, OfTetragammaIsNotKnown) {
  const Variable x = T::dvector("x");
  EXPECT_EQ(vjp(T::tetra_gamma(x), T::dvector("g"))[0].type()->kind(), TypeKind::Null);
}

}  // namespace
}  // namespace theano
