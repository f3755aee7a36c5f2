// Machine code for reading.
#pragma once

#include <string>

#include "theano/base/export.h"
#include "theano/ir/kernel.h"

namespace theano::codegen {

enum class CodeText : std::uint8_t {
  Llvm,      ///< LLVM's intermediate language, before any of its passes
  Assembly,
};

/// A processor in LLVM's words; an empty name: this one.
struct Processor {
  std::string triple = {};  ///< "aarch64-linux-gnu"; empty: that of this process
  std::string name = {};    ///< "x86-64", "haswell", "skylake-avx512", "cortex-a72"
  int vector_bytes = 16;
};

/// The code of a kernel whose operands lie one element after the other. Empty in builds without a code generator.
/// Errors: InternalError for a processor for which this build has no back end.
THEANO_API std::string code_text(const ir::Kernel& kernel, CodeText form, const Processor& processor = {});

}  // namespace theano::codegen
