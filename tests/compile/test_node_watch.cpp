// Modes that watch every op: what callbacks see, and how NaN, infinity and large numbers are found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "theano/theano.h"

namespace theano {
namespace {

namespace T = tensor;
using testing::HasSubstr;

FunctionOptions guarded(const NanGuardOptions& what = {}) {
  FunctionOptions options;
  options.mode = Mode("vm", "None").watching(nan_guard(what));
  return options;
}

std::string text_of(const Function& f, const Array& argument) {
  try {
    f(argument);
  } catch (const AssertionError& error) {
    return error.what();
  }
  return "";
}

TEST(NodeWatch, SeesEveryOpWithItsValues) {
  const Variable x = T::dvector("x");
  std::vector<std::string> seen;
  NodeWatch watch;
  watch.before = [&](const NodeEvent& e) { EXPECT_TRUE(e.outputs.empty()); };
  watch.after = [&](const NodeEvent& e) {
    seen.push_back(std::string(e.node->op()->name()) + " " + e.inputs[0].to_string() + " " + e.outputs[0].to_string());
  };
  FunctionOptions options;
  options.mode = Mode("vm", "None").watching(watch);
  const Function f = function({x}, T::sum(T::sqr(x)), {}, {}, options);
  EXPECT_EQ(f(Array::of({1.0, 2.0})).item(), 5);
  EXPECT_EQ(seen, (std::vector<std::string>{"sqr [1. 2.] [1. 4.]", "sum [1. 4.] 5.0"}));
}

TEST(NodeWatch, ACallbackThatThrowsLeavesSharedVariables) {
  const Variable w = make_shared_variable(Array::scalar(1.0), "w");
  NodeWatch watch;
  watch.after = [](const NodeEvent&) { throw ValueError("watch", "enough.", "Go on.", Phase::Call); };
  FunctionOptions options;
  options.mode = Mode("vm", "None").watching(watch);
  const Function f = function({}, Outputs(), {{w, w * 2.0}}, {}, options);
  EXPECT_THROW(f(), ValueError);
  EXPECT_EQ(w.shared()->get_value().item(), 1);
}

TEST(NanGuard, NamesTheOpThatMadeIt) {
  const Variable x = T::dvector("x");
  const Function f = function({x}, T::sum(T::log(x)), {}, {}, guarded());
  EXPECT_EQ(f(Array::of({1.0})).item(), 0);
  const std::string nan = text_of(f, Array::of({-1.0}));
  EXPECT_THAT(nan, HasSubstr("[log] NaN detected by NanGuardMode in the output of this op:\nElemwise{log,no_inplace} [id A] ''   \n |x [id B]"));
  EXPECT_THAT(nan, HasSubstr("input 0  x  float64 (1,)   made in"));
  EXPECT_THAT(text_of(f, Array::of({0.0})), HasSubstr("[log] Inf detected"));
  EXPECT_THAT(text_of(f, Array::of({1e11})), HasSubstr("a big value (above 1e10) detected in an input of the graph, x."));
}

TEST(NanGuard, LooksOnlyForWhatIsAsked) {
  const Variable x = T::dvector("x");
  const Function f = function({x}, T::log(x), {}, {}, guarded({.nan_is_error = true, .inf_is_error = false, .big_is_error = false}));
  EXPECT_EQ(text_of(f, Array::of({0.0, 1e20})), "");
  EXPECT_THAT(text_of(f, Array::of({-1.0})), HasSubstr("NaN"));
  EXPECT_THROW(nan_guard({false, false, false}), ValueError);
}

TEST(NanGuard, IsAModeWithAName) {
  const Variable x = T::dscalar("x");
  FunctionOptions options;
  options.mode = Mode::named("NanGuardMode");
  EXPECT_THROW(function({x}, 1.0 / x, {}, {}, options)(0.0), AssertionError);
}

}  // namespace
}  // namespace theano
