// Runs size code: the host's int64 arithmetic on sizes and bounds that precedes the steps of a segment.
#pragma once

#include <span>

#include "theano/ir/program.h"

namespace theano::runtime {

/// The memory and the layout of every buffer that size code may look at.
struct BufferView {
  std::span<std::byte* const> pointers;    ///< per buffer, its first element
  std::span<const Layout* const> layouts;  ///< per buffer
};

/// Fills the registers that the segment defines. Errors: those of its checks, at Phase::Call.
void run_size_code(const ir::Program& program, const ir::Segment& segment, const BufferView& buffers,
                   std::span<std::int64_t> registers);

void run_size_instruction(const ir::Program& program, const ir::SizeInstruction& instruction, const BufferView& buffers,
                          std::span<std::int64_t> registers);

/// The value of an integer primitive on operands of `dtype`, held as int64.
THEANO_API std::int64_t apply_size_primitive(ir::Prim prim, DType dtype, std::int64_t a, std::int64_t b,
                                             std::int64_t c);
/// Whether apply_size_primitive knows the primitive with a result of this dtype.
THEANO_API bool is_size_primitive(ir::Prim prim, DType dtype);

}  // namespace theano::runtime
