// Sum and product.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/reduction/cumulative.h"
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

// For each element the product of those that are folded with it, without it.
Variable others(const Variable& x, const std::vector<std::int64_t>& folded) {
  if (folded.size() == 1) return product_of_others(x, folded[0]);
  // The folded axes become one behind the rest, and go back afterwards.
  std::vector<std::int64_t> order;
  SymbolicShape moved_sizes, joined_sizes, folded_sizes;
  for (int axis = 0; axis < x.ndim(); ++axis) {
    if (std::ranges::binary_search(folded, axis)) continue;
    order.push_back(axis);
    moved_sizes.push_back(size_of(x, axis));
  }
  joined_sizes = moved_sizes;
  for (const std::int64_t axis : folded) {
    order.push_back(axis);
    folded_sizes.push_back(size_of(x, static_cast<int>(axis)));
    moved_sizes.push_back(folded_sizes.back());
  }
  joined_sizes.push_back(product_of_sizes(folded_sizes));
  const auto kept_count = static_cast<std::int64_t>(joined_sizes.size()) - 1;
  const Variable joined = tensor::reshape(dimshuffled(x, order), ShapeArgument(std::move(joined_sizes)), kept_count + 1);
  const Variable result = tensor::reshape(product_of_others(joined, kept_count),
                                          ShapeArgument(std::move(moved_sizes)), std::int64_t{x.ndim()});
  std::vector<std::int64_t> back(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) back[static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i);
  return tensor::patternbroadcast(dimshuffled(result, std::move(back)), x.tensor_type().broadcastable());
}

// The derivative of a product with respect to a factor is the product of the others.
Gradients holomorphic_prod_vjp(const Apply& node, std::span<const Variable> g) {
  const Variable& x = node.input(0);
  const Variable gradient = fold::expanded(node, g[0]);
  if (node.op()->attributes().has("no_zeros_in_input")) {
    const Variable y = const_cast<Apply&>(node).output(0);
    return {tensor::mul(gradient, tensor::true_div(fold::expanded(node, y), x))};
  }
  const std::vector<std::int64_t> axes = reduced_axes(node);
  if (axes.empty()) return {gradient};
  const DType acc_dtype = node.op()->attributes().get_dtype("acc_dtype");
  const Variable wide = tensor::mul(gradient, others(tensor::cast(x, acc_dtype), axes));
  return {is_discrete(x.dtype()) ? wide : tensor::cast(wide, x.dtype())};
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

/// An accumulator must hold what it adds up; whole numbers may be added up in floats.
void check_accumulator(const OpDefinition& definition, const Variable& x, DType acc_dtype) {
  const DType own = x.dtype();
  if (promote(own, acc_dtype) == acc_dtype || (is_discrete(own) && is_inexact(acc_dtype))) return;
  throw TypeError(ErrorReport{.op = std::string(definition.name()),
                              .sentence = "acc_dtype must hold the elements, but " + std::string(dtype_name(acc_dtype)) +
                                          " would lose of " + std::string(dtype_name(own)) + ".",
                              .operands = {describe_operand("x", x)},
                              .way_out = "leave acc_dtype out, or cast x first."});
}

/// Complex numbers become real in more than one way, so a real result is no cast.
void check_result(const OpDefinition& definition, const Variable& x, DType dtype) {
  if (!is_complex(x.dtype()) || is_complex(dtype)) return;
  throw TypeError(ErrorReport{.op = std::string(definition.name()),
                              .sentence = "the result of complex numbers is complex, but dtype is " +
                                          std::string(dtype_name(dtype)) + ".",
                              .operands = {describe_operand("x", x)},
                              .way_out = "take the real part, the imaginary part or the absolute value first."});
}

Variable accumulate(const OpDefinition& definition, const Operand& x, const Axes& axis, bool keepdims,
                    std::optional<DType> dtype, std::optional<DType> acc_dtype, bool no_zeros) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const DType own = x.variable().dtype();
  if (acc_dtype) check_accumulator(definition, x, *acc_dtype);
  if (dtype) check_result(definition, x, *dtype);
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

constinit const LoopOp sum{fold::block("sum", "Sum over axes.", "numpy.sum(x)", accumulation_types,
                                       build_accumulation<ir::Combine::Sum>, sum_vjp, [](const OpInstance& self) {
                                         return print_accumulation(self, "Sum");
                                       })};

constinit const LoopOp prod{fold::block("prod", "Product over axes.", "numpy.prod(x)", accumulation_types,
                                        build_accumulation<ir::Combine::Prod>, prod_vjp, [](const OpInstance& self) {
                                          return print_accumulation(self, "Prod");
                                        })};

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
