// The logarithm of 1 - softmax where softmax rounds to 1, and its gradient: what losses by class need when they count
// wrong classes too, as in -(t * log(p) + (1 - t) * log(1 - p)).
#include <limits>

#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/nnet/checks.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"

namespace theano::ops {

namespace {

constexpr bool kKeepDims = true;

std::vector<SymbolicShape> shape_of_last(const Apply&, std::span<const SymbolicShape> shapes) {
  return {shapes.back()};
}

/// What both ops need: in each row at most one element, the greatest, can be near 1; what the others add up to is
/// computed without it.
struct Rows {
  Variable s;            // softmax
  Variable is_greatest;  // at the first greatest element of the row
  Variable others;       // x less the greatest of the row, -inf at the greatest itself
  explicit Rows(const Variable& x)
      : s(apply_op(make_op(softmax), {x})),
        is_greatest(is_target(x, tensor::argmax(x, 1))),
        others(tensor::switch_(is_greatest, scalar_constant(x.dtype(), -std::numeric_limits<double>::infinity()),
                               x - tensor::max(x, 1, kKeepDims))) {}
};

}  // namespace

constinit const Composite log_one_minus_softmax{{
    .name = "log_one_minus_softmax",
    .inputs = {"x"},
    .summary = "log(1 - softmax(x)) of each row, without log(0) where softmax rounds to 1.",
    .numpy = "numpy.log1p(-scipy.special.softmax(x, axis=1))",
    .max_ulp = 64,
    .types =
        [](const OpInstance&, std::vector<Variable>& inputs) {
          check_float_tensor(inputs[0], "log_one_minus_softmax", "x", 2, 2);
          return std::vector<TypeRef>{inputs[0].type()};
        },
    .shape = shape_of_last,
    .expand =
        [](const OpInstance&, std::span<const Variable> in) {
          const Rows rows(in[0]);
          const Variable greatest = tensor::max(rows.others, 1, kKeepDims);
          // One class only: all the others are no others, and the logarithm is -inf.
          const Variable shift = tensor::switch_(tensor::isinf(greatest), 0, greatest);
          const Variable sum = tensor::sum(tensor::exp(rows.others - shift), 1, kKeepDims);
          const Variable rest = tensor::log(sum) + shift;
          const Variable is_near_one = tensor::and_(rows.is_greatest, tensor::gt(rows.s, 0.5));
          // log(rest / (1 + rest)): the greatest itself is exp(0).
          const Variable at_greatest = rest - tensor::log1p(tensor::exp(rest));
          return std::vector<Variable>{
              tensor::cast(tensor::switch_(is_near_one, at_greatest, tensor::log1p(-rows.s)), in[0].dtype())};
        },
    .vjp =
        [](auto x, auto, auto g) {
          return -apply_op(make_op(one_minus_softmax_grad), {g, x});
        },
}};

constinit const Composite one_minus_softmax_grad{{
    .name = "one_minus_softmax_grad",
    .inputs = {"c", "x"},
    .summary = "The gradient through softmax(x) of c / (1 - softmax(x)), without 1 / 0 where softmax rounds to 1.",
    .numpy = "(lambda s: s * (c / (1 - s) - (s * c / (1 - s)).sum(axis=1, keepdims=True)))"
             "(scipy.special.softmax(x, axis=1))",
    .max_ulp = 1024,
    .types =
        [](const OpInstance&, std::vector<Variable>& inputs) {
          check_float_tensor(inputs[0], "one_minus_softmax_grad", "c", 2, 2);
          check_float_tensor(inputs[1], "one_minus_softmax_grad", "x", 2, 2);
          return std::vector<TypeRef>{inputs[1].type()};
        },
    .shape = shape_of_last,
    .expand =
        [](const OpInstance&, std::span<const Variable> in) {
          const Variable& c = in[0];
          const Rows rows(in[1]);
          const Variable& s = rows.s;
          // c * odds at all but the greatest, whose odds may be infinite: s is at most 1/2 there.
          const Variable weighted = tensor::switch_(rows.is_greatest, 0, c * s / (1 - s));
          const Variable from_others = s * (tensor::sum(weighted, 1, kKeepDims) - weighted);
          // The greatest pulls the others by their softmax among themselves.
          const Variable at_greatest = tensor::sum(tensor::switch_(rows.is_greatest, c * s, 0), 1, kKeepDims);
          const Variable among_others = apply_op(make_op(softmax), {rows.others});
          const Variable from_greatest = tensor::switch_(rows.is_greatest, 0, at_greatest * among_others);
          return std::vector<Variable>{tensor::cast(c * s - from_others - from_greatest, in[1].dtype())};
        },
}};

}  // namespace theano::ops
