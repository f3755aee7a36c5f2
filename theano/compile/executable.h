// What a Function holds: the compiled graph, which copies share, and the storages it reads and updates.
#pragma once

#include <atomic>
#include <optional>

#include "theano/compile/collect.h"
#include "theano/compile/function.h"
#include "theano/compile/node_by_node.h"
#include "theano/runtime/executor.h"

namespace theano {

/// What compiling makes of a graph. It knows neither the user's variables nor the storages of shared values: of what is
/// collected only the graph and the numbers of updated inputs stay here.
struct CompiledGraph {
  CompiledGraph(CollectedGraph c, Mode m) : collected(std::move(c)), mode(std::move(m)) {}
  CollectedGraph collected;  ///< rewritten in place
  Mode mode;
  CompileReport report;
  std::unique_ptr<runtime::Executor> executor;
  std::unique_ptr<NodeByNode> watched;       ///< instead of the executor, when the mode watches every op
  std::optional<FunctionGraph> unrewritten;  ///< for the oracle, when it checks every call
};

struct Function::Impl {
  std::string name;
  std::vector<In> inputs;
  std::vector<TensorTypeRef> input_types;
  Outputs outputs;
  std::vector<Update> updates;  ///< explicit and default ones
  std::vector<Given> givens;
  std::vector<std::pair<Variable, Variable>> swapped;  ///< what copies have put in the place of what is written above
  FunctionOptions options;
  std::shared_ptr<CompiledGraph> compiled;
  std::vector<Variable> shared_inputs;             ///< the user's shared variables, in the order of the graph's inputs
  std::vector<Variable> update_targets;            ///< the user's shared variables, in the order of the graph's outputs
  std::vector<Ref<SharedStorage>> locked_storages; ///< what calls update, without repetition, by id
  std::vector<Ref<SharedStorage>> defaults;        ///< per input; a null value: required
  bool is_profiled = false;
  std::atomic<std::int64_t> call_count{0};
  std::atomic<std::int64_t> call_time_ns{0};

  /// Sets what follows from the rest: types of inputs, storages of defaults, what calls lock.
  void connect();
  /// Runs a call whose arguments are set and have the inputs' types, and commits the updates.
  Results run(runtime::Call& call, std::function<void()>* before_long_work);
};

}  // namespace theano
