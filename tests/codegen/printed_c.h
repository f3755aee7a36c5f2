// Compiles printed kernels with the system's C compiler, runs them, and compares them with the reference.
#pragma once

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "ir/launch.h"
#include "theano/codegen/c_printer.h"
#include "theano/codegen/scalar_routines.h"
#include "theano/ir/kernel.h"
#include "theano/ir/reference.h"

namespace theano::codegen {

/// The command that compiles C; empty where there is none.
inline std::string c_compiler();

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
  Failure run(std::size_t kernel, const ir::LaunchShape& shape, std::span<std::byte* const> data,
              std::span<const std::int64_t> params) const;
  /// Runs kernel number `kernel` and the reference on copies of `buffers`, compares every element, and leaves the result.
  void compare(std::size_t kernel, Shape map_sizes, std::vector<ir::TestBuffer*> buffers,
               std::vector<std::int64_t> params = {}, bool may_fail = false) const;

 private:
  const std::vector<ir::Kernel>& kernels_;
  std::string folder_;
  void* library_ = nullptr;
};

namespace printed {

using Entry = void (*)(std::byte* const* data, const std::int64_t* sizes, const std::int64_t* strides,
                       const std::int64_t* params, Failure* failure);

struct Routine {
  const char* name;
  double (*of_one)(double);
  double (*of_two)(double, double);
};
inline const Routine kRoutines[] = {{"huge_sin", theano_huge_sin, {}},
                                    {"huge_cos", theano_huge_cos, {}},
                                    {"huge_tan", theano_huge_tan, {}},
                                    {"erfinv", theano_erfinv, {}},
                                    {"erfcinv", theano_erfcinv, {}},
                                    {"gamma", theano_gamma, {}},
                                    {"log_gamma", theano_log_gamma, {}},
                                    {"j0", theano_j0, {}},
                                    {"j1", theano_j1, {}},
                                    {"i0", theano_i0, {}},
                                    {"i1", theano_i1, {}},
                                    {"jv", {}, theano_jv},
                                    {"iv", {}, theano_iv},
                                    {"gamma_p", {}, theano_gamma_p},
                                    {"gamma_q", {}, theano_gamma_q}};

/// The routines as functions that call through pointers, which this program sets.
inline std::string routines_text() {
  std::string text;
  for (const Routine& r : kRoutines) {
    const std::string name = r.name, parameters = r.of_one ? "(double x)" : "(double a, double x)";
    text += "double (*address_of_" + name + ")" + parameters + ";\n";
    text +=
        "double theano_" + name + parameters + " { return address_of_" + name + (r.of_one ? "(x)" : "(a, x)") + "; }\n";
  }
  return text;
}

inline const char* role_type(const ir::BufferParam& buffer) {
  return buffer.role == ir::BufferRole::Input ? "const void *" : "void *";
}

inline std::string entry_text(const ir::Kernel& kernel, std::size_t number) {
  std::vector<std::string> arguments;
  for (int d = 0; d < kernel.map_rank; ++d) arguments.push_back("sizes[" + std::to_string(d) + "]");
  int stride = 0;
  for (std::size_t b = 0; b < kernel.buffers.size(); ++b) {
    arguments.push_back(std::string("(") + role_type(kernel.buffers[b]) + ")data[" + std::to_string(b) + "]");
    for (int axis = 0; axis < kernel.buffers[b].rank; ++axis)
      arguments.push_back("strides[" + std::to_string(stride++) + "]");
  }
  for (int p = 0; p < kernel.param_count; ++p) arguments.push_back("params[" + std::to_string(p) + "]");
  if (!kernel.checks.empty()) arguments.emplace_back("(struct theano_failure *)failure");
  std::string text =
      "void entry_" + std::to_string(number) +
      "(void *const *data, const int64_t *sizes, const int64_t *strides, const int64_t *params, void *failure) {\n"
      "  (void)data, (void)sizes, (void)strides, (void)params, (void)failure;\n  " +
      c_kernel_name(kernel.name) + "(";
  for (std::size_t a = 0; a < arguments.size(); ++a) text += (a > 0 ? ", " : "") + arguments[a];
  return text + ");\n}\n";
}

inline std::string contents_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace printed

inline std::string c_compiler() {
  static const std::string command = std::system("cc --version > /dev/null 2>&1") == 0 ? "cc" : "";
  return command;
}

inline PrintedKernels::PrintedKernels(const std::vector<ir::Kernel>& kernels) : kernels_(kernels) {
  std::vector<CommentedKernel> all;
  std::string entries;
  for (std::size_t k = 0; k < kernels.size(); ++k) {
    all.push_back({&kernels[k]});
    entries += printed::entry_text(kernels[k], k);
  }
  const std::string text = print_c(all);
  std::string pattern = (std::filesystem::temp_directory_path() / "printed_c_XXXXXX").string();
  folder_ = mkdtemp(pattern.data()) ? pattern : "";
  if (folder_.empty()) {
    ADD_FAILURE() << "no folder for the text could be made";
    return;
  }
  std::ofstream(folder_ + "/kernels.c") << text << printed::routines_text() << entries;
  const std::string command = c_compiler() +
                              " -std=c11 -O1 -fPIC -shared -Wall -Werror -Wno-unused-variable "
                              "-Wno-unused-but-set-variable -Wno-tautological-compare -ffp-contract=off" +
                              " -fno-math-errno -o " + folder_ + "/kernels.so " + folder_ + "/kernels.c -lm 2> " +
                              folder_ + "/words";
  if (std::system(command.c_str()) != 0) {
    ADD_FAILURE() << printed::contents_of(folder_ + "/words").substr(0, 4000) << "\nin " << text.substr(0, 20000);
    return;
  }
  library_ = dlopen((folder_ + "/kernels.so").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library_) {
    ADD_FAILURE() << dlerror();
    return;
  }
  for (const printed::Routine& r : printed::kRoutines) {
    void* address = dlsym(library_, ("address_of_" + std::string(r.name)).c_str());
    if (r.of_one)
      *static_cast<double (**)(double)>(address) = r.of_one;
    else
      *static_cast<double (**)(double, double)>(address) = r.of_two;
  }
}

inline PrintedKernels::~PrintedKernels() {
  if (library_) dlclose(library_);
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

inline Failure PrintedKernels::run(std::size_t kernel, const ir::LaunchShape& shape, std::span<std::byte* const> data,
                                   std::span<const std::int64_t> params) const {
  const auto entry = reinterpret_cast<printed::Entry>(dlsym(library_, ("entry_" + std::to_string(kernel)).c_str()));
  std::vector<std::int64_t> strides;
  for (const Strides& of_buffer : shape.strides) strides.insert(strides.end(), of_buffer.begin(), of_buffer.end());
  Failure failure;
  entry(data.data(), shape.map_sizes.data(), strides.data(), params.data(), &failure);
  return failure;
}

inline void PrintedKernels::compare(std::size_t number, Shape map_sizes, std::vector<ir::TestBuffer*> buffers,
                                    std::vector<std::int64_t> params, bool may_fail) const {
  const ir::Kernel& kernel = kernels_[number];
  ir::LaunchShape shape{map_sizes, {}, params};
  std::vector<std::byte*> data;
  std::vector<std::vector<std::byte>> originals, expected;
  for (ir::TestBuffer* b : buffers) {
    shape.strides.push_back(b->strides);
    data.push_back(b->first());
    originals.push_back(b->memory);
  }
  ir::Status status;
  ir::run_reference(kernel, shape, data, params, status);
  for (std::size_t b = 0; b < buffers.size(); ++b) {
    expected.push_back(buffers[b]->memory);
    std::copy(originals[b].begin(), originals[b].end(), buffers[b]->memory.begin());
  }
  const Failure failure = run(number, shape, data, params);
  ASSERT_EQ(failure.check >= 0, status.is_set()) << kernel.to_string();
  ASSERT_TRUE(may_fail || !status.is_set()) << kernel.to_string();
  if (status.is_set()) {
    EXPECT_EQ(failure.check, status.check);
    EXPECT_EQ(failure.map_point, status.map_point.load());
    EXPECT_EQ(failure.detail, status.detail);
    EXPECT_EQ(failure.limit, status.limit);
    return;
  }
  for (std::size_t b = 0; b < buffers.size(); ++b) {
    const std::int64_t size = dtype_size_bytes(buffers[b]->dtype);
    for (std::size_t at = 0; at + size <= expected[b].size(); at += size) {
      ASSERT_TRUE(ir::same_element(buffers[b]->dtype, buffers[b]->memory.data() + at, expected[b].data() + at))
          << "buffer " << b << " element " << at / size << "\n"
          << kernel.to_string() << print_c(kernel);
    }
  }
}

}  // namespace theano::codegen
