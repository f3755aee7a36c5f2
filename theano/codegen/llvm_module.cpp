// Chooses the width of vectors, emits and checks a module; describes processors.
#include "theano/codegen/llvm_module.h"

#include <llvm/IR/Verifier.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/TargetParser/Host.h>

#include "theano/base/error.h"
#include "theano/codegen/llvm_kernel.h"

namespace theano::codegen {
namespace {

bool is_light(ir::Prim prim) { return prim < ir::Prim::Exp || prim >= ir::Prim::BitsOf; }

void weigh(const ir::Kernel& kernel, const LaunchPattern& pattern, const ir::Block& block, double& weight, bool& has_rows,
           std::int64_t& bytes) {
  for (const ir::Instruction& i : block.instructions) {
    if (i.opcode == ir::Opcode::Primitive) {
      if (pattern.analysis().varies(i.result)) weight += is_light(i.prim) ? 1 : 30;
    }
    if (i.opcode == ir::Opcode::Load || i.opcode == ir::Opcode::Store) {
      const AccessPattern& access = pattern.access(i);
      weight += access.has_lanes() ? 1 : 0;
      has_rows |= access.lane_stride == LaneStride::Any || !access.varying.empty();
      if (access.has_lanes()) bytes = std::max(bytes, dtype_size_bytes(i.dtype));
    }
    if (i.opcode == ir::Opcode::Loop) weigh(kernel, pattern, kernel.loops[i.index].body, weight, has_rows, bytes);
    if (i.opcode == ir::Opcode::Reduce) weigh(kernel, pattern, kernel.reductions[i.index].body, weight, has_rows, bytes);
  }
}

/// The features of this processor, as LLVM writes them.
std::vector<std::string> processor_features() {
  std::vector<std::string> features;
  for (const auto& feature : llvm::sys::getHostCPUFeatures())
    features.push_back((feature.second ? "+" : "-") + feature.first().str());
  return features;
}

}  // namespace

void throw_llvm_error(llvm::Error error) {
  throw InternalError("codegen", "LLVM must accept the code, but says: " + llvm::toString(std::move(error)) + ".",
                      "This is a fault of the library; please report it.");
}

llvm::orc::JITTargetMachineBuilder machine_of(const Processor& processor) {
  const bool is_this = processor.name.empty();
  [[maybe_unused]] static const bool is_initialized = !llvm::InitializeNativeTarget() && !llvm::InitializeNativeTargetAsmPrinter();
  const std::string triple = processor.triple.empty() ? llvm::sys::getProcessTriple() : processor.triple;
  llvm::orc::JITTargetMachineBuilder machine{llvm::Triple(triple)};
  machine.setCPU(is_this ? llvm::sys::getHostCPUName().str() : processor.name);
  if (is_this) machine.addFeatures(processor_features());
  // Code at any address.
  machine.setRelocationModel(llvm::Reloc::PIC_);
  machine.setCodeModel(llvm::CodeModel::Small);
  // Compiles in half the time of the default; the code measured as fast.
  machine.setCodeGenOptLevel(llvm::CodeGenOptLevel::Less);
  // Nothing is fused that rounds once where two operations round twice.
  machine.getOptions().AllowFPOpFusion = llvm::FPOpFusion::Strict;
  return machine;
}

int vector_bytes_of(const Processor& processor) {
  if (!processor.name.empty()) return processor.vector_bytes;
  return llvm::sys::getHostCPUFeatures().lookup("avx2") ? 32 : 16;
}

/// Lanes worked on together: registers of the widest type, two for kernels with mathematical functions, so that chains of
/// dependent operations run side by side, and more for light kernels, which have registers to spare.
int choose_width(const ir::Kernel& kernel, const LaunchPattern& pattern, int vector_bytes) {
  double weight = 0;
  bool has_rows = false;
  std::int64_t bytes = 4;
  weigh(kernel, pattern, kernel.body, weight, has_rows, bytes);
  const int native = vector_bytes / static_cast<int>(bytes);
  if (has_rows) return native;
  if (weight > 40) return std::min(2 * native, ir::kReduceLanes);
  return std::min(weight > 12 ? 2 * native : 4 * native, ir::kReduceLanes);
}

Emitted emit_module(llvm::Module& module, const ir::Kernel& kernel, const LaunchPattern& pattern, int width,
                    const std::string& name) {
  llvm::LLVMContext& context = module.getContext();
  llvm::Type* const pointer = llvm::PointerType::get(context, 0);
  llvm::Type* const size = llvm::Type::getInt64Ty(context);
  llvm::FunctionType* const type =
      llvm::FunctionType::get(size, {pointer, pointer, pointer, size, size, size, size}, false);
  llvm::Function* const function = llvm::Function::Create(type, llvm::Function::ExternalLinkage, name, module);
  function->addFnAttr(llvm::Attribute::NoUnwind);
  KernelEmitter emitter(module, function, kernel, pattern, width);
  emitter.emit();
  std::string fault;
  llvm::raw_string_ostream stream(fault);
  if (llvm::verifyModule(module, &stream)) {
    throw InternalError("codegen", "the code of a kernel must be well formed, but LLVM says: " + stream.str(),
                        "This is a fault of the library; please report it.");
  }
  return {function, emitter.failure_span()};
}

}  // namespace theano::codegen
