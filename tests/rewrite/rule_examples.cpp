// The examples, table by table, in the order of the rules.
#include "rule_examples.h"

#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano::rewrite {
namespace {

using namespace tensor;
using In = std::vector<Variable>;
using nnet::sigmoid;
using nnet::softmax;

constexpr bool kIntegersToo = true;
const ExampleInput kMatrix{{3, 4}}, kSquare{{3, 3}}, kVector{{4}}, kRow{{1, 4}}, kColumn{{3, 1}}, kScalar{{}};
const ExampleInput kClasses{{3}, 0, 3.99, DType::Int64}, kTruth{{3, 4}, -1, 1, DType::Bool};
const ExampleInput kSize{{}, 3, 3.5, DType::Int64};

Variable part(const Variable& x, std::vector<IndexEntry> entries) { return subtensor(x, Index(std::move(entries))); }
Variable at_targets(const Variable& x, const Variable& t) {
  return part(x, {IndexEntry(arange(shape_i(t, 0))), IndexEntry(t)});
}
Variable one(DType dtype) { return scalar_constant(dtype, 1.0); }

std::vector<RuleExample> examples_of_useless_ops() {
  return {
      {"cast(x, its dtype) = x", {kMatrix}, [](const In& v) {
         return apply_op(make_op(ops::cast, {{"dtype", v[0].dtype()}}), {v[0]});
       }, kIntegersToo},
      {"cast(cast(x, wider), d) = cast(x, d)", {{{3, 4}, 0, 9, DType::Int8}},
       [](const In& v) { return cast(cast(v[0], DType::Int32), DType::Float64); }},
      {"tensor_copy(x) = x", {kMatrix}, [](const In& v) { return tensor_copy(v[0]); }, kIntegersToo},
      {"dimshuffles in a row are one", {kMatrix}, [](const In& v) { return dimshuffle(transpose(v[0]), {0, -1, 1}); },
       kIntegersToo},
      {"reshape(reshape(x, a), b) = reshape(x, b)", {kMatrix},
       [](const In& v) { return reshape(flatten(v[0]), {2, 6}); }, kIntegersToo},
      {"reshape(x, x.shape) = x", {kMatrix}, [](const In& v) { return reshape(v[0], ShapeArgument(shape(v[0])), 2); },
       kIntegersToo},
      {"rebroadcast(x, its pattern) = x", {kRow},
       [](const In& v) {
         return apply_op(make_op(ops::rebroadcast, {{"axes", std::vector<std::int64_t>{0}},
                                                    {"broadcastable", std::vector<std::int64_t>{1}}}),
                         {v[0]});
       }},
      {"switch(constant, a, b) = a or b", {kMatrix, kRow}, [](const In& v) { return switch_(0, v[0], v[1]); },
       kIntegersToo},
      {"sum over axes of size 1", {kColumn}, [](const In& v) { return sum(v[0], 1); }, kIntegersToo},
      {"x[:] = x", {kMatrix}, [](const In& v) { return part(v[0], {slice()}); }, kIntegersToo},
      {"join of one tensor", {kMatrix}, [](const In& v) { return apply_op(make_op(ops::join, {{"axis", std::int64_t{0}}}), {v[0]}); },
       kIntegersToo},
      {"constant_folding", {kMatrix}, [](const In& v) { return v[0] + exp(one(v[0].dtype())); }},
      {"dot of 16-bit floats by that of float32", {{{3, 4}, 2, 2, DType::Float16}, {{4}, 3, 3, DType::Float16}},
       [](const In& v) { return dot(v[0], v[1]); }},
      {"shape_i(f(x)) from the sizes of x", {kMatrix}, [](const In& v) { return shape_i(exp(v[0]), 1); }},
      {"shape(x) = make_vector(its sizes)", {kMatrix}, [](const In& v) { return shape(v[0]); }},
      {"make_vector(a, b)[0] = a", {kVector}, [](const In& v) { return shape(v[0])[0]; }},
      {"make_vector(a, b)[0] = a", {kMatrix}, [](const In& v) {
         return part(stack({shape_i(v[0], 0), shape_i(v[0], 1)}), {IndexEntry(-1)});
       }},
  };
}

std::vector<RuleExample> examples_of_fills() {
  const auto filled = [](const In& v) { return alloc(v[0], {3, 4}); };
  return {
      {"second(x, v) = v of the same type", {kMatrix, kMatrix}, [](const In& v) { return second(v[0], v[1]); },
       kIntegersToo},
      {"second(x, v) = alloc(v, x.shape)", {kMatrix, kScalar}, [](const In& v) { return second(v[0], v[1]); },
       kIntegersToo},
      {"alloc(alloc(v)) = alloc(v)", {kScalar}, [](const In& v) { return alloc(alloc(v[0], {4}), {3, 4}); }, kIntegersToo},
      {"alloc(v, v.shape) = v", {kMatrix},
       [](const In& v) { return alloc(v[0], {shape_i(v[0], 0), shape_i(v[0], 1)}); }, kIntegersToo},
      {"dimshuffle(alloc(v)) = alloc(dimshuffle(v))", {kVector},
       [](const In& v) { return transpose(alloc(v[0], {3, 4})); }, kIntegersToo},
      {"reshape(alloc(v)) = alloc(v)", {kScalar}, [=](const In& v) { return reshape(filled(v), {2, 6}); }, kIntegersToo},
      {"sum(alloc(c)) = c * size", {kScalar}, [=](const In& v) { return sum(filled(v), 0); }},
      {"sum(alloc(v)) = v * size", {kScalar, kMatrix}, [](const In& v) { return sum(second(v[1], v[0]), 0); }},
      {"f(alloc(v), b) = f(v, b)", {kScalar, kMatrix},
       [](const In& v) { return v[1] * second(v[1], v[0]); }},
  };
}

std::vector<RuleExample> examples_of_products() {
  return {
      {"cancel factors of products", {kMatrix, kMatrix},
       [](const In& v) { return v[1] / exp(v[0]) * v[1] * exp(v[0]); }},
      {"multiply out what cancels", {kMatrix, kMatrix},
       [](const In& v) { return (v[1] / sigmoid(v[0]) - v[1]) * sigmoid(v[0]); }},
      {"cancel equal factors", {kMatrix, kMatrix}, [](const In& v) { return v[0] * v[1] / v[0] * v[1]; }},
      {"dimshuffle(a * b) = dimshuffle(a) * dimshuffle(b)", {kMatrix, kMatrix},
       [](const In& v) { return transpose(v[0] * v[1]); }, kIntegersToo},
      {"sum(a * b) = sum(a) * b", {kMatrix, kColumn}, [](const In& v) { return sum(v[0] / v[1], 1); }},
      {"sum(a * c) = sum(a) * c", {kMatrix}, [](const In& v) { return sum(v[0] * 2.5, 1); }},
      {"sum(a * c) = sum(a) * c", {kMatrix}, [](const In& v) { return sum(-v[0]); }},
      {"(x + c) + d = x + (c + d)", {kMatrix}, [](const In& v) { return (v[0] - 2.5) - 1.5; }},
      {"(x * c) * d = x * (c * d)", {kMatrix}, [](const In& v) { return (v[0] / 2.5) * 1.5; }},
      {"(x * c) * d = x * (c * d)", {kMatrix}, [](const In& v) { return (1.5 * v[0]) / 3.0; }},
      {"x * c + x * d = x * (c + d)", {kMatrix}, [](const In& v) { return v[0] * 2.5 + v[0]; }},
      {"dot(0, x) = 0", {kMatrix}, [](const In& v) { return dot(zeros_like(v[0], v[0].dtype()), transpose(v[0])); }},
      {"log(p * q) = log(p) + log(q)", {kMatrix, kMatrix}, [](const In& v) { return log(v[1] * exp(v[0])); }},
      {"log(prod(p)) = sum(log(p))", {kMatrix}, [](const In& v) { return log(prod(sigmoid(v[0]), 1)); }},
      {"log(sum(w * exp(x))) without overflow", {kMatrix, kMatrix},
       [](const In& v) { return log(sum(v[1] * exp(v[0]), 1)); }},
      {"exp(log(softmax(x))) = softmax(x)", {kMatrix}, [](const In& v) { return exp(nnet::log_softmax(v[0])); }},
  };
}

std::vector<RuleExample> examples_of_softmax() {
  return {
      {"softmax_with_bias(x, b) = softmax(x + b)", {kMatrix, kVector},
       [](const In& v) { return nnet::softmax_with_bias(v[0], v[1]); }},
      {"log(softmax(x)) = logsoftmax(x)", {kMatrix}, [](const In& v) { return log(softmax(v[0])); }},
      {"log(1 - softmax(x)) without log(0)", {kMatrix}, [](const In& v) { return log(1 - softmax(v[0])); }},
      {"log(part of softmax) = part of log(softmax)", {kMatrix}, [](const In& v) { return log(transpose(softmax(v[0]))); }},
      {"1 - part of sigmoid(x) = part of sigmoid(-x)", {{{5, 4}}, kClasses},
       [](const In& v) { return 1 - part(sigmoid(v[0]), {IndexEntry(v[1])}); }},
      {"log(sum(exp(x))) = logsumexp(x)", {kMatrix}, [](const In& v) { return log(sum(exp(v[0]), 1)); }},
      {"crossentropy of softmax", {kMatrix, kClasses},
       [](const In& v) { return nnet::crossentropy_categorical_1hot(softmax(v[0]), v[1]); }},
      {"gradient of crossentropy of softmax", {kMatrix, kClasses, {{3}}},
       [](const In& v) {
         const Variable s = softmax(v[0]);
         const Variable g = apply_op(make_op(ops::crossentropy_categorical_1hot_grad), {v[2], s, v[1]});
         return apply_op(make_op(ops::softmax_grad), {g, s});
       }},
      {"softmax_grad(a / s, s) = a - sum(a) * s", {kMatrix, kMatrix},
       [](const In& v) {
         const Variable s = softmax(v[0]);
         return apply_op(make_op(ops::softmax_grad), {v[1] / s, s});
       }},
      {"log(softmax(x))[arange(n), t] = -crossentropy", {kMatrix, kClasses},
       [](const In& v) { return at_targets(nnet::log_softmax(v[0]), v[1]); }},
      {"log(softmax(x))[arange(n), t] = -crossentropy", {{{5, 4}}, kClasses},
       [](const In& v) { return at_targets(nnet::log_softmax(v[0]), v[1]); }},
      {"gradient of crossentropy by index", {{{5, 4}}, kClasses, {{3}}},
       [](const In& v) {
         const Variable a = inc_subtensor(at_targets(zeros_like(v[0], v[0].dtype()), v[1]), v[2]);
         return a - sum(a, 1, true) * softmax(v[0]);
       }},
  };
}

std::vector<RuleExample> examples_of_choices() {
  return {
      {"switch(cast(b), a, c) = switch(b, a, c)", {kTruth, kMatrix, kMatrix},
       [](const In& v) { return switch_(cast(v[0], DType::Int32), v[1], v[2]); }, kIntegersToo},
      {"f(switch(c, a, b), switch(c, d, e)) under one switch", {kTruth, kMatrix, kMatrix},
       [](const In& v) {
         const Variable zero = scalar_constant(v[1].dtype(), 0.0);
         return switch_(v[0], v[1], zero) + switch_(v[0], v[2], zero);
       }, kIntegersToo},
      {"comparison of a size", {kMatrix}, [](const In& v) { return lt(shape_i(v[0], 0), 0); }},
      {"maximum(size, 0) = size", {kMatrix}, [](const In& v) { return maximum(0, shape_i(v[0], 0)); }},
      {"i == i", {{{3, 4}, 0, 5, DType::Int32}}, [](const In& v) { return eq(v[0], v[0]); }},
      {"floor(whole number) = it", {kMatrix}, [](const In& v) { return floor(round(v[0])); }},
  };
}

std::vector<RuleExample> examples_of_subtensors() {
  return {
      {"x[0:n] = x", {kMatrix}, [](const In& v) { return part(v[0], {slice(0, shape_i(v[0], 0), 1)}); }, kIntegersToo},
      {"x[i][j] as one part", {kMatrix}, [](const In& v) { return part(part(v[0], {slice(1)}), {slice(1), IndexEntry(2)}); },
       kIntegersToo},
      {"x[i][j] as one part", {{{9}}}, [](const In& v) {
         return part(part(v[0], {slice({}, {}, -1)}), {slice(-7, 6, 2)});
       }, kIntegersToo},
      {"x[i][j] as one part", {{{9}}}, [](const In& v) { return part(part(v[0], {slice(1, 7, 2)}), {slice(1, 9)}); },
       kIntegersToo},
      {"f(x)[i] = f(x[i])", {kMatrix, kRow}, [](const In& v) { return part(v[0] + v[1], {IndexEntry(2), slice(1)}); },
       kIntegersToo},
      {"dimshuffle(x)[i] = dimshuffle(x[j])", {kMatrix},
       [](const In& v) { return part(dimshuffle(v[0], {1, -1, 0}), {slice(1, 3), slice(), IndexEntry(-1)}); }, kIntegersToo},
      {"alloc(v)[i] = alloc(v[i])", {kVector, kSize},
       [](const In& v) { return part(alloc(v[0], {v[1], shape_i(v[0], 0)}), {slice(1), slice(2)}); }, kIntegersToo},
      {"dot(a, b)[i, j] = dot(a[i], b[:, j])", {kMatrix, {{4, 5}}},
       [](const In& v) { return part(dot(v[0], v[1]), {slice(1), IndexEntry(-2)}); }},
      {"make_vector(a, b, c)[i:j]", {kMatrix},
       [](const In& v) { return part(stack({shape_i(v[0], 0), shape_i(v[0], 1), shape_i(v[0], 0)}), {slice(1, 3)}); }},
      {"x[i] += 0", {kMatrix},
       [](const In& v) { return inc_subtensor(part(v[0], {IndexEntry(1)}), scalar_constant(v[0].dtype(), 0.0)); },
       kIntegersToo},
      {"x[i] = x[i]", {kMatrix},
       [](const In& v) { return set_subtensor(part(v[0], {IndexEntry(1)}), part(v[0], {IndexEntry(1)})); }, kIntegersToo},
      {"x[i] = x[i]", {kMatrix, kVector},
       [](const In& v) { return set_subtensor(part(v[0], {IndexEntry(1)}), v[1] + part(v[0], {IndexEntry(1)})); },
       kIntegersToo},
      {"x[0:n] += y without useless bounds", {kMatrix, {{2, 4}}},
       [](const In& v) { return inc_subtensor(part(v[0], {slice(0, 2, 1)}), v[1]); }, kIntegersToo},
      {"x[:] = y", {kMatrix, kVector}, [](const In& v) { return inc_subtensor(part(v[0], {slice()}), v[1]); },
       kIntegersToo},
      {"zeros[i] += y as zeros[i] = y", {kMatrix, kVector},
       [](const In& v) { return inc_subtensor(part(zeros_like(v[0], v[0].dtype()), {IndexEntry(1)}), v[1]); },
       kIntegersToo},
      {"x[i] += alloc(y) as x[i] += y", {kMatrix, kScalar},
       [](const In& v) { return inc_subtensor(part(v[0], {IndexEntry(1)}), alloc(v[1], {shape_i(v[0], 1)})); },
       kIntegersToo},
      {"(x with y at [i])[i] = y", {kMatrix, kScalar},
       [](const In& v) { return part(set_subtensor(part(v[0], {slice(1)}), v[1]), {slice(1)}); }, kIntegersToo},
      {"(x with y at [i])[i] = y", {kMatrix, kVector},
       [](const In& v) { return part(inc_subtensor(part(v[0], {slice(1)}), v[1]), {slice(1)}); }, kIntegersToo},
  };
}

std::vector<RuleExample> examples_of_joins() {
  return {
      {"join(a, nothing) = a", {kMatrix},
       [](const In& v) {
         return join(0, {v[0], make_constant(Array::zeros(v[0].dtype(), {0, 4})), v[0]});
       }, kIntegersToo},
      {"join(join(a, b), c) = join(a, b, c)", {kMatrix, kMatrix},
       [](const In& v) { return join(1, {join(1, {v[0], v[1]}), v[0]}); }, kIntegersToo},
      {"join of make_vectors", {kScalar, kScalar},
       [](const In& v) { return join(0, {stack({v[0], v[1]}), stack({v[1]})}); }, kIntegersToo},
      {"join(x[:k], x[k:]) = x", {kMatrix},
       [](const In& v) { return join(0, {part(v[0], {slice({}, 2)}), part(v[0], {slice(2)})}); }, kIntegersToo},
      {"join(a, b)[i] = a[i]", {kMatrix, kMatrix},
       [](const In& v) {
         const Variable end = shape_i(v[0], 0) + shape_i(v[1], 0);
         return part(join(0, {v[0], v[1], v[0]}), {slice(shape_i(v[0], 0), end)});
       }, kIntegersToo},
      {"join(a, b)[i] = a[i]", {kScalar, kScalar},
       [](const In& v) {
         const auto pair = [](const Variable& a, const Variable& b) { return stack({a, b}); };
         return part(apply_op(make_op(ops::join, {{"axis", std::int64_t{0}}}), {pair(v[0], v[1]), pair(v[1], v[1])}),
                     {IndexEntry(1)});
       }, kIntegersToo},
  };
}

std::vector<RuleExample> examples_of_shapes() {
  return {
      {"reshape that adds axes is a dimshuffle", {kMatrix},
       [](const In& v) { return reshape(v[0], {shape_i(v[0], 0), 1, shape_i(v[0], 1)}); }, kIntegersToo},
      {"reshape of added axes", {kMatrix}, [](const In& v) { return reshape(dimshuffle(v[0], {0, -1, 1}), {2, 6}); },
       kIntegersToo},
      {"reshape(f(x)) = f(reshape(x))", {kMatrix}, [](const In& v) { return reshape(exp(v[0]), {2, 6}); }},
      {"dimshuffle(f(x)) = f(dimshuffle(x))", {kMatrix}, [](const In& v) { return transpose(exp(v[0])); }},
      {"dot(a, b).T = dot(b.T, a.T)", {kMatrix, {{4, 5}}}, [](const In& v) { return transpose(dot(v[0], v[1])); }},
  };
}

std::vector<RuleExample> examples_of_reductions() {
  return {
      {"reduction over all axes", {kMatrix}, [](const In& v) { return max(v[0], {0, 1}); }, kIntegersToo},
      {"reduction over axes of size 1 or none", {kColumn}, [](const In& v) { return prod(v[0], {0, 1}); }, kIntegersToo},
      {"reduction over axes of size 1 or none", {kColumn}, [](const In& v) { return any(v[0], 1); }, kIntegersToo},
      {"reduction of a reduction is one", {{{2, 3, 4}}}, [](const In& v) { return sum(sum(v[0], 1), 1); }, kIntegersToo},
      {"reduction of a reduction is one", {{{2, 3, 4}}}, [](const In& v) { return min(min(v[0], 0)); }, kIntegersToo},
      {"reduction of a dimshuffle", {{{2, 3, 4}}},
       [](const In& v) { return max(dimshuffle(v[0], {2, -1, 0, 1}), {1, 3}); }, kIntegersToo},
      {"sum(join(a, b)) = sum(a) + sum(b)", {kMatrix, kMatrix},
       [](const In& v) { return sum(join(1, {v[0], v[1]}), 1); }, kIntegersToo},
      {"any(x != 0) = any(x)", {kMatrix}, [](const In& v) { return all(neq(v[0], 0), 0); }, kIntegersToo},
      {"max(-x) = -min(x)", {kMatrix}, [](const In& v) { return max(-v[0], 0); }},
      {"max(-x) = -min(x)", {kMatrix}, [](const In& v) { return argmin(-v[0], 0); }},
      {"max_and_argmax of which one is used", {kMatrix}, [](const In& v) { return max_and_argmax(v[0], 1)[1]; },
       kIntegersToo},
      {"max(x) and argmax(x) together", {kMatrix}, [](const In& v) { return max(v[0], 1) + argmax(v[0], 1); },
       kIntegersToo},
  };
}

}  // namespace

const std::vector<RuleExample>& rule_examples() {
  static const std::vector<RuleExample> all = [] {
    std::vector<RuleExample> list;
    for (auto& part : {examples_of_useless_ops(), examples_of_fills(), examples_of_products(), examples_of_softmax(),
                       examples_of_choices(), examples_of_subtensors(), examples_of_joins(), examples_of_shapes(),
                       examples_of_reductions()})
      list.insert(list.end(), part.begin(), part.end());
    return list;
  }();
  return all;
}

}  // namespace theano::rewrite
