// Works out shapes by each op's infer_shape, without recursion.
#include "theano/rewrite/shape_memo.h"

#include "theano/ops/shape/shape.h"

namespace theano::rewrite {

const SymbolicShape& ShapeMemo::shape_of(const Variable& v) {
  if (auto it = entries_.find(v.node()); it != entries_.end()) return it->second.shape;
  std::vector<Variable> stack{v};
  while (!stack.empty()) {
    const Variable top = stack.back();
    if (entries_.contains(top.node())) {
      stack.pop_back();
      continue;
    }
    Apply* owner = top.owner();
    const bool is_known = top.is_tensor() && !needs_inference(top.tensor_type());
    if (!owner || is_known || !top.is_tensor()) {
      entries_[top.node()] = {top, leaf_shape(top)};
      stack.pop_back();
      continue;
    }
    const std::size_t before = stack.size();
    for (const Variable& input : owner->inputs())
      if (!entries_.contains(input.node())) stack.push_back(input);
    if (stack.size() == before) {
      infer(*owner);
      stack.pop_back();
    }
  }
  return entries_.at(v.node()).shape;
}

bool ShapeMemo::needs_inference(const TensorType& type) {
  for (std::int64_t size : type.sizes())
    if (size == kUnknownSize) return true;
  return false;
}

SymbolicShape ShapeMemo::leaf_shape(const Variable& v) { return v.is_tensor() ? sizes_of(v) : SymbolicShape(); }

void ShapeMemo::infer(Apply& node) {
  std::vector<SymbolicShape> input_shapes;
  for (const Variable& input : node.inputs()) input_shapes.push_back(entries_.at(input.node()).shape);
  std::vector<SymbolicShape> shapes = node.op()->definition().infer_shape(node, input_shapes);
  for (int o = 0; o < node.output_count(); ++o) {
    const Variable output = node.output(o);
    SymbolicShape shape = leaf_shape(output);
    if (output.is_tensor() && o < static_cast<int>(shapes.size()) &&
        static_cast<int>(shapes[o].size()) == output.ndim())
      for (int axis = 0; axis < output.ndim(); ++axis)
        if (output.tensor_type().sizes()[axis] == kUnknownSize) shape[axis] = shapes[o][axis];
    entries_[output.node()] = {output, std::move(shape)};
  }
}

bool ShapeMemo::have_same_shape(const Variable& a, const Variable& b) {
  if (a.ndim() != b.ndim()) return false;
  const SymbolicShape first = shape_of(a), second = shape_of(b);
  for (std::size_t axis = 0; axis < first.size(); ++axis)
    if (!is_same_size(first[axis], second[axis])) return false;
  return true;
}

}  // namespace theano::rewrite
