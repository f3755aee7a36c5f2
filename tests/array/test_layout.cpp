// Shapes, strides and axes.
#include "theano/array/layout.h"

#include <gtest/gtest.h>

#include "theano/base/error.h"

namespace theano {
namespace {

TEST(Layout, CountsElements) {
  EXPECT_EQ(element_count(Shape{}), 1);
  EXPECT_EQ(element_count(Shape{3, 5}), 15);
  EXPECT_EQ(element_count(Shape{std::int64_t{1} << 62, 0, std::int64_t{1} << 62}), 0);
  EXPECT_THROW(element_count(Shape{3, -1}), ValueError);
  EXPECT_THROW(element_count(Shape{std::int64_t{1} << 62, 4}), ValueError);
}

TEST(Layout, IsRowMajorByDefault) {
  EXPECT_EQ(Layout(Shape{2, 3, 4}).strides, (Strides{12, 4, 1}));
  EXPECT_EQ(Layout(Shape{}).ndim(), 0);
}

TEST(Layout, KnowsWhenThereAreNoGaps) {
  EXPECT_TRUE(Layout(Shape{2, 3}).is_contiguous());
  EXPECT_TRUE(Layout(Shape{}).is_contiguous());
  EXPECT_FALSE((Layout{Shape{2, 3}, Strides{1, 2}}).is_contiguous());
  EXPECT_FALSE((Layout{Shape{2, 3}, Strides{4, 1}}).is_contiguous());
  EXPECT_FALSE((Layout{Shape{3}, Strides{-1}, 2}).is_contiguous());
  EXPECT_FALSE((Layout{Shape{3}, Strides{0}}).is_contiguous());
  EXPECT_TRUE((Layout{Shape{1, 3}, Strides{77, 1}}).is_contiguous()) << "strides of single rows do not matter";
  EXPECT_TRUE((Layout{Shape{5, 0}, Strides{9, 9}}).is_contiguous());
}

TEST(Layout, PrintsShapesAsTuples) {
  EXPECT_EQ(shape_to_string(Shape{}), "()");
  EXPECT_EQ(shape_to_string(Shape{3}), "(3,)");
  EXPECT_EQ(shape_to_string(Shape{3, 5}), "(3, 5)");
}

TEST(Layout, NormalizesAxes) {
  EXPECT_EQ(normalize_axis(-1, 3, "sum"), 2);
  EXPECT_EQ(normalize_axis(0, 3, "sum"), 0);
  try {
    normalize_axis(3, 3, "sum");
    FAIL();
  } catch (const ValueError& e) {
    EXPECT_STREQ(e.what(),
                 "[sum] the axis must be in [-3, 3), but it is 3.\n"
                 "  Way out: use an axis from 0 to 2, or negative from the end.");
  }
  EXPECT_THROW(normalize_axis(0, 0, "sum"), ValueError);
}

}  // namespace
}  // namespace theano
