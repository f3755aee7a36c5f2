// The machine code of the process: compiled at once or in the background, and kept for whoever asks again.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "theano/codegen/machine_code.h"

namespace theano::codegen {

/// Where the code of one kernel and pattern will be. It is written once.
class CodeSlot {
 public:
  /// Null until the code is there.
  const MachineCode* code() const { return is_ready_.load(std::memory_order_acquire) ? code_.get() : nullptr; }
  void set(std::shared_ptr<const MachineCode> code) {
    code_ = std::move(code);
    is_ready_.store(true, std::memory_order_release);
  }

 private:
  std::shared_ptr<const MachineCode> code_;
  std::atomic<bool> is_ready_{false};
};

/// What is to be compiled, with everything of its own that this needs.
struct CompileJob {
  std::string key;  ///< text of kernel and pattern: equal keys have equal code
  ir::Kernel kernel;
  ir::LaunchShape shape;
  LanePlace place;
  std::shared_ptr<CodeSlot> slot;
};

/// Fills the slot of a job, from the table if the code is there. Several threads may compile at once.
/// Errors: InternalError.
void compile_now(const CompileJob& job);
/// Whether the table has the code; if so the slot is filled.
bool find_code(const std::string& key, CodeSlot& slot);
/// Has the job done by the process's compiling thread. After a fork the child has no such thread, and nothing is done.
void compile_later(CompileJob job);
/// Returns when all jobs given so far are done. Errors: InternalError, the first of those of jobs that failed since the
/// last wait; their kernels stay interpreted.
void wait_for_jobs();

}  // namespace theano::codegen
