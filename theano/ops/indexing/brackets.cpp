// Turns what users write between brackets into nodes, and finds the way back for inc_subtensor and set_subtensor.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/parts.h"
#include "theano/ops/indexing/selection.h"

namespace theano {
namespace {

using Kind = IndexEntry::Kind;

// Marks the nodes that one pair of brackets makes besides the last, so that set_subtensor goes through all of them
// while it stops at a part of a part that the user wrote himself.
constexpr const char* kStepMark = "is_step_of_index";

bool is_step(const Variable& v) {
  const Apply* owner = v.owner();
  return owner && owner->op()->attributes().has(kStepMark);
}

bool is_whole(const IndexEntry& e) {
  return e.kind == Kind::Slice && e.start.is_null() && e.stop.is_null() && e.step.is_null();
}

[[noreturn]] void refuse_too_many(const Variable& x, int count) {
  throw IndexError(ErrorReport{.op = "subtensor",
                               .sentence = "too many indices for array: it has " + std::to_string(x.ndim()) +
                                           " axes, but there are " + std::to_string(count) + " indices.",
                               .operands = {describe_operand("x", x)},
                               .way_out = "give at most one index per axis."});
}

// Constant integers are int64, as the original prints them; variables keep their type.
Variable index_scalar(const Variable& v) {
  if (const auto known = known_size(v); known && v.ndim() == 0 && !is_bool(v.dtype())) return constant_size(*known);
  return v;
}

// The positions of the true elements of a constant mask, one vector per axis.
std::vector<Variable> constant_positions(const Array& mask) {
  std::vector<std::vector<std::int64_t>> positions(static_cast<std::size_t>(mask.ndim()));
  const std::vector<double> values = mask.to_doubles();
  for (std::size_t flat = 0; flat < values.size(); ++flat) {
    if (values[flat] == 0) continue;
    auto rest = static_cast<std::int64_t>(flat);
    for (std::size_t axis = positions.size(); axis-- > 0;) {
      positions[axis].push_back(rest % mask.shape()[axis]);
      rest /= mask.shape()[axis];
    }
  }
  std::vector<Variable> indices;
  for (const auto& p : positions) {
    indices.push_back(make_constant(Array::from(p, {static_cast<std::int64_t>(p.size())})));
  }
  return indices;
}

// The same of any mask on the axes of x from `first` on, whose sizes it must have.
std::vector<Variable> mask_positions(const Variable& x, const Variable& mask, int first) {
  if (first + mask.ndim() > x.ndim()) refuse_too_many(x, first + mask.ndim());
  SymbolicShape wanted;
  bool is_known = true;
  for (int axis = 0; axis < mask.ndim(); ++axis) {
    wanted.push_back(size_of(x, first + axis));
    is_known = is_known && is_same_size(wanted.back(), size_of(mask, axis));
  }
  if (is_known && mask.constant()) return constant_positions(mask.constant()->array());
  return parts::true_positions(mask, is_known ? std::span<const Variable>() : wanted);
}

// One entry per axis of x (new axes besides): masks as arrays, the ellipsis written out.
std::vector<IndexEntry> written_out(const Variable& x, const Index& index) {
  const auto is_mask = [](const IndexEntry& e) { return e.kind == Kind::Array && is_bool(e.value.dtype()); };
  const auto axes_of = [&](const IndexEntry& e) {
    return e.kind == Kind::NewAxis || e.kind == Kind::Ellipsis ? 0 : is_mask(e) ? e.value.ndim() : 1;
  };
  int used = 0, ellipses = 0;
  for (const IndexEntry& e : index.entries) {
    used += axes_of(e);
    ellipses += e.kind == Kind::Ellipsis;
  }
  if (used > x.ndim()) refuse_too_many(x, used);
  if (ellipses > 1) {
    throw IndexError("subtensor", "an index can only have a single ellipsis ('...').", "write the other as ':'.");
  }
  std::vector<IndexEntry> entries;
  int axis = 0;
  for (const IndexEntry& e : index.entries) {
    if (e.kind == Kind::Ellipsis) {
      entries.insert(entries.end(), static_cast<std::size_t>(x.ndim() - used), slice());
      axis += x.ndim() - used;
    } else if (is_mask(e)) {
      for (Variable& positions : mask_positions(x, e.value, axis)) entries.emplace_back(Operand(positions));
    } else {
      entries.push_back(e);
    }
    axis += axes_of(e);
  }
  return entries;
}

// x with the new axes of the index, which then are whole slices of axes of size 1.
Variable with_new_axes(const Variable& x, std::vector<IndexEntry>& entries) {
  std::vector<std::int64_t> order;
  std::int64_t axis = 0;
  bool has_new = false;
  for (IndexEntry& e : entries) {
    if (e.kind == Kind::NewAxis) {
      order.push_back(-1);
      e = slice();
      has_new = true;
    } else {
      order.push_back(axis++);
    }
  }
  if (!has_new) return x;
  while (axis < x.ndim()) order.push_back(axis++);
  Attributes attributes{{"order", std::move(order)}};
  if (!std::ranges::all_of(entries, is_whole)) attributes.set(kStepMark, true);
  return apply_op(make_op(ops::dimshuffle, std::move(attributes)), {x});
}

// The node of integers and slices; x itself when all is taken.
Variable plain_part(const Variable& x, std::span<const IndexEntry> entries, bool is_mere_step) {
  IndexPattern pattern;
  std::vector<Variable> inputs = {x};
  const auto add = [&](const Variable& v) -> std::optional<DType> {
    if (v.is_null()) return std::nullopt;
    inputs.push_back(index_scalar(v));
    return inputs.back().dtype();
  };
  std::size_t last = entries.size();
  while (last > 0 && is_whole(entries[last - 1])) --last;
  if (last == 0 && is_mere_step) return x;
  for (const IndexEntry& e : entries.first(std::max<std::size_t>(last, entries.empty() ? 0 : 1))) {
    if (e.kind == Kind::Integer) {
      pattern.entries.push_back({false, add(e.value), {}, {}});
    } else {
      if (!e.step.is_null() && known_size(e.step) == 0) {
        throw ValueError("subtensor", "slice step cannot be zero.", "use a positive or a negative step.");
      }
      const auto start = add(e.start), stop = add(e.stop), step = add(e.step);
      pattern.entries.push_back({true, start, stop, step});
    }
  }
  Attributes attributes{{"index", pattern.encode()}};
  if (is_mere_step) attributes.set(kStepMark, true);
  return apply_op(make_op(ops::subtensor, std::move(attributes)), std::move(inputs));
}

Variable taken(const Variable& source, const Index& index) {
  std::vector<IndexEntry> entries = written_out(source, index);
  const Variable x = with_new_axes(source, entries);
  const auto is_array = [](const IndexEntry& e) { return e.kind == Kind::Array; };
  if (std::ranges::none_of(entries, is_array)) {
    const bool is_only_new = !(x == source) && std::ranges::all_of(entries, is_whole);
    return plain_part(x, entries, is_only_new);
  }
  // Integers beside arrays count as arrays; slices are taken first.
  std::vector<std::int64_t> axes;
  std::vector<Variable> indices;
  for (std::size_t axis = 0; axis < entries.size(); ++axis) {
    if (entries[axis].kind == Kind::Slice) continue;
    axes.push_back(static_cast<std::int64_t>(axis));
    indices.push_back(index_scalar(entries[axis].value));
    entries[axis] = slice();
  }
  return parts::advanced_part(plain_part(x, entries, true), std::move(axes), std::move(indices));
}

std::vector<std::int64_t> indexed_axes(const OpInstance& op) {
  return op.attributes().has("axes") ? op.attributes().get_ints("axes") : std::vector<std::int64_t>{0};
}

bool is_advanced(const OpInstance& op) { return op.is(ops::advanced_subtensor1) || op.is(ops::advanced_subtensor); }

// The order that undoes a dimshuffle that only added axes.
std::vector<std::int64_t> without_new_axes(const std::vector<std::int64_t>& order) {
  std::vector<std::int64_t> back;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] >= 0) back.push_back(static_cast<std::int64_t>(i));
  }
  return back;
}

// The input of the node `part` with y at the part.
Variable changed(const Variable& part, const Variable& y, bool set_instead_of_inc) {
  const Apply& node = *part.owner();
  const Variable& x = node.input(0);
  std::vector<Variable> scalars(node.inputs().begin() + 1, node.inputs().end());
  if (is_advanced(*node.op())) {
    return parts::advanced_changed(x, y, indexed_axes(*node.op()), std::move(scalars), set_instead_of_inc);
  }
  const auto& pattern = node.op()->attributes().get_ints("index");
  scalars.insert(scalars.begin(), {x, y});
  return apply_op(make_op(ops::inc_subtensor, {{"set_instead_of_inc", set_instead_of_inc}, {"index", pattern}}),
                  std::move(scalars));
}

bool is_part(const Apply* node) {
  return node && (node->op()->is(ops::subtensor) || is_advanced(*node->op()));
}

// What set_subtensor of a part that was rearranged or reshaped after it was taken has to do: bring the value into the
// form that the part had, and the changed tensor into that of the rearranged one.
struct Rearranged {
  Variable part, value;
  std::vector<std::vector<std::int64_t>> orders;  // of dimshuffles, the last one first
};

Rearranged undone(const Variable& part_in, const Variable& y) {
  Rearranged r{part_in, y, {}};
  while (const Apply* node = r.part.owner()) {
    const Variable& inner = node->input(0);
    if (node->op()->is(ops::reshape)) {
      if (r.value.ndim() > 0) {
        const Variable spread = tensor::alloc(r.value, ShapeArgument(sizes_of(r.part)));
        r.value = tensor::reshape(spread, ShapeArgument(sizes_of(inner)), inner.ndim());
      }
    } else if (node->op()->is(ops::dimshuffle) && !is_step(r.part)) {
      const std::vector<std::int64_t>& order = node->op()->attributes().get_ints("order");
      std::vector<std::int64_t> back(static_cast<std::size_t>(inner.ndim()), tensor::kNewAxis), lost;
      r.value = padded_left(r.value, r.part.ndim());
      for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i] >= 0) back[static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i);
        if (order[i] < 0 && !r.value.is_broadcastable(static_cast<int>(i))) lost.push_back(static_cast<std::int64_t>(i));
      }
      if (!lost.empty()) r.value = tensor::addbroadcast(r.value, lost);
      r.value = dimshuffled(r.value, std::move(back));
      r.orders.push_back(order);
    } else {
      break;
    }
    r.part = inner;
  }
  return r;
}

}  // namespace

Variable Variable::operator[](const Index& index) const { return tensor::subtensor(*this, index); }

namespace tensor {

Variable subtensor(const Operand& x, const Index& index) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return taken(x, index);
}

Variable inc_subtensor(const Operand& part_in, const Operand& y, bool set_instead_of_inc) {
  const ProvenanceScope scope(Provenance::current(part_in.location()));
  const Variable given = part_in;
  if (y.variable().ndim() > given.ndim()) static_cast<void>(parts::fitted_value(y, given.ndim(), "inc_subtensor"));
  const Rearranged rearranged = is_part(given.owner()) ? Rearranged{given, y, {}} : undone(given, y);
  const Variable& part = rearranged.part;
  const Apply* owner = part.owner();
  if (!is_part(owner)) {
    throw TypeError(
        ErrorReport{.op = set_instead_of_inc ? "set_subtensor" : "inc_subtensor",
                    .sentence = "x must be the result of a subtensor operation, but it is " + given.to_string() + ".",
                    .operands = {describe_operand("x", given)},
                    .way_out = "pass x[...] itself: set_subtensor(x[0], y)."});
  }
  Variable result = changed(part, rearranged.value, set_instead_of_inc);
  for (Variable inner = owner->input(0); is_step(inner); inner = inner.owner()->input(0)) {
    const Op& op = inner.owner()->op();
    if (op->is(ops::dimshuffle)) {
      result = dimshuffled(result, without_new_axes(op->attributes().get_ints("order")));
    } else {
      result = changed(inner, result, true);
    }
  }
  for (auto order = rearranged.orders.rbegin(); order != rearranged.orders.rend(); ++order)
    result = dimshuffle(result, *order);
  return result;
}

Variable set_subtensor(const Operand& part, const Operand& y) { return inc_subtensor(part, y, true); }

Variable take(const Operand& operand, const Operand& indices_in, std::optional<std::int64_t> axis,
              std::string_view mode) {
  const ProvenanceScope scope(Provenance::current(operand.location()));
  const Variable x = axis ? operand.variable() : flatten(operand);
  const int at = normalize_axis(axis.value_or(0), x.ndim(), "take");
  Variable indices = indices_in;
  if (mode == "wrap") {
    indices = mod(indices, size_of(x, at));
  } else if (mode == "clip") {
    indices = minimum(maximum(indices, constant_size(0)), subtract_sizes(size_of(x, at), constant_size(1)));
  } else if (mode != "raise") {
    throw ValueError("take", "the mode must be raise, wrap or clip, but it is " + std::string(mode) + ".",
                     "leave the mode out to refuse indices out of bounds.");
  }
  Index index(std::vector<IndexEntry>(static_cast<std::size_t>(at), slice()));
  index.entries.emplace_back(Operand(indices));
  return taken(x, index);
}

}  // namespace tensor
}  // namespace theano
