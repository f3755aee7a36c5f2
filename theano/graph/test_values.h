// Test values: while a graph is built, it is also computed on example inputs, so that faults show at the user's line.
#pragma once

#include "theano/graph/variable.h"

namespace theano {

/// The example value of a variable: its own, a constant's value, a shared variable's present value; null when none.
THEANO_API Value test_value_of(const Variable& v);

/// Does what the option compute_test_value asks for a node just made: nothing (off), or computes the outputs' test values
/// from those of the inputs. A missing one is passed over (ignore), told of (warn) or an error (raise).
/// Errors: ValueError for a missing test value; those of the op itself.
void compute_test_values(Apply& node, std::span<const Variable> outputs);

/// While it lives, this thread computes no test values: the compiler makes nodes that are not the user's.
class THEANO_API WithoutTestValues {
 public:
  WithoutTestValues() noexcept;
  WithoutTestValues(const WithoutTestValues&) = delete;
  WithoutTestValues& operator=(const WithoutTestValues&) = delete;
  ~WithoutTestValues();
};

}  // namespace theano
