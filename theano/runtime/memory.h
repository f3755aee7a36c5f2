// The memory that calls take: what one has taken, and what one would take, told without running it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "theano/array/array.h"
#include "theano/ir/program.h"

namespace theano::runtime {

/// A buffer that a call makes.
struct MemoryPiece {
  std::string name;   ///< the user's name, or the op's
  std::string type;   ///< "float64 (100, 3)"
  std::string place;  ///< the user's line
  std::int64_t size_bytes = 0;
};

/// The memory of one call, in bytes. Arguments, shared variables and constants are there before it and not counted.
struct THEANO_API MemoryUse {
  std::int64_t workspace_bytes = 0;  ///< for what the steps leave to one another; kept for the next call
  std::int64_t result_bytes = 0;     ///< outputs, and new values of shared variables
  std::int64_t nested_bytes = 0;     ///< loops and branches: their bodies' memory, and what they gather
  /// False where a size depends on what is computed: then more may be needed than is said here.
  bool is_exact = true;
  std::vector<MemoryPiece> largest;  ///< the largest buffers, only when predicted

  std::int64_t peak_bytes() const { return workspace_bytes + result_bytes + nested_bytes; }
};

/// What is known of an argument before a call: its layout, and perhaps its elements.
struct KnownArgument {
  Layout layout;
  const Array* value = nullptr;
};

/// Shapes of a Program's outputs, as far as they are known.
using OutputShapes = std::vector<std::optional<Shape>>;

struct Shared;

/// Sizes and plans a call as if it were run. Errors: those that the sizes alone raise.
MemoryUse predict_memory(const Shared& shared, std::span<const KnownArgument> arguments, OutputShapes* outputs);

}  // namespace theano::runtime
