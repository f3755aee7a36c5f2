// The text of conversions; theano/array/scalar_cast.h and half.h say what they compute.
#include "theano/codegen/c_conversions.h"

#include <string>

#include "theano/base/error.h"

namespace theano::codegen {
namespace {

constexpr CConversion kConversions[] = {
    {"int64_of_float32", {}, R"(/* Cut towards zero; NaN is 0, and what lies outside becomes the nearer limit. */
{function}int64_t int64_of_float32(float x) {
  if (x != x) return 0;
  if (x >= 9223372036854775808.0f) return INT64_MAX;
  return x < -9223372036854775808.0f ? INT64_MIN : (int64_t)x;
}
)"},
    {"int64_of_float64", {}, R"(/* Cut towards zero; NaN is 0, and what lies outside becomes the nearer limit. */
{function}int64_t int64_of_float64(double x) {
  if (x != x) return 0;
  if (x >= 9223372036854775808.0) return INT64_MAX;
  return x < -9223372036854775808.0 ? INT64_MIN : (int64_t)x;
}
)"},
    {"uint64_of_float32", {"int64_of_float32"}, R"({function}uint64_t uint64_of_float32(float x) {
  if (x >= 18446744073709551616.0f) return UINT64_MAX;
  return x >= 9223372036854775808.0f ? (uint64_t)x : (uint64_t)int64_of_float32(x);
}
)"},
    {"uint64_of_float64", {"int64_of_float64"}, R"({function}uint64_t uint64_of_float64(double x) {
  if (x >= 18446744073709551616.0) return UINT64_MAX;
  return x >= 9223372036854775808.0 ? (uint64_t)x : (uint64_t)int64_of_float64(x);
}
)"},
    {"pattern_of_float32", {}, R"({function}uint32_t pattern_of_float32(float x) {
  uint32_t result;
  {copy}
  return result;
}
)"},
    {"float32_of_pattern", {}, R"({function}float float32_of_pattern(uint32_t x) {
  float result;
  {copy}
  return result;
}
)"},
    {"float32_of_float16", {"pattern_of_float32", "float32_of_pattern"}, R"(/* The value of a 16-bit pattern; exact. */
{function}float float32_of_float16(uint16_t x) {
  const uint32_t sign = (x & 0x8000u) << 16, magnitude = (x & 0x7fffu) << 13;
  const uint32_t finite = pattern_of_float32(float32_of_pattern(magnitude) * 5192296858534827628530496329220096.0f);
  return float32_of_pattern(sign | (magnitude >= 0x0f800000u ? magnitude | 0x7f800000u : finite));
}
)"},
    {"float32_of_bfloat16", {"float32_of_pattern", {}}, R"(/* The value of a 16-bit pattern; exact. */
{function}float float32_of_bfloat16(uint16_t x) {
  return float32_of_pattern((uint32_t)x << 16);
}
)"},
    {"float16_of_float32",
     {"pattern_of_float32", "float32_of_pattern"},
     R"(/* The nearest 16-bit pattern, ties to even. */
{function}uint16_t float16_of_float32(float x) {
  const uint32_t pattern = pattern_of_float32(x), sign = (pattern & 0x80000000u) >> 16, magnitude = pattern & 0x7fffffffu;
  const uint32_t normal = (magnitude - 0x38000000u + 0xfffu + ((magnitude >> 13) & 1u)) >> 13;
  const float small = float32_of_pattern(magnitude < 0x38800000u ? magnitude : 0u);
  const uint32_t subnormal = pattern_of_float32(small + 0.5f) - 0x3f000000u;
  const uint32_t special = magnitude > 0x7f800000u ? 0x7e00u : 0x7c00u;
  const uint32_t finite = magnitude < 0x38800000u ? subnormal : normal;
  return (uint16_t)(sign | (magnitude >= 0x47800000u ? special : finite));
}
)"},
    {"bfloat16_of_float32", {"pattern_of_float32", {}}, R"(/* The nearest 16-bit pattern, ties to even. */
{function}uint16_t bfloat16_of_float32(float x) {
  const uint32_t pattern = pattern_of_float32(x);
  if (x != x) return (uint16_t)((pattern & 0x80000000u) >> 16 | 0x7fc0u);
  return (uint16_t)((pattern + 0x7fffu + ((pattern >> 16) & 1u)) >> 16);
}
)"},
    {"odd_float32_of_float64",
     {"pattern_of_float32", "float32_of_pattern"},
     R"(/* A float that rounds to 16 bits as x does: where x is no float, its neighbour with an odd last bit. */
{function}float odd_float32_of_float64(double x) {
  const float nearest = (float)x;
  const uint32_t pattern = pattern_of_float32(nearest);
  const double size = fabs(x), back = fabs((double)nearest);
  if (back == size || x != x || (pattern & 1u)) return nearest;
  return float32_of_pattern(back > size ? pattern - 1u : pattern + 1u);
}
)"},
    {"odd_float64_of_int64", {}, R"(/* A double that rounds to 16 bits as x does. */
{function}double odd_float64_of_int64(int64_t x) {
  if (x >= -9007199254740992 && x <= 9007199254740992) return (double)x;
  return (double)((x & ~(int64_t)0xfff) | ((x & 0xfff) != 0 ? 0x800 : 0));
}
)"},
    {"odd_float64_of_uint64", {}, R"(/* A double that rounds to 16 bits as x does. */
{function}double odd_float64_of_uint64(uint64_t x) {
  if (x <= 9007199254740992u) return (double)x;
  return (double)((x & ~(uint64_t)0xfff) | ((x & 0xfff) != 0 ? 0x800u : 0u));
}
)"},
};

}  // namespace

const CConversion& c_conversion(std::string_view name) {
  for (const CConversion& conversion : kConversions)
    if (conversion.name == name) return conversion;
  throw InternalError("codegen", "there is no conversion named " + std::string(name) + ".",
                      "This is a fault of the printer.");
}

}  // namespace theano::codegen
