// LLVM's just-in-time compiler for the processor we run on.
#include <link.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/Pass.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Transforms/Scalar.h>

#include <atomic>
#include <cstring>

#include "theano/base/error.h"
#include "theano/codegen/llvm_module.h"
#include "theano/codegen/machine_code.h"
#include "theano/codegen/object_cache.h"
#include "theano/codegen/routines.h"

namespace theano::codegen {
namespace {

namespace orc = llvm::orc;

constexpr const char* kEntry = "kernel";  // the name of the function in its object file

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
  const int vector_bytes_;
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

Compiler::Compiler() : machine_(machine_of({})), vector_bytes_(vector_bytes_of({})) {
  machine_key_ = machine_.getCPU();
  machine_key_ += machine_.getFeatures().getString();
  machine_key_ += build_id();
  jit_ = take(orc::LLJITBuilder().setJITTargetMachineBuilder(machine_).create());
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

}  // namespace theano::codegen
