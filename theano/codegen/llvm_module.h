// A kernel as a module of LLVM, and the processors that modules are for.
#pragma once

#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/IR/Module.h>

#include "theano/codegen/code_text.h"
#include "theano/codegen/launch_pattern.h"

namespace theano::codegen {

/// Throws InternalError with what LLVM says.
[[noreturn]] void throw_llvm_error(llvm::Error error);

template <class T>
T take(llvm::Expected<T> value) {
  if (!value) throw_llvm_error(value.takeError());
  return std::move(*value);
}

/// What makes code for a processor.
llvm::orc::JITTargetMachineBuilder machine_of(const Processor& processor);
int vector_bytes_of(const Processor& processor);

int choose_width(const ir::Kernel& kernel, const LaunchPattern& pattern, int vector_bytes);

struct Emitted {
  llvm::Function* function;
  std::int64_t failure_span;
};

/// Puts the kernel's function into the module. Errors: InternalError when LLVM refuses it.
Emitted emit_module(llvm::Module& module, const ir::Kernel& kernel, const LaunchPattern& pattern, int width,
                    const std::string& name);

}  // namespace theano::codegen
