// Runs Programs: sizes, plans, arena, kernels and library calls; re-entrant.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "theano/array/array.h"
#include "theano/ir/program.h"

namespace theano::runtime {

/// What a step cost, summed over calls, when profiling is on.
struct StepProfile {
  std::string name;   ///< kernel or routine
  std::string place;  ///< the user's line
  double seconds = 0;
  std::int64_t calls = 0;
};

/// Gives the memory that a Program writes its commit into.
class THEANO_API Adopter {
 public:
  virtual ~Adopter() = default;
  /// An array with the contents of argument `input`, which the Program may write: the argument itself, or a copy.
  virtual Array adopt(int input, const Array& argument) = 0;
};

/// A Program ready to run. Several threads may call run() at once; each call has a workspace of its own.
class THEANO_API Executor {
 public:
  explicit Executor(std::shared_ptr<const ir::Program> program);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /// The outputs for the inputs. Every output owns its memory, unless the Program allows it to alias. Errors: those of
  /// the ops at Phase::Call, naming the user's expression. The inputs are never changed, but for those that `adopter`
  /// lets be written: when all else has succeeded. Without an adopter they are copied.
  std::vector<Array> run(std::span<const Array> inputs, Adopter* adopter = nullptr);

  const ir::Program& program() const;
  void set_profiling(bool on);
  std::vector<StepProfile> profile() const;
  /// Polled between steps; returns true to stop the call with an interruption (Ctrl-C). Set once by a face.
  static void set_interrupt_poll(bool (*poll)());

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
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
