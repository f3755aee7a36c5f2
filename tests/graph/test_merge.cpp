// Merging equal nodes and constants of a graph.
#include "theano/graph/merge.h"

#include <gtest/gtest.h>

#include "theano/graph/op.h"

namespace theano {
namespace {

/// An op of two inputs without meaning: merging looks at ops, attributes and inputs only.
class Pair final : public OpDefinition {
 public:
  OpKind kind() const noexcept override { return OpKind::Host; }
  OpDocs docs() const noexcept override {
    return {.name = "pair", .summary = "", .numpy = "", .source = "", .inputs = {}};
  }
  Ref<Apply> make_apply(const Op& self, std::vector<Variable> inputs) const override {
    return Apply::make(self, std::move(inputs), {TensorType::of_rank(DType::Float64, 0)});
  }
  std::vector<SymbolicShape> infer_shape(const Apply&, std::span<const SymbolicShape>) const override { return {{}}; }
  std::vector<Variable> vjp(const Apply&, std::span<const Variable>) const override { return {}; }
};
const Pair pair;

Variable scalar(const char* name) { return make_variable(TensorType::of_rank(DType::Float64, 0), name); }
Variable apply(const Variable& a, const Variable& b, std::int64_t k = 0) {
  return apply_op(make_op(pair, {{"k", k}}), {a, b});
}
Variable number(double value) { return make_constant(Array::scalar(value)); }

TEST(Merge, MakesEqualNodesOne) {
  const Variable x = scalar("x"), y = scalar("y");
  FunctionGraph graph({x, y}, {apply(apply(x, y), y), apply(apply(x, y), y)});
  EXPECT_EQ(merge_equal_nodes(graph), 2);
  EXPECT_EQ(graph.node_count(), 2u);
  EXPECT_TRUE(graph.outputs()[0] == graph.outputs()[1]);
  graph.verify();
}

TEST(Merge, MakesEqualConstantsOne) {
  const Variable x = scalar("x");
  FunctionGraph graph({x}, {apply(x, number(2)), apply(x, number(2)), apply(x, number(-0.0)), apply(x, number(0.0))});
  EXPECT_EQ(merge_equal_nodes(graph), 1);
  EXPECT_FALSE(graph.outputs()[2] == graph.outputs()[3]);
}

TEST(Merge, TellsInputsAndAttributesApart) {
  const Variable x = scalar("x"), y = scalar("y");
  FunctionGraph graph({x, y}, {apply(x, y), apply(y, x), apply(x, y, 1)});
  EXPECT_EQ(merge_equal_nodes(graph), 0);
  EXPECT_EQ(graph.node_count(), 3u);
}

}  // namespace
}  // namespace theano
