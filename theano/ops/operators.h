// Arithmetic and comparison operators on variables and patterns; they keep the user's line.
#pragma once

#include "theano/graph/operand.h"
#include "theano/graph/pattern.h"

namespace theano {

THEANO_API Variable operator+(const Operand& a, const Operand& b);
THEANO_API Variable operator-(const Operand& a, const Operand& b);
THEANO_API Variable operator*(const Operand& a, const Operand& b);
THEANO_API Variable operator/(const Operand& a, const Operand& b);  ///< true division: int / int is floatX
THEANO_API Variable operator%(const Operand& a, const Operand& b);
THEANO_API Variable operator-(const Operand& a);
THEANO_API Variable operator<(const Operand& a, const Operand& b);
THEANO_API Variable operator<=(const Operand& a, const Operand& b);
THEANO_API Variable operator>(const Operand& a, const Operand& b);
THEANO_API Variable operator>=(const Operand& a, const Operand& b);
THEANO_API Variable operator&(const Operand& a, const Operand& b);
THEANO_API Variable operator|(const Operand& a, const Operand& b);
THEANO_API Variable operator^(const Operand& a, const Operand& b);
THEANO_API Variable operator~(const Operand& a);

THEANO_API Pattern operator+(const Pattern& a, const Pattern& b);
THEANO_API Pattern operator-(const Pattern& a, const Pattern& b);
THEANO_API Pattern operator*(const Pattern& a, const Pattern& b);
THEANO_API Pattern operator/(const Pattern& a, const Pattern& b);
THEANO_API Pattern operator-(const Pattern& a);

}  // namespace theano
