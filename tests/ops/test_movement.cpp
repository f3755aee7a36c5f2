// Cuts, repetitions, diagonals, running totals and grids by their ops alone: values, patterns, derivatives, errors.
#include <gtest/gtest.h>

#include "ops/graph_runner.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

using namespace testing_ops;
using Numbers = std::vector<double>;
using Flags = std::vector<bool>;

Flags pattern(const Variable& v) { return v.tensor_type().broadcastable(); }

std::vector<double> values_of(const Variable& v, const Variable& x, const Array& a) {
  return compute(v, {{x, a}}).to_doubles();
}

Variable plain(int ndim, const char* name, DType dtype = DType::Float64) {
  return make_variable(TensorType::of_rank(dtype, ndim), name, std::source_location{});
}

TEST(Split, PiecesAndTheirErrors) {
  const Variable m = plain(2, "m"), sizes = plain(1, "sizes", DType::Int64);
  const std::vector<Variable> pieces = tensor::split(m, sizes, 2, 1);
  const auto run = [&](int piece, std::vector<std::int64_t> at) {
    const auto n = static_cast<std::int64_t>(at.size());
    return compute(pieces[static_cast<std::size_t>(piece)], {{m, counted({2, 3})}, {sizes, Array::from(at, {n})}});
  };
  EXPECT_EQ(run(0, {1, 2}).to_doubles(), (Numbers{0, 3}));
  EXPECT_EQ(run(1, {1, 2}).to_doubles(), (Numbers{1, 2, 4, 5}));
  EXPECT_EQ(run(0, {0, 3}).shape(), (Shape{2, 0}));
  EXPECT_EQ(error_text<ValueError>([&] { run(0, {1, 1}); }),
            "[split] The splits sum to 2, expected 3.\n  Way out: the sizes must add up to the size of the axis.");
  EXPECT_EQ(error_text<ValueError>([&] { run(1, {4, -1}); }),
            "[split] Split: you tried to make an ndarray with a negative number of elements.\n  Way out: pass sizes that "
            "are not negative.");
  EXPECT_EQ(error_text<TypeError>([&] { tensor::split(m, plain(1, "d"), 2); }),
            "[split] splits_size must be an integer vector, but it is float64 (?,).\n  x            m  float64 (?, ?)\n"
            "  splits_size  d  float64 (?,)\n  Way out: give the sizes of the pieces as a list of integers.");
  EXPECT_EQ(pattern(tensor::split(tensor::row(), sizes, 2, 1)[0]), (Flags{true, false}));
}

TEST(Tile, ValuesAndPatterns) {
  const Variable x = tensor::dvector("x"), n = tensor::iscalar("n");
  EXPECT_EQ(values_of(tensor::tile(x, {2}), x, counted({2})), (Numbers{0, 1, 0, 1}));
  EXPECT_EQ(compute(tensor::tile(x, {2, 3}), {{x, counted({2})}}).shape(), (Shape{2, 6}));
  EXPECT_EQ(compute(tensor::tile(x, {n, 1}), {{x, counted({2})}, {n, Array::scalar(std::int32_t{0})}}).shape(),
            (Shape{0, 2}));
  EXPECT_EQ(pattern(tensor::tile(tensor::row(), {1, 2})), (Flags{true, false}));
  EXPECT_EQ(error_text<ValueError>([&] { tensor::tile(plain(1, "x"), plain(1, "reps", DType::Int64)); }),
            "[tile] if reps is a vector of unknown length, you should specify the ndim.\n  x  x  float64 (?,)\n  Way out: "
            "pass ndim, the number of axes of the result.");
}

TEST(Diagonal, ViewsAndMatrices) {
  const Variable m = tensor::dmatrix("m"), t = tensor::dtensor3("t"), v = tensor::dvector("v");
  EXPECT_EQ(values_of(tensor::diagonal(m), m, counted({2, 3})), (Numbers{0, 4}));
  EXPECT_EQ(values_of(tensor::diagonal(m, 1), m, counted({2, 3})), (Numbers{1, 5}));
  EXPECT_EQ(values_of(tensor::diagonal(m, -1), m, counted({2, 3})), (Numbers{3}));
  EXPECT_EQ(values_of(tensor::diagonal(m, 5), m, counted({2, 3})), (Numbers{}));
  EXPECT_EQ(values_of(tensor::diag(v, -1), v, counted({2}, 1)), (Numbers{0, 0, 0, 1, 0, 0, 0, 2, 0}));
  EXPECT_EQ(values_of(tensor::trace(m), m, counted({2, 3})), (Numbers{4}));
  EXPECT_EQ(compute(tensor::alloc_diag(m, 1, 0, 2), {{m, counted({2, 3})}}).shape(), (Shape{4, 2, 4}));
  EXPECT_LT(vjp_distance(tensor::diagonal(t, -1, 2, 0), {{t, counted({2, 3, 2})}}, 0), 1e-8);
  EXPECT_EQ(tensor::diagonal(m).to_string(), "ExtractDiag{offset=0, axis1=0, axis2=1}.0");
  EXPECT_EQ(pattern(tensor::diagonal(tensor::row())), (Flags{false}));
  EXPECT_EQ(error_text<ValueError>([&] { tensor::diagonal(plain(1, "v")); }),
            "[diagonal] ExtractDiag needs an input with 2 or more dimensions, but it has 1.\n  x  v  float64 (?,)\n  Way "
            "out: use alloc_diag to make a matrix of a vector.");
}

TEST(Cumulative, ValuesTypesAndDerivatives) {
  const Variable m = tensor::dmatrix("m"), b = symbol(DType::Int8, {false});
  EXPECT_EQ(values_of(tensor::cumsum(m), m, counted({2, 2})), (Numbers{0, 1, 3, 6}));
  EXPECT_EQ(values_of(tensor::cumsum(m, 0), m, counted({2, 2})), (Numbers{0, 1, 2, 4}));
  EXPECT_EQ(values_of(tensor::cumprod(m, -1), m, counted({2, 2}, 2)), (Numbers{2, 6, 4, 20}));
  EXPECT_EQ(tensor::cumsum(b).dtype(), DType::Int8);
  EXPECT_EQ(values_of(tensor::cumsum(b), b, Array::full(DType::Int8, {3}, 100)), (Numbers{100, -56, 44}));
  EXPECT_EQ(compute(tensor::cumprod(m, 1), {{m, counted({2, 0})}}).shape(), (Shape{2, 0}));
  const Array zeros = Array::from(Numbers{1, 0, 2, 3, 0, 0, 4, 5}, {2, 4});
  for (const int axis : {0, 1}) {
    EXPECT_LT(vjp_distance(tensor::cumsum(m, axis), {{m, zeros}}, 0), 1e-6);
    EXPECT_LT(vjp_distance(tensor::cumprod(m, axis), {{m, zeros}}, 0), 1e-6);
  }
}

TEST(Cumulative, RecurrencesAreEachOthersAdjoints) {
  const Variable links = tensor::dmatrix("links"), terms = tensor::dmatrix("terms");
  const Array a = Array::from(Numbers{1, 0.5, 2, -1, 0, 3}, {2, 3}), t = counted({2, 3}, 1);
  for (const bool reverse : {false, true}) {
    const Variable h = apply_op(make_op(ops::linear_recurrence, {{"axis", std::int64_t{1}}, {"reverse", reverse}}),
                                {links, terms});
    const Numbers expected = reverse ? Numbers{5, 8, 3, 4, 23, 6} : Numbers{1, 2.5, 8, 4, 5, 21};
    EXPECT_EQ(compute(h, {{links, a}, {terms, t}}).to_doubles(), expected);
    EXPECT_LT(vjp_distance(h, {{links, a}, {terms, t}}, 0), 1e-6);
    EXPECT_LT(vjp_distance(h, {{links, a}, {terms, t}}, 1), 1e-6);
  }
}

TEST(Grids, DenseAndOpen) {
  const std::vector<Variable> dense = tensor::mgrid({slice(0, 2), slice(1, 4)});
  EXPECT_EQ(compute(dense[0], {}).to_doubles(), (Numbers{0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(compute(dense[1], {}).to_doubles(), (Numbers{1, 2, 3, 1, 2, 3}));
  EXPECT_EQ(compute(tensor::ogrid({slice(0, 2), slice(1, 4)})[1], {}).shape(), (Shape{1, 3}));
  EXPECT_EQ(error_text<TypeError>([&] { tensor::mgrid({slice(1)}); }),
            "[mgrid] every index must be a slice with an end, as in mgrid[0:5, 1:3].\n  Way out: write start:stop:step for "
            "each axis of the grid.");
}

TEST(Contraction, BatchedTensordot) {
  const Variable x = plain(3, "x"), y = plain(3, "y");
  const Array a = counted({2, 2, 3}), b = counted({2, 3, 2});
  EXPECT_EQ(compute(tensor::batched_tensordot(x, y, 1), {{x, a}, {y, b}}).to_doubles(),
            compute(tensor::batched_dot(x, y), {{x, a}, {y, b}}).to_doubles());
  EXPECT_EQ(error_text<ValueError>([&] { tensor::batched_tensordot(x, y, {0, 1}, {1, 2}); }),
            "[batched_tensordot] axes to sum over must not contain the batch axis, 0.\n  a  x  float64 (?, ?, ?)\n  b  y  "
            "float64 (?, ?, ?)\n  Way out: use tensordot to sum over it.");
}

}  // namespace
}  // namespace theano
