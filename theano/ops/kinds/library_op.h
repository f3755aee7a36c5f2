// The kind of ops that a library routine computes best, with a loop nest where no routine takes the dtype.
#pragma once

#include "theano/ops/kinds/loop_op.h"

namespace theano {

/// Which routine `lower/select_library` may choose.
enum class Routine : std::uint8_t { Dot, Sort, ArgSort, ArgTopK };

struct LibrarySpec {
  Routine routine;
  /// Names, docs, types, shapes, derivative, and the loop nest used where the library does not fit. The sorting
  /// routines take every dtype and have an attribute `axis`; their nests, quadratic, are definitions for the tests.
  LoopSpec loop;
};

class THEANO_API LibraryOp final : public LoopOp {
 public:
  constexpr explicit LibraryOp(const LibrarySpec& spec) : LoopOp(spec.loop), routine_(spec.routine) {}
  Routine routine() const noexcept { return routine_; }
  OpKind kind() const noexcept override { return OpKind::Library; }

 private:
  Routine routine_;
};

}  // namespace theano
