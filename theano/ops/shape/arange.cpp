// Numbers at equal distances.
#include <cmath>

#include "theano/base/error.h"
#include "theano/graph/traversal.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/range_element.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

using ir::Expr;

constexpr const char* kNoStep = "the step must not be 0.";
constexpr const char* kStepAway = "give a step that leads from start towards stop.";

std::vector<TypeRef> arange_types(const OpInstance& self, std::vector<Variable>& inputs) {
  for (const Variable& v : inputs) {
    if (v.ndim() == 0 && !is_complex(v.dtype())) continue;
    throw AssertionError(ErrorReport{
        .op = "arange",
        .sentence = "start, stop and step must be real scalars, but one is " + v.tensor_type().describe() + ".",
        .operands = {describe_operand("start", inputs[0]), describe_operand("stop", inputs[1]),
                     describe_operand("step", inputs[2])},
        .way_out = "take one element, as in arange(n[0])."});
  }
  if (const auto step = scalar_constant_value(inputs[2]); step && *step == 0) {
    throw ValueError("arange", kNoStep, kStepAway);
  }
  // As in Theano a range of one number is not broadcastable.
  return {TensorType::of_rank(self.attributes().get_dtype("dtype"), 1)};
}

/// ceil((stop - start) / step) in the types that the operands have, as NumPy computes it.
Variable real_length(const Apply& node) {
  const Variable &start = node.input(0), &stop = node.input(1), &step = node.input(2);
  const auto first = scalar_constant_value(start), last = scalar_constant_value(stop), by = scalar_constant_value(step);
  const DType dtypes[] = {start.dtype(), stop.dtype(), step.dtype()};
  const DType dtype = promote(dtypes);
  if (first && last && by && *by != 0 && (dtype == DType::Float64 || dtype == DType::Float32)) {
    const double count = dtype == DType::Float64
                             ? (*last - *first) / *by
                             : (static_cast<float>(*last) - static_cast<float>(*first)) / static_cast<float>(*by);
    return constant_size(std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(count))));
  }
  const Variable quotient = tensor::true_div(tensor::sub(stop, start), step);
  return max_size(tensor::cast(tensor::ceil(quotient), DType::Int64), constant_size(0));
}

std::vector<SymbolicShape> arange_shape(const Apply& node, std::span<const SymbolicShape>) {
  for (const Variable& v : node.inputs()) {
    if (!is_discrete(v.dtype())) return {{real_length(node)}};
  }
  // ceil(a / b) is -floor(-a / b), for steps of both signs.
  const Variable start = as_size(node.input(0)), stop = as_size(node.input(1)), step = as_size(node.input(2));
  const auto known_step = known_size(step);
  const Variable length = known_step && *known_step == 1
                              ? subtract_sizes(stop, start)
                              : subtract_sizes(constant_size(0), divide_sizes(subtract_sizes(start, stop), step));
  return {{max_size(length, constant_size(0))}};
}

std::vector<SizeCheck> arange_checks(const Apply& node, std::span<const SymbolicShape>) {
  if (scalar_constant_value(node.input(2))) return {};
  return {{as_size(tensor::eq(node.input(2), 0)), constant_size(0), kNoStep, kStepAway, ErrorKind::Value}};
}

void build_arange(LoopNest& nest) {
  const DType dtype = nest.attributes().get_dtype("dtype");
  const Expr index[] = {nest.b.map_index(0)};
  nest.write(0, index, range_element(nest.scalar(0), nest.scalar(2), index[0], dtype));
}

Gradients arange_vjp(const Apply&, std::span<const Variable> g) {
  const Variable steps = tensor::cast(tensor::arange(size_of(g[0], 0)), g[0].dtype());
  return {tensor::sum(g[0]), {}, tensor::sum(tensor::mul(g[0], steps))};
}

// Python's rule for the result: never a narrow integer, and no wider a float than the operands.
DType arange_dtype(const Variable& start, const Variable& stop, const Variable& step) {
  const DType dtypes[] = {start.dtype(), stop.dtype(), step.dtype()};
  const DType dtype = promote(dtypes);
  if (is_unsigned_integer(dtype)) return DType::UInt64;
  return is_discrete(dtype) ? DType::Int64 : dtype;
}

}  // namespace

ir::Expr range_element(ir::Expr start, ir::Expr step, ir::Expr index, DType dtype) {
  const Expr first = ir::cast(start, dtype), second = first + ir::cast(step, dtype);
  return first + ir::cast(index, dtype) * (second - first);
}

namespace ops {

constinit const LoopOp arange{{
    .name = "arange",
    .inputs = {"start", "stop", "step"},
    .summary = "The numbers start, start + step, ... that lie before stop; a step of 0 is a ValueError.",
    .numpy = "numpy.arange(start, stop, step)",
    .types = arange_types,
    .shape = arange_shape,
    .build = build_arange,
    .vjp = arange_vjp,
    .connection = [](const Apply&) -> std::vector<std::vector<bool>> {
      return {{true}, {false}, {true}};
    },
    .print =
        [](const OpInstance& self) {
          return "ARange{dtype='" + std::string(dtype_name(self.attributes().get_dtype("dtype"))) + "'}";
        },
    .checks = arange_checks,
}};

}  // namespace ops

namespace tensor {

Variable arange(const Operand& start, const Operand& stop, const Operand& step, std::optional<DType> dtype) {
  const ProvenanceScope scope(Provenance::current(start.location()));
  if (!dtype) dtype = arange_dtype(start, stop, step);
  return apply_op(make_op(ops::arange, {{"dtype", *dtype}}), {start, stop, step});
}

Variable arange(const Operand& stop) { return arange(Operand(0, stop.location()), stop); }

}  // namespace tensor
}  // namespace theano
