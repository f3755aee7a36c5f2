// Building size expressions with constants folded and identities used on the way.
#include "theano/ops/shape/size_expressions.h"

#include <algorithm>

#include "theano/graph/operand.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  if (b == 0) return 0;
  if (b == -1) return -a;
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

bool is_known(const Variable& size, std::int64_t value) {
  const auto known = known_size(size);
  return known && *known == value;
}

// Bound `v` of a slice as a position in [low, high], where negative values count from the end.
Variable slice_bound(const Variable& v, const Variable& length, std::int64_t low, const Variable& high) {
  const Variable from_end = max_size(add_sizes(length, v), constant_size(low));
  const Variable from_start = min_size(v, high);
  if (const auto known = known_size(v)) return *known < 0 ? from_end : from_start;
  return size_if_less(v, constant_size(0), from_end, from_start);
}

Variable length_upward(const Variable& start, const Variable& stop, const Variable& step, const Variable& length) {
  const Variable zero = constant_size(0);
  const bool is_from_start = start.is_null() || is_known(start, 0);
  const Variable first = is_from_start ? zero : slice_bound(start, length, 0, length);
  const Variable last = stop.is_null() ? length : slice_bound(stop, length, 0, length);
  Variable span = subtract_sizes(last, first);
  if (!is_from_start && !stop.is_null()) span = max_size(span, zero);
  return divide_sizes(add_sizes(span, subtract_sizes(step, constant_size(1))), step);
}

Variable length_downward(const Variable& start, const Variable& stop, const Variable& step, const Variable& length) {
  const Variable minus_one = constant_size(-1);
  const Variable end = add_sizes(length, minus_one);
  const Variable first = start.is_null() ? end : slice_bound(start, length, -1, end);
  const Variable last = stop.is_null() ? minus_one : slice_bound(stop, length, -1, end);
  Variable span = length;
  if (!stop.is_null()) {
    span = max_size(subtract_sizes(first, last), constant_size(0));
  } else if (!start.is_null()) {
    span = add_sizes(first, constant_size(1));
  }
  const Variable stride = subtract_sizes(constant_size(0), step);
  return divide_sizes(add_sizes(span, subtract_sizes(stride, constant_size(1))), stride);
}

}  // namespace

Variable constant_size(std::int64_t value) { return scalar_constant(DType::Int64, value); }

std::optional<std::int64_t> known_size(const Variable& size) {
  const ConstantNode* constant = size.constant();
  if (!constant || constant->array().size() != 1 || !is_discrete(constant->array().dtype())) return std::nullopt;
  return constant->array().item_int64();
}

Variable as_size(const Variable& integer) {
  if (integer.dtype() == DType::Int64) return integer;
  if (const auto known = known_size(integer)) return constant_size(*known);
  return tensor::cast(integer, DType::Int64);
}

bool is_same_size(const Variable& a, const Variable& b) {
  if (a == b) return true;
  const auto x = known_size(a), y = known_size(b);
  if (x || y) return x == y;
  // Two shape_i of one tensor are often made apart.
  const Apply* p = owner_if(a, ops::shape_i);
  const Apply* q = owner_if(b, ops::shape_i);
  return p && q && p->input(0) == q->input(0) && p->op()->equals(*q->op());
}

Variable add_sizes(const Variable& a, const Variable& b) {
  const auto x = known_size(a), y = known_size(b);
  if (x && y) return constant_size(*x + *y);
  if (x && *x == 0) return b;
  if (y && *y == 0) return a;
  return tensor::add(a, b);
}

Variable subtract_sizes(const Variable& a, const Variable& b) {
  const auto x = known_size(a), y = known_size(b);
  if (x && y) return constant_size(*x - *y);
  if (y && *y == 0) return a;
  if (is_same_size(a, b)) return constant_size(0);
  return tensor::sub(a, b);
}

Variable multiply_sizes(const Variable& a, const Variable& b) {
  const auto x = known_size(a), y = known_size(b);
  if (x && y) return constant_size(*x * *y);
  if ((x && *x == 0) || (y && *y == 0)) return constant_size(0);
  if (x && *x == 1) return b;
  if (y && *y == 1) return a;
  return tensor::mul(a, b);
}

Variable divide_sizes(const Variable& a, const Variable& b) {
  const auto x = known_size(a), y = known_size(b);
  if (x && y) return constant_size(floor_divide(*x, *y));
  if (y && *y == 1) return a;
  return tensor::int_div(a, b);
}

Variable max_size(const Variable& a, const Variable& b) {
  const auto x = known_size(a), y = known_size(b);
  if (x && y) return constant_size(std::max(*x, *y));
  if (is_same_size(a, b)) return a;
  // The size of an axis is never negative.
  if (y && *y <= 0 && owner_if(a, ops::shape_i)) return a;
  if (x && *x <= 0 && owner_if(b, ops::shape_i)) return b;
  return tensor::maximum(a, b);
}

Variable min_size(const Variable& a, const Variable& b) {
  const auto x = known_size(a), y = known_size(b);
  if (x && y) return constant_size(std::min(*x, *y));
  if (is_same_size(a, b)) return a;
  return tensor::minimum(a, b);
}

Variable size_if_less(const Variable& a, const Variable& b, const Variable& then, const Variable& otherwise) {
  const auto x = known_size(a), y = known_size(b);
  if (x && y) return *x < *y ? then : otherwise;
  if (is_same_size(then, otherwise)) return then;
  return tensor::switch_(tensor::lt(a, b), then, otherwise);
}

Variable size_if_equal(const Variable& a, const Variable& b, const Variable& then, const Variable& otherwise) {
  const auto x = known_size(a), y = known_size(b);
  if (x && y) return *x == *y ? then : otherwise;
  if (is_same_size(a, b)) return then;
  if (is_same_size(then, otherwise)) return then;
  return tensor::switch_(tensor::eq(a, b), then, otherwise);
}

Variable product_of_sizes(std::span<const Variable> sizes) {
  // Constants first, so that they fold into one factor.
  std::int64_t factor = 1;
  Variable product;
  for (const Variable& size : sizes) {
    if (const auto known = known_size(size)) {
      factor *= *known;
    } else {
      product = product.is_null() ? size : multiply_sizes(product, size);
    }
  }
  return product.is_null() ? constant_size(factor) : multiply_sizes(product, constant_size(factor));
}

Variable slice_length(const Variable& start_in, const Variable& stop_in, const Variable& step_in,
                      const Variable& length) {
  const auto widened = [](const Variable& v) { return v.is_null() ? v : as_size(v); };
  const Variable start = widened(start_in), stop = widened(stop_in);
  const Variable step = step_in.is_null() ? constant_size(1) : as_size(step_in);
  if (const auto known = known_size(step)) {
    return *known < 0 ? length_downward(start, stop, step, length) : length_upward(start, stop, step, length);
  }
  return size_if_less(step, constant_size(0), length_downward(start, stop, step, length),
                      length_upward(start, stop, step, length));
}

}  // namespace theano
