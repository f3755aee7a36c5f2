// Schedules nodes, infers sizes, and states what the call must check of them.
#include "theano/lower/schedule.h"

#include <fmt/format.h>

#include "theano/base/error.h"
#include "theano/lower/scalar_compiler.h"
#include "theano/ops/kinds/control_op.h"
#include "theano/ops/kinds/elementwise.h"
#include "theano/ops/kinds/view_op.h"
#include "theano/ops/shape/shape.h"

namespace theano::lower {

using ir::Register;
using ir::Registers;

namespace {

ir::SizeCheck check_of_input(const Variable& v, int axis, std::int64_t wanted) {
  ir::SizeCheck check;
  check.op = "function";
  const std::string name = v.name().empty() ? "an input" : v.name();
  check.sentence = fmt::format("the size of {} along axis {} must be {}, but is {{0}}.", name, axis, wanted);
  check.way_out = wanted == 1 ? "Pass an array of size 1 there, or declare the input without broadcasting there."
                              : fmt::format("Pass an array of size {} there.", wanted);
  return check;
}

}  // namespace

std::vector<std::string> input_roles(const Apply& node) {
  const OpDocs docs = node.op()->definition().docs();
  std::vector<std::string> roles;
  for (int i = 0; i < node.input_count(); ++i) {
    const bool is_named = static_cast<int>(docs.inputs.size()) >= node.input_count();
    roles.push_back(is_named ? docs.inputs[i] : fmt::format("input {}", i));
  }
  return roles;
}

Schedule::Schedule(const FunctionGraph& graph, const LowerOptions& options) : options_(options) {
  for (std::size_t i = 0; i < graph.inputs().size(); ++i) add_input(graph.inputs()[i], static_cast<int>(i));
  for (Apply* node : graph.toposort()) add_node(node);
  for (const Variable& output : graph.outputs()) graph_outputs_.push_back(number_of(output));
}

int Schedule::new_variable(const Variable& v, int producer) {
  const int number = variable_count();
  variables_.push_back({v, producer, -1, {}, {}, ir::kNoRegister});
  shapes_.emplace_back();
  numbers_.emplace(v.node(), number);
  return number;
}

void Schedule::add_input(const Variable& v, int number) {
  if (!v.is_tensor())
    throw NotImplementedError("lower", "an input is a " + v.type()->to_string() + ", but programs take tensors only.",
                              "Pass its parts as tensors.", Phase::Compile);
  const int n = new_variable(v, -1);
  VariableInfo& info = variables_[n];
  info.input = number;
  for (int axis = 0; axis < v.ndim(); ++axis) {
    const std::int64_t size = v.tensor_type().sizes()[axis];
    const Register found = code_.buffer_size(number, axis);
    if (size == kUnknownSize) {
      info.sizes.push_back(found);
      shapes_[n].push_back(make_variable(TensorType::of_rank(DType::Int64, 0)));
      held_.push_back(shapes_[n].back());
      values_[shapes_[n].back().node()] = found;
    } else {
      info.sizes.push_back(code_.constant(size));
      shapes_[n].push_back(constant_size(size));
      code_.check_equal(found, info.sizes.back(), check_of_input(v, axis, size));
    }
  }
  // Sizes of scalars in the arguments are known before anything runs.
  if (options_.fuse && v.ndim() == 0) info.value = ScalarCompiler(*this).compile(v, false);
}

int Schedule::number_of(const Variable& v) {
  if (const auto found = numbers_.find(v.node()); found != numbers_.end()) return found->second;
  if (!v.constant())
    throw InternalError("lower", v.to_string() + " is neither an input nor a constant, and no node makes it.",
                        "Make it an input of the graph.");
  const int number = new_variable(v, -1);
  if (!v.is_tensor()) return number;
  for (std::int64_t size : v.constant()->array().shape()) {
    shapes_[number].push_back(constant_size(size));
    variables_[number].sizes.push_back(code_.constant(size));
  }
  if (v.ndim() == 0 && is_discrete(v.dtype())) variables_[number].value = ScalarCompiler(*this).compile(v, false);
  return number;
}

void Schedule::add_ancestors(const Variable& v) {
  if (!v.owner() || scheduled_.contains(v.owner())) return;
  std::vector<std::pair<Apply*, int>> stack{{v.owner(), 0}};
  while (!stack.empty()) {
    auto& [node, next] = stack.back();
    if (scheduled_.contains(node)) {
      stack.pop_back();
    } else if (next < node->input_count()) {
      Apply* owner = node->input(next++).owner();
      if (owner && !scheduled_.contains(owner)) stack.emplace_back(owner, 0);
    } else {
      Apply* ready = node;
      stack.pop_back();
      add_node(ready);
    }
  }
}

Registers Schedule::registers_of(const SymbolicShape& shape) {
  Registers registers;
  ScalarCompiler compiler(*this);
  for (const Variable& size : shape) registers.push_back(compiler.compile(size, true));
  return registers;
}

Registers Schedule::scalars_of(const Apply& node, int first) {
  Registers scalars;
  ScalarCompiler compiler(*this);
  for (int i = first; i < node.input_count(); ++i) {
    const Variable& input = node.input(i);
    if (input.ndim() == 0) {
      scalars.push_back(compiler.compile(input, true));
      continue;
    }
    const auto& output = static_cast<const TensorType&>(*node.output_type(0));
    const std::int64_t length = vector_length(input).value_or(output.ndim());
    for (const Variable& item : vector_items(input, length)) {
      held_.push_back(item);
      scalars.push_back(compiler.compile(item, true));
    }
  }
  return scalars;
}

void Schedule::add_node(Apply* node) {
  if (scheduled_.contains(node)) return;
  const OpDefinition& op = node->op()->definition();
  ScheduledNode scheduled;
  scheduled.node = node;
  std::vector<SymbolicShape> input_shapes;
  for (const Variable& input : node->inputs()) {
    scheduled.inputs.push_back(number_of(input));
    input_shapes.push_back(shapes_[scheduled.inputs.back()]);
  }
  if (op.kind() == OpKind::Control || op.kind() == OpKind::Host) return add_control(node, std::move(scheduled));
  const ProvenanceScope scope(node->provenance);
  std::vector<SymbolicShape> shapes = op.infer_shape(*node, input_shapes);
  std::vector<Registers> sizes;
  for (const SymbolicShape& shape : shapes) {
    held_.insert(held_.end(), shape.begin(), shape.end());
    sizes.push_back(registers_of(shape));
  }
  add_checks(scheduled, input_shapes);
  if (op.kind() == OpKind::View) scheduled.scalars = scalars_of(*node, 1);
  if (op.kind() == OpKind::Loop || op.kind() == OpKind::Library) {
    const LoopSpec& spec = static_cast<const LoopOp&>(op).spec();
    const SymbolicShape map = spec.map_shape ? spec.map_shape(*node, input_shapes) : shapes[0];
    held_.insert(held_.end(), map.begin(), map.end());
    scheduled.map = registers_of(map);
    if (spec.window) scheduled.scalars = scalars_of(*node, spec.first_scalar);
  }
  scheduled.segment = code_.segment();
  const int number = static_cast<int>(nodes_.size());
  scheduled_.emplace(node, number);
  const std::vector<Variable> outputs = node->outputs();
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const int variable = new_variable(outputs[o], number);
    scheduled.outputs.push_back(variable);
    variables_[variable].sizes = sizes[o];
    shapes_[variable] = std::move(shapes[o]);
  }
  nodes_.push_back(std::move(scheduled));
  if (!options_.fuse) return;
  for (std::size_t o = 0; o < outputs.size(); ++o)
    if (outputs[o].is_tensor() && outputs[o].ndim() == 0 && is_discrete(outputs[o].dtype()))
      variables_[nodes_[number].outputs[o]].value = ScalarCompiler(*this).compile(outputs[o], false);
}

void Schedule::add_control(Apply* node, ScheduledNode scheduled) {
  const ProvenanceScope scope(node->provenance);
  const OpDefinition& op = node->op()->definition();
  const LoopRoles roles =
      op.kind() == OpKind::Control ? static_cast<const ControlOp&>(op).loop_roles(*node) : LoopRoles{};
  std::vector<SymbolicShape> input_shapes;
  for (const int input : scheduled.inputs) input_shapes.push_back(shapes_[input]);
  const std::vector<Variable> outputs = node->outputs();
  std::vector<SymbolicShape> shapes = op.infer_shape(*node, input_shapes);
  std::vector<Registers> sizes(outputs.size());
  const auto is_own_size = [&](const Variable& size) {
    return size.owner() && size.owner()->op()->is(ops::shape_i) && size.owner()->input(0).owner() == node;
  };
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    held_.insert(held_.end(), shapes[o].begin(), shapes[o].end());
    for (const Variable& size : shapes[o])
      sizes[o].push_back(is_own_size(size) ? ir::kNoRegister : ScalarCompiler(*this).compile(size, true));
  }
  for (int i = 1; i < roles.sequences; ++i) {
    const Register a = variables_[scheduled.inputs[0]].sizes[0], b = variables_[scheduled.inputs[i]].sizes[0];
    if (code_.is_equal(a, b)) continue;
    ir::SizeCheck check;
    check.op = std::string(op.name());
    check.sentence = fmt::format("sequences must have equal lengths, but number 0 has {{0}} rows and number {} {{1}}.", i);
    check.way_out = "Cut the longer one.";
    code_.check_equal(a, b, std::move(check));
  }
  scheduled.segment = code_.segment();
  const int number = static_cast<int>(nodes_.size());
  scheduled_.emplace(node, number);
  code_.begin_segment();
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const int variable = new_variable(outputs[o], number);
    scheduled.outputs.push_back(variable);
    for (std::size_t axis = 0; axis < sizes[o].size(); ++axis) {
      if (sizes[o][axis] != ir::kNoRegister) continue;
      read_backs_.push_back({variable});
      variables_[variable].sizes_found.push_back(static_cast<int>(axis));
      sizes[o][axis] = code_.buffer_size(-1 - static_cast<int>(read_backs_.size()), static_cast<int>(axis));
      shapes[o][axis] = make_variable(TensorType::of_rank(DType::Int64, 0));
      held_.push_back(shapes[o][axis]);
      values_[shapes[o][axis].node()] = sizes[o][axis];
    }
    variables_[variable].sizes = sizes[o];
    shapes_[variable] = std::move(shapes[o]);
  }
  nodes_.push_back(std::move(scheduled));
}

std::vector<ir::SiteOperand> Schedule::site_operands(const ScheduledNode& scheduled) const {
  const std::vector<std::string> roles = input_roles(*scheduled.node);
  std::vector<ir::SiteOperand> operands;
  for (std::size_t i = 0; i < scheduled.inputs.size(); ++i) {
    const VariableInfo& info = variables_[written_axis(scheduled.inputs[i], -1).first];
    if (!info.variable.is_tensor()) continue;
    operands.push_back(
        {roles[i], info.variable.name(), -1, info.variable.dtype(), info.sizes, info.variable.provenance()});
  }
  return operands;
}

std::pair<int, int> Schedule::written_axis(int variable, int axis) const {
  while (true) {
    const int producer = variables_[variable].producer;
    if (producer < 0 || !variables_[variable].variable.name().empty()) break;
    const ScheduledNode& scheduled = nodes_[producer];
    if (!scheduled.node->op()->is(ops::dimshuffle)) break;
    if (axis >= 0) axis = static_cast<int>(scheduled.node->op()->attributes().get_ints("order")[axis]);
    variable = scheduled.inputs[0];
  }
  return {variable, axis};
}

void Schedule::add_checks(const ScheduledNode& scheduled, std::span<const SymbolicShape> input_shapes) {
  const OpDefinition& op = scheduled.node->op()->definition();
  if (op.kind() == OpKind::Elementwise) return add_elementwise_checks(scheduled);
  if (op.kind() != OpKind::Loop && op.kind() != OpKind::Library) return;
  const LoopSpec& spec = static_cast<const LoopOp&>(op).spec();
  if (!spec.checks) return;
  for (const SizeCheck& wanted : spec.checks(*scheduled.node, input_shapes)) {
    held_.push_back(wanted.a);
    held_.push_back(wanted.b);
    ScalarCompiler compiler(*this);
    const Register a = compiler.compile(wanted.a, true), b = compiler.compile(wanted.b, true);
    if (code_.is_equal(a, b)) continue;
    ir::SizeCheck check;
    check.kind = wanted.kind;
    check.op = wanted.op ? wanted.op : std::string(op.name());
    check.sentence = wanted.sentence;
    check.operands = site_operands(scheduled);
    check.way_out = wanted.way_out;
    code_.check_equal(a, b, std::move(check));
  }
}

void Schedule::add_elementwise_checks(const ScheduledNode& scheduled) {
  const Apply& node = *scheduled.node;
  const auto& type = static_cast<const TensorType&>(*node.output_type(0));
  for (int axis = 0; axis < type.ndim(); ++axis) {
    int first = -1;
    for (int i = 0; i < node.input_count(); ++i) {
      if (node.input(i).is_broadcastable(axis)) continue;
      if (first < 0) {
        first = i;
        continue;
      }
      const Register a = variables_[scheduled.inputs[first]].sizes[axis];
      const Register b = variables_[scheduled.inputs[i]].sizes[axis];
      if (code_.is_equal(a, b)) continue;
      const std::vector<std::string> roles = input_roles(node);
      ir::SizeCheck check;
      check.op = std::string(node.op()->name());
      check.sentence =
          fmt::format("the sizes along axis {} must agree, but {}.shape[{}] is {{0}} and {}.shape[{}] is {{1}}.", axis,
                      roles[first], written_axis(scheduled.inputs[first], axis).second, roles[i],
                      written_axis(scheduled.inputs[i], axis).second);
      check.operands = site_operands(scheduled);
      check.way_out = "Reshape or slice one of them, so that the sizes agree.";
      check.way_out_if_one = fmt::format(
          "A size that is not known while the graph is built never broadcasts: declare the dimension broadcastable, or "
          "use addbroadcast(..., {}).",
          axis);
      code_.check_equal(a, b, std::move(check));
    }
  }
}

}  // namespace theano::lower
