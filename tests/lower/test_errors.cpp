// What calls say when sizes or indices do not fit, word for word.
#include <gtest/gtest.h>

#include "lower/lowered.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano::lower {
namespace {

namespace T = theano::tensor;

/// A variable whose place is fixed, so that texts can be compared.
Variable placed(Variable v) {
  v->provenance = Provenance();
  return v;
}

TEST(CallErrors, SizesOfElementwiseInputs) {
  const Variable x = placed(vector("x")), y = placed(vector("y"));
  const std::string text = error_text([&] { run_graph({x, y}, {x + y}, {numbers({3}), numbers({4})}); });
  EXPECT_EQ(text,
            "[add] the sizes along axis 0 must agree, but a.shape[0] is 3 and b.shape[0] is 4.\n"
            "  a  x  float64 (3,)\n"
            "  b  y  float64 (4,)\n"
            "  Way out: Reshape or slice one of them, so that the sizes agree.");
  EXPECT_THROW(run_graph({x, y}, {x + y}, {numbers({3}), numbers({4})}), ShapeError);
}

TEST(CallErrors, UnknownSizesNeverBroadcast) {
  const Variable x = placed(vector("x")), y = placed(vector("y"));
  const std::string text = error_text([&] { run_graph({x, y}, {x + y}, {numbers({3}), numbers({1})}); });
  EXPECT_NE(text.find("a.shape[0] is 3 and b.shape[0] is 1."), std::string::npos) << text;
  EXPECT_NE(text.find("never broadcasts: declare the dimension broadcastable, or use addbroadcast(..., 0)."),
            std::string::npos)
      << text;
}

TEST(CallErrors, AddedAxesAreNotTold) {
  const Variable x = placed(matrix("x")), b = placed(vector("b"));
  EXPECT_EQ(error_text([&] {
              run_graph({x, b}, {x * b}, {numbers({2, 3}), numbers({4})});
            }),
            "[mul] the sizes along axis 1 must agree, but a.shape[1] is 3 and b.shape[0] is 4.\n"
            "  a  x  float64 (2, 3)\n"
            "  b  b  float64 (4,)\n"
            "  Way out: Reshape or slice one of them, so that the sizes agree.");
}

TEST(CallErrors, InnerSizesOfProducts) {
  const Variable x = placed(matrix("x")), y = placed(matrix("y"));
  for (const bool use_libraries : {true, false}) {
    LowerOptions options;
    options.use_libraries = use_libraries;
    const std::string text = error_text([&] {
      run_graph({x, y}, {T::dot(x, y)}, {numbers({3, 5}), numbers({7, 5})}, options);
    });
    EXPECT_NE(text.find("[dot] "), std::string::npos) << text;
    EXPECT_NE(text.find("float64 (3, 5)"), std::string::npos) << text;
    EXPECT_NE(text.find("float64 (7, 5)"), std::string::npos) << text;
  }
}

TEST(CallErrors, IndexOutOfBounds) {
  const Variable x = placed(vector("x")), i = placed(scalar("i", DType::Int64));
  const Variable rows = placed(vector("rows", DType::Int64));
  const Array a = numbers({3});
  const auto with_scalar = [&] { run_graph({x, i}, {x[Index(i)] + 1.0}, {a, Array::scalar(std::int64_t{5})}); };
  EXPECT_THROW(with_scalar(), IndexError);
  EXPECT_NE(error_text(with_scalar).find("float64 (3,)"), std::string::npos) << error_text(with_scalar);
  const auto with_rows = [&] { run_graph({x, rows}, {x[Index(rows)]}, {a, Array::of<std::int64_t>({0, 7, 9})}); };
  EXPECT_THROW(with_rows(), IndexError);
  EXPECT_NE(error_text(with_rows).find("index 7 is out of bounds for axis 0"), std::string::npos)
      << error_text(with_rows);
}

TEST(CallErrors, ArgumentsOfOtherTypes) {
  const Variable x = placed(vector("x"));
  EXPECT_THROW(run_graph({x}, {x + 1.0}, {numbers({2, 2})}), TypeError);
  EXPECT_THROW(run_graph({x}, {x + 1.0}, {numbers({2}, DType::Float32)}), TypeError);
  EXPECT_THROW(run_graph({x}, {x + 1.0}, {}), TypeError);
  const Variable row = make_variable(TensorType::of(DType::Float64, std::vector<bool>{true, false}), "row");
  EXPECT_THROW(run_graph({row}, {row + 1.0}, {numbers({2, 3})}), ShapeError);
}

TEST(CallErrors, NegativeSizes) {
  const Variable n = scalar("n", DType::Int64);
  EXPECT_THROW(run_graph({n}, {T::zeros({n})}, {Array::scalar(std::int64_t{-2})}), Error);
}

TEST(CallErrors, ExecutorGoesOnAfterAnError) {
  const Variable x = vector("x"), y = vector("y");
  runtime::Executor executor(lower_graph({x, y}, {x + y}));
  const std::vector<Array> wrong{numbers({3}), numbers({4})}, right{numbers({3}), numbers({3})};
  for (int i = 0; i < 3; ++i) {
    EXPECT_THROW(executor.run(wrong), ShapeError);
    EXPECT_EQ(executor.run(right)[0].shape(0), 3);
  }
}

TEST(CallErrors, WhatCannotBeLowered) {
  const Variable generic = make_variable(generic_type(), "g");
  EXPECT_THROW(lower_graph({generic}, {}), NotImplementedError);
}

}  // namespace
}  // namespace theano::lower
