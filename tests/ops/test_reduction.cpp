// The reductions: dtypes, axes, values, edge cases, derivatives, errors and texts.
#include <gtest/gtest.h>

#include <cmath>

#include "ops/graph_runner.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

using namespace testing_ops;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

Array doubles(std::vector<double> values) {
  const auto n = static_cast<std::int64_t>(values.size());
  return Array::from(values, {n});
}
std::vector<double> values_of(const Variable& v, const Variable& x, const Array& a) {
  return compute(v, {{x, a}}).to_doubles();
}

TEST(Sum, DTypes) {
  const auto sum_of = [](DType d) { return tensor::sum(symbol(d, {false})).dtype(); };
  for (const DType d : {DType::Bool, DType::Int8, DType::Int16, DType::Int32, DType::Int64})
    EXPECT_EQ(sum_of(d), DType::Int64);
  for (const DType d : {DType::UInt8, DType::UInt16, DType::UInt32, DType::UInt64}) EXPECT_EQ(sum_of(d), DType::UInt64);
  for (const DType d : {DType::Float16, DType::Float32, DType::Float64, DType::Complex64}) EXPECT_EQ(sum_of(d), d);
  EXPECT_EQ(tensor::sum(tensor::fvector(), {}, false, DType::Float64).dtype(), DType::Float64);
  EXPECT_EQ(tensor::sum(tensor::fvector(), {}, false, {}, DType::Float64).dtype(), DType::Float32);
}

TEST(Sum, Texts) {
  const Variable m = tensor::dmatrix("m"), f = tensor::fmatrix("f");
  EXPECT_EQ(tensor::sum(m, 0).to_string(), "Sum{axis=[0], acc_dtype=float64}.0");
  EXPECT_EQ(tensor::sum(m).to_string(), "Sum{acc_dtype=float64}.0");
  EXPECT_EQ(tensor::sum(f, {0, 1}).to_string(), "Sum{axis=[0, 1], acc_dtype=float64}.0");
  EXPECT_EQ(tensor::prod(m, -1).to_string(), "Prod{axis=[1], acc_dtype=float64}.0");
  EXPECT_EQ(tensor::max(m).to_string(), "Reduce{maximum}.0");
  EXPECT_EQ(tensor::argmax(m, 1).to_string(), "argmax");
  EXPECT_EQ(tensor::argmax(m, 1).owner()->op()->to_string(), "Argmax{axis=(1,)}");
  EXPECT_EQ(tensor::any(m, 1).to_string(), "Any{1}.0");
}

TEST(Sum, AxesAndPatterns) {
  const Variable m = tensor::dmatrix("m"), t = tensor::dtensor3("t");
  EXPECT_EQ(tensor::sum(m, 0).tensor_type().broadcastable(), (std::vector<bool>{false}));
  EXPECT_EQ(tensor::sum(m, 0, true).tensor_type().broadcastable(), (std::vector<bool>{true, false}));
  EXPECT_EQ(tensor::max_and_argmax(m, 1)[0].tensor_type().broadcastable(), (std::vector<bool>{false}));
  const Array a = counted({2, 3, 4});
  EXPECT_EQ(values_of(tensor::sum(t), t, a), (std::vector<double>{276}));
  EXPECT_EQ(values_of(tensor::sum(t, {0, 2}), t, a), (std::vector<double>{60, 92, 124}));
  EXPECT_EQ(values_of(tensor::sum(t, {2, 0}), t, a), (std::vector<double>{60, 92, 124}));
  EXPECT_EQ(values_of(tensor::sum(t, -2), t, a), (std::vector<double>{12, 15, 18, 21, 48, 51, 54, 57}));
  EXPECT_EQ(compute(tensor::sum(t, 1, true), {{t, a}}).shape(), (Shape{2, 1, 4}));
  EXPECT_EQ(values_of(tensor::sum(t, std::vector<std::int64_t>{}), t, a), a.to_doubles());
}

TEST(Sum, NothingIsZeroAndSmallTypesWiden) {
  const Variable x = tensor::dvector("x"), b = symbol(DType::Int8, {false}), f = tensor::fvector("f");
  EXPECT_EQ(values_of(tensor::sum(x), x, counted({0})), (std::vector<double>{0}));
  EXPECT_EQ(values_of(tensor::prod(x), x, counted({0})), (std::vector<double>{1}));
  EXPECT_EQ(values_of(tensor::sum(b), b, Array::full(DType::Int8, {3}, 100)), (std::vector<double>{300}));
  // 2^24 + 1 is lost in float32; the accumulator is float64 and rounds once.
  const Array large = Array::from(std::vector<float>{16777216.0F, 1.0F, 1.0F}, {3});
  EXPECT_EQ(values_of(tensor::sum(f), f, large), (std::vector<double>{16777218}));
}

TEST(Sum, Errors) {
  const Variable m = make_variable(TensorType::of_rank(DType::Float64, 2), "m", std::source_location{});
  EXPECT_EQ(error_text<ValueError>([&] { tensor::sum(m, 2); }),
            "[sum] Not enough dimensions on m to reduce on axis 2.\n  x  m  float64 (?, ?)\n  Way out: use an axis "
            "from -2 to "
            "1.");
  EXPECT_EQ(
      error_text<ValueError>([&] { tensor::max(m, -3); }),
      "[max] Not enough dimensions on m to reduce on axis -3.\n  x  m  float64 (?, ?)\n  Way out: use an axis from -2 "
      "to 1.");
}

TEST(Sum, Derivatives) {
  const Variable t = tensor::dtensor3("t");
  const Array a = counted({2, 3, 2}, 0.5);
  EXPECT_LT(vjp_distance(tensor::sum(t), {{t, a}}, 0), 1e-6);
  EXPECT_LT(vjp_distance(tensor::sum(t, {0, 2}), {{t, a}}, 0), 1e-6);
}

TEST(Prod, DerivativeAtZeros) {
  const Variable x = tensor::dvector("x");
  const auto gradient = [&](std::vector<double> at) {
    const Variable y = tensor::prod(x);
    const Variable one = scalar_constant(DType::Float64, 1.0);
    const Variable g = y.owner()->op()->definition().vjp(*y.owner(), std::vector<Variable>{one})[0];
    return values_of(g, x, doubles(std::move(at)));
  };
  EXPECT_EQ(gradient({0, 2, 3}), (std::vector<double>{6, 0, 0}));
  EXPECT_EQ(gradient({0, 0, 3}), (std::vector<double>{0, 0, 0}));
  EXPECT_EQ(gradient({4, 2, 3}), (std::vector<double>{6, 12, 8}));
  const Variable m = tensor::dmatrix("m");
  EXPECT_LT(vjp_distance(tensor::prod(m, 1), {{m, Array::from(std::vector<double>{1, 0, 2, 3, 0, 0}, {2, 3})}}, 0),
            1e-6);
}

TEST(Extremes, ValuesAndNan) {
  const Variable x = tensor::dvector("x"), m = tensor::dmatrix("m");
  EXPECT_TRUE(std::isnan(values_of(tensor::max(x), x, doubles({1, kNan, 2}))[0]));
  EXPECT_TRUE(std::isnan(values_of(tensor::min(x), x, doubles({1, kNan, 2}))[0]));
  EXPECT_EQ(values_of(tensor::argmax(x), x, doubles({1, kNan, 2})), (std::vector<double>{1}));
  EXPECT_EQ(values_of(tensor::argmax(x), x, doubles({3, 3})), (std::vector<double>{0}));
  EXPECT_EQ(values_of(tensor::max(x), x, doubles({-kInf, -kInf})), (std::vector<double>{-kInf}));
  EXPECT_EQ(values_of(tensor::argmin(x), x, doubles({4, -1, -1})), (std::vector<double>{1}));
  const Array a = Array::from(std::vector<double>{1, 5, 2, 7, 0, 3}, {2, 3});
  EXPECT_EQ(values_of(tensor::max(m, 0), m, a), (std::vector<double>{7, 5, 3}));
  EXPECT_EQ(values_of(tensor::argmax(m, 1), m, a), (std::vector<double>{1, 0}));
  EXPECT_EQ(values_of(tensor::argmax(m), m, a), (std::vector<double>{3}));
  EXPECT_EQ(values_of(tensor::max_and_argmax(m, 1)[1], m, a), (std::vector<double>{1, 0}));
  EXPECT_EQ(tensor::argmax(m).dtype(), DType::Int64);
  EXPECT_EQ(tensor::max(symbol(DType::Int8, {false})).dtype(), DType::Int8);
}

TEST(Extremes, TiesGetTheWholeGradient) {
  const Variable x = tensor::dvector("x");
  const Variable one = scalar_constant(DType::Float64, 1.0);
  for (const Variable& y : {tensor::max(x), tensor::max_and_argmax(x)[0]}) {
    std::vector<Variable> gradients(static_cast<std::size_t>(y.owner()->output_count()));
    gradients[0] = one;
    const Variable g = y.owner()->op()->definition().vjp(*y.owner(), gradients)[0];
    EXPECT_EQ(values_of(g, x, doubles({3, 3, 1})), (std::vector<double>{1, 1, 0}));
  }
  const Variable position = tensor::argmax(x);
  const Variable g = position.owner()->op()->definition().vjp(*position.owner(), std::vector<Variable>{one})[0];
  EXPECT_EQ(values_of(g, x, doubles({3, 3, 1})), (std::vector<double>{0, 0, 0}));
}

TEST(Extremes, OfNothing) {
  const Variable x = tensor::dvector("x"), m = tensor::dmatrix("m");
  EXPECT_EQ(error_text<ValueError>([&] { values_of(tensor::max(x), x, counted({0})); }),
            "[max] there must be an element to take the maximum of, but the input has none.");
  EXPECT_THROW(values_of(tensor::argmin(x), x, counted({0})), ValueError);
  EXPECT_THROW(values_of(tensor::max(m, 1), m, counted({2, 0})), ValueError);
  EXPECT_EQ(compute(tensor::max(m, 1), {{m, counted({0, 3})}}).shape(), (Shape{0}));
}

TEST(Truth, Values) {
  const Variable x = tensor::dvector("x"), m = symbol(DType::Bool, {false, false});
  EXPECT_EQ(tensor::any(x).dtype(), DType::Bool);
  EXPECT_EQ(values_of(tensor::any(x), x, doubles({0, 0.5})), (std::vector<double>{1}));
  EXPECT_EQ(values_of(tensor::all(x), x, doubles({0, 0.5})), (std::vector<double>{0}));
  EXPECT_EQ(values_of(tensor::any(x), x, counted({0})), (std::vector<double>{0}));
  EXPECT_EQ(values_of(tensor::all(x), x, counted({0})), (std::vector<double>{1}));
  EXPECT_EQ(values_of(tensor::all(m, 0), m, counted({2, 2}, 0, DType::Bool)), (std::vector<double>{0, 1}));
}

TEST(Statistics, DTypes) {
  for (const DType d : {DType::Bool, DType::Int8, DType::UInt32, DType::Float64}) {
    EXPECT_EQ(tensor::mean(symbol(d, {false})).dtype(), DType::Float64);
  }
  EXPECT_EQ(tensor::mean(tensor::fvector()).dtype(), DType::Float32);
  EXPECT_EQ(tensor::var(tensor::fvector()).dtype(), DType::Float32);
  EXPECT_EQ(tensor::var(tensor::fvector(), {}, 1).dtype(), DType::Float32);
  EXPECT_EQ(tensor::std(tensor::ivector()).dtype(), DType::Float64);
  EXPECT_EQ(tensor::var(symbol(DType::Float16, {false})).dtype(), DType::Float16);
  EXPECT_EQ(tensor::norm(tensor::fvector(), 2).dtype(), DType::Float32);
  EXPECT_EQ(tensor::norm(tensor::ivector(), 2).dtype(), DType::Float64);
}

TEST(Statistics, Values) {
  const Variable x = tensor::dvector("x"), m = tensor::dmatrix("m");
  const Array a = Array::from(std::vector<double>{1, 2, 3, 5, 7, 12}, {2, 3});
  EXPECT_EQ(values_of(tensor::mean(m, 1), m, a), (std::vector<double>{2, 8}));
  EXPECT_EQ(values_of(tensor::mean(m), m, a), (std::vector<double>{5}));
  EXPECT_EQ(compute(tensor::mean(m, 1, true), {{m, a}}).shape(), (Shape{2, 1}));
  EXPECT_TRUE(std::isnan(values_of(tensor::mean(x), x, counted({0}))[0]));
  EXPECT_DOUBLE_EQ(values_of(tensor::var(m), m, a)[0], 82.0 / 6);
  EXPECT_DOUBLE_EQ(values_of(tensor::var(m, {}, 1), m, a)[0], 82.0 / 5);
  EXPECT_DOUBLE_EQ(values_of(tensor::var(m, {}, 0, false, true), m, a)[0], 82.0 / 6);
  EXPECT_DOUBLE_EQ(values_of(tensor::std(m, 1), m, a)[1], std::sqrt(26.0 / 3));
  EXPECT_EQ(values_of(tensor::ptp(m, 0), m, a), (std::vector<double>{4, 5, 9}));
  EXPECT_DOUBLE_EQ(values_of(tensor::norm(m, 2, 1), m, a)[0], std::sqrt(14.0));
  EXPECT_EQ(tensor::mean(x).name(), "mean");
  EXPECT_THROW(tensor::norm(x, 0), NotImplementedError);
}

TEST(Sum, AccumulatorsMustHoldTheElements) {
  const Variable z = make_variable(TensorType::of_rank(DType::Complex128, 1), "z");
  try {
    tensor::sum(z, std::nullopt, false, std::nullopt, DType::Float64);
    FAIL();
  } catch (const TypeError& e) {
    EXPECT_NE(std::string(e.what()).find("[sum] acc_dtype must hold the elements, but float64 would lose of complex128."),
              std::string::npos)
        << e.what();
  }
  const Variable i = make_variable(TensorType::of_rank(DType::Int64, 1));
  EXPECT_THROW(tensor::prod(i, std::nullopt, false, std::nullopt, DType::Int32), TypeError);
  EXPECT_EQ(tensor::sum(i, std::nullopt, false, std::nullopt, DType::Float32).dtype(), DType::Int64);
}

}  // namespace
}  // namespace theano
