// Builds kernels with ir::Builder; a variable is read by its formula where it belongs to the group, else from memory.
#include "theano/lower/kernel_writer.h"

#include <algorithm>

#include "theano/array/element.h"
#include "theano/base/error.h"
#include "theano/ir/merge_reductions.h"
#include "theano/ops/shape/range_element.h"
#include "theano/ops/shape/shape.h"

namespace theano::lower {

using ir::Expr;

namespace {

constexpr std::size_t kLongestName = 48;

class KernelWriter {
 public:
  KernelWriter(const Schedule& schedule, const LowerOptions& options, const Fusion& fusion, const Group& group)
      : s_(schedule),
        options_(options),
        fusion_(fusion),
        group_(group),
        map_(map_of(group)),
        b_(name_of(group), static_cast<int>(map_.size())) {}

  WrittenKernel write();

  Expr read(int variable, std::span<const Expr> index);
  /// Hands the value of a point to the formulas behind the nest; whether it must be stored too.
  bool takes_on(int variable, Expr value);
  Expr size(ir::Register r);
  int buffer(int variable, ir::BufferRole role);
  int window_buffer(int output, ir::BufferRole role);
  ir::Builder& builder() { return b_; }

 private:
  const Apply& node(int n) const { return *s_.nodes()[n].node; }
  ir::Registers map_of(const Group& group) const;
  std::string name_of(const Group& group) const;
  Expr scalar(int variable);
  Expr load(int variable, std::span<const Expr> index);
  Expr element_of_range(int variable, Expr index);
  /// Values of index expressions that belong to `variable`'s source.
  std::vector<Expr> rearranged(int& variable, std::span<const Expr> index) const;
  bool is_inlined(int variable) const;
  Expr evaluate(int variable, std::span<const Expr> index);
  void write_elementwise();
  bool has_formulas_behind() const;
  void write_loop(int n);
  int add_buffer(int key, DType dtype, int rank, ir::BufferRole role);

  const Schedule& s_;
  const LowerOptions& options_;
  const Fusion& fusion_;
  const Group& group_;
  ir::Registers map_;
  ir::Builder b_;
  WrittenKernel result_;
  std::unordered_map<int, int> buffers_;  // variable (or -1 - output) -> buffer
  std::unordered_map<ir::Register, Expr> params_;
  std::unordered_map<int, Expr> point_values_;  // at the map point itself, for element-wise kernels
  std::vector<Expr> point_;
  bool group_is_elementwise_ = false;
  bool is_at_points_ = false;  // formulas are evaluated for the map point, not inside a nest
};

/// What an op's loop nest sees.
class Nest final : public LoopNest {
 public:
  Nest(KernelWriter& writer, const Schedule& schedule, int n)
      : LoopNest(writer.builder(), *schedule.nodes()[n].node), writer_(writer), s_(schedule), n_(schedule.nodes()[n]) {
    const LoopSpec& spec = static_cast<const LoopOp&>(node.op()->definition()).spec();
    has_window_ = spec.window != nullptr;
    if (spec.starts_as >= 0) role_ = ir::BufferRole::InOut;
  }

  Expr read(int input, std::span<const Expr> index) override { return writer_.read(n_.inputs[input], index); }
  void write(int output, std::span<const Expr> index, Expr value) override {
    if (!writer_.takes_on(n_.outputs[output], value)) return;
    b.store(output_buffer(output), without_broadcast(output, index), value);
  }
  Expr read_output(int output, std::span<const Expr> index) override {
    return b.load(output_buffer(output), without_broadcast(output, index));
  }
  Expr input_size(int input, int axis) override { return writer_.size(s_.info(n_.inputs[input]).sizes[axis]); }
  Expr output_size(int output, int axis) override {
    if (has_window_ && output == 0) return writer_.size(n_.map[axis]);
    return writer_.size(s_.info(n_.outputs[output]).sizes[axis]);
  }

 private:
  int output_buffer(int output) {
    if (has_window_ && output == 0) return writer_.window_buffer(output, role_);
    return writer_.buffer(n_.outputs[output], output == 0 ? role_ : ir::BufferRole::Output);
  }
  std::vector<Expr> without_broadcast(int output, std::span<const Expr> index) const {
    std::vector<Expr> result(index.begin(), index.end());
    if (has_window_ && output == 0) return result;
    const Variable& v = s_.info(n_.outputs[output]).variable;
    for (std::size_t axis = 0; axis < result.size(); ++axis)
      if (v.is_broadcastable(static_cast<int>(axis))) result[axis] = Expr(0);
    return result;
  }

  KernelWriter& writer_;
  const Schedule& s_;
  const ScheduledNode& n_;
  bool has_window_ = false;
  ir::BufferRole role_ = ir::BufferRole::Output;
};

ir::Registers KernelWriter::map_of(const Group& group) const {
  const ScheduledNode& last = s_.nodes()[anchor_of(s_, group)];
  if (last.node->op()->kind() == OpKind::Elementwise) return s_.info(last.outputs[0]).sizes;
  return last.map;
}

std::string KernelWriter::name_of(const Group& group) const {
  std::string name;
  for (int n : group.nodes) {
    const std::string_view next = node(n).op()->name();
    if (name.size() + next.size() > kLongestName) return name + "_and_more";
    if (!name.empty()) name += '_';
    name += next;
  }
  return name;
}

int KernelWriter::add_buffer(int key, DType dtype, int rank, ir::BufferRole role) {
  const auto found = buffers_.find(key);
  if (found != buffers_.end()) return found->second;
  const int number = b_.add_buffer(dtype, rank, role);
  buffers_.emplace(key, number);
  result_.variables.push_back(key);
  result_.is_pointwise.push_back(true);
  return number;
}

int KernelWriter::buffer(int variable, ir::BufferRole role) {
  const Variable& v = s_.info(variable).variable;
  return add_buffer(variable, v.dtype(), v.ndim(), role);
}

int KernelWriter::window_buffer(int output, ir::BufferRole role) {
  const ScheduledNode& n = s_.nodes()[anchor_of(s_, group_)];
  const Variable& v = s_.info(n.outputs[output]).variable;
  return add_buffer(-1 - output, v.dtype(), static_cast<int>(n.map.size()), role);
}

Expr KernelWriter::size(ir::Register r) {
  if (const auto known = s_.code().known(r)) return b_.constant(DType::Int64, *known);
  const ir::Register register_ = s_.code().canonical(r);
  if (const auto found = params_.find(register_); found != params_.end()) return found->second;
  const Expr param = b_.add_param();
  result_.params.push_back(register_);
  params_.emplace(register_, param);
  return param;
}

Expr KernelWriter::scalar(int variable) {
  const VariableInfo& info = s_.info(variable);
  const DType dtype = info.variable.dtype();
  if (const ConstantNode* constant = info.variable.constant()) {
    const std::byte* at = constant->array().bytes();
    if (is_discrete(dtype)) return b_.constant(dtype, read_element<std::int64_t>(dtype, at));
    if (!is_complex(dtype)) return b_.constant(dtype, read_element<double>(dtype, at));
    const std::complex<double> number = read_complex(dtype, at);
    const DType part = part_dtype(dtype);
    return ir::make_complex(b_.constant(part, number.real()), b_.constant(part, number.imag()));
  }
  return ir::cast(size(info.value), dtype);
}

std::vector<Expr> KernelWriter::rearranged(int& variable, std::span<const Expr> index) const {
  std::vector<Expr> at(index.begin(), index.end());
  while (options_.fuse) {
    const int producer = s_.info(variable).producer;
    if (producer < 0 || !is_index_map(node(producer))) return at;
    const Apply& map = node(producer);
    std::vector<Expr> before;
    if (map.op()->is(ops::alloc)) {
      before.assign(at.end() - map.input(0).ndim(), at.end());
    } else {
      before.assign(map.input(0).ndim(), Expr(0));
      const std::vector<std::int64_t>& order = map.op()->attributes().get_ints("order");
      for (std::size_t axis = 0; axis < order.size(); ++axis)
        if (order[axis] >= 0) before[order[axis]] = at[axis];
    }
    at = std::move(before);
    variable = s_.nodes()[producer].inputs[0];
  }
  return at;
}

bool KernelWriter::has_formulas_behind() const {
  return !group_is_elementwise_ && group_.nodes.back() != anchor_of(s_, group_);
}

bool KernelWriter::takes_on(int variable, Expr value) {
  if (!has_formulas_behind()) return true;
  point_values_.insert_or_assign(variable, value);
  return fusion_.is_in_memory[variable];
}

bool KernelWriter::is_inlined(int variable) const {
  const int producer = s_.info(variable).producer;
  if (producer < 0 || node(producer).op()->kind() != OpKind::Elementwise) return false;
  return std::binary_search(group_.nodes.begin(), group_.nodes.end(), producer);
}

Expr KernelWriter::element_of_range(int variable, Expr index) {
  const ScheduledNode& range = s_.nodes()[s_.info(variable).producer];
  const DType dtype = s_.info(variable).variable.dtype();
  const Expr i = index.is_number() ? b_.constant(DType::Int64, std::int64_t{0}) : index;
  return range_element(scalar(range.inputs[0]), scalar(range.inputs[2]), i, dtype);
}

Expr KernelWriter::load(int variable, std::span<const Expr> index) {
  const Variable& v = s_.info(variable).variable;
  const int number = buffer(variable, ir::BufferRole::Input);
  std::vector<Expr> at;
  bool is_pointwise = index.size() == point_.size();
  for (int axis = 0; axis < v.ndim(); ++axis) {
    const bool is_one = v.is_broadcastable(axis);
    at.push_back(is_one ? Expr(0) : index[axis]);
    is_pointwise = is_pointwise && !is_one && !index[axis].is_number() && index[axis].id() == point_[axis].id();
  }
  if (!is_pointwise) result_.is_pointwise[number] = false;
  return b_.load(number, at);
}

Expr KernelWriter::read(int variable, std::span<const Expr> index) {
  if (is_kernel_scalar(s_, options_, variable)) return scalar(variable);
  const std::vector<Expr> at = rearranged(variable, index);
  if (is_kernel_scalar(s_, options_, variable)) return scalar(variable);
  if (is_made_by_index(s_, options_, variable)) return element_of_range(variable, at[0]);
  if (is_inlined(variable)) return evaluate(variable, at);
  return load(variable, at);
}

/// The formulas of the group's nodes that `variable` depends on, at one index; with a stack, for chains may be long.
Expr KernelWriter::evaluate(int root, std::span<const Expr> index) {
  std::unordered_map<int, Expr> local;
  const bool is_point = std::equal(index.begin(), index.end(), point_.begin(), point_.end(),
                                   [](const Expr& a, const Expr& b) { return !a.is_number() && a.id() == b.id(); });
  std::unordered_map<int, Expr>& values = is_point && is_at_points_ ? point_values_ : local;
  std::vector<int> stack{root};
  while (!stack.empty()) {
    const int variable = stack.back();
    if (values.contains(variable)) {
      stack.pop_back();
      continue;
    }
    const ScheduledNode& n = s_.nodes()[s_.info(variable).producer];
    bool is_ready = true;
    for (std::size_t i = 0; i < n.inputs.size(); ++i) {
      const int input = n.inputs[i];
      if (!is_element_read(options_, *n.node, static_cast<int>(i)) || is_kernel_scalar(s_, options_, input) ||
          !is_inlined(input) || values.contains(input))
        continue;
      stack.push_back(input);
      is_ready = false;
    }
    if (!is_ready) continue;
    std::vector<Expr> arguments;
    for (std::size_t i = 0; i < n.inputs.size(); ++i) {
      const int input = n.inputs[i];
      const auto found = values.find(input);  // also what a nest gave for this point
      if (!is_element_read(options_, *n.node, static_cast<int>(i))) {
        arguments.push_back(b_.constant(s_.info(input).variable.dtype(), std::int64_t{0}));
      } else {
        arguments.push_back(found != values.end() ? found->second : read(input, index));
      }
    }
    const auto& op = static_cast<const Elementwise&>(n.node->op()->definition());
    values.emplace(variable, op.inline_formula(*n.node, arguments));
    stack.pop_back();
  }
  return values.at(root);
}

void KernelWriter::write_elementwise() {
  is_at_points_ = true;
  std::vector<std::pair<int, Expr>> outputs;
  for (int n : group_.nodes) {
    if (node(n).op()->kind() != OpKind::Elementwise) continue;
    const int output = s_.nodes()[n].outputs[0];
    if (fusion_.is_in_memory[output]) outputs.emplace_back(output, evaluate(output, point_));
  }
  // All stores behind all loads: outputs may lie where inputs lie.
  for (const auto& [variable, value] : outputs) {
    std::vector<Expr> at;
    const Variable& v = s_.info(variable).variable;
    for (int axis = 0; axis < v.ndim(); ++axis) at.push_back(v.is_broadcastable(axis) ? Expr(0) : point_[axis]);
    b_.store(buffer(variable, ir::BufferRole::Output), at, value);
  }
}

void KernelWriter::write_loop(int n) {
  const Apply& apply = node(n);
  const LoopSpec& spec = static_cast<const LoopOp&>(apply.op()->definition()).spec();
  if (!spec.build)
    throw NotImplementedError(std::string(apply.op()->name()), "there is no loop nest for these dtypes.",
                              "Cast the operands to float32 or float64.", Phase::Compile);
  Nest nest(*this, s_, n);
  spec.build(nest);
}

WrittenKernel KernelWriter::write() {
  point_ = b_.map_indices();
  group_is_elementwise_ = node(anchor_of(s_, group_)).op()->kind() == OpKind::Elementwise;
  if (group_is_elementwise_) {
    write_elementwise();
  } else {
    for (const int n : group_.nodes)
      if (node(n).op()->kind() != OpKind::Elementwise) write_loop(n);
    if (has_formulas_behind()) write_elementwise();
  }
  result_.map = map_;
  result_.kernel = b_.finish();
  ir::merge_reductions(result_.kernel);
  remove_dead_code(result_);
  return std::move(result_);
}

}  // namespace

WrittenKernel write_kernel(const Schedule& schedule, const LowerOptions& options, const Fusion& fusion,
                           const Group& group) {
  return KernelWriter(schedule, options, fusion, group).write();
}

}  // namespace theano::lower
