// Axes permuted, added and dropped, without moving data.
#include <algorithm>
#include <numeric>

#include "theano/base/error.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

using Order = std::vector<std::int64_t>;

std::string order_to_string(const Order& order) {
  std::string text = "(";
  for (std::size_t i = 0; i < order.size(); ++i) {
    text += (i > 0 ? ", " : "") + (order[i] < 0 ? std::string("'x'") : std::to_string(order[i]));
  }
  return text + (order.size() == 1 ? ",)" : ")");
}

[[noreturn]] void refuse(const Variable& x, std::string sentence, std::string way_out) {
  throw ValueError(ErrorReport{.op = "dimshuffle",
                               .sentence = std::move(sentence),
                               .operands = {describe_operand("x", x)},
                               .way_out = std::move(way_out)});
}

void check_order(const Variable& x, const Order& order) {
  std::vector<bool> is_used(static_cast<std::size_t>(x.ndim()), false);
  for (const std::int64_t axis : order) {
    if (axis < 0) continue;
    if (axis >= x.ndim()) {
      refuse(x,
             "every axis must be one of the input's " + std::to_string(x.ndim()) + ", but the order is " +
                 order_to_string(order) + ".",
             "count the axes from 0, and write 'x' for a new one.");
    }
    if (is_used[static_cast<std::size_t>(axis)]) {
      refuse(x,
             "the same input dimension may not appear twice in the list of output dimensions, but the order is " +
                 order_to_string(order) + ".",
             "name every axis once.");
    }
    is_used[static_cast<std::size_t>(axis)] = true;
  }
  for (int axis = 0; axis < x.ndim(); ++axis) {
    if (is_used[static_cast<std::size_t>(axis)] || x.is_broadcastable(axis)) continue;
    refuse(x,
           "you cannot drop a non-broadcastable dimension, but the order " + order_to_string(order) +
               " leaves out axis " + std::to_string(axis) + ", whose size is not known to be 1.",
           "name axis " + std::to_string(axis) + " in the order, or use addbroadcast(x, " + std::to_string(axis) +
               ") first if its size is always 1.");
  }
}

std::vector<TypeRef> dimshuffle_types(const OpInstance& self, std::vector<Variable>& inputs) {
  const Variable& x = inputs[0];
  const Order& order = self.attributes().get_ints("order");
  check_order(x, order);
  Shape sizes;
  for (const std::int64_t axis : order) {
    sizes.push_back(axis < 0 ? 1 : x.tensor_type().sizes()[static_cast<std::size_t>(axis)]);
  }
  return {TensorType::of(x.dtype(), std::move(sizes))};
}

std::vector<SymbolicShape> dimshuffle_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  SymbolicShape result;
  for (const std::int64_t axis : node.op()->attributes().get_ints("order")) {
    result.push_back(axis < 0 ? constant_size(1) : shapes[0][static_cast<std::size_t>(axis)]);
  }
  return {result};
}

std::optional<Layout> dimshuffle_view(const OpInstance& self, const Layout& input, std::span<const std::int64_t>,
                                      const Shape&) {
  Layout layout(Shape{}, Strides{}, input.offset);
  for (const std::int64_t axis : self.attributes().get_ints("order")) {
    layout.shape.push_back(axis < 0 ? 1 : input.shape[static_cast<std::size_t>(axis)]);
    layout.strides.push_back(axis < 0 ? 0 : input.strides[static_cast<std::size_t>(axis)]);
  }
  return layout;
}

Gradients dimshuffle_vjp(const Apply& node, std::span<const Variable> g) {
  const Variable& x = node.input(0);
  const Order& order = node.op()->attributes().get_ints("order");
  // The inverse: where each axis of x went. An axis of g that was new is dropped, one that x dropped is new again.
  Order inverse(static_cast<std::size_t>(x.ndim()), -1);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] >= 0) inverse[static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i);
  }
  return {dimshuffled(g[0], std::move(inverse))};
}

std::string dimshuffle_print(const OpInstance& self) {
  std::string text = "InplaceDimShuffle{";
  const char* separator = "";
  for (const std::int64_t axis : self.attributes().get_ints("order")) {
    text += separator + (axis < 0 ? std::string("x") : std::to_string(axis));
    separator = ",";
  }
  return text + "}";
}

}  // namespace

namespace ops {

constinit const ViewOp dimshuffle{{
    .name = "dimshuffle",
    .inputs = {"x"},
    .summary = "Axes in another order, with axes of size 1 added or dropped.",
    .types = dimshuffle_types,
    .shape = dimshuffle_shape,
    .view = dimshuffle_view,
    .vjp = dimshuffle_vjp,
    .print = dimshuffle_print,
}};

}  // namespace ops

Variable dimshuffled(const Variable& x, std::vector<std::int64_t> order) {
  bool is_identity = static_cast<int>(order.size()) == x.ndim();
  for (std::size_t i = 0; is_identity && i < order.size(); ++i) is_identity = order[i] == static_cast<std::int64_t>(i);
  if (is_identity) return x;
  return apply_op(make_op(ops::dimshuffle, {{"order", std::move(order)}}), {x});
}

Variable padded_left(const Variable& x, int ndim) {
  Order order(static_cast<std::size_t>(std::max(0, ndim - x.ndim())), -1);
  for (int axis = 0; axis < x.ndim(); ++axis) order.push_back(axis);
  return dimshuffled(x, std::move(order));
}

namespace tensor {

Variable dimshuffle(const Operand& x, std::vector<std::int64_t> order) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return apply_op(make_op(ops::dimshuffle, {{"order", std::move(order)}}), {x});
}

Variable transpose(const Operand& x, const std::optional<std::vector<std::int64_t>>& axes) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const int ndim = x.variable().ndim();
  Order order;
  if (axes) {
    for (const std::int64_t axis : *axes) order.push_back(normalize_axis(axis, ndim, "transpose"));
  } else {
    order.resize(static_cast<std::size_t>(ndim));
    std::iota(order.rbegin(), order.rend(), 0);
  }
  const Variable result = apply_op(make_op(ops::dimshuffle, {{"order", std::move(order)}}), {x});
  if (!axes && !x.variable().name().empty()) result->name = x.variable().name() + ".T";
  return result;
}

Variable swapaxes(const Operand& x, std::int64_t axis1, std::int64_t axis2) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const int ndim = x.variable().ndim();
  Order order(static_cast<std::size_t>(ndim));
  std::iota(order.begin(), order.end(), 0);
  for (const std::int64_t axis : {axis1, axis2})
    if (axis < -ndim || axis >= ndim)
      throw_error({ErrorKind::Index, Phase::Build, "swapaxes",
                   "both must be axes of x, which has " + std::to_string(ndim) + ", but one is " + std::to_string(axis) + ".",
                   {describe_operand("x", x)}, "count from 0, or backwards from -1."});
  std::swap(order[static_cast<std::size_t>(normalize_axis(axis1, ndim, "swapaxes"))],
            order[static_cast<std::size_t>(normalize_axis(axis2, ndim, "swapaxes"))]);
  return apply_op(make_op(ops::dimshuffle, {{"order", std::move(order)}}), {x});
}

Variable squeeze(const Operand& x) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  Order order;
  for (int axis = 0; axis < x.variable().ndim(); ++axis) {
    if (!x.variable().is_broadcastable(axis)) order.push_back(axis);
  }
  return dimshuffled(x, std::move(order));
}

Variable shape_padleft(const Operand& x, std::int64_t n_ones) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return padded_left(x, x.variable().ndim() + static_cast<int>(std::max<std::int64_t>(0, n_ones)));
}

Variable shape_padright(const Operand& x, std::int64_t n_ones) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  Order order(static_cast<std::size_t>(x.variable().ndim()));
  std::iota(order.begin(), order.end(), 0);
  order.insert(order.end(), static_cast<std::size_t>(std::max<std::int64_t>(0, n_ones)), -1);
  return dimshuffled(x, std::move(order));
}

Variable shape_padaxis(const Operand& x, std::int64_t axis) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  Order order(static_cast<std::size_t>(x.variable().ndim()));
  std::iota(order.begin(), order.end(), 0);
  order.insert(order.begin() + normalize_axis(axis, x.variable().ndim() + 1, "shape_padaxis"), -1);
  return dimshuffled(x, std::move(order));
}

}  // namespace tensor
}  // namespace theano
