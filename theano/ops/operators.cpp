// Arithmetic and comparison operators on variables and patterns.
#include "theano/ops/operators.h"

#include "theano/ops/elementwise/elementwise.h"

namespace theano {

Variable operator+(const Operand& a, const Operand& b) { return tensor::add(a, b); }
Variable operator-(const Operand& a, const Operand& b) { return tensor::sub(a, b); }
Variable operator*(const Operand& a, const Operand& b) { return tensor::mul(a, b); }
Variable operator/(const Operand& a, const Operand& b) { return tensor::true_div(a, b); }
Variable operator%(const Operand& a, const Operand& b) { return tensor::mod(a, b); }
Variable operator-(const Operand& a) { return tensor::neg(a); }
Variable operator<(const Operand& a, const Operand& b) { return tensor::lt(a, b); }
Variable operator<=(const Operand& a, const Operand& b) { return tensor::le(a, b); }
Variable operator>(const Operand& a, const Operand& b) { return tensor::gt(a, b); }
Variable operator>=(const Operand& a, const Operand& b) { return tensor::ge(a, b); }
Variable operator&(const Operand& a, const Operand& b) { return tensor::and_(a, b); }
Variable operator|(const Operand& a, const Operand& b) { return tensor::or_(a, b); }
Variable operator^(const Operand& a, const Operand& b) { return tensor::xor_(a, b); }
Variable operator~(const Operand& a) { return tensor::invert(a); }

Pattern operator+(const Pattern& a, const Pattern& b) { return tensor::add(a, b); }
Pattern operator-(const Pattern& a, const Pattern& b) { return tensor::sub(a, b); }
Pattern operator*(const Pattern& a, const Pattern& b) { return tensor::mul(a, b); }
Pattern operator/(const Pattern& a, const Pattern& b) { return tensor::true_div(a, b); }
Pattern operator-(const Pattern& a) { return tensor::neg(a); }

}  // namespace theano
