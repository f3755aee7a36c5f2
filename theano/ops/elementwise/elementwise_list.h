// A list of element-wise ops known at compile time: their definitions, and one API entry generated from each block.
#pragma once

#include <array>
#include <vector>

#include "theano/ops/kinds/elementwise.h"
#include "theano/ops/registry.h"

namespace theano {

/// The API entry that follows from the block of `op`.
template <const Elementwise& op>
ApiFunction elementwise_entry() {
  const ElementwiseSpec& spec = op.spec();
  ApiFunction entry;
  entry.module = spec.module;
  entry.name = spec.name;
  entry.aliases = spec.aliases;
  entry.methods = spec.methods;
  for (const char* input : spec.inputs.span()) entry.parameters.push_back({input, ParameterKind::Tensor});
  entry.summary = spec.summary;
  entry.numpy = spec.numpy;
  entry.call = [](const Arguments& arguments) -> std::vector<Variable> {
    std::vector<Variable> inputs;
    for (std::size_t i = 0; i < op.spec().inputs.count; ++i) inputs.push_back(arguments.tensor(static_cast<int>(i)));
    return {apply_op(make_op(op), std::move(inputs))};
  };
  return entry;
}

template <const Elementwise&... ops>
struct ElementwiseList {
  static constexpr std::array<const OpDefinition*, sizeof...(ops)> definitions = {&ops...};
  /// Entries of those ops that name a module.
  static void append_entries(std::vector<ApiFunction>& functions) {
    (append_entry<ops>(functions), ...);
  }

 private:
  template <const Elementwise& op>
  static void append_entry(std::vector<ApiFunction>& functions) {
    if (op.spec().module) functions.push_back(elementwise_entry<op>());
  }
};

}  // namespace theano
