// Tests of walks over graphs: order, ancestors, copies, equality, constant scalars.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/toy_ops.h"
#include "theano/graph/traversal.h"

namespace theano {
namespace {

using testing::ElementsAre;
using Variables = std::vector<Variable>;

TEST(Toposort, IsDepthFirstInOrderOfInputs) {
  const Variable x = toy::vector("x");
  const Variable a = toy::call(toy::tanh, {x}), b = toy::call(toy::neg, {x});
  const Variable c = toy::call(toy::add, {a, b}), d = toy::call(toy::mul, {c, a});
  EXPECT_THAT(toposort(Variables{d}), ElementsAre(a.owner(), b.owner(), c.owner(), d.owner()));
  EXPECT_THAT(toposort(Variables{b, d}), ElementsAre(b.owner(), a.owner(), c.owner(), d.owner()));
}

TEST(Toposort, StopsAtInputs) {
  const Variable x = toy::vector("x"), a = toy::call(toy::tanh, {x}), b = toy::call(toy::neg, {a});
  EXPECT_THAT(toposort(Variables{b}, Variables{a}), ElementsAre(b.owner()));
  EXPECT_THAT(toposort(Variables{a}, Variables{a}), ElementsAre());
  EXPECT_THAT(toposort(Variables{x}), ElementsAre());
}

TEST(Ancestors, AreEachFoundOnce) {
  const Variable x = toy::vector("x"), a = toy::call(toy::add, {x, x}), b = toy::call(toy::mul, {a, x});
  EXPECT_THAT(ancestors(Variables{b}), ElementsAre(b, a, x));
  EXPECT_THAT(ancestors(Variables{b}, Variables{a}), ElementsAre(b, a, x));
  EXPECT_THAT(ancestors(Variables{a}, Variables{a}), ElementsAre(a));
  EXPECT_TRUE(depends_on(b, x));
  EXPECT_TRUE(depends_on(b, b));
  EXPECT_FALSE(depends_on(x, b));
}

TEST(Ancestors, WithoutOwnerAreInputs) {
  const Variable x = toy::vector("x"), w = make_shared_variable(Array::of({1.0}), "w"), two = toy::number(2);
  const Variable y = toy::call(toy::add, {toy::call(toy::mul, {x, w}), two});
  EXPECT_THAT(graph_inputs(Variables{y}), ElementsAre(x, w, two));
  EXPECT_THAT(graph_inputs(Variables{y}, Variables{y.owner()->input(0)}), ElementsAre(y.owner()->input(0), two));
}

TEST(CloneGraph, CopiesEveryNodeAndKeepsItsParts) {
  const Variable x = toy::vector("x");
  Variable a = toy::call(toy::tanh, {x});
  a.set_name("a");
  a->test_value = std::make_unique<Value>(Value{Array::of({1.0}), {}});
  const Variable b = toy::call(toy::add, {a, a});
  VariableMap map;
  const Variable copy = clone_graph(Variables{b}, map).at(0);
  ASSERT_NE(copy.owner(), b.owner());
  const Variable inner = copy.owner()->input(0);
  EXPECT_NE(inner.owner(), a.owner());
  EXPECT_TRUE(inner == copy.owner()->input(1));
  EXPECT_TRUE(inner.owner()->input(0) == x);
  EXPECT_EQ(inner.name(), "a");
  EXPECT_EQ(inner.provenance(), a.provenance());
  EXPECT_EQ(inner->test_value->array.item(), 1);
  EXPECT_TRUE(map.at(a) == inner);
  EXPECT_TRUE(map.at(x) == x);
}

TEST(CloneGraph, ReplacesKeysWithoutSearchingTheirValues) {
  const Variable x = toy::vector("x"), a = toy::call(toy::tanh, {x}), b = toy::call(toy::neg, {a});
  const Variable twice = toy::call(toy::add, {x, x});
  VariableMap map{{x, twice}};
  const Variable copy = clone_graph(Variables{b}, map).at(0);
  EXPECT_TRUE(copy.owner()->input(0).owner()->input(0) == twice);
  VariableMap inner{{a, x}};
  EXPECT_TRUE(clone_graph(Variables{b}, inner).at(0).owner()->input(0) == x);
  VariableMap whole{{b, x}};
  EXPECT_TRUE(clone_graph(Variables{b}, whole).at(0) == x);
}

TEST(CloneGraph, MayCopyInputs) {
  const Variable x = toy::vector("x"), a = toy::call(toy::tanh, {x});
  VariableMap map;
  const Variable copy = clone_graph(Variables{a}, map, {.copy_inputs = true}).at(0);
  EXPECT_FALSE(copy.owner()->input(0) == x);
  EXPECT_EQ(copy.owner()->input(0).name(), "x");
}

TEST(CloneGraph, ReplacedOutputOfManyStaysReplaced) {
  const Variable x = toy::vector("x"), y = toy::vector("y");
  const Variables parts = apply_op_all(make_op(toy::split), {x});
  const Variable sum = toy::call(toy::add, {parts[0], parts[1]});
  VariableMap map{{parts[1], y}};
  const Variable copy = clone_graph(Variables{sum}, map).at(0);
  EXPECT_TRUE(copy.owner()->input(1) == y);
  EXPECT_NE(copy.owner()->input(0).owner(), nullptr);
}

TEST(SameComputation, LooksAtOpsConstantsAndStructure) {
  const Variable x = toy::vector("x"), y = toy::vector("y");
  const auto f = [](const Variable& v, double c) {
    return toy::call(toy::add, {toy::call(toy::tanh, {v}), toy::number(c)});
  };
  const auto same = [](const Variable& a, const Variable& b, Variables in_a = {}, Variables in_b = {}) {
    return is_same_computation(Variables{a}, Variables{b}, in_a, in_b);
  };
  EXPECT_TRUE(same(f(x, 1), f(x, 1)));
  EXPECT_FALSE(same(f(x, 1), f(x, 2)));
  EXPECT_FALSE(same(f(x, 1), f(y, 1)));
  EXPECT_TRUE(same(f(x, 1), f(y, 1), {x}, {y}));
  EXPECT_FALSE(same(toy::call(toy::sub, {x, y}), toy::call(toy::sub, {y, x})));
  EXPECT_TRUE(same(toy::call(toy::sub, {x, y}), toy::call(toy::sub, {y, x}), {x, y}, {y, x}));
  EXPECT_FALSE(same(toy::call(toy::sub, {x, y}), toy::call(toy::sub, {x, y}), {x, y}, {y, x}));
  const Variables parts = apply_op_all(make_op(toy::split), {x});
  EXPECT_FALSE(same(parts[0], parts[1]));
  EXPECT_FALSE(is_same_computation(Variables{x}, Variables{x, x}));
  EXPECT_FALSE(same(x, x, {x}, {toy::matrix()}));
}

TEST(SameComputation, SharingMakesNoDifference) {
  const Variable x = toy::vector("x"), t = toy::call(toy::tanh, {x});
  const Variable shared = toy::call(toy::add, {t, t});
  const Variable apart = toy::call(toy::add, {toy::call(toy::tanh, {x}), toy::call(toy::tanh, {x})});
  EXPECT_TRUE(is_same_computation(Variables{shared}, Variables{apart}));
  EXPECT_TRUE(is_same_computation(Variables{apart}, Variables{shared}));
}

TEST(ScalarConstantValue, LooksThroughViewsFillsAndCasts) {
  const Variable x = toy::matrix("x");
  EXPECT_EQ(scalar_constant_value(toy::number(2.5)), 2.5);
  EXPECT_EQ(scalar_constant_value(x), std::nullopt);
  EXPECT_EQ(scalar_constant_value(toy::call(toy::tanh, {toy::number(0)})), std::nullopt);
  EXPECT_EQ(scalar_constant_value(toy::retype(toy::dimshuffle, toy::number(3), DType::Float64, {1, 1})), 3.0);
  EXPECT_EQ(scalar_constant_value(toy::call(toy::second, {x, toy::number(4)})), 4.0);
  EXPECT_EQ(scalar_constant_value(toy::retype(toy::cast, toy::number(2.75), DType::Int32, {})), 2.0);
  EXPECT_EQ(scalar_constant_value(toy::retype(toy::alloc, toy::number(1), DType::Float64, {0, 0})), 1.0);
  EXPECT_EQ(scalar_constant_value(make_constant(Array::of({1.0, 2.0}))), std::nullopt);
  EXPECT_EQ(scalar_constant_value(make_variable(generic_type())), std::nullopt);
}

}  // namespace
}  // namespace theano
