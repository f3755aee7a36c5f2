// What machine code calls by name: loops of the interpreter for rare work, and moves of lanes.
#pragma once

#include <string>
#include <string_view>

#include "theano/ir/kernel.h"
#include "theano/ir/primitives.h"

namespace theano::codegen {

// Names of routines; each is stable, since machine code on disk refers to it.

/// LaneFunction of a primitive on operands of a dtype, of a cast, of a fold.
std::string primitive_routine(ir::Prim prim, DType operand);
std::string cast_routine(DType from, DType to);
std::string fold_routine(ir::Prim prim, DType dtype);
/// ArgScanFunction, ArgUpdateFunction.
std::string arg_scan_routine(bool is_max, DType dtype);
/// void(void* to, const void* from, int64 stride_bytes, int64 n): n elements of a size into a row, and back.
std::string gather_row_routine(std::int64_t element_bytes);
/// void(void* to, int64 stride_bytes, const void* from, int64 n)
std::string scatter_row_routine(std::int64_t element_bytes);
/// void(void* to, const void* from, const int64* offset_bytes, int64 n), and back: elements anywhere.
std::string gather_routine(std::int64_t element_bytes);
std::string scatter_routine(std::int64_t element_bytes);

/// The address of a routine; null for names that are none.
const void* find_routine(std::string_view name);

}  // namespace theano::codegen
