// Sizes as expressions: folding, slices, and vectors read without computing them.
#include <gtest/gtest.h>

#include "ops/graph_runner.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

using namespace testing_ops;

std::int64_t known(const Variable& size) { return known_size(size).value_or(-999); }

TEST(SizeExpressions, ConstantsFold) {
  const auto c = constant_size;
  EXPECT_EQ(known(add_sizes(c(2), c(3))), 5);
  EXPECT_EQ(known(subtract_sizes(c(2), c(3))), -1);
  EXPECT_EQ(known(multiply_sizes(c(2), c(3))), 6);
  EXPECT_EQ(known(divide_sizes(c(-7), c(2))), -4);
  EXPECT_EQ(known(divide_sizes(c(7), c(0))), 0);
  EXPECT_EQ(known(max_size(c(2), c(3))), 3);
  EXPECT_EQ(known(min_size(c(2), c(3))), 2);
  EXPECT_EQ(known(size_if_less(c(2), c(3), c(10), c(20))), 10);
  EXPECT_EQ(known(size_if_equal(c(2), c(3), c(10), c(20))), 20);
}

TEST(SizeExpressions, IdentitiesMakeNoNodes) {
  const Variable n = tensor::lscalar("n");
  const auto c = constant_size;
  EXPECT_EQ(add_sizes(n, c(0)), n);
  EXPECT_EQ(add_sizes(c(0), n), n);
  EXPECT_EQ(subtract_sizes(n, c(0)), n);
  EXPECT_EQ(known(subtract_sizes(n, n)), 0);
  EXPECT_EQ(multiply_sizes(n, c(1)), n);
  EXPECT_EQ(known(multiply_sizes(n, c(0))), 0);
  EXPECT_EQ(divide_sizes(n, c(1)), n);
  EXPECT_EQ(max_size(n, n), n);
  EXPECT_EQ(known(size_if_less(n, c(3), c(7), c(7))), 7);
  EXPECT_EQ(product_of_sizes(std::vector<Variable>{c(1), n, c(1)}), n);
  EXPECT_EQ(known(product_of_sizes({})), 1);
}

TEST(SizeExpressions, ShapesOfOneTensorAreTheSame) {
  const Variable x = tensor::matrix("x");
  EXPECT_TRUE(is_same_size(size_of(x, 0), size_of(x, 0)));
  EXPECT_FALSE(is_same_size(size_of(x, 0), size_of(x, 1)));
  EXPECT_EQ(known(size_of(tensor::row("r"), 0)), 1);
}

// Every slice of every short axis against Python's rule, both with constants and with symbols.
TEST(SizeExpressions, SliceLengthsFollowPython) {
  const Variable start = tensor::lscalar(), stop = tensor::lscalar(), step = tensor::lscalar(), n = tensor::lscalar();
  const Variable symbolic = slice_length(start, stop, step, n);
  const auto value = [](std::int64_t v) { return Array::scalar(v); };
  for (std::int64_t length : {0, 1, 4}) {
    for (std::int64_t a = -6; a <= 6; ++a) {
      for (std::int64_t b = -6; b <= 6; ++b) {
        for (std::int64_t c : {-3, -1, 1, 2}) {
          std::int64_t expected = 0;
          const auto clip = [&](std::int64_t v) {
            v = v < 0 ? v + length : v;
            return c > 0 ? std::clamp<std::int64_t>(v, 0, length) : std::clamp<std::int64_t>(v, -1, length - 1);
          };
          for (std::int64_t i = clip(a); c > 0 ? i < clip(b) : i > clip(b); i += c) ++expected;
          const Variable folded =
              slice_length(constant_size(a), constant_size(b), constant_size(c), constant_size(length));
          ASSERT_EQ(known(folded), expected) << a << ":" << b << ":" << c << " of " << length;
          if (a % 3 == 0 && b % 2 == 0) {
            const Array found =
                compute(symbolic, {{start, value(a)}, {stop, value(b)}, {step, value(c)}, {n, value(length)}});
            ASSERT_EQ(found.item_int64(), expected) << a << ":" << b << ":" << c << " of " << length;
          }
        }
      }
    }
  }
}

TEST(SizeExpressions, LeftOutBounds) {
  const Variable n = tensor::lscalar("n"), none;
  EXPECT_EQ(slice_length(none, none, none, n), n);
  EXPECT_EQ(slice_length(constant_size(0), none, none, n), n);
  EXPECT_EQ(slice_length(none, none, constant_size(-1), n), n)
      << slice_length(none, none, constant_size(-1), n).to_string();
  EXPECT_EQ(known(slice_length(none, none, constant_size(-2), constant_size(5))), 3);
  EXPECT_EQ(known(slice_length(constant_size(-2), none, none, constant_size(5))), 2);
}

TEST(SizeExpressions, VectorsAreReadWithoutComputing) {
  const Variable x = tensor::tensor3("x");
  EXPECT_EQ(vector_length(tensor::shape(x)), 3);
  EXPECT_EQ(vector_length(tensor::shape(x)[slice(1)]), 2);
  EXPECT_EQ(vector_length(tensor::vector("v")), std::nullopt);
  EXPECT_EQ(vector_length(tensor::cast(tensor::shape(x), DType::Int32)), 3);
  const Variable joined =
      tensor::concatenate({tensor::shape(x)[slice(std::nullopt, 1)], stack_sizes(std::vector{constant_size(7)})});
  ASSERT_EQ(vector_length(joined), 2);
  const std::vector<Variable> items = vector_items(joined, 2);
  EXPECT_TRUE(is_same_size(items[0], size_of(x, 0)));
  EXPECT_EQ(known(items[1]), 7);
  const std::vector<Variable> reversed = vector_items(tensor::shape(x)[slice({}, {}, -1)], 3);
  EXPECT_TRUE(is_same_size(reversed[0], size_of(x, 2)));
  EXPECT_TRUE(is_same_size(reversed[2], size_of(x, 0)));
}

}  // namespace
}  // namespace theano
