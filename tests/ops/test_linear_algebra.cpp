// Products: types, values in every rank and dtype, derivatives, and errors with their whole text.
#include <gtest/gtest.h>

#include "ops/graph_runner.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

using namespace testing_ops;
using Doubles = std::vector<double>;

std::vector<bool> pattern(const Variable& v) { return v.tensor_type().broadcastable(); }

TEST(Dot, Types) {
  EXPECT_EQ(pattern(tensor::dot(tensor::row(), tensor::matrix())), (std::vector<bool>{true, false}));
  EXPECT_EQ(pattern(tensor::dot(tensor::col(), tensor::row())), (std::vector<bool>{false, false}));
  EXPECT_EQ(pattern(tensor::outer(tensor::vector(), tensor::vector())), (std::vector<bool>{false, false}));
  EXPECT_EQ(tensor::dot(tensor::ivector(), tensor::fvector()).dtype(), DType::Float64);
  EXPECT_EQ(tensor::dot(symbol(DType::Int8, {false}), symbol(DType::UInt8, {false})).dtype(), DType::Int16);
  EXPECT_EQ(tensor::dot(tensor::matrix(), tensor::vector()).to_string(), "dot.0");
  EXPECT_EQ(tensor::dot(tensor::tensor3(), tensor::matrix()).ndim(), 3);
  EXPECT_EQ(tensor::batched_dot(tensor::ftensor3(), tensor::dtensor3()).dtype(), DType::Float64);
}

TEST(Dot, ValuesOfEachRank) {
  const Variable v = tensor::dvector("v"), m = tensor::dmatrix("m"), n = tensor::dmatrix("n"), s = tensor::dscalar("s");
  const Array a = counted({2, 3}), b = counted({3, 2}, 1), u = counted({3}, 1);
  EXPECT_EQ(compute(tensor::dot(m, n), {{m, a}, {n, b}}).to_doubles(), (Doubles{13, 16, 40, 52}));
  EXPECT_EQ(compute(tensor::dot(m, v), {{m, a}, {v, u}}).to_doubles(), (Doubles{8, 26}));
  EXPECT_EQ(compute(tensor::dot(v, n), {{v, u}, {n, b}}).to_doubles(), (Doubles{22, 28}));
  EXPECT_EQ(compute(tensor::dot(v, v), {{v, u}}).to_doubles(), (Doubles{14}));
  EXPECT_EQ(compute(tensor::dot(s, v), {{s, Array::scalar(2.0)}, {v, u}}).to_doubles(), (Doubles{2, 4, 6}));
  EXPECT_EQ(compute(tensor::dot(m, n), {{m, counted({2, 0})}, {n, counted({0, 2})}}).to_doubles(),
            (Doubles{0, 0, 0, 0}));
  EXPECT_EQ(compute(tensor::outer(v, v), {{v, counted({2}, 1)}}).to_doubles(), (Doubles{1, 2, 2, 4}));
}

TEST(Dot, DiscreteTypesInTheLoopNest) {
  const Variable x = symbol(DType::Int32, {false, false}), y = symbol(DType::Bool, {false, false});
  const Array a = counted({2, 2}, 0, DType::Int32), b = counted({2, 2}, 0, DType::Bool);
  EXPECT_EQ(compute(tensor::dot(x, x), {{x, a}}).to_doubles(), (Doubles{2, 3, 6, 11}));
  const Array product = compute(tensor::dot(y, y), {{y, b}});
  EXPECT_EQ(product.dtype(), DType::Bool);
  EXPECT_EQ(product.to_doubles(), (Doubles{1, 1, 1, 1}));
}

TEST(Dot, Derivatives) {
  const Variable v = tensor::dvector("v"), w = tensor::dvector("w"), m = tensor::dmatrix("m"), n = tensor::dmatrix("n");
  const Array a = counted({2, 3}), b = counted({3, 2}, 1), u = counted({3}, 1), z = counted({3}, 4);
  for (const int wrt : {0, 1}) {
    EXPECT_LT(vjp_distance(tensor::dot(m, n), {{m, a}, {n, b}}, wrt), 1e-6);
    EXPECT_LT(vjp_distance(tensor::dot(m, v), {{m, a}, {v, u}}, wrt), 1e-6);
    EXPECT_LT(vjp_distance(tensor::dot(v, n), {{v, u}, {n, b}}, wrt), 1e-6);
    EXPECT_LT(vjp_distance(tensor::dot(v, w), {{v, u}, {w, z}}, wrt), 1e-6);
  }
  const Variable r = tensor::drow("r"), c = tensor::dcol("c");
  EXPECT_LT(vjp_distance(tensor::dot(c, r), {{c, counted({3, 1})}, {r, counted({1, 2})}}, 0), 1e-6);
}

TEST(Dot, MismatchIsToldWithAWayOut) {
  const std::source_location nowhere{};
  const Variable x = make_variable(TensorType::of(DType::Float32, Shape{3, 5}), "features", nowhere);
  const Variable y = make_variable(TensorType::of(DType::Float32, Shape{7, 5}), "weights", nowhere);
  EXPECT_EQ(error_text<ShapeError>([&] { tensor::dot(x, y); }),
            "[dot] the inner sizes must agree, but x.shape[1] is 5 and y.shape[0] is 7.\n"
            "  x  features  float32 (3, 5)\n"
            "  y  weights   float32 (7, 5)\n"
            "  Way out: dot(features, weights.T) has agreeing sizes.");
  const Variable m = tensor::dmatrix("m"), v = tensor::dvector("v");
  EXPECT_EQ(error_text<ShapeError>([&] {
              compute(tensor::dot(m, v), {{m, counted({2, 3})}, {v, counted({2})}});
            }),
            "[dot] the inner sizes must agree, but x.shape[1] is 3 and y.shape[0] is 2.\n"
            "  Way out: check where the two shapes come from, or transpose one of them.");
}

TEST(Tensordot, Values) {
  const Variable a = tensor::dtensor3("a"), b = tensor::dtensor3("b");
  const Array x = counted({2, 3, 4}), y = counted({4, 3, 2}, 1);
  const Array result = compute(tensor::tensordot(a, b, {1, 2}, {1, 0}), {{a, x}, {b, y}});
  ASSERT_EQ(result.shape(), (Shape{2, 2}));
  for (int i = 0; i < 2; ++i) {
    for (int l = 0; l < 2; ++l) {
      double expected = 0;
      for (int j = 0; j < 3; ++j) {
        for (int k = 0; k < 4; ++k) expected += x.at({i, j, k}) * y.at({k, j, l});
      }
      EXPECT_EQ(result.at({i, l}), expected);
    }
  }
  const Variable m = tensor::dmatrix("m");
  const Array product = compute(tensor::dot(a, m), {{a, x}, {m, counted({4, 5})}});
  EXPECT_EQ(product.shape(), (Shape{2, 3, 5}));
  EXPECT_EQ(product.at({0, 1, 2}), 4 * 2 + 5 * 7 + 6 * 12 + 7 * 17);
  EXPECT_EQ(compute(tensor::tensordot(a, a, 3), {{a, counted({2, 1, 2})}}).item(), 14);
  EXPECT_EQ(compute(tensor::tensordot(m, m, 0), {{m, counted({1, 2})}}).shape(), (Shape{1, 2, 1, 2}));
  EXPECT_THROW(tensor::tensordot(a, b, 4), ValueError);
  // 3 * 4 elements on both sides, but not the same axes.
  EXPECT_THROW(compute(tensor::tensordot(a, b, {1, 2}, {0, 1}), {{a, x}, {b, y}}), ShapeError);
  EXPECT_THROW(tensor::tensordot(a, b, {0}, {0, 1}), ValueError);
}

TEST(BatchedDot, ValuesAndDerivatives) {
  const Variable a = tensor::dtensor3("a"), b = tensor::dtensor3("b"), m = tensor::dmatrix("m"),
                 n = tensor::dmatrix("n");
  const Array x = counted({2, 2, 3}), y = counted({2, 3, 2}, 1), u = counted({2, 3}), w = counted({2, 3}, 2);
  const Array result = compute(tensor::batched_dot(a, b), {{a, x}, {b, y}});
  ASSERT_EQ(result.shape(), (Shape{2, 2, 2}));
  EXPECT_EQ(result.at({1, 0, 1}), 6 * 8 + 7 * 10 + 8 * 12);
  for (const int wrt : {0, 1}) {
    EXPECT_LT(vjp_distance(tensor::batched_dot(a, b), {{a, x}, {b, y}}, wrt), 1e-5);
    EXPECT_LT(vjp_distance(tensor::batched_dot(a, m), {{a, x}, {m, u}}, wrt), 1e-5);
    EXPECT_LT(vjp_distance(tensor::batched_dot(m, b), {{m, u}, {b, y}}, wrt), 1e-5);
    EXPECT_LT(vjp_distance(tensor::batched_dot(m, n), {{m, u}, {n, w}}, wrt), 1e-5);
  }
  EXPECT_THROW(compute(tensor::batched_dot(a, b), {{a, x}, {b, counted({3, 3, 2})}}), ShapeError);
  EXPECT_THROW(tensor::batched_dot(tensor::scalar(), a), TypeError);
}

}  // namespace
}  // namespace theano
