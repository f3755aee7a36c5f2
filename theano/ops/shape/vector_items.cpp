// Reads the elements of integer vectors of the graph without computing them: what reshape, alloc and iteration ask.
#include <algorithm>

#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

constexpr int kMaxDepth = 8;  // of joins of joins, beyond which elements are taken from the computed vector

// The input of a cast, else null.
Variable casted(const Variable& v) {
  const Apply* owner = v.owner();
  return owner && owner->op()->is(ops::cast) ? owner->input(0) : Variable();
}

// Positions start, start + step, ... of a slice with constant bounds of a vector of `length` elements.
struct ConstantSlice {
  Variable base;
  std::int64_t start = 0, step = 1, count = 0;
};

std::optional<std::int64_t> length_of(const Variable& vector, int depth);

std::optional<ConstantSlice> constant_slice(const Variable& vector, int depth) {
  const Apply* owner = owner_if(vector, ops::subtensor);
  if (!owner) return std::nullopt;
  const IndexPattern pattern = IndexPattern::decode(owner->op()->attributes().get_ints("index"));
  if (pattern.entries.size() != 1 || !pattern.entries[0].is_slice) return std::nullopt;
  const auto length = length_of(owner->input(0), depth + 1);
  if (!length) return std::nullopt;
  const IndexPattern::Entry& entry = pattern.entries[0];
  int next = 1;
  std::optional<std::int64_t> values[3];
  const std::optional<DType>* parts[] = {&entry.start, &entry.stop, &entry.step};
  for (int i = 0; i < 3; ++i) {
    if (!*parts[i]) continue;
    values[i] = known_size(owner->input(next++));
    if (!values[i]) return std::nullopt;
  }
  ConstantSlice slice{owner->input(0)};
  slice.step = values[2].value_or(1);
  const auto as_variable = [](const std::optional<std::int64_t>& v) { return v ? constant_size(*v) : Variable(); };
  slice.count = *known_size(
      slice_length(as_variable(values[0]), as_variable(values[1]), as_variable(values[2]), constant_size(*length)));
  const bool is_down = slice.step < 0;
  std::int64_t start = values[0].value_or(is_down ? *length - 1 : 0);
  if (start < 0) start += *length;
  slice.start = std::clamp<std::int64_t>(start, is_down ? -1 : 0, is_down ? *length - 1 : *length);
  return slice;
}

std::optional<std::int64_t> length_of(const Variable& vector_in, int depth) {
  Variable vector = vector_in;
  while (true) {
    const std::int64_t size = vector.tensor_type().sizes()[0];
    if (size != kUnknownSize) return size;
    const Variable inner = casted(vector);
    if (inner.is_null()) break;
    vector = inner;
  }
  if (const Apply* owner = owner_if(vector, ops::shape)) return owner->input(0).ndim();
  if (depth >= kMaxDepth) return std::nullopt;
  if (const auto slice = constant_slice(vector, depth)) return slice->count;
  if (const Apply* owner = owner_if(vector, ops::join)) {
    std::int64_t total = 0;
    for (const Variable& piece : owner->inputs()) {
      const auto length = length_of(piece, depth + 1);
      if (!length) return std::nullopt;
      total += *length;
    }
    return total;
  }
  return std::nullopt;
}

Variable item_of(const Variable& vector_in, const std::int64_t at_whole, int depth) {
  std::int64_t at = at_whole;
  Variable vector = vector_in;
  while (true) {
    const Variable inner = casted(vector);
    // A cast to a narrower type may change the value.
    if (inner.is_null() || !is_discrete(inner.dtype()) || !can_cast_safely(inner.dtype(), vector.dtype())) break;
    vector = inner;
  }
  if (const ConstantNode* constant = vector.constant()) {
    const Array& array = constant->array();
    const Layout& layout = array.layout();
    return constant_size(array.view(Layout(Shape{}, Strides{}, layout.offset + at * layout.strides[0])).item_int64());
  }
  if (const Apply* owner = owner_if(vector, ops::make_vector)) return as_size(owner->input(static_cast<int>(at)));
  if (const Apply* owner = owner_if(vector, ops::shape)) return size_of(owner->input(0), static_cast<int>(at));
  if (depth < kMaxDepth) {
    if (const auto slice = constant_slice(vector, depth)) {
      return item_of(slice->base, slice->start + at * slice->step, depth + 1);
    }
    if (const Apply* owner = owner_if(vector, ops::join)) {
      for (const Variable& piece : owner->inputs()) {
        const auto length = length_of(piece, depth + 1);
        if (!length) break;
        if (at < *length) return item_of(piece, at, depth + 1);
        at -= *length;
      }
    }
  }
  return as_size(tensor::subtensor(vector_in, Index(at_whole)));
}

}  // namespace

std::optional<std::int64_t> vector_length(const Variable& vector) {
  if (vector.ndim() != 1) return std::nullopt;
  return length_of(vector, 0);
}

std::vector<Variable> vector_items(const Variable& vector, std::int64_t length) {
  std::vector<Variable> items;
  for (std::int64_t i = 0; i < length; ++i) items.push_back(item_of(vector, i, 0));
  return items;
}

}  // namespace theano
