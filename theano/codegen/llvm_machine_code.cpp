// LLVM's just-in-time compiler for the processor we run on.
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar.h>
#include <llvm/Transforms/Scalar/GVN.h>

#include <atomic>
#include <mutex>

#include "theano/base/error.h"
#include "theano/codegen/llvm_kernel.h"
#include "theano/codegen/machine_code.h"
#include "theano/codegen/routines.h"

namespace theano::codegen {
namespace {

namespace orc = llvm::orc;

[[noreturn]] void throw_llvm_error(llvm::Error error) {
  throw InternalError("codegen", "LLVM must accept the code, but says: " + llvm::toString(std::move(error)) + ".",
                      "This is a fault of the library; please report it.");
}

template <class T>
T take(llvm::Expected<T> value) {
  if (!value) throw_llvm_error(value.takeError());
  return std::move(*value);
}

/// Finds what code calls in the table of routines, and nowhere else.
class RoutineGenerator final : public orc::DefinitionGenerator {
 public:
  llvm::Error tryToGenerate(orc::LookupState&, orc::LookupKind, orc::JITDylib& library, orc::JITDylibLookupFlags,
                            const orc::SymbolLookupSet& names) override {
    orc::SymbolMap found;
    for (const auto& [name, flags] : names) {
      const void* const address = find_routine({(*name).data(), (*name).size()});
      if (!address) continue;
      found[name] = {orc::ExecutorAddr::fromPtr(address), llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
    }
    return found.empty() ? llvm::Error::success() : library.define(orc::absoluteSymbols(std::move(found)));
  }
};

/// The features of this processor, as LLVM writes them.
std::vector<std::string> processor_features() {
  std::vector<std::string> features;
  for (const auto& feature : llvm::sys::getHostCPUFeatures())
    features.push_back((feature.second ? "+" : "-") + feature.first().str());
  return features;
}

class Compiler {
 public:
  static Compiler& instance() {
    // Never destroyed: code may be given back while other static objects go.
    static Compiler* const compiler = new Compiler();
    return *compiler;
  }

  std::shared_ptr<const MachineCode> compile(const ir::Kernel& kernel, const LaunchPattern& pattern);
  int vector_bytes() const { return vector_bytes_; }

 private:
  Compiler();
  std::unique_ptr<orc::LLJIT> jit_;
  int vector_bytes_ = 16;
  std::atomic<std::int64_t> count_{0};
};

/// Code in the memory of the compiler, given back with the last function that uses it.
class JitCode final : public MachineCode {
 public:
  explicit JitCode(orc::ResourceTrackerSP tracker) : tracker_(std::move(tracker)) {}
  ~JitCode() override { llvm::consumeError(tracker_->remove()); }

 private:
  orc::ResourceTrackerSP tracker_;
};

Compiler::Compiler() {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  orc::JITTargetMachineBuilder machine(llvm::Triple(llvm::sys::getProcessTriple()));
  machine.setCPU(llvm::sys::getHostCPUName().str());
  machine.addFeatures(processor_features());
  // Compiles in half the time of the default; the code measured as fast.
  machine.setCodeGenOptLevel(llvm::CodeGenOptLevel::Less);
  // Nothing is fused that rounds once where two operations round twice.
  machine.getOptions().AllowFPOpFusion = llvm::FPOpFusion::Strict;
  if (llvm::sys::getHostCPUFeatures().lookup("avx2")) vector_bytes_ = 32;
  jit_ = take(orc::LLJITBuilder().setJITTargetMachineBuilder(std::move(machine)).create());
  jit_->getMainJITDylib().addGenerator(std::make_unique<RoutineGenerator>());
}

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

struct Emitted {
  llvm::Function* function;
  std::int64_t failure_span;
};

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

std::shared_ptr<const MachineCode> Compiler::compile(const ir::Kernel& kernel, const LaunchPattern& pattern) {
  auto context = std::make_unique<llvm::LLVMContext>();
  auto module = std::make_unique<llvm::Module>("kernel", *context);
  module->setDataLayout(jit_->getDataLayout());
  module->setTargetTriple(jit_->getTargetTriple().str());
  const std::string name = "kernel" + std::to_string(count_++);
  const int width = choose_width(kernel, pattern, vector_bytes_);
  const Emitted emitted = emit_module(*module, kernel, pattern, width, name);
  llvm::legacy::FunctionPassManager passes(module.get());
  passes.add(llvm::createEarlyCSEPass());
  passes.run(*emitted.function);
  orc::ResourceTrackerSP tracker = jit_->getMainJITDylib().createResourceTracker();
  if (llvm::Error error = jit_->addIRModule(tracker, {std::move(module), std::move(context)}))
    throw_llvm_error(std::move(error));
  auto code = std::make_shared<JitCode>(tracker);
  code->function = take(jit_->lookup(name)).toPtr<KernelFunction>();
  code->failure_span = emitted.failure_span;
  return code;
}

}  // namespace

bool has_code_generator() { return true; }

std::shared_ptr<const MachineCode> compile_kernel(const ir::Kernel& kernel, const LaunchPattern& pattern) {
  return Compiler::instance().compile(kernel, pattern);
}

std::string code_text(const ir::Kernel& kernel, const LaunchPattern& pattern, CodeText, const std::string&) {
  llvm::LLVMContext context;
  llvm::Module module("kernel", context);
  emit_module(module, kernel, pattern, choose_width(kernel, pattern, Compiler::instance().vector_bytes()), "kernel");
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream, nullptr);
  return stream.str();
}

}  // namespace theano::codegen
