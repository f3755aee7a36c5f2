// The kernels of a compiled function as text.
#include <unordered_set>
#include <vector>

#include "theano/base/error.h"
#include "theano/codegen/c_printer.h"
#include "theano/codegen/code_text.h"
#include "theano/compile/executable.h"

namespace theano {
namespace {

/// Each kernel with the expression and the user's line of the first step that runs it; Programs of loops and branches
/// come after the one that holds them.
std::vector<codegen::CommentedKernel> kernels_of(const ir::Program& outermost) {
  std::vector<codegen::CommentedKernel> kernels;
  std::vector<const ir::Program*> programs{&outermost};
  for (std::size_t p = 0; p < programs.size(); ++p) {
    const ir::Program& program = *programs[p];
    std::unordered_set<int> known;
    for (const ir::Segment& segment : program.segments) {
      for (const ir::Step& step : segment.steps) {
        if (step.kind != ir::StepKind::Launch) continue;
        const int number = program.launches[step.index].kernel;
        if (!known.insert(number).second) continue;
        const ir::StepSite& site = program.sites[step.site];
        std::string comment = site.expression;
        if (site.provenance) comment += (comment.empty() ? "" : ", ") + site.provenance.to_string();
        kernels.push_back({&program.kernels[number], std::move(comment)});
      }
    }
    for (const ir::LoopStep& loop : program.loops) programs.push_back(loop.body.get());
    for (const ir::BranchStep& branch : program.branches)
      for (const auto& inner : {branch.when_true, branch.when_false}) programs.push_back(inner.get());
  }
  return kernels;
}

}  // namespace

std::string Function::kernel_text(std::string_view language) const {
  if (language != "c" && language != "ir" && language != "llvm" && language != "asm")
    throw ValueError(
        ErrorReport{.op = "kernel_text",
                    .sentence = "language must be \"c\", \"ir\", \"llvm\" or \"asm\", but is \"" + std::string(language) + "\".",
                    .operands = {},
                    .way_out = "kernel_text(\"c\") gives readable C."});
  const std::vector<codegen::CommentedKernel> kernels = kernels_of(impl_->compiled->executor->program());
  if (language == "c") return codegen::print_c(kernels);
  std::string text;
  for (const auto& [kernel, comment] : kernels) {
    if (!comment.empty()) text += (language == "llvm" ? "; " : "# ") + comment + "\n";
    text += language == "ir"     ? kernel->to_string()
            : language == "llvm" ? codegen::code_text(*kernel, codegen::CodeText::Llvm)
                                 : codegen::code_text(*kernel, codegen::CodeText::Assembly);
  }
  return text;
}

}  // namespace theano
