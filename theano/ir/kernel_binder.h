// Who makes kernels ready to run: the interpreter, or a compiler that a higher room brings.
#pragma once

#include <memory>

#include "theano/ir/interpreter.h"

namespace theano::ir {

/// Makes kernels ready for sizes and strides. Several threads may bind at once.
class KernelBinder {
 public:
  virtual ~KernelBinder() = default;
  /// The kernel must outlive the result.
  virtual std::unique_ptr<BoundKernel> bind(const Kernel& kernel, const LaunchShape& shape) = 0;
};

}  // namespace theano::ir
