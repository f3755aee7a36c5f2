// The functions that work on many lanes at once, by primitive and type.
#pragma once

#include <cstdint>

#include "theano/array/dtype.h"
#include "theano/ir/kernel.h"
#include "theano/ir/primitives.h"

namespace theano::ir {

/// out[i] = f(a[i], b[i], c[i]) for i < n; `out` may be the same memory as an operand of its element size.
using LaneFunction = void (*)(void* out, const void* a, const void* b, const void* c, std::int64_t n);
/// Takes n elements into the accumulators of a reduction, element i into lane i % kReduceLanes; `is_first` when there
/// are none yet. All calls but the last have n divisible by kReduceLanes.
using FoldFunction = void (*)(void* lanes, const void* elements, std::int64_t n, bool is_first);
/// For each lane: where elements[i] is beyond values[i] (or `is_first`) takes it and sets indices[i] = index.
using ArgUpdateFunction = void (*)(void* values, std::int64_t* indices, const void* elements, std::int64_t index,
                                   std::int64_t n, bool is_first);
/// The same for elements of one reduction in a row: elements[i] has index `index + i`; one value and one index.
using ArgScanFunction = ArgUpdateFunction;

/// Moves n elements of one size. Strides are in elements.
using LoadStridedFunction = void (*)(void* out, const std::byte* from, std::int64_t stride, std::int64_t n);
using StoreStridedFunction = void (*)(std::byte* to, std::int64_t stride, const void* values, std::int64_t n);
using GatherFunction = void (*)(void* out, const std::byte* from, const std::int64_t* offsets, std::int64_t n);
using ScatterFunction = void (*)(std::byte* to, const std::int64_t* offsets, const void* values, std::int64_t n);
using FillFunction = void (*)(void* out, const void* value, std::int64_t n);

struct LaneTable {
  LaneFunction primitive[kPrimCount][kDTypeCount] = {};  ///< by dtype of the (first) operand; not Select and Cast
  /// Binary primitives whose second, first operand is one value for all lanes; null where there is no such form.
  LaneFunction right_uniform[kPrimCount][kDTypeCount] = {};
  LaneFunction left_uniform[kPrimCount][kDTypeCount] = {};
  LaneFunction cast[kDTypeCount][kDTypeCount] = {};   ///< [from][to]
  FoldFunction fold[kPrimCount][kDTypeCount] = {};    ///< of combining primitives
  ArgUpdateFunction arg_update[2][kDTypeCount] = {};  ///< [0] ArgMin, [1] ArgMax
  ArgScanFunction arg_scan[2][kDTypeCount] = {};
  // By the logarithm of the element size.
  LaneFunction select[4] = {};
  LoadStridedFunction load_strided[4] = {};
  StoreStridedFunction store_strided[4] = {};
  GatherFunction gather[4] = {};
  ScatterFunction scatter[4] = {};
  FillFunction fill[4] = {};
  bool (*all_true)(const void* flags, std::int64_t n) = nullptr;
  /// out[i] = start + i
  void (*count_up)(std::int64_t* out, std::int64_t start, std::int64_t n) = nullptr;
  /// offsets[i] += values[i] * factor
  void (*add_scaled)(std::int64_t* offsets, const std::int64_t* values, std::int64_t factor, std::int64_t n) = nullptr;
};

/// 0, 1, 2, 3 for elements of 1, 2, 4, 8 bytes.
constexpr int size_class(DType dtype) {
  const std::int64_t size = dtype_size_bytes(dtype);
  return size == 1 ? 0 : size == 2 ? 1 : size == 4 ? 2 : 3;
}

/// The table for this machine.
const LaneTable& lane_table();
/// The table for every x86-64 machine; tests compare it with that for this machine.
const LaneTable& baseline_lane_table();

namespace lanes {
namespace baseline {
void add_arithmetic(LaneTable& table);
void add_mathematics(LaneTable& table);
void add_movement(LaneTable& table);
}  // namespace baseline
namespace avx2 {
void add_arithmetic(LaneTable& table);
void add_mathematics(LaneTable& table);
void add_movement(LaneTable& table);
}  // namespace avx2
}  // namespace lanes

}  // namespace theano::ir
