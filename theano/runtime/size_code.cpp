// The interpreter of size code: a flat list of instructions on int64 registers.
#include "theano/runtime/size_code.h"

#include "theano/array/element.h"
#include "theano/ir/semantics.h"
#include "theano/runtime/step_error.h"

namespace theano::runtime {

using ir::Prim;

namespace {

std::int64_t wrap_to(DType dtype, std::int64_t value) {
  switch (dtype) {
    case DType::Bool:
      return value != 0;
    case DType::Int8:
      return static_cast<std::int8_t>(value);
    case DType::Int16:
      return static_cast<std::int16_t>(value);
    case DType::Int32:
      return static_cast<std::int32_t>(value);
    case DType::UInt8:
      return static_cast<std::uint8_t>(value);
    case DType::UInt16:
      return static_cast<std::uint16_t>(value);
    case DType::UInt32:
      return static_cast<std::uint32_t>(value);
    default:
      return value;
  }
}

std::int64_t apply_in_int64(Prim prim, std::int64_t a, std::int64_t b, std::int64_t c) {
  switch (prim) {
    case Prim::Add:
      return ir::apply<Prim::Add>(a, b);
    case Prim::Sub:
      return ir::apply<Prim::Sub>(a, b);
    case Prim::Mul:
      return ir::apply<Prim::Mul>(a, b);
    case Prim::Neg:
      return ir::apply<Prim::Neg>(a);
    case Prim::Abs:
      return ir::apply<Prim::Abs>(a);
    case Prim::Min:
      return ir::apply<Prim::Min>(a, b);
    case Prim::Max:
      return ir::apply<Prim::Max>(a, b);
    case Prim::Sign:
      return ir::apply<Prim::Sign>(a);
    case Prim::FloorDiv:
      return ir::apply<Prim::FloorDiv>(a, b);
    case Prim::Mod:
      return ir::apply<Prim::Mod>(a, b);
    case Prim::Pow:
      return ir::apply<Prim::Pow>(a, b);
    case Prim::Eq:
      return a == b;
    case Prim::Ne:
      return a != b;
    case Prim::Lt:
      return a < b;
    case Prim::Le:
      return a <= b;
    case Prim::Gt:
      return a > b;
    case Prim::Ge:
      return a >= b;
    case Prim::And:
      return a & b;
    case Prim::Or:
      return a | b;
    case Prim::Xor:
      return a ^ b;
    case Prim::Not:
      return ~a;
    case Prim::Shl:
      return ir::apply<Prim::Shl>(a, b);
    case Prim::Shr:
      return ir::apply<Prim::Shr>(a, b);
    case Prim::Select:
      return a ? b : c;
    default:
      return a;  // Cast: wrapping is all
  }
}

/// Address of the element with the given row-major number.
const std::byte* element_address(const std::byte* first, const Layout& layout, std::int64_t number, DType dtype) {
  std::int64_t offset = 0;
  for (int axis = layout.ndim() - 1; axis >= 0; --axis) {
    const std::int64_t size = layout.shape[axis];
    offset += number % size * layout.strides[axis];
    number /= size;
  }
  return first + offset * dtype_size_bytes(dtype);
}

std::int64_t read_integer(const ir::Program& program, const BufferView& buffers, int buffer, std::int64_t number) {
  const DType dtype = program.buffers[buffer].dtype;
  const Layout& layout = *buffers.layouts[buffer];
  if (layout.ndim() == 0) return read_element<std::int64_t>(dtype, buffers.pointers[buffer]);
  if (number >= layout.size())
    throw ValueError("shape",
                     "a vector of sizes has " + std::to_string(layout.size()) + " elements, but element " +
                         std::to_string(number) + " is wanted.",
                     "Pass a vector with one size per dimension.", Phase::Call);
  return read_element<std::int64_t>(dtype, element_address(buffers.pointers[buffer], layout, number, dtype));
}

}  // namespace

bool is_size_primitive(Prim prim, DType dtype) {
  if (!is_discrete(dtype) || dtype == DType::UInt64) return false;
  switch (prim) {
    case Prim::Div:
    case Prim::BitsOf:
    case Prim::FloatOf:
      return false;
    default:
      return prim <= Prim::Cast;
  }
}

std::int64_t apply_size_primitive(Prim prim, DType dtype, std::int64_t a, std::int64_t b, std::int64_t c) {
  if (prim == Prim::Not && dtype == DType::Bool) return !a;
  return wrap_to(dtype, apply_in_int64(prim, a, b, c));
}

void run_size_instruction(const ir::Program& program, const ir::SizeInstruction& i, const BufferView& buffers,
                          std::span<std::int64_t> registers) {
  const auto at = [&](ir::Register r) { return r == ir::kNoRegister ? 0 : registers[r]; };
  switch (i.opcode) {
    case ir::SizeOpcode::Const:
      registers[i.result] = i.value;
      break;
    case ir::SizeOpcode::BufferSize:
      registers[i.result] = buffers.layouts[i.buffer]->shape[i.value];
      break;
    case ir::SizeOpcode::Element:
      registers[i.result] = read_integer(program, buffers, i.buffer, i.value);
      break;
    case ir::SizeOpcode::Primitive:
      registers[i.result] = apply_size_primitive(i.prim, i.dtype, at(i.args[0]), at(i.args[1]), at(i.args[2]));
      break;
    case ir::SizeOpcode::CheckEqual:
      if (registers[i.args[0]] != registers[i.args[1]])
        throw_size_check(program, program.checks[i.value], registers[i.args[0]], registers[i.args[1]], registers);
      break;
    case ir::SizeOpcode::CheckTrue:
      if (registers[i.args[0]] == 0)
        throw_size_check(program, program.checks[i.value], registers[i.args[0]], at(i.args[1]), registers);
      break;
  }
}

void run_size_code(const ir::Program& program, const ir::Segment& segment, const BufferView& buffers,
                   std::span<std::int64_t> registers) {
  for (const ir::SizeInstruction& i : segment.code) run_size_instruction(program, i, buffers, registers);
}

}  // namespace theano::runtime
