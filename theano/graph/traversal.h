// Walks over graphs: topological order, ancestors, cloning. No recursion; linear in the number of nodes.
#pragma once

#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

#include "theano/graph/variable.h"

namespace theano {

using VariableMap = std::unordered_map<Variable, Variable>;

/// Apply nodes that `outputs` depend on, inputs before users; does not go behind `inputs`. Deterministic: depth first
/// in order of inputs.
THEANO_API std::vector<Apply*> toposort(std::span<const Variable> outputs, std::span<const Variable> inputs = {});
/// Every variable that `outputs` depend on, themselves included, each once.
THEANO_API std::vector<Variable> ancestors(std::span<const Variable> outputs, std::span<const Variable> blockers = {});
/// Ancestors without owner: inputs, constants and shared variables.
THEANO_API std::vector<Variable> graph_inputs(std::span<const Variable> outputs,
                                              std::span<const Variable> blockers = {});
/// Whether `v` depends on `on`.
THEANO_API bool depends_on(const Variable& v, const Variable& on);

/// What clone_graph does with leaves that the map does not name.
struct CloneOptions {
  bool copy_inputs = false;  ///< false: leaves are shared with the original
  bool rebuild = false;      ///< replacements may have other types: nodes above them are made anew by their ops
};
/// Copies of `outputs` in which every key of `replacements` is replaced by its value (values are not searched again).
/// Nodes not above a replacement are copied too. Provenance, names and test values are kept. After the call
/// `replacements` maps every visited variable to its copy.
THEANO_API std::vector<Variable> clone_graph(std::span<const Variable> outputs, VariableMap& replacements,
                                             CloneOptions options = {});

/// Whether two graphs compute the same from corresponding inputs (ops, constants and structure).
THEANO_API bool is_same_computation(std::span<const Variable> a, std::span<const Variable> b,
                                    std::span<const Variable> inputs_a = {}, std::span<const Variable> inputs_b = {});
/// The value of a 0-d (or one-element) integer or float variable that does not depend on inputs, looking through casts,
/// dimshuffles, fills and allocs of constants; nullopt when it is not such.
THEANO_API std::optional<double> scalar_constant_value(const Variable& v);

}  // namespace theano
