// Prints the code of a kernel for a processor.
#include <llvm/ADT/SmallString.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/Pass.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Transforms/Scalar.h>

#include "theano/base/error.h"
#include "theano/codegen/llvm_module.h"

namespace theano::codegen {
namespace {

constexpr std::int64_t kTypicalSize = 1024;  // so large that nothing special is done for it

/// Operands in one piece, every dimension of one size.
ir::LaunchShape typical_shape(const ir::Kernel& kernel) {
  ir::LaunchShape shape;
  shape.map_sizes = Shape(static_cast<std::size_t>(kernel.map_rank), kTypicalSize);
  shape.params.assign(static_cast<std::size_t>(kernel.param_count), kTypicalSize);
  for (std::size_t b = 0; b < kernel.buffers.size(); ++b) {
    Shape sizes(static_cast<std::size_t>(kernel.buffers[b].rank), kTypicalSize);
    for (const ir::Access& access : kernel.accesses) {
      for (std::size_t a = 0; a < access.axes.size(); ++a) {
        if (access.buffer == static_cast<int>(b) && access.axes[a].kind == ir::AxisIndex::Kind::Zero) sizes[a] = 1;
      }
    }
    Strides strides = contiguous_strides(sizes);
    for (std::size_t a = 0; a < sizes.size(); ++a) {
      if (sizes[a] == 1) strides[a] = 0;
    }
    shape.strides.push_back(std::move(strides));
  }
  return shape;
}

}  // namespace

std::string code_text(const ir::Kernel& kernel, CodeText form, const Processor& processor) {
  const ir::LaunchShape shape = typical_shape(kernel);
  const std::optional<LaunchPattern> map = LaunchPattern::make(kernel, shape, LanePlace::Map);
  const std::optional<LaunchPattern> regions = LaunchPattern::make(kernel, shape, LanePlace::Regions);
  const bool is_map = map && !(regions && regions->time_ns() < map->time_ns());
  const std::optional<LaunchPattern>& pattern = is_map ? map : regions;
  if (!pattern) throw InternalError("codegen", "a kernel must be able to run one point after the other, but is not.",
                                    "This is a fault of the library; please report it.");
  llvm::orc::JITTargetMachineBuilder machine = machine_of(processor);
  const std::unique_ptr<llvm::TargetMachine> target = take(machine.createTargetMachine());
  llvm::LLVMContext context;
  llvm::Module module(kernel.name, context);
  module.setDataLayout(target->createDataLayout());
  module.setTargetTriple(target->getTargetTriple().str());
  emit_module(module, kernel, *pattern, choose_width(kernel, *pattern, vector_bytes_of(processor)), kernel.name);
  llvm::SmallString<1024> text;
  llvm::raw_svector_ostream stream(text);
  if (form == CodeText::Llvm) {
    module.print(stream, nullptr);
    return text.str().str();
  }
  llvm::legacy::PassManager passes;
  passes.add(llvm::createEarlyCSEPass());
  if (target->addPassesToEmitFile(passes, stream, nullptr, llvm::CodeGenFileType::AssemblyFile))
    throw InternalError("codegen", "LLVM must be able to write assembly for " + processor.name + ", but is not.",
                        "Ask for LLVM's own language.");
  passes.run(module);
  return text.str().str();
}

}  // namespace theano::codegen
