// Errors of a call: what a failed check or a refused view says, with the shapes the variables had.
#pragma once

#include <span>

#include "theano/ir/interpreter.h"
#include "theano/ir/program.h"

namespace theano::runtime {

/// The lines of an error report for operands, with types as of this call.
std::vector<ErrorOperand> describe_operands(const ir::Program& program, std::span<const ir::SiteOperand> operands,
                                            std::span<const std::int64_t> registers);

[[noreturn]] void throw_size_check(const ir::Program& program, const ir::SizeCheck& check, std::int64_t first,
                                   std::int64_t second, std::span<const std::int64_t> registers);
/// A check inside a kernel has failed.
[[noreturn]] void throw_status(const ir::Program& program, const ir::Kernel& kernel, const ir::StepSite& site,
                               const ir::Status& status, std::span<const std::int64_t> registers);
/// Throws `error` again, with the step's operands and the phase of a call where it does not tell them itself.
[[noreturn]] void rethrow_at(const ir::Program& program, const ir::StepSite& site, const Error& error,
                             std::span<const std::int64_t> registers);

}  // namespace theano::runtime
