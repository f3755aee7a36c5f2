// The pattern of a basic subtensor: its encoding and text, the shape and the layout of the part.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/indexing/parts.h"

namespace theano {
namespace {

// One code: bit 0 tells a slice, then five bits for each of start, stop, step: 0 left out, else the dtype + 1.
constexpr int kFieldBits = 5;

std::int64_t field(const std::optional<DType>& dtype) { return dtype ? static_cast<std::int64_t>(*dtype) + 1 : 0; }

std::optional<DType> dtype_of_field(std::int64_t code, int index) {
  const std::int64_t value = code >> (1 + index * kFieldBits) & ((1 << kFieldBits) - 1);
  if (value == 0) return std::nullopt;
  return static_cast<DType>(value - 1);
}

IndexPattern::Entry entry_of_code(std::int64_t code) {
  return {(code & 1) != 0, dtype_of_field(code, 0), dtype_of_field(code, 1), dtype_of_field(code, 2)};
}

}  // namespace

std::vector<std::int64_t> IndexPattern::encode() const {
  std::vector<std::int64_t> codes;
  for (const Entry& e : entries) {
    codes.push_back((e.is_slice ? 1 : 0) | field(e.start) << 1 | field(e.stop) << (1 + kFieldBits) |
                    field(e.step) << (1 + 2 * kFieldBits));
  }
  return codes;
}

IndexPattern IndexPattern::decode(std::span<const std::int64_t> codes) {
  IndexPattern pattern;
  for (const std::int64_t code : codes) pattern.entries.push_back(entry_of_code(code));
  return pattern;
}

int IndexPattern::scalar_count() const {
  int count = 0;
  for (const Entry& e : entries) count += e.start.has_value() + e.stop.has_value() + e.step.has_value();
  return count;
}

std::string IndexPattern::to_string() const {
  const auto name = [](const std::optional<DType>& d) { return d ? std::string(dtype_name(*d)) : std::string(); };
  std::string text;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry& e = entries[i];
    text += (i > 0 ? ", " : "") + name(e.start);
    if (e.is_slice) text += ":" + name(e.stop) + ":" + name(e.step);
  }
  return text;
}

namespace parts {
namespace {

// The scalars of one entry; null where left out.
template <class T>
struct Bounds {
  std::optional<T> start, stop, step;
};

template <class T>
Bounds<T> next_bounds(const IndexPattern::Entry& entry, std::span<const T> scalars, std::size_t& next) {
  Bounds<T> bounds;
  if (entry.start) bounds.start = scalars[next++];
  if (entry.stop) bounds.stop = scalars[next++];
  if (entry.step) bounds.step = scalars[next++];
  return bounds;
}

Variable length_of(const Bounds<Variable>& b, const Variable& size) {
  return slice_length(b.start.value_or(Variable()), b.stop.value_or(Variable()), b.step.value_or(Variable()), size);
}

// Python's rules: bounds beyond the ends are the ends.
void slice_axis(const Bounds<std::int64_t>& bounds, std::int64_t size, std::int64_t stride, Layout& layout) {
  const std::int64_t step = bounds.step.value_or(1);
  if (step == 0) {
    throw ValueError("subtensor", "slice step cannot be zero.", "use a positive or a negative step.", Phase::Call);
  }
  const std::int64_t low = step > 0 ? 0 : -1, high = step > 0 ? size : size - 1;
  const auto placed = [&](const std::optional<std::int64_t>& v, std::int64_t left_out) {
    if (!v) return left_out;
    return *v < 0 ? std::max(*v + size, low) : std::min(*v, high);
  };
  const std::int64_t start = placed(bounds.start, step > 0 ? 0 : size - 1);
  const std::int64_t stop = placed(bounds.stop, step > 0 ? size : -1);
  const std::int64_t span = step > 0 ? stop - start : start - stop;
  const std::int64_t stride_abs = step > 0 ? step : -step;
  const std::int64_t length = span > 0 ? (span - 1) / stride_abs + 1 : 0;
  if (length > 0) layout.offset += start * stride;
  layout.shape.push_back(length);
  layout.strides.push_back(stride * step);
}

}  // namespace

IndexPattern pattern_of(const OpInstance& self) { return IndexPattern::decode(self.attributes().get_ints("index")); }

void check_scalars(const IndexPattern& pattern, const Variable& x, std::span<const Variable> scalars, const char* op) {
  if (static_cast<int>(pattern.entries.size()) > x.ndim()) {
    throw IndexError(ErrorReport{.op = op,
                                 .sentence = "too many indices for array: it has " + std::to_string(x.ndim()) +
                                             " axes, but there are " + std::to_string(pattern.entries.size()) +
                                             " indices.",
                                 .operands = {describe_operand("x", x)},
                                 .way_out = "give at most one index per axis."});
  }
  if (static_cast<int>(scalars.size()) != pattern.scalar_count()) {
    throw InternalError(op, "the pattern and the number of scalars must agree.", "make the node with x[...].");
  }
  for (const Variable& scalar : scalars) {
    if (scalar.ndim() == 0 && is_integer(scalar.dtype())) continue;
    throw TypeError(ErrorReport{
        .op = op,
        .sentence = "index must be integers or a boolean mask, but one is " + scalar.tensor_type().describe() + ".",
        .operands = {describe_operand("x", x), describe_operand("index", scalar)},
        .way_out = "cast the index to int64."});
  }
}

Shape known_part_sizes(const IndexPattern& pattern, const Variable& x, std::span<const Variable> scalars) {
  Shape sizes;
  std::size_t next = 0;
  for (int axis = 0; axis < x.ndim(); ++axis) {
    const std::int64_t own = x.tensor_type().sizes()[static_cast<std::size_t>(axis)];
    if (axis >= static_cast<int>(pattern.entries.size())) {
      sizes.push_back(own);
      continue;
    }
    const IndexPattern::Entry& entry = pattern.entries[static_cast<std::size_t>(axis)];
    const Bounds<Variable> bounds = next_bounds<Variable>(entry, scalars, next);
    if (!entry.is_slice) continue;
    const auto is_known = [](const std::optional<Variable>& v) { return !v || known_size(*v).has_value(); };
    const bool is_all = !bounds.start && !bounds.stop && !bounds.step;
    if (own == kUnknownSize && !is_all) {
      sizes.push_back(kUnknownSize);
    } else if (is_all) {
      sizes.push_back(own);
    } else if (is_known(bounds.start) && is_known(bounds.stop) && is_known(bounds.step)) {
      const std::int64_t length = known_size(length_of(bounds, constant_size(own))).value_or(kUnknownSize);
      sizes.push_back(length == 1 && own != 1 ? kUnknownSize : length);
    } else {
      sizes.push_back(kUnknownSize);
    }
  }
  return sizes;
}

SymbolicShape part_shape(const IndexPattern& pattern, const SymbolicShape& x_shape, std::span<const Variable> scalars) {
  SymbolicShape shape;
  std::size_t next = 0;
  for (std::size_t axis = 0; axis < x_shape.size(); ++axis) {
    if (axis >= pattern.entries.size()) {
      shape.push_back(x_shape[axis]);
      continue;
    }
    const Bounds<Variable> bounds = next_bounds<Variable>(pattern.entries[axis], scalars, next);
    if (pattern.entries[axis].is_slice) shape.push_back(length_of(bounds, x_shape[axis]));
  }
  return shape;
}

std::optional<Layout> part_layout(const OpInstance& self, const Layout& input, std::span<const std::int64_t> scalars,
                                  const Shape&) {
  const std::vector<std::int64_t>& codes = self.attributes().get_ints("index");  // calls come here: no pattern is made
  Layout layout(Shape{}, Strides{}, input.offset);
  std::size_t next = 0;
  for (std::size_t axis = 0; axis < input.shape.size(); ++axis) {
    const std::int64_t size = input.shape[axis], stride = input.strides[axis];
    if (axis >= codes.size()) {
      layout.shape.push_back(size);
      layout.strides.push_back(stride);
      continue;
    }
    const IndexPattern::Entry entry = entry_of_code(codes[axis]);
    const Bounds<std::int64_t> bounds = next_bounds<std::int64_t>(entry, scalars, next);
    if (entry.is_slice) {
      slice_axis(bounds, size, stride, layout);
      continue;
    }
    const std::int64_t index = *bounds.start < 0 ? *bounds.start + size : *bounds.start;
    if (index < 0 || index >= size) {
      throw IndexError("subtensor",
                       "index " + std::to_string(*bounds.start) + " is out of bounds for axis " + std::to_string(axis) +
                           " with size " + std::to_string(size) + ".",
                       "use an index from " + std::to_string(-size) + " to " + std::to_string(size - 1) + ".",
                       Phase::Call);
    }
    layout.offset += index * stride;
  }
  return layout;
}

}  // namespace parts
}  // namespace theano
