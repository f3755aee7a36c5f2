// The ops of order by their nests alone: stable ranks, NaN last, ties, bisection, permutations, errors.
#include <gtest/gtest.h>

#include <cmath>

#include "ops/graph_runner.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

using namespace testing_ops;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Array doubles(std::vector<double> values) {
  const auto n = static_cast<std::int64_t>(values.size());
  return Array::from(values, {n});
}

std::vector<double> values_of(const Variable& v, const Variable& x, const Array& a) {
  return compute(v, {{x, a}}).to_doubles();
}

using Numbers = std::vector<double>;

TEST(Sort, NestsRankAsTheDefinitionSays) {
  const Variable x = tensor::dvector("x"), m = tensor::dmatrix("m");
  EXPECT_EQ(values_of(tensor::sort(x), x, doubles({3, 1, 2, 1})), (Numbers{1, 1, 2, 3}));
  EXPECT_EQ(values_of(tensor::argsort(x), x, doubles({3, 1, 2, 1})), (Numbers{1, 3, 2, 0}));
  EXPECT_EQ(values_of(tensor::argsort(x), x, doubles({kNan, 1, kNan, 0})), (Numbers{3, 1, 0, 2}));
  const Array a = Array::from(Numbers{5, 1, 4, 2, 0, 3}, {2, 3});
  EXPECT_EQ(values_of(tensor::sort(m, 0), m, a), (Numbers{2, 0, 3, 5, 1, 4}));
  EXPECT_EQ(values_of(tensor::sort(m, std::nullopt), m, a), (Numbers{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(compute(tensor::sort(m), {{m, counted({2, 0})}}).shape(), (Shape{2, 0}));
}

TEST(Sort, TypesAndTexts) {
  const Variable m = symbol(DType::Int16, {true, false});
  EXPECT_EQ(tensor::sort(m).tensor_type().broadcastable(), (std::vector<bool>{true, false}));
  EXPECT_EQ(tensor::sort(m).dtype(), DType::Int16);
  EXPECT_EQ(tensor::argsort(m).dtype(), DType::Int64);
  EXPECT_EQ(tensor::sort(m, 0).to_string(), "SortOp{axis=0}.0");
  EXPECT_THROW(tensor::sort(m, 2), ValueError);
}

TEST(Topk, NestsAndTypes) {
  const Variable x = tensor::dvector("x");
  EXPECT_EQ(values_of(tensor::argtopk(x, 2), x, doubles({1, 3, 2, 3})), (Numbers{1, 3}));
  EXPECT_EQ(values_of(tensor::argtopk(x, -3), x, doubles({1, 3, 2, 3})), (Numbers{0, 2, 1}));
  EXPECT_EQ(values_of(tensor::topk(x, 2), x, doubles({1, kNan, 2, 3}))[1], 3);
  EXPECT_EQ(tensor::argtopk(x, 2, -1, DType::UInt8).dtype(), DType::UInt8);
  EXPECT_EQ(tensor::topk(tensor::dmatrix(), 3, 0).tensor_type().sizes(), (Shape{3, kUnknownSize}));
}

TEST(Topk, Errors) {
  const Variable x = make_variable(TensorType::of_rank(DType::Float64, 1), "x", std::source_location{});
  const Variable k = make_variable(TensorType::of_rank(DType::Float64, 0), "k", std::source_location{});
  EXPECT_EQ(error_text<TypeError>([&] { tensor::topk(x, k); }),
            "[topk] kth must be an integer, but it is float64 ().\n  kth  k  float64 ()\n  Way out: cast it to int64.");
  EXPECT_EQ(error_text<TypeError>([&] { tensor::argtopk(x, 1, -1, DType::Float32); }),
            "[topk] idx_dtype must be an integer dtype, but it is float32.\n  Way out: leave it out for int64.");
}

TEST(Sort, DerivativeGoesBackWhereElementsStood) {
  const Variable m = tensor::dmatrix("m");
  const Array a = Array::from(Numbers{5, 1, 4, 2, 0, 3}, {2, 3});
  EXPECT_LT(vjp_distance(tensor::sort(m, 0), {{m, a}}, 0), 1e-6);
  EXPECT_LT(vjp_distance(tensor::sort(m, 1), {{m, a}}, 0), 1e-6);
}

TEST(Searchsorted, SidesAndTheEmptyVector) {
  const Variable x = tensor::dvector("x");
  const Array values = doubles({0, 2, 2.5, 9});
  const Variable v = make_constant(values);
  EXPECT_EQ(values_of(tensor::searchsorted(x, v), x, doubles({1, 2, 2, 3})), (Numbers{0, 1, 3, 4}));
  EXPECT_EQ(values_of(tensor::searchsorted(x, v, "right"), x, doubles({1, 2, 2, 3})), (Numbers{0, 3, 3, 4}));
  EXPECT_EQ(values_of(tensor::searchsorted(x, v), x, counted({0})), (Numbers{0, 0, 0, 0}));
  for (std::int64_t n = 0; n < 40; ++n) {
    for (std::int64_t at = 0; at < n; ++at) {
      const Variable one = make_constant(Array::scalar(static_cast<double>(at)));
      ASSERT_EQ(values_of(tensor::searchsorted(x, one), x, counted({n}))[0], at) << n;
    }
  }
}

TEST(Permutation, BothWays) {
  const Variable x = tensor::dmatrix("x"), p = tensor::lvector("p");
  const Array a = counted({2, 3});
  const Variable order = make_constant(Array::from(std::vector<std::int64_t>{2, 0, 1}, {3}));
  EXPECT_EQ(values_of(tensor::permute_row_elements(x, order), x, a), (Numbers{2, 0, 1, 5, 3, 4}));
  EXPECT_EQ(values_of(tensor::permute_row_elements(x, order, true), x, a), (Numbers{1, 2, 0, 4, 5, 3}));
  EXPECT_EQ(compute(tensor::inverse_permutation(order), {}).to_doubles(), (Numbers{1, 2, 0}));
}

}  // namespace
}  // namespace theano
