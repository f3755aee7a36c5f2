// The scalar cast: NumPy's results where NumPy defines them, and a defined result everywhere else.
#include "theano/array/scalar_cast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

namespace theano {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

TEST(ScalarCast, CutsTowardsZeroAndWraps) {
  EXPECT_EQ((scalar_cast<std::uint8_t>(255.6)), 255);
  EXPECT_EQ((scalar_cast<std::uint8_t>(-1.0)), 255);
  EXPECT_EQ((scalar_cast<std::uint8_t>(256.0f)), 0);
  EXPECT_EQ((scalar_cast<std::int8_t>(200.0)), -56);
  EXPECT_EQ((scalar_cast<int>(-0.9)), 0);
  EXPECT_EQ((scalar_cast<int>(-3.99f)), -3);
  EXPECT_EQ((scalar_cast<std::int32_t>(4294967297.0)), 1);
}

TEST(ScalarCast, IsDefinedForNaNAndBeyondInt64) {
  EXPECT_EQ((scalar_cast<int>(kNaN)), 0);
  EXPECT_EQ((scalar_cast<std::uint64_t>(kNaN)), 0u);
  EXPECT_EQ((scalar_cast<std::int64_t>(kInf)), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ((scalar_cast<std::int64_t>(-kInf)), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ((scalar_cast<std::int64_t>(9223372036854775808.0)), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ((scalar_cast<std::int64_t>(-9223372036854775808.0)), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ((scalar_cast<std::int32_t>(1e300)), -1);
  EXPECT_EQ((scalar_cast<std::int32_t>(-1e300)), 0);
  EXPECT_EQ((scalar_cast<std::uint64_t>(1e19)), 10000000000000000000u);
  EXPECT_EQ((scalar_cast<std::uint64_t>(kInf)), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ((scalar_cast<std::uint64_t>(-1.0f)), std::numeric_limits<std::uint64_t>::max());
}

TEST(ScalarCast, ToBoolAsksForZero) {
  EXPECT_TRUE(scalar_cast<bool>(0.5));
  EXPECT_TRUE(scalar_cast<bool>(kNaN));
  EXPECT_TRUE(scalar_cast<bool>(256));
  EXPECT_FALSE(scalar_cast<bool>(-0.0));
  EXPECT_EQ((scalar_cast<float>(true)), 1.0f);
}

TEST(ScalarCast, RoundsToTheNearestFloat) {
  EXPECT_EQ((scalar_cast<float>(std::int64_t{16777217})), 16777216.0f);
  EXPECT_EQ((scalar_cast<float>(std::int64_t{16777219})), 16777220.0f);
  EXPECT_EQ((scalar_cast<float>(1e300)), std::numeric_limits<float>::infinity());
  EXPECT_EQ((scalar_cast<double>(std::numeric_limits<std::uint64_t>::max())), 18446744073709551616.0);
  EXPECT_TRUE(std::signbit(scalar_cast<float>(-0.0)));
  EXPECT_TRUE(std::isnan(scalar_cast<float>(kNaN)));
}

TEST(ScalarCast, WrapsBetweenIntegers) {
  EXPECT_EQ((scalar_cast<std::int8_t>(std::int64_t{-129})), 127);
  EXPECT_EQ((scalar_cast<std::uint16_t>(std::int32_t{-70000})), 2 * 65536 - 70000);
  EXPECT_EQ((scalar_cast<std::int64_t>(std::numeric_limits<std::uint64_t>::max())), -1);
}

}  // namespace
}  // namespace theano
