// Selections whose size depends on the data, op by op: values, sizes, derivatives, errors.
#include <gtest/gtest.h>

#include "ops/graph_runner.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

using namespace testing_ops;
using Doubles = std::vector<double>;

Array ints(std::vector<std::int64_t> values) {
  const auto n = static_cast<std::int64_t>(values.size());
  return Array::from(values, {n});
}

TEST(Selection, PositionsOfTrueElements) {
  const Variable x = tensor::dvector("x"), m = tensor::dmatrix("m");
  const Array a = Array::from(Doubles{0, 2, 0, -1}, {4}), b = Array::from(Doubles{0, 1, 2, 0, 0, 3}, {2, 3});
  EXPECT_EQ(compute(tensor::flatnonzero(x), {{x, a}}).to_doubles(), (Doubles{1, 3}));
  EXPECT_EQ(compute(tensor::nonzero(m)[0], {{m, b}}).to_doubles(), (Doubles{0, 0, 1}));
  EXPECT_EQ(compute(tensor::nonzero(m)[1], {{m, b}}).to_doubles(), (Doubles{1, 2, 2}));
  EXPECT_EQ(compute(tensor::nonzero_matrix(m), {{m, b}}).shape(), (Shape{2, 3}));
  EXPECT_EQ(compute(tensor::nonzero_values(m), {{m, b}}).to_doubles(), (Doubles{1, 2, 3}));
  EXPECT_EQ(compute(tensor::flatnonzero(x), {{x, counted({0})}}).size(), 0);
  // More than one block, the last of them not full.
  Doubles expected;
  for (int i = 1; i < 300; ++i) expected.push_back(i);
  EXPECT_EQ(compute(tensor::flatnonzero(x), {{x, counted({300})}}).to_doubles(), expected);
  EXPECT_THROW(tensor::nonzero(tensor::dscalar()), ValueError);
}

TEST(Selection, ComputedMasks) {
  const Variable x = tensor::dvector("x"), m = tensor::dmatrix("m");
  EXPECT_EQ(compute(x[tensor::gt(x, 1.0)], {{x, counted({4})}}).to_doubles(), (Doubles{2, 3}));
  const Variable rows = m[{tensor::gt(m[{slice(), 0}], 1.0), slice(1)}];
  EXPECT_EQ(compute(rows, {{m, counted({3, 3})}}).to_doubles(), (Doubles{4, 5, 7, 8}));
  EXPECT_EQ(compute(tensor::set_subtensor(x[tensor::gt(x, 1.0)], 9.0), {{x, counted({4})}}).to_doubles(),
            (Doubles{0, 1, 9, 9}));
  const Variable mask = symbol(DType::Bool, {false}, "mask");
  const Array two = Array::from(std::vector<std::int64_t>{1, 0}, {2}).astype(DType::Bool);
  EXPECT_EQ(error_text<IndexError>([&] { compute(x[mask], {{x, counted({3})}, {mask, two}}); }),
            "[subtensor] a boolean mask must have the sizes of the axes it indexes, but its size along axis 0 is 2, not 3");
}

TEST(Selection, Repeats) {
  const Variable m = tensor::dmatrix("m"), n = tensor::lvector("n");
  const Array a = counted({2, 2});
  EXPECT_EQ(compute(tensor::repeat(m, 2), {{m, a}}).to_doubles(), (Doubles{0, 0, 1, 1, 2, 2, 3, 3}));
  EXPECT_EQ(compute(tensor::repeat(m, 2, 0), {{m, a}}).to_doubles(), (Doubles{0, 1, 0, 1, 2, 3, 2, 3}));
  const Variable each = tensor::repeat(m, n, 1);
  EXPECT_EQ(compute(each, {{m, a}, {n, ints({0, 3})}}).to_doubles(), (Doubles{1, 1, 1, 3, 3, 3}));
  EXPECT_LT(vjp_distance(tensor::choose(ints({1, 0}), m), {{m, a}}, 0), 1e-7);
  EXPECT_THROW(compute(each, {{m, a}, {n, ints({0, -3})}}), ValueError);
  EXPECT_THROW(compute(each, {{m, a}, {n, ints({0})}}), ShapeError);
}

TEST(Selection, CountsAndDiagonals) {
  const Variable n = tensor::lvector("n"), m = tensor::dmatrix("m");
  EXPECT_EQ(compute(tensor::bincount(n), {{n, ints({3, 1, 1})}}).to_doubles(), (Doubles{0, 2, 0, 1}));
  EXPECT_EQ(compute(tensor::bincount(n, {}, 6), {{n, ints({3})}}).size(), 6);
  EXPECT_EQ(compute(tensor::fill_diagonal(m, 9), {{m, counted({2, 3})}}).to_doubles(), (Doubles{9, 1, 2, 3, 9, 5}));
  EXPECT_EQ(compute(tensor::fill_diagonal_offset(m, 9, 1), {{m, counted({2, 3})}}).to_doubles(),
            (Doubles{0, 9, 2, 3, 4, 9}));
  const Variable v = tensor::dscalar("v");
  const std::vector<std::pair<Variable, Array>> inputs = {{m, counted({3, 2})}, {v, Array::scalar(2.0)}};
  EXPECT_LT(vjp_distance(tensor::fill_diagonal(m, v), inputs, 0), 1e-7);
  EXPECT_LT(vjp_distance(tensor::fill_diagonal(m, v), inputs, 1), 1e-7);
}

TEST(Selection, Choices) {
  const Variable c = tensor::dmatrix("c"), i = tensor::lvector("i");
  const auto chosen = [&](const char* mode, std::vector<std::int64_t> which) {
    return compute(tensor::choose(i, c, mode), {{c, counted({3, 2})}, {i, ints(std::move(which))}}).to_doubles();
  };
  EXPECT_EQ(chosen("raise", {2, 0}), (Doubles{4, 1}));
  EXPECT_EQ(chosen("wrap", {-1, 4}), (Doubles{4, 3}));
  EXPECT_EQ(chosen("clip", {-1, 4}), (Doubles{0, 5}));
  EXPECT_THROW(chosen("raise", {-1, 0}), ValueError);
  for (const char* mode : {"raise", "wrap", "clip"}) {
    EXPECT_THROW(compute(tensor::choose(i, c, mode), {{c, counted({0, 2})}, {i, ints({0, 0})}}), ValueError) << mode;
  }
}

}  // namespace
}  // namespace theano
