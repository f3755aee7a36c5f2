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
  join_sizes(node, input_shapes);
}

// An element-wise op runs only when the sizes under one axis agree, so from then on they are known to be equal.
void ShapeMemo::join_sizes(const Apply& node, std::span<const SymbolicShape> input_shapes) {
  if (node.op()->kind() != OpKind::Elementwise || node.input_count() < 2) return;
  const int ndim = static_cast<int>(input_shapes[0].size());
  for (int axis = 0; axis < ndim; ++axis) {
    const VariableNode* first = nullptr;
    for (int i = 0; i < node.input_count(); ++i) {
      if (node.input(i).is_broadcastable(axis) || known_size(input_shapes[i][axis])) continue;
      const VariableNode* mine = representative(input_shapes[i][axis]);
      if (first && mine != first) equal_to_[mine] = first;
      if (!first) first = mine;
    }
  }
}

const VariableNode* ShapeMemo::representative(const Variable& size) {
  const VariableNode* at = size.node();
  // A size that the graph asks for itself stands for the one remembered here.
  if (const Apply* owner = owner_if(size, ops::shape_i))
    if (auto it = entries_.find(owner->input(0).node()); it != entries_.end())
      at = it->second.shape[static_cast<std::size_t>(owner->op()->attributes().get_int("axis"))].node();
  for (auto it = equal_to_.find(at); it != equal_to_.end(); it = equal_to_.find(at)) {
    // Halves the path, so that long chains of equalities stay cheap.
    if (auto next = equal_to_.find(it->second); next != equal_to_.end()) it->second = next->second;
    at = it->second;
  }
  return at;
}

bool ShapeMemo::is_same(const Variable& a, const Variable& b) {
  return is_same_size(a, b) || (!known_size(a) && !known_size(b) && representative(a) == representative(b));
}

bool ShapeMemo::have_same_shape(const Variable& a, const Variable& b) {
  if (a.ndim() != b.ndim()) return false;
  const SymbolicShape first = shape_of(a), second = shape_of(b);
  for (std::size_t axis = 0; axis < first.size(); ++axis)
    if (!is_same(first[axis], second[axis])) return false;
  return true;
}

}  // namespace theano::rewrite
