// What users may write where a variable is wanted: variables, numbers, arrays; it remembers the user's line.
#pragma once

#include <concepts>
#include <source_location>

#include "theano/graph/variable.h"

namespace theano {

/// An argument of an op. Its implicit constructors capture the place of the expression, so `a + b` and `x + 1.0` know
/// their line. Numbers become constants by Theano's rules for literals (1 is int8, 0.5 is floatX; see dtype.h).
class THEANO_API Operand {
 public:
  Operand(const Variable& v, const std::source_location& l = std::source_location::current());
  Operand(Variable&& v, const std::source_location& l = std::source_location::current());
  Operand(const Array& a, const std::source_location& l = std::source_location::current());
  template <std::floating_point T>
  Operand(T value, const std::source_location& l = std::source_location::current())
      : Operand(literal(static_cast<double>(value)), l) {}
  template <std::integral T>
  Operand(T value, const std::source_location& l = std::source_location::current())
      : Operand(literal(static_cast<std::int64_t>(value)), l) {}

  const Variable& variable() const noexcept { return variable_; }
  operator const Variable&() const noexcept { return variable_; }
  const std::source_location& location() const noexcept { return location_; }

 private:
  static Variable literal(double value);
  static Variable literal(std::int64_t value);
  Variable variable_;
  std::source_location location_;
};

/// The constant a literal becomes.
THEANO_API Variable literal_constant(double value);
THEANO_API Variable literal_constant(std::int64_t value);
/// 0-d constant of the dtype.
THEANO_API Variable scalar_constant(DType dtype, double value);
THEANO_API Variable scalar_constant(DType dtype, std::int64_t value);

}  // namespace theano
