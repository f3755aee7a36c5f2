// Gathers inputs, outputs, updates, givens and default updates of theano::function into one graph of its own.
#pragma once

#include <vector>

#include "theano/compile/function.h"

namespace theano {

/// The graph of a function before rewriting. Inputs of `graph`: the explicit inputs, then the shared variables it reads;
/// outputs: the function's outputs, then the new values of `update_targets`, then those of inputs with an update.
struct CollectedGraph {
  FunctionGraph graph;
  std::vector<Variable> shared_inputs;   ///< the user's shared variables, in the order of the graph's inputs
  std::vector<Variable> update_targets;  ///< the user's shared variables, in the order of the graph's outputs
  std::vector<int> updated_inputs;       ///< numbers of the inputs whose default is updated
  std::vector<Update> updates;           ///< explicit and default ones, as the user wrote them
};

/// Errors: as theano::function.
CollectedGraph collect(const std::vector<In>& inputs, const Outputs& outputs, const std::vector<Update>& updates,
                       const std::vector<Given>& givens, const FunctionOptions& options);

}  // namespace theano
