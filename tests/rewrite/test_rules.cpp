// Every pattern rule: both sides have one value and one type on random inputs of the rule's domain.
#include <gtest/gtest.h>

#include <random>

#include "theano/base/error.h"
#include "theano/compile/oracle.h"
#include "theano/graph/printing.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/rewrite/fixed_point.h"
#include "theano/rewrite/rewrite.h"

namespace theano::rewrite {
namespace {

/// The wildcards of a pattern, each once.
std::vector<const PatternNode*> wildcards_of(const Pattern& pattern) {
  std::vector<const PatternNode*> found;
  std::vector<const PatternNode*> stack{&pattern.node()};
  while (!stack.empty()) {
    const PatternNode* node = stack.back();
    stack.pop_back();
    if (node->kind == PatternNode::Kind::Wildcard && std::find(found.begin(), found.end(), node) == found.end())
      found.push_back(node);
    for (const Pattern& argument : node->arguments) stack.push_back(&argument.node());
  }
  return found;
}

Array draw(DType dtype, double low, double high, std::mt19937& random) {
  std::uniform_real_distribution<double> uniform(low, high);
  Array a(DType::Float64, {7});
  for (int i = 0; i < 7; ++i) a.data<double>()[i] = uniform(random);
  if (is_bool(dtype) && low <= 0) return Array::from(std::vector<double>{0, 1, 1, 0, 1, 0, 0}, {7}).astype(dtype);
  return a.astype(dtype);
}

/// Applies the rule to a left side made of variables of one dtype. Returns whether it applied.
bool check_rule(const Rule& rule, DType dtype, std::mt19937& random) {
  Bindings bindings;
  std::vector<Variable> inputs;
  std::vector<Array> values;
  for (const PatternNode* wildcard : wildcards_of(*rule.left)) {
    const Variable v = make_variable(TensorType::of_rank(dtype, 1), wildcard->name);
    if (wildcard->predicate && !wildcard->predicate(v)) return false;
    inputs.push_back(v);
    values.push_back(draw(dtype, is_unsigned_integer(dtype) ? std::max(0.0, rule.domain_low) : rule.domain_low,
                          rule.domain_high, random));
    bindings.pairs.emplace_back(wildcard, v);
  }
  Variable left;
  try {
    left = instantiate(*rule.left, bindings);
  } catch (const TypeError&) {
    return false;
  }
  FunctionGraph graph(inputs, {left});
  ShapeMemo shapes;
  RuleContext context{graph, shapes};
  const Variable old = graph.outputs()[0];
  const Replacements result = apply_rule(rule, *old.owner(), context);
  if (result.empty()) return false;
  EXPECT_TRUE(result[0].type()->equals(*old.type())) << pp(old) << " = " << pp(result[0]);
  const std::vector<Array> both = run_oracle(std::vector{old, result[0]}, graph.inputs(), values);
  const double tolerance = dtype == DType::Float32 ? 1e-5 : 1e-12;
  EXPECT_TRUE(all_close(both[1], both[0], tolerance, tolerance)) << pp(old) << " is " << both[0].to_string() << "\n"
                                                                 << pp(result[0]) << " is " << both[1].to_string();
  return true;
}

TEST(Rules, BothSidesOfEveryPatternAreEqual) {
  std::mt19937 random(7);
  for (const RuleTable* table : rule_tables())
    for (const Rule& rule : table->rules) {
      if (!rule.left) continue;
      SCOPED_TRACE(std::string(table->name) + ": " + rule.name);
      int applied = 0;
      for (DType dtype : {DType::Float64, DType::Float32, DType::Int32, DType::Int8, DType::UInt8, DType::Bool}) {
        SCOPED_TRACE(dtype_name(dtype));
        applied += check_rule(rule, dtype, random);
      }
      EXPECT_GT(applied, 0) << "the rule never applied";
    }
}

TEST(Rules, NamesAreUniqueAndTablesDescribed) {
  std::vector<std::string> names;
  for (const RuleTable* table : rule_tables()) {
    EXPECT_FALSE(std::string(table->summary).empty());
    for (const Rule& rule : table->rules) {
      EXPECT_EQ(std::find(names.begin(), names.end(), rule.name), names.end()) << rule.name;
      names.emplace_back(rule.name);
    }
  }
}

}  // namespace
}  // namespace theano::rewrite
