// Puts together the texts of errors that are found while a Program runs.
#include "theano/runtime/step_error.h"

#include <fmt/format.h>

namespace theano::runtime {

namespace {

void replace_first(std::string& text, const std::string& what, const std::string& with) {
  if (const std::size_t at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
}

std::string fill_in(std::string text, std::int64_t first, std::int64_t second) {
  replace_first(text, "{0}", std::to_string(first));
  replace_first(text, "{1}", std::to_string(second));
  return text;
}

std::string type_text(const ir::Program& program, const ir::SiteOperand& operand,
                      std::span<const std::int64_t> registers) {
  const bool in_memory = operand.buffer >= 0;
  const ir::Registers& sizes = in_memory ? program.buffers[operand.buffer].sizes : operand.sizes;
  const DType dtype = in_memory ? program.buffers[operand.buffer].dtype : operand.dtype;
  std::string text = "(";
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (i) text += ", ";
    text += sizes[i] == ir::kNoRegister ? std::string("?") : std::to_string(registers[sizes[i]]);
  }
  if (sizes.size() == 1) text += ",";
  return fmt::format("{} {})", dtype_name(dtype), text);
}

}  // namespace

std::vector<ErrorOperand> describe_operands(const ir::Program& program, std::span<const ir::SiteOperand> operands,
                                            std::span<const std::int64_t> registers) {
  std::vector<ErrorOperand> lines;
  for (const ir::SiteOperand& operand : operands)
    lines.push_back(
        {operand.role, operand.name, type_text(program, operand, registers), operand.provenance.to_string()});
  return lines;
}

void throw_size_check(const ir::Program& program, const ir::SizeCheck& check, std::int64_t first, std::int64_t second,
                      std::span<const std::int64_t> registers) {
  ErrorReport report;
  report.kind = check.kind;
  report.phase = Phase::Call;
  report.op = check.op;
  report.sentence = fill_in(check.sentence, first, second);
  report.operands = describe_operands(program, check.operands, registers);
  const bool is_one = (first == 1 || second == 1) && !check.way_out_if_one.empty();
  report.way_out = fill_in(is_one ? check.way_out_if_one : check.way_out, first, second);
  throw_error(std::move(report));
}

void throw_status(const ir::Program& program, const ir::Kernel& kernel, const ir::StepSite& site,
                  const ir::Status& status, std::span<const std::int64_t> registers) {
  const ir::CheckSite& check = kernel.checks[status.check];
  ErrorReport report;
  report.kind = static_cast<ErrorKind>(check.error_kind);
  report.phase = Phase::Call;
  report.op = check.op.empty() ? site.op : check.op;
  report.sentence = check.message;
  replace_first(report.sentence, "{}", std::to_string(status.detail));
  replace_first(report.sentence, "{limit}", std::to_string(status.limit));
  if (!report.sentence.ends_with('.')) report.sentence += '.';
  report.operands = describe_operands(program, site.operands, registers);
  const std::string place = site.provenance.to_string();
  report.way_out = place.empty() ? "Look at the values that reach " + site.expression + "."
                                 : fmt::format("Look at the values that reach {}, {}.", site.expression, place);
  throw_error(std::move(report));
}

void rethrow_at(const ir::Program& program, const ir::StepSite& site, const Error& error,
                std::span<const std::int64_t> registers) {
  ErrorReport report = error.report();
  report.phase = Phase::Call;
  if (report.op.empty()) report.op = site.op;
  if (report.operands.empty()) report.operands = describe_operands(program, site.operands, registers);
  throw_error(std::move(report));
}

}  // namespace theano::runtime
