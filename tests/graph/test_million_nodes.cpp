// A chain of a million nodes goes through every walk of the room without overflowing the stack.
#include <gtest/gtest.h>

#include "graph/toy_ops.h"
#include "theano/graph/function_graph.h"
#include "theano/graph/printing.h"

namespace theano {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kLength = 200'000;  // deep enough to overflow the stack of anything that recurses
#else
constexpr int kLength = 1'000'000;
#endif
using Variables = std::vector<Variable>;

class MillionNodes : public testing::Test {
 protected:
  const Variable x_ = toy::vector("x");
  Variable y_ = toy::chain(x_, kLength);
};

TEST_F(MillionNodes, Walks) {
  EXPECT_EQ(toposort(Variables{y_}).size(), static_cast<std::size_t>(kLength));
  EXPECT_EQ(ancestors(Variables{y_}).size(), static_cast<std::size_t>(kLength) + 1);
  EXPECT_TRUE(depends_on(y_, x_));
}

TEST_F(MillionNodes, CopyAndCompare) {
  VariableMap map;
  const Variable copy = clone_graph(Variables{y_}, map).at(0);
  map.clear();
  EXPECT_TRUE(is_same_computation(Variables{y_}, Variables{copy}));
}

TEST_F(MillionNodes, Print) {
  EXPECT_LT(debugprint(y_).size(), 33'000'000U);
  const std::string left_out = "(" + std::to_string(kLength + 1 - 10) + " more lines left out)\n";
  EXPECT_TRUE(debugprint(y_, {.max_lines = 10}).ends_with(left_out));
  EXPECT_EQ(pp(y_, 100).size(), 103U);
  EXPECT_GT(to_dot(Variables{y_}).size(), 10U * kLength);
}

TEST_F(MillionNodes, FunctionGraph) {
  FunctionGraph graph({x_}, {y_});
  EXPECT_EQ(graph.node_count(), static_cast<std::size_t>(kLength));
  graph.verify();
  graph.replace(graph.outputs()[0], graph.inputs()[0], "drops the whole chain");
  EXPECT_EQ(graph.node_count(), 0U);
}

TEST_F(MillionNodes, Destruction) {
  const Ref<Apply> first(toposort(Variables{y_}).front());
  y_ = {};
  EXPECT_EQ(first->ref_count(), 1U);
}

}  // namespace
}  // namespace theano
