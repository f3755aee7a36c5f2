// Single elements, and the bit patterns of the 16-bit float types.
#include "theano/array/element.h"

#include <gtest/gtest.h>

#include <cmath>

namespace theano {
namespace {

TEST(Element, EveryPatternOf16BitsComesBack) {
  for (std::uint32_t i = 0; i < 65536; ++i) {
    const std::uint16_t bits = static_cast<std::uint16_t>(i);
    if (!std::isnan(float16_value(bits))) {
      ASSERT_EQ(float16_bits(float16_value(bits)), bits);
    }
    if (!std::isnan(bfloat16_value(bits))) {
      ASSERT_EQ(bfloat16_bits(bfloat16_value(bits)), bits);
    }
  }
}

TEST(Element, RoundsToTheNearestHalf) {
  EXPECT_EQ(float16_bits(65504), 0x7bff);  // the largest
  EXPECT_EQ(float16_bits(65519.99), 0x7bff);
  EXPECT_EQ(float16_bits(65520), 0x7c00);  // half way to infinity
  EXPECT_EQ(float16_bits(1 + 0x1p-11), 0x3c00) << "ties go to even";
  EXPECT_EQ(float16_bits(1 + 3 * 0x1p-11), 0x3c02);
  EXPECT_EQ(float16_bits(0x1p-25), 0x0000);
  EXPECT_EQ(float16_bits(0x1.8p-25), 0x0001);
  EXPECT_EQ(float16_bits(-0.0), 0x8000);
  EXPECT_EQ(float16_bits(-INFINITY), 0xfc00);
  EXPECT_TRUE(std::isnan(float16_value(float16_bits(NAN))));
  EXPECT_EQ(float16_value(0x3555), 0.333251953125f);
}

TEST(Element, RoundsToTheNearestBFloat) {
  EXPECT_EQ(bfloat16_bits(1.0), 0x3f80);
  EXPECT_EQ(bfloat16_bits(1 + 0x1p-8), 0x3f80);
  EXPECT_EQ(bfloat16_bits(3.4e38), 0x7f80);
  EXPECT_TRUE(std::isnan(bfloat16_value(bfloat16_bits(NAN))));
}

TEST(Element, WritesWhatItReads) {
  for (int i = 0; i < kDTypeCount; ++i) {
    const DType dtype = static_cast<DType>(i);
    alignas(16) std::byte place[17];
    write_element(dtype, place + 1, 1);  // not aligned
    EXPECT_EQ(read_element<double>(dtype, place + 1), 1.0) << dtype_name(dtype);
    EXPECT_EQ(read_element<std::int64_t>(dtype, place + 1), 1) << dtype_name(dtype);
  }
}

}  // namespace
}  // namespace theano
