// Who makes kernels ready to run: the interpreter, or a compiler that a higher room brings.
#pragma once

#include <memory>

#include "theano/ir/interpreter.h"

namespace theano::ir {

/// Makes the kernels of one program ready for sizes and strides. Several threads may bind at once.
class THEANO_API KernelBinder {
 public:
  virtual ~KernelBinder() = default;
  /// The kernel must outlive both the result and the binder, which may know it by its address.
  virtual std::unique_ptr<BoundKernel> bind(const Kernel& kernel, const LaunchShape& shape) = 0;
  /// Returns when everything bound so far runs in its best form. Errors: InternalError when a compiler failed.
  virtual void wait() {}
};

/// The binder of tier 0.
THEANO_API std::shared_ptr<KernelBinder> interpreting_binder();

}  // namespace theano::ir
