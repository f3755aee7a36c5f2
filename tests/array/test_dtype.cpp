// Dtypes: names, NumPy's promotion table, and the dtypes of results and literals.
#include "theano/array/dtype.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <sstream>
#include <string>

#include "theano/base/config.h"
#include "theano/base/error.h"

namespace theano {
namespace {

const std::map<std::string, DType>& by_code() {
  static const std::map<std::string, DType> codes = {
      {"b1", DType::Bool},      {"i1", DType::Int8},       {"i2", DType::Int16},   {"i4", DType::Int32},
      {"i8", DType::Int64},     {"u1", DType::UInt8},      {"u2", DType::UInt16},  {"u4", DType::UInt32},
      {"u8", DType::UInt64},    {"f2", DType::Float16},    {"f4", DType::Float32}, {"f8", DType::Float64},
      {"c8", DType::Complex64}, {"c16", DType::Complex128}};
  return codes;
}

constexpr DType kNumpyOrder[] = {DType::Bool,    DType::Int8,    DType::Int16,     DType::Int32,     DType::Int64,
                                 DType::UInt8,   DType::UInt16,  DType::UInt32,    DType::UInt64,    DType::Float16,
                                 DType::Float32, DType::Float64, DType::Complex64, DType::Complex128};

// numpy.promote_types(row, column), columns in kNumpyOrder.
constexpr const char* kPromotion[] = {
    "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16",      "i1 i1 i2 i4 i8 i2 i4 i8 f8 f2 f4 f8 c8 c16",
    "i2 i2 i2 i4 i8 i2 i4 i8 f8 f4 f4 f8 c8 c16",      "i4 i4 i4 i4 i8 i4 i4 i8 f8 f8 f8 f8 c16 c16",
    "i8 i8 i8 i8 i8 i8 i8 i8 f8 f8 f8 f8 c16 c16",     "u1 i2 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16",
    "u2 i4 i4 i4 i8 u2 u2 u4 u8 f4 f4 f8 c8 c16",      "u4 i8 i8 i8 i8 u4 u4 u4 u8 f8 f8 f8 c16 c16",
    "u8 f8 f8 f8 f8 u8 u8 u8 u8 f8 f8 f8 c16 c16",     "f2 f2 f4 f8 f8 f2 f4 f8 f8 f2 f4 f8 c8 c16",
    "f4 f4 f4 f8 f8 f4 f4 f8 f8 f4 f4 f8 c8 c16",      "f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 c16 c16",
    "c8 c8 c8 c16 c16 c8 c8 c16 c16 c8 c8 c16 c8 c16", "c16 c16 c16 c16 c16 c16 c16 c16 c16 c16 c16 c16 c16 c16",
};

TEST(DType, PromotesAsNumpyDoes) {
  for (int row = 0; row < 14; ++row) {
    std::istringstream codes(kPromotion[row]);
    for (const DType column : kNumpyOrder) {
      std::string code;
      codes >> code;
      EXPECT_EQ(promote(kNumpyOrder[row], column), by_code().at(code))
          << dtype_name(kNumpyOrder[row]) << " with " << dtype_name(column);
    }
  }
}

TEST(DType, PromotionHasTheLawsOfAJoin) {
  for (int i = 0; i < kDTypeCount; ++i) {
    for (int j = 0; j < kDTypeCount; ++j) {
      const DType a = static_cast<DType>(i), b = static_cast<DType>(j);
      EXPECT_EQ(promote(a, b), promote(b, a));
      EXPECT_TRUE(can_cast_safely(a, promote(a, b))) << dtype_name(a) << " with " << dtype_name(b);
    }
    EXPECT_EQ(promote(static_cast<DType>(i), static_cast<DType>(i)), static_cast<DType>(i));
  }
  EXPECT_EQ(promote(DType::Float16, DType::BFloat16), DType::Float32);
  const DType three[] = {DType::Int8, DType::UInt8, DType::Float32};
  EXPECT_EQ(promote(three), DType::Float32);
}

TEST(DType, PromotesToFloatAsTheanoDoes) {
  // Source: tanh of each dtype in Theano 1.0.5.
  std::istringstream codes("f4 f4 f4 f8 f8 f4 f4 f8 f8 f2 f4 f8 c8 c16");
  for (const DType d : kNumpyOrder) {
    std::string code;
    codes >> code;
    EXPECT_EQ(promote_to_float(d), by_code().at(code)) << dtype_name(d);
  }
}

TEST(DType, DividesWholeNumbersInFloatX) {
  const ConfigScope scope("floatX", "float32");
  EXPECT_EQ(promote_division(DType::Int64, DType::Bool), DType::Float32);
  EXPECT_EQ(promote_division(DType::Int64, DType::Float32), DType::Float64);
  EXPECT_EQ(promote_division(DType::Int8, DType::Float16), DType::Float16);
}

TEST(DType, CastsSafelyAsNumpyDoes) {
  EXPECT_TRUE(can_cast_safely(DType::Int32, DType::Float64));
  EXPECT_FALSE(can_cast_safely(DType::Int32, DType::Float32));
  EXPECT_TRUE(can_cast_safely(DType::UInt8, DType::Int16));
  EXPECT_FALSE(can_cast_safely(DType::UInt8, DType::Int8));
  EXPECT_FALSE(can_cast_safely(DType::Float64, DType::Float32));
  EXPECT_FALSE(can_cast_safely(DType::Int8, DType::Bool));
  EXPECT_TRUE(can_cast_safely(DType::Float16, DType::Complex64));
}

TEST(DType, GivesIntegerLiteralsTheSmallestType) {
  EXPECT_EQ(smallest_integer_type(127), DType::Int8);
  EXPECT_EQ(smallest_integer_type(128), DType::Int16);
  EXPECT_EQ(smallest_integer_type(-128), DType::Int8);
  EXPECT_EQ(smallest_integer_type(-129), DType::Int16);
  EXPECT_EQ(smallest_integer_type(32768), DType::Int32);
  EXPECT_EQ(smallest_integer_type(2147483648), DType::Int64);
  EXPECT_EQ(integer_literal_type(1), DType::Int8);
  const ConfigScope scope("cast_policy", "numpy+floatX");
  EXPECT_EQ(integer_literal_type(1), DType::Int64);
}

TEST(DType, GivesFloatLiteralsTheSmallerExactType) {
  {
    const ConfigScope scope("floatX", "float64");
    EXPECT_EQ(float_literal_type(0.5), DType::Float32);
    EXPECT_EQ(float_literal_type(0.1), DType::Float64);
    EXPECT_EQ(float_literal_type(1e300), DType::Float64);
    EXPECT_EQ(float_literal_type(INFINITY), DType::Float32);
    EXPECT_EQ(float_literal_type(NAN), DType::Float64);
    const ConfigScope policy("cast_policy", "numpy+floatX");
    EXPECT_EQ(float_literal_type(0.5), DType::Float64);
  }
  const ConfigScope scope("floatX", "float32");
  EXPECT_EQ(float_literal_type(0.1), DType::Float32);
  const ConfigScope half("floatX", "float16");
  EXPECT_EQ(float_literal_type(0.1), DType::Float16);
}

TEST(DType, HasNames) {
  for (int i = 0; i < kDTypeCount; ++i) EXPECT_EQ(dtype_of(dtype_name(static_cast<DType>(i))), static_cast<DType>(i));
  const ConfigScope scope("floatX", "float32");
  EXPECT_EQ(dtype_of("floatX"), DType::Float32);
  EXPECT_EQ(find_dtype("float8"), std::nullopt);
  try {
    dtype_of("float8");
    FAIL();
  } catch (const TypeError& e) {
    EXPECT_STREQ(e.what(),
                 "[dtype] a dtype must be a known name, but \"float8\" is none.\n  Way out: use one of bool, int8, "
                 "int16, int32, int64, uint8, uint16, uint32, uint64, float16, bfloat16, float32, float64, complex64, "
                 "complex128, floatX.");
  }
}

TEST(DType, RefusesToComputeWithWhatItCannot) {
  const auto size_of = []<class T>() { return sizeof(T); };
  EXPECT_EQ(visit_dtype(DType::UInt16, size_of), 2u);
  try {
    visit_dtype(DType::Float16, size_of);
    FAIL();
  } catch (const NotImplementedError& e) {
    EXPECT_STREQ(e.what(),
                 "[dtype] the elements must be bool, integers, float32 or float64 here, but they are float16.\n"
                 "  Way out: convert the values to float32 or float64 first.");
  }
}

}  // namespace
}  // namespace theano
