// What stands in for the code generator in builds without LLVM.
#include "theano/codegen/machine_code.h"

namespace theano::codegen {

bool has_code_generator() { return false; }

std::shared_ptr<const MachineCode> compile_kernel(const ir::Kernel&, const LaunchPattern&, const std::string&) {
  return nullptr; }

std::string code_text(const ir::Kernel&, const LaunchPattern&, CodeText, const std::string&) { return {}; }

}  // namespace theano::codegen
