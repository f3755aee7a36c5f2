// Kernels as machine code of this processor.
#pragma once

#include <memory>
#include <string>

#include "theano/codegen/launch_pattern.h"

namespace theano::codegen {

/// Runs points of a kernel. With lanes in the map: lanes [lane_begin, lane_end) of outer points [outer_begin, outer_end);
/// else these outer points. Returns -1, or the first of
/// `failure_span` map points among which a check failed.
using KernelFunction = std::int64_t (*)(std::byte* const* data, const std::int64_t* numbers, const std::int64_t* params,
                                        std::int64_t outer_begin, std::int64_t outer_end, std::int64_t lane_begin,
                                        std::int64_t lane_end);

/// The function of one kernel for all launches of one pattern; it holds the memory that the code lies in.
class MachineCode {
 public:
  virtual ~MachineCode() = default;
  KernelFunction function = nullptr;
  std::int64_t failure_span = 1;
};

/// Whether this build has a code generator.
bool has_code_generator();

/// Compiles for this processor, or finds the code on disk (object_cache.h) under `key`, the text of kernel and pattern.
/// Null in builds without a code generator. Several threads may compile at once.
std::shared_ptr<const MachineCode> compile_kernel(const ir::Kernel& kernel, const LaunchPattern& pattern,
                                                  const std::string& key);

}  // namespace theano::codegen
