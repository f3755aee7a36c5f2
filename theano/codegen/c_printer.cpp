// Puts text together: headers, small functions, kernels.
#include "theano/codegen/c_printer.h"

#include <unordered_map>

#include "theano/codegen/c_body.h"
#include "theano/codegen/c_functions.h"
#include "theano/codegen/c_literal.h"

namespace theano::codegen {
namespace {

constexpr std::string_view kFailure = R"(
/* The first check that failed, or -1; the row-major number of the point where; what broke it, and which limit. */
struct theano_failure {
  int64_t check, map_point, detail, limit;
};
)";

/// One line per group of parameters.
std::string parameters_of(const ir::Kernel& kernel, const CTarget& target) {
  std::vector<std::string> groups;
  std::string sizes;
  for (int dim = 0; dim < kernel.map_rank; ++dim)
    sizes += (dim > 0 ? ", int64_t n" : "int64_t n") + std::to_string(dim);
  if (!sizes.empty()) groups.push_back(sizes);
  for (int b = 0; b < static_cast<int>(kernel.buffers.size()); ++b) {
    const ir::BufferParam& buffer = kernel.buffers[b];
    std::string group = std::string(target.buffer) + (buffer.role == ir::BufferRole::Input ? "const " : "") +
                        std::string(c_type(buffer.dtype)) + " *" + CBody::buffer_name(kernel, b);
    for (int axis = 0; axis < buffer.rank; ++axis) group += ", int64_t " + CBody::stride_name(kernel, b, axis);
    groups.push_back(group);
  }
  std::string params;
  for (int p = 0; p < kernel.param_count; ++p) params += (p > 0 ? ", int64_t p" : "int64_t p") + std::to_string(p);
  if (!params.empty()) groups.push_back(params);
  if (!kernel.checks.empty()) groups.emplace_back("struct theano_failure *failure");
  std::string text = groups.empty() ? "void" : "";
  for (std::size_t g = 0; g < groups.size(); ++g) text += (g > 0 ? ",\n    " : "\n    ") + groups[g];
  return text;
}

std::string print_kernel(const CommentedKernel& commented, const std::string& name, const CTarget& target,
                         CFunctions& functions) {
  const ir::Kernel& kernel = *commented.kernel;
  CBody body(kernel, target, functions);
  body.print(1 + kernel.map_rank);
  std::string text = "\n";
  if (!commented.comment.empty()) text += "/* " + c_comment(commented.comment) + " */\n";
  text += std::string(kernel.is_serial ? "/* The points must run in this order. */\n" : "");
  text += std::string(target.kernel) + name + "(" + parameters_of(kernel, target) + ") {\n";
  if (!kernel.checks.empty()) text += "  failure->check = -1;\n";
  for (int dim = 0; dim < kernel.map_rank; ++dim) {
    const std::string number = std::to_string(dim);
    text +=
        std::string(2 * (dim + 1), ' ') + filled(target.map_loop, {{"i", "i" + number}, {"n", "n" + number}}) + "\n";
  }
  text += body.text();
  for (int dim = kernel.map_rank; dim-- > 0;) text += std::string(2 * (dim + 1), ' ') + "}\n";
  return text + "}\n";
}

}  // namespace

std::string c_kernel_name(std::string_view name) {
  std::string result = "kernel_";
  for (const char c : name) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    result += is_letter ? c : '_';
  }
  return result;
}

std::string print_c(std::span<const CommentedKernel> kernels) {
  const CTarget& target = kC;
  CFunctions functions(target);
  std::unordered_map<std::string, int> uses;
  std::string text;
  bool has_checks = false;
  for (const CommentedKernel& kernel : kernels) {
    has_checks = has_checks || !kernel.kernel->checks.empty();
    std::string name = c_kernel_name(kernel.kernel->name);
    if (const int use = ++uses[name]; use > 1) name += "__" + std::to_string(use);
    text += print_kernel(kernel, name, target, functions);
  }
  return std::string(target.opening) + std::string(has_checks ? kFailure : "") + functions.text() + text +
         std::string(target.closing);
}

std::string print_c(const ir::Kernel& kernel) {
  const CommentedKernel kernels[] = {{&kernel}};
  return print_c(kernels);
}

}  // namespace theano::codegen
