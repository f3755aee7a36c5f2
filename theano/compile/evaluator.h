// Evaluation of graphs by compiled functions, for checks that need values.
#pragma once

#include "theano/compile/mode.h"
#include "theano/gradient/verify_grad.h"

namespace theano {

/// Compiles the outputs and calls them once.
THEANO_API Evaluator compiled_evaluator(Mode mode = Mode::from_config());

/// verify_grad by compiled functions; see gradient/verify_grad.h.
THEANO_API GradDeviation verify_grad(const std::function<Variable(std::span<const Variable>)>& f,
                                     const std::vector<Array>& points, const VerifyGradOptions& options = {});

}  // namespace theano
