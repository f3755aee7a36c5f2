// Tests of graphs as text: debugprint, pp and dot, in Theano's formats.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/toy_ops.h"
#include "theano/graph/printing.h"

namespace theano {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using Variables = std::vector<Variable>;

Variable example() {
  const Variable x = toy::vector("x"), two = toy::number(2);
  Variable t = toy::call(toy::tanh, {toy::call(toy::mul, {x, two})});
  t.set_name("t");
  return toy::call(toy::add, {toy::call(toy::sub, {t, x}), t});
}

TEST(Debugprint, IsTheanosTree) {
  EXPECT_EQ(debugprint(example()),
            "Elemwise{add,no_inplace} [id A] ''   \n"
            " |Elemwise{sub,no_inplace} [id B] ''   \n"
            " | |Elemwise{tanh,no_inplace} [id C] 't'   \n"
            " | | |Elemwise{mul,no_inplace} [id D] ''   \n"
            " | |   |x [id E]\n"
            " | |   |TensorConstant{2.0} [id F]\n"
            " | |x [id E]\n"
            " |Elemwise{tanh,no_inplace} [id C] 't'   \n");
}

TEST(Debugprint, LastChildOpensWithoutBar) {
  const Variable x = toy::vector("x");
  EXPECT_EQ(debugprint(toy::chain(x, 3)),
            "Elemwise{tanh,no_inplace} [id A] ''   \n"
            " |Elemwise{tanh,no_inplace} [id B] ''   \n"
            "   |Elemwise{tanh,no_inplace} [id C] ''   \n"
            "     |x [id D]\n");
}

TEST(Debugprint, Options) {
  const Variable y = example();
  EXPECT_EQ(debugprint(y, {.depth = 2}),
            "Elemwise{add,no_inplace} [id A] ''   \n"
            " |Elemwise{sub,no_inplace} [id B] ''   \n"
            " |Elemwise{tanh,no_inplace} [id C] 't'   \n");
  EXPECT_EQ(debugprint(y, {.depth = 0}), "");
  EXPECT_THAT(debugprint(y, {.stop_on_name = true}), Not(HasSubstr("mul")));
  EXPECT_THAT(debugprint(y, {.print_type = true}), HasSubstr("x [id E] <TensorType(float64, vector)>\n"));
  EXPECT_THAT(debugprint(y, {.print_type = true}),
              HasSubstr("{add,no_inplace} [id A] <TensorType(float64, vector)> ''   \n"));
  EXPECT_THAT(debugprint(y, {.ids = NodeIds::None}), StartsWith("Elemwise{add,no_inplace}  ''   \n |Elemwise{sub"));
  EXPECT_EQ(debugprint(y, {.max_lines = 2}),
            "Elemwise{add,no_inplace} [id A] ''   \n"
            " |Elemwise{sub,no_inplace} [id B] ''   \n"
            "(6 more lines left out)\n");
  const Variable p = [&] {
    const ProvenanceScope scope(Provenance::of(std::source_location::current()));
    return toy::call(toy::neg, {y});
  }();
  EXPECT_THAT(debugprint(p, {.depth = 1, .print_provenance = true}), HasSubstr("test_printing.cpp:"));
}

TEST(Debugprint, ManyOutputsAndManyIds) {
  const Variable x = toy::vector("x");
  const Variables parts = apply_op_all(make_op(toy::split), {x});
  EXPECT_EQ(debugprint(parts),
            "split.0 [id A] ''   \n"
            " |x [id B]\n"
            "split.1 [id A] ''   \n");
  const std::string chain = debugprint(toy::chain(x, 28));
  EXPECT_THAT(chain, HasSubstr("[id Z] ''"));
  EXPECT_THAT(chain, HasSubstr("[id BA] ''"));
  EXPECT_THAT(chain, HasSubstr("|x [id BC]\n"));
}

TEST(Debugprint, OfAFunctionGraphTellsTheOrder) {
  const Variable x = toy::vector("x");
  const FunctionGraph graph({x}, {toy::chain(x, 2)});
  EXPECT_EQ(debugprint(graph),
            "Elemwise{tanh,no_inplace} [id A] ''   1\n"
            " |Elemwise{tanh,no_inplace} [id B] ''   0\n"
            "   |x [id C]\n");
}

TEST(Pp, IsTheanosFormula) {
  const Variable x = toy::vector("x");
  const Variable two = make_constant(Array::scalar<std::int8_t>(2)), one = make_constant(Array::scalar<std::int8_t>(1));
  EXPECT_EQ(pp(toy::call(toy::add, {toy::call(toy::tanh, {toy::call(toy::mul, {x, two})}), one})),
            "(tanh((x * TensorConstant{2})) + TensorConstant{1})");
  const Variable total = toy::call(toy::sum, {x}, {{"acc_dtype", DType::Float64}});
  EXPECT_EQ(pp(toy::call(toy::second, {total, toy::number(1)})),
            "fill(sum{acc_dtype=float64}(x), TensorConstant{1.0})");
  EXPECT_EQ(pp(toy::call(toy::neg, {x})), "(-x)");
  EXPECT_EQ(pp(toy::scalar()), "<TensorType(float64, scalar)>");
  EXPECT_EQ(pp(toy::retype(toy::cast, x, DType::Int32, {0})), "int32(x)");
}

TEST(Pp, SeesThroughDimshuffles) {
  const Variable x = toy::vector("x"), m = toy::matrix("m");
  const auto shuffled = [](const Variable& v, std::vector<std::int64_t> pattern, const char* order) {
    return pp(toy::retype(toy::dimshuffle, v, DType::Float64, std::move(pattern),
                          "InplaceDimShuffle{" + std::string(order) + "}"));
  };
  EXPECT_EQ(shuffled(x, {1, 0}, "x,0"), "x");
  EXPECT_EQ(shuffled(toy::number(2), {1, 1}, "x,x"), "TensorConstant{2.0}");
  EXPECT_EQ(shuffled(m, {0, 0}, "1,0"), "m.T");
  EXPECT_EQ(shuffled(x, {0, 1}, "0,x"), "DimShuffle{0, x}(x)");
}

TEST(Pp, WritesSubtensorsInBrackets) {
  const Variable x = toy::vector("x"), i = toy::scalar("i"), one = make_constant(Array::scalar<std::int64_t>(1));
  const auto subtensor = [&](std::vector<Variable> inputs, const char* pattern) {
    Attributes attributes{{"dtype", DType::Float64}, {"pattern", std::vector<std::int64_t>{0}}};
    attributes.set("text", "Subtensor{" + std::string(pattern) + "}");
    return pp(apply_op(make_op(toy::subtensor, std::move(attributes)), std::move(inputs)));
  };
  EXPECT_EQ(subtensor({x, one}, "int64"), "x[1]");
  EXPECT_EQ(subtensor({x, i, one}, "int64, int64::"), "x[i, 1:]");
  EXPECT_EQ(subtensor({x, one, i}, "int64:int32:"), "x[1:i]");
  EXPECT_EQ(subtensor({x, i}, "::int64"), "x[::i]");
  EXPECT_EQ(subtensor({toy::call(toy::tanh, {x}), i, i, i, one}, ":int64:, int8:int8:int8"), "tanh(x)[:i, i:i:1]");
}

TEST(Pp, IsCutAtItsLimit) {
  Variable x = toy::vector("x");
  for (int i = 0; i < 64; ++i) x = toy::call(toy::add, {x, x});  // written out: 2^64 times x
  const std::string text = pp(x, 100);
  EXPECT_EQ(text.size(), 103U);
  EXPECT_TRUE(text.ends_with("..."));
}

TEST(Dot, DrawsNodesLeavesAndOutputs) {
  Variable y = example();
  y.set_name("say \"y\"");
  const std::string dot = to_dot(Variables{y});
  EXPECT_THAT(dot, StartsWith("digraph theano {\n"));
  EXPECT_TRUE(dot.ends_with("}\n"));
  EXPECT_THAT(dot, HasSubstr("label=\"Elemwise{tanh,no_inplace}\""));
  EXPECT_THAT(dot, HasSubstr("v0 [label=\"x\\nTensorType(float64, vector)\""));
  EXPECT_THAT(dot, HasSubstr("say \\\"y\\\""));
  EXPECT_THAT(dot, HasSubstr("n3 -> o0"));
}

}  // namespace
}  // namespace theano
