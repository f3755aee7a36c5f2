// Walks integer scalar expressions with a stack of its own; the result of every expression is remembered.
#include "theano/lower/scalar_compiler.h"

#include "theano/array/element.h"
#include "theano/base/error.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/kinds/elementwise.h"
#include "theano/ops/shape/shape.h"
#include "theano/runtime/size_code.h"

namespace theano::lower {

using ir::kNoRegister;
using ir::Register;

namespace {

bool is_host_integer(const Variable& v) {
  return v.is_tensor() && is_discrete(v.dtype()) && v.dtype() != DType::UInt64;
}

/// The position in `x[position]` of a vector, where it is a constant that is not negative.
std::optional<std::int64_t> constant_position(const Apply& node) {
  if (node.input(0).ndim() != 1 || node.input_count() != 2) return std::nullopt;
  const IndexPattern pattern = IndexPattern::decode(node.op()->attributes().get_ints("index"));
  if (pattern.entries.size() != 1 || pattern.entries[0].is_slice) return std::nullopt;
  const std::optional<std::int64_t> position = known_size(node.input(1));
  return position && *position >= 0 ? position : std::nullopt;
}

}  // namespace

std::optional<Register> ScalarCompiler::known(const Variable& v) const {
  const auto found = s_.values_.find(v.node());
  if (found == s_.values_.end()) return std::nullopt;
  // What was impossible without reading back may be possible with it.
  if (found->second == kNoRegister && may_read_back_) return std::nullopt;
  return found->second;
}

Register ScalarCompiler::compile(const Variable& root, bool may_read_back) {
  may_read_back_ = may_read_back;
  std::vector<Variable> stack{root};
  while (!stack.empty()) {
    const Variable v = stack.back();
    if (known(v)) {
      stack.pop_back();
      continue;
    }
    Register result = kNoRegister;
    std::vector<Variable> pending;
    Outcome outcome = try_leaf(v, result);
    if (outcome == Outcome::Impossible) outcome = try_node(v, pending, result);
    if (outcome == Outcome::Wait) {
      stack.insert(stack.end(), pending.begin(), pending.end());
      continue;
    }
    if (outcome == Outcome::Impossible && may_read_back_) result = read_back(v, 0);
    s_.held_.push_back(v);
    s_.values_[v.node()] = result;
    stack.pop_back();
  }
  return *known(root);
}

ScalarCompiler::Outcome ScalarCompiler::try_leaf(const Variable& v, Register& result) {
  if (const ConstantNode* constant = v.constant()) {
    if (!is_discrete(v.dtype()) || constant->array().size() != 1) return Outcome::Impossible;
    result = s_.code_.constant(read_element<std::int64_t>(v.dtype(), constant->array().bytes()));
    return Outcome::Done;
  }
  if (v.owner()) return Outcome::Impossible;
  const auto found = s_.numbers_.find(v.node());
  if (found == s_.numbers_.end() || s_.variables_[found->second].input < 0 || !is_host_integer(v) || v.ndim() != 0)
    return Outcome::Impossible;
  result = s_.code_.element(s_.variables_[found->second].input, 0);
  return Outcome::Done;
}

ScalarCompiler::Outcome ScalarCompiler::try_node(const Variable& v, std::vector<Variable>& pending, Register& result) {
  Apply* node = v.owner();
  if (!node || v.ndim() != 0) return Outcome::Impossible;
  if (node->op()->is(ops::shape_i)) {
    s_.add_ancestors(node->input(0));
    const VariableInfo& x = s_.variables_[s_.number_of(node->input(0))];
    result = x.sizes[node->op()->attributes().get_int("axis")];
    return result == kNoRegister ? Outcome::Impossible : Outcome::Done;
  }
  if (node->op()->is(ops::subtensor)) return try_item(*node, pending, result);
  if (node->op()->kind() == OpKind::Elementwise) return try_formula(*node, pending, result);
  return Outcome::Impossible;
}

ScalarCompiler::Outcome ScalarCompiler::try_formula(const Apply& node, std::vector<Variable>& pending,
                                                    Register& result) {
  if (!is_host_integer(const_cast<Apply&>(node).output(0))) return Outcome::Impossible;
  for (const Variable& input : node.inputs())
    if (!is_host_integer(input)) return Outcome::Impossible;
  std::vector<Register> inputs;
  for (const Variable& input : node.inputs()) {
    const std::optional<Register> value = known(input);
    if (!value) {
      pending.push_back(input);
    } else if (*value == kNoRegister) {
      return Outcome::Impossible;
    } else {
      inputs.push_back(*value);
    }
  }
  if (!pending.empty()) return Outcome::Wait;
  result = translate(node, inputs);
  return result == kNoRegister ? Outcome::Impossible : Outcome::Done;
}

ScalarCompiler::Outcome ScalarCompiler::try_item(const Apply& node, std::vector<Variable>& pending, Register& result) {
  const Variable& vector = node.input(0);
  const std::optional<std::int64_t> position = constant_position(node);
  if (!position || !is_host_integer(vector)) return Outcome::Impossible;
  const Variable item = vector_items(vector, *position + 1).back();
  // The last resort of vector_items is this very node, or a cast of one like it.
  const Apply* owner = item.owner();
  if (owner && owner->op()->kind() == OpKind::Elementwise && owner->input_count() == 1) owner = owner->input(0).owner();
  const bool is_itself = owner && owner->op()->is(ops::subtensor) && owner->input(0) == vector;
  if (!is_itself) {
    if (const std::optional<Register> value = known(item)) {
      result = *value;
      return result == kNoRegister ? Outcome::Impossible : Outcome::Done;
    }
    s_.held_.push_back(item);
    // vector_items makes fresh nodes: the next visit must find this one again.
    ScalarCompiler inner(s_);
    result = inner.compile(item, may_read_back_);
    return result == kNoRegister ? Outcome::Impossible : Outcome::Done;
  }
  static_cast<void>(pending);
  const auto found = s_.numbers_.find(vector.node());
  if (found != s_.numbers_.end() && s_.variables_[found->second].input >= 0) {
    result = s_.code_.element(s_.variables_[found->second].input, *position);
    return Outcome::Done;
  }
  if (!may_read_back_) return Outcome::Impossible;
  result = read_back(vector, *position);
  return Outcome::Done;
}

/// Builds the op's formula as a kernel of one point and takes its straight-line code over.
Register ScalarCompiler::translate(const Apply& node, std::span<const Register> inputs) {
  ir::Builder builder("size", 0);
  std::vector<ir::Expr> arguments;
  for (const Variable& input : node.inputs())
    arguments.push_back(builder.load(builder.add_buffer(input.dtype(), 0, ir::BufferRole::Input), {}));
  const auto& op = static_cast<const Elementwise&>(node.op()->definition());
  const ir::Expr value = op.inline_formula(node, arguments);
  builder.store(builder.add_buffer(value.dtype(), 0, ir::BufferRole::Output), {}, value);
  const ir::Kernel kernel = builder.finish();
  std::vector<Register> registers(kernel.value_count, kNoRegister);
  std::vector<DType> dtypes(kernel.value_count, DType::Int64);
  for (const ir::Instruction& i : kernel.body.instructions) {
    if (i.opcode == ir::Opcode::Store) return registers[i.args[0]];
    Register& to = registers[i.result];
    dtypes[i.result] = i.dtype;
    if (i.opcode == ir::Opcode::Load) {
      to = inputs[kernel.accesses[i.index].buffer];
    } else if (i.opcode == ir::Opcode::ConstInt) {
      to = s_.code_.constant(i.int_value);
    } else if (i.opcode == ir::Opcode::Primitive && runtime::is_size_primitive(i.prim, i.dtype)) {
      Register args[3] = {kNoRegister, kNoRegister, kNoRegister};
      const int arity = ir::prim_info(i.prim).arity;
      for (int a = 0; a < arity; ++a) {
        if (!runtime::is_size_primitive(i.prim, dtypes[i.args[a]])) return kNoRegister;
        args[a] = registers[i.args[a]];
      }
      to = arity == 1   ? s_.code_.primitive(i.prim, i.dtype, {args[0]})
           : arity == 2 ? s_.code_.primitive(i.prim, i.dtype, {args[0], args[1]})
                        : s_.code_.primitive(i.prim, i.dtype, {args[0], args[1], args[2]});
    } else {
      return kNoRegister;
    }
  }
  return kNoRegister;
}

Register ScalarCompiler::read_back(const Variable& v, std::int64_t number) {
  if (!v.is_tensor() || !is_discrete(v.dtype()))
    throw NotImplementedError("lower", "a size must be an integer, but " + v.to_string() + " is not.",
                              "Cast it to int64.", Phase::Compile);
  s_.add_ancestors(v);
  const int variable = s_.number_of(v);
  if (s_.variables_[variable].producer >= 0 &&
      s_.nodes_[s_.variables_[variable].producer].segment == s_.code_.segment())
    s_.code_.begin_segment();
  s_.read_backs_.push_back({variable});
  return s_.code_.element(-1 - static_cast<int>(s_.read_backs_.size()), number);
}

}  // namespace theano::lower
