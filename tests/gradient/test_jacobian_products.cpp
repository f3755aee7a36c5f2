// Lop and Rop against each other and against known Jacobians.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "theano/base/error.h"
#include "theano/compile/oracle.h"
#include "theano/gradient/gradient.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"

namespace theano {
namespace {

Variable matrix(const char* name) { return make_variable(TensorType::of_rank(DType::Float64, 2), name); }
Variable vector(const char* name) { return make_variable(TensorType::of_rank(DType::Float64, 1), name); }

TEST(JacobianProducts, OfALinearMap) {
  const Variable a = matrix("a"), x = vector("x"), v = vector("v"), u = vector("u");
  const std::vector f{tensor::dot(a, x)};
  const std::vector<Array> values{Array::from(std::vector<double>{1, 2, 3, 4, 5, 6}, {2, 3}),
                                  Array::of({1.0, 1.0, 1.0}), Array::of({1.0, 0.0, -1.0}), Array::of({1.0, 2.0})};
  const std::vector inputs{a, x, v, u};
  const Variable right = Rop(f, std::vector{x}, std::vector{v})[0];
  const Variable left = Lop(f, std::vector{x}, std::vector{u})[0];
  EXPECT_THAT(run_oracle({{right}}, inputs, values)[0].to_doubles(), testing::ElementsAre(-2, -2));
  EXPECT_THAT(run_oracle({{left}}, inputs, values)[0].to_doubles(), testing::ElementsAre(9, 12, 15));
}

TEST(JacobianProducts, AgreeWithEachOther) {
  const Variable x = vector("x"), v = vector("v"), u = vector("u");
  const std::vector<Variable> functions = {tensor::exp(x) * tensor::sum(x), tensor::tanh(x) / (1.0 + tensor::sqr(x)),
                                           tensor::nnet::sigmoid(x) - x, tensor::sum(tensor::nnet::softmax(x), 0) * x};
  const std::vector<Array> values{Array::of({0.3, -0.7, 1.1}), Array::of({0.5, 0.2, -1.0}),
                                  Array::of({1.0, -2.0, 0.4})};
  for (const Variable& f : functions) {
    const Variable right = tensor::sum(u * Rop(std::vector{f}, std::vector{x}, std::vector{v})[0]);
    const Variable left = tensor::sum(v * Lop(std::vector{f}, std::vector{x}, std::vector{u})[0]);
    const std::vector<Array> both = run_oracle({{right, left}}, std::vector{x, v, u}, values);
    EXPECT_NEAR(both[0].item(), both[1].item(), 1e-12);
  }
}

TEST(JacobianProducts, RefuseWrongPoints) {
  const Variable x = vector("x"), m = matrix("m");
  EXPECT_THROW(Rop(std::vector{tensor::exp(x)}, std::vector{x}, std::vector{m}), ValueError);
  EXPECT_THROW(Rop(std::vector{tensor::exp(x)}, std::vector{x}, std::vector<Variable>{}), ValueError);
  EXPECT_THROW(Lop(std::vector{tensor::exp(x)}, std::vector{x}, std::vector<Variable>{}), ValueError);
  EXPECT_THROW(Rop(std::vector{vector("y")}, std::vector{x}, std::vector{x}), DisconnectedInputError);
}

}  // namespace
}  // namespace theano
