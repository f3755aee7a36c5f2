// theano::function: inputs, outputs, updates, givens, defaults, aliasing, and calls that fail.
#include <gtest/gtest.h>

#include "theano/theano.h"

namespace theano {
namespace {

namespace T = tensor;

Array vec(std::initializer_list<double> values) { return Array::of(values); }

TEST(Function, ComputesAnExpression) {
  const Variable x = T::dvector("x");
  const Function f = function({x}, T::sqr(x) + 1.0);
  EXPECT_EQ(Array(f(vec({1, 2, 3}))).to_doubles(), (std::vector<double>{2, 5, 10}));
}

TEST(Function, ReturnsSeveralResultsInOrder) {
  const Variable x = T::dscalar("x");
  const Function f = function({x}, {x + 1.0, x * 2.0});
  const Results r = f(3.0);
  ASSERT_EQ(r.size(), 2u);
  EXPECT_EQ(r[0].item(), 4);
  EXPECT_EQ(r[1].item(), 6);
}

TEST(Function, TakesKeywordsAndDefaults) {
  const Variable x = T::dscalar("x"), y = T::dscalar("y");
  In with_default(y);
  with_default.value.array = Array::scalar(10.0);
  const Function f = function({x, with_default}, x - y);
  EXPECT_EQ(f(1.0).item(), -9);
  EXPECT_EQ(f.call({1.0}, {{"y", 5.0}}).operator const Array&().item(), -4);
  EXPECT_THROW(f.call({1.0}, {{"z", 5.0}}), TypeError);
  EXPECT_THROW(f.call({1.0, 2.0}, {{"y", 5.0}}), TypeError);
}

TEST(Function, TrustedArgumentsAreNotConverted) {
  const Variable x = T::dvector("x"), y = T::dscalar("y");
  In with_default(y);
  with_default.value.array = Array::scalar(10.0);
  const Function f = function({x, with_default}, x * y);
  const Array ones = vec({1, 1});
  EXPECT_EQ(Array(f.call_trusted(std::vector<Array>{ones})).to_doubles(), (std::vector<double>{10, 10}));
  EXPECT_EQ(Array(f.call_trusted(std::vector<Array>{ones, Array::scalar(3.0)})).to_doubles(), (std::vector<double>{3, 3}));
  EXPECT_THROW(f.call_trusted(std::vector<Array>{ones.astype(DType::Int32)}), TypeError);
  EXPECT_THROW(f.call_trusted(std::vector<Array>{Array::scalar(1.0)}), TypeError);
  EXPECT_THROW(f.call_trusted(std::vector<Array>{ones, ones, ones}), TypeError);
}

TEST(Function, InputUpdateChangesTheDefault) {
  const Variable x = T::dscalar("x");
  In counter(x);
  counter.value.array = Array::scalar(0.0);
  counter.update = x + 1.0;
  const Function f = function({counter}, x);
  EXPECT_EQ(f().item(), 0);
  EXPECT_EQ(f().item(), 1);
  EXPECT_EQ(f(7.0).item(), 7);
  EXPECT_EQ(f().item(), 8);
}

TEST(Function, UpdatesUseOldValues) {
  const Variable a = shared(1.0, "a"), b = shared(2.0, "b");
  const Function swap = function({}, {a, b}, {{a, b}, {b, a}});
  const Results r = swap();
  EXPECT_EQ(r[0].item(), 1);
  EXPECT_EQ(r[1].item(), 2);
  EXPECT_EQ(a.shared()->get_value().item(), 2);
  EXPECT_EQ(b.shared()->get_value().item(), 1);
  EXPECT_FALSE(may_share_memory(a.shared()->get_value(true), b.shared()->get_value(true)));
}

TEST(Function, DefaultUpdatesApplyUnlessOverridden) {
  const Variable n = shared(0.0, "n");
  n.shared()->default_update = n + 1.0;
  const Function f = function({}, n * 10.0);
  f();
  EXPECT_EQ(n.shared()->get_value().item(), 1);
  FunctionOptions options;
  options.no_default_updates = true;
  function({}, n * 10.0, {}, {}, options)();
  EXPECT_EQ(n.shared()->get_value().item(), 1);
  function({}, n * 10.0, {{n, 5.0}})();
  EXPECT_EQ(n.shared()->get_value().item(), 5);
  n.shared()->default_update = Variable();
}

TEST(Function, GivensReachOutputsAndUpdates) {
  const Variable x = T::dvector("x"), s = shared(0.0, "s");
  const Variable data = shared(vec({1, 2, 3}), "data");
  const Function f = function({}, T::sum(x), {{s, s + T::sum(x)}}, {{x, data}});
  EXPECT_EQ(f().item(), 6);
  EXPECT_EQ(s.shared()->get_value().item(), 6);
}

TEST(Function, WhatGivensReplaceIsNotUpdated) {
  Variable a = shared(1.0, "a"), c = shared(5.0, "c");
  a.shared()->default_update = a + 3.0;
  c.shared()->default_update = c * 2.0;
  const Variable b = T::dscalar("b");
  const Function f = function({b}, a + 10.0, {}, {{a, b + c}});
  EXPECT_EQ(f.graph().outputs().size(), 2u);  // the result and the update of c
  EXPECT_EQ(f(1.0).item(), 16);
  EXPECT_EQ(a.shared()->get_value().item(), 1);
  EXPECT_EQ(c.shared()->get_value().item(), 10);
  for (const Variable& v : {a, c}) v.shared()->default_update = Variable();  // it holds what holds it
}

TEST(Function, GivensOfOtherTypesRebuildTheGraphIfAllowed) {
  const Variable m = T::imatrix("m"), x = T::ivector("x"), y = T::ivector("y"), row = T::irow("row");
  EXPECT_THROW(function({m, y}, x * y, {}, {{x, m}}), TypeError);
  FunctionOptions options;
  options.rebuild_strict = false;
  const Function f = function({m, y}, x * y, {}, {{x, m}}, options);
  const auto ints = [](std::vector<double> v, Shape shape) { return Array::from(v, std::move(shape)).astype(DType::Int32); };
  const Array ones = ints({1, 1, 1, 1, 1, 1}, {2, 3}), three = ints({1, 2, 3}, {3});
  EXPECT_EQ(Array(f(ones, three)).to_doubles(), (std::vector<double>{1, 2, 3, 1, 2, 3}));
  EXPECT_EQ(Array(load_function(save_function(f))(ones, three)).to_doubles(), (std::vector<double>{1, 2, 3, 1, 2, 3}));
  // A known size of 1 may stand for an unknown one, not the other way round.
  EXPECT_EQ(function({row}, T::sum(m), {}, {{m, row}})(ints({1, 1, 1}, {1, 3})).item(), 3);
  EXPECT_THROW(function({m}, T::sum(row), {}, {{row, m}}), TypeError);
}

TEST(Function, GivenSlicesOfASharedDataSet) {
  const Variable x = T::dvector("x"), i = T::lscalar("i");
  const Variable data = shared(vec({0, 1, 2, 3, 4, 5, 6}), "data");
  const Function f = function({i}, T::sum(x), {}, {{x, data[slice(i * 3, (i + 1) * 3)]}});
  EXPECT_EQ(f(0).item(), 3);
  EXPECT_EQ(f(1).item(), 12);
  EXPECT_EQ(f(2).item(), 6);
  EXPECT_EQ(f(3).item(), 0);
}

TEST(Function, RefusesWhatTheOriginalRefuses) {
  const Variable x = T::dvector("x"), y = T::dvector("y"), s = shared(1.0, "s");
  EXPECT_THROW(function({x}, y), UnusedInputError);
  EXPECT_THROW(function({x, x}, x), UnusedInputError);
  EXPECT_THROW(function({s}, s), TypeError);
  EXPECT_THROW(function({}, x), MissingInputError);
  EXPECT_THROW(function({}, s, {{x, x}}), TypeError);
  EXPECT_THROW(function({}, s, {{s, T::fscalar("z")}}), TypeError);
  EXPECT_THROW(function({}, s, {{s, s}, {s, s}}), ValueError);
  EXPECT_THROW(function({x}, x, {}, {{x, y}}), ConflictError);
  EXPECT_THROW(function({}, x, {}, {{x, s}}), TypeError);
}

TEST(Function, MissingInputErrorText) {
  const Variable x = T::dvector("x"), y = T::dvector("y");
  try {
    function({x}, x + y);
    FAIL();
  } catch (const MissingInputError& e) {
    const std::string text = e.what();
    EXPECT_TRUE(text.starts_with("[function] the outputs depend on y, which is neither an input nor has a value.")) << text;
    EXPECT_NE(text.find("test_function.cpp:"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("Way out: Add it to inputs, or give it a value with givens.")) << text;
  }
}

TEST(Function, RefusesBadArguments) {
  const Variable x = T::fvector("x");
  const Function f = function({x}, x * 2.0);
  EXPECT_THROW(f(), TypeError);
  EXPECT_THROW(f(vec({1, 2})), TypeError);  // float64 into float32
  EXPECT_THROW(f(1.0), TypeError);          // rank
  EXPECT_THROW(f(Array::of<float>({1}), 2.0), TypeError);
  FunctionOptions options;
  options.allow_input_downcast = true;
  EXPECT_EQ(function({x}, x * 2.0, {}, {}, options)(vec({1, 2})).operator const Array&().dtype(), DType::Float32);
}

TEST(Function, FailedCallChangesNothing) {
  const Variable x = T::dvector("x"), i = T::lscalar("i");
  const Variable s = shared(1.0, "s"), t = shared(vec({1, 2}), "t");
  const Function f = function({x, i}, x[i], {{s, s + 1.0}, {t, t * 2.0}});
  EXPECT_EQ(f(vec({5, 6}), 1).item(), 6);
  EXPECT_THROW(f(vec({5, 6}), 2), IndexError);
  EXPECT_EQ(s.shared()->get_value().item(), 2);
  EXPECT_EQ(t.shared()->get_value().to_doubles(), (std::vector<double>{2, 4}));
}

TEST(Function, RunTimeSizeOneDoesNotBroadcast) {
  const Variable x = T::dvector("x"), y = T::dvector("y");
  const Function f = function({x, y}, x + y);
  try {
    f(vec({1, 2, 3}), vec({1}));
    FAIL();
  } catch (const ShapeError& e) {
    const std::string text = e.what();
    EXPECT_NE(text.find("[add]"), std::string::npos) << text;
    EXPECT_NE(text.find("test_function.cpp:"), std::string::npos) << text;
    EXPECT_NE(text.find("Way out:"), std::string::npos) << text;
  }
}

TEST(Function, OutputsNeverAliasUnlessBorrowed) {
  const Variable x = T::dvector("x"), s = shared(vec({1, 2, 3}), "s");
  const Array value = vec({1, 2, 3});
  EXPECT_FALSE(may_share_memory(function({x}, x)(value), value));
  EXPECT_FALSE(may_share_memory(function({x}, x[slice({}, {}, -1)])(value), value));
  EXPECT_FALSE(may_share_memory(function({}, s)(), s.shared()->get_value(true)));
  EXPECT_TRUE(may_share_memory(function({}, Out(s, true))(), s.shared()->get_value(true)));
  const Function twice = function({x}, {x * 2.0, x * 2.0});
  const Results r = twice(value);
  EXPECT_FALSE(may_share_memory(r[0], r[1]));
}

TEST(Function, TheUsersGraphStaysAsItIs) {
  const Variable x = T::dvector("x");
  const Variable y = (x + 0.0) * 1.0;
  const std::string before = debugprint(y);
  function({x}, y);
  EXPECT_EQ(debugprint(y), before);
}

TEST(Function, EvalComputesWithoutAFunction) {
  const Variable x = T::dscalar("x");
  EXPECT_EQ(eval(x * 3.0, {{x, Array::scalar(2.0)}}).item(), 6);
  EXPECT_EQ(eval(shared(4.0) + 1.0).item(), 5);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kLongChain = 5'000;
#else
constexpr int kLongChain = 100'000;
#endif

Variable chain(const Variable& x, int nodes) {
  Variable y = x;
  for (int i = 0; i < nodes / 2; ++i) y = T::tanh(y) + x;
  return y;
}

TEST(Function, LongChainsAreCompiledAndCalled) {
  const Variable x = T::dvector("x");
  EXPECT_EQ(Array(function({x}, chain(x, kLongChain))(vec({0}))).to_doubles(), std::vector<double>{0});
}

TEST(Function, LongChainsAreDifferentiated) {
  const Variable x = T::dvector("x");
  EXPECT_EQ(grad(T::sum(chain(x, kLongChain)), x).ndim(), 1);
  // The n-th partial sum of 1 + 1 + ... at x = 0, where tanh has slope 1.
  const int nodes = kLongChain / 20;
  const Function f = function({x}, grad(T::sum(chain(x, nodes)), x));
  EXPECT_EQ(Array(f(vec({0}))).to_doubles(), std::vector<double>{1.0 + nodes / 2});
}

TEST(Mode, NamesAndErrors) {
  const Variable x = T::dscalar("x");
  for (const char* name : {"FAST_RUN", "FAST_COMPILE", "DebugMode", "None"}) {
    FunctionOptions options;
    options.mode = Mode::named(name);
    EXPECT_EQ(function({x}, T::log(1.0 + T::exp(x)), {}, {}, options)(0.0).item(), std::log(2.0)) << name;
  }
  EXPECT_THROW(Mode::named("NOPE"), ValueError);
  EXPECT_THROW(Mode("vm", "nope"), ValueError);
}

}  // namespace
}  // namespace theano
