// The ops on shapes: types, values, derivatives, errors and texts.
#include <gtest/gtest.h>

#include "ops/graph_runner.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

using namespace testing_ops;
using tensor::matrix;
using tensor::vector;
using Flags = std::vector<bool>;

Flags pattern(const Variable& v) { return v.tensor_type().broadcastable(); }
Array ints(std::vector<std::int64_t> values) {
  const auto n = static_cast<std::int64_t>(values.size());
  return Array::from(values, {n});
}

TEST(Dimshuffle, TypesAndTexts) {
  const Variable m = matrix("m");
  EXPECT_EQ(tensor::dimshuffle(m, {1, 0}).to_string(), "InplaceDimShuffle{1,0}.0");
  EXPECT_EQ(tensor::dimshuffle(m, {0, -1, 1}).to_string(), "InplaceDimShuffle{0,x,1}.0");
  EXPECT_EQ(pattern(tensor::dimshuffle(m, {0, -1, 1})), (Flags{false, true, false}));
  EXPECT_EQ(pattern(tensor::dimshuffle(tensor::row(), {1})), (Flags{false}));
  EXPECT_EQ(pattern(tensor::transpose(tensor::row())), (Flags{false, true}));
  EXPECT_EQ(pattern(tensor::shape_padright(m)), (Flags{false, false, true}));
  EXPECT_EQ(pattern(tensor::shape_padleft(m, 2)), (Flags{true, true, false, false}));
  EXPECT_EQ(pattern(tensor::shape_padaxis(m, -1)), (Flags{false, false, true}));
  EXPECT_EQ(tensor::squeeze(tensor::row()).ndim(), 1);
}

TEST(Dimshuffle, Values) {
  const Variable t = tensor::dtensor3("t");
  const Array a = counted({2, 3, 4});
  const Array moved = compute(tensor::dimshuffle(t, {2, -1, 0, 1}), {{t, a}});
  EXPECT_EQ(moved.shape(), (Shape{4, 1, 2, 3}));
  EXPECT_EQ(moved.at({3, 0, 1, 2}), a.at({1, 2, 3}));
  EXPECT_EQ(compute(tensor::swapaxes(t, 0, -1), {{t, a}}).at({3, 1, 0}), a.at({0, 1, 3}));
  EXPECT_LT(vjp_distance(tensor::dimshuffle(t, {2, -1, 0, 1}), {{t, a}}, 0), 1e-8);
}

TEST(Dimshuffle, Errors) {
  const Variable m = make_variable(TensorType::of_rank(DType::Float64, 2), "m", std::source_location{});
  EXPECT_EQ(
      error_text<ValueError>([&] {
        tensor::dimshuffle(m, {0, 0});
      }),
      "[dimshuffle] the same input dimension may not appear twice in the list of output dimensions, but the order "
      "is (0, 0).\n  x  m  float64 (?, ?)\n  Way out: name every axis once.");
  EXPECT_EQ(
      error_text<ValueError>([&] { tensor::dimshuffle(m, {0}); }),
      "[dimshuffle] you cannot drop a non-broadcastable dimension, but the order (0,) leaves out axis 1, whose size "
      "is not known to be 1.\n  x  m  float64 (?, ?)\n  Way out: name axis 1 in the order, or use addbroadcast(x, 1) "
      "first if its size is always 1.");
  EXPECT_EQ(
      error_text<ValueError>([&] {
        tensor::dimshuffle(m, {0, 1, 2});
      }),
      "[dimshuffle] every axis must be one of the input's 2, but the order is (0, 1, 2).\n  x  m  float64 (?, ?)\n"
      "  Way out: count the axes from 0, and write 'x' for a new one.");
}

TEST(Reshape, Types) {
  const Variable m = matrix("m");
  EXPECT_EQ(pattern(tensor::reshape(m, {1, -1})), (Flags{true, false}));
  EXPECT_EQ(pattern(tensor::reshape(m, {tensor::iscalar(), 1})), (Flags{false, true}));
  EXPECT_EQ(pattern(tensor::reshape(m, {-1})), (Flags{false}));
  EXPECT_EQ(pattern(tensor::flatten(tensor::row())), (Flags{false}));
  EXPECT_EQ(pattern(tensor::flatten(tensor::row(), 2)), (Flags{true, false}));
  EXPECT_EQ(tensor::reshape(m, {2, -1}).to_string(), "Reshape{2}.0");
  EXPECT_EQ(tensor::reshape(m, tensor::lvector(), 3).ndim(), 3);
  EXPECT_EQ(tensor::reshape(m, tensor::shape(tensor::tensor3())).ndim(), 3);
  EXPECT_EQ(tensor::reshape(m, Shape{2, 3}).tensor_type().sizes(), (Shape{2, 3}));
}

TEST(Reshape, Values) {
  const Variable m = tensor::dmatrix("m"), n = tensor::iscalar("n"), s = tensor::lvector("s");
  const Array a = counted({4, 3});
  EXPECT_EQ(compute(tensor::reshape(m, {-1}), {{m, a}}).to_doubles(), a.to_doubles());
  EXPECT_EQ(compute(tensor::reshape(m, {2, -1}), {{m, a}}).shape(), (Shape{2, 6}));
  EXPECT_EQ(compute(tensor::reshape(m, {n, 2}), {{m, a}, {n, Array::scalar(std::int32_t{-1})}}).shape(), (Shape{6, 2}));
  EXPECT_EQ(compute(tensor::reshape(m, s, 3), {{m, a}, {s, ints({2, 3, 2})}}).shape(), (Shape{2, 3, 2}));
  EXPECT_EQ(compute(tensor::reshape(m, s, 2), {{m, a}, {s, ints({-1, 2})}}).shape(), (Shape{6, 2}));
  EXPECT_EQ(compute(tensor::flatten(m), {{m, counted({0, 3})}}).shape(), (Shape{0}));
  // A transposed matrix has no other rows in its memory: the view asks for a copy.
  const Variable transposed = tensor::reshape(tensor::transpose(m), {2, 6});
  EXPECT_EQ(compute(transposed, {{m, a}}).to_doubles(), a.transpose().to_doubles());
  EXPECT_LT(vjp_distance(tensor::reshape(m, {2, -1}), {{m, a}}, 0), 1e-8);
}

// Strided memory is looked at without a copy wherever that is possible.
TEST(Reshape, ViewsOfStridedMemory) {
  const Variable m = tensor::dmatrix("m");
  const Variable r = tensor::reshape(m, {2, 2, 3});
  const auto& spec = static_cast<const ViewOp&>(r.owner()->op()->definition()).spec();
  const std::vector<std::int64_t> wanted = {2, 2, 3};
  const auto split = spec.view(*r.owner()->op(), Layout({4, 3}, {6, 2}, 5), wanted, {});
  ASSERT_TRUE(split);
  EXPECT_EQ(split->strides, (Strides{12, 6, 2}));
  EXPECT_EQ(split->offset, 5);
  const std::vector<std::int64_t> joined = {12};
  EXPECT_FALSE(spec.view(*r.owner()->op(), Layout({4, 3}, {4, 1}), joined, {})) << "rows with gaps cannot be joined";
  const auto dense = spec.view(*r.owner()->op(), Layout({4, 3}, {6, 2}), joined, {});
  ASSERT_TRUE(dense);
  EXPECT_EQ(dense->strides, (Strides{2}));
}

TEST(Reshape, Errors) {
  const Variable m = tensor::dmatrix("m");
  EXPECT_EQ(
      error_text<ValueError>([&] {
        compute(tensor::reshape(m, {4, 2}), {{m, counted({3, 3})}});
      }),
      "[reshape] the number of elements must stay the same, but the input has shape (3, 3) and the requested shape "
      "is (4, 2).\n  Way out: one size may be -1: it is computed from the others.");
  EXPECT_THROW(tensor::reshape(m, tensor::lvector()), ValueError);
  EXPECT_THROW(tensor::reshape(m, {2, 3}, 3), ValueError);
  EXPECT_THROW(tensor::reshape(m, {tensor::dscalar()}), TypeError);
  EXPECT_THROW(tensor::flatten(m, 3), ValueError);
}

TEST(Sizes, OfTensors) {
  const Variable t = tensor::dtensor3("t");
  const Array a = counted({2, 0, 4});
  EXPECT_EQ(tensor::shape(t).to_string(), "Shape.0");
  EXPECT_EQ(tensor::shape(t).dtype(), DType::Int64);
  EXPECT_EQ(tensor::shape_i(t, -1).to_string(), "Shape_i{2}.0");
  EXPECT_EQ(compute(tensor::shape(t), {{t, a}}).to_doubles(), (std::vector<double>{2, 0, 4}));
  EXPECT_EQ(compute(tensor::shape_i(t, -1), {{t, a}}).item(), 4);
  EXPECT_EQ(compute(tensor::size(t), {{t, counted({2, 3, 4})}}).item(), 24);
  EXPECT_EQ(ops::shape.connection_pattern(*tensor::shape(t).owner()), (std::vector<std::vector<bool>>{{false}}));
}

TEST(Rebroadcast, ChecksAtTheCall) {
  const Variable m = tensor::dmatrix("m");
  const Variable r = tensor::addbroadcast(m, {0});
  EXPECT_EQ(pattern(r), (Flags{true, false}));
  EXPECT_EQ(r.to_string(), "Rebroadcast{(0, True)}.0");
  EXPECT_EQ(compute(r, {{m, counted({1, 3})}}).shape(), (Shape{1, 3}));
  EXPECT_EQ(
      error_text<ValueError>([&] {
        compute(r, {{m, counted({2, 3})}});
      }),
      "[rebroadcast] Dimension 0 in Rebroadcast's input was supposed to be 1 (got 2 instead).\n  Way out: pass a value "
      "with size 1 there, or leave out addbroadcast.");
  EXPECT_EQ(pattern(tensor::unbroadcast(tensor::row(), {0})), (Flags{false, false}));
  EXPECT_EQ(tensor::unbroadcast(m, {0}), m) << "nothing to change";
  EXPECT_EQ(pattern(tensor::patternbroadcast(m, {false, true})), (Flags{false, true}));
  EXPECT_THROW(tensor::patternbroadcast(m, {true}), ValueError);
  EXPECT_LT(vjp_distance(r, {{m, counted({1, 3})}}, 0), 1e-8);
}

TEST(SpecifyShape, ChecksAtTheCall) {
  const Variable m = tensor::dmatrix("m");
  const Variable r = tensor::specify_shape(m, {2, 3});
  EXPECT_EQ(r.tensor_type().sizes(), (Shape{2, 3}));
  EXPECT_EQ(compute(r, {{m, counted({2, 3})}}).shape(), (Shape{2, 3}));
  EXPECT_EQ(error_text<AssertionError>([&] {
              compute(r, {{m, counted({3, 3})}});
            }),
            "[specify_shape] the shape must be (2, 3), but it is (3, 3).\n  Way out: pass a value of that shape, or "
            "leave out "
            "specify_shape.");
}

TEST(Alloc, TypesValuesAndChecks) {
  const Variable n = tensor::iscalar("n"), v = tensor::dvector("v");
  EXPECT_EQ(tensor::alloc(0, 3).dtype(), DType::Int8);
  EXPECT_EQ(tensor::alloc(0.0, 3).dtype(), DType::Float32);
  EXPECT_EQ(tensor::zeros({2, n}).dtype(), floatX());
  EXPECT_EQ(tensor::ones({2}, DType::Int32).dtype(), DType::Int32);
  EXPECT_EQ(pattern(tensor::alloc(0, {1, n})), (Flags{true, false}));
  const Variable filled = tensor::alloc(v, {n, 3});
  EXPECT_EQ(filled.to_string(), "Alloc.0");
  const Array two = Array::scalar(std::int32_t{2});
  EXPECT_EQ(compute(filled, {{v, counted({3})}, {n, two}}).to_doubles(), (std::vector<double>{0, 1, 2, 0, 1, 2}));
  EXPECT_EQ(error_text<ShapeError>([&] {
              compute(filled, {{v, counted({4})}, {n, two}});
            }),
            "[alloc] the value must fit the shape, but value.shape[0] is 4 and the shape asks for 3.\n  Way out: a "
            "value whose "
            "size there is known to be 1 is repeated: use addbroadcast.");
  EXPECT_EQ(compute(tensor::ones_like(v), {{v, counted({3})}}).to_doubles(), (std::vector<double>{1, 1, 1}));
  EXPECT_LT(vjp_distance(filled, {{v, counted({3})}, {n, two}}, 0), 1e-7);
  EXPECT_EQ(compute(tensor::zeros(tensor::shape(v)), {{v, counted({3})}}).shape(), (Shape{3}));
  EXPECT_THROW(tensor::alloc(tensor::dmatrix(), 3), TypeError);
  EXPECT_THROW(tensor::zeros({tensor::dscalar()}), TypeError);
}

TEST(Arange, TypesAndValues) {
  EXPECT_EQ(tensor::arange(10).dtype(), DType::Int64);
  EXPECT_EQ(tensor::arange(10.0).dtype(), DType::Float32);
  EXPECT_EQ(tensor::arange(tensor::iscalar()).dtype(), DType::Int64);
  EXPECT_EQ(pattern(tensor::arange(1)), (Flags{false}));
  EXPECT_EQ(compute(tensor::arange(3), {}).to_doubles(), (std::vector<double>{0, 1, 2}));
  EXPECT_EQ(compute(tensor::arange(7, 0, -3), {}).to_doubles(), (std::vector<double>{7, 4, 1}));
  EXPECT_EQ(compute(tensor::arange(0, 7, 3), {}).to_doubles(), (std::vector<double>{0, 3, 6}));
  EXPECT_EQ(compute(tensor::arange(3, 1), {}).size(), 0);
  EXPECT_EQ(compute(tensor::arange(0.0, 1.0, 0.25), {}).to_doubles(), (std::vector<double>{0, .25, .5, .75}));
  const Variable a = tensor::iscalar("a"), b = tensor::iscalar("b"), c = tensor::iscalar("c");
  const Variable r = tensor::arange(a, b, c);
  const auto number = [](std::int32_t v) { return Array::scalar(v); };
  for (const int step : {-3, -1, 1, 2}) {
    for (const int stop : {-4, 0, 5}) {
      std::vector<double> expected;
      for (int i = 1; step > 0 ? i < stop : i > stop; i += step) expected.push_back(i);
      EXPECT_EQ(compute(r, {{a, number(1)}, {b, number(stop)}, {c, number(step)}}).to_doubles(), expected);
    }
  }
  const Variable s = tensor::dscalar("s"), t = tensor::dscalar("t"), u = tensor::dscalar("u");
  const Variable real = tensor::arange(s, t, u);
  const std::vector<std::pair<Variable, Array>> at = {
      {s, Array::scalar(1.0)}, {t, Array::scalar(3.2)}, {u, Array::scalar(0.5)}};
  EXPECT_EQ(compute(real, {at[0], at[1], at[2]}).to_doubles(), (std::vector<double>{1, 1.5, 2, 2.5, 3}));
  EXPECT_LT(vjp_distance(real, at, 0), 1e-7);
  EXPECT_LT(vjp_distance(real, at, 2), 1e-7);
  EXPECT_THROW(tensor::arange(tensor::vector()), AssertionError);
}

TEST(Eye, Values) {
  EXPECT_EQ(tensor::eye(3).dtype(), floatX());
  EXPECT_EQ(pattern(tensor::eye(1)), (Flags{false, false}));
  EXPECT_EQ(compute(tensor::eye(2, 3, 1), {}).to_doubles(), (std::vector<double>{0, 1, 0, 0, 0, 1}));
  EXPECT_EQ(compute(tensor::eye(2.0), {}).to_doubles(), (std::vector<double>{1, 0, 0, 1}));
  EXPECT_THROW(compute(tensor::eye(2.5), {}), TypeError);
}

TEST(Join, TypesAndValues) {
  const Variable r = tensor::drow("r"), m = tensor::dmatrix("m"), v = tensor::dvector("v"), i = tensor::ivector("i");
  EXPECT_EQ(pattern(tensor::concatenate({r, r})), (Flags{false, false}));
  EXPECT_EQ(pattern(tensor::concatenate({r, r}, 1)), (Flags{true, false}));
  EXPECT_EQ(pattern(tensor::concatenate({r, m}, 1)), (Flags{true, false}));
  EXPECT_EQ(pattern(tensor::stack({r, r})), (Flags{false, true, false}));
  EXPECT_EQ(tensor::concatenate({i, tensor::fvector()}).dtype(), DType::Float64);
  EXPECT_EQ(tensor::stack({tensor::iscalar(), tensor::fscalar()}).dtype(), DType::Float64);
  EXPECT_EQ(tensor::concatenate({m}), m);
  const Array a = counted({2, 2}), b = counted({2, 1}, 10), none = counted({2, 0});
  const Variable n = tensor::dmatrix("n"), o = tensor::dmatrix("o");
  const Variable joined = tensor::concatenate({m, o, n}, 1);
  EXPECT_EQ(compute(joined, {{m, a}, {n, b}, {o, none}}).to_doubles(), (std::vector<double>{0, 1, 10, 2, 3, 11}));
  EXPECT_LT(vjp_distance(joined, {{m, a}, {n, b}, {o, none}}, 0), 1e-7);
  EXPECT_LT(vjp_distance(joined, {{m, a}, {n, b}, {o, none}}, 1), 1e-7);
  EXPECT_EQ(compute(tensor::stack({v, v}, -1), {{v, counted({2})}}).to_doubles(), (std::vector<double>{0, 0, 1, 1}));
  const Variable s = tensor::dscalar("s");
  EXPECT_EQ(compute(tensor::stack({s, s + 1.0}), {{s, Array::scalar(3.0)}}).to_doubles(), (std::vector<double>{3, 4}));
}

TEST(Join, Errors) {
  const Variable m = tensor::dmatrix("m"), n = tensor::dmatrix("n");
  EXPECT_EQ(error_text<ValueError>([&] { tensor::concatenate({}); }),
            "[join] Cannot join an empty list of tensors.\n  Way out: pass at least one tensor.");
  EXPECT_EQ(error_text<TypeError>([&] {
              tensor::stack({tensor::vector(), m});
            }).substr(0, 73),
            "[join] Join() can only join tensors with the same number of dimensions.\n ");
  EXPECT_EQ(
      error_text<ShapeError>([&] {
        compute(tensor::concatenate({m, n}), {{m, counted({2, 2})}, {n, counted({2, 3})}});
      }),
      "[join] all sizes but that of the joined axis must agree, but of tensor 0.shape[1] is 2 and of tensor 1.shape[1] "
      "is 3.\n  Way out: join along that axis, or transpose one of them.");
}

}  // namespace
}  // namespace theano
