// Compiles integer scalar expressions of the graph to registers of size code.
#pragma once

#include "theano/lower/schedule.h"

namespace theano::lower {

/// Sizes, integer arithmetic on sizes and on 0-d integer inputs become instructions; anything else is computed by steps
/// and read back, which ends a segment.
class ScalarCompiler {
 public:
  explicit ScalarCompiler(Schedule& schedule) : s_(schedule) {}
  /// The register with the value of `v`. Without `may_read_back`: kNoRegister where steps would be needed.
  ir::Register compile(const Variable& v, bool may_read_back);

 private:
  enum class Outcome : std::uint8_t { Done, Wait, Impossible };
  Outcome try_leaf(const Variable& v, ir::Register& result);
  Outcome try_node(const Variable& v, std::vector<Variable>& pending, ir::Register& result);
  Outcome try_formula(const Apply& node, std::vector<Variable>& pending, ir::Register& result);
  Outcome try_item(const Apply& node, std::vector<Variable>& pending, ir::Register& result);
  ir::Register translate(const Apply& node, std::span<const ir::Register> inputs);
  ir::Register read_back(const Variable& v, std::int64_t number);
  std::optional<ir::Register> known(const Variable& v) const;

  Schedule& s_;
  bool may_read_back_ = false;
};

}  // namespace theano::lower
