// Ops that choose among their inputs, or pass one on in another dtype or shape.
#include "theano/ops/elementwise/float_like.h"
#include "theano/ops/kinds/vjp_frame.h"
#include "theano/ops/operators.h"

namespace theano {

namespace ops {

using ir::Expr;

constinit const Elementwise cast{{
    .name = "cast",
    .inputs = {"x"},
    .summary = "Each element converted to another dtype; floats are cut toward zero on their way to integers.",
    .dtype = dtype_rules::cast_target,
    .formula = [](std::span<const Expr> x, const Attributes& a) { return ir::cast(x[0], a.get_dtype("dtype")); },
    .vjp = [](auto, auto, auto g) { return g; },
    .print =
        [](const OpInstance& self) {
          return "Elemwise{Cast{" + std::string(dtype_name(self.attributes().get_dtype("dtype"))) + "}}";
        },
    .module = nullptr,
}};

constinit const Elementwise identity{{
    .name = "tensor_copy",
    .inputs = {"x"},
    .summary = "The input itself, as a new variable.",
    .numpy = "x",
    .formula = [](Expr x) { return x; },
    .vjp = [](auto, auto, auto g) { return g; },
    .print = [](const OpInstance&) -> std::string { return "Elemwise{identity}"; },
}};

}  // namespace ops

namespace tensor {

using ir::Expr;
using ir::Prim;
using ir::prim;

namespace {

/// At a tie the whole gradient goes to the first input.
Gradients gradient_of_chosen(const Variable& a, const Variable& chosen, const Variable& g) {
  const Variable is_first = eq(chosen, a);
  return {is_first * g, (number_like(1, g) - is_first) * g};
}

}  // namespace

constinit const Elementwise maximum{{
    .name = "maximum",
    .inputs = {"a", "b"},
    .summary = "The greater of two elements; nan where one is nan.",
    .numpy = "numpy.maximum(a, b)",
    .formula = [](Expr a, Expr b) { return prim(Prim::Max, a, b); },
    .vjp = [](auto a, auto, auto y, auto g) { return gradient_of_chosen(a, y, g); },
    .is_commutative = true,
    .domain = {.is_smooth = false},
}};

constinit const Elementwise minimum{{
    .name = "minimum",
    .inputs = {"a", "b"},
    .summary = "The lesser of two elements; nan where one is nan.",
    .numpy = "numpy.minimum(a, b)",
    .formula = [](Expr a, Expr b) { return prim(Prim::Min, a, b); },
    .vjp = [](auto a, auto, auto y, auto g) { return gradient_of_chosen(a, y, g); },
    .is_commutative = true,
    .domain = {.is_smooth = false},
}};

constinit const Elementwise clip{{
    .name = "clip",
    .inputs = {"x", "min", "max"},
    .summary = "x cut to the range from min to max; nan stays nan.",
    .numpy = "numpy.where(x < min, min, numpy.where(x > max, max, x))",
    .dtype = dtype_rules::promote_real,
    .formula = [](Expr x, Expr low, Expr high) { return ir::select(x < low, low, ir::select(x > high, high, x)); },
    .vjp =
        [](auto x, auto low, auto high, auto, auto g) {
          return Gradients{((x >= low) & (x <= high)) * g, (x < low) * g, (x > high) * g};
        },
    .domain = {.is_smooth = false},
    .module = nullptr,  // the method calls its bounds a_min and a_max: see api.cpp
}};

constinit const Elementwise switch_{{
    .name = "switch",
    .inputs = {"condition", "a", "b"},
    .summary = "a where the condition holds, else b.",
    .numpy = "numpy.where(condition, a, b)",
    .dtype = dtype_rules::condition_first,
    .formula = [](Expr condition, Expr a, Expr b) { return ir::select(condition, a, b); },
    .vjp =
        [](auto condition, auto, auto, auto, auto g) {
          // A step of the condition's size never changes the branch, so its gradient is zero, not missing.
          return Gradients{float_zeros_like(condition), switch_(condition, g, 0), switch_(condition, 0, g)};
        },
    .domain = {.is_smooth = false},
    .aliases = "where",
}};

constinit const Elementwise second{{
    .name = "second",
    .inputs = {"a", "b"},
    .summary = "b, broadcast to the shape of a.",
    .numpy = "numpy.broadcast_arrays(a, b)[1]",
    .dtype = dtype_rules::keep_each,
    .formula = [](Expr, Expr b) { return b; },
    .vjp =
        [](auto, auto, auto, auto g) {
          return Gradients{Variable(), g};
        },
    .connection = [](const Apply&) -> std::vector<std::vector<bool>> {
      return {{false}, {true}};
    },
    .aliases = "fill",
    .methods = "fill",
}};

Variable cast(const Operand& x, DType dtype) {
  if (x.variable().is_tensor() && x.variable().dtype() == dtype) return x.variable();
  const ProvenanceScope scope(Provenance::current(x.location()));
  return apply_op(make_op(ops::cast, {{"dtype", dtype}}), {x.variable()});
}

Variable cast(const Operand& x, std::string_view dtype) { return cast(x, dtype_of(dtype)); }

Variable tensor_copy(const Operand& x) { return ops::identity(x); }

}  // namespace tensor
}  // namespace theano
