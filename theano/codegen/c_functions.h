// The small functions that printed kernels call: what the language has no operator for.
#pragma once

#include <span>
#include <string>
#include <unordered_set>

#include "theano/codegen/c_target.h"
#include "theano/ir/kernel.h"

namespace theano::codegen {

/// Writes primitives as expressions, and gathers the text of the functions that these call, each once and before those
/// that need it.
class CFunctions {
 public:
  explicit CFunctions(const CTarget& target) : target_(target) {}

  /// The primitive on operands of dtype `operand` (of Select: the two it chooses from); names or literals as arguments.
  std::string apply(ir::Prim prim, DType result, DType operand, std::span<const std::string> arguments);
  std::string cast(DType to, DType from, const std::string& value);
  /// What a fold of `count` elements gives, whose lanes lie in the array `lanes`.
  std::string combine_lanes(const ir::Fold& fold, const std::string& lanes, const std::string& count);
  /// The number that a fold of no elements gives.
  static std::string identity(const ir::Fold& fold);

  const std::string& text() const { return text_; }

 private:
  std::string call_body(ir::Prim prim, DType result, DType operand, std::string_view body,
                        std::span<const std::string> arguments);
  std::string call_formula(ir::Prim prim, DType dtype, std::span<const std::string> arguments);
  std::string call_routine(const std::string& routine, DType dtype, std::span<const std::string> arguments);
  std::string call_conversion(const std::string& name, const std::string& value);
  std::string to_half(DType to, DType from, const std::string& value);
  bool is_new(const std::string& name) { return known_.insert(name).second; }
  void add(const std::string& text) { text_ += "\n" + text; }

  const CTarget& target_;
  std::unordered_set<std::string> known_;
  std::string text_;
};

/// `text` with every "{name}" in it replaced; the pairs are name and replacement.
std::string filled(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> places);

}  // namespace theano::codegen
