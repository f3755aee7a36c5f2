// Single elements of every dtype, and the 16-bit float types.
#include "theano/array/element.h"

#include <gtest/gtest.h>

#include <cmath>

namespace theano {
namespace {

TEST(Half, EveryPatternOf16BitsComesBack) {
  for (std::uint32_t i = 0; i < 65536; ++i) {
    const std::uint16_t bits = static_cast<std::uint16_t>(i);
    const float16 half = float16::from_bits(bits);
    if (!std::isnan(half)) {
      ASSERT_EQ(float16(float(half)).bits, bits);
    }
    const bfloat16 other = bfloat16::from_bits(bits);
    if (!std::isnan(other)) {
      ASSERT_EQ(bfloat16(float(other)).bits, bits);
    }
  }
}

TEST(Half, RoundsToTheNearestHalf) {
  EXPECT_EQ(float16(65504).bits, 0x7bff);  // the largest
  EXPECT_EQ(float16(65519.99).bits, 0x7bff);
  EXPECT_EQ(float16(65520).bits, 0x7c00);  // half way to infinity
  EXPECT_EQ(float16(1e9f).bits, 0x7c00);
  EXPECT_EQ(float16(1 + 0x1p-11).bits, 0x3c00) << "ties go to even";
  EXPECT_EQ(float16(1 + 3 * 0x1p-11).bits, 0x3c02);
  EXPECT_EQ(float16(0x1p-25).bits, 0x0000);
  EXPECT_EQ(float16(0x1.8p-25).bits, 0x0001);
  EXPECT_EQ(float16(0x1p-1000).bits, 0x0000);
  EXPECT_EQ(float16(-0.0).bits, 0x8000);
  EXPECT_EQ(float16(-INFINITY).bits, 0xfc00);
  EXPECT_TRUE(std::isnan(float16(NAN)));
  EXPECT_EQ(float16::from_bits(0x3555), 0.333251953125f);
  static_assert(float16(2).bits == 0x4000 && float(float16(0.5)) == 0.5f, "usable in constant expressions");
}

TEST(Half, RoundsToTheNearestBFloat) {
  EXPECT_EQ(bfloat16(1.0).bits, 0x3f80);
  EXPECT_EQ(bfloat16(1 + 0x1p-8).bits, 0x3f80);
  EXPECT_EQ(bfloat16(3.4e38).bits, 0x7f80);
  EXPECT_TRUE(std::isnan(bfloat16(NAN)));
}

TEST(Half, RoundsDoublesAndIntegersOnce) {
  // Just above a tie; a detour by float, or by double, would land on the tie and go to even.
  EXPECT_EQ(float16(1 + 0x1p-11 + 0x1p-40).bits, 0x3c01);
  EXPECT_EQ(float16(-1 - 0x1p-11 - 0x1p-40).bits, 0xbc01);
  EXPECT_EQ(bfloat16(1 + 0x1p-8 + 0x1p-50).bits, 0x3f81);
  EXPECT_EQ(bfloat16(1 + 0x1p-8 - 0x1p-50).bits, 0x3f80);
  const std::int64_t tie = (std::int64_t{1} << 60) + (std::int64_t{1} << 52);
  EXPECT_EQ(bfloat16(tie).bits, 0x5d80);
  EXPECT_EQ(bfloat16(tie + 1).bits, 0x5d81);
  EXPECT_EQ(bfloat16(-tie - 1).bits, 0xdd81);
  EXPECT_EQ(bfloat16(tie - 1).bits, 0x5d80);
  EXPECT_EQ(bfloat16(std::uint64_t(tie) * 8 + 1).bits, 0x5f01);
  EXPECT_EQ(float(float16(std::int64_t{2049})), 2048);
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

TEST(Element, ComplexElementsHaveTwoParts) {
  alignas(16) std::byte place[16];
  write_complex(DType::Complex64, place, {1.5, -2});
  EXPECT_EQ(read_complex(DType::Complex64, place), std::complex<double>(1.5, -2));
  EXPECT_EQ(read_element<double>(DType::Complex64, place), 1.5);
  write_element(DType::Complex64, place, 3);
  EXPECT_EQ(read_complex(DType::Complex64, place), 3.0);
  EXPECT_EQ(read_complex(DType::Float64, reinterpret_cast<const std::byte*>(place)).imag(), 0.0);
}

}  // namespace
}  // namespace theano
