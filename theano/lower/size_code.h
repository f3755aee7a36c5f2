// Builds size code: registers are shared by equal expressions, and sizes that a check has made equal count as one.
#pragma once

#include <unordered_map>
#include <vector>

#include "theano/ir/program.h"

namespace theano::lower {

/// The size code of a Program under construction, segment by segment.
class SizeCode {
 public:
  SizeCode() : segments_(1) {}

  ir::Register constant(std::int64_t value);
  ir::Register buffer_size(int buffer, int axis);
  /// Element of an integer buffer; `buffer` may be a placeholder below -1 that the caller replaces at the end.
  ir::Register element(int buffer, std::int64_t number);
  /// Folded where all arguments are constants.
  ir::Register primitive(ir::Prim prim, DType dtype, std::initializer_list<ir::Register> args);
  /// Checks at the call that a equals b, unless that is known. In the first segment they then count as one size.
  void check_equal(ir::Register a, ir::Register b, ir::SizeCheck check);
  bool is_equal(ir::Register a, ir::Register b) const { return canonical(a) == canonical(b); }
  /// The register that stands for all those known to be equal to `r`.
  ir::Register canonical(ir::Register r) const;
  std::optional<std::int64_t> known(ir::Register r) const;

  /// What follows runs behind the steps of the segment so far.
  void begin_segment() { segments_.emplace_back(); }
  int segment() const { return static_cast<int>(segments_.size()) - 1; }

  std::vector<std::vector<ir::SizeInstruction>>& segments() { return segments_; }
  std::vector<ir::SizeCheck>& checks() { return checks_; }
  ir::Register register_count() const { return static_cast<ir::Register>(parents_.size()); }

 private:
  struct Key {
    ir::SizeOpcode opcode;
    ir::Prim prim;
    DType dtype;
    ir::Register args[3];
    int buffer;
    std::int64_t value;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct HashOf {
    std::size_t operator()(const Key& key) const noexcept;
  };
  ir::Register emit(const Key& key);

  std::vector<std::vector<ir::SizeInstruction>> segments_;
  std::vector<ir::SizeCheck> checks_;
  std::vector<ir::Register> parents_;
  std::vector<std::optional<std::int64_t>> known_;
  std::unordered_map<Key, ir::Register, HashOf> shared_;
};

}  // namespace theano::lower
