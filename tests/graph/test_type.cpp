// Tests of types, of an op's parameters, and of the rule by which values are taken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/toy_ops.h"
#include "theano/base/config.h"
#include "theano/base/error.h"
#include "theano/graph/filter.h"

namespace theano {
namespace {

using testing::HasSubstr;

std::string text(DType dtype, std::vector<bool> pattern) { return TensorType::of(dtype, pattern)->to_string(); }

TEST(TensorType, TextIsTheanos) {
  EXPECT_EQ(text(DType::Float64, {}), "TensorType(float64, scalar)");
  EXPECT_EQ(text(DType::Float64, {false}), "TensorType(float64, vector)");
  EXPECT_EQ(text(DType::Int8, {true}), "TensorType(int8, (True,))");
  EXPECT_EQ(text(DType::Float64, {true, false}), "TensorType(float64, row)");
  EXPECT_EQ(text(DType::Float64, {false, true}), "TensorType(float64, col)");
  EXPECT_EQ(text(DType::Float64, {false, false}), "TensorType(float64, matrix)");
  EXPECT_EQ(text(DType::Float64, {true, true}), "TensorType(float64, (True, True))");
  EXPECT_EQ(text(DType::Float32, {false, false, false}), "TensorType(float32, 3D)");
  EXPECT_EQ(text(DType::Float32, {true, false, false}), "TensorType(float32, (True, False, False))");
  EXPECT_EQ(text(DType::Bool, {false, false, false, false, false, false}), "TensorType(bool, 6D)");
}

TEST(TensorType, KnownSizesAreNoIdentity) {
  const TensorTypeRef known = TensorType::of(DType::Float64, Shape{2, 1}),
                      unknown = TensorType::of(DType::Float64, Shape{-1, 1});
  EXPECT_TRUE(known->equals(*unknown));
  EXPECT_EQ(known->hash(), unknown->hash());
  EXPECT_FALSE(known->equals(*TensorType::of_rank(DType::Float64, 2)));
  EXPECT_FALSE(known->equals(*known->with_dtype(DType::Float32)));
  EXPECT_FALSE(known->equals(*generic_type()));
  EXPECT_EQ(known->describe(), "float64 (2, 1)");
  EXPECT_EQ(unknown->describe(), "float64 (?, 1)");
}

TEST(TensorType, CommonTypesExistOnce) {
  EXPECT_EQ(TensorType::of_rank(DType::Float32, 2).get(), TensorType::of_rank(DType::Float32, 2).get());
  EXPECT_NE(TensorType::of_rank(DType::Float32, 2).get(), TensorType::of(DType::Float32, Shape{-1, 1}).get());
}

TEST(Type, OtherTypes) {
  EXPECT_EQ(disconnected_type()->to_string(), "DisconnectedType");
  EXPECT_THAT(null_type("floor has no slope")->to_string(), HasSubstr("floor has no slope"));
  EXPECT_TRUE(generic_type()->equals(*generic_type()));
  EXPECT_FALSE(generic_type()->equals(*none_type()));
}

TEST(Attributes, AreReadByKind) {
  Attributes a{{"axis", std::vector<std::int64_t>{0, 1}}, {"keep", true}, {"p", 2.5}};
  EXPECT_EQ(a.get_ints("axis").size(), 2U);
  EXPECT_TRUE(a.get_bool("keep"));
  EXPECT_THROW(a.get_int("keep"), InternalError);
  EXPECT_THROW(a.get_int("absent"), InternalError);
  a.set("p", std::int64_t{3});
  EXPECT_EQ(a.get_int("p"), 3);
  EXPECT_EQ(a.entries().size(), 3U);
}

TEST(Op, InstancesAreComparedByDefinitionAndAttributes) {
  const auto op = [](std::int64_t axis) { return make_op(toy::sum, {{"axis", axis}}); };
  EXPECT_TRUE(op(1)->equals(*op(1)));
  EXPECT_EQ(op(1)->hash(), op(1)->hash());
  EXPECT_FALSE(op(1)->equals(*op(2)));
  EXPECT_FALSE(make_op(toy::tanh)->equals(*make_op(toy::neg)));
  EXPECT_EQ(op(1)->to_string(), "sum{axis=1}");
  EXPECT_EQ(toy::sum.connection_pattern(*toy::call(toy::sum, {toy::vector()}).owner()),
            (std::vector<std::vector<bool>>{{true}}));
}

const TensorTypeRef kFloat32Vector = TensorType::of_rank(DType::Float32, 1);

TEST(Filter, ArraysAreJudgedByTheirDtype) {
  EXPECT_EQ(filter(*kFloat32Vector, Array::of<std::int16_t>({1, 2})).dtype(), DType::Float32);
  EXPECT_EQ(filter(*TensorType::of_rank(DType::Float64, 1), Array::of<std::int64_t>({1})).dtype(), DType::Float64);
  try {
    filter(*kFloat32Vector, Array::of({0.0, 0.0}));
    FAIL() << "accepted";
  } catch (const TypeError& e) {
    EXPECT_THAT(e.what(), HasSubstr("TensorType(float32, vector) cannot store a value of dtype float64 without risking "
                                    "loss of precision."));
    EXPECT_EQ(e.phase(), Phase::Call);
  }
  EXPECT_THROW(filter(*kFloat32Vector, Array::of<std::int32_t>({1})), TypeError);
  EXPECT_EQ(filter(*kFloat32Vector, Array::of({0.1}), false, true).dtype(), DType::Float32);
}

TEST(Filter, SharesTheMemoryOfWhatFits) {
  const Array a = Array::of({1.0F, 2.0F});
  EXPECT_EQ(filter(*kFloat32Vector, a).buffer(), a.buffer());
}

TEST(Filter, LiteralsAreJudgedByTheirValue) {
  const auto literal = [](const Array& a) { return filter(*kFloat32Vector, a, false, {}, ValueOrigin::Literal); };
  EXPECT_EQ(literal(Array::of({0.5, 2.0})).at({0}), 0.5);
  EXPECT_THROW(literal(Array::of({1.1, 2.0})), TypeError);
  EXPECT_EQ(literal(Array::of({std::numeric_limits<double>::quiet_NaN()})).size(), 1);
  EXPECT_THROW(literal(Array::of<std::int64_t>({(1 << 24) + 1})), TypeError);
  const TensorTypeRef small = TensorType::of_rank(DType::Int8, 1);
  EXPECT_EQ(filter(*small, Array::of<std::int64_t>({-128}), false, {}, ValueOrigin::Literal).dtype(), DType::Int8);
  EXPECT_THROW(filter(*small, Array::of<std::int64_t>({200}), false, {}, ValueOrigin::Literal), TypeError);
}

TEST(Filter, APythonFloatFitsIntoFloatX) {
  const TensorTypeRef scalar = TensorType::of_rank(DType::Float32, 0);
  const auto take = [&](std::optional<bool> allow) {
    return filter(*scalar, Array::scalar(1.1), false, allow, ValueOrigin::PythonFloat);
  };
  {
    const ConfigScope floatX("floatX", "float32");
    EXPECT_EQ(take({}).dtype(), DType::Float32);
    EXPECT_THROW(take(false), TypeError);
  }
  const ConfigScope floatX("floatX", "float64");
  EXPECT_THROW(take({}), TypeError);
}

TEST(Filter, StrictTakesArraysOfTheDtypeOnly) {
  EXPECT_THROW(filter(*kFloat32Vector, Array::of<std::int8_t>({1}), true), TypeError);
  EXPECT_THROW(filter(*kFloat32Vector, Array::of({1.0F}), true, {}, ValueOrigin::Literal), TypeError);
  EXPECT_EQ(filter(*kFloat32Vector, Array::of({1.0F}), true).size(), 1);
}

TEST(Filter, ChecksDimensionsAndPattern) {
  const TensorTypeRef row = TensorType::of(DType::Float64, std::vector<bool>{true, false});
  EXPECT_THROW(filter(*row, Array::zeros(DType::Float64, {3})), TypeError);
  try {
    filter(*row, Array::zeros(DType::Float64, {2, 3}));
    FAIL() << "accepted";
  } catch (const TypeError& e) {
    EXPECT_THAT(e.what(), HasSubstr("Non-unit value on shape on a broadcastable dimension. (2, 3) (True, False)"));
  }
  EXPECT_THROW(filter(*TensorType::of(DType::Float64, Shape{4}), Array::zeros(DType::Float64, {3})), TypeError);
}

}  // namespace
}  // namespace theano
