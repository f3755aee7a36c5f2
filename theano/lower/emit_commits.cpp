// The end of a Program that writes into the memory of its inputs: checks first, then the writes that cannot fail.
#include <algorithm>

#include "theano/lower/emitter.h"
#include "theano/ops/kinds/loop_op.h"

namespace theano::lower {

bool Emitter::reads_any(const WrittenKernel& written, int own, const std::vector<Commit>& commits) {
  return std::ranges::any_of(written.variables, [&](int variable) {
    if (variable < 0 || variable == own) return false;
    const int memory = ir::memory_of(p_, buffer_of(variable));
    return std::ranges::any_of(commits, [&](const Commit& c) { return memory == buffers_[c.chain->input]; });
  });
}

bool Emitter::is_handed_out(int input) {
  for (std::size_t o = 0; o < options_.output_may_alias.size(); ++o)
    if (options_.output_may_alias[o] && ir::memory_of(p_, buffer_of(s_.graph_outputs()[o])) == buffers_[input])
      return true;
  return false;
}

std::vector<Emitter::Commit> Emitter::choose_commits(const std::vector<InPlaceChain>& chains) {
  std::vector<Commit> commits;
  for (const InPlaceChain& chain : chains) {
    commits.push_back({&chain, {}});
    for (const int n : chain.nodes)
      commits.back().kernels.push_back(write_kernel(s_, options_, fusion_, fusion_.groups[fusion_.group_of[n]]));
  }
  const auto is_unfit = [&](const Commit& commit) {
    if (is_handed_out(commit.chain->input)) return true;
    for (std::size_t i = 0; i < commit.kernels.size(); ++i)
      if (reads_any(commit.kernels[i], scheduled(commit.chain->nodes[i]).outputs[0], commits)) return true;
    return false;
  };
  for (auto unfit = commits.end();;) {
    unfit = std::ranges::find_if(commits, is_unfit);
    if (unfit == commits.end()) return commits;
    for (const int n : unfit->chain->nodes) emit_group(fusion_.groups[fusion_.group_of[n]]);
    commits.erase(unfit);
  }
}

void Emitter::emit_commits(const std::vector<Commit>& commits) {
  ir::AdoptStep adoption;
  for (const Commit& commit : commits) {
    const int target = add_buffer(s_.graph_outputs()[commit.chain->output], ir::Storage::Produced);
    adoption.inputs.push_back(buffers_[commit.chain->input]);
    adoption.outputs.push_back(target);
    p_.outputs[commit.chain->output] = target;
    for (std::size_t i = 0; i < commit.kernels.size(); ++i) {
      const ScheduledNode& n = scheduled(commit.chain->nodes[i]);
      buffers_[n.outputs[0]] = target;
      if (std::optional<WrittenKernel> checks = checks_of(commit.kernels[i]))
        add_launch(n, std::move(*checks), -1, add_site(n));
    }
  }
  const int site = add_site(scheduled(commits[0].chain->nodes[0]));
  add_step(ir::StepKind::Adopt, p_.adoptions, std::move(adoption), site);
  p_.segments.emplace_back().is_commit = true;
  ++segment_;
  for (const Commit& commit : commits) {
    for (std::size_t i = 0; i < commit.kernels.size(); ++i) {
      const ScheduledNode& n = scheduled(commit.chain->nodes[i]);
      const LoopSpec& spec = static_cast<const LoopOp&>(n.node->op()->definition()).spec();
      const int n_site = add_site(n), target = buffers_[n.outputs[0]];
      const int window =
          spec.window ? add_view(target, p_.buffers[target].dtype, canonical(n.map), n, spec.window, n_site) : -1;
      add_launch(n, commit.kernels[i], window, n_site);
    }
  }
}

}  // namespace theano::lower
