// Products of vectors and matrices.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

using ir::Expr;

int inner_axis_of_second(const Variable& y) { return std::max(0, y.ndim() - 2); }

std::string text_of(const Variable& v, const char* role) { return v.name().empty() ? role : v.name(); }

// Which transposition would make the sizes agree, if one does.
std::string way_out(const Variable& x, const Variable& y, std::int64_t inner_x, std::int64_t inner_y) {
  const Shape& xs = x.tensor_type().sizes();
  const Shape& ys = y.tensor_type().sizes();
  const std::string a = text_of(x, "x"), b = text_of(y, "y");
  if (y.ndim() == 2 && ys[1] == inner_x) return "dot(" + a + ", " + b + ".T) has agreeing sizes.";
  if (x.ndim() == 2 && xs[0] == inner_y) return "dot(" + a + ".T, " + b + ") has agreeing sizes.";
  return "check where the two shapes come from, or transpose one of them.";
}

std::string mismatch_sentence(const Variable& x, const Variable& y, const std::string& a, const std::string& b) {
  return "the inner sizes must agree, but x.shape[" + std::to_string(x.ndim() - 1) + "] is " + a + " and y.shape[" +
         std::to_string(inner_axis_of_second(y)) + "] is " + b + ".";
}

std::vector<TypeRef> dot_types(const OpInstance&, std::vector<Variable>& inputs) {
  for (const Variable& v : inputs) {
    if (v.ndim() == 1 || v.ndim() == 2) continue;
    throw TypeError(ErrorReport{
        .op = "dot",
        .sentence = "both operands must be vectors or matrices, but one has " + std::to_string(v.ndim()) + " axes.",
        .operands = {describe_operand("x", inputs[0]), describe_operand("y", inputs[1])},
        .way_out = "use tensordot for tensors."});
  }
  const DType dtype = promote(inputs[0].dtype(), inputs[1].dtype());
  const Variable x = inputs[0], y = inputs[1];
  const Shape& xs = x.tensor_type().sizes();
  const Shape& ys = y.tensor_type().sizes();
  const std::int64_t inner_x = xs.back(), inner_y = ys[static_cast<std::size_t>(inner_axis_of_second(y))];
  if (inner_x != kUnknownSize && inner_y != kUnknownSize && inner_x != inner_y) {
    throw ShapeError(ErrorReport{.op = "dot",
                                 .sentence = mismatch_sentence(x, y, std::to_string(inner_x), std::to_string(inner_y)),
                                 .operands = {describe_operand("x", x), describe_operand("y", y)},
                                 .way_out = way_out(x, y, inner_x, inner_y)});
  }
  for (Variable& v : inputs) {
    if (v.dtype() != dtype) v = tensor::cast(v, dtype);
  }
  Shape sizes;
  if (x.ndim() == 2) sizes.push_back(xs[0]);
  if (y.ndim() == 2) sizes.push_back(ys[1]);
  return {TensorType::of(dtype, std::move(sizes))};
}

std::vector<SymbolicShape> dot_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  SymbolicShape result;
  if (node.input(0).ndim() == 2) result.push_back(shapes[0][0]);
  if (node.input(1).ndim() == 2) result.push_back(shapes[1][1]);
  return {result};
}

// Sums products along k; `first` and `second` make the indices of the operands. Of booleans: or of ands.
Expr sum_of_products(LoopNest& nest, Expr extent, const std::function<std::vector<Expr>(Expr)>& first,
                     const std::function<std::vector<Expr>(Expr)>& second) {
  const DType dtype = nest.node.input(0).dtype();
  const ir::Combine combine = is_bool(dtype) ? ir::Combine::Or : ir::Combine::Sum;
  const Expr extents[] = {extent};
  return nest.b.reduce(combine, dtype, extents, [&](std::span<const Expr> k) {
    const Expr a = nest.read(0, first(k[0])), b = nest.read(1, second(k[0]));
    return is_bool(dtype) ? a & b : a * b;
  });
}

void build_dot(LoopNest& nest) {
  const bool is_matrix_x = nest.node.input(0).ndim() == 2, is_matrix_y = nest.node.input(1).ndim() == 2;
  const std::vector<Expr> point = nest.b.map_indices();
  const Expr total = sum_of_products(
      nest, nest.input_size(0, is_matrix_x ? 1 : 0),
      [&](Expr k) {
        return is_matrix_x ? std::vector<Expr>{point[0], k} : std::vector<Expr>{k};
      },
      [&](Expr k) {
        return is_matrix_y ? std::vector<Expr>{k, point.back()} : std::vector<Expr>{k};
      });
  nest.write(0, point, total);
}

std::vector<SizeCheck> dot_checks(const Apply& node, std::span<const SymbolicShape> shapes) {
  const Variable& a = shapes[0].back();
  const Variable& b = shapes[1][static_cast<std::size_t>(inner_axis_of_second(node.input(1)))];
  if (is_same_size(a, b)) return {};
  return {{a, b, mismatch_sentence(node.input(0), node.input(1), "{0}", "{1}"),
           "check where the two shapes come from, or transpose one of them."}};
}

Variable as_column(const Variable& v) { return dimshuffled(v, {0, -1}); }
Variable as_row(const Variable& v) { return dimshuffled(v, {-1, 0}); }
Variable transposed(const Variable& m) { return dimshuffled(m, {1, 0}); }
Variable product(const Variable& a, const Variable& b) { return apply_op(make_op(ops::dot), {a, b}); }

// An operand that was cast has its gradient in the dtype of the product; its pattern must be the operand's.
Variable like(const Variable& gradient, const Variable& operand) {
  return tensor::patternbroadcast(gradient, operand.tensor_type().broadcastable());
}

Gradients dot_vjp(const Apply& node, std::span<const Variable> gradients) {
  const Variable& x = node.input(0);
  const Variable& y = node.input(1);
  const Variable& g = gradients[0];
  Variable gx, gy;
  if (x.ndim() == 1 && y.ndim() == 1) {
    gx = tensor::mul(g, y);
    gy = tensor::mul(g, x);
  } else if (x.ndim() == 2 && y.ndim() == 1) {
    gx = tensor::mul(as_column(g), as_row(y));
    gy = product(transposed(x), g);
  } else if (x.ndim() == 1) {
    gx = product(g, transposed(y));
    gy = tensor::mul(as_column(x), as_row(g));
  } else {
    gx = product(g, transposed(y));
    gy = product(transposed(x), g);
  }
  return {like(gx, x), like(gy, y)};
}

// ----- batched -----

std::vector<TypeRef> batched_types(const OpInstance&, std::vector<Variable>& inputs) {
  for (const Variable& v : inputs) {
    if (v.ndim() == 2 || v.ndim() == 3) continue;
    throw TypeError(
        ErrorReport{.op = "batched_dot",
                    .sentence = "both operands must have 2 or 3 axes, but one has " + std::to_string(v.ndim()) + ".",
                    .operands = {describe_operand("x", inputs[0]), describe_operand("y", inputs[1])},
                    .way_out = "add or join axes with dimshuffle or reshape."});
  }
  const DType dtype = promote(inputs[0].dtype(), inputs[1].dtype());
  const Shape xs = inputs[0].tensor_type().sizes(), ys = inputs[1].tensor_type().sizes();
  for (Variable& v : inputs) {
    if (v.dtype() != dtype) v = tensor::cast(v, dtype);
  }
  // As in Theano the batch axis is broadcastable where either is.
  Shape sizes{xs[0] == 1 || ys[0] == 1 ? 1 : std::max(xs[0], ys[0])};
  if (xs.size() == 3) sizes.push_back(xs[1]);
  if (ys.size() == 3) sizes.push_back(ys[2]);
  return {TensorType::of(dtype, std::move(sizes))};
}

std::vector<SymbolicShape> batched_shape(const Apply& node, std::span<const SymbolicShape> shapes) {
  SymbolicShape result{shapes[0][0]};
  if (node.input(0).ndim() == 3) result.push_back(shapes[0][1]);
  if (node.input(1).ndim() == 3) result.push_back(shapes[1][2]);
  return {result};
}

void build_batched(LoopNest& nest) {
  const bool is_matrix_x = nest.node.input(0).ndim() == 3, is_matrix_y = nest.node.input(1).ndim() == 3;
  const std::vector<Expr> point = nest.b.map_indices();
  const Expr total = sum_of_products(
      nest, nest.input_size(0, is_matrix_x ? 2 : 1),
      [&](Expr k) {
        return is_matrix_x ? std::vector<Expr>{point[0], point[1], k} : std::vector<Expr>{point[0], k};
      },
      [&](Expr k) {
        return is_matrix_y ? std::vector<Expr>{point[0], k, point.back()} : std::vector<Expr>{point[0], k};
      });
  nest.write(0, point, total);
}

std::vector<SizeCheck> batched_checks(const Apply&, std::span<const SymbolicShape> shapes) {
  std::vector<SizeCheck> checks;
  if (!is_same_size(shapes[0][0], shapes[1][0])) {
    checks.push_back({shapes[0][0], shapes[1][0],
                      "the numbers of products must agree, but x.shape[0] is {0} and y.shape[0] is {1}.",
                      "check where the two shapes come from."});
  }
  if (!is_same_size(shapes[0].back(), shapes[1][1])) {
    checks.push_back({shapes[0].back(), shapes[1][1],
                      "the inner sizes must agree, but x.shape[" + std::to_string(shapes[0].size() - 1) +
                          "] is {0} and y.shape[1] is {1}.",
                      "check where the two shapes come from, or transpose the last axes of one of them."});
  }
  return checks;
}

Variable batched_product(const Variable& a, const Variable& b) { return apply_op(make_op(ops::batched_dot), {a, b}); }

Gradients batched_vjp(const Apply& node, std::span<const Variable> gradients) {
  const Variable& x = node.input(0);
  const Variable& y = node.input(1);
  const Variable& g = gradients[0];
  const auto swapped = [](const Variable& v) { return dimshuffled(v, {0, 2, 1}); };
  Variable gx, gy;
  if (x.ndim() == 2 && y.ndim() == 2) {
    gx = tensor::mul(as_column(g), y);
    gy = tensor::mul(as_column(g), x);
  } else if (x.ndim() == 3 && y.ndim() == 2) {
    gx = tensor::mul(dimshuffled(g, {0, 1, -1}), dimshuffled(y, {0, -1, 1}));
    gy = batched_product(swapped(x), g);
  } else if (x.ndim() == 2) {
    gx = batched_product(g, swapped(y));
    gy = tensor::mul(dimshuffled(x, {0, 1, -1}), dimshuffled(g, {0, -1, 1}));
  } else {
    gx = batched_product(g, swapped(y));
    gy = batched_product(swapped(x), g);
  }
  return {like(gx, x), like(gy, y)};
}

}  // namespace

namespace ops {

constinit const LibraryOp dot{{
    .routine = Routine::Dot,
    .loop =
        {
            .name = "dot",
            .inputs = {"x", "y"},
            .summary = "Product of vectors and matrices.",
            .numpy = "numpy.dot(x, y)",
            .types = dot_types,
            .shape = dot_shape,
            .build = build_dot,
            .vjp = dot_vjp,
            .print = [](const OpInstance&) { return std::string("dot"); },
            .checks = dot_checks,
        },
}};

constinit const LoopOp batched_dot{{
    .name = "batched_dot",
    .inputs = {"x", "y"},
    .summary = "Product of x[i] and y[i] for every i.",
    .numpy = "numpy.stack([numpy.dot(a, b) for a, b in zip(x, y)])",
    .types = batched_types,
    .shape = batched_shape,
    .build = build_batched,
    .vjp = batched_vjp,
    .print = [](const OpInstance&) { return std::string("BatchedDot"); },
    .checks = batched_checks,
}};

}  // namespace ops

namespace tensor {

Variable dot(const Operand& a_in, const Operand& b_in) {
  const ProvenanceScope scope(Provenance::current(a_in.location()));
  const Variable& a = a_in;
  const Variable& b = b_in;
  if (a.ndim() == 0 || b.ndim() == 0) return mul(a, b);
  if (a.ndim() > 2 || b.ndim() > 2) return tensordot(a, b, {a.ndim() - 1}, {inner_axis_of_second(b)});
  return product(a, b);
}

Variable outer(const Operand& x_in, const Operand& y_in) {
  const ProvenanceScope scope(Provenance::current(x_in.location()));
  const Variable x = x_in.variable().ndim() == 1 ? x_in.variable() : flatten(x_in);
  const Variable y = y_in.variable().ndim() == 1 ? y_in.variable() : flatten(y_in);
  return mul(as_column(x), as_row(y));
}

Variable batched_dot(const Operand& a_in, const Operand& b_in) {
  const ProvenanceScope scope(Provenance::current(a_in.location()));
  const Variable& a = a_in;
  const Variable& b = b_in;
  if (a.ndim() == 0 || b.ndim() == 0) {
    throw TypeError(ErrorReport{.op = "batched_dot",
                                .sentence = "both operands must have at least one (batch) axis, but one is a scalar.",
                                .operands = {describe_operand("a", a), describe_operand("b", b)},
                                .way_out = "multiply by the scalar."});
  }
  // Scalars per element of the batch scale what the other has.
  if (a.ndim() == 1 && b.ndim() >= 1)
    return mul(dimshuffled(a,
                           [&] {
                             std::vector<std::int64_t> order(static_cast<std::size_t>(b.ndim()), -1);
                             order[0] = 0;
                             return order;
                           }()),
               b);
  if (b.ndim() == 1 && a.ndim() > 1) return batched_dot(b, a);
  if (a.ndim() > 3 || b.ndim() > 3) {
    return batched_tensordot(a, b, {a.ndim() - 1}, {std::max(1, b.ndim() - 2)});
  }
  return batched_product(a, b);
}

Variable matrix_dot(const std::vector<Variable>& factors) {
  if (factors.empty()) throw ValueError("matrix_dot", "there must be a factor.", "pass one matrix or more.");
  Variable result = factors[0];
  for (std::size_t i = 1; i < factors.size(); ++i) result = dot(result, factors[i]);
  return result;
}

}  // namespace tensor
}  // namespace theano
