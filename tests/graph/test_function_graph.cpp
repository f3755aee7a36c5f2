// Tests of the graph that the compiler owns: clients, replacement, circles, observers, cost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "graph/toy_ops.h"
#include "theano/base/error.h"
#include "theano/graph/function_graph.h"

namespace theano {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;
using Variables = std::vector<Variable>;

Variable tanh_of(const Variable& x) { return toy::call(toy::tanh, {x}); }
Variable neg_of(const Variable& x) { return toy::call(toy::neg, {x}); }
Variable sum_of(const Variable& x, const Variable& y) { return toy::call(toy::add, {x, y}); }

TEST(FunctionGraph, CopiesTheUsersGraph) {
  const Variable x = toy::vector("x"), w = make_shared_variable(Array::of({1.0}), "w");
  const Variable t = tanh_of(x), y = sum_of(t, w);
  FunctionGraph graph({x}, {y, t});
  graph.verify();
  EXPECT_EQ(graph.node_count(), 2U);
  EXPECT_FALSE(graph.inputs()[0] == x);
  EXPECT_EQ(graph.inputs()[0].name(), "x");
  EXPECT_TRUE(graph.copies().at(y) == graph.outputs()[0]);
  EXPECT_TRUE(graph.copies().at(w) == w);
  EXPECT_FALSE(graph.contains(y.owner()));
  graph.replace(graph.outputs()[0], graph.outputs()[1], "test");
  EXPECT_TRUE(y.owner()->input(0) == t);
}

TEST(FunctionGraph, KnowsClients) {
  const Variable x = toy::vector("x"), t = tanh_of(x), y = sum_of(t, t);
  FunctionGraph graph({x}, {y, t}, false);
  EXPECT_THAT(graph.clients(t), UnorderedElementsAre(Client{y.owner(), 0}, Client{y.owner(), 1}, Client{nullptr, 1}));
  EXPECT_THAT(graph.clients(x), ElementsAre(Client{t.owner(), 0}));
  EXPECT_TRUE(graph.clients(toy::vector()).empty());
  EXPECT_THAT(graph.toposort(), ElementsAre(t.owner(), y.owner()));
}

TEST(FunctionGraph, TakesResultsAsInputs) {
  const Variable x = toy::vector("x"), t = tanh_of(x), y = neg_of(t);
  FunctionGraph graph({t}, {y});
  graph.verify();
  EXPECT_EQ(graph.node_count(), 1U);
  EXPECT_EQ(graph.inputs()[0].owner(), nullptr);
  FunctionGraph itself({t}, {t});
  itself.verify();
  EXPECT_TRUE(itself.outputs()[0] == itself.inputs()[0]);
  FunctionGraph uncopied({t}, {y}, false);
  uncopied.verify();
  EXPECT_EQ(uncopied.node_count(), 1U);
}

TEST(FunctionGraph, ReplacesAndDropsWhatNobodyUses) {
  const Variable x = toy::vector("x"), t = tanh_of(neg_of(x)), y = sum_of(t, x);
  FunctionGraph graph({x}, {y}, false);
  const Variable n = tanh_of(x);
  graph.replace(t, n, "test");
  graph.verify();
  EXPECT_EQ(graph.node_count(), 2U);
  EXPECT_TRUE(y.owner()->input(0) == n);
  EXPECT_TRUE(graph.clients(t).empty());
  EXPECT_FALSE(graph.contains(t.owner()));
  graph.replace(t, x, "no longer there: nothing happens");
  graph.replace(y, x, "test");
  graph.verify();
  EXPECT_EQ(graph.node_count(), 0U);
  EXPECT_THAT(graph.clients(x), ElementsAre(Client{nullptr, 0}));
}

TEST(FunctionGraph, ReplacesAnInput) {
  const Variable x = toy::vector("x"), z = toy::vector("z"), y = tanh_of(x);
  FunctionGraph graph({x}, {y}, false);
  graph.replace(x, z, "test");
  graph.verify();
  EXPECT_TRUE(y.owner()->input(0) == z);
  EXPECT_TRUE(graph.inputs()[0] == x);
}

TEST(FunctionGraph, KeepsANodeWhileOneOutputIsUsed) {
  const Variable x = toy::vector("x");
  const Variables parts = apply_op_all(make_op(toy::split), {x});
  const Variable y = sum_of(parts[0], parts[1]);
  FunctionGraph graph({x}, {y}, false);
  graph.replace(parts[1], x, "test");
  graph.verify();
  EXPECT_EQ(graph.node_count(), 2U);
  graph.replace(parts[0], x, "test");
  graph.verify();
  EXPECT_EQ(graph.node_count(), 1U);
}

TEST(FunctionGraph, NewNodesMayUseTheOldVariable) {
  const Variable x = toy::vector("x"), t = tanh_of(x), y = neg_of(t);
  FunctionGraph graph({x}, {y}, false);
  const Variable wrapped = toy::call(toy::second, {t, t});
  graph.replace(t, wrapped, "test");
  graph.verify();
  EXPECT_TRUE(y.owner()->input(0) == wrapped);
  EXPECT_TRUE(wrapped.owner()->input(0) == t);
}

TEST(FunctionGraph, RefusesACircleAndStaysAsItWas) {
  const Variable x = toy::vector("x"), t = tanh_of(x), u = neg_of(t), y = sum_of(u, t);
  FunctionGraph graph({x}, {y}, false);
  const Variable bad = tanh_of(u);
  try {
    graph.replace(t, bad, "bad rule");
    FAIL() << "accepted";
  } catch (const InternalError& e) {
    EXPECT_THAT(e.what(), HasSubstr("[bad rule] a replacement must not make a circle"));
  }
  EXPECT_THROW(graph.replace(t, u, "bad rule"), InternalError);
  graph.verify();
  EXPECT_EQ(graph.node_count(), 3U);
  EXPECT_FALSE(graph.contains(bad.owner()));
  EXPECT_TRUE(y.owner()->input(1) == t);
}

TEST(FunctionGraph, RefusesAnotherType) {
  const Variable x = toy::vector("x"), y = tanh_of(x);
  FunctionGraph graph({x}, {y}, false);
  EXPECT_THROW(graph.replace(y, toy::matrix("m"), "test"), InternalError);
  const Variable sized = make_variable(TensorType::of(DType::Float64, Shape{3}), "sized");
  graph.replace(y, sized, "known sizes are no other type");
  graph.verify();
}

TEST(FunctionGraph, ReplacesAllOrNone) {
  const Variable x = toy::vector("x"), a = tanh_of(x), b = neg_of(a), y = sum_of(a, b);
  FunctionGraph graph({x}, {y}, false);
  const Variable ok = neg_of(x), bad = tanh_of(y);
  const std::vector<std::pair<Variable, Variable>> pairs{{b, ok}, {a, bad}};
  EXPECT_THROW(graph.replace_all(pairs, "test"), InternalError);
  graph.verify();
  EXPECT_TRUE(y.owner()->input(1) == b);
  EXPECT_EQ(graph.node_count(), 3U);
  const std::vector<std::pair<Variable, Variable>> good{{b, ok}, {a, x}};
  graph.replace_all(good, "test");
  graph.verify();
  EXPECT_TRUE(y.owner()->input(0) == x && y.owner()->input(1) == ok);
}

TEST(FunctionGraph, SplitOutputsAreReplacedTogether) {
  const Variable x = toy::vector("x");
  const Variables parts = apply_op_all(make_op(toy::split), {x});
  const Variable y = sum_of(parts[0], parts[1]);
  FunctionGraph graph({x}, {y}, false);
  const Variables others = apply_op_all(make_op(toy::split, {{"axis", std::int64_t{1}}}), {x});
  const std::vector<std::pair<Variable, Variable>> pairs{{parts[0], others[0]}, {parts[1], others[1]}};
  graph.replace_all(pairs, "test");
  graph.verify();
  EXPECT_EQ(graph.node_count(), 2U);
}

class Recorder final : public FunctionGraph::Observer {
 public:
  void on_enter(Apply* node) override { entered.push_back(node); }
  void on_leave(Apply* node) override { left.push_back(node); }
  void on_change(Apply* node) override { changed.push_back(node); }
  std::vector<Apply*> entered, left, changed;
};

TEST(FunctionGraph, TellsObservers) {
  const Variable x = toy::vector("x"), t = tanh_of(x), y = neg_of(t);
  FunctionGraph graph({x}, {y}, false);
  Recorder recorder;
  graph.attach(&recorder);
  const Variable a = neg_of(x), b = sum_of(a, x);
  graph.replace(t, b, "test");
  EXPECT_THAT(recorder.entered, ElementsAre(a.owner(), b.owner()));
  EXPECT_THAT(recorder.changed, ElementsAre(y.owner()));
  EXPECT_THAT(recorder.left, ElementsAre(t.owner()));
  graph.detach(&recorder);
  graph.replace(y, x, "test");
  EXPECT_EQ(recorder.left.size(), 1U);
}

TEST(FunctionGraph, ManyClientsOfOneVariable) {
  const Variable x = toy::vector("x");
  Variables outputs;
  for (int i = 0; i < 100'000; ++i) outputs.push_back(tanh_of(x));
  FunctionGraph graph({x}, outputs, false);
  EXPECT_EQ(graph.clients(x).size(), 100'000U);
  for (const Variable& y : outputs) graph.replace(y, outputs[0], "merge");
  graph.verify();
  EXPECT_EQ(graph.node_count(), 1U);
  EXPECT_EQ(graph.clients(x).size(), 1U);
  EXPECT_EQ(graph.clients(outputs[0]).size(), 100'000U);
}

TEST(FunctionGraph, RandomReplacementsKeepItConsistent) {
  std::mt19937 random(7);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  const Variable x = toy::vector("x");
  Variables all{x};
  for (int i = 0; i < 300; ++i) {
    all.push_back(below(2) ? sum_of(all[below(all.size())], all[below(all.size())]) : tanh_of(all[below(all.size())]));
  }
  FunctionGraph graph({x}, {all.end() - 20, all.end()}, false);
  int refused = 0, done = 0;
  for (int i = 0; i < 3000 && graph.node_count() > 20; ++i) {
    const std::vector<Apply*> order = graph.toposort();
    const auto any = [&] { return order[below(order.size())]->output(0); };
    const Variable from = any(), present = any();
    const Variable to = below(2) ? present : neg_of(sum_of(present, any()));
    try {
      graph.replace(from, to, "random");
      ++done;
    } catch (const InternalError&) {
      EXPECT_TRUE(depends_on(to, from));
      ++refused;
    }
    if (i % 50 == 0) graph.verify();
  }
  graph.verify();
  EXPECT_GT(done, 100);
  EXPECT_GT(refused, 20);
}

TEST(FunctionGraph, RewritingAChainIsLinear) {
  const Variable x = toy::vector("x");
  FunctionGraph graph({x}, {toy::chain(x, 100'000)});
  for (Apply* node : graph.toposort()) {
    const Variable old = node->output(0);
    graph.replace(old, neg_of(neg_of(node->input(0))), "test");
  }
  graph.verify();
  EXPECT_EQ(graph.node_count(), 200'000U);
}

}  // namespace
}  // namespace theano
