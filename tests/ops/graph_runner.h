// Computes small graphs node by node: loop nests by the reference interpreter, views by their layouts, sizes by the ops'
// own shape functions. Independent of lowering, so that the ops are tested alone.
#pragma once

#include <unordered_map>
#include <vector>

#include "theano/base/error.h"
#include "theano/graph/traversal.h"
#include "theano/ir/builder.h"
#include "theano/ir/interpreter.h"
#include "theano/ops/kinds/composite.h"
#include "theano/ops/kinds/elementwise.h"
#include "theano/ops/kinds/loop_op.h"
#include "theano/ops/kinds/view_op.h"
#include "theano/ops/shape/size_expressions.h"

namespace theano::testing_ops {

/// A nest on whole arrays, with sizes as constants.
class ArrayNest final : public LoopNest {
 public:
  ArrayNest(ir::Builder& builder, const Apply& apply, std::vector<Array> inputs, std::vector<Array> outputs,
            ir::BufferRole output_role)
      : LoopNest(builder, apply), inputs_(std::move(inputs)), outputs_(std::move(outputs)) {
    for (const Array& a : inputs_) in_.push_back(b.add_buffer(a.dtype(), a.ndim(), ir::BufferRole::Input));
    for (const Array& a : outputs_) out_.push_back(b.add_buffer(a.dtype(), a.ndim(), output_role));
  }
  ir::Expr read(int input, std::span<const ir::Expr> index) override {
    std::vector<ir::Expr> at(index.begin(), index.end());
    for (std::size_t i = 0; i < at.size(); ++i) {
      if (node.input(input).is_broadcastable(static_cast<int>(i))) at[i] = ir::Expr(0);
    }
    return b.load(in_[static_cast<std::size_t>(input)], at);
  }
  void write(int output, std::span<const ir::Expr> index, ir::Expr value) override {
    b.store(out_[static_cast<std::size_t>(output)], index, value);
  }
  ir::Expr read_output(int output, std::span<const ir::Expr> index) override {
    return b.load(out_[static_cast<std::size_t>(output)], index);
  }
  ir::Expr input_size(int input, int axis) override {
    return b.constant(DType::Int64, inputs_[static_cast<std::size_t>(input)].shape(axis));
  }
  ir::Expr output_size(int output, int axis) override {
    return b.constant(DType::Int64, outputs_[static_cast<std::size_t>(output)].shape(axis));
  }
  /// Runs the finished kernel; a failed check is thrown as the error it says.
  void run(const Shape& map_sizes) {
    const ir::Kernel kernel = b.finish();
    ir::LaunchShape launch;
    launch.map_sizes = map_sizes;
    std::vector<std::byte*> data;
    for (const auto* list : {&inputs_, &outputs_}) {
      for (const Array& a : *list) {
        launch.strides.push_back(a.strides());
        data.push_back(a.bytes());
      }
    }
    ir::Status status;
    ir::run_reference(kernel, launch, data, {}, status);
    if (!status.is_set()) return;
    const ir::CheckSite& site = kernel.checks[static_cast<std::size_t>(status.check)];
    std::string message = site.message;
    if (const auto at = message.find("{}"); at != std::string::npos) {
      message.replace(at, 2, std::to_string(status.detail));
    }
    if (const auto at = message.find("{limit}"); at != std::string::npos) {
      message.replace(at, 7, std::to_string(status.limit));
    }
    ErrorReport report;
    report.kind = static_cast<ErrorKind>(site.error_kind);
    report.phase = Phase::Call;
    report.op = site.op.empty() ? std::string(node.op()->name()) : site.op;
    report.sentence = std::move(message);
    throw_error(std::move(report));
  }

 private:
  std::vector<Array> inputs_, outputs_;
  std::vector<int> in_, out_;
};

class GraphRunner {
 public:
  void give(const Variable& v, Array value) { keep(v, std::move(value)); }

  Array value(const Variable& v) {
    for (Apply* node : toposort(std::vector<Variable>{v}, known_)) run(*node);
    return of(v);
  }

 private:
  void keep(const Variable& v, Array value) {
    values_[v.node()] = std::move(value);
    known_.push_back(v);
  }
  Array of(const Variable& v) const {
    if (const auto found = values_.find(v.node()); found != values_.end()) return found->second;
    if (v.constant()) return v.constant()->array();
    throw InternalError("test", "no value for " + v.to_string() + ".", "give one.");
  }
  Shape numbers(const SymbolicShape& sizes) {
    Shape result;
    for (const Variable& size : sizes) result.push_back(value(size).item_int64());
    return result;
  }

  void run(Apply& node) {
    std::vector<Array> inputs;
    std::vector<SymbolicShape> shapes;
    for (const Variable& v : node.inputs()) {
      inputs.push_back(of(v));
      SymbolicShape sizes;
      for (const std::int64_t size : inputs.back().shape()) sizes.push_back(constant_size(size));
      shapes.push_back(std::move(sizes));
    }
    const OpDefinition& definition = node.op()->definition();
    std::vector<Shape> output_shapes;
    for (const SymbolicShape& sizes : definition.infer_shape(node, shapes)) output_shapes.push_back(numbers(sizes));
    std::vector<Array> outputs;
    switch (node.op()->kind()) {
      case OpKind::Elementwise:
        outputs = run_elementwise(node, inputs, output_shapes[0]);
        break;
      case OpKind::View:
        outputs = {run_view(node, inputs, output_shapes[0])};
        break;
      case OpKind::Composite:
        for (const Variable& v : static_cast<const Composite&>(definition).expand(node)) outputs.push_back(value(v));
        break;
      default:
        outputs = run_loop(node, inputs, shapes, output_shapes);
    }
    for (int i = 0; i < node.output_count(); ++i) {
      const Array& output = outputs[static_cast<std::size_t>(i)];
      // What the type says and what the shape function says must be true.
      const auto& type = static_cast<const TensorType&>(*node.output_type(i));
      if (output.shape() != output_shapes[static_cast<std::size_t>(i)] || output.dtype() != type.dtype()) {
        throw InternalError(std::string(node.op()->name()), "shape function and result differ.", "");
      }
      for (int axis = 0; axis < type.ndim(); ++axis) {
        const std::int64_t known = type.sizes()[static_cast<std::size_t>(axis)];
        if (known != kUnknownSize && known != output.shape(axis)) {
          throw InternalError(std::string(node.op()->name()), "type and result differ.", "");
        }
      }
      keep(node.output(i), output);
    }
  }

  static std::vector<Array> run_elementwise(Apply& node, const std::vector<Array>& inputs, const Shape& shape) {
    const auto& type = static_cast<const TensorType&>(*node.output_type(0));
    const Array output(type.dtype(), shape);
    ir::Builder builder("test", type.ndim());
    ArrayNest nest(builder, node, inputs, {output}, ir::BufferRole::Output);
    const std::vector<ir::Expr> point = builder.map_indices();
    std::vector<ir::Expr> elements;
    for (int i = 0; i < node.input_count(); ++i) elements.push_back(nest.read(i, point));
    nest.write(0, point, static_cast<const Elementwise&>(node.op()->definition()).inline_formula(node, elements));
    nest.run(shape);
    return {output};
  }

  Array run_view(Apply& node, const std::vector<Array>& inputs, const Shape& shape) {
    const ViewSpec& spec = static_cast<const ViewOp&>(node.op()->definition()).spec();
    std::vector<std::int64_t> scalars = scalars_of(inputs, 1);
    if (const auto layout = spec.view(*node.op(), inputs[0].layout(), scalars, shape)) return inputs[0].view(*layout);
    const Array copy = inputs[0].copy();
    return copy.view(*spec.view(*node.op(), copy.layout(), scalars, shape));
  }

  static std::vector<std::int64_t> scalars_of(const std::vector<Array>& inputs, std::size_t first) {
    std::vector<std::int64_t> scalars;
    for (std::size_t i = first; i < inputs.size(); ++i) {
      for (const double x : inputs[i].to_doubles()) scalars.push_back(static_cast<std::int64_t>(x));
    }
    return scalars;
  }

  std::vector<Array> run_loop(Apply& node, const std::vector<Array>& inputs, const std::vector<SymbolicShape>& shapes,
                              const std::vector<Shape>& output_shapes) {
    const LoopSpec& spec = static_cast<const LoopOp&>(node.op()->definition()).spec();
    if (spec.checks) {
      for (const SizeCheck& check : spec.checks(node, shapes)) {
        const std::int64_t a = value(check.a).item_int64(), b = value(check.b).item_int64();
        if (a == b) continue;
        std::string sentence = check.sentence;
        sentence.replace(sentence.find("{0}"), 3, std::to_string(a));
        sentence.replace(sentence.find("{1}"), 3, std::to_string(b));
        ErrorReport report;
        report.kind = check.kind;
        report.phase = Phase::Call;
        report.op = check.op ? check.op : spec.name;
        report.sentence = std::move(sentence);
        report.way_out = check.way_out;
        throw_error(std::move(report));
      }
    }
    std::vector<Array> outputs, seen;
    for (int i = 0; i < node.output_count(); ++i) {
      const auto& type = static_cast<const TensorType&>(*node.output_type(i));
      outputs.emplace_back(type.dtype(), output_shapes[static_cast<std::size_t>(i)]);
    }
    if (spec.starts_as >= 0) outputs[0] = inputs[static_cast<std::size_t>(spec.starts_as)].copy();
    const Shape map_sizes = numbers(spec.map_shape ? spec.map_shape(node, shapes) : definition_shape(node, shapes));
    seen = outputs;
    if (spec.window) {
      const auto scalars = scalars_of(inputs, static_cast<std::size_t>(spec.first_scalar));
      seen[0] = outputs[0].view(*spec.window(*node.op(), outputs[0].layout(), scalars, map_sizes));
    }
    ir::Builder builder("test", static_cast<int>(map_sizes.size()));
    ArrayNest nest(builder, node, inputs, seen, spec.starts_as >= 0 ? ir::BufferRole::InOut : ir::BufferRole::Output);
    spec.build(nest);
    nest.run(map_sizes);
    return outputs;
  }

  static SymbolicShape definition_shape(const Apply& node, const std::vector<SymbolicShape>& shapes) {
    return node.op()->definition().infer_shape(node, shapes)[0];
  }

  std::unordered_map<const VariableNode*, Array> values_;
  std::vector<Variable> known_;
};

/// The value of `v` for the given inputs.
inline Array compute(const Variable& v, std::initializer_list<std::pair<Variable, Array>> inputs) {
  GraphRunner runner;
  for (const auto& [variable, array] : inputs) runner.give(variable, array);
  return runner.value(v);
}

/// A symbol of a dtype and pattern: unknown sizes, or 1 where `broadcastable` says so.
inline Variable symbol(DType dtype, const std::vector<bool>& broadcastable, std::string name = "") {
  return make_variable(TensorType::of(dtype, broadcastable), std::move(name));
}

/// 0, 1, 2, ... in the given shape, plus `start`.
inline Array counted(Shape shape, double start = 0, DType dtype = DType::Float64) {
  std::vector<double> values(static_cast<std::size_t>(element_count(shape)));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = start + static_cast<double>(i);
  return Array::from(values, std::move(shape)).astype(dtype);
}

/// The gradient of sum(weights * outputs) with respect to each input by the op's own vjp, as a value, against central
/// differences; returns the greatest distance. `inputs[k].second` are float64 arrays.
inline double vjp_distance(const Variable& output, const std::vector<std::pair<Variable, Array>>& inputs, int wrt) {
  Apply& node = *output.owner();
  const auto give_all = [&](GraphRunner& runner, const Array* changed) {
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      runner.give(inputs[i].first, changed && static_cast<int>(i) == wrt ? *changed : inputs[i].second);
    }
  };
  GraphRunner runner;
  give_all(runner, nullptr);
  const Array y = runner.value(output);
  Array weights = counted(y.shape(), 1);
  for (std::int64_t i = 0; i < weights.size(); ++i) weights.data<double>()[i] = 0.5 + 0.25 * static_cast<double>(i % 7);
  const Variable g = make_variable(output.type(), "g");
  runner.give(g, weights);
  int position = -1;
  for (int i = 0; i < node.input_count(); ++i) {
    if (node.input(i) == inputs[static_cast<std::size_t>(wrt)].first) position = i;
  }
  std::vector<Variable> output_gradients(static_cast<std::size_t>(node.output_count()));
  output_gradients[static_cast<std::size_t>(output.output_index())] = g;
  const Variable gradient = node.op()->definition().vjp(node, output_gradients)[static_cast<std::size_t>(position)];
  if (!gradient.type()->equals(*inputs[static_cast<std::size_t>(wrt)].first.type())) {
    throw InternalError("test", "the gradient has type " + gradient.type()->to_string() + ".", "");
  }
  const std::vector<double> found = runner.value(gradient).to_doubles();
  const auto cost = [&](const Array& changed) {
    GraphRunner inner;
    give_all(inner, &changed);
    const std::vector<double> values = inner.value(output).to_doubles();
    double total = 0;
    for (std::size_t i = 0; i < values.size(); ++i) total += values[i] * weights.data<double>()[i];
    return total;
  };
  double distance = 0;
  const Array base = inputs[static_cast<std::size_t>(wrt)].second.copy();
  for (std::int64_t i = 0; i < base.size(); ++i) {
    const double h = 1e-5;
    Array up = base.copy(), down = base.copy();
    up.data<double>()[i] += h;
    down.data<double>()[i] -= h;
    distance = std::max(distance, std::abs((cost(up) - cost(down)) / (2 * h) - found[static_cast<std::size_t>(i)]));
  }
  return distance;
}

/// The text of the error that `f` throws, or "no error".
template <class E, class F>
std::string error_text(const F& f) {
  try {
    f();
  } catch (const E& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace theano::testing_ops
