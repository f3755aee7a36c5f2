// How kernels reach memory: vectors of neighbours, rows with a stride, elements anywhere.
#include "theano/codegen/llvm_kernel.h"
#include "theano/codegen/routines.h"

namespace theano::codegen {

using ir::Access;
using ir::Instruction;
using ir::Opcode;
using llvm::BasicBlock;
using llvm::Value;

namespace {

constexpr int kWidestInline = 8;  // lanes of a strided row that are read by instructions instead of a routine

void collect_uses(const ir::Kernel& kernel, std::span<const Instruction> instructions, int depth,
                  std::vector<std::pair<const Instruction*, int>>& uses) {
  for (const Instruction& i : instructions) {
    if (i.opcode == Opcode::Load || i.opcode == Opcode::Store) uses.emplace_back(&i, depth);
    if (i.opcode == Opcode::Loop) collect_uses(kernel, kernel.loops[i.index].body.instructions, depth + 1, uses);
    if (i.opcode == Opcode::Reduce) collect_uses(kernel, kernel.reductions[i.index].body.instructions, depth + 1, uses);
  }
}

llvm::Align element_alignment(DType dtype) { return llvm::Align(static_cast<std::uint64_t>(dtype_size_bytes(dtype))); }

}  // namespace

/// Buffers whose elements may lie on the stack while the last lanes are worked on: nobody reads what was written before
/// in the loop, and nobody reaches them from a loop inside.
std::vector<bool> KernelEmitter::plain_buffers(Instructions body) const {
  std::vector<std::pair<const Instruction*, int>> uses;
  collect_uses(kernel_, body, 0, uses);
  std::vector<bool> is_plain(kernel_.buffers.size(), true), is_stored(is_plain.size(), false), is_deep(is_plain.size(), false);
  for (const auto& [use, depth] : uses) {
    const int buffer = kernel_.accesses[use->index].buffer;
    if (use->opcode == Opcode::Store) is_stored[buffer] = true;
    else if (is_stored[buffer]) is_plain[buffer] = false;
    if (depth > 0) is_deep[buffer] = true;
  }
  for (std::size_t b = 0; b < is_plain.size(); ++b) {
    if (is_stored[b] && is_deep[b]) is_plain[b] = false;
  }
  return is_plain;
}

/// Position of the number of the first term.
int KernelEmitter::terms_at(const AccessPattern& pattern) const {
  return pattern.numbers + 1 + (pattern.lane_stride == LaneStride::Any);
}

Value* KernelEmitter::address(const Instruction& use, const Place& place) {
  const AccessPattern& pattern = pattern_.access(use);
  Value* offset = numbers_[pattern.numbers];
  int number = terms_at(pattern);
  const auto add = [&](Value* index) {
    offset = b_.CreateAdd(offset, b_.CreateMul(index, numbers_[number++]));
  };
  for (const int k : pattern.outer) add(outer_indices_[k]);
  for (const int k : pattern.rows) add(place.row[k]);
  for (const ir::ValueId v : pattern.uniform) add(values_[v]);
  return b_.CreateGEP(b_.getInt8Ty(), buffers_[kernel_.accesses[use.index].buffer], offset);
}

Value* KernelEmitter::stride_bytes(const Instruction& use) {
  const AccessPattern& pattern = pattern_.access(use);
  if (pattern.lane_stride == LaneStride::Any) return numbers_[pattern.numbers + 1];
  return lanes_.size(pattern.lane_stride == LaneStride::None ? 0 : dtype_size_bytes(use.dtype));
}

std::optional<KernelEmitter::Row> KernelEmitter::row_of(const Instruction& use, Place& place) {
  const AccessPattern& pattern = pattern_.access(use);
  LaneLoop& loop = *place.loop;
  if (!place.is_in_turn || !loop.is_plain[kernel_.accesses[use.index].buffer]) return std::nullopt;
  if (!is_before(pattern.uniform, place)) return std::nullopt;
  const std::int64_t bytes = dtype_size_bytes(use.dtype);
  llvm::IRBuilder<>::InsertPointGuard guard(b_);
  b_.SetInsertPoint(loop.before->getTerminator());
  Value* const stride = stride_bytes(use);
  Value* const first = b_.CreateGEP(b_.getInt8Ty(), address(use, place), b_.CreateMul(loop.start, stride));
  Value* const rest = b_.CreateGEP(b_.getInt8Ty(), first, b_.CreateMul(loop.whole_lanes, stride));
  Value* const stack = lanes_.stack(lanes_.stored_type_of(use.dtype), width_);

  b_.SetInsertPoint(loop.prepare_rest->getTerminator());
  llvm::Type* const vector = lanes_.stored_type_of(use.dtype, width_);
  b_.CreateAlignedStore(llvm::Constant::getNullValue(vector), stack, element_alignment(use.dtype));
  if (use.opcode == Opcode::Load) {
    Value* const args[] = {stack, rest, stride, loop.rest};
    lanes_.call(gather_row_routine(bytes), args);
  } else {
    b_.SetInsertPoint(loop.finish_rest->getTerminator());
    Value* const args[] = {rest, stride, stack, loop.rest};
    lanes_.call(scatter_row_routine(bytes), args);
  }

  b_.SetInsertPoint(loop.pass, loop.pass->begin());
  llvm::PHINode* const address = b_.CreatePHI(b_.getPtrTy(), 2);
  address->addIncoming(first, loop.before);
  address->addIncoming(stack, loop.prepare_rest);
  Row row{address, stride};
  if (pattern.lane_stride == LaneStride::Any) {
    llvm::PHINode* const step = b_.CreatePHI(b_.getInt64Ty(), 2);
    step->addIncoming(stride, loop.before);
    step->addIncoming(lanes_.size(bytes), loop.prepare_rest);
    row.stride = step;
  }
  return row;
}

/// The lanes of a turn from a row that is there for all of them.
Value* KernelEmitter::load_vector(const Instruction& i, const Row& row) {
  llvm::Type* const type = lanes_.stored_type_of(i.dtype, width_);
  if (pattern_.access(i).lane_stride == LaneStride::Unit)
    return b_.CreateAlignedLoad(type, row.address, element_alignment(i.dtype));
  if (width_ > kWidestInline) {
    Value* const stack = lanes_.stack(lanes_.stored_type_of(i.dtype), width_);
    Value* const args[] = {stack, row.address, row.stride, lanes_.size(width_)};
    lanes_.call(gather_row_routine(dtype_size_bytes(i.dtype)), args);
    return b_.CreateAlignedLoad(type, stack, element_alignment(i.dtype));
  }
  Value* vector = llvm::PoisonValue::get(type);
  Value* address = row.address;
  for (int lane = 0; lane < width_; ++lane) {
    if (lane > 0) address = b_.CreateGEP(b_.getInt8Ty(), address, row.stride);
    Value* const element = b_.CreateAlignedLoad(type->getScalarType(), address, element_alignment(i.dtype));
    vector = b_.CreateInsertElement(vector, element, static_cast<std::uint64_t>(lane));
  }
  return vector;
}

void KernelEmitter::store_vector(const Instruction& i, Value* value, const Row& row) {
  if (pattern_.access(i).lane_stride == LaneStride::Unit) {
    b_.CreateAlignedStore(value, row.address, element_alignment(i.dtype));
    return;
  }
  if (width_ > kWidestInline) {
    Value* const stack = lanes_.stack(lanes_.stored_type_of(i.dtype), width_);
    b_.CreateAlignedStore(value, stack, element_alignment(i.dtype));
    Value* const args[] = {row.address, row.stride, stack, lanes_.size(width_)};
    return lanes_.call(scatter_row_routine(dtype_size_bytes(i.dtype)), args);
  }
  Value* address = row.address;
  for (int lane = 0; lane < width_; ++lane) {
    if (lane > 0) address = b_.CreateGEP(b_.getInt8Ty(), address, row.stride);
    b_.CreateAlignedStore(b_.CreateExtractElement(value, static_cast<std::uint64_t>(lane)), address,
                          element_alignment(i.dtype));
  }
}

/// The lanes of a turn, of which fewer may count.
Value* KernelEmitter::load_row(const Instruction& i, Place& place) {
  Value* const stride = stride_bytes(i);
  Value* const from = b_.CreateGEP(b_.getInt8Ty(), address(i, place), b_.CreateMul(place.first_lane, stride));
  return emit_choice(
      place.loop->is_rest,
      [&]() -> Value* {
        Value* const stack = lanes_.stack(lanes_.stored_type_of(i.dtype), width_);
        llvm::Type* const type = lanes_.stored_type_of(i.dtype, width_);
        b_.CreateAlignedStore(llvm::Constant::getNullValue(type), stack, element_alignment(i.dtype));
        Value* const args[] = {stack, from, stride, place.loop->valid};
        lanes_.call(gather_row_routine(dtype_size_bytes(i.dtype)), args);
        return b_.CreateAlignedLoad(type, stack, element_alignment(i.dtype));
      },
      [&] { return load_vector(i, {from, stride}); });
}

void KernelEmitter::store_row(const Instruction& i, Value* value, Place& place) {
  Value* const stride = stride_bytes(i);
  Value* const to = b_.CreateGEP(b_.getInt8Ty(), address(i, place), b_.CreateMul(place.first_lane, stride));
  emit_choice(
      place.loop->is_rest,
      [&]() -> Value* {
        Value* const stack = lanes_.stack(lanes_.stored_type_of(i.dtype), width_);
        b_.CreateAlignedStore(value, stack, element_alignment(i.dtype));
        Value* const args[] = {to, stride, stack, place.loop->valid};
        lanes_.call(scatter_row_routine(dtype_size_bytes(i.dtype)), args);
        return nullptr;
      },
      [&]() -> Value* {
        store_vector(i, value, {to, stride});
        return nullptr;
      });
}

/// On the stack: how many bytes each lane's element lies from the access's address.
Value* KernelEmitter::offsets(const Instruction& use, Place& place) {
  const AccessPattern& pattern = pattern_.access(use);
  const unsigned width = static_cast<unsigned>(width_);
  Value* sum = llvm::Constant::getNullValue(lanes_.type_of(DType::Int64, width_));
  if (pattern.lane_stride != LaneStride::None)
    sum = b_.CreateMul(lane_indices(place), b_.CreateVectorSplat(width, stride_bytes(use)));
  int number = terms_at(pattern) +
               static_cast<int>(pattern.outer.size() + pattern.rows.size() + pattern.uniform.size());
  for (const ir::ValueId v : pattern.varying)
    sum = b_.CreateAdd(sum, b_.CreateMul(values_[v], b_.CreateVectorSplat(width, numbers_[number++])));
  Value* const stack = lanes_.stack(b_.getInt64Ty(), width_);
  b_.CreateAlignedStore(sum, stack, llvm::Align(8));
  return stack;
}

void KernelEmitter::emit_load(const Instruction& i, Place& place) {
  if (!analysis_.is_needed(i.result)) return;
  const AccessPattern& pattern = pattern_.access(i);
  const Access& access = kernel_.accesses[i.index];
  const auto loaded = [&](Value* value) { return lanes_.from_stored(value, i.dtype); };
  if (!place.loop || !pattern.has_lanes()) {
    bool has_value = false;
    for (const ir::AxisIndex& axis : access.axes) has_value |= axis.kind == ir::AxisIndex::Kind::Value;
    const bool goes_before = place.loop && place.is_in_turn &&
                             kernel_.buffers[access.buffer].role == ir::BufferRole::Input &&
                             is_before(pattern.uniform, place) && !(has_value && has_check_before_);
    llvm::IRBuilder<>::InsertPointGuard guard(b_);
    if (goes_before) b_.SetInsertPoint(place.loop->before->getTerminator());
    Value* const element =
        b_.CreateAlignedLoad(lanes_.stored_type_of(i.dtype), address(i, place), element_alignment(i.dtype));
    return define(i.result, loaded(element), goes_before ? place.loop->level : place.level);
  }
  if (!pattern.varying.empty()) {
    Value* const from = address(i, place);
    Value* const stack = lanes_.stack(lanes_.stored_type_of(i.dtype), width_);
    Value* const args[] = {stack, from, offsets(i, place), place.loop->valid};
    lanes_.call(gather_routine(dtype_size_bytes(i.dtype)), args);
    Value* const vector =
        b_.CreateAlignedLoad(lanes_.stored_type_of(i.dtype, width_), stack, element_alignment(i.dtype));
    return define(i.result, loaded(vector), place.level);
  }
  if (std::optional<Row> row = row_of(i, place)) {
    row->address = b_.CreateGEP(b_.getInt8Ty(), row->address, b_.CreateMul(place.turn, row->stride));
    return define(i.result, loaded(load_vector(i, *row)), place.level);
  }
  define(i.result, loaded(load_row(i, place)), place.level);
}

void KernelEmitter::emit_store(const Instruction& i, Place& place) {
  const AccessPattern& pattern = pattern_.access(i);
  Value* const value = values_[i.args[0]];
  if (!place.loop || !pattern.has_lanes()) {
    // All lanes store to one element: the last one stays.
    Value* const last =
        width_of(value) > 0 ? b_.CreateExtractElement(value, b_.CreateSub(place.loop->valid, lanes_.size(1))) : value;
    b_.CreateAlignedStore(lanes_.to_stored(last, i.dtype), address(i, place), element_alignment(i.dtype));
    return;
  }
  Value* const vector = lanes_.to_stored(lanes_of(i.args[0], place), i.dtype);
  if (!pattern.varying.empty()) {
    Value* const to = address(i, place);
    Value* const stack = lanes_.stack(lanes_.stored_type_of(i.dtype), width_);
    b_.CreateAlignedStore(vector, stack, element_alignment(i.dtype));
    Value* const args[] = {to, stack, offsets(i, place), place.loop->valid};
    return lanes_.call(scatter_routine(dtype_size_bytes(i.dtype)), args);
  }
  if (std::optional<Row> row = row_of(i, place)) {
    row->address = b_.CreateGEP(b_.getInt8Ty(), row->address, b_.CreateMul(place.turn, row->stride));
    return store_vector(i, vector, *row);
  }
  store_row(i, vector, place);
}

}  // namespace theano::codegen
