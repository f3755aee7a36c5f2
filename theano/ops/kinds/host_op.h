// The kind of ops that the host computes: what prints, and what no kernel can express.
#pragma once

#include <vector>

#include "theano/array/array.h"
#include "theano/graph/op.h"

namespace theano {

/// Base of ops with a routine of their own. It is called on the thread of the call, between the steps of the program.
class THEANO_API HostOp : public OpDefinition {
 public:
  OpKind kind() const noexcept final { return OpKind::Host; }
  /// The outputs for the inputs, in memory of their own; the inputs may be read during the call only.
  virtual std::vector<Array> perform(const OpInstance& self, std::span<const Array> inputs) const = 0;
};

}  // namespace theano
