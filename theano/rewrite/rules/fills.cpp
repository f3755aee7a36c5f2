// Rules for values broadcast to a shape: they stay small as long as a shape beside them says the same.
#include <cmath>
#include <limits>

#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/tables.h"
#include "theano/rewrite/shape_memo.h"

namespace theano::rewrite::rules {

namespace {

Replacements second_of_same_type(Apply& node, RuleContext&) {
  return node.input(1).type()->equals(*node.output(0).type()) ? Replacements{node.input(1)} : Replacements{};
}

/// second(x, v) = alloc(v, x.shape): the value of x is not needed.
Replacements second_as_alloc(Apply& node, RuleContext& context) {
  return {tensor::alloc(node.input(1), context.shapes.shape_of(node.output(0)))};
}

/// The value of an alloc with as many axes as the alloc.
Variable small_value(const Variable& v) {
  const Apply* owner = owner_if(v, ops::alloc);
  return owner ? padded_left(owner->input(0), v.ndim()) : Variable();
}

/// f(alloc(v, shape), b) = f(v, b) when b has the shape; else alloc(f(v, b), shape).
Replacements elementwise_of_alloc(Apply& node, RuleContext& context) {
  if (node.op()->kind() != OpKind::Elementwise || node.op()->is(tensor::second)) return {};
  std::vector<Variable> inputs(node.inputs().begin(), node.inputs().end());
  bool any = false;
  const Variable output = node.output(0);
  std::vector<bool> has_axis(static_cast<std::size_t>(output.ndim()), false);
  for (Variable& input : inputs) {
    if (Variable small = small_value(input); !small.is_null()) {
      input = small;
      any = true;
    }
    for (int axis = 0; axis < output.ndim(); ++axis)
      if (!input.is_broadcastable(axis)) has_axis[static_cast<std::size_t>(axis)] = true;
  }
  if (!any) return {};
  // What is left must say the sizes that the allocs said.
  for (std::size_t i = 0; i < inputs.size(); ++i)
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      if (inputs[i] == node.input(static_cast<int>(i)) || k == i) continue;
      for (int axis = 0; axis < output.ndim(); ++axis)
        if (!inputs[k].is_broadcastable(axis) && !node.input(static_cast<int>(i)).is_broadcastable(axis) &&
            !context.shapes.is_same(context.shapes.size_of(node.input(static_cast<int>(i)), axis),
                                    context.shapes.size_of(inputs[k], axis)))
          return {};
    }
  const Variable result = apply_op(node.op(), std::move(inputs));
  if (result.type()->equals(*output.type())) return {result};
  return {tensor::alloc(result, context.shapes.shape_of(output))};
}

Replacements dimshuffle_of_alloc(Apply& node, RuleContext& context) {
  const Variable small = small_value(node.input(0));
  if (small.is_null()) return {};
  const std::vector<std::int64_t>& order = node.op()->attributes().get_ints("order");
  std::vector<bool> is_kept(static_cast<std::size_t>(small.ndim()), false);
  for (std::int64_t axis : order)
    if (axis >= 0) is_kept[static_cast<std::size_t>(axis)] = true;
  for (int axis = 0; axis < small.ndim(); ++axis)
    if (!is_kept[static_cast<std::size_t>(axis)] && !small.is_broadcastable(axis)) return {};
  return {tensor::alloc(dimshuffled(small, order), context.shapes.shape_of(node.output(0)))};
}

/// The number that fills an alloc, or null when it holds more than one.
Variable filling_number(const Variable& v) {
  const Variable small = small_value(v);
  if (small.is_null()) return {};
  for (int axis = 0; axis < small.ndim(); ++axis)
    if (!small.is_broadcastable(axis)) return {};
  return dimshuffled(owner_if(v, ops::alloc)->input(0), {});
}

Replacements reshape_of_alloc(Apply& node, RuleContext& context) {
  const Variable number = filling_number(node.input(0));
  if (number.is_null()) return {};
  return {tensor::alloc(number, context.shapes.shape_of(node.output(0)))};
}

bool is_finite_constant(const Variable& v) {
  return v.constant() && std::isfinite(v.constant()->uniform_value().value_or(std::numeric_limits<double>::infinity()));
}

/// The sum of a number over a shape is a product; but of an infinite number over nothing it is 0, and the product nan.
template <bool may_be_infinite>
Replacements sum_of_alloc(Apply& node, RuleContext& context) {
  const Variable number = filling_number(node.input(0));
  const Variable output = node.output(0);
  if (number.is_null() || !is_float(output.dtype())) return {};
  const SymbolicShape sizes = context.shapes.shape_of(node.input(0));
  std::vector<Variable> summed;
  bool is_some = true;  // it is known that there is something to sum
  for (std::int64_t axis : reduced_axes(node)) {
    summed.push_back(sizes[static_cast<std::size_t>(axis)]);
    is_some = is_some && summed.back().constant() && summed.back().constant()->uniform_value().value_or(0) > 0;
  }
  if ((is_some || is_finite_constant(number)) == may_be_infinite) return {};
  const Variable count = tensor::cast(product_of_sizes(summed), output.dtype());
  const Variable total = tensor::cast(tensor::mul(number, count), output.dtype());
  if (output.ndim() == 0) return {total};
  return {tensor::alloc(total, context.shapes.shape_of(output))};
}

Replacements alloc_of_alloc(Apply& node, RuleContext&) {
  const Apply* inner = owner_if(node.input(0), ops::alloc);
  if (!inner) return {};
  std::vector<Variable> inputs(node.inputs().begin(), node.inputs().end());
  inputs[0] = small_value(node.input(0));
  return {apply_op(node.op(), std::move(inputs))};
}

Replacements alloc_of_nothing(Apply& node, RuleContext& context) {
  const Variable& value = node.input(0);
  const Variable output = node.output(0);
  if (!value.type()->equals(*output.type())) return {};
  return context.shapes.have_same_shape(value, output) ? Replacements{value} : Replacements{};
}

}  // namespace

const RuleTable& fills() {
  static const RuleTable table{
      "fills",
      "Values broadcast to a shape are kept small.",
      Tag::Canonicalize | Tag::FastRun | Tag::FastCompile,
      {
          {"second(x, v) = v of the same type", tensor::second, second_of_same_type},
          {"second(x, v) = alloc(v, x.shape)", tensor::second, second_as_alloc},
          {"alloc(alloc(v)) = alloc(v)", ops::alloc, alloc_of_alloc},
          {"alloc(v, v.shape) = v", ops::alloc, alloc_of_nothing},
          {"dimshuffle(alloc(v)) = alloc(dimshuffle(v))", ops::dimshuffle, dimshuffle_of_alloc},
          {"reshape(alloc(v)) = alloc(v)", ops::reshape, reshape_of_alloc},
          {"sum(alloc(c)) = c * size", ops::sum, sum_of_alloc<false>},
          {"f(alloc(v), b) = f(v, b)", {}, elementwise_of_alloc},
      }};
  return table;
}

const RuleTable& finite_fills() {
  static const RuleTable table{"finite_only",
                               "Sums of a computed number; an infinite one makes nan where there is nothing to sum.",
                               Tag::Canonicalize | Tag::FastRun | Tag::FastCompile,
                               {{"sum(alloc(v)) = v * size", ops::sum, sum_of_alloc<true>}}};
  return table;
}

}  // namespace theano::rewrite::rules
