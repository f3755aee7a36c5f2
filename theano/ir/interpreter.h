// Tier 0: runs kernels block by block without machine code; bind once per plan, run on every call.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <span>

#include "theano/array/layout.h"
#include "theano/ir/kernel.h"

namespace theano::ir {

/// What a failed check reports; `is_set()` after a run means the results must not be used.
/// The failure with the smallest map point wins, whatever the number of threads.
struct Status {
  std::atomic<std::int64_t> map_point{INT64_MAX};
  std::int64_t check = -1;  ///< number of the CheckSite
  std::int64_t detail = 0;  ///< the offending index
  std::int64_t limit = 0;   ///< what it breaks, where the check tells
  std::atomic_flag lock = ATOMIC_FLAG_INIT;
  bool is_set() const { return map_point.load(std::memory_order_acquire) != INT64_MAX; }
  void report(std::int64_t point, std::int64_t check_number, std::int64_t detail_value, std::int64_t limit_value);
};

/// Sizes and strides of a launch; together with the kernel they decide collapsing and the vector axis.
struct LaunchShape {
  Shape map_sizes;                   ///< map_rank of them
  std::vector<Strides> strides;      ///< per buffer, one per axis, in elements
  std::vector<std::int64_t> params;  ///< values of parameters known when binding (extents); same count as the kernel's
};

/// A kernel made ready for given sizes and strides: dimensions collapsed, the vector axis chosen. Immutable, so several
/// threads may run it. Independent of the buffers' addresses.
class THEANO_API BoundKernel {
 public:
  virtual ~BoundKernel() = default;
  /// What the next launch runs: this, or machine code that is ready by now. It lives as long as this.
  virtual const BoundKernel& current() const { return *this; }
  /// Number of points of the (collapsed) outermost partition; run() takes ranges of it, so that the caller may split
  /// the work over threads. Kernels with is_serial have 1.
  virtual std::int64_t chunk_count() const = 0;
  /// Estimated scalar operations in all, for deciding on threads.
  virtual double cost() const = 0;
  /// Runs chunks [begin, end). `data[b]` is the address of the first element of buffer b; `params` as in LaunchShape
  /// (values that are not extents may differ from those bound).
  virtual void run(std::span<std::byte* const> data, std::span<const std::int64_t> params, std::int64_t begin,
                   std::int64_t end, Status& status) const = 0;
};

/// Binds for the interpreter. The kernel must outlive the result.
THEANO_API std::unique_ptr<BoundKernel> bind_interpreted(const Kernel& kernel, const LaunchShape& shape);

/// The reference: runs the kernel one element at a time, straight from the definition of the IR. Slow, obviously right;
/// tests and the oracle compare with it.
THEANO_API void run_reference(const Kernel& kernel, const LaunchShape& shape, std::span<std::byte* const> data,
                              std::span<const std::int64_t> params, Status& status);

}  // namespace theano::ir
