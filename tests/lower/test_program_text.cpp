// The Program of a small network as text: buffers, size code, steps.
#include <gtest/gtest.h>

#include "lower/lowered.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"

namespace theano::lower {
namespace {

namespace T = theano::tensor;

TEST(ProgramText, NetworkLayer) {
  const Variable x = matrix("x", DType::Float32), w = matrix("w", DType::Float32), b = vector("b", DType::Float32);
  const auto program = lower_graph({x, w, b}, {T::tanh(T::dot(x, w) + b)});
  EXPECT_EQ(program->to_string(), R"(program
  b0 input float32 (r0, r1)  x
  b1 input float32 (r1, r3)  w
  b2 input float32 (r3)  b
  b3 temporary float32 (r0, r3)
  b4 output float32 (r0, r3)
  inputs b0 b1 b2
  outputs b4
segment 0
  r0 = size of b0 along 0
  r1 = size of b0 along 1
  r2 = size of b1 along 0
  r3 = size of b1 along 1
  r4 = size of b2 along 0
  check r1 = r2  [dot]
  check r3 = r4  [add]
  product b0 b1 -> b3
  launch k0 add_tanh over (r0, r3)  b3, b2, out b4
)");
}

TEST(ProgramText, MiniBatchBySlice) {
  const Variable data = matrix("data"), i = scalar("i", DType::Int64);
  const Variable batch = data[{slice(i * 2, (i + 1) * 2)}];
  const auto program = lower_graph({data, i}, {T::sum(T::sqr(batch))});
  const std::string text = program->to_string();
  EXPECT_NE(text.find("view subtensor b0 -> b"), std::string::npos) << text;
  EXPECT_EQ(program->kernels.size(), 1u) << text;
  EXPECT_EQ(program->segments.size(), 1u) << text;
}

TEST(ProgramText, OnlyTheShapeOfAFilledTensorIsNeeded) {
  const Variable x = matrix("x");
  const Variable filled = T::second(T::dot(x, x), x * 2.0);
  const auto program = lower_graph({x}, {filled});
  EXPECT_TRUE(program->libraries.empty()) << program->to_string();
  EXPECT_EQ(program->step_count(), 1u);
  const Array a = numbers({3, 3});
  EXPECT_TRUE(is_identical(run_graph({x}, {filled}, {a})[0], run_unfused({x}, {filled}, {a})[0]));
}

}  // namespace
}  // namespace theano::lower
