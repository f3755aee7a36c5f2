// Texts of arrays, each as NumPy prints it.
#include <gtest/gtest.h>

#include <cmath>

#include "theano/array/array.h"
#include "theano/array/half.h"

namespace theano {
namespace {

Array counting(DType dtype, Shape shape, double start = 0) {
  const Array a(DType::Float64, std::move(shape));
  for (std::int64_t i = 0; i < a.size(); ++i) a.data<double>()[i] = start + static_cast<double>(i);
  return a.astype(dtype);
}

TEST(ArrayPrint, Scalars) {
  EXPECT_EQ(Array::scalar(1.0).to_string(), "1.0");
  EXPECT_EQ(Array::scalar(0.1 + 0.2).to_string(), "0.30000000000000004");
  EXPECT_EQ(Array::scalar(0.1f).to_string(), "0.1");
  EXPECT_EQ(Array::scalar(1e20).to_string(), "1e+20");
  EXPECT_EQ(Array::scalar(1e-5).to_string(), "1e-05");
  EXPECT_EQ(Array::scalar(-NAN).to_string(), "nan");
  EXPECT_EQ(Array::scalar(-INFINITY).to_string(), "-inf");
  EXPECT_EQ(Array::scalar(-0.0).to_string(), "-0.0");
  EXPECT_EQ(Array::scalar(std::int8_t{-7}).to_string(), "-7");
  EXPECT_EQ(Array::scalar(~std::uint64_t{0}).to_string(), "18446744073709551615");
  EXPECT_EQ(Array::scalar(true).to_string(), "True");
  EXPECT_EQ(Array().to_string(), "<no array>");
}

TEST(ArrayPrint, FloatsShareOneWidth) {
  EXPECT_EQ(Array::of({1.0, 2.5}).to_string(), "[1.  2.5]");
  EXPECT_EQ(Array::of({0.1f, 0.2f}).to_string(), "[0.1 0.2]");
  EXPECT_EQ(Array::of({1.1234567891234}).to_string(), "[1.12345679]");
  EXPECT_EQ(Array::of({1e-10, 1.5}).to_string(), "[1.0e-10 1.5e+00]");
  EXPECT_EQ(Array::of<double>({NAN, INFINITY, -INFINITY, 1.5}).to_string(), "[ nan  inf -inf  1.5]");
  EXPECT_EQ(Array::of<double>({1e100, NAN}).to_string(), "[1.e+100     nan]");
  EXPECT_EQ(Array::of<double>({NAN, NAN}).to_string(), "[nan nan]");
  EXPECT_EQ(Array::from(std::vector<double>{1.5, -2.25, 1.0 / 3, 1e3}, {2, 2}).to_string(),
            "[[ 1.50000000e+00 -2.25000000e+00]\n [ 3.33333333e-01  1.00000000e+03]]");
}

TEST(ArrayPrint, WholeNumbersAndBools) {
  EXPECT_EQ(Array::of<std::uint8_t>({200, 7}).to_string(), "[200   7]");
  EXPECT_EQ(Array::of<bool>({true, false}).reshape({1, 2}).to_string(), "[[ True False]]");
  EXPECT_EQ(
      counting(DType::Int64, {2, 3, 4}).to_string(),
      "[[[ 0  1  2  3]\n  [ 4  5  6  7]\n  [ 8  9 10 11]]\n\n [[12 13 14 15]\n  [16 17 18 19]\n  [20 21 22 23]]]");
}

TEST(ArrayPrint, BreaksLinesAt75) {
  EXPECT_EQ(counting(DType::Int32, {45}, -5).to_string(),
            "[-5 -4 -3 -2 -1  0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18\n"
            " 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39]");
}

TEST(ArrayPrint, SummarisesAboveAThousand) {
  EXPECT_EQ(counting(DType::Int64, {1500, 2}).to_string(),
            "[[   0    1]\n [   2    3]\n [   4    5]\n ...\n [2994 2995]\n [2996 2997]\n [2998 2999]]");
  EXPECT_EQ(counting(DType::Int64, {1001}).to_string(), "[   0    1    2 ...  998  999 1000]");
  EXPECT_EQ(counting(DType::Int64, {1000}).to_string().find("..."), std::string::npos);
}

TEST(ArrayPrint, ViewsAndEmptyArrays) {
  EXPECT_EQ(counting(DType::Int64, {2, 3}).transpose().to_string(), "[[0 3]\n [1 4]\n [2 5]]");
  EXPECT_EQ(Array::zeros(DType::Float64, {0, 2}).to_string(), "[]");
  EXPECT_EQ(Array::zeros(DType::Complex64, {2}).to_string(), "[0.+0.j 0.+0.j]");
}

TEST(ArrayPrint, ComplexNumbersAsNumPyPrintsThem) {
  using C = std::complex<double>;
  EXPECT_EQ(Array::of({C(1, 2), C(10.5, -0.25)}).to_string(), "[ 1. +2.j   10.5-0.25j]");
  EXPECT_EQ(Array::of({C(NAN, 1), C(-INFINITY, NAN)}).to_string(), "[ nan +1.j -inf+nanj]");
  EXPECT_EQ(Array::scalar(C(1, 2)).to_string(), "(1+2j)");
  EXPECT_EQ(Array::scalar(C(0, -2.5)).to_string(), "-2.5j");
  EXPECT_EQ(Array::scalar(std::complex<float>(0.1f, 0)).to_string(), "(0.1+0j)");
}

TEST(ArrayPrint, HalvesInTheirShortestDigits) {
  EXPECT_EQ(Array::of({float16(0.1), float16(1.0 / 3)}).to_string(), "[0.1    0.3333]");
  EXPECT_EQ(Array::scalar(float16(0.1)).to_string(), "0.1");
  EXPECT_EQ(Array::scalar(bfloat16(0.1)).to_string(), "0.1");
  EXPECT_EQ(Array::scalar(float16(65504)).to_string(), "65500.0");
}

}  // namespace
}  // namespace theano
