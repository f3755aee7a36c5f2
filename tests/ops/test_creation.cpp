// Symbols, constants and shared variables as users make them.
#include <gtest/gtest.h>

#include "theano/base/config.h"
#include "theano/base/error.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

namespace T = tensor;

TEST(Creation, SymbolsHaveFloatXUnlessToldOtherwise) {
  const ConfigScope single("floatX", "float32");
  EXPECT_EQ(T::scalar().type()->to_string(), "TensorType(float32, scalar)");
  EXPECT_EQ(T::vector("v").name(), "v");
  EXPECT_EQ(T::matrix("m", DType::Float64).type()->to_string(), "TensorType(float64, matrix)");
  EXPECT_EQ(T::row().type()->to_string(), "TensorType(float32, row)");
  EXPECT_EQ(T::col().type()->to_string(), "TensorType(float32, col)");
  EXPECT_EQ(T::ftensor3().type()->to_string(), "TensorType(float32, 3D)");
  EXPECT_EQ(T::ivector("y").dtype(), DType::Int32);
  EXPECT_EQ(T::bscalar().dtype(), DType::Int8);
  EXPECT_EQ(T::ztensor4().ndim(), 4);
}

TEST(Creation, SymbolsKnowTheirLine) {
  const int line = __LINE__ + 1;
  const Variable m = T::fmatrix("m");
  EXPECT_EQ(m.provenance().position().line, line);
}

TEST(Creation, LiteralsAreSmall) {
  const ConfigScope wide("floatX", "float64");
  EXPECT_EQ(T::constant(1).dtype(), DType::Int8);
  EXPECT_EQ(T::constant(300).dtype(), DType::Int16);
  EXPECT_EQ(T::constant(1.5).dtype(), DType::Float32);
  EXPECT_EQ(T::constant(1.1).dtype(), DType::Float64);
  EXPECT_EQ(T::constant(1.1, "", DType::Float32).dtype(), DType::Float32);
  EXPECT_THROW(T::constant(T::vector()), TypeError);
}

TEST(Creation, SharedVariablesNeverBroadcast) {
  const Variable w = shared(Array::zeros(DType::Float32, {1, 3}), "w");
  EXPECT_EQ(w.name(), "w");
  EXPECT_FALSE(w.is_broadcastable(0));
  EXPECT_TRUE(
      shared(Array::zeros(DType::Float32, {1, 3}), "w", false, std::vector<bool>{true, false}).is_broadcastable(0));
  EXPECT_EQ(shared(1.5).dtype(), DType::Float64);
  EXPECT_EQ(shared(true).dtype(), DType::Bool);
}

TEST(Creation, AsTensorVariable) {
  const Variable x = T::vector("x");
  EXPECT_EQ(T::as_tensor_variable(x), x);
  EXPECT_EQ(T::as_tensor_variable(2).dtype(), DType::Int8);
  EXPECT_THROW(T::as_tensor_variable(make_variable(generic_type())), TypeError);
}

}  // namespace
}  // namespace theano
