// What stands in for the code generator in builds without LLVM.
#include "theano/codegen/code_text.h"
#include "theano/codegen/machine_code.h"

namespace theano::codegen {

bool has_code_generator() { return false; }

std::shared_ptr<const MachineCode> compile_kernel(const ir::Kernel&, const LaunchPattern&, const std::string&) {
  return nullptr; }

std::string code_text(const ir::Kernel&, CodeText, const Processor&) { return {}; }

}  // namespace theano::codegen
