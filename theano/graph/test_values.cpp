// Computing test values through the evaluation service.
#include "theano/graph/test_values.h"

#include "theano/base/config.h"
#include "theano/base/error.h"
#include "theano/base/warning.h"
#include "theano/graph/op.h"
#include "theano/graph/services.h"

namespace theano {
namespace {

thread_local int t_suppressed = 0;

/// Positions in the option's list of allowed values.
enum class Policy : long long { Off, Ignore, Warn, Raise, Pdb };

Policy policy() {
  static const auto& option = config().number("compute_test_value");
  return static_cast<Policy>(option.load(std::memory_order_relaxed));
}

/// Returns false when the node's outputs get no test values.
bool tell_missing(Policy what, const Apply& node, int input) {
  if (what == Policy::Ignore) return false;
  ErrorReport report{ErrorKind::Value,
                     Phase::Build,
                     std::string(node.op()->name()),
                     "every input must have a test value, but input " + std::to_string(input) + " has none.",
                     {describe_operand("input " + std::to_string(input), node.input(input))},
                     "Set its tag.test_value, or the option compute_test_value to 'ignore'."};
  if (what != Policy::Warn) throw_error(std::move(report));
  warn(report.to_string());
  return false;
}

}  // namespace

Value test_value_of(const Variable& v) {
  if (v->test_value) return *v->test_value;
  if (const ConstantNode* constant = v.constant()) return constant->value;
  if (const SharedNode* shared = v.shared()) return shared->storage->snapshot();
  return {};
}

void compute_test_values(Apply& node, std::span<const Variable> outputs) {
  const Policy what = policy();
  if (what == Policy::Off || t_suppressed > 0) return;
  std::vector<Value> inputs;
  for (int i = 0; i < node.input_count(); ++i) {
    inputs.push_back(test_value_of(node.input(i)));
    if (inputs.back().is_null() && !tell_missing(what, node, i)) return;
  }
  const WithoutTestValues scope;
  const std::vector<Value> values = services::evaluate(node, inputs);
  for (std::size_t i = 0; i < outputs.size(); ++i) outputs[i]->test_value = std::make_unique<Value>(values[i]);
}

WithoutTestValues::WithoutTestValues() noexcept { ++t_suppressed; }
WithoutTestValues::~WithoutTestValues() { --t_suppressed; }

}  // namespace theano
