// Follows new values back to the inputs they start as, and takes the checks out of kernels.
#include "theano/lower/in_place.h"

#include <algorithm>

namespace theano::lower {
namespace {

/// How often each variable is used by what will run. Backwards, because a view that kernels read through stands in no
/// group and yet uses its input wherever it is used itself.
std::vector<int> count_uses(const Schedule& schedule, const Fusion& fusion) {
  std::vector<int> uses(schedule.variable_count(), 0);
  for (const int output : schedule.graph_outputs()) ++uses[output];
  for (const ReadBack& read : schedule.read_backs()) ++uses[read.variable];
  for (std::size_t n = schedule.nodes().size(); n-- > 0;) {
    const ScheduledNode& node = schedule.nodes()[n];
    const auto is_used = [&](int output) { return output >= 0 && uses[output] > 0; };
    if (fusion.group_of[n] < 0 && std::ranges::none_of(node.outputs, is_used)) continue;
    for (const int input : node.inputs)
      if (input >= 0) ++uses[input];
  }
  return uses;
}

template <class Visit>
void for_each_block(ir::Kernel& kernel, Visit visit) {
  visit(kernel.body);
  for (ir::Loop& loop : kernel.loops) visit(loop.body);
  for (ir::Reduction& reduction : kernel.reductions) visit(reduction.body);
}

bool depends_on_point(const ir::Kernel& kernel) {
  bool depends = false;
  for_each_block(const_cast<ir::Kernel&>(kernel), [&](const ir::Block& block) {
    depends = depends || std::ranges::any_of(block.instructions, [](const ir::Instruction& i) {
                return i.opcode == ir::Opcode::MapIndex;
              });
  });
  for (const ir::Access& access : kernel.accesses)
    for (const ir::AxisIndex& axis : access.axes) depends = depends || axis.kind == ir::AxisIndex::Kind::Map;
  return depends;
}

}  // namespace

std::vector<InPlaceChain> find_in_place_chains(const Schedule& schedule, const LowerOptions& options,
                                               const Fusion& fusion) {
  std::vector<InPlaceChain> chains;
  if (options.in_place_updates.empty()) return chains;
  const std::vector<int> uses = count_uses(schedule, fusion);
  for (const LowerOptions::InPlaceUpdate& update : options.in_place_updates) {
    InPlaceChain chain{update.output, -1, {}};
    int variable = schedule.graph_outputs()[update.output];
    while (true) {
      const VariableInfo& info = schedule.info(variable);
      if (info.input == update.input) chain.input = variable;
      if (info.producer < 0 || uses[variable] != 1) break;
      const ScheduledNode& n = schedule.nodes()[info.producer];
      if (n.node->op()->kind() != OpKind::Loop || n.outputs.size() != 1) break;
      const int start = static_cast<const LoopOp&>(n.node->op()->definition()).spec().starts_as;
      if (start < 0) break;
      chain.nodes.push_back(info.producer);
      variable = n.inputs[start];
    }
    std::ranges::reverse(chain.nodes);
    if (chain.input >= 0 && !chain.nodes.empty()) chains.push_back(std::move(chain));
  }
  return chains;
}

std::optional<WrittenKernel> checks_of(WrittenKernel written) {
  ir::Kernel& kernel = written.kernel;
  bool has_checks = false;
  for_each_block(kernel, [&](ir::Block& block) {
    std::erase_if(block.instructions, [](const ir::Instruction& i) { return i.opcode == ir::Opcode::Store; });
    for (const ir::Instruction& i : block.instructions) has_checks = has_checks || i.opcode == ir::Opcode::Check;
  });
  if (!has_checks) return std::nullopt;
  for (ir::BufferParam& buffer : kernel.buffers) buffer.role = ir::BufferRole::Input;
  remove_dead_code(written);
  kernel.name += "_checks";
  if (!depends_on_point(kernel)) {
    kernel.map_rank = 0;
    written.map = {};
  }
  return written;
}

}  // namespace theano::lower
