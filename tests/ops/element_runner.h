// Runs the formula of one element-wise op on arrays by the reference interpreter of the loop IR.
#pragma once

#include <vector>

#include "theano/ir/builder.h"
#include "theano/ir/interpreter.h"
#include "theano/ops/kinds/elementwise.h"

namespace theano::testing_ops {

/// The op on vectors of equal length; the result has the dtype the op's rule says.
inline Array run_formula(const Variable& made, const std::vector<Array>& inputs) {
  const Apply& node = *made.owner();
  const auto& op = static_cast<const Elementwise&>(node.op()->definition());
  ir::Builder builder("formula", 1);
  std::vector<ir::Expr> values;
  std::vector<std::byte*> data;
  const std::vector<ir::Expr> index = builder.map_indices();
  std::vector<int> buffers;
  for (const Array& input : inputs) buffers.push_back(builder.add_buffer(input.dtype(), 1, ir::BufferRole::Input));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    values.push_back(builder.load(buffers[i], index));
    data.push_back(inputs[i].bytes());
  }
  const ir::Expr value = op.inline_formula(node, values);
  const Array result(made.dtype(), inputs[0].shape());
  builder.store(builder.add_buffer(made.dtype(), 1, ir::BufferRole::Output), index, value);
  data.push_back(result.bytes());
  const ir::Kernel kernel = builder.finish();
  ir::LaunchShape launch;
  launch.map_sizes = inputs[0].shape();
  launch.strides.assign(data.size(), Strides{1});
  ir::Status status;
  ir::run_reference(kernel, launch, data, {}, status);
  return result;
}

/// An op on vectors, made from symbols of the arrays' dtypes.
template <class Op>
Array run_op(const Op& op, const Array& a) {
  const Variable x = make_variable(TensorType::of_rank(a.dtype(), 1));
  return run_formula(op(x), {a});
}
template <class Op>
Array run_op(const Op& op, const Array& a, const Array& b) {
  const Variable x = make_variable(TensorType::of_rank(a.dtype(), 1)),
                 y = make_variable(TensorType::of_rank(b.dtype(), 1));
  return run_formula(op(x, y), {a, b});
}
template <class Op>
Array run_op(const Op& op, const Array& a, const Array& b, const Array& c) {
  const Variable x = make_variable(TensorType::of_rank(a.dtype(), 1)),
                 y = make_variable(TensorType::of_rank(b.dtype(), 1)),
                 z = make_variable(TensorType::of_rank(c.dtype(), 1));
  return run_formula(op(x, y, z), {a, b, c});
}

}  // namespace theano::testing_ops
