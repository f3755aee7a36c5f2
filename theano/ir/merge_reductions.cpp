// Takes reductions over the same space together, so that one pass over the elements serves several folds.
#include "theano/ir/merge_reductions.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <unordered_map>

#include "theano/ir/verify.h"

namespace theano::ir {

namespace {

bool is_computation(const Instruction& i) {
  return i.opcode == Opcode::ConstInt || i.opcode == Opcode::ConstFloat || i.opcode == Opcode::Param ||
         i.opcode == Opcode::MapIndex || i.opcode == Opcode::Primitive;
}

/// Merges the reductions of one block at a time. Of two, the body of the later one moves into the earlier one, with
/// whatever its elements need of what stands in between; what both compute is computed once.
class Merger {
 public:
  explicit Merger(Kernel& kernel) : kernel_(kernel), is_gone_(kernel.reductions.size(), false) {}

  void run() {
    merge_in(kernel_.body);
    for (Loop& loop : kernel_.loops) merge_in(loop.body);
    if (std::ranges::find(is_gone_, true) != is_gone_.end()) drop_gone();
  }

 private:
  bool reads_only_inputs(const Instruction& load) const {
    return kernel_.buffers[kernel_.accesses[load.index].buffer].role == BufferRole::Input;
  }

  /// Checks must fail in the order of the text, and what is written must be read where it stands: neither may move.
  bool may_move(const Instruction& i) const {
    return is_computation(i) || (i.opcode == Opcode::Load && reads_only_inputs(i));
  }

  bool is_movable(const Reduction& reduction) const {
    return std::ranges::all_of(reduction.body.instructions, [&](const Instruction& i) { return may_move(i); });
  }

  template <class Use>
  void for_each_use(const Instruction& i, Use use) const {
    for (const ValueId v : i.args)
      if (v != kNoValue) use(v);
    if (i.opcode != Opcode::Load) return;
    for (const AxisIndex& axis : kernel_.accesses[i.index].axes)
      if (axis.kind == AxisIndex::Kind::Value) use(axis.value);
  }

  void merge_in(Block& block) {
    std::vector<Instruction>& list = block.instructions;
    for (std::size_t first = 0; first < list.size(); ++first) {
      if (list[first].opcode != Opcode::Reduce || !is_movable(kernel_.reductions[list[first].index])) continue;
      for (std::size_t later = first + 1; later < list.size();) {
        const bool is_like = list[later].opcode == Opcode::Reduce &&
                             kernel_.reductions[list[later].index].extents == kernel_.reductions[list[first].index].extents &&
                             is_movable(kernel_.reductions[list[later].index]);
        const std::optional<std::size_t> moved = is_like ? merge(list, first, later) : std::nullopt;
        if (moved) {
          first += *moved;
        } else {
          ++later;
        }
      }
    }
  }

  /// What the body of the later reduction needs of the instructions in between, as their places; nullopt: it needs the
  /// first one's results, or something that must stay.
  std::optional<std::vector<std::size_t>> needed_between(const std::vector<Instruction>& list, std::size_t first,
                                                         std::size_t later) const {
    std::unordered_map<ValueId, std::size_t> made;
    for (std::size_t k = first; k < later; ++k)
      if (list[k].result != kNoValue) made.emplace(list[k].result, k);
    std::vector<std::size_t> needed;
    std::vector<bool> is_needed(later, false);
    const auto need = [&](ValueId v) {
      const auto found = made.find(v);
      if (found == made.end() || is_needed[found->second]) return;
      is_needed[found->second] = true;
      needed.push_back(found->second);
    };
    for (const Instruction& i : kernel_.reductions[list[later].index].body.instructions) for_each_use(i, need);
    for (const Fold& fold : kernel_.reductions[list[later].index].folds) need(fold.element);
    for (std::size_t next = 0; next < needed.size(); ++next) {
      if (!may_move(list[needed[next]])) return std::nullopt;
      for_each_use(list[needed[next]], need);
    }
    std::ranges::sort(needed);
    return needed;
  }

  /// How many instructions moved in front of the first reduction; nullopt: they stay two.
  std::optional<std::size_t> merge(std::vector<Instruction>& list, std::size_t first, std::size_t later) {
    const std::optional<std::vector<std::size_t>> needed = needed_between(list, first, later);
    if (!needed) return std::nullopt;
    const Instruction into = list[first], from = list[later];
    const int results_before = result_count(kernel_.reductions[into.index]);
    join_bodies(kernel_.reductions[into.index], kernel_.reductions[from.index]);
    is_gone_[from.index] = true;
    std::vector<Instruction> moved;
    for (const std::size_t k : *needed) moved.push_back(list[k]);
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(later));
    for (auto k = needed->rbegin(); k != needed->rend(); ++k) list.erase(list.begin() + static_cast<std::ptrdiff_t>(*k));
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(first), moved.begin(), moved.end());
    rename_results(from.result, into.result, results_before);
    return moved.size();
  }

  static int result_count(const Reduction& reduction) {
    int count = 0;
    while (result_of(reduction, count)) ++count;
    return count;
  }

  void join_bodies(Reduction& into, const Reduction& from) {
    std::unordered_map<ValueId, ValueId> renamed;
    for (std::size_t k = 0; k < from.indices.size(); ++k) renamed.emplace(from.indices[k], into.indices[k]);
    const auto name = [&](ValueId v) {
      const auto found = renamed.find(v);
      return found == renamed.end() ? v : found->second;
    };
    std::vector<Instruction>& body = into.body.instructions;
    const std::size_t own = body.size();
    for (Instruction i : from.body.instructions) {
      for (ValueId& v : i.args) v = name(v);
      if (i.opcode == Opcode::Load) {
        Access access = kernel_.accesses[i.index];
        for (AxisIndex& axis : access.axes)
          if (axis.kind == AxisIndex::Kind::Value) axis.value = name(axis.value);
        i.index = static_cast<int>(kernel_.accesses.size());
        kernel_.accesses.push_back(std::move(access));
      }
      const auto same = std::find_if(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(own),
                                     [&](const Instruction& other) { return is_equal(i, other); });
      if (same == body.begin() + static_cast<std::ptrdiff_t>(own)) {
        body.push_back(i);
      } else {
        renamed.emplace(i.result, same->result);
      }
    }
    for (Fold fold : from.folds) {
      fold.element = name(fold.element);
      into.folds.push_back(fold);
    }
  }

  bool is_equal(const Instruction& a, const Instruction& b) const {
    if (a.opcode != b.opcode || a.dtype != b.dtype || a.prim != b.prim || !std::ranges::equal(a.args, b.args)) return false;
    if (a.opcode == Opcode::ConstFloat)
      return std::bit_cast<std::uint64_t>(a.float_value) == std::bit_cast<std::uint64_t>(b.float_value);
    if (a.opcode != Opcode::Load) return a.index == b.index && a.int_value == b.int_value;
    const Access &x = kernel_.accesses[a.index], &y = kernel_.accesses[b.index];
    return x.buffer == y.buffer && x.axes == y.axes;
  }

  void rename_results(ValueId from, ValueId into, int offset) {
    const auto visit = [&](Block& block) {
      for (Instruction& i : block.instructions) {
        if (i.opcode != Opcode::Result || i.args[0] != from) continue;
        i.args[0] = into;
        i.index += offset;
      }
    };
    visit(kernel_.body);
    for (Loop& loop : kernel_.loops) visit(loop.body);
    for (Reduction& reduction : kernel_.reductions) visit(reduction.body);
  }

  void drop_gone() {
    std::vector<int> numbers;
    int next = 0;
    for (const bool gone : is_gone_) numbers.push_back(gone ? -1 : next++);
    const auto visit = [&](Block& block) {
      for (Instruction& i : block.instructions)
        if (i.opcode == Opcode::Reduce) i.index = numbers[i.index];
    };
    visit(kernel_.body);
    for (Loop& loop : kernel_.loops) visit(loop.body);
    std::vector<Reduction> kept;
    for (std::size_t r = 0; r < is_gone_.size(); ++r)
      if (!is_gone_[r]) kept.push_back(std::move(kernel_.reductions[r]));
    kernel_.reductions = std::move(kept);
    for (Reduction& reduction : kernel_.reductions) visit(reduction.body);
  }

  Kernel& kernel_;
  std::vector<bool> is_gone_;
};

}  // namespace

void merge_reductions(Kernel& kernel) {
  if (kernel.reductions.size() < 2) return;
  Merger(kernel).run();
  verify(kernel);
}

}  // namespace theano::ir
