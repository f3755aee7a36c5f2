// LLVM's just-in-time compiler for the processor we run on.
#include <link.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Pass.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/Transforms/Scalar.h>

#include <atomic>
#include <cstring>

#include "theano/base/error.h"
#include "theano/codegen/llvm_kernel.h"
#include "theano/codegen/machine_code.h"
#include "theano/codegen/object_cache.h"
#include "theano/codegen/routines.h"

namespace theano::codegen {
namespace {

namespace orc = llvm::orc;

constexpr const char* kEntry = "kernel";  // the name of the function in its object file

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

/// Names this build of the library: code of another one may differ.
std::string build_id() {
  std::string id;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        const auto own = reinterpret_cast<ElfW(Addr)>(&build_id);
        bool is_ours = false;
        for (int k = 0; k < info->dlpi_phnum; ++k) {
          const ElfW(Phdr)& part = info->dlpi_phdr[k];
          const ElfW(Addr) start = info->dlpi_addr + part.p_vaddr;
          is_ours |= part.p_type == PT_LOAD && own >= start && own < start + part.p_memsz;
        }
        for (int k = 0; is_ours && k < info->dlpi_phnum; ++k) {
          const ElfW(Phdr)& part = info->dlpi_phdr[k];
          if (part.p_type != PT_NOTE) continue;
          const char* const notes = reinterpret_cast<const char*>(info->dlpi_addr + part.p_vaddr);
          static_cast<std::string*>(out)->append(notes, part.p_filesz);
        }
        return is_ours ? 1 : 0;
      },
      &id);
  return id;
}

class Compiler {
 public:
  static Compiler& instance() {
    // Never destroyed: code may be given back while other static objects go.
    static Compiler* const compiler = new Compiler();
    return *compiler;
  }

  std::shared_ptr<const MachineCode> compile(const ir::Kernel& kernel, const LaunchPattern& pattern,
                                             const std::string& key);
  int vector_bytes() const { return vector_bytes_; }

 private:
  Compiler();
  std::string compile_object(const ir::Kernel& kernel, const LaunchPattern& pattern);
  std::shared_ptr<const MachineCode> load(const std::string& object);

  std::unique_ptr<orc::LLJIT> jit_;
  orc::JITTargetMachineBuilder machine_;
  std::string machine_key_;  ///< processor and build, in front of every key on disk
  int vector_bytes_ = 16;
  std::atomic<std::int64_t> count_{0};
};

/// Code in the memory of the compiler, given back with the last function that uses it.
class JitCode final : public MachineCode {
 public:
  JitCode(orc::ExecutionSession& session, orc::JITDylib& library) : session_(session), library_(library) {}
  ~JitCode() override { llvm::consumeError(session_.removeJITDylib(library_)); }

 private:
  orc::ExecutionSession& session_;
  orc::JITDylib& library_;
};

Compiler::Compiler() : machine_(llvm::Triple(llvm::sys::getProcessTriple())) {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  const std::vector<std::string> features = processor_features();
  machine_.setCPU(llvm::sys::getHostCPUName().str());
  machine_.addFeatures(features);
  // What LLJIT would choose: code at any address.
  machine_.setRelocationModel(llvm::Reloc::PIC_);
  machine_.setCodeModel(llvm::CodeModel::Small);
  // Compiles in half the time of the default; the code measured as fast.
  machine_.setCodeGenOptLevel(llvm::CodeGenOptLevel::Less);
  // Nothing is fused that rounds once where two operations round twice.
  machine_.getOptions().AllowFPOpFusion = llvm::FPOpFusion::Strict;
  if (llvm::sys::getHostCPUFeatures().lookup("avx2")) vector_bytes_ = 32;
  machine_key_ = machine_.getCPU();
  for (const std::string& feature : features) machine_key_ += feature;
  machine_key_ += build_id();
  jit_ = take(orc::LLJITBuilder().setJITTargetMachineBuilder(machine_).create());
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

/// The kernel as an object file; its first 8 bytes are the failure span.
std::string Compiler::compile_object(const ir::Kernel& kernel, const LaunchPattern& pattern) {
  thread_local const std::unique_ptr<llvm::TargetMachine> target = take(machine_.createTargetMachine());
  llvm::LLVMContext context;
  llvm::Module module("kernel", context);
  module.setDataLayout(target->createDataLayout());
  module.setTargetTriple(target->getTargetTriple().str());
  const Emitted emitted = emit_module(module, kernel, pattern, choose_width(kernel, pattern, vector_bytes_), kEntry);
  llvm::SmallVector<char, 0> object;
  llvm::raw_svector_ostream stream(object);
  llvm::legacy::PassManager passes;
  passes.add(llvm::createEarlyCSEPass());
  llvm::MCContext* ignored = nullptr;
  if (target->addPassesToEmitMC(passes, ignored, stream, true))
    throw InternalError("codegen", "LLVM must be able to write object files for this processor, but is not.",
                        "Use the option tier=0.");
  passes.run(module);
  std::string bytes(sizeof(std::int64_t), '\0');
  std::memcpy(bytes.data(), &emitted.failure_span, sizeof(std::int64_t));
  return bytes.append(object.begin(), object.end());
}

std::shared_ptr<const MachineCode> Compiler::load(const std::string& bytes) {
  orc::ExecutionSession& session = jit_->getExecutionSession();
  orc::JITDylib& library = session.createBareJITDylib("kernel" + std::to_string(count_++));
  auto code = std::make_shared<JitCode>(session, library);
  library.addGenerator(std::make_unique<RoutineGenerator>());
  const llvm::StringRef object(bytes.data() + sizeof(std::int64_t), bytes.size() - sizeof(std::int64_t));
  if (llvm::Error error = jit_->addObjectFile(library, llvm::MemoryBuffer::getMemBufferCopy(object)))
    throw_llvm_error(std::move(error));
  code->function = take(jit_->lookup(library, kEntry)).toPtr<KernelFunction>();
  std::memcpy(&code->failure_span, bytes.data(), sizeof(std::int64_t));
  return code;
}

std::shared_ptr<const MachineCode> Compiler::compile(const ir::Kernel& kernel, const LaunchPattern& pattern,
                                                     const std::string& key) {
  const ObjectCache& cache = process_cache();
  const std::string full_key = key + "\n" + machine_key_;
  if (const std::optional<std::string> kept = cache.find(full_key)) return load(*kept);
  const std::string object = compile_object(kernel, pattern);
  std::shared_ptr<const MachineCode> code = load(object);
  cache.keep(full_key, object);
  return code;
}

}  // namespace

bool has_code_generator() { return true; }

std::shared_ptr<const MachineCode> compile_kernel(const ir::Kernel& kernel, const LaunchPattern& pattern,
                                                  const std::string& key) {
  return Compiler::instance().compile(kernel, pattern, key);
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
