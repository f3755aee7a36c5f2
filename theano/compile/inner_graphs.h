// Graphs inside of ops (the bodies of loops) go through the passes like the graph around them.
#pragma once

#include "theano/compile/pipeline.h"

namespace theano {

/// Gives every op with inner graphs rewritten ones; the user's stay as they are.
void rewrite_inner_graphs(FunctionGraph& graph, const Mode& mode, CompileReport& report);

}  // namespace theano
