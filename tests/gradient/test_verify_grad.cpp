// The numeric check itself: it passes right derivatives and finds wrong ones.
#include "theano/gradient/verify_grad.h"

#include <gtest/gtest.h>

#include "theano/base/error.h"
#include "theano/compile/oracle.h"
#include "theano/gradient/gradient.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/operators.h"

namespace theano {
namespace {

std::vector<Array> oracle(const std::vector<Variable>& inputs, const std::vector<Variable>& outputs,
                          const std::vector<Array>& values) {
  return run_oracle(outputs, inputs, values);
}

TEST(VerifyGrad, PassesRightDerivatives) {
  const Array a = Array::from(std::vector<double>{0.3, 1.2, -0.5, 0.7}, {2, 2});
  const Array b = Array::from(std::vector<double>{0.1, 0.2, 0.3, 0.4}, {2, 2});
  const auto f = [](std::span<const Variable> v) { return tensor::dot(tensor::tanh(v[0]), v[1]) * v[1]; };
  EXPECT_LT(verify_grad(f, {a, b}, oracle).abs_error, 1e-4);
  EXPECT_LT(verify_grad(f, {a.astype(DType::Float32), b.astype(DType::Float32)}, oracle).abs_error, 1e-2);
}

TEST(VerifyGrad, FindsWrongDerivatives) {
  const auto f = [](std::span<const Variable> v) { return tensor::exp(gradient::grad_scale(v[0], 1.01)); };
  EXPECT_THROW(verify_grad(f, {Array::of({0.5, 1.0})}, oracle), ValueError);
}

TEST(VerifyGrad, RefusesIntegers) {
  const auto f = [](std::span<const Variable> v) { return tensor::exp(v[0]); };
  EXPECT_THROW(verify_grad(f, {Array::of({1, 2})}, oracle), TypeError);
}

}  // namespace
}  // namespace theano
