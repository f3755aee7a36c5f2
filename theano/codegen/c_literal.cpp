// Prints numbers with as few digits as tell them apart from all others.
#include "theano/codegen/c_literal.h"

#include <charconv>
#include <cmath>
#include <cstdint>

#include "theano/array/scalar_cast.h"

namespace theano::codegen {
namespace {

template <class T>
std::string digits_of(T number) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof(digits), number).ptr;
  return std::string(digits, end);
}

template <class T>
std::string float_literal(T number) {
  if (number != number) return "NAN";
  const std::string sign = std::signbit(number) ? "-" : "";
  std::string text = std::isinf(number) ? "INFINITY" : digits_of(std::fabs(number));
  if (!std::isinf(number)) {
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    if (sizeof(T) == sizeof(float)) text += "f";
  }
  return sign.empty() ? text : "(-" + text + ")";
}

std::string signed_literal(DType dtype, std::int64_t number) {
  if (number == INT64_MIN) return "INT64_MIN";
  if (number == INT32_MIN) return dtype == DType::Int64 ? "(int64_t)INT32_MIN" : "INT32_MIN";
  const bool is_wide = number > INT32_MAX || number < INT32_MIN;
  const std::string digits = digits_of(number < 0 ? -number : number);
  const std::string text = is_wide ? "INT64_C(" + digits + ")" : digits;
  return number < 0 ? "(-" + text + ")" : text;
}

}  // namespace

std::string c_comment(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (!result.empty() && ((result.back() == '*' && c == '/') || (result.back() == '/' && c == '*'))) result += ' ';
    result += c == '\n' ? ' ' : c;
  }
  return result;
}

std::string c_literal(const ir::Scalar& number) {
  switch (number.dtype) {
    case DType::Bool:
      return number.as<bool>() ? "true" : "false";
    case DType::Float32:
      return float_literal(number.as<float>());
    case DType::Float64:
      return float_literal(number.as<double>());
    case DType::UInt64:
      return "UINT64_C(" + digits_of(number.as<std::uint64_t>()) + ")";
    case DType::UInt32:
      return digits_of(number.as<std::uint32_t>()) + "u";
    case DType::UInt16:
      return digits_of(number.as<std::uint16_t>());
    case DType::UInt8:
      return digits_of(static_cast<unsigned>(number.as<std::uint8_t>()));
    case DType::Int8:
      return signed_literal(number.dtype, number.as<std::int8_t>());
    case DType::Int16:
      return signed_literal(number.dtype, number.as<std::int16_t>());
    case DType::Int32:
      return signed_literal(number.dtype, number.as<std::int32_t>());
    default:
      return signed_literal(number.dtype, number.as<std::int64_t>());
  }
}

}  // namespace theano::codegen
