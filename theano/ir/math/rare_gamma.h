// Pieces of the gamma function that the routines of the folder share.
#pragma once

#include "theano/ir/math/functions.h"

namespace theano::ir::math::rare {

/// What Stirling's formula lacks: log gamma(x) - ((x - 1/2) log(x) - x + log(2 pi) / 2), for x >= 8.
double stirling_rest(double x);
/// log gamma(1 + u) for u >= -1/4 (below 1/4 without rounding 1 + u).
double log_gamma_of_one_plus(double u);
/// sin(pi x), the angle reduced exactly.
double sine_of_pi_times(double x);

}  // namespace theano::ir::math::rare
