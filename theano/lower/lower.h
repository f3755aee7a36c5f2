// From a rewritten graph to a Program: which steps run on which buffers, whatever the sizes turn out to be.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "theano/graph/function_graph.h"
#include "theano/ir/program.h"

namespace theano::lower {

struct LowerOptions {
  bool fuse = true;           ///< false: one kernel per op, every result in a buffer of its own (the oracle)
  bool use_libraries = true;  ///< false: products by our own loops
  /// Per output: the result may be (a view of) an input's or another output's memory. Default none.
  std::vector<bool> output_may_alias;
  /// New values of inputs: where an output is an input with a part changed, and the input's old value is not needed behind
  /// that, the Program adopts the input's memory and writes the part alone.
  struct InPlaceUpdate {
    int output;
    int input;
  };
  std::vector<InPlaceUpdate> in_place_updates;
  /// Per graph input: whether such an output may look at its memory. Empty: all inputs.
  std::vector<bool> input_may_be_aliased;
  int max_kernel_instructions = 2000;  ///< fused kernels are cut above this size
};

/// Time spent in each stage, for profiles.
struct StageTime {
  std::string stage;
  double seconds;
};

/// Lowers a graph whose inputs become the Program's inputs and whose outputs its outputs, in order. Constants stand in
/// the Program. Errors: NotImplementedError naming the op and the user's line for what cannot be lowered.
THEANO_API std::shared_ptr<const ir::Program> lower(const FunctionGraph& graph, const LowerOptions& options,
                                                    std::vector<StageTime>* times = nullptr);

}  // namespace theano::lower
