// Tests of nodes: identity, ownership of outputs, constants, shared variables and their text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "graph/toy_ops.h"
#include "theano/base/error.h"

namespace theano {
namespace {

using testing::HasSubstr;

TEST(Variable, ComparesByIdentity) {
  const Variable x = toy::vector("x"), same = x, other = toy::vector("x");
  EXPECT_TRUE(x == same);
  EXPECT_FALSE(x == other);
  EXPECT_EQ(x.hash(), same.hash());
  EXPECT_LT(x->id, other->id);
}

TEST(Variable, KnowsItsType) {
  const Variable x = toy::matrix("x");
  EXPECT_EQ(x.ndim(), 2);
  EXPECT_EQ(x.dtype(), DType::Float64);
  EXPECT_EQ(x.owner(), nullptr);
  EXPECT_THROW(make_variable(generic_type()).tensor_type(), TypeError);
  EXPECT_THROW(Variable().tensor_type(), TypeError);
}

TEST(Variable, TextIsTheanos) {
  const Variable x = toy::vector("x");
  EXPECT_EQ(x.to_string(), "x");
  EXPECT_EQ(toy::scalar().to_string(), "<TensorType(float64, scalar)>");
  EXPECT_EQ(toy::call(toy::add, {x, x}).to_string(), "Elemwise{add,no_inplace}.0");
  EXPECT_EQ(
      toy::call(toy::sum, {x}, {{"axis", std::vector<std::int64_t>{0}}, {"acc_dtype", DType::Float64}}).to_string(),
      "sum{axis=[0], acc_dtype=float64}.0");
  const std::vector<Variable> parts = apply_op_all(make_op(toy::split), {x});
  EXPECT_EQ(parts[1].to_string(), "split.1");
}

TEST(Variable, CloneHasNoOwner) {
  Variable y = toy::call(toy::tanh, {toy::vector("x")});
  y.set_name("y");
  const Variable copy = y->clone();
  EXPECT_EQ(copy.owner(), nullptr);
  EXPECT_EQ(copy.name(), "y");
  EXPECT_TRUE(copy.type()->equals(*y.type()));
}

TEST(Apply, KeepsAnOutputWhileSomebodyHoldsIt) {
  const Variable x = toy::vector("x");
  Variable y = toy::call(toy::tanh, {x});
  const Ref<Apply> apply(y.owner());
  EXPECT_TRUE(apply->output(0) == y);
  const std::uint64_t id = y->id;
  y = {};
  const Variable again = apply->output(0);
  EXPECT_NE(again->id, id);
  EXPECT_EQ(again.owner(), apply.get());
  EXPECT_EQ(again.output_index(), 0);
}

TEST(Apply, OutputsMayBeAskedForFromSeveralThreads) {
  const Variable y = toy::call(toy::tanh, {toy::vector("x")});
  const Ref<Apply> apply(y.owner());
  const Ref<Apply> other(toy::call(toy::tanh, {y}).owner());
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20'000; ++i) {
        const Variable z = other->output(0);
        ASSERT_EQ(z.owner(), other.get());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(other->ref_count(), 1U);
}

TEST(Apply, RemembersWhereItWasMade) {
  const std::source_location here = std::source_location::current();
  const ProvenanceScope scope(Provenance::of(here));
  const Variable y = toy::call(toy::tanh, {toy::vector("x")});
  EXPECT_EQ(y.provenance(), Provenance::of(here));
  EXPECT_THAT(describe_operand("y", y).place, HasSubstr("test_variable.cpp:"));
}

TEST(Apply, ManyOutputsNeedApplyOpAll) {
  EXPECT_THROW(apply_op(make_op(toy::split), {toy::vector("x")}), InternalError);
}

TEST(Constant, TextIsTheanos) {
  EXPECT_EQ(make_constant(Array::scalar<std::int8_t>(2)).to_string(), "TensorConstant{2}");
  EXPECT_EQ(make_constant(Array::scalar(1.5)).to_string(), "TensorConstant{1.5}");
  EXPECT_EQ(make_constant(Array::scalar(1.0)).to_string(), "TensorConstant{1.0}");
  EXPECT_EQ(make_constant(Array::zeros(DType::Float64, {2, 2})).to_string(), "TensorConstant{(2, 2) of 0.0}");
  EXPECT_EQ(make_constant(Array::of({7.0})).to_string(), "TensorConstant{(1,) of 7.0}");
  EXPECT_EQ(make_constant(Array::of({1.0, 2.0})).to_string(), "TensorConstant{[1. 2.]}");
  EXPECT_EQ(make_constant(Array::of<std::int64_t>({10, 11, 12, 13, 14, 15, 16, 17, 18})).to_string(),
            "TensorConstant{[10 11 12 .. 16 17 18]}");
}

TEST(Constant, IsBroadcastableWhereItsSizeIsOne) {
  const Variable c = make_constant(Array::zeros(DType::Float32, {1, 3}));
  EXPECT_TRUE(c.is_broadcastable(0));
  EXPECT_EQ(c.tensor_type().sizes()[1], 3);
}

TEST(Constant, DoesNotChangeWithTheArrayItWasMadeFrom) {
  const Array array = Array::of({1.0, 2.0});
  const Variable c = make_constant(array);
  array.fill(9);
  EXPECT_EQ(c.constant()->array().to_doubles(), (std::vector<double>{1, 2}));
}

TEST(Constant, ComparesByTypeAndBits) {
  const auto same = [](const Array& a, const Array& b) {
    const Variable u = make_constant(a), v = make_constant(b);
    return u.constant()->is_same(*v.constant());
  };
  EXPECT_TRUE(same(Array::scalar(1.0), Array::scalar(1.0)));
  EXPECT_FALSE(same(Array::scalar(0.0), Array::scalar(-0.0)));
  EXPECT_FALSE(same(Array::scalar(1.0), Array::scalar(1.0F)));
  EXPECT_FALSE(same(Array::of({1.0}), Array::scalar(1.0)));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(same(Array::scalar(nan), Array::scalar(nan)));
}

TEST(Constant, UniformValue) {
  EXPECT_EQ(make_constant(Array::full(DType::Float32, {3, 2}, 4)).constant()->uniform_value(), 4.0);
  EXPECT_EQ(make_constant(Array::of({1.0, 2.0})).constant()->uniform_value(), std::nullopt);
  EXPECT_EQ(make_constant(Array::zeros(DType::Float32, {0})).constant()->uniform_value(), std::nullopt);
}

TEST(Constant, OfAGivenTypeMustFit) {
  const TensorTypeRef row = TensorType::of(DType::Float64, std::vector<bool>{true, false});
  EXPECT_EQ(make_constant(row, Value{Array::zeros(DType::Float32, {1, 2}), {}}).dtype(), DType::Float64);
  EXPECT_THROW(make_constant(row, Value{Array::zeros(DType::Float64, {2, 2}), {}}), TypeError);
}

TEST(Literals, BecomeSmallConstants) {
  const Operand i(1), f(0.5), b(true);
  EXPECT_EQ(i.variable().dtype(), DType::Int8);
  EXPECT_EQ(b.variable().dtype(), DType::Int8);
  EXPECT_EQ(Operand(300).variable().dtype(), DType::Int16);
  EXPECT_EQ(f.variable().constant()->array().item(), 0.5);
  EXPECT_THAT(std::string(i.location().file_name()), HasSubstr("test_variable.cpp"));
}

TEST(Shared, HoldsACopyUnlessBorrowed) {
  const Array mine = Array::zeros(DType::Float64, {2});
  const Variable copy = make_shared_variable(mine, "w"), borrowed = make_shared_variable(mine, "w", true);
  mine.fill(9);
  EXPECT_EQ(copy.shared()->get_value().at({0}), 0);
  EXPECT_EQ(borrowed.shared()->get_value().at({0}), 9);
  copy.shared()->get_value().fill(5);
  EXPECT_EQ(copy.shared()->get_value().at({0}), 0);
  copy.shared()->get_value(true).fill(5);
  EXPECT_EQ(copy.shared()->get_value().at({0}), 5);
}

TEST(Shared, IsNotBroadcastableUnlessTold) {
  const Array one_row = Array::zeros(DType::Float64, {1, 3});
  EXPECT_FALSE(make_shared_variable(one_row).is_broadcastable(0));
  EXPECT_TRUE(make_shared_variable(one_row, "", false, std::vector<bool>{true, false}).is_broadcastable(0));
  EXPECT_THROW(make_shared_variable(one_row, "", false, std::vector<bool>{false, true}), TypeError);
}

TEST(Shared, RefusedValueLeavesTheOldOne) {
  const Variable w = make_shared_variable(Array::of({1.0, 2.0}), "w");
  try {
    w.shared()->set_value(Array::zeros(DType::Float64, {2, 2}));
    FAIL() << "accepted";
  } catch (const TypeError& e) {
    EXPECT_THAT(e.what(), HasSubstr("Wrong number of dimensions: expected 1, got 2 with shape (2, 2)."));
    EXPECT_THAT(e.what(), HasSubstr("w  TensorType(float64, vector)"));
  }
  EXPECT_EQ(w.shared()->get_value().to_doubles(), (std::vector<double>{1, 2}));
  w.shared()->set_value(Array::of<std::int64_t>({3, 4, 5}));
  EXPECT_EQ(w.shared()->get_value().to_doubles(), (std::vector<double>{3, 4, 5}));
  EXPECT_EQ(w.shared()->get_value().dtype(), DType::Float64);
}

TEST(Shared, StrictTakesOnlyTheExactDtype) {
  const Variable w = make_shared_variable(Array::of({1.0F}), "w");
  EXPECT_THROW(w.shared()->set_value(Array::of({1.0})), TypeError);
  w.shared()->allow_downcast = true;
  w.shared()->set_value(Array::of({0.1}));
  w.shared()->is_strict = true;
  EXPECT_THROW(w.shared()->set_value(Array::of({1.0})), TypeError);
}

TEST(Shared, ClonesShareTheStorage) {
  const Variable w = make_shared_variable(Array::scalar(1.0), "w");
  const Variable copy = w->clone();
  ASSERT_NE(copy.shared(), nullptr);
  copy.shared()->set_value(Array::scalar(2.0));
  EXPECT_EQ(w.shared()->get_value().item(), 2);
}

TEST(Shared, SnapshotIsNotReachedByCommit) {
  const Variable w = make_shared_variable(Array::scalar(1.0), "w");
  const Value before = w.shared()->storage->snapshot();
  w.shared()->storage->commit({Array::scalar(2.0), {}});
  EXPECT_EQ(before.array.item(), 1);
}

}  // namespace
}  // namespace theano
