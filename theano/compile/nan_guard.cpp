// The watch that looks for NaN, infinity and very large numbers.
#include <cmath>

#include "theano/base/error.h"
#include "theano/compile/node_watch.h"
#include "theano/graph/op.h"
#include "theano/graph/printing.h"

namespace theano {
namespace {

constexpr double kBig = 1e10;
constexpr int kDepthShown = 6;

/// What is wrong with the values, as text; empty when nothing is.
std::string fault_of(const NanGuardOptions& options, const Array& values) {
  if (values.is_null() || is_discrete(values.dtype())) {
    if (values.is_null() || !options.big_is_error) return "";
  }
  bool has_nan = false, has_infinity = false, has_big = false;
  for (const double value : values.to_doubles()) {
    has_nan = has_nan || std::isnan(value);
    has_infinity = has_infinity || std::isinf(value);
    has_big = has_big || std::fabs(value) > kBig;
  }
  if (has_nan && options.nan_is_error) return "NaN";
  if (has_infinity && options.inf_is_error) return "Inf";
  if (has_big && options.big_is_error) return "a big value (above 1e10)";
  return "";
}

[[noreturn]] void complain(std::string op, std::string sentence, std::vector<ErrorOperand> operands) {
  throw_error({ErrorKind::Assertion, Phase::Call, std::move(op), std::move(sentence), std::move(operands),
               "Look at the inputs printed above: the first op whose inputs are sound and whose output is not is the cause."});
}

}  // namespace

NodeWatch nan_guard(const NanGuardOptions& options) {
  if (!options.nan_is_error && !options.inf_is_error && !options.big_is_error)
    throw ValueError("NanGuardMode", "at least one of NaN, infinity and big values must be looked for.",
                     "Leave one of the options True.", Phase::Compile);
  NodeWatch watch;
  watch.on_input = [options](const Variable& input, const Array& value) {
    const std::string fault = fault_of(options, value);
    if (fault.empty()) return;
    complain("NanGuardMode", fault + " detected in an input of the graph, " + input.to_string() + ".",
             {describe_operand("input", input)});
  };
  watch.after = [options](const NodeEvent& event) {
    for (std::size_t i = 0; i < event.outputs.size(); ++i) {
      const std::string fault = fault_of(options, event.outputs[i]);
      if (fault.empty()) continue;
      const Variable output = event.node->output(static_cast<int>(i));
      DebugPrintOptions printing;
      printing.depth = kDepthShown;
      std::vector<ErrorOperand> operands{describe_operand("output", output)};
      for (int k = 0; k < event.node->input_count(); ++k) {
        operands.push_back(describe_operand("input " + std::to_string(k), event.node->input(k)));
        operands.back().type = event.inputs[k].type_string();
      }
      complain(std::string(event.node->op()->name()),
               fault + " detected by NanGuardMode in the output of this op:\n" + debugprint(output, printing), std::move(operands));
    }
  };
  return watch;
}

}  // namespace theano
