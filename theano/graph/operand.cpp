// Numbers and arrays as constants of the graph.
#include "theano/graph/operand.h"

namespace theano {

Operand::Operand(const Variable& v, const std::source_location& l) : variable_(v), location_(l) {}
Operand::Operand(Variable&& v, const std::source_location& l) : variable_(std::move(v)), location_(l) {}
Operand::Operand(const Array& a, const std::source_location& l) : variable_(make_constant(a)), location_(l) {}

Variable Operand::literal(double value) { return literal_constant(value); }
Variable Operand::literal(std::int64_t value) { return literal_constant(value); }

Variable literal_constant(double value) { return scalar_constant(float_literal_type(value), value); }
Variable literal_constant(std::int64_t value) { return scalar_constant(integer_literal_type(value), value); }
Variable scalar_constant(DType dtype, double value) { return make_constant(Array::scalar_of(dtype, value)); }
Variable scalar_constant(DType dtype, std::int64_t value) { return make_constant(Array::scalar_of(dtype, value)); }

}  // namespace theano
