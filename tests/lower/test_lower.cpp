// Graphs lowered with and without fusion give the same results, whatever the sizes, strides and segments.
#include <gtest/gtest.h>

#include "lower/lowered.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano::lower {
namespace {

namespace T = theano::tensor;

void expect_agreement(const std::vector<Variable>& inputs, const std::vector<Variable>& outputs,
                      const std::vector<Array>& values, double rtol = 0) {
  const std::vector<Array> fused = run_graph(inputs, outputs, values);
  const std::vector<Array> plain = run_unfused(inputs, outputs, values);
  ASSERT_EQ(fused.size(), plain.size());
  for (std::size_t i = 0; i < fused.size(); ++i) {
    if (rtol == 0) {
      EXPECT_TRUE(is_identical(fused[i], plain[i])) << fused[i].to_string() << "\n" << plain[i].to_string();
    } else {
      EXPECT_TRUE(all_close(fused[i], plain[i], rtol)) << fused[i].to_string() << "\n" << plain[i].to_string();
    }
  }
}

TEST(Lower, ChainOfElementwiseOpsIsOneKernel) {
  const Variable x = matrix("x");
  const Variable y = T::tanh(x * 2.0 + 1.0) - x;
  const auto program = lower_graph({x}, {y});
  EXPECT_EQ(program->step_count(), 1u);
  EXPECT_EQ(program->kernels.size(), 1u);
  expect_agreement({x}, {y}, {numbers({3, 5})});
  expect_agreement({x}, {y}, {numbers({0, 5})});
}

TEST(Lower, ResultIsRight) {
  const Variable x = vector("x"), y = vector("y");
  const Array result = run_graph({x, y}, {x * y + 1.0}, {Array::of({1.0, 2.0, 3.0}), Array::of({4.0, 5.0, 6.0})})[0];
  EXPECT_EQ(result.to_doubles(), (std::vector<double>{5, 11, 19}));
}

TEST(Lower, SharedProducerIsStoredOnlyWhenWanted) {
  const Variable x = matrix("x");
  const Variable e = T::exp(x);
  expect_agreement({x}, {e + 1.0, e * 2.0}, {numbers({4, 4})});
  EXPECT_EQ(lower_graph({x}, {e + 1.0, e * 2.0})->kernels.size(), 1u);
  expect_agreement({x}, {e, e * 2.0}, {numbers({4, 4})});
}

TEST(Lower, BroadcastingFollowsTypes) {
  const Variable x = matrix("x"), b = vector("b"), s = scalar("s");
  expect_agreement({x, b, s}, {(x + b) * s, x + T::dimshuffle(b, {0, -1})},
                   {numbers({4, 4}), numbers({4}), numbers({})});
  const Variable column = make_variable(TensorType::of(DType::Float64, std::vector<bool>{false, true}), "column");
  expect_agreement({x, column}, {x - column}, {numbers({3, 4}), numbers({3, 1})});
}

TEST(Lower, ElementwiseIsInlinedIntoReduction) {
  const Variable x = matrix("x");
  const Variable y = T::sum(T::sqr(x) + 1.0, 1);
  const auto program = lower_graph({x}, {y});
  EXPECT_EQ(program->kernels.size(), 1u) << program->to_string();
  expect_agreement({x}, {y}, {numbers({7, 41})});
  expect_agreement({x}, {T::sum(T::sqr(x) + 1.0, 0), T::sum(x), T::max(x * 3.0, 1)}, {numbers({7, 41})});
}

std::size_t fold_count(const ir::Program& program) {
  std::size_t count = 0;
  for (const ir::Kernel& kernel : program.kernels)
    for (const ir::Reduction& reduction : kernel.reductions) count += reduction.folds.size();
  return count;
}

TEST(Lower, ReductionsOfOneProducerRunInOnePass) {
  const Variable x = matrix("x"), y = matrix("y");
  const Variable e = T::exp(x) * y;
  for (const std::int64_t axis : {0, 1}) {
    const std::vector<Variable> outputs = {T::sum(e, axis), T::max(e, axis), T::argmin(e, axis), T::sum(e * x, axis, true)};
    const auto program = lower_graph({x, y}, outputs);
    ASSERT_EQ(program->kernels.size(), 1u) << program->to_string();
    EXPECT_EQ(program->kernels[0].reductions.size(), 1u) << program->to_string();
    EXPECT_EQ(fold_count(*program), 4u);
    for (const Shape& shape : {Shape{7, 41}, Shape{300, 5}, Shape{1, 1}, Shape{64, 64}})
      expect_agreement({x, y}, outputs, {numbers(shape), numbers(shape)});
  }
  const std::vector<Variable> whole = {T::sum(e), T::sum(e * e), T::sum(x), T::prod(x)};
  EXPECT_EQ(lower_graph({x, y}, whole)->kernels.size(), 1u);
  expect_agreement({x, y}, whole, {numbers({33, 45}), numbers({33, 45})});
  expect_agreement({x, y}, whole, {numbers({0, 45}), numbers({0, 45})});
}

TEST(Lower, ReductionsOfOnePassFeedFormulas) {
  const Variable x = matrix("x"), y = matrix("y");
  const Variable a = T::sum(x, 1), b = T::sum(x * y, 1);
  expect_agreement({x, y}, {T::exp(a) + b, a, x - T::dimshuffle(b, {0, -1})}, {numbers({9, 50}), numbers({9, 50})});
  EXPECT_EQ(lower_graph({x, y}, {a * 2.0, b - a})->kernels.size(), 1u);
  // The second one needs the first one's result: two passes.
  const Variable centred = T::sum(T::sqr(x - T::dimshuffle(a, {0, -1})), 1);
  expect_agreement({x}, {a, centred, T::max(x, 1)}, {numbers({9, 50})});
  EXPECT_EQ(lower_graph({x}, {a, centred, T::max(x, 1)})->kernels.size(), 2u);
}

TEST(Lower, ReductionsOverOtherAxesStayApart) {
  const Variable x = matrix("x");
  expect_agreement({x}, {T::sum(x, 0), T::sum(x, 1), T::sum(x), T::sum(T::transpose(x), 1)}, {numbers({20, 20})});
  EXPECT_EQ(lower_graph({x}, {T::sum(x, 0), T::sum(x, 1)})->kernels.size(), 2u);
}

TEST(Lower, ReductionFeedsElementwiseAndBack) {
  const Variable x = matrix("x");
  const Variable e = T::exp(x - T::max(x, 1, true));
  expect_agreement({x}, {e / T::sum(e, 1, true)}, {numbers({5, 9})});
  expect_agreement({x}, {T::mean(x, 0), T::var(x)}, {numbers({5, 9})});
}

TEST(Lower, TransposedElementwiseIsNotFusedWithItself) {
  const Variable x = matrix("x");
  const Variable e = T::exp(x);
  expect_agreement({x}, {e + T::transpose(e)}, {numbers({6, 6})});
}

TEST(Lower, Products) {
  for (const DType dtype : {DType::Float64, DType::Float32}) {
    const Variable x = matrix("x", dtype), y = matrix("y", dtype), v = vector("v", dtype);
    const Array a = numbers({5, 7}, dtype), b = numbers({7, 4}, dtype), c = numbers({7}, dtype);
    expect_agreement({x, y, v}, {T::dot(x, y), T::dot(x, v), T::dot(v, y), T::dot(v, v)}, {a, b, c}, 1e-5);
    expect_agreement({x, y}, {T::dot(T::transpose(y), T::transpose(x))}, {a, b}, 1e-5);
    expect_agreement({x, y}, {T::dot(x, y)}, {numbers({3, 0}, dtype), numbers({0, 2}, dtype)}, 1e-5);
    expect_agreement({x, y}, {T::tanh(T::dot(x, y) + 1.0)}, {a, b}, 1e-5);
  }
  const Variable i = matrix("i", DType::Int32), j = matrix("j", DType::Int32);
  expect_agreement({i, j}, {T::dot(i, j)}, {numbers({3, 5}, DType::Int32), numbers({5, 2}, DType::Int32)});
}

TEST(Lower, StridedAndReversedInputs) {
  const Variable x = matrix("x"), y = matrix("y");
  const Array base = numbers({8, 6});
  const Array transposed = base.transpose();
  const Array reversed = base.view(Layout(Shape{8, 6}, Strides{-6, -1}, 47));
  const Array odd = base.view(Layout(Shape{4, 3}, Strides{12, 2}, 1));
  for (const Array& a : {transposed, reversed, odd}) {
    expect_agreement({x}, {x * 2.0, T::sum(x, 0), T::sum(x)}, {a});
    expect_agreement({x, y}, {T::dot(x, y)}, {a, numbers({a.shape(1), 3})}, 1e-12);
    expect_agreement({x, y}, {T::dot(y, x)}, {a, numbers({2, a.shape(0)})}, 1e-12);
  }
}

TEST(Lower, SizesAreData) {
  const Variable x = matrix("x");
  expect_agreement({x}, {T::shape(x), T::shape_i(x, 1), x * T::cast(T::shape_i(x, 0), DType::Float64)},
                   {numbers({3, 5})});
  const Variable n = scalar("n", DType::Int64);
  expect_agreement({n}, {T::arange(n), T::arange(n + 2) * 3, T::zeros({n, n + 1})}, {Array::scalar(std::int64_t{4})});
}

TEST(Lower, DataDependentSizesStartASegment) {
  const Variable x = vector("x", DType::Int64);
  const Variable n = T::sum(x);
  const auto program = lower_graph({x}, {T::arange(n) + n});
  EXPECT_EQ(program->segments.size(), 2u) << program->to_string();
  expect_agreement({x}, {T::arange(n) + n, T::sum(T::arange(n))}, {Array::of<std::int64_t>({1, 2, 4})});
}

TEST(Lower, ViewsOfInputsTemporariesAndConstants) {
  const Variable x = matrix("x"), i = scalar("i", DType::Int64);
  const Variable e = T::exp(x);
  expect_agreement({x, i},
                   {x[Index(i)], T::sum(x[{slice(i, i + 2)}], 1), e[Index(i)] + 1.0, T::reshape(e, {-1}),
                    T::reshape(T::transpose(e), {-1}), T::transpose(e)},
                   {numbers({5, 4}), Array::scalar(std::int64_t{2})});
}

TEST(Lower, PartsChanged) {
  const Variable x = matrix("x"), i = scalar("i", DType::Int64), rows = vector("rows", DType::Int64);
  const Variable part = x[{slice(i, i + 2), 1}];
  const Array a = numbers({5, 4}), before = a.copy();
  const std::vector<Array> values{a, Array::scalar(std::int64_t{1}), Array::of<std::int64_t>({4, 0, 4})};
  expect_agreement({x, i, rows},
                   {T::set_subtensor(part, 7.0), T::inc_subtensor(part, x[{slice(0, 2), 0}]),
                    T::inc_subtensor(T::subtensor(T::exp(x), Index(rows)), 1.0), x[Index(rows)]},
                   values);
  EXPECT_TRUE(is_identical(a, before));
}

TEST(Lower, CompositesAreExpanded) {
  const Variable x = matrix("x");
  expect_agreement({x}, {T::nnet::softmax(x), T::nnet::log_softmax(x)}, {numbers({4, 6})});
}

TEST(Lower, OutputsAreInputsConstantsAndTwins) {
  const Variable x = matrix("x");
  const Variable y = x + 1.0;
  const Array a = numbers({2, 3});
  const std::vector<Array> results = run_graph({x}, {x, y, y, make_constant(numbers({2}))}, {a});
  EXPECT_FALSE(may_share_memory(results[0], a));
  EXPECT_FALSE(may_share_memory(results[1], results[2]));
  EXPECT_TRUE(is_identical(results[0], a));
  EXPECT_TRUE(is_identical(results[1], results[2]));
  EXPECT_TRUE(is_identical(results[3], numbers({2})));
  LowerOptions options;
  options.output_may_alias = {true};
  EXPECT_TRUE(may_share_memory(run_graph({x}, {x}, {a}, options)[0], a));
}

TEST(Lower, LongChainsNeedNoStack) {
  Variable y = vector("x");
  const Variable x = y;
  for (int i = 0; i < 20'000; ++i) y = y + 1.0;
  const Array result = run_graph({x}, {y}, {Array::of({0.0, 1.0})})[0];
  EXPECT_EQ(result.to_doubles(), (std::vector<double>{20000, 20001}));
}

}  // namespace
}  // namespace theano::lower
