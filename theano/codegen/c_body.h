// What stands between the braces of a printed kernel: one statement per value.
#pragma once

#include <string>
#include <vector>

#include "theano/codegen/c_functions.h"
#include "theano/codegen/c_target.h"
#include "theano/codegen/used_values.h"
#include "theano/ir/kernel.h"

namespace theano::codegen {

/// Prints the block of a verified kernel. Names end in the number that the value has in Kernel::to_string().
class CBody {
 public:
  CBody(const ir::Kernel& kernel, const CTarget& target, CFunctions& functions)
      : kernel_(kernel),
        target_(target),
        functions_(functions),
        is_used_(used_values(kernel)),
        names_(kernel.value_count),
        dtypes_(kernel.value_count),
        results_(kernel.value_count) {}

  /// Loads are the parameters x and y then, and the store is what is returned.
  void use_as_function() { is_function_ = true; }
  /// Prints the kernel's block, `depth` steps to the right.
  void print(int depth);
  const std::string& text() const { return text_; }

  /// The name of a buffer: "in0".
  static std::string buffer_name(const ir::Kernel& kernel, int buffer);
  /// The name of the stride along an axis: "in0_s1".
  static std::string stride_name(const ir::Kernel& kernel, int buffer, int axis);

 private:
  void print_block(const ir::Block& block);
  void print_instruction(const ir::Instruction& i);
  void print_primitive(const ir::Instruction& i);
  void print_load(const ir::Instruction& i);
  void print_check(const ir::Instruction& i);
  void print_loop(const ir::Instruction& i);
  void print_reduction(const ir::Instruction& i);
  void open_reduction(const ir::Reduction& reduction, const std::string& number);
  void print_fold(const ir::Fold& fold, const std::string& suffix, const std::string& count);
  void close_reduction(const ir::Instruction& i, const std::string& number);
  void line(const std::string& text);
  void name(ir::ValueId value, DType dtype, std::string text);
  /// Declares a constant for a value and names it.
  void define(ir::ValueId value, DType dtype, const std::string& stem, const std::string& expression);
  std::string element(int access) const;
  std::string map_point() const;

  const ir::Kernel& kernel_;
  const CTarget& target_;
  CFunctions& functions_;
  const std::vector<bool> is_used_;                // per value
  std::vector<std::string> names_;                 // per value: a name or a literal
  std::vector<DType> dtypes_;                      // per value
  std::vector<std::vector<std::string>> results_;  // per loop and reduction: the names of what it gives
  std::string text_;
  int depth_ = 0;
  bool is_function_ = false;
};

}  // namespace theano::codegen
