// Test values: computed while the graph is built, and faults told at the line that makes them.
#include <gtest/gtest.h>

#include "theano/graph/test_values.h"
#include "theano/theano.h"

namespace theano {
namespace {

namespace T = tensor;

void set_test_value(const Variable& v, Array value) { v->test_value = std::make_unique<Value>(Value{std::move(value), nullptr}); }

TEST(TestValues, AreComputedWithTheGraph) {
  const ConfigScope scope("compute_test_value", "raise");
  const Variable x = T::dvector("x"), s = shared(2.0, "s");
  set_test_value(x, Array::of({1.0, 2.0}));
  const Variable y = T::sum(x * s + 1.0);
  EXPECT_EQ(test_value_of(y).array.item(), 8);
}

TEST(TestValues, FaultsShowWhenTheNodeIsMade) {
  const ConfigScope scope("compute_test_value", "raise");
  const Variable x = T::dvector("x"), y = T::dvector("y");
  set_test_value(x, Array::of({1.0, 2.0}));
  set_test_value(y, Array::of({1.0, 2.0, 3.0}));
  EXPECT_THROW(x + y, ShapeError);
}

TEST(TestValues, MissingOnesFollowTheOption) {
  const Variable x = T::dvector("x");
  {
    const ConfigScope scope("compute_test_value", "raise");
    EXPECT_THROW(x + 1.0, ValueError);
  }
  const ConfigScope scope("compute_test_value", "ignore");
  EXPECT_TRUE(test_value_of(x + 1.0).is_null());
}

TEST(TestValues, CompilingNeedsNone) {
  const Variable x = T::dvector("x");
  const Variable y = T::log(1.0 + T::exp(x));
  const ConfigScope scope("compute_test_value", "raise");
  EXPECT_EQ(function({x}, y)(Array::of({0.0})).operator const Array&().to_doubles()[0], std::log(2.0));
}

}  // namespace
}  // namespace theano
