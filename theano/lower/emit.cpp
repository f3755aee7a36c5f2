// One step or a few per group; buffers are made when the first step names them.
#include "theano/lower/emit.h"

#include <fmt/format.h>

#include <algorithm>

#include "theano/base/error.h"
#include "theano/lower/emitter.h"
#include "theano/ops/kinds/control_op.h"
#include "theano/ops/kinds/host_op.h"
#include "theano/ops/kinds/library_op.h"
#include "theano/ops/kinds/view_op.h"
#include "theano/ops/shape/shape.h"

namespace theano::lower {

using ir::Registers;

namespace {

/// A view of an op as Programs call it.
class OpLayout final : public ir::LayoutFunction {
 public:
  OpLayout(Op op, ViewFunction function) : op_(std::move(op)), function_(function) {}
  std::optional<Layout> layout(const Layout& input, std::span<const std::int64_t> scalars,
                               const Shape& output_shape) const override {
    return function_(*op_, input, scalars, output_shape);
  }

 private:
  Op op_;
  ViewFunction function_;
};

/// A host op as Programs call it.
class OpRoutine final : public ir::HostFunction {
 public:
  explicit OpRoutine(Op op) : op_(std::move(op)) {}
  std::vector<Array> call(std::span<const Array> inputs) const override {
    return static_cast<const HostOp&>(op_->definition()).perform(*op_, inputs);
  }

 private:
  Op op_;
};

ir::LibraryRoutine routine_of(Routine routine) {
  switch (routine) {
    case Routine::Sort:
      return ir::LibraryRoutine::Sort;
    case Routine::ArgSort:
      return ir::LibraryRoutine::ArgSort;
    case Routine::ArgTopK:
      return ir::LibraryRoutine::ArgTopK;
    default:
      return ir::LibraryRoutine::Product;
  }
}

}  // namespace

ir::Program Emitter::run() {
  p_.segments.resize(s_.code().segments().size());
  for (int v = 0; v < s_.variable_count(); ++v)
    if (s_.info(v).input >= 0) add_input(v);
  const std::vector<InPlaceChain> chains = find_in_place_chains(s_, options_, fusion_);
  std::vector<bool> is_commit(fusion_.groups.size(), false);
  for (const InPlaceChain& chain : chains)
    for (const int n : chain.nodes) is_commit[fusion_.group_of[n]] = true;
  for (std::size_t g = 0; g < fusion_.groups.size(); ++g)
    if (!is_commit[g]) emit_group(fusion_.groups[g]);
  const std::vector<Commit> commits = choose_commits(chains);
  segment_ = static_cast<int>(p_.segments.size()) - 1;
  p_.outputs.assign(s_.graph_outputs().size(), -1);
  for (std::size_t i = 0; i < s_.graph_outputs().size(); ++i) {
    const bool is_committed = std::ranges::any_of(
        commits, [&](const Commit& commit) { return commit.chain->output == static_cast<int>(i); });
    if (!is_committed) emit_output(static_cast<int>(i));
  }
  if (!commits.empty()) emit_commits(commits);
  take_size_code();
  return std::move(p_);
}

Registers Emitter::canonical(const Registers& registers) const {
  Registers result;
  for (ir::Register r : registers) result.push_back(r == ir::kNoRegister ? r : s_.code().canonical(r));
  return result;
}

void Emitter::add_input(int variable) {
  const int number = s_.info(variable).input;
  if (static_cast<int>(p_.inputs.size()) <= number) p_.inputs.resize(number + 1, -1);
  buffers_[variable] = add_buffer(variable, ir::Storage::Input);
  p_.inputs[number] = buffers_[variable];
}

int Emitter::add_buffer(int variable, ir::Storage storage) {
  const VariableInfo& info = s_.info(variable);
  ir::ProgramBuffer buffer;
  buffer.storage = storage;
  buffer.dtype = info.variable.dtype();
  buffer.sizes = canonical(info.sizes);
  buffer.name = info.variable.name();
  buffer.provenance = info.variable.provenance();
  p_.buffers.push_back(std::move(buffer));
  return static_cast<int>(p_.buffers.size()) - 1;
}

int Emitter::buffer_of(int variable) {
  if (buffers_[variable] >= 0) return buffers_[variable];
  const VariableInfo& info = s_.info(variable);
  if (const ConstantNode* constant = info.variable.constant()) {
    buffers_[variable] = add_buffer(variable, ir::Storage::Constant);
    p_.buffers[buffers_[variable]].constant = constant->array();
  } else {
    buffers_[variable] = add_buffer(variable, ir::Storage::Temporary);
  }
  return buffers_[variable];
}

int Emitter::add_site(const ScheduledNode& n) {
  ir::StepSite site;
  site.op = std::string(n.node->op()->name());
  site.provenance = n.node->provenance;
  const std::vector<std::string> roles = input_roles(*n.node);
  site.expression = site.op + "(";
  for (std::size_t i = 0; i < n.inputs.size(); ++i) {
    const VariableInfo& info = s_.info(n.inputs[i]);
    const std::string& name = info.variable.name();
    site.expression += (i ? ", " : "") + (name.empty() ? roles[i] : name);
  }
  site.expression += ")";
  site.operands = s_.site_operands(n);
  for (ir::SiteOperand& operand : site.operands) operand.sizes = canonical(operand.sizes);
  p_.sites.push_back(std::move(site));
  return static_cast<int>(p_.sites.size()) - 1;
}

void Emitter::emit_group(const Group& group) {
  segment_ = group.segment;
  const int last = anchor_of(s_, group);
  const ScheduledNode& n = scheduled(last);
  if (group.nodes.size() == 1 && emit_known_values(n)) return;
  switch (n.node->op()->kind()) {
    case OpKind::View:
      return emit_view(n);
    case OpKind::Control:
      return emit_loop(n);
    case OpKind::Library:
      if (is_library_call(s_, options_, last)) return emit_library(n);
      return emit_kernel(group, n);
    case OpKind::Elementwise:
    case OpKind::Loop:
      return emit_kernel(group, n);
    case OpKind::Host:
      return emit_host(n);
    default:
      refuse(*n.node);
  }
}

void Emitter::refuse(const Apply& node) {
  const std::string place = node.provenance.to_string();
  throw NotImplementedError(std::string(node.op()->name()),
                            "this op cannot be lowered yet" + (place.empty() ? "." : " (" + place + ")."),
                            "Express it by other ops.", Phase::Compile);
}

bool Emitter::emit_known_values(const ScheduledNode& n) {
  const OpInstance& op = *n.node->op();
  // Nobody writes into what is empty by type (the shape of a scalar), so that no kernel would mention it.
  const bool is_empty = op.is(ops::shape) && s_.info(n.inputs[0]).sizes.empty();
  if (!options_.fuse && !is_empty) return false;
  const VariableInfo& output = s_.info(n.outputs[0]);
  ir::StoreSizesStep store;
  if (op.is(ops::shape)) {
    const Registers& sizes = s_.info(n.inputs[0]).sizes;
    store.values.assign(sizes.begin(), sizes.end());
  } else if (op.is(ops::make_vector)) {
    for (int input : n.inputs) store.values.push_back(s_.info(input).value);
  } else if (output.value != ir::kNoRegister) {
    store.values = {output.value};
  } else {
    return false;
  }
  for (ir::Register& r : store.values) {
    if (r == ir::kNoRegister) return false;
    r = s_.code().canonical(r);
  }
  store.target = buffer_of(n.outputs[0]);
  add_step(ir::StepKind::StoreSizes, p_.stores, std::move(store), add_site(n));
  return true;
}

int Emitter::add_view(int input, DType dtype, Registers sizes, const ScheduledNode& n, ViewFunction function, int site) {
  ir::ProgramBuffer buffer;
  buffer.dtype = dtype;
  buffer.sizes = std::move(sizes);
  buffer.view_of = input;
  p_.buffers.push_back(std::move(buffer));
  ir::ViewStep view;
  view.function = std::make_shared<OpLayout>(n.node->op(), function);
  view.input = input;
  view.output = static_cast<int>(p_.buffers.size()) - 1;
  view.scalars = canonical(n.scalars);
  add_step(ir::StepKind::View, p_.views, std::move(view), site);
  return static_cast<int>(p_.buffers.size()) - 1;
}

void Emitter::emit_view(const ScheduledNode& n) {
  const VariableInfo& output = s_.info(n.outputs[0]);
  const ViewFunction function = static_cast<const ViewOp&>(n.node->op()->definition()).spec().view;
  const int buffer =
      add_view(buffer_of(n.inputs[0]), output.variable.dtype(), canonical(output.sizes), n, function, add_site(n));
  p_.buffers[buffer].name = output.variable.name();
  p_.buffers[buffer].provenance = output.variable.provenance();
  buffers_[n.outputs[0]] = buffer;
}

void Emitter::emit_library(const ScheduledNode& n) {
  const Op& op = n.node->op();
  ir::LibraryStep call;
  call.routine = routine_of(static_cast<const LibraryOp&>(op->definition()).routine());
  if (op->attributes().has("axis")) call.axis = static_cast<int>(op->attributes().get_int("axis"));
  for (int input : n.inputs) call.inputs.push_back(buffer_of(input));
  call.output = buffer_of(n.outputs[0]);
  add_step(ir::StepKind::Library, p_.libraries, std::move(call), add_site(n));
}

int Emitter::add_produced(int variable) {
  const VariableInfo& info = s_.info(variable);
  buffers_[variable] = add_buffer(variable, ir::Storage::Produced);
  for (const int axis : info.sizes_found) p_.buffers[buffers_[variable]].sizes[axis] = ir::kNoRegister;
  return buffers_[variable];
}

void Emitter::emit_loop(const ScheduledNode& n) {
  const auto& op = static_cast<const ControlOp&>(n.node->op()->definition());
  const LoopRoles roles = op.loop_roles(*n.node);
  ir::LoopStep loop;
  LowerOptions options = options_;
  options.output_may_alias.clear();
  options.in_place_updates.clear();
  loop.body = lower(op.inner_graphs(*n.node->op()).at(0)->graph(), options);
  loop.trip_count = s_.code().canonical(s_.info(n.inputs[0]).sizes[0]);
  for (int i = 0; i < static_cast<int>(n.inputs.size()); ++i) {
    auto& list = i < roles.sequences                ? loop.sequences
                 : i < roles.sequences + roles.states ? loop.initial_states
                                                      : loop.invariants;
    list.push_back(buffer_of(n.inputs[i]));
  }
  for (int o = 0; o < static_cast<int>(n.outputs.size()); ++o)
    (o < roles.states ? loop.final_states : loop.stacked).push_back(add_produced(n.outputs[o]));
  add_step(ir::StepKind::Loop, p_.loops, std::move(loop), add_site(n));
}

void Emitter::emit_host(const ScheduledNode& n) {
  ir::HostStep host;
  host.function = std::make_shared<OpRoutine>(n.node->op());
  for (const int input : n.inputs) host.inputs.push_back(buffer_of(input));
  for (const int output : n.outputs) host.outputs.push_back(add_produced(output));
  add_step(ir::StepKind::Host, p_.hosts, std::move(host), add_site(n));
}

void Emitter::emit_kernel(const Group& group, const ScheduledNode& n) {
  const int site = add_site(n);
  int window = -1;
  if (n.node->op()->kind() != OpKind::Elementwise) {
    const LoopSpec& spec = static_cast<const LoopOp&>(n.node->op()->definition()).spec();
    if (spec.starts_as >= 0) {
      ir::CopyStep copy;
      copy.source = buffer_of(n.inputs[spec.starts_as]);
      copy.target = buffer_of(n.outputs[0]);
      copy.may_take = options_.fuse;
      add_step(ir::StepKind::Copy, p_.copies, copy, site);
      if (spec.window)
        window = add_view(copy.target, p_.buffers[copy.target].dtype, canonical(n.map), n, spec.window, site);
    }
  }
  add_launch(n, write_kernel(s_, options_, fusion_, group), window, site);
}

void Emitter::add_launch(const ScheduledNode& n, WrittenKernel written, int window, int site) {
  ir::LaunchStep launch;
  launch.kernel = static_cast<int>(p_.kernels.size());
  launch.map_sizes = canonical(written.map);
  launch.params = std::move(written.params);
  for (int variable : written.variables) launch.buffers.push_back(variable < 0 ? window : buffer_of(variable));
  if (n.node->op()->kind() == OpKind::Elementwise && options_.fuse) add_in_place_pairs(written, launch);
  p_.kernels.push_back(std::move(written.kernel));
  add_step(ir::StepKind::Launch, p_.launches, std::move(launch), site);
}

void Emitter::add_in_place_pairs(const WrittenKernel& written, ir::LaunchStep& launch) {
  const auto& params = written.kernel.buffers;
  // The interpreter computes right into the output: with a second one, an input could be gone before its last use.
  const auto is_output = [](const ir::BufferParam& b) { return b.role == ir::BufferRole::Output; };
  if (std::count_if(params.begin(), params.end(), is_output) != 1) return;
  for (std::size_t o = 0; o < params.size(); ++o) {
    if (params[o].role != ir::BufferRole::Output) continue;
    for (std::size_t i = 0; i < params.size(); ++i) {
      const bool fits = params[i].role == ir::BufferRole::Input && written.is_pointwise[i] &&
                        params[i].rank == params[o].rank &&
                        dtype_size_bytes(params[i].dtype) == dtype_size_bytes(params[o].dtype);
      if (fits) launch.in_place.push_back({static_cast<int>(o), static_cast<int>(i)});
    }
  }
}

bool Emitter::may_be_aliased(int memory) const {
  if (p_.buffers[memory].storage != ir::Storage::Input || options_.input_may_be_aliased.empty()) return true;
  const auto at = std::find(p_.inputs.begin(), p_.inputs.end(), memory) - p_.inputs.begin();
  return options_.input_may_be_aliased[at];
}

void Emitter::emit_output(int number) {
  const int variable = s_.graph_outputs()[number];
  const int buffer = buffer_of(variable);
  const int memory = ir::memory_of(p_, buffer);
  const bool is_temporary = p_.buffers[memory].storage == ir::Storage::Temporary;
  const bool may_alias =
      number < static_cast<int>(options_.output_may_alias.size()) && options_.output_may_alias[number] && may_be_aliased(memory);
  const bool is_own = buffer == memory && is_temporary;
  if (is_own) p_.buffers[memory].storage = ir::Storage::Output;
  if (is_own || may_alias) {
    p_.outputs[number] = buffer;
    return;
  }
  ir::CopyStep copy;
  copy.source = buffer;
  copy.target = add_buffer(variable, ir::Storage::Output);
  copy.may_take = is_temporary;
  ir::StepSite site;
  site.op = "output";
  site.expression = fmt::format("output {}", number);
  site.provenance = s_.info(variable).variable.provenance();
  p_.sites.push_back(std::move(site));
  add_step(ir::StepKind::Copy, p_.copies, copy, static_cast<int>(p_.sites.size()) - 1);
  p_.outputs[number] = copy.target;
}

void Emitter::take_size_code() {
  std::vector<ir::SizeInstruction> constants;
  auto& segments = s_.code().segments();
  for (std::size_t k = 0; k < segments.size(); ++k)
    for (ir::SizeInstruction i : segments[k]) {
      if (i.buffer < -1) i.buffer = buffer_of(s_.read_backs()[-2 - i.buffer].variable);
      (i.opcode == ir::SizeOpcode::Const ? constants : p_.segments[k].code).push_back(i);
    }
  auto& first = p_.segments[0].code;
  first.insert(first.begin(), constants.begin(), constants.end());
  p_.checks = std::move(s_.code().checks());
  p_.register_count = s_.code().register_count();
}

ir::Program emit(Schedule& schedule, const LowerOptions& options, const Fusion& fusion) {
  return Emitter(schedule, options, fusion).run();
}

}  // namespace theano::lower
