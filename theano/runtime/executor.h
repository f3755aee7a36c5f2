// Runs Programs: sizes, plans, arena, kernels and library calls; re-entrant.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "theano/array/array.h"
#include "theano/ir/kernel_binder.h"
#include "theano/ir/program.h"
#include "theano/runtime/memory.h"

namespace theano::runtime {

/// What a step cost, summed over calls, when profiling is on.
struct StepProfile {
  std::string name;   ///< kernel or routine
  std::string place;  ///< the user's line
  double seconds = 0;
  std::int64_t calls = 0;
};

/// What a call asks of whoever makes it.
class THEANO_API Caller {
 public:
  virtual ~Caller() = default;
  /// An array with the contents of argument `input`, which the Program may write: the argument itself, or a copy.
  virtual Array adopt(int input, const Array& argument);
  /// Told before anything that may take more than some microseconds: planning, long steps, callbacks, waiting. Possibly
  /// many times in one call.
  virtual void before_long_work() {}
};

struct Workspace;

/// A Program ready to run. Several threads may call it at once; each call has a workspace of its own.
class THEANO_API Executor {
 public:
  explicit Executor(std::shared_ptr<const ir::Program> program,
                    std::shared_ptr<ir::KernelBinder> binder = ir::interpreting_binder());
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /// The outputs for the inputs: a Call, in one line.
  std::vector<Array> run(std::span<const Array> inputs, Caller* caller = nullptr);

  const ir::Program& program() const;
  /// Returns when every kernel bound so far is machine code, where it is going to be.
  void wait_compiled();
  void set_profiling(bool on);
  std::vector<StepProfile> profile() const;
  /// The memory of the greediest call so far, when profiling.
  MemoryUse peak_memory() const;
  /// The memory that a call on such arguments would take. Errors: those that their sizes raise.
  MemoryUse predict_memory(std::span<const KnownArgument> arguments, OutputShapes* outputs = nullptr) const;
  /// Polled between steps that take long; returns true to stop the call with an interruption (Ctrl-C). Set once by a face.
  static void set_interrupt_poll(bool (*poll)());

 private:
  friend class Call;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One call: arguments are set, then it is run, then results are taken. What it needs it borrows from the executor, so that
/// a call like one before it allocates nothing but its results. With its end it lets go of all that was not taken.
class THEANO_API Call {
 public:
  explicit Call(Executor& executor);
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  /// Argument `i`, which is looked at where it is: it must outlive the call.
  void look_at(std::size_t i, const Array& argument);
  /// Argument `i`, held here.
  void hold(std::size_t i, Array argument);
  std::span<const Array* const> arguments() const;

  /// The outputs, which may be moved away; the first ones lie in `wanted` instead, as many as fit. Every output owns its memory, unless the Program allows it to alias. Errors:
  /// those of the ops at Phase::Call, naming the user's expression. The arguments are never changed, but for those that
  /// `caller` lets be written: when all else has succeeded. Without a caller they are copied.
  std::span<Array> run(Caller* caller = nullptr, std::span<Array> wanted = {});
  /// Room for as many results as there are outputs, for who runs the graph in another way.
  std::span<Array> results();
  /// Behind run(): the memory it took; what loops and branches took only when asked for before, or when profiling.
  MemoryUse memory() const;
  void measure_nested();

 private:
  Executor::Impl& executor_;
  std::unique_ptr<Workspace> workspace_;
  bool is_broken_ = false;  // a run has failed half-way
};

/// Thrown by run() when the interrupt poll said so; nothing was changed.
class THEANO_API Interrupted : public std::exception {
 public:
  const char* what() const noexcept override { return "interrupted"; }
};

/// Number of threads used by parallel_for; from the option `openmp`/OMP_NUM_THREADS-like environment at first use.
THEANO_API int thread_count();
THEANO_API void set_thread_count(int count);
/// Calls fn(begin, end) on disjoint ranges that cover [0, chunks); the caller works too. Serial after a fork and inside
/// another parallel_for. An exception of one range is thrown to the caller after all have ended.
THEANO_API void parallel_for(std::int64_t chunks, double cost,
                             void (*fn)(void* context, std::int64_t begin, std::int64_t end), void* context);

}  // namespace theano::runtime
