// The sizes of variables as expressions that do not need their values, remembered.
#pragma once

#include <unordered_map>

#include "theano/graph/op.h"

namespace theano::rewrite {

/// Shapes by each op's infer_shape, down to sizes of inputs of the graph. Every variable is worked out once.
class THEANO_API ShapeMemo {
 public:
  /// The sizes of `v` (int64 scalars); empty for what is no tensor, or has no dimensions.
  const SymbolicShape& shape_of(const Variable& v);
  /// Size of one axis.
  Variable size_of(const Variable& v, int axis) { return shape_of(v)[axis]; }
  /// Whether two variables surely have the same sizes.
  bool have_same_shape(const Variable& a, const Variable& b);

 private:
  struct Entry {
    Variable variable;  // held, so that its address stays its own
    SymbolicShape shape;
  };
  static bool needs_inference(const TensorType& type);
  static SymbolicShape leaf_shape(const Variable& v);
  void infer(Apply& node);
  std::unordered_map<const VariableNode*, Entry> entries_;
};

}  // namespace theano::rewrite
