// Fusion in linear passes: forward, nodes join the group that makes their last input; backward, groups that only one
// other group reads move into it; reductions that read the same elements come together, and backward again what only they
// read; forward again, element-wise groups move behind the loop nest whose result they take.
#include "theano/lower/fuse.h"

#include <algorithm>
#include <unordered_map>

#include "theano/ops/indexing/indexing.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano::lower {

namespace {

/// A formula has about so many instructions; it turns the limit on instructions into one on nodes.
constexpr int kInstructionsPerNode = 8;

/// The most reductions of one pass, and how many others that read the same are tried for each.
constexpr int kMostFolds = 8;
constexpr int kMostTried = 4;
/// Reductions that came together take in what only they read, and then read the same as others.
constexpr int kMostTurns = 3;

/// Whether the nest gives each point of its map one value, so that a formula may take it on at once.
bool gives_points(const OpDefinition& op) {
  return is_fold(op) || &op == &ops::advanced_subtensor || &op == &ops::advanced_subtensor1;
}

/// A use of a variable by the kernel of a node.
struct Reader {
  int node;
  bool is_rearranged;
};

class Fuser {
 public:
  Fuser(const Schedule& schedule, const LowerOptions& options)
      : s_(schedule), options_(options), needed_(schedule.nodes().size(), false), readers_(schedule.variable_count()) {
    result_.is_in_memory.assign(schedule.variable_count(), false);
    result_.group_of.assign(schedule.nodes().size(), -1);
  }

  Fusion run() {
    mark_needed();
    join_forward();
    if (options_.fuse) {
      merge_backward();
      for (int turn = 0; turn < kMostTurns && merge_siblings(); ++turn) merge_backward();
      take_results_on();
    }
    collect();
    return std::move(result_);
  }

 private:
  const OpDefinition& op(int node) const { return s_.nodes()[node].node->op()->definition(); }
  bool is_elementwise(int node) const { return op(node).kind() == OpKind::Elementwise; }

  void need_in_memory(int variable) {
    if (result_.is_in_memory[variable]) return;
    result_.is_in_memory[variable] = true;
    if (const int producer = s_.info(variable).producer; producer >= 0) needed_[producer] = true;
  }

  void need_in_kernel(int variable, int node) {
    if (is_kernel_scalar(s_, options_, variable)) return;
    const Source source = source_of(s_, options_, variable);
    if (is_kernel_scalar(s_, options_, source.variable) || is_made_by_index(s_, options_, source.variable)) return;
    const int producer = s_.info(source.variable).producer;
    const bool may_fuse = producer >= 0 && (is_elementwise(producer) || (options_.fuse && gives_points(op(producer))));
    if (!may_fuse) return need_in_memory(source.variable);
    needed_[producer] = true;
    readers_[source.variable].push_back({node, source.is_rearranged});
  }

  /// Backward: what the outputs need, and who reads what.
  void mark_needed() {
    for (int output : s_.graph_outputs()) need_in_memory(output);
    for (const ReadBack& read : s_.read_backs()) need_in_memory(read.variable);
    for (int n = static_cast<int>(s_.nodes().size()) - 1; n >= 0; --n) {
      if (!needed_[n]) continue;
      const ScheduledNode& node = s_.nodes()[n];
      if (op(n).kind() == OpKind::View) {
        need_in_memory(node.inputs[0]);
      } else if (is_elementwise(n)) {
        for (std::size_t i = 0; i < node.inputs.size(); ++i)
          if (is_element_read(options_, *node.node, static_cast<int>(i))) need_in_kernel(node.inputs[i], n);
      } else if (op(n).kind() == OpKind::Loop && !is_shape_only(n)) {
        const int start = static_cast<const LoopOp&>(op(n)).spec().starts_as;
        for (std::size_t i = 0; i < node.inputs.size(); ++i) {
          if (static_cast<int>(i) == start) {
            need_in_memory(node.inputs[i]);
          } else {
            need_in_kernel(node.inputs[i], n);
          }
        }
      } else if (op(n).kind() == OpKind::Library) {
        for (int input : node.inputs)
          is_library_call(s_, options_, n) ? need_in_memory(input) : need_in_kernel(input, n);
      } else if (!is_shape_only(n)) {
        for (int input : node.inputs) need_in_memory(input);
      }
    }
  }

  bool is_shape_only(int n) const { return &op(n) == &ops::shape || &op(n) == &ops::shape_i; }

  /// The group in which the variable is made, counting from 0; -1 for what is there from the start.
  int group_making(int variable) const {
    const int producer = s_.info(variable).producer;
    return producer < 0 ? -1 : result_.group_of[producer];
  }

  /// The first group in which `node` may run: behind those that make what it reads (in the same one if it may fuse).
  int earliest_group(int n) const {
    int earliest = -1;
    const ScheduledNode& node = s_.nodes()[n];
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      const int input = node.inputs[i];
      if (is_kernel_scalar(s_, options_, input) || !is_element_read(options_, *node.node, static_cast<int>(i)))
        continue;
      const Source source = source_of(s_, options_, input);
      if (is_made_by_index(s_, options_, source.variable)) continue;
      const bool fuses = is_elementwise(n) && s_.info(source.variable).producer >= 0 &&
                         is_elementwise(s_.info(source.variable).producer) && !source.is_rearranged;
      earliest = std::max(earliest, group_making(source.variable) + (fuses ? 0 : 1));
    }
    return earliest;
  }

  bool has_equal_shape(int a, int b) const {
    return has_equal_sizes(s_.info(s_.nodes()[a].outputs[0]).sizes, s_.info(s_.nodes()[b].outputs[0]).sizes);
  }

  bool has_equal_sizes(const ir::Registers& x, const ir::Registers& y) const {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                      [&](ir::Register p, ir::Register q) { return s_.code().is_equal(p, q); });
  }

  /// Whether a loop nest reads each element of what `producer` makes once, so that inlining computes nothing twice.
  bool reads_once(int loop, int producer) const {
    if (!is_fold(op(loop))) return false;
    const int read = s_.nodes()[loop].inputs[0], made = s_.nodes()[producer].outputs[0];
    if (source_of(s_, options_, read).is_rearranged) return s_.info(read).sizes.size() == s_.info(made).sizes.size();
    return has_equal_sizes(s_.info(read).sizes, s_.info(made).sizes);
  }

  int most_nodes() const { return std::max(1, options_.max_kernel_instructions / kInstructionsPerNode); }

  void join_forward() {
    for (int n = 0; n < static_cast<int>(s_.nodes().size()); ++n) {
      if (!needed_[n]) continue;
      const int earliest = earliest_group(n);
      if (options_.fuse && is_elementwise(n) && earliest >= 0 && earliest < static_cast<int>(result_.groups.size())) {
        // Not every member of an element-wise group is a candidate of this node's segment and shape.
        Group& group = result_.groups[earliest];
        const bool fits = is_elementwise(group.nodes[0]) &&
                          group.segment == s_.nodes()[n].segment && has_equal_shape(group.nodes[0], n) &&
                          static_cast<int>(group.nodes.size()) < most_nodes();
        if (fits) {
          group.nodes.push_back(n);
          result_.group_of[n] = earliest;
          continue;
        }
      }
      result_.group_of[n] = static_cast<int>(result_.groups.size());
      result_.groups.push_back({{n}, s_.nodes()[n].segment});
    }
  }

  /// The only group that reads what group `g` makes, or -1. Rearranged reading counts only where it can be inlined.
  int only_reader(int g) const {
    int reader = -1;
    for (int n : result_.groups[g].nodes) {
      for (int output : s_.nodes()[n].outputs) {
        if (result_.is_in_memory[output]) return -1;
        for (const Reader& r : readers_[output]) {
          const int other = result_.group_of[r.node];
          if (other == g) continue;
          if ((reader >= 0 && other != reader) || (r.is_rearranged && is_elementwise(r.node))) return -1;
          reader = other;
        }
      }
    }
    return reader;
  }

  void merge_backward() {
    for (int g = static_cast<int>(result_.groups.size()) - 1; g >= 0; --g) {
      Group& group = result_.groups[g];
      // A reduction may have taken in its producer by now, which then stands in front.
      if (!std::ranges::all_of(group.nodes, [&](int n) { return is_elementwise(n); })) continue;
      const int reader = only_reader(g);
      if (reader < 0 || result_.groups[reader].segment != group.segment) continue;
      Group& into = result_.groups[reader];
      const bool is_map = is_elementwise(into.nodes.back());
      const bool fits =
          is_map ? has_equal_shape(group.nodes[0], into.nodes.back())
                 : std::ranges::all_of(into.nodes, [&](int n) { return is_elementwise(n) || reads_once(n, group.nodes[0]); });
      if (fits && has_room(group, into)) move_nodes(g, reader);
    }
  }

  bool has_room(const Group& a, const Group& b) const {
    return static_cast<int>(a.nodes.size() + b.nodes.size()) <= most_nodes();
  }

  void move_nodes(int from, int into) {
    std::vector<int>&nodes = result_.groups[from].nodes, &target = result_.groups[into].nodes;
    for (int n : nodes) result_.group_of[n] = into;
    std::vector<int> merged(nodes.size() + target.size());
    std::merge(nodes.begin(), nodes.end(), target.begin(), target.end(), merged.begin());
    target = std::move(merged);
    nodes.clear();
  }

  int fold_count(const Group& group) const {
    return static_cast<int>(std::ranges::count_if(group.nodes, [&](int n) { return is_fold(op(n)); }));
  }

  /// Calls visit(source) for what the nodes of a group read element by element and do not make.
  template <class Visit>
  void for_each_source(int g, Visit visit) const {
    for (int n : result_.groups[g].nodes) {
      const ScheduledNode& node = s_.nodes()[n];
      for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        if (!is_element_read(options_, *node.node, static_cast<int>(i))) continue;
        const Source source = source_of(s_, options_, node.inputs[i]);
        if (is_kernel_scalar(s_, options_, source.variable) || is_made_by_index(s_, options_, source.variable)) continue;
        if (group_making(source.variable) != g) visit(source);
      }
    }
  }

  /// Whether the reductions of two groups run over the same space and the same points.
  bool is_like(int a, int b) const {
    const ScheduledNode& x = s_.nodes()[anchor_of(s_, result_.groups[a])];
    const ScheduledNode& y = s_.nodes()[anchor_of(s_, result_.groups[b])];
    return result_.groups[a].segment == result_.groups[b].segment && has_equal_sizes(x.map, y.map) &&
           has_equal_sizes(s_.info(x.inputs[0]).sizes, s_.info(y.inputs[0]).sizes) &&
           reduced_axes(*x.node) == reduced_axes(*y.node);
  }

  /// Moves a reduction into an earlier one that reads the same elements, where nothing it needs is made later.
  bool merge_siblings() {
    bool is_any_moved = false;
    std::unordered_map<int, std::vector<int>> reading;  // maker -> groups of reductions that read what it makes whole
    for (int g = 0; g < static_cast<int>(result_.groups.size()); ++g) {
      const Group& group = result_.groups[g];
      if (group.nodes.empty() || !is_fold(op(anchor_of(s_, group)))) continue;
      const ir::Registers& space = s_.info(s_.nodes()[anchor_of(s_, group)].inputs[0]).sizes;
      int ready = -1;
      std::vector<int> makers;
      for_each_source(g, [&](const Source& source) {
        ready = std::max(ready, group_making(source.variable));
        const ir::Registers& sizes = s_.info(source.variable).sizes;
        if (source.is_rearranged ? sizes.size() == space.size() : has_equal_sizes(sizes, space))
          makers.push_back(maker_of(source.variable));
      });
      const int target = sibling_of(g, ready, makers, reading);
      if (target >= 0) {
        move_nodes(g, target);
        is_any_moved = true;
      }
      for (int maker : makers) {
        std::vector<int>& groups = reading[maker];
        const int at = target >= 0 ? target : g;
        if (std::ranges::find(groups, at) == groups.end()) groups.push_back(at);
      }
    }
    return is_any_moved;
  }

  /// The element-wise group that makes a variable, for then all it makes can be read in one pass; else the variable
  /// itself, as a negative number.
  int maker_of(int variable) const {
    const int producer = s_.info(variable).producer;
    return producer >= 0 && is_elementwise(producer) ? result_.group_of[producer] : -1 - variable;
  }

  int sibling_of(int g, int ready, const std::vector<int>& makers,
                 const std::unordered_map<int, std::vector<int>>& reading) const {
    for (int maker : makers) {
      const auto found = reading.find(maker);
      if (found == reading.end()) continue;
      const std::vector<int>& groups = found->second;
      for (std::size_t k = groups.size(); k-- > 0 && groups.size() - k <= kMostTried;) {
        const Group& other = result_.groups[groups[k]];
        const bool fits = ready < groups[k] && is_like(g, groups[k]) && has_room(result_.groups[g], other) &&
                          fold_count(other) < kMostFolds;
        if (fits) return groups[k];
      }
    }
    return -1;
  }

  /// The group of a loop nest behind whose points the element-wise group `g` may stand, or -1: the last of those that
  /// make what it reads, where it is read point by point.
  int group_to_follow(const Group& group, int g) const {
    int last = -1;
    bool reads_points = false;
    for (int n : group.nodes) {
      const ScheduledNode& node = s_.nodes()[n];
      for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        if (!is_element_read(options_, *node.node, static_cast<int>(i))) continue;
        const Source source = source_of(s_, options_, node.inputs[i]);
        const int made = group_making(source.variable);
        if (made < 0 || made == g || made < last) continue;
        reads_points = (made > last || reads_points) && !source.is_rearranged;
        last = made;
      }
    }
    return reads_points ? last : -1;
  }

  void take_results_on() {
    for (int g = 0; g < static_cast<int>(result_.groups.size()); ++g) {
      Group& group = result_.groups[g];
      if (group.nodes.empty() || !is_elementwise(anchor_of(s_, group))) continue;
      const int target = group_to_follow(group, g);
      if (target < 0) continue;
      Group& into = result_.groups[target];
      if (into.nodes.empty() || into.segment != group.segment) continue;
      const int nest = anchor_of(s_, into);
      const bool fits = gives_points(op(nest)) && has_room(group, into) &&
                        has_equal_sizes(s_.nodes()[nest].map, s_.info(s_.nodes()[group.nodes[0]].outputs[0]).sizes);
      if (fits) move_nodes(g, target);
    }
  }

  /// Drops empty groups, and marks what leaves its group through memory.
  void collect() {
    std::vector<Group> kept;
    for (Group& group : result_.groups) {
      if (group.nodes.empty()) continue;
      for (int n : group.nodes) result_.group_of[n] = static_cast<int>(kept.size());
      kept.push_back(std::move(group));
    }
    result_.groups = std::move(kept);
    for (int v = 0; v < s_.variable_count(); ++v)
      for (const Reader& r : readers_[v]) {
        const bool is_inside = result_.group_of[s_.info(v).producer] == result_.group_of[r.node];
        if (!is_inside) result_.is_in_memory[v] = true;
      }
  }

  const Schedule& s_;
  const LowerOptions& options_;
  std::vector<bool> needed_;
  std::vector<std::vector<Reader>> readers_;  // per variable made by an element-wise node or point by point
  Fusion result_;
};

}  // namespace

int anchor_of(const Schedule& schedule, const Group& group) {
  for (int n : group.nodes)
    if (schedule.nodes()[n].node->op()->kind() != OpKind::Elementwise) return n;
  return group.nodes.back();
}

Fusion fuse(const Schedule& schedule, const LowerOptions& options) { return Fuser(schedule, options).run(); }

}  // namespace theano::lower
