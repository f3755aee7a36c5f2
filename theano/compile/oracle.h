// The oracle: a graph computed op by op, un-rewritten and unfused, each result in a buffer of its own.
#pragma once

#include <span>
#include <vector>

#include "theano/graph/function_graph.h"

namespace theano {

/// The outputs of `graph` for its inputs. Slow and obviously right: tests, constant folding and DebugMode compare with it.
THEANO_API std::vector<Array> run_oracle(const FunctionGraph& graph, std::span<const Array> inputs);
/// The same for a graph of the user's.
THEANO_API std::vector<Array> run_oracle(std::span<const Variable> outputs, std::span<const Variable> inputs,
                                         std::span<const Array> values);

}  // namespace theano
