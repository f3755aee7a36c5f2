// Copies of functions: what they share, what is theirs, and other shared variables in place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "theano/theano.h"

namespace theano {
namespace {

namespace T = tensor;
using testing::HasSubstr;

Variable number(double value, std::string name) { return make_shared_variable(Array::scalar(value), std::move(name)); }
double value_of(const Variable& v) { return v.shared()->get_value().item(); }

TEST(FunctionCopy, HasDefaultsOfItsOwn) {
  const Variable x = T::dscalar("x");
  In counter(x);
  counter.value.array = Array::scalar(0.0);
  counter.update = x + 1.0;
  FunctionOptions options;
  options.name = "count";
  const Function f = function({counter}, x, {}, {}, options);
  f();
  const Function g = f.copy();
  EXPECT_EQ(g.name(), "count copy");
  EXPECT_EQ(g().item(), 1);
  EXPECT_EQ(g().item(), 2);
  EXPECT_EQ(f().item(), 1);
  EXPECT_EQ(f.container(0)->snapshot().array.item(), 2);
}

TEST(FunctionCopy, ContainersAreSharedByFunctions) {
  const Variable x = T::dscalar("x"), s = T::dscalar("s");
  In state(s);
  state.value.array = Array::scalar(10.0);
  state.update = s + x;
  const Function up = function({x, state}, Outputs());
  In same(s);
  same.container = up.container(1);
  same.update = s - x;
  const Function down = function({x, same}, s);
  up(5.0);
  EXPECT_EQ(down(1.0).item(), 15);
  EXPECT_EQ(down(1.0).item(), 14);
  In wrong(T::dvector());
  wrong.container = up.container(1);
  EXPECT_THROW(function({wrong}, wrong.variable), TypeError);
}

TEST(FunctionCopy, SwapsSharedVariables) {
  const Variable x = T::dscalar("x"), data = T::dscalar("data");
  const Variable a = number(1, "a"), b = number(10, "b"), rows = make_shared_variable(Array::of({1.0, 2.0})),
                 other_rows = make_shared_variable(Array::of({7.0, 8.0}));
  const Function f = function({x}, x + a + data, {{a, a + 1.0}}, {{data, rows[0]}});
  const Function g = f.copy({.swap = {{a, b}, {rows, other_rows}}});
  EXPECT_EQ(f(0.0).item(), 2);
  EXPECT_EQ(g(0.0).item(), 17);
  EXPECT_EQ(value_of(a), 2);
  EXPECT_EQ(value_of(b), 11);
  // A copy of the copy, without updates, is compiled from what the first copy was made of.
  const Function h = g.copy({.swap = {{b, a}}, .delete_updates = true});
  EXPECT_EQ(h(0.0).item(), 9);
  EXPECT_EQ(value_of(a), 2);
  const Function saved = load_function(save_function(g));
  EXPECT_EQ(saved(0.0).item(), 18);
  EXPECT_EQ(value_of(b), 11);
}

TEST(FunctionCopy, RefusesWhatDoesNotFit) {
  const Variable a = number(1, "a"), b = number(2, "b"), single = make_shared_variable(Array::scalar(1.0f), "single");
  const Function f = function({}, a * 2.0);
  EXPECT_THROW(f.copy({.swap = {{b, a}}}), ValueError);
  EXPECT_THROW(f.copy({.swap = {{a, T::dscalar("x")}}}), TypeError);
  try {
    f.copy({.swap = {{a, single}}});
    FAIL();
  } catch (const TypeError& error) {
    EXPECT_THAT(error.what(), HasSubstr("[copy] a shared variable can be swapped with one of its type only."));
    EXPECT_THAT(error.what(), HasSubstr("new  single  float32 ()"));
    EXPECT_THAT(error.what(), HasSubstr("Way out: "));
  }
}

TEST(FunctionCopy, CountsItsCallsWhenProfiled) {
  const Variable x = T::dscalar("x");
  const Function f = function({x}, x + 1.0);
  const Function g = f.copy({.profile = true});
  f(1.0);
  g(1.0);
  g(1.0);
  EXPECT_EQ(f.profile_totals().first, 0);
  EXPECT_EQ(g.profile_totals().first, 2);
}

}  // namespace
}  // namespace theano
