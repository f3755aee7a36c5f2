// Compiles printed kernels with the system's C compiler, runs them, and compares them with the reference.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "ir/launch.h"
#include "theano/ir/kernel.h"

namespace theano::codegen {

/// The command that compiles C; empty where there is none.
std::string c_compiler();

#define THEANO_SKIP_WITHOUT_C_COMPILER() \
  if (::theano::codegen::c_compiler().empty()) GTEST_SKIP() << "there is no C compiler (cc) on this machine"

/// What a printed kernel says of its checks.
struct Failure {
  std::int64_t check = -1, map_point = 0, detail = 0, limit = 0;
};

/// Kernels of different names, compiled as one text.
class PrintedKernels {
 public:
  explicit PrintedKernels(const std::vector<ir::Kernel>& kernels);
  ~PrintedKernels();
  PrintedKernels(const PrintedKernels&) = delete;
  PrintedKernels& operator=(const PrintedKernels&) = delete;

  /// Whether the text could be compiled and loaded; the compiler's words are a failure of the test otherwise.
  bool is_loaded() const { return library_ != nullptr; }
  Failure run(std::size_t kernel, const ir::LaunchShape& shape, const std::vector<std::byte*>& data) const;
  /// Runs kernel number `kernel` and the reference on copies of `buffers`, compares every element, and leaves the result.
  void compare(std::size_t kernel, Shape map_sizes, std::vector<ir::TestBuffer*> buffers,
               std::vector<std::int64_t> params = {}, bool may_fail = false) const;

 private:
  const std::vector<ir::Kernel>& kernels_;
  std::string folder_;
  void* library_ = nullptr;
};

}  // namespace theano::codegen
