// Tests of patterns and of indices: matching, instantiating, entries between brackets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/toy_ops.h"
#include "theano/base/error.h"
#include "theano/graph/index.h"
#include "theano/graph/pattern.h"

namespace theano {
namespace {

Pattern P(const OpDefinition& op, std::vector<Pattern> arguments) { return Pattern::apply(op, std::move(arguments)); }

bool matches(const Pattern& pattern, const Variable& v) {
  Bindings bindings;
  return match(pattern, v, bindings);
}

TEST(Pattern, MatchesOpsAndBindsWildcards) {
  const Pattern x = Pattern::any("x");
  const Variable v = toy::vector("v");
  Bindings bindings;
  ASSERT_TRUE(match(P(toy::tanh, {P(toy::neg, {x})}), toy::call(toy::tanh, {toy::call(toy::neg, {v})}), bindings));
  EXPECT_TRUE(*bindings.find(&x.node()) == v);
  EXPECT_FALSE(matches(P(toy::tanh, {x}), v));
  EXPECT_FALSE(matches(P(toy::tanh, {x}), toy::call(toy::neg, {v})));
}

TEST(Pattern, EqualWildcardsMatchEqualVariables) {
  const Pattern x = Pattern::any("x"), difference = P(toy::sub, {x, x});
  const Variable v = toy::vector("v"), w = toy::vector("w");
  EXPECT_TRUE(matches(difference, toy::call(toy::sub, {v, v})));
  EXPECT_FALSE(matches(difference, toy::call(toy::sub, {v, w})));
  EXPECT_TRUE(matches(difference, toy::call(toy::sub, {toy::number(2), toy::number(2)})));
}

TEST(Pattern, CommutativeOpsAreTriedInBothOrders) {
  const Pattern x = Pattern::any("x");
  const Variable v = toy::vector("v"), t = toy::call(toy::tanh, {v});
  EXPECT_TRUE(matches(P(toy::add, {1, x}), toy::call(toy::add, {v, toy::number(1)})));
  EXPECT_TRUE(matches(P(toy::add, {1, x}), toy::call(toy::add, {toy::number(1), v})));
  EXPECT_FALSE(matches(P(toy::sub, {1, x}), toy::call(toy::sub, {v, toy::number(1)})));
  // The first order binds x to v and fails only later, outside of the sum.
  const Pattern y = Pattern::any("y"), nested = P(toy::sub, {P(toy::add, {x, y}), P(toy::tanh, {x})});
  const Variable sum = toy::call(toy::add, {v, t});
  Bindings bindings;
  ASSERT_TRUE(match(nested, toy::call(toy::sub, {sum, toy::call(toy::tanh, {t})}), bindings));
  EXPECT_TRUE(*bindings.find(&x.node()) == t);
  EXPECT_TRUE(*bindings.find(&y.node()) == v);
}

TEST(Pattern, FailureLeavesNoBindings) {
  const Pattern x = Pattern::any("x");
  Bindings bindings;
  EXPECT_FALSE(match(P(toy::sub, {x, 1}), toy::call(toy::sub, {toy::vector(), toy::vector()}), bindings));
  EXPECT_TRUE(bindings.pairs.empty());
}

TEST(Pattern, NumbersMatchConstantsOfOneValue) {
  const Pattern one(1);
  EXPECT_TRUE(matches(one, toy::number(1)));
  EXPECT_TRUE(matches(one, make_constant(Array::scalar<std::int8_t>(1))));
  EXPECT_TRUE(matches(one, make_constant(Array::full(DType::Float32, {2, 3}, 1))));
  EXPECT_FALSE(matches(one, toy::number(2)));
  EXPECT_FALSE(matches(one, toy::vector()));
  EXPECT_TRUE(matches(one, toy::retype(toy::dimshuffle, toy::number(1), DType::Float64, {1, 1})));
  EXPECT_FALSE(matches(one, toy::call(toy::second, {toy::vector(), toy::number(1)})));
}

TEST(Pattern, PredicatesAndAttributes) {
  const Pattern matrix = Pattern::any("m", [](const Variable& v) { return v.ndim() == 2; });
  EXPECT_TRUE(matches(P(toy::tanh, {matrix}), toy::call(toy::tanh, {toy::matrix()})));
  EXPECT_FALSE(matches(P(toy::tanh, {matrix}), toy::call(toy::tanh, {toy::vector()})));
  const Pattern x = Pattern::any("x");
  const Variable sum = toy::call(toy::sum, {toy::matrix()}, {{"axis", std::int64_t{1}}});
  EXPECT_TRUE(matches(P(toy::sum, {x}), sum));
  EXPECT_TRUE(matches(Pattern::apply(toy::sum, {{"axis", std::int64_t{1}}}, {x}), sum));
  EXPECT_FALSE(matches(Pattern::apply(toy::sum, {{"axis", std::int64_t{0}}}, {x}), sum));
}

TEST(Pattern, InstantiateBuildsTheRightSide) {
  const Pattern x = Pattern::any("x"), left = P(toy::neg, {x}), right = P(toy::mul, {x, -1});
  const Variable v = make_variable(TensorType::of_rank(DType::Float32, 1), "v");
  Bindings bindings;
  ASSERT_TRUE(match(left, toy::call(toy::neg, {v}), bindings));
  const Variable result = instantiate(right, bindings);
  ASSERT_NE(owner_if(result, toy::mul), nullptr);
  EXPECT_TRUE(result.owner()->input(0) == v);
  const Variable number = result.owner()->input(1);
  EXPECT_EQ(number.dtype(), DType::Float32);
  EXPECT_EQ(number.constant()->array().item(), -1);
  EXPECT_TRUE(instantiate(x, bindings) == v);
  EXPECT_EQ(instantiate(Pattern(0), bindings).dtype(), DType::Int8);
  EXPECT_THROW(instantiate(Pattern::any("y"), bindings), InternalError);
}

TEST(Pattern, NumbersThatDoNotFitBesideKeepTheirValue) {
  const Pattern x = Pattern::any("x");
  const auto beside = [&](DType dtype, double number) {
    Bindings bindings;
    const Variable v = make_variable(TensorType::of_rank(dtype, 1));
    match(x, v, bindings);
    return instantiate(P(toy::mul, {x, number}), bindings).owner()->input(1);
  };
  EXPECT_EQ(beside(DType::UInt8, -1).constant()->array().item(), -1);
  EXPECT_EQ(beside(DType::Int32, 0.5).constant()->array().item(), 0.5);
  EXPECT_EQ(beside(DType::Bool, 2).dtype(), DType::Int8);
  EXPECT_EQ(beside(DType::Int32, 7).dtype(), DType::Int32);
  EXPECT_EQ(beside(DType::Float32, 0.1).dtype(), DType::Float32);
}

TEST(Pattern, TextIsMathematics) {
  const Pattern x = Pattern::any("x");
  EXPECT_EQ(P(toy::tanh, {P(toy::add, {1, x})}).to_string(), "tanh((1 + x))");
  EXPECT_EQ(P(toy::neg, {Pattern(0.5)}).to_string(), "(-0.5)");
}

TEST(Index, EntriesKnowTheirKind) {
  const Variable i = make_variable(TensorType::of_rank(DType::Int64, 0), "i");
  const Variable rows = make_variable(TensorType::of_rank(DType::Int32, 1), "rows");
  EXPECT_EQ(IndexEntry(3).kind, IndexEntry::Kind::Integer);
  EXPECT_EQ(IndexEntry(i).kind, IndexEntry::Kind::Integer);
  EXPECT_EQ(IndexEntry(rows).kind, IndexEntry::Kind::Array);
  EXPECT_THROW(IndexEntry(toy::vector("x")), TypeError);
  EXPECT_THROW(IndexEntry(toy::scalar("x")), TypeError);
  EXPECT_EQ(newaxis.kind, IndexEntry::Kind::NewAxis);
}

TEST(Index, SlicesMayLeaveBoundsOut) {
  const IndexEntry entry = slice(1, {}, 2);
  EXPECT_EQ(entry.kind, IndexEntry::Kind::Slice);
  EXPECT_EQ(entry.start.constant()->array().item(), 1);
  EXPECT_TRUE(entry.stop.is_null());
  EXPECT_EQ(entry.step.constant()->array().item(), 2);
  EXPECT_THROW(slice(0.5), TypeError);
  EXPECT_THROW(slice(1, make_variable(TensorType::of_rank(DType::Int64, 1))), TypeError);
  const Index index{0, slice(), ellipsis};
  EXPECT_EQ(index.entries.size(), 3U);
}

}  // namespace
}  // namespace theano
