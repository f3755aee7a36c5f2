// The rewrite engine: fixed points, linear work, budgets, provenance, types, merging, the choice and record of rules.
#include <gtest/gtest.h>

#include "theano/base/error.h"
#include "theano/graph/printing.h"
#include "theano/graph/traversal.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/fixed_point.h"
#include "theano/rewrite/rewrite.h"

namespace theano::rewrite {
namespace {

using tensor::exp;
using tensor::log;

Variable vector(const char* name, DType dtype = DType::Float64) {
  return make_variable(TensorType::of_rank(dtype, 1), name);
}

/// The formula of the only output after the standard passes.
std::string rewritten(const std::vector<Variable>& inputs, const Variable& output, const RewriteQuery& query = {}) {
  FunctionGraph graph(inputs, {output});
  rewrite(graph, query);
  graph.verify();
  return pp(graph.outputs()[0]);
}

std::int64_t visits_of_chain(int length) {
  const Variable x = vector("x");
  Variable y = x;
  for (int i = 0; i < length; ++i) y = i % 3 == 0 ? exp(y) : i % 3 == 1 ? y + 0 : -(-y) * 1;
  FunctionGraph graph({x}, {y});
  const RewriteReport report = rewrite(graph);
  EXPECT_TRUE(report.warnings.empty());
  return report.visits;
}

TEST(FixedPoint, RemovesWhatChangesNothing) {
  const Variable x = vector("x");
  EXPECT_EQ(rewritten({x}, (x + 0) * 1 / 1 - 0), "x");
  EXPECT_EQ(rewritten({x}, -(-(-x))), "(-x)");
}

TEST(FixedPoint, KeepsDType) {
  const Variable i = vector("i", DType::Int32);
  FunctionGraph graph({i}, {i + scalar_constant(DType::Float64, 0.0)});
  rewrite(graph);
  EXPECT_EQ(graph.outputs()[0].dtype(), DType::Float64);
  EXPECT_EQ(pp(graph.outputs()[0]), pp(tensor::cast(i, DType::Float64)));
}

TEST(FixedPoint, RefusesAnotherPattern) {
  const Variable row = make_variable(TensorType::of(DType::Float64, std::vector<bool>{true, false}), "row");
  const Variable zeros = make_constant(Array::zeros(DType::Float64, {3, 4}));
  FunctionGraph graph({row}, {row + zeros});
  rewrite(graph);
  EXPECT_FALSE(graph.outputs()[0].is_broadcastable(0));
}

TEST(FixedPoint, VisitsAreLinear) {
  const std::int64_t small = visits_of_chain(1'000), large = visits_of_chain(10'000);
  EXPECT_LT(large, 11 * small);
  EXPECT_LT(large, 100'000 * 3);
}

TEST(FixedPoint, ManyUsersOfOneVariable) {
  const auto visits = [](int width) {
    const Variable x = vector("x"), y = exp(x) + 0;
    std::vector<Variable> outputs;
    for (int i = 0; i < width; ++i) outputs.push_back((y + 0) * static_cast<double>(i + 2));
    FunctionGraph graph({x}, outputs);
    return rewrite(graph).visits;
  };
  EXPECT_LT(visits(4'000), 5 * visits(1'000));
}

TEST(FixedPoint, StopsRulesThatUndoEachOther) {
  const Pattern a = Pattern::any("a"), b = Pattern::any("b");
  const Rules rules = {{"a - b = a + (-b)", a - b, a + (-b)}, {"a + (-b) = a - b", a + (-b), a - b}};
  FixedPoint pass("endless", {&rules[0], &rules[1]});
  const Variable x = vector("x"), y = vector("y");
  FunctionGraph graph({x, y}, {x - y});
  RewriteReport report;
  pass.run(graph, report);
  ASSERT_EQ(report.warnings.size(), 1u);
  EXPECT_NE(report.warnings[0].find("endless"), std::string::npos);
  graph.verify();
}

TEST(FixedPoint, MergesEqualNodes) {
  const Variable x = vector("x");
  FunctionGraph graph({x}, {exp(x) * 2.5, exp(x) * 2.5});
  rewrite(graph);
  EXPECT_EQ(graph.node_count(), 2u);
  EXPECT_TRUE(graph.outputs()[0] == graph.outputs()[1]);
}

TEST(FixedPoint, LeavesTheUsersGraphAlone) {
  const Variable x = vector("x"), y = (x + 0) * 1;
  const std::string before = pp(y);
  rewritten({x}, y);
  EXPECT_EQ(pp(y), before);
}

TEST(FixedPoint, SurvivesLongChains) {
  const Variable x = vector("x");
  Variable y = x;
  for (int i = 0; i < 100'000; ++i) y = exp(y + 0);
  FunctionGraph graph({x}, {y});
  EXPECT_TRUE(rewrite(graph).warnings.empty());
  EXPECT_EQ(graph.node_count(), 100'000u);
}

TEST(Rule, ReplacementsHaveTheProvenanceOfWhatTheyReplace) {
  int tried = 0;
  for (const RuleTable* table : rule_tables())
    for (const Rule& rule : table->rules) {
      if (!rule.left) continue;
      SCOPED_TRACE(rule.name);
      Bindings bindings;
      std::vector<Variable> inputs;
      std::vector<Pattern> stack{*rule.left};
      while (!stack.empty()) {
        const Pattern pattern = stack.back();
        stack.pop_back();
        if (pattern.node().kind == PatternNode::Kind::Wildcard && !bindings.find(&pattern.node())) {
          inputs.push_back(vector("x", pattern.node().name == "b" ? DType::Bool : DType::Float64));
          bindings.pairs.emplace_back(&pattern.node(), inputs.back());
        }
        for (const Pattern& argument : pattern.node().arguments) stack.push_back(argument);
      }
      Variable left;
      try {
        left = instantiate(*rule.left, bindings);
      } catch (const TypeError&) {
        bindings.pairs.clear();
        continue;  // rules on integers: see the rule tests
      }
      const Provenance place = Provenance::of(std::source_location::current());
      left.owner()->provenance = place;
      FunctionGraph graph(inputs, {left});
      Apply* node = graph.outputs()[0].owner();
      ShapeMemo shapes;
      RuleContext context{graph, shapes};
      const Replacements result = apply_rule(rule, *node, context);
      if (result.empty()) continue;  // a condition on dtypes
      ++tried;
      for (const Variable& v : ancestors(result)) {
        bool is_old = v.owner() == nullptr || v.constant();
        for (Apply* old : graph.toposort()) is_old = is_old || v.owner() == old;
        if (!is_old) {
          EXPECT_EQ(v.owner()->provenance, place);
        }
      }
    }
  EXPECT_GT(tried, 40);
}

TEST(Query, IncludesAndExcludesByRuleTableAndTag) {
  const Variable x = vector("x");
  EXPECT_EQ(rewritten({x}, -(-x), {{"fast_run"}, {"signs"}}), "(-(-x))");
  EXPECT_EQ(rewritten({x}, -(-x), {{"fast_run"}, {"-(-x) = x"}}), "(-(-x))");
  EXPECT_EQ(rewritten({x}, -(-x), {{"signs"}, {}}), "x");
  EXPECT_EQ(rewritten({x}, -(-x), {{}, {}}), "(-(-x))");
  const std::string kept = rewritten({x}, x - x, {{"fast_run"}, {"finite_only"}});
  EXPECT_EQ(kept, "(x - x)");
}

TEST(Query, WithoutFiniteOnlySumsOfNothingKeepTheirFactors) {
  // An infinite factor outside of a sum without summands would make nan of 0.
  const Variable x = vector("x"), s = make_variable(TensorType::of_rank(DType::Float64, 0), "s");
  const RewriteQuery careful{{"fast_run"}, {"finite_only"}};
  EXPECT_EQ(rewritten({x, s}, tensor::sum(x * s), careful), rewritten({x, s}, tensor::sum(x * s), {{}, {}}));
  EXPECT_NE(rewritten({x, s}, tensor::sum(x * s), {{"fast_run"}, {}}), rewritten({x, s}, tensor::sum(x * s), careful));
  EXPECT_NE(rewritten({x}, tensor::sum(x * 2.0), careful), rewritten({x}, tensor::sum(x * 2.0), {{}, {}}));
  const Variable filled = tensor::second(x, s);
  EXPECT_EQ(rewritten({x, s}, tensor::sum(filled), careful).find("*"), std::string::npos);
}

TEST(Report, ListsRulesWithCountAndTime) {
  const Variable x = vector("x");
  FunctionGraph graph({x}, {-(-(-(-x)))});
  const RewriteReport report = rewrite(graph);
  const auto entry = report.total("-(-x) = x");
  EXPECT_EQ(entry.count, 2);
  EXPECT_GT(entry.seconds, 0);
  EXPECT_NE(report.to_string().find("-(-x) = x"), std::string::npos);
}

TEST(Shapes, SizesDoNotNeedValues) {
  const Variable x = vector("x"), y = vector("y");
  const Variable z = exp(x * 2.0) + y;
  FunctionGraph graph({x, y}, {tensor::shape_i(z, 0)});
  rewrite(graph);
  EXPECT_EQ(graph.node_count(), 1u);
  EXPECT_TRUE(owner_if(graph.outputs()[0], ops::shape_i));
}

TEST(Shapes, ItemsOfShapesAreSizes) {
  const Variable m = make_variable(TensorType::of_rank(DType::Float64, 2), "m");
  const Variable shape = tensor::shape(exp(tensor::transpose(m)));
  FunctionGraph graph({m}, {shape[0], tensor::reshape(m, ShapeArgument(tensor::shape(m * 2.0)))});
  rewrite(graph);
  EXPECT_EQ(debugprint(graph.outputs()[0]), debugprint(tensor::shape_i(graph.inputs()[0], 1)));
  EXPECT_TRUE(graph.outputs()[1] == graph.inputs()[0]);
}

TEST(FixedPoint, EndsRulesThatWrapWhatTheyReplace) {
  const Rule loop("loop", tensor::exp, [](Apply& node, RuleContext&) { return Replacements{-node.output(0)}; });
  FixedPoint pass("wrapping", {&loop});
  const Variable x = vector("x");
  FunctionGraph graph({x}, {exp(x) + 1.0});
  RewriteReport report;
  pass.run(graph, report);
  EXPECT_EQ(report.warnings.size(), 1u);
  graph.verify();
}

TEST(Query, FastCompileKeepsStableForms) {
  const Variable x = vector("x");
  EXPECT_EQ(rewritten({x}, log(1 + exp(x)), {{"fast_compile"}, {}}), rewritten({x}, log(1 + exp(x))));
}

TEST(Fills, StaySmallBesideAShape) {
  const Variable x = vector("x"), y = vector("y");
  EXPECT_EQ(rewritten({x, y}, tensor::fill(x * y, 1.0) * y), "y");
  // Nothing says that x and y have one length here, so the error of the call is kept.
  EXPECT_NE(rewritten({x, y}, tensor::fill(x, 1.0) * y), "y");
}

TEST(Fills, SumToProducts) {
  const Variable m = make_variable(TensorType::of_rank(DType::Float64, 2), "m");
  const std::string text = rewritten({m}, tensor::sum(tensor::fill(m, 0.5) * 3.0));
  EXPECT_EQ(text.find("Sum"), std::string::npos) << text;
}

}  // namespace
}  // namespace theano::rewrite
