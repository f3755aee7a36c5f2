// The rows of the C family's table.
#include "theano/codegen/c_target.h"

namespace theano::codegen {

const CTarget kC{
    .name = "c",
    .opening = R"(#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Every operation rounds by itself: a product and a sum must not become one fused operation. */
#if defined(__FAST_MATH__)
#error "compile without -ffast-math"
#elif defined(__clang__) || !defined(__GNUC__)
#pragma STDC FP_CONTRACT OFF
#else
#pragma GCC optimize("fp-contract=off")
#endif

#ifdef __cplusplus
extern "C" {
#endif
)",
    .closing = R"(
#ifdef __cplusplus
}
#endif
)",
    .function = "static inline ",
    .kernel = "void ",
    .buffer = "",
    .map_loop = "for (int64_t {i} = 0; {i} < {n}; ++{i}) {",
    .float_suffix = "f",
    .copy_bits = "memcpy(&{to}, &{from}, sizeof {to});",
};

std::string_view c_type(DType dtype) {
  switch (dtype) {
    case DType::Bool:
      return "bool";
    case DType::Int8:
      return "int8_t";
    case DType::Int16:
      return "int16_t";
    case DType::Int32:
      return "int32_t";
    case DType::Int64:
      return "int64_t";
    case DType::UInt8:
      return "uint8_t";
    case DType::UInt16:
    case DType::Float16:
    case DType::BFloat16:
      return "uint16_t";
    case DType::UInt32:
      return "uint32_t";
    case DType::UInt64:
      return "uint64_t";
    case DType::Float32:
      return "float";
    default:
      return "double";
  }
}

}  // namespace theano::codegen
