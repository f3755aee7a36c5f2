// The loop IR: a kernel is a map over a range of points whose body is straight-line code, loads, stores and loops.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "theano/array/dtype.h"
#include "theano/array/layout.h"
#include "theano/base/provenance.h"
#include "theano/ir/primitives.h"

namespace theano::ir {

/// Number of an instruction's result inside its kernel; results are defined once, before use, in scope.
using ValueId = std::int32_t;
inline constexpr ValueId kNoValue = -1;

/// How many logical lanes a reduction has. Lane l takes elements l, l+32, ... of the flattened (row-major) reduction
/// space in order; then lanes combine as a tree: while n lanes are left, lane i takes lane i + ceil(n/2) for
/// i < floor(n/2). With fewer than 32 elements there are only as many lanes. So the bits depend on the shape alone, never
/// on the instruction set, the schedule or the number of threads.
inline constexpr int kReduceLanes = 32;

/// Which index an axis of an access follows.
struct AxisIndex {
  enum class Kind : std::uint8_t {
    Zero,   ///< always 0 (a broadcast axis)
    Map,    ///< map dimension `map_dim`
    Value,  ///< the int64 value `value` (a loop index or a computed one)
  };
  Kind kind = Kind::Zero;
  int map_dim = 0;
  ValueId value = kNoValue;
  friend bool operator==(const AxisIndex&, const AxisIndex&) = default;
};

enum class Opcode : std::uint8_t {
  ConstInt,    ///< immediate integer (any discrete dtype)
  ConstFloat,  ///< immediate float
  Param,       ///< int64 kernel parameter number `index`
  MapIndex,    ///< int64 index along map dimension `index`, as a value
  Primitive,   ///< prim(args...)
  Load,        ///< element of access `index`
  Store,       ///< args[0] to access `index`
  Check,       ///< if args[0] (Bool) is false: report check `index` with the int64 details args[1] and, if any, args[2]
  Loop,        ///< serial loop `index` (see Loop)
  Reduce,      ///< reduction `index` (see Reduction)
  Result,      ///< `index`-th result of the Loop or Reduce instruction args[0]
};

/// One instruction. Kept small; loops and accesses are in tables of the kernel.
struct Instruction {
  Opcode opcode;
  Prim prim = Prim::Add;
  DType dtype = DType::Float64;
  std::int32_t index = 0;
  ValueId args[3] = {kNoValue, kNoValue, kNoValue};
  ValueId result = kNoValue;
  union {
    std::int64_t int_value = 0;
    double float_value;
  };
};

struct Block {
  std::vector<Instruction> instructions;
};

/// A use of a buffer: which element, as one index per axis of the buffer.
struct Access {
  int buffer = 0;
  std::vector<AxisIndex> axes;
};

enum class BufferRole : std::uint8_t { Input, Output, InOut };

/// A buffer parameter; strides of its `rank` axes are given at launch.
struct BufferParam {
  DType dtype;
  int rank;
  BufferRole role;
};

/// A serial loop: index runs 0..extent-1; carried values start as `initial` and become `next` after each turn. With
/// `continue_condition` (a Bool value of the body) the loop ends after the first turn for which it is false.
struct Loop {
  ValueId extent;
  ValueId index;  ///< the loop's index as a value of the body
  std::vector<ValueId> initial;
  std::vector<ValueId> carried;  ///< as seen by the body
  std::vector<ValueId> next;
  ValueId continue_condition = kNoValue;
  bool is_parallel = false;  ///< turns are independent: no carried values, no store that another turn reads
  Block body;
};

/// How a fold combines.
enum class Combine : std::uint8_t { Sum, Prod, Min, Max, And, Or, ArgMin, ArgMax };

/// Whether the fold has a second result, the index of the extreme value.
constexpr bool finds_index(Combine combine) { return combine == Combine::ArgMin || combine == Combine::ArgMax; }
/// The primitive that takes two elements together; of ArgMin and ArgMax that of their values.
Prim combining_primitive(Combine combine);

/// One fold over the space of a reduction. Min and Max propagate NaN. ArgMin and ArgMax have two results: the extreme
/// value and the flattened index of its first occurrence (NaN counts as extreme).
/// The identity of an empty space: 0, 1, +max, -max (inf for floats), true, false; index 0.
struct Fold {
  Combine combine;
  DType dtype;      ///< of accumulation
  ValueId element;  ///< computed by the body, of `dtype`
};

/// Folds over one space of one or more extents (row-major), in one pass. Its results are those of the folds in order.
struct Reduction {
  std::vector<Fold> folds;  ///< one or more
  std::vector<ValueId> extents;
  std::vector<ValueId> indices;  ///< one per extent, as values of the body
  Block body;
};

/// What a result of a reduction is: the value of a fold, or the index that it found.
struct FoldResult {
  int fold;
  bool is_index;
};
/// Nullopt where the reduction has fewer results.
std::optional<FoldResult> result_of(const Reduction& reduction, int number);

/// A condition checked while the kernel runs; the failure at the smallest map point is reported, there the first in the
/// order of the text.
struct CheckSite {
  std::string message;  ///< with "{}" where the detail (the offending index) stands, "{limit}" for the limit it breaks
  Provenance provenance;
  int error_kind = 0;  ///< an ErrorKind
  std::string op = {};  ///< the name that users know for the step; empty: that of its op
};

/// A whole kernel: for every point of the map space (rank map_rank, sizes given at launch) run the body.
struct Kernel {
  std::string name;  ///< readable: "add_mul_exp"
  int map_rank = 0;
  int param_count = 0;  ///< int64 parameters
  std::vector<BufferParam> buffers;
  std::vector<Access> accesses;
  std::vector<Loop> loops;
  std::vector<Reduction> reductions;
  std::vector<CheckSite> checks;
  Block body;
  ValueId value_count = 0;
  bool is_serial = false;         ///< points must run in order on one thread (scatter with repeated indices)
  std::string to_string() const;  ///< readable text of the whole kernel
};

}  // namespace theano::ir
