// Writes the Program of a schedule and its groups, one step or a few per group.
#pragma once

#include "theano/lower/emit.h"
#include "theano/lower/in_place.h"
#include "theano/lower/kernel_writer.h"

namespace theano::lower {

/// One use: `run` gives the Program and leaves the emitter empty.
class Emitter {
 public:
  Emitter(Schedule& schedule, const LowerOptions& options, const Fusion& fusion)
      : s_(schedule), options_(options), fusion_(fusion), buffers_(schedule.variable_count(), -1) {}

  ir::Program run();

 private:
  /// A chain that is written in place, with the kernel of each of its nodes.
  struct Commit {
    const InPlaceChain* chain;
    std::vector<WrittenKernel> kernels;
  };

  const ScheduledNode& scheduled(int n) const { return s_.nodes()[n]; }
  ir::Registers canonical(const ir::Registers& registers) const;
  void add_input(int variable);
  int add_buffer(int variable, ir::Storage storage);
  /// The buffer of a variable; a Temporary where it is new.
  int buffer_of(int variable);
  int add_site(const ScheduledNode& n);
  template <class T>
  void add_step(ir::StepKind kind, std::vector<T>& table, T step, int site) {
    table.push_back(std::move(step));
    p_.segments[segment_].steps.push_back({kind, static_cast<int>(table.size()) - 1, site});
  }

  void emit_group(const Group& group);
  [[noreturn]] static void refuse(const Apply& node);
  /// Integers that the size code knows need no kernel. False where it does not know them.
  bool emit_known_values(const ScheduledNode& n);
  int add_view(int input, DType dtype, ir::Registers sizes, const ScheduledNode& n, ViewFunction function, int site);
  void emit_view(const ScheduledNode& n);
  void emit_library(const ScheduledNode& n);
  /// A buffer of a result whose memory the step itself brings.
  int add_produced(int variable);
  void emit_loop(const ScheduledNode& n);
  void emit_host(const ScheduledNode& n);
  void emit_kernel(const Group& group, const ScheduledNode& n);
  /// Launches a kernel that writes to `window` where its op has one.
  void add_launch(const ScheduledNode& n, WrittenKernel written, int window, int site);
  static void add_in_place_pairs(const WrittenKernel& written, ir::LaunchStep& launch);
  /// Whether an output may hand out this memory.
  bool may_be_aliased(int memory) const;
  void emit_output(int number);

  /// Whether a kernel reads what another commit (or its own, under another name) writes.
  bool reads_any(const WrittenKernel& written, int own, const std::vector<Commit>& commits);
  /// Whether the caller gets a look at the input's memory under another output.
  bool is_handed_out(int input);
  /// The chains whose kernels read nothing that is being written; the others are computed like everything else.
  std::vector<Commit> choose_commits(const std::vector<InPlaceChain>& chains);
  /// Checks what can fail, adopts the memory of the inputs, and changes it in a segment of its own.
  void emit_commits(const std::vector<Commit>& commits);
  /// Constants go to the front, because they stand for sizes of every segment.
  void take_size_code();

  Schedule& s_;
  const LowerOptions& options_;
  const Fusion& fusion_;
  std::vector<int> buffers_;  // per variable
  int segment_ = 0;
  ir::Program p_;
};

}  // namespace theano::lower
