// Sum and product.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/reduction/fold.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

using ir::Expr;

std::vector<TypeRef> accumulation_types(const OpInstance& self, std::vector<Variable>& inputs) {
  return {TensorType::of(self.attributes().get_dtype("dtype"), fold::kept_sizes(self, inputs[0]))};
}

template <ir::Combine combine>
void build_accumulation(LoopNest& nest) {
  const fold::Walk walk(nest);
  const DType dtype = nest.attributes().get_dtype("dtype");
  const std::vector<Expr> point = nest.b.map_indices();
  if (walk.is_empty()) return nest.write(0, point, ir::cast(walk.element({}), dtype));
  const Expr total = nest.b.reduce(combine, nest.attributes().get_dtype("acc_dtype"), walk.extents(),
                                   [&](std::span<const Expr> folded) { return walk.element(folded); });
  nest.write(0, point, ir::cast(total, dtype));
}

Gradients sum_vjp(const Apply& node, std::span<const Variable> g) {
  return {tensor::second(node.input(0), fold::expanded(node, g[0]))};
}

// The derivative of a product with respect to a factor is the product of the others. Taken as the product of what is
// not zero over the factor (1 where it is zero), and 0 where another factor is zero.
Gradients holomorphic_prod_vjp(const Apply& node, std::span<const Variable> g) {
  const Variable& x = node.input(0);
  const Variable gradient = fold::expanded(node, g[0]);
  if (node.op()->attributes().has("no_zeros_in_input")) {
    const Variable y = const_cast<Apply&>(node).output(0);
    return {tensor::mul(gradient, tensor::true_div(fold::expanded(node, y), x))};
  }
  const Op& op = node.op();
  const std::vector<std::int64_t> axes = reduced_axes(node);
  const Variable is_zero = tensor::eq(x, scalar_constant(x.dtype(), std::int64_t{0}));
  const Variable factor = tensor::switch_(is_zero, scalar_constant(x.dtype(), std::int64_t{1}), x);
  const Variable product = apply_op(op, {factor});
  const Variable zeros = tensor::sum(is_zero, Axes(axes));
  const Variable is_only_zero = tensor::eq(fold::expanded(node, zeros), is_zero);
  const Variable others = tensor::true_div(fold::expanded(node, product), factor);
  return {
      tensor::mul(gradient, tensor::switch_(is_only_zero, others, scalar_constant(others.dtype(), std::int64_t{0})))};
}

// By the conjugate of the derivative, as all gradients of complex numbers.
Gradients prod_vjp(const Apply& node, std::span<const Variable> g) {
  if (!is_complex(g[0].dtype())) return holomorphic_prod_vjp(node, g);
  const Variable conjugate = tensor::conj(g[0]);
  return {tensor::conj(holomorphic_prod_vjp(node, {&conjugate, 1})[0])};
}

std::string print_accumulation(const OpInstance& self, const char* name) {
  std::string text = std::string(name) + "{";
  if (self.attributes().has("axis")) {
    text += "axis=[";
    const char* separator = "";
    for (const std::int64_t axis : self.attributes().get_ints("axis")) {
      text += separator + std::to_string(axis);
      separator = ", ";
    }
    text += "], ";
  }
  return text + "acc_dtype=" + std::string(dtype_name(self.attributes().get_dtype("acc_dtype"))) + "}";
}

DType result_dtype(DType input) {
  if (is_unsigned_integer(input)) return DType::UInt64;
  return is_discrete(input) ? DType::Int64 : input;
}

DType accumulation_dtype(DType input) {
  switch (input) {
    case DType::Float16:
    case DType::BFloat16:
      return DType::Float32;
    case DType::Float32:
      return DType::Float64;
    case DType::Complex64:
      return DType::Complex128;
    default:
      return result_dtype(input);
  }
}

Variable accumulate(const OpDefinition& definition, const Operand& x, const Axes& axis, bool keepdims,
                    std::optional<DType> dtype, std::optional<DType> acc_dtype, bool no_zeros) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const DType own = x.variable().dtype();
  const auto axes = fold::normalized_axes(x, axis, definition.docs().name.data());
  Op op = make_accumulation(definition, axes, dtype.value_or(result_dtype(own)),
                            acc_dtype.value_or(accumulation_dtype(own)));
  if (no_zeros) {
    Attributes attributes = op->attributes();
    attributes.set("no_zeros_in_input", true);
    op = make_op(definition, std::move(attributes));
  }
  const Variable result = apply_op(op, {x});
  return keepdims ? fold::with_kept_axes(x, result, axes) : result;
}

}  // namespace

namespace ops {

constinit const LoopOp sum{{
    .name = "sum",
    .inputs = {"x"},
    .summary = "Sum over axes.",
    .numpy = "numpy.sum(x)",
    .types = accumulation_types,
    .shape = fold::shapes,
    .build = build_accumulation<ir::Combine::Sum>,
    .vjp = sum_vjp,
    .print = [](const OpInstance& self) { return print_accumulation(self, "Sum"); },
}};

constinit const LoopOp prod{{
    .name = "prod",
    .inputs = {"x"},
    .summary = "Product over axes.",
    .numpy = "numpy.prod(x)",
    .types = accumulation_types,
    .shape = fold::shapes,
    .build = build_accumulation<ir::Combine::Prod>,
    .vjp = prod_vjp,
    .print = [](const OpInstance& self) { return print_accumulation(self, "Prod"); },
}};

}  // namespace ops

namespace tensor {

Variable sum(const Operand& x, const Axes& axis, bool keepdims, std::optional<DType> dtype,
             std::optional<DType> acc_dtype) {
  return accumulate(ops::sum, x, axis, keepdims, dtype, acc_dtype, false);
}

Variable prod(const Operand& x, const Axes& axis, bool keepdims, std::optional<DType> dtype,
              std::optional<DType> acc_dtype, bool no_zeros_in_input) {
  return accumulate(ops::prod, x, axis, keepdims, dtype, acc_dtype, no_zeros_in_input);
}

}  // namespace tensor
}  // namespace theano
