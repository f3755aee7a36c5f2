// The grammar of Programs, checked after lowering.
#include <fmt/format.h>

#include "theano/ir/program.h"

namespace theano::ir {

namespace {

/// Walks a Program in the order in which it runs and remembers what is defined.
class Checker {
 public:
  explicit Checker(const Program& program)
      : p_(program), has_register_(program.register_count, false), has_buffer_(program.buffers.size(), false) {}

  void check() {
    for (std::size_t b = 0; b < p_.buffers.size(); ++b) check_buffer(static_cast<int>(b));
    for (int b : p_.inputs) require(in_range(b) && p_.buffers[b].storage == Storage::Input, "input", b);
    for (const Segment& segment : p_.segments) {
      require(!segment.is_commit || &segment == &p_.segments.back(), "commit segment", &segment - p_.segments.data());
      for (const SizeInstruction& i : segment.code) check_instruction(i);
      for (const Step& step : segment.steps) check_step(step);
    }
    for (int b : p_.outputs) require(in_range(b) && has_buffer_[b], "output", b);
  }

 private:
  [[noreturn]] static void fail(const std::string& sentence) {
    throw InternalError("program", sentence, "This is a fault of the library; please report it.");
  }
  static void require(bool holds, const char* what, long long which) {
    if (!holds) fail(fmt::format("the {} numbered {} breaks the rules of Programs.", what, which));
  }
  bool in_range(int b) const { return b >= 0 && b < static_cast<int>(p_.buffers.size()); }

  void check_buffer(int b) {
    const ProgramBuffer& buffer = p_.buffers[b];
    require(buffer.view_of < static_cast<int>(p_.buffers.size()) && buffer.view_of != b, "buffer", b);
    require((buffer.storage == Storage::Constant) == !buffer.constant.is_null(), "constant", b);
    if (buffer.storage == Storage::Input || buffer.storage == Storage::Constant) has_buffer_[b] = true;
    for (Register r : buffer.sizes) require(r < p_.register_count, "buffer", b);
  }

  void use_register(Register r) { require(r >= 0 && r < p_.register_count && has_register_[r], "register", r); }
  void use_buffer(int b) { require(in_range(b) && has_buffer_[b], "buffer", b); }

  void check_instruction(const SizeInstruction& i) {
    for (Register a : i.args)
      if (a != kNoRegister) use_register(a);
    if (i.opcode == SizeOpcode::BufferSize || i.opcode == SizeOpcode::Element) use_buffer(i.buffer);
    if (i.opcode == SizeOpcode::CheckEqual || i.opcode == SizeOpcode::CheckTrue) {
      require(i.value >= 0 && i.value < static_cast<std::int64_t>(p_.checks.size()), "check", i.value);
      return;
    }
    require(i.result >= 0 && i.result < p_.register_count && !has_register_[i.result], "register", i.result);
    has_register_[i.result] = true;
  }

  void check_step(const Step& step) {
    require(step.site >= 0 && step.site < static_cast<int>(p_.sites.size()), "site", step.site);
    const StepUses uses = step_uses(p_, step);
    for (int b : uses.reads) use_buffer(b);
    for (int b : uses.writes) {
      require(in_range(b) && p_.buffers[b].storage != Storage::Input, "written buffer", b);
      has_buffer_[b] = true;
      for (Register r : p_.buffers[b].sizes)
        if (r != kNoRegister) use_register(r);
    }
    if (step.kind == StepKind::Adopt) {
      for (int b : uses.reads) require(p_.buffers[b].storage == Storage::Input, "adopted buffer", b);
      for (int b : uses.writes) require(p_.buffers[b].storage == Storage::Produced, "adopted buffer", b);
      require(uses.reads.size() == uses.writes.size(), "adoption", step.index);
    }
    if (step.kind == StepKind::Launch) check_launch(p_.launches[step.index]);
    if (step.kind == StepKind::StoreSizes)
      for (Register r : p_.stores[step.index].values) use_register(r);
    if (step.kind == StepKind::View) {
      const ViewStep& view = p_.views[step.index];
      require(view.function != nullptr && p_.buffers[view.output].view_of == view.input, "view", step.index);
      for (Register r : view.scalars) use_register(r);
    }
  }

  void check_launch(const LaunchStep& launch) {
    const Kernel& kernel = p_.kernels[launch.kernel];
    require(launch.buffers.size() == kernel.buffers.size(), "launch of kernel", launch.kernel);
    require(static_cast<int>(launch.map_sizes.size()) == kernel.map_rank, "launch of kernel", launch.kernel);
    require(static_cast<int>(launch.params.size()) == kernel.param_count, "launch of kernel", launch.kernel);
    for (Register r : launch.map_sizes) use_register(r);
    for (Register r : launch.params) use_register(r);
    for (std::size_t i = 0; i < launch.buffers.size(); ++i) {
      const ProgramBuffer& buffer = p_.buffers[launch.buffers[i]];
      const int rank = static_cast<int>(buffer.sizes.size()) + (is_complex(buffer.dtype) ? 1 : 0);
      require(part_dtype(buffer.dtype) == kernel.buffers[i].dtype && rank == kernel.buffers[i].rank,
              "launch of kernel", launch.kernel);
    }
  }

  const Program& p_;
  std::vector<bool> has_register_;
  std::vector<bool> has_buffer_;
};

}  // namespace

void verify(const Program& program) { Checker(program).check(); }

}  // namespace theano::ir
