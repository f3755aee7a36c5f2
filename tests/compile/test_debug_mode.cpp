// DebugMode: forgives stable forms that find a number where the expression as written has none, and nothing else.
#include <gtest/gtest.h>

#include "theano/base/error.h"
#include "theano/compile/function.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

Function checked(const Variable& input, const Variable& output) {
  FunctionOptions options;
  options.mode = Mode::named("DebugMode");
  return function({input}, output, {}, {}, options);
}

TEST(DebugMode, AcceptsTheStableFormOfALogarithmOfSoftmax) {
  const Variable x = tensor::dmatrix("x");
  const Function f = checked(x, tensor::log(tensor::nnet::softmax(x)));
  const Array result = f(Array::of({1000.0, 0.0}).reshape({1, 2}));
  EXPECT_EQ(result.at({0, 1}), -1000);
}

TEST(DebugMode, ReportsOtherNumbers) {
  const Variable x = tensor::dvector("x");
  const Function f = checked(x, tensor::log(1 + x) * 1e17);  // as written 0 for the smallest x; log1p finds 1
  EXPECT_NO_THROW(f(Array::of({1.0, 2.0})));
  EXPECT_THROW(f(Array::of({1e-17})), InternalError);
}

}  // namespace
}  // namespace theano
