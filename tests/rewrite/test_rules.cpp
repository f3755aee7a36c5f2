// Every pattern rule: both sides have one value and one type on random inputs of the rule's domain.
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "theano/base/error.h"
#include "theano/compile/oracle.h"
#include "theano/graph/printing.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "rule_examples.h"
#include "theano/graph/traversal.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/fixed_point.h"
#include "theano/rewrite/original_names.h"
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

/// Whatever a rule makes has the line of what it replaces.
void expect_provenance(const FunctionGraph& graph, const Replacements& made, const Apply& replaced) {
  std::vector<Variable> present;
  for (const Variable& v : made)
    if (!v.is_null()) present.push_back(v);
  for (const Variable& v : ancestors(present))
    if (v.owner() && !graph.contains(v.owner())) {
      EXPECT_EQ(v.owner()->provenance, replaced.provenance) << pp(v);
    }
}

Array draw(DType dtype, double low, double high, std::mt19937& random) {
  std::uniform_real_distribution<double> uniform(low, high);
  Array a(DType::Float64, {7});
  for (int i = 0; i < 7; ++i) a.data<double>()[i] = uniform(random);
  if (is_bool(dtype) && low <= 0) return Array::from(std::vector<double>{0, 1, 1, 0, 1, 0, 0}, {7}).astype(dtype);
  return a.astype(dtype);
}

/// A number for a wildcard that stands for constants only; null when it takes none of this dtype.
Variable constant_for(const PatternNode& wildcard, DType dtype, std::mt19937& random) {
  for (int i = 0; i < 10; ++i) {
    const Variable number = make_constant(Array::scalar_of(dtype, 1 + static_cast<double>(random() % 3)));
    const Variable v = dimshuffled(number, {-1});
    const Variable constant = make_constant(v.type(), Value{number.constant()->array().reshape({1}), nullptr});
    if (wildcard.predicate(constant)) return constant;
  }
  return {};
}

/// Applies the rule to a left side made of variables of one dtype. Returns whether it applied.
bool check_rule(const Rule& rule, DType dtype, std::mt19937& random) {
  Bindings bindings;
  std::vector<Variable> inputs;
  std::vector<Array> values;
  for (const PatternNode* wildcard : wildcards_of(*rule.left)) {
    Variable v = make_variable(TensorType::of_rank(dtype, 1), wildcard->name);
    if (wildcard->predicate && !wildcard->predicate(v)) {
      v = make_variable(TensorType::of_rank(DType::Bool, 1), wildcard->name);
      if (wildcard->predicate(v) && !is_bool(dtype)) {  // a condition beside numbers
        inputs.push_back(v);
        values.push_back(draw(DType::Bool, -1, 1, random));
        bindings.pairs.emplace_back(wildcard, v);
        continue;
      }
      const Variable number = constant_for(*wildcard, dtype, random);
      if (number.is_null()) return false;
      bindings.pairs.emplace_back(wildcard, number);
      continue;
    }
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
  expect_provenance(graph, result, *old.owner());
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
      if (applied == 0) applied += check_rule(rule, DType::Complex128, random);  // a rule of complex numbers alone
      EXPECT_GT(applied, 0) << "the rule never applied";
    }
}

Array draw(const ExampleInput& input, DType dtype, std::mt19937& random) {
  std::uniform_real_distribution<double> uniform(input.low, input.high);
  std::int64_t count = 1;
  for (std::int64_t size : input.sizes) count *= size;
  std::vector<double> numbers;
  for (std::int64_t i = 0; i < count; ++i) numbers.push_back(uniform(random));
  if (is_bool(dtype))
    for (double& number : numbers) number = number > 0;
  return Array::from(numbers, input.sizes).astype(dtype);
}

TypeRef type_of(const ExampleInput& input, DType dtype) {
  std::vector<bool> broadcastable;
  for (std::int64_t size : input.sizes) broadcastable.push_back(size == 1);
  return TensorType::of(dtype, broadcastable);
}

const Rule* rule_named(const std::string& name) {
  for (const RuleTable* table : rule_tables())
    for (const Rule& rule : table->rules)
      if (name == rule.name) return &rule;
  return nullptr;
}

/// Tries the rule on every node; where it applies, both sides must have one value, one type and one line.
int compare_where_it_applies(const Rule& rule, FunctionGraph& graph, const std::vector<Array>& values, DType dtype) {
  ShapeMemo shapes;
  RuleContext context{graph, shapes};
  int applied = 0;
  for (Apply* node : graph.toposort()) {
    const auto is_root = [&](const OpDefinition* op) { return node->op()->is(*op); };
    if (!rule.roots.empty() && std::none_of(rule.roots.begin(), rule.roots.end(), is_root)) continue;
    node->provenance = Provenance::of(std::source_location::current());
    const Replacements result = apply_rule(rule, *node, context);
    if (result.empty()) continue;
    ++applied;
    expect_provenance(graph, result, *node);
    for (std::size_t o = 0; o < result.size(); ++o) {
      if (result[o].is_null()) continue;
      const Variable old = node->output(static_cast<int>(o));
      EXPECT_TRUE(result[o].type()->equals(*old.type())) << pp(old) << " = " << pp(result[o]);
      const std::vector<Array> both = run_oracle(std::vector{old, result[o]}, graph.inputs(), values);
      const double tolerance = dtype == DType::Float32 ? 1e-5 : 1e-12;
      EXPECT_EQ(both[0].shape(), both[1].shape());
      EXPECT_TRUE(all_close(both[1], both[0], tolerance, tolerance))
          << pp(old) << " is " << both[0].to_string() << "\n"
          << pp(result[o]) << " is " << both[1].to_string();
    }
  }
  return applied;
}

int check_example(const RuleExample& example, const Rule& rule, DType dtype, std::mt19937& random) {
  std::vector<Variable> inputs;
  std::vector<Array> values;
  for (const ExampleInput& input : example.inputs) {
    inputs.push_back(make_variable(type_of(input, input.dtype.value_or(dtype)), "x"));
    values.push_back(draw(input, input.dtype.value_or(dtype), random));
  }
  FunctionGraph graph(inputs, {example.build(inputs)});
  if (const int applied = compare_where_it_applies(rule, graph, values, dtype); applied > 0) return applied;
  // Some rules meet only what others have brought into form.
  RewriteReport report;
  canonicalize({{"fast_run"}, {rule.name}})->run(graph, report);
  return compare_where_it_applies(rule, graph, values, dtype);
}

TEST(Rules, BothSidesOfEveryExampleAreEqual) {
  std::mt19937 random(11);
  for (const RuleExample& example : rule_examples()) {
    SCOPED_TRACE(example.rule);
    const Rule* rule = rule_named(example.rule);
    ASSERT_TRUE(rule);
    std::vector<DType> dtypes{DType::Float64, DType::Float32};
    if (example.admits_integers) dtypes.insert(dtypes.end(), {DType::Int32, DType::Int8, DType::UInt8});
    for (const DType dtype : dtypes) {
      SCOPED_TRACE(dtype_name(dtype));
      EXPECT_GT(check_example(example, *rule, dtype, random), 0) << "the rule never applied";
    }
  }
}

TEST(Rules, EveryFunctionHasAnExample) {
  for (const RuleTable* table : rule_tables())
    for (const Rule& rule : table->rules) {
      if (rule.left) continue;
      const bool has_example = std::any_of(rule_examples().begin(), rule_examples().end(),
                                           [&](const RuleExample& e) { return std::string(e.rule) == rule.name; });
      EXPECT_TRUE(has_example) << table->name << ": " << rule.name;
    }
}

TEST(OriginalNames, SelectWhatIsHere) {
  std::vector<std::string> known{"merge"};
  for (const RuleTable* table : rule_tables()) {
    known.emplace_back(table->name);
    for (const std::string& tag : tag_names(table->tags)) known.push_back(tag);
    for (const Rule& rule : table->rules) known.emplace_back(rule.name);
  }
  for (const OriginalName& line : original_names())
    EXPECT_NE(std::find(known.begin(), known.end(), line.ours), known.end()) << line.original << " -> " << line.ours;
  const std::vector<std::string> names = with_our_names({"local_log1p", "no_such_rewrite"});
  EXPECT_EQ(names, (std::vector<std::string>{"local_log1p", "no_such_rewrite", "log(1 + x) = log1p(x)",
                                             "log(1 - x) = log1p(-x)"}));
}

TEST(OriginalNames, StandInTheDocs) {
  std::ifstream file("docs/rewrites.md");
  ASSERT_TRUE(file) << "run the tests from the root of the repository";
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  for (const OriginalName& line : original_names()) {
    const std::size_t at = text.find("| `" + std::string(line.original) + "` | ");
    ASSERT_NE(at, std::string::npos) << line.original;
    EXPECT_NE(text.substr(at, text.find('\n', at) - at).find("`" + std::string(line.ours) + "`"), std::string::npos)
        << line.original << " -> " << line.ours;
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
