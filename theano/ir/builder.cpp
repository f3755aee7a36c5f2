// Building kernels: equal pure instructions become one, and each is placed in the outermost scope that has its operands.
#include "theano/ir/builder.h"

#include <array>
#include <bit>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "theano/array/scalar_cast.h"
#include "theano/base/error.h"
#include "theano/ir/composed_numbers.h"
#include "theano/ir/verify.h"

namespace theano::ir {
namespace {

/// What makes two pure instructions equal.
using InstructionKey = std::array<std::int64_t, 6>;

struct KeyHash {
  std::size_t operator()(const InstructionKey& key) const {
    std::uint64_t hash = 0x9E3779B97F4A7C15u;
    for (const std::int64_t part : key)
      hash = (std::rotl(hash, 23) ^ static_cast<std::uint64_t>(part)) * 0xD6E8FEB86659FD93u;
    return hash ^ (hash >> 32);
  }
};

InstructionKey key_of(const Instruction& i) {
  return {static_cast<std::int64_t>(i.opcode) << 16 | static_cast<std::int64_t>(i.prim) << 8 |
              static_cast<std::int64_t>(i.dtype),
          i.index,
          i.args[0],
          i.args[1],
          i.args[2],
          i.int_value};
}

[[noreturn]] void fail(std::string sentence) {
  throw InternalError("ir::Builder", std::move(sentence), "This is a fault of the op that builds the kernel.");
}

Instruction make(Opcode opcode, DType dtype, int index = 0) {
  Instruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = dtype;
  instruction.index = index;
  return instruction;
}

bool is_immediate(Opcode opcode) {
  return opcode == Opcode::ConstInt || opcode == Opcode::ConstFloat || opcode == Opcode::Param ||
         opcode == Opcode::MapIndex;
}

Builder* builder_of(std::initializer_list<Expr> args) {
  for (const Expr& e : args) {
    if (!e.is_number()) return e.builder();
  }
  fail("one operand of a primitive must be a value, but all are plain numbers.");
}

DType result_dtype(Prim p, DType operand) {
  if (prim_info(p).gives_bool) return DType::Bool;
  if (p == Prim::BitsOf) return operand == DType::Float32 ? DType::Int32 : DType::Int64;
  if (p == Prim::FloatOf) return operand == DType::Int32 ? DType::Float32 : DType::Float64;
  return operand;
}

}  // namespace

struct Builder::Scope {
  Block block;
  std::unordered_map<InstructionKey, ValueId, KeyHash> shared;
};

Builder::Builder(std::string name, int map_rank) {
  kernel_.name = std::move(name);
  kernel_.map_rank = map_rank;
  open_scope();
}

void Builder::open_scope() { scopes_.push_back(std::make_shared<Scope>()); }

Block Builder::close_scope() {
  Block block = std::move(scopes_.back()->block);
  scopes_.pop_back();
  return block;
}

ValueId Builder::new_value(int depth) {
  value_depths_.push_back(depth);
  half_of_.push_back(kNoValue);
  value_dtypes_.push_back(DType::Int64);
  return kernel_.value_count++;
}

int Builder::add_buffer(DType dtype, int rank, BufferRole role) {
  // A complex buffer is one of real numbers with one more axis, along which the two parts lie.
  kernel_.buffers.push_back({part_dtype(dtype), is_complex(dtype) ? rank + 1 : rank, role});
  buffer_dtypes_.push_back(dtype);
  return static_cast<int>(kernel_.buffers.size()) - 1;
}

Expr Builder::emit(Instruction instruction) {
  const Opcode opcode = instruction.opcode;
  const bool is_load = opcode == Opcode::Load;
  const bool is_stable_load =
      is_load && kernel_.buffers[kernel_.accesses[instruction.index].buffer].role == BufferRole::Input;
  const bool is_pure = opcode == Opcode::Primitive || is_immediate(opcode) || is_stable_load;
  // A load stays where it is: hoisted out of a loop without turns it could read outside its buffer.
  std::size_t place = scopes_.size() - 1;
  if (is_pure && !is_load) {
    int depth = 0;
    for (const ValueId arg : instruction.args) {
      if (arg != kNoValue) depth = std::max(depth, value_depths_[arg]);
    }
    place = std::min<std::size_t>(depth, place);
  }
  if (is_pure) {
    const InstructionKey key = key_of(instruction);
    for (const auto& scope : scopes_) {
      const auto found = scope->shared.find(key);
      if (found != scope->shared.end()) return Expr(this, found->second, instruction.dtype);
    }
  }
  if (opcode != Opcode::Store && opcode != Opcode::Check) {
    instruction.result = new_value(static_cast<int>(place));
    value_dtypes_[instruction.result] = instruction.dtype;
  }
  if (is_pure) scopes_[place]->shared.emplace(key_of(instruction), instruction.result);
  scopes_[place]->block.instructions.push_back(instruction);
  return Expr(this, instruction.result, instruction.dtype);
}

Expr Builder::constant(DType dtype, std::int64_t value) {
  if (is_inexact(dtype)) return constant(dtype, static_cast<double>(value));
  Instruction i = make(Opcode::ConstInt, dtype);
  i.int_value = is_bool(dtype) ? value != 0 : value;
  return emit(i);
}

Expr Builder::constant(DType dtype, double value) {
  if (is_complex(dtype)) return make_complex(constant(part_dtype(dtype), value), constant(part_dtype(dtype), 0.0));
  if (is_half(dtype)) {
    const float nearest = dtype == DType::Float16 ? float(float16(value)) : float(bfloat16(value));
    return Expr(this, constant(DType::Float32, static_cast<double>(nearest)).id(), dtype);
  }
  if (!is_float(dtype)) {
    if (std::isfinite(value) && value == std::floor(value) && std::abs(value) < 9.3e18) {
      return constant(dtype, saturating_int64(value));
    }
    fail("a constant of " + std::string(dtype_name(dtype)) + " must be a whole number, not " + std::to_string(value) +
         ".");
  }
  Instruction i = make(Opcode::ConstFloat, dtype);
  i.float_value = dtype == DType::Float32 ? static_cast<double>(static_cast<float>(value)) : value;
  return emit(i);
}

Expr Builder::as_value(Expr e, DType dtype) {
  if (e.is_number()) return constant(dtype, e.number());
  if (e.builder() != this) fail("a value of another kernel is used.");
  return e;
}

Expr Builder::add_param() {
  Instruction i = make(Opcode::Param, DType::Int64, kernel_.param_count++);
  return emit(i);
}

Expr Builder::map_index(int dim) {
  Instruction i = make(Opcode::MapIndex, DType::Int64, dim);
  return emit(i);
}

std::vector<Expr> Builder::map_indices() {
  std::vector<Expr> indices;
  for (int dim = 0; dim < kernel_.map_rank; ++dim) indices.push_back(map_index(dim));
  return indices;
}

int Builder::add_access(int buffer, std::span<const Expr> index) {
  Access access{.buffer = buffer, .axes = {}};
  for (const Expr& e : index) {
    AxisIndex axis;
    if (e.is_number() && e.number() == 0) {
      axis.kind = AxisIndex::Kind::Zero;
    } else {
      const Expr value = as_value(e, DType::Int64);
      if (value.dtype() != DType::Int64) fail("an index must be int64.");
      axis.kind = AxisIndex::Kind::Value;
      axis.value = value.id();
      for (int dim = 0; dim < kernel_.map_rank; ++dim) {
        const auto found = scopes_.front()->shared.find(key_of(make(Opcode::MapIndex, DType::Int64, dim)));
        if (found != scopes_.front()->shared.end() && found->second == value.id()) {
          axis = {.kind = AxisIndex::Kind::Map, .map_dim = dim, .value = kNoValue};
        }
      }
    }
    access.axes.push_back(axis);
  }
  for (std::size_t i = 0; i < kernel_.accesses.size(); ++i) {
    if (kernel_.accesses[i].buffer == buffer && kernel_.accesses[i].axes == access.axes) return static_cast<int>(i);
  }
  kernel_.accesses.push_back(std::move(access));
  return static_cast<int>(kernel_.accesses.size()) - 1;
}

Expr Builder::load(int buffer, std::span<const Expr> index) {
  const DType dtype = buffer_dtypes_.at(buffer);
  const DType stored = kernel_.buffers[buffer].dtype;
  if (is_complex(dtype)) {
    std::vector<Expr> at(index.begin(), index.end());
    at.push_back(Expr(0));
    const Expr real = emit(make(Opcode::Load, stored, add_access(buffer, at)));
    at.back() = constant(DType::Int64, std::int64_t{1});
    return make_complex(real, emit(make(Opcode::Load, stored, add_access(buffer, at))));
  }
  const Expr value = emit(make(Opcode::Load, stored, add_access(buffer, index)));
  return is_half(dtype) ? widened(value) : value;
}

void Builder::store(int buffer, std::span<const Expr> index, Expr value) {
  const DType dtype = buffer_dtypes_.at(buffer);
  const Expr stored = as_value(value, dtype);
  if (stored.dtype() != dtype) {
    fail("a value of " + std::string(dtype_name(stored.dtype())) + " is stored to a buffer of " +
         std::string(dtype_name(dtype)) + ".");
  }
  const auto store_part = [&](std::span<const Expr> at, ValueId part) {
    Instruction i = make(Opcode::Store, kernel_.buffers[buffer].dtype, add_access(buffer, at));
    i.args[0] = part;
    emit(i);
  };
  if (is_complex(dtype)) {
    std::vector<Expr> at(index.begin(), index.end());
    at.push_back(Expr(0));
    store_part(at, stored.id());
    at.back() = constant(DType::Int64, std::int64_t{1});
    return store_part(at, stored.imaginary_id());
  }
  if (!is_half(dtype)) return store_part(index, stored.id());
  const ValueId half = half_of_[rounded(Expr(this, stored.id(), DType::Float32), dtype).id()];
  store_part(index, half);
}

void Builder::check(Expr condition, Expr detail, CheckSite site) {
  Instruction i = make(Opcode::Check, DType::Bool, static_cast<int>(kernel_.checks.size()));
  i.args[0] = as_value(condition, DType::Bool).id();
  i.args[1] = as_value(detail, DType::Int64).id();
  kernel_.checks.push_back(std::move(site));
  emit(i);
}

void Builder::check(Expr condition, Expr detail, Expr limit, CheckSite site) {
  Instruction i = make(Opcode::Check, DType::Bool, static_cast<int>(kernel_.checks.size()));
  i.args[0] = as_value(condition, DType::Bool).id();
  i.args[1] = as_value(detail, DType::Int64).id();
  i.args[2] = as_value(limit, DType::Int64).id();
  kernel_.checks.push_back(std::move(site));
  emit(i);
}

std::vector<Expr> Builder::finish_loop(Expr extent, std::vector<Expr> initial, const LoopBody& body, bool is_while) {
  Loop loop;
  loop.extent = as_value(extent, DType::Int64).id();
  std::vector<DType> dtypes;
  for (const Expr& e : initial) {
    if (e.is_number()) fail("a carried value starts as a plain number; its dtype is needed: use Builder::constant.");
    dtypes.push_back(e.dtype());
  }
  const std::vector<Expr> initial_parts = flat_parts(initial);
  for (const Expr& e : initial_parts) loop.initial.push_back(e.id());
  open_scope();
  const int depth = static_cast<int>(scopes_.size()) - 1;
  loop.index = new_value(depth);
  std::vector<Expr> carried;
  for (const Expr& e : initial_parts) {
    loop.carried.push_back(new_value(depth));
    value_dtypes_[loop.carried.back()] = e.dtype();
    carried.push_back(Expr(this, loop.carried.back(), e.dtype()));
  }
  std::vector<Expr> next = body(Expr(this, loop.index, DType::Int64), from_parts(carried, dtypes));
  if (is_while) {
    if (next.empty()) fail("the body of a loop_while gives no condition.");
    loop.continue_condition = as_value(next.front(), DType::Bool).id();
    next.erase(next.begin());
  }
  if (next.size() != dtypes.size()) fail("the body of a loop gives another number of carried values than there are.");
  for (std::size_t i = 0; i < next.size(); ++i) next[i] = as_value(next[i], dtypes[i]);
  for (const Expr& e : flat_parts(next)) loop.next.push_back(e.id());
  loop.body = close_scope();
  kernel_.loops.push_back(std::move(loop));
  Instruction instruction = make(Opcode::Loop, DType::Int64, static_cast<int>(kernel_.loops.size()) - 1);
  const ValueId token = emit(instruction).id();
  std::vector<Expr> results;
  for (std::size_t i = 0; i < carried.size(); ++i) {
    Instruction result = make(Opcode::Result, carried[i].dtype(), static_cast<int>(i));
    result.args[0] = token;
    results.push_back(emit(result));
  }
  return from_parts(results, dtypes);
}

std::vector<Expr> Builder::loop(Expr extent, std::vector<Expr> initial, const LoopBody& body) {
  return finish_loop(extent, std::move(initial), body, false);
}

std::vector<Expr> Builder::loop_while(Expr extent, std::vector<Expr> initial, const LoopBody& body) {
  return finish_loop(extent, std::move(initial), body, true);
}

void Builder::for_each(Expr extent, const std::function<void(Expr index)>& body) {
  finish_loop(
      extent, {},
      [&](Expr index, std::span<const Expr>) {
        body(index);
        return std::vector<Expr>();
      },
      false);
  kernel_.loops.back().is_parallel = true;
}

std::vector<Expr> Builder::finish_reduce(Combine combine, DType dtype, std::span<const Expr> extents,
                                         const std::function<Expr(std::span<const Expr> indices)>& element) {
  if (is_half(dtype)) {
    std::vector<Expr> results = finish_reduce(combine, DType::Float32, extents, [&](std::span<const Expr> indices) {
      return cast(as_value(element(indices), dtype), dtype);
    });
    results[0] = rounded(results[0], dtype);
    return results;
  }
  Reduction reduction;
  for (const Expr& e : extents) reduction.extents.push_back(as_value(e, DType::Int64).id());
  open_scope();
  std::vector<Expr> indices;
  for (std::size_t i = 0; i < extents.size(); ++i) {
    reduction.indices.push_back(new_value(static_cast<int>(scopes_.size()) - 1));
    indices.push_back(Expr(this, reduction.indices.back(), DType::Int64));
  }
  Expr value = as_value(element(indices), dtype);
  if (value.dtype() != dtype) value = cast(value, dtype);
  reduction.folds.push_back({combine, dtype, value.id()});
  reduction.body = close_scope();
  kernel_.reductions.push_back(std::move(reduction));
  Instruction instruction = make(Opcode::Reduce, dtype, static_cast<int>(kernel_.reductions.size()) - 1);
  const ValueId token = emit(instruction).id();
  std::vector<Expr> results;
  for (int i = 0; i < (finds_index(combine) ? 2 : 1); ++i) {
    Instruction result = make(Opcode::Result, i == 0 ? dtype : DType::Int64, i);
    result.args[0] = token;
    results.push_back(emit(result));
  }
  return results;
}

Expr Builder::reduce(Combine combine, DType dtype, std::span<const Expr> extents,
                     const std::function<Expr(std::span<const Expr> indices)>& element) {
  if (is_complex(dtype)) return reduce_complex(combine, dtype, extents, element);
  return finish_reduce(combine, dtype, extents, element)[0];
}

std::pair<Expr, Expr> Builder::reduce_arg(Combine combine, DType dtype, std::span<const Expr> extents,
                                          const std::function<Expr(std::span<const Expr> indices)>& element) {
  if (!finds_index(combine)) fail("reduce_arg is for ArgMin and ArgMax.");
  const std::vector<Expr> results = is_complex(dtype) ? fold_complex(combine, dtype, extents, element)
                                                      : finish_reduce(combine, dtype, extents, element);
  return {results[0], results[1]};
}

int Builder::instruction_count() const { return kernel_.value_count; }

Kernel Builder::finish() {
  kernel_.body = close_scope();
  verify(kernel_);
  return std::move(kernel_);
}

Expr Builder::emit_primitive(Prim p, DType result, std::initializer_list<Expr> args) {
  Instruction i = make(Opcode::Primitive, result);
  i.prim = p;
  int n = 0;
  for (const Expr& e : args) i.args[n++] = e.id();
  return emit(i);
}

Expr prim(Prim p, Expr a) {
  if (a.is_number() && p == Prim::Neg) return Expr(-a.number());
  Builder* builder = builder_of({a});
  if (prim_info(p).floats_only && !is_inexact(a.dtype())) {
    fail(std::string(prim_info(p).name) + " is for floats, but its operand is " + std::string(dtype_name(a.dtype())) +
         ".");
  }
  if (!is_native(a.dtype())) return ComposedNumbers::apply(p, a);
  return builder->emit_primitive(p, result_dtype(p, a.dtype()), {a});
}

Expr prim(Prim p, Expr a, Expr b) {
  Builder* builder = builder_of({a, b});
  const DType dtype = a.is_number() ? b.dtype() : a.dtype();
  a = builder->as_value(a, dtype);
  b = builder->as_value(b, dtype);
  if (a.dtype() != b.dtype()) {
    fail("the operands of " + std::string(prim_info(p).name) + " must have one dtype, but they have " +
         std::string(dtype_name(a.dtype())) + " and " + std::string(dtype_name(b.dtype())) + ".");
  }
  if (!is_native(dtype)) return ComposedNumbers::apply(p, a, b);
  return builder->emit_primitive(p, result_dtype(p, dtype), {a, b});
}

Expr prim(Prim p, Expr a, Expr b, Expr c) {
  if (p != Prim::Select) fail("only select has three operands.");
  Builder* builder = builder_of({a, b, c});
  const DType dtype = b.is_number() ? c.dtype() : b.dtype();
  a = builder->as_value(a, DType::Bool);
  b = builder->as_value(b, dtype);
  c = builder->as_value(c, dtype);
  if (a.dtype() != DType::Bool || b.dtype() != c.dtype()) {
    fail("select wants a bool and two values of one dtype, but has " + std::string(dtype_name(a.dtype())) + ", " +
         std::string(dtype_name(b.dtype())) + ", " + std::string(dtype_name(c.dtype())) + ".");
  }
  if (!is_native(dtype)) return ComposedNumbers::select(a, b, c);
  return builder->emit_primitive(p, dtype, {a, b, c});
}

Expr cast(Expr a, DType dtype) {
  if (a.is_number()) fail("a plain number cannot be cast; use Builder::constant.");
  if (a.dtype() == dtype) return a;
  if (!is_native(a.dtype()) || !is_native(dtype)) return ComposedNumbers::cast(a, dtype);
  return a.builder()->emit_primitive(Prim::Cast, dtype, {a});
}

Expr select(Expr condition, Expr a, Expr b) { return prim(Prim::Select, condition, a, b); }

}  // namespace theano::ir
