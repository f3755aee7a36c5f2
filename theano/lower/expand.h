// Replaces ops that are an expression of other ops by that expression.
#pragma once

#include "theano/graph/function_graph.h"

namespace theano::lower {

/// Whether the graph has composites.
THEANO_API bool has_composites(const FunctionGraph& graph);
/// Expands every composite, also those inside expansions; the new nodes get the provenance of the old. Returns how many
/// were expanded. Cost: linear in the nodes that come out.
THEANO_API int expand_composites(FunctionGraph& graph);

}  // namespace theano::lower
