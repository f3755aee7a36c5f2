// The evaluator that compiles.
#include "theano/compile/evaluator.h"

#include "theano/compile/function.h"

namespace theano {

Evaluator compiled_evaluator(Mode mode) {
  return [mode](const std::vector<Variable>& inputs, const std::vector<Variable>& outputs, const std::vector<Array>& values) {
    FunctionOptions options;
    options.mode = mode;
    options.on_unused_input = OnUnusedInput::Ignore;
    std::vector<Out> outs(outputs.begin(), outputs.end());
    const Function f = function({inputs.begin(), inputs.end()}, Outputs(std::move(outs)), {}, {}, options);
    const Results results = f.call({values.begin(), values.end()});
    return std::vector<Array>(results.begin(), results.end());
  };
}

GradDeviation verify_grad(const std::function<Variable(std::span<const Variable>)>& f, const std::vector<Array>& points,
                          const VerifyGradOptions& options) {
  return verify_grad(f, points, compiled_evaluator(), options);
}

}  // namespace theano
