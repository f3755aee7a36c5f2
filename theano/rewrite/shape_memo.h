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
  /// Whether two sizes are surely equal: the same expression, or sizes that an element-wise op has put together.
  bool is_same(const Variable& a, const Variable& b);
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
  void join_sizes(const Apply& node, std::span<const SymbolicShape> input_shapes);
  const VariableNode* representative(const Variable& size);
  std::unordered_map<const VariableNode*, Entry> entries_;
  std::unordered_map<const VariableNode*, const VariableNode*> equal_to_;  // towards a common representative
};

}  // namespace theano::rewrite
