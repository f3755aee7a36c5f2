// The mathematical functions of the IR for one float or double.
#pragma once

#include "theano/ir/math/rare.h"

#include <cmath>

namespace theano::ir::math {

using std::cos;
using std::cosh;
using std::exp;
using std::exp2;
using std::expm1;
using std::log;
using std::log10;
using std::log1p;
using std::log2;
using std::pow;
using std::sin;
using std::sinh;
using std::tan;
using std::tanh;

}  // namespace theano::ir::math
