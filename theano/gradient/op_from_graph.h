// An expression as a function of variables, with a gradient of one's own where that is wanted.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "theano/ops/kinds/composite.h"

namespace theano {

namespace ops {
/// The first inputs, one per output, with a gradient that is an expression of its own. Attributes: `gradient` (InnerGraph:
/// inputs are the op's inputs behind the first, the outputs, and the outputs' gradients; outputs are the gradients of the
/// inputs that have one) and `connected` (per input behind the first: 0 not connected, 1 connected, 2 undefined).
extern THEANO_API const Composite own_gradient;
}  // namespace ops

/// An expression that can be called on other variables. A call puts a copy of the expression into the graph, so nothing is
/// hidden from rewriting and fusion.
class THEANO_API OpFromGraph {
 public:
  /// The gradients of the inputs as expressions of the inputs, the outputs and the outputs' gradients. A null one, or one
  /// of disconnected type: no gradient flows to that input; one of NullType: it is undefined.
  using Gradient = std::function<std::vector<Variable>(std::span<const Variable> inputs, std::span<const Variable> outputs,
                                                       std::span<const Variable> output_gradients)>;

  /// Without `gradient` the derivative is that of the expression. `gradient` is called once, here. Variables of `outputs`
  /// that are no inputs, such as shared ones, stay what they are; their gradient is that of the expression.
  /// Errors: TypeError for a null variable; ValueError when `gradient` gives another number of gradients than inputs.
  OpFromGraph(std::vector<Variable> inputs, std::vector<Variable> outputs, const Gradient& gradient = {}, std::string name = "");

  /// The outputs for these inputs. Errors: ValueError for another number of them; TypeError for one of another type.
  std::vector<Variable> operator()(std::span<const Variable> arguments) const;
  std::vector<Variable> operator()(std::initializer_list<Variable> arguments) const {
    return (*this)(std::span<const Variable>(arguments.begin(), arguments.size()));
  }

  const std::vector<Variable>& inputs() const noexcept { return inputs_; }
  const std::vector<Variable>& outputs() const noexcept { return outputs_; }
  const std::string& name() const noexcept { return name_; }

 private:
  void set_gradient(const Gradient& gradient);

  std::vector<Variable> inputs_, outputs_;
  std::vector<Variable> free_;  // what the outputs read besides the inputs, where there is a gradient of one's own
  std::string name_;
  Op own_gradient_;  // null: the derivative of the expression
};

}  // namespace theano
