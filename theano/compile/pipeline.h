// The passes of compilation, in one readable list.
#pragma once

#include "theano/compile/function.h"

namespace theano {

/// Rewrites `graph` as `mode` says; adds times and rules fired to `report`.
void run_pipeline(FunctionGraph& graph, const Mode& mode, CompileReport& report);

}  // namespace theano
