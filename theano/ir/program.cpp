// Programs as data: what a step reads and writes, and the readable text.
#include "theano/ir/program.h"

#include <fmt/format.h>

namespace theano::ir {

namespace {

std::string register_list(std::span<const Register> registers) {
  std::string text = "(";
  for (std::size_t i = 0; i < registers.size(); ++i) {
    if (i) text += ", ";
    text += registers[i] == kNoRegister ? "?" : fmt::format("r{}", registers[i]);
  }
  return text + ")";
}

std::string buffer_list(std::span<const int> buffers) {
  std::string text;
  for (std::size_t i = 0; i < buffers.size(); ++i) text += fmt::format("{}b{}", i ? " " : "", buffers[i]);
  return text;
}

std::string print_instruction(const Program& program, const SizeInstruction& i) {
  switch (i.opcode) {
    case SizeOpcode::Const:
      return fmt::format("r{} = {}", i.result, i.value);
    case SizeOpcode::BufferSize:
      return fmt::format("r{} = size of b{} along {}", i.result, i.buffer, i.value);
    case SizeOpcode::Element:
      return fmt::format("r{} = element {} of b{}", i.result, i.value, i.buffer);
    case SizeOpcode::Primitive: {
      std::string text = fmt::format("r{} = {}", i.result, prim_info(i.prim).name);
      for (Register a : i.args)
        if (a != kNoRegister) text += fmt::format(" r{}", a);
      return i.dtype == DType::Int64 ? text : fmt::format("{} as {}", text, dtype_name(i.dtype));
    }
    case SizeOpcode::CheckEqual:
      return fmt::format("check r{} = r{}  [{}]", i.args[0], i.args[1], program.checks[i.value].op);
    case SizeOpcode::CheckTrue:
      return fmt::format("check r{}  [{}]", i.args[0], program.checks[i.value].op);
  }
  return "?";
}

std::string print_launch(const Program& program, const LaunchStep& launch) {
  const Kernel& kernel = program.kernels[launch.kernel];
  std::string text = fmt::format("launch k{} {} over {}", launch.kernel, kernel.name, register_list(launch.map_sizes));
  for (std::size_t i = 0; i < launch.buffers.size(); ++i) {
    const BufferRole role = kernel.buffers[i].role;
    const char* word = role == BufferRole::Input ? "" : role == BufferRole::Output ? "out " : "inout ";
    text += fmt::format("{}{}b{}", i ? ", " : "  ", word, launch.buffers[i]);
  }
  if (!launch.params.empty()) text += "  params " + register_list(launch.params);
  return text;
}

const char* routine_name(LibraryRoutine routine) {
  switch (routine) {
    case LibraryRoutine::Product:
      return "product";
    case LibraryRoutine::Sort:
      return "sort";
    case LibraryRoutine::ArgSort:
      return "argsort";
    case LibraryRoutine::ArgTopK:
      return "argtopk";
  }
  return "?";
}

std::string print_step(const Program& program, const Step& step) {
  const auto arrow = [](const std::vector<int>& from, const std::vector<int>& to) {
    return buffer_list(from) + " -> " + buffer_list(to);
  };
  const StepUses uses = step_uses(program, step);
  switch (step.kind) {
    case StepKind::Launch:
      return print_launch(program, program.launches[step.index]);
    case StepKind::Library:
      return std::string(routine_name(program.libraries[step.index].routine)) + " " + arrow(uses.reads, uses.writes);
    case StepKind::View: {
      const ViewStep& view = program.views[step.index];
      std::string text = fmt::format("view {} {}", program.sites[step.site].op, arrow(uses.reads, uses.writes));
      return view.scalars.empty() ? text : text + "  scalars " + register_list(view.scalars);
    }
    case StepKind::Copy:
      return (program.copies[step.index].may_take ? "copy or take " : "copy ") + arrow(uses.reads, uses.writes);
    case StepKind::StoreSizes:
      return fmt::format("store {} -> {}", register_list(program.stores[step.index].values), buffer_list(uses.writes));
    case StepKind::Loop:
      return "loop " + arrow(uses.reads, uses.writes);
    case StepKind::Branch:
      return "branch " + arrow(uses.reads, uses.writes);
    case StepKind::Adopt:
      return "adopt " + arrow(uses.reads, uses.writes);
    case StepKind::Host:
      return "host " + program.sites[step.site].op + " " + arrow(uses.reads, uses.writes);
  }
  return "?";
}

const char* storage_name(Storage storage) {
  switch (storage) {
    case Storage::Input:
      return "input";
    case Storage::Constant:
      return "constant";
    case Storage::Temporary:
      return "temporary";
    case Storage::Output:
      return "output";
    case Storage::Produced:
      return "produced";
  }
  return "?";
}

void append(std::vector<int>& to, const std::vector<int>& from) { to.insert(to.end(), from.begin(), from.end()); }

}  // namespace

std::size_t Program::step_count() const {
  std::size_t count = 0;
  for (const Segment& segment : segments) count += segment.steps.size();
  return count;
}

int memory_of(const Program& program, int buffer) {
  while (program.buffers[buffer].view_of >= 0) buffer = program.buffers[buffer].view_of;
  return buffer;
}

StepUses step_uses(const Program& program, const Step& step) {
  StepUses uses;
  switch (step.kind) {
    case StepKind::Launch: {
      const LaunchStep& launch = program.launches[step.index];
      const Kernel& kernel = program.kernels[launch.kernel];
      for (std::size_t i = 0; i < launch.buffers.size(); ++i) {
        const BufferRole role = kernel.buffers[i].role;
        if (role != BufferRole::Output) uses.reads.push_back(launch.buffers[i]);
        if (role != BufferRole::Input) uses.writes.push_back(launch.buffers[i]);
      }
      break;
    }
    case StepKind::Library:
      uses.reads = program.libraries[step.index].inputs;
      uses.writes = {program.libraries[step.index].output};
      break;
    case StepKind::View:
      uses = {{program.views[step.index].input}, {program.views[step.index].output}};
      break;
    case StepKind::Copy:
      uses = {{program.copies[step.index].source}, {program.copies[step.index].target}};
      break;
    case StepKind::StoreSizes:
      uses.writes = {program.stores[step.index].target};
      break;
    case StepKind::Loop: {
      const LoopStep& loop = program.loops[step.index];
      for (const auto* list : {&loop.sequences, &loop.initial_states, &loop.invariants}) append(uses.reads, *list);
      for (const auto* list : {&loop.final_states, &loop.stacked}) append(uses.writes, *list);
      break;
    }
    case StepKind::Branch: {
      const BranchStep& branch = program.branches[step.index];
      uses.reads = {branch.condition};
      append(uses.reads, branch.inputs);
      uses.writes = branch.outputs;
      break;
    }
    case StepKind::Host:
      uses.reads = program.hosts[step.index].inputs;
      uses.writes = program.hosts[step.index].outputs;
      break;
    case StepKind::Adopt:
      uses.reads = program.adoptions[step.index].inputs;
      uses.writes = program.adoptions[step.index].outputs;
      break;
  }
  return uses;
}

std::string Program::to_string(bool with_kernels) const {
  std::string text = "program\n";
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    const ProgramBuffer& b = buffers[i];
    text += fmt::format("  b{} {} {} {}", i, storage_name(b.storage), dtype_name(b.dtype), register_list(b.sizes));
    if (b.view_of >= 0) text += fmt::format(" view of b{}", b.view_of);
    if (!b.name.empty()) text += "  " + b.name;
    text += '\n';
  }
  text += "  inputs " + buffer_list(inputs) + "\n  outputs " + buffer_list(outputs) + '\n';
  for (std::size_t s = 0; s < segments.size(); ++s) {
    text += fmt::format("segment {}{}\n", s, segments[s].is_commit ? ", commit" : "");
    for (const SizeInstruction& i : segments[s].code) text += "  " + print_instruction(*this, i) + '\n';
    for (const Step& step : segments[s].steps) text += "  " + print_step(*this, step) + '\n';
  }
  if (with_kernels)
    for (std::size_t k = 0; k < kernels.size(); ++k) text += fmt::format("k{} {}", k, kernels[k].to_string());
  return text;
}

}  // namespace theano::ir
