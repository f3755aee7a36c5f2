// What a Function holds: the compiled graph, its executor, and the storages it reads and updates.
#pragma once

#include <mutex>
#include <optional>

#include "theano/compile/collect.h"
#include "theano/compile/function.h"
#include "theano/runtime/executor.h"

namespace theano {

struct Function::Impl {
  Impl(CollectedGraph c, Mode m) : collected(std::move(c)), mode(std::move(m)) {}

  std::string name;
  std::vector<In> inputs;
  std::vector<TensorTypeRef> input_types;
  Outputs outputs;
  CollectedGraph collected;  ///< rewritten in place
  Mode mode;
  CompileReport report;
  std::unique_ptr<runtime::Executor> executor;
  std::optional<FunctionGraph> unrewritten;        ///< for the oracle, when it checks every call
  std::vector<Ref<SharedStorage>> read_storages;   ///< in the order of the graph's shared inputs
  std::vector<Ref<SharedStorage>> update_storages; ///< in the order of update_targets
  std::vector<Ref<SharedStorage>> locked_storages; ///< update_storages without repetition, by id
  mutable std::mutex defaults_mutex;
  std::vector<Array> defaults;                     ///< per input, null: required

  /// Runs on arguments that already have the inputs' types, and commits the updates.
  std::vector<Array> run(std::vector<Array> arguments);
};

}  // namespace theano
