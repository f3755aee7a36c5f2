// Graphs as text: debugprint's tree, pp's formula, Graphviz dot.
#pragma once

#include <span>
#include <string>

#include "theano/graph/function_graph.h"

namespace theano {

/// How debugprint names nodes, so that a repeated one can be found: [id A], [id 0], [id 94...], or not at all.
enum class NodeIds : std::uint8_t { None, Letters, Numbers, Addresses };

/// Options of debugprint, named as in Theano.
struct DebugPrintOptions {
  int depth = -1;  ///< levels to print, -1 all
  bool print_type = false;
  bool print_provenance = false;
  bool stop_on_name = false;
  NodeIds ids = NodeIds::Letters;
  std::int64_t max_lines = 100'000;    ///< then a line that says how many were left out
  std::size_t max_chars = 32'000'000;  ///< the same: a deep graph has long lines
};

/// Theano's indented tree: one line per variable, shared sub-trees printed once.
THEANO_API std::string debugprint(std::span<const Variable> outputs, const DebugPrintOptions& options = {});
THEANO_API std::string debugprint(const Variable& v, const DebugPrintOptions& options = {});
THEANO_API std::string debugprint(const FunctionGraph& graph, const DebugPrintOptions& options = {});
/// One formula: "(tanh((x * TensorConstant{2})) + TensorConstant{1})". Limited to max_chars, then "...".
THEANO_API std::string pp(const Variable& v, std::size_t max_chars = 1'000'000);
/// As much of the graph as it takes to say what `v` is in terms of constants and named variables: a line per node,
/// "A. Elemwise{add,no_inplace}", inputs indented below; a repeated node is "<A>".
THEANO_API std::string min_informative_str(const Variable& v, int indent = 0);
/// How `v` is computed, on one line and free of addresses: "A=Elemwise{add,no_inplace}(B=x,C=y)".
THEANO_API std::string var_descriptor(const Variable& v);
/// A Graphviz dot document of the graph.
THEANO_API std::string to_dot(std::span<const Variable> outputs);

}  // namespace theano
