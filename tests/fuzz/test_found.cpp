// What random graphs have found, reduced.
#include "fuzz/corpus.h"
#include "theano/base/error.h"

namespace theano::fuzz {
namespace {

TEST(FuzzCorpus, TheShapeOfAScalar) {
  Recipe r;
  const int v0 = r.input(DType::Float64, {}, {1}, {}, Memory::Plain);
  const int v1 = r.call("tensor.shape", {value(v0)});
  r.outputs = {v1};
  expect_agreement(r);
}

TEST(FuzzCorpus, AnIndexThatIsReadBackAfterItsLastStep) {
  Recipe r;
  const int v0 = r.input(DType::Float32, {2, 1}, {1.5, 1.25}, {false, false}, Memory::Plain);
  const int v1 = r.input(DType::Float64, {}, {2.5}, {}, Memory::Plain);
  const int v2 = r.input(DType::Float64, {}, {0}, {}, Memory::Plain);
  const int v3 = r.call("tensor.argmax", {value(v2), none(), true});
  const int v4 = r.call("fuzz.rows", {value(v0), value(v3)});
  const int v5 = r.call("tensor.arcsin", {value(v3)});
  const int v6 = r.call("tensor.maximum", {value(v1), value(v5)});
  const int v7 = r.call("tensor.arctan2", {value(v6), value(v6)});
  r.outputs = {v7, v4};
  expect_agreement(r);
}

TEST(FuzzCorpus, AnExpansionThatKnowsLessOfItsSizes) {
  Recipe r;
  const int v0 = r.input(DType::Float64, {1, 2}, {0.5, 0.25}, {true, false}, Memory::Plain);
  const int v1 = r.input(DType::Int64, {1}, {0}, {false}, Memory::Plain);
  const int v2 = r.call("tensor.nnet.categorical_crossentropy", {value(v0), value(v1)});
  const int v3 = r.call("tensor.nnet.softmax_grad", {value(v0), value(v0)});
  r.outputs = {v2, v3};
  expect_agreement(r);
}

TEST(FuzzCorpus, ALoopOfWhichOnlyTheSizesAreRead) {
  Recipe r;
  const int v0 = r.input(DType::Float32, {1, 1}, {0}, {false, false}, Memory::Plain);
  const int v1 = r.call("fuzz.jacobian", {value(v0), value(v0)});
  const int v2 = r.call("fuzz.rop", {value(v1), value(v0)});
  r.outputs = {v2};
  expect_agreement(r);
}

TEST(FuzzCorpus, FloatsAddedToIntegersAreCutFirst) {
  Recipe r;
  const int v0 = r.input(DType::Int64, {2}, {2, -1}, {false}, Memory::Plain);
  const int v1 = r.input(DType::Float64, {2}, {1, 0.25}, {false}, Memory::Plain);
  const int v2 = r.call("fuzz.inc_subtensor", {value(v0), Ints{0, 99, 99, 99}, value(v1)});
  const int scalar = r.call("tensor.min", {value(v1)});
  const int v3 = r.call("fuzz.inc_subtensor", {value(v0), Ints{0, 1, 99, 99}, value(scalar)});
  const int v4 = r.call("fuzz.subtensor", {value(v3), Ints{0, 1, 99, 99}});
  r.outputs = {v2, v4};
  expect_agreement(r);
}

// The new value of a shared variable, looked at through a view that kernels read through, is used twice.
TEST(FuzzCorpus, AnUpdateInPlaceIsReadThroughAView) {
  Recipe r;
  const int v0 = r.input(DType::Float32, {1}, {0}, {false}, Memory::Plain);
  const int v1 = r.input(DType::Float64, {1}, {0}, {false}, Memory::Plain);
  const int v2 = r.call("fuzz.inc_rows", {value(v1), value(v1), value(v0), true});
  const int v3 = r.call("tensor.nnet.logsoftmax", {value(v2)});
  r.outputs = {r.call("tensor.arcsinh", {value(v3)})};
  expect_agreement(r);
}

TEST(FuzzCorpus, AnUpdateInPlaceOfIntegersIsReadThroughAView) {
  Recipe r;
  const int v0 = r.input(DType::Int8, {1, 1, 1}, {0}, {false, false, false}, Memory::Plain);
  const int v1 = r.call("tensor.swapaxes", {value(v0), integer(2), integer(2)});
  const int v2 = r.call("fuzz.inc_rows", {value(v1), value(v1), value(v0), true});
  const int v3 = r.call("tensor.floor", {value(v2)});
  r.outputs = {r.call("tensor.shape_padright", {value(v3), integer(1)})};
  expect_agreement(r);
}

// 0 - x = -x of a type that wraps, although the difference is wider.
TEST(FuzzCorpus, ZeroLessAnUnsignedNumber) {
  Recipe r;
  const int v0 = r.input(DType::UInt8, {}, {1}, {}, Memory::Plain);
  const int v1 = r.input(DType::Int8, {}, {-128}, {}, Memory::Plain);
  const int zero = r.call("tensor.zeros", {Ints{}, none()});
  const int one = r.call("tensor.ones", {Ints{}, none()});
  const int minus = r.call("tensor.sub", {value(zero), value(one)});
  r.outputs = {r.call("tensor.sub", {value(zero), value(v0)}), r.call("tensor.sub", {value(zero), value(v1)}),
               r.call("tensor.mul", {values({v1, minus})})};
  expect_agreement(r);
}

// A stable form of an empty row, of which nothing is read.
TEST(FuzzCorpus, TheLargestOfNoElementsIsNotNeeded) {
  Recipe r;
  const int v0 = r.input(DType::Float32, {1, 3}, {0, 0, 0}, {false, false}, Memory::Plain);
  const int v1 = r.input(DType::Float64, {0}, {}, {false}, Memory::Plain);
  const int v2 = r.call("tensor.nnet.softmax_graph", {value(v1)});
  r.outputs = {r.call("fuzz.inc_subtensor", {value(v0), Ints{0, 4, -1, 99, 1, -3, 0, 0}, value(v2)})};
  expect_agreement(r);
}

// The axis of length 1 may go to one piece or the other.
TEST(FuzzCorpus, APieceOfABroadcastableAxisMayBeEmpty) {
  Recipe r;
  const int v0 = r.input(DType::Float64, {1, 3}, {-0.5, 0.75, -0.25}, {true, false}, Memory::Plain);
  const int v1 = r.call("tensor.sqr", {value(v0)});
  r.outputs = {r.call("fuzz.split", {value(v1), integer(-2)}), r.call("fuzz.split", {value(v1), integer(-2)}, 1)};
  expect_agreement(r);
}

// Whether two ways to round agree in the last bit is no question: rewriting may make one of them.
TEST(FuzzCorpus, EqualityOfRoundedNumbersIsNotDecided) {
  Recipe r;
  const int v0 = r.input(DType::Float64, {1, 3}, {-2.3001962094111885, 0.92378879317394502, -1.131461785598016}, {false, false}, Memory::Plain);
  const int v1 = r.call("tensor.nnet.softmax_graph", {value(v0)});
  const int v2 = r.call("tensor.nnet.softmax", {value(v0)});
  r.outputs = {r.call("tensor.neq", {value(v1), value(v2)})};
  expect_agreement(r);
}

// The parts of a total are not cut to the type of the result one by one.
TEST(FuzzCorpus, ATotalOfJoinedPartsIsCutOnce) {
  Recipe r;
  const int v0 = r.input(DType::Int64, {2}, {0, 1}, {false}, Memory::Plain);
  const int v1 = r.input(DType::Float64, {2}, {-0.75, 0.5}, {false}, Memory::Plain);
  const int v2 = r.call("tensor.concatenate", {values({v1, v0}), integer(0)});
  const int v3 = r.call("tensor.sum", {value(v2), none(), std::string("uint8"), false, none()});
  const int v4 = r.call("tensor.shape_padleft", {value(v1), integer(1)});
  const int v5 = r.call("tensor.sum", {value(v4), Ints{1}, std::string("int64"), false, none()});
  r.outputs = {v3, r.call("tensor.sum", {value(v5), none(), none(), false, std::string("float64")})};
  expect_agreement(r);
}

// An exponent in float32 makes the power one, of which the root is no float16.
TEST(FuzzCorpus, RootsOfHalvesAreTakenInTheTypeOfThePower) {
  Recipe r;
  const int v0 = r.input(DType::Float16, {2, 2}, {1.25, 0.75, 1.25, 2}, {false, false}, Memory::Plain);
  r.outputs = {r.call("method.norm", {value(v0), double(0.5), Ints{}, false}),
               r.call("method.norm", {value(v0), double(2), none(), false})};
  expect_agreement(r);
}

TEST(FuzzCorpus, TheSignOfATotalOfZerosIsNotDecided) {
  Recipe r;
  const int v0 = r.input(DType::Float64, {1, 1}, {-0.25}, {false, false}, Memory::Plain);
  const int v1 = r.input(DType::Int64, {1}, {0}, {false}, Memory::Plain);
  const int v2 = r.call("tensor.tensordot", {value(v0), value(v1), Ints{0}});
  r.outputs = {r.call("tensor.angle", {value(v2)}), r.call("tensor.arctan2", {value(v2), value(v2)})};
  expect_agreement(r);
}

// An exponent in float64 makes the power one, of which the logarithm is no float32.
TEST(FuzzCorpus, LogarithmsOfPowersAreTakenInTheTypeOfThePower) {
  Recipe r;
  const int v0 = r.input(DType::Float32, {1}, {2}, {false}, Memory::Plain);
  const int v1 = r.call("method.norm", {value(v0), double(3), none(), true});
  r.outputs = {r.call("tensor.log", {value(v1)})};
  expect_agreement(r);
}

// One observation less its weighted mean is rounding or nothing, as x * w / w is rounded or cancelled.
TEST(FuzzCorpus, ARestOfMereRoundingMayBeNothing) {
  Recipe r;
  const int v0 = r.input(DType::Float32, {}, {-0.49804541559156246}, {}, Memory::Plain);
  const int v1 = r.call("tensor.sinh", {value(v0)});
  const int v2 = r.call("tensor.cov", {value(v0), none(), true, false, integer(1), value(v0), value(v1)});
  r.outputs = {r.call("tensor.log10", {value(v2)})};
  expect_agreement(r);
}

// An update turns the number of repetitions into the greatest one.
TEST(FuzzCorpus, AnUpdateThatAsksForAllMemory) {
  Recipe r;
  const int v0 = r.input(DType::UInt32, {1}, {1}, {false}, Memory::Plain);
  const int v1 = r.input(DType::Float16, {1}, {0}, {false}, Memory::Plain);
  const int v2 = r.call("tensor.repeat", {value(v1), value(v0), none()});
  const int v3 = r.call("tensor.neg", {value(v0)});
  r.outputs = {v3, v2};
  expect_agreement(r);
}

// Whole numbers beyond the digits of their type are rounded like others.
TEST(FuzzCorpus, WholeNumbersThatAreTooLargeAreRounded) {
  Recipe r;
  const int v0 = r.input(DType::Float64, {}, {-1e+30}, {}, Memory::Plain);
  const int v1 = r.call("tensor.cov", {value(v0), none(), false, false, none(), none(), value(v0)});
  r.outputs = {v1};
  expect_agreement(r);
}

TEST(FuzzCorpus, ThereIsNothingToChooseFrom) {
  Recipe r;
  const int v0 = r.input(DType::Int32, {0}, {}, {false}, Memory::Plain);
  const int v1 = r.input(DType::Int32, {3, 3}, {0, 0, 0, 1, 0, 0, 0, 0, 0}, {false, false}, Memory::Plain);
  for (const char* mode : {"wrap", "clip", "raise"}) {
    Recipe choice = r;
    choice.outputs = {choice.call("tensor.choose", {value(v1), value(v0), none(), std::string(mode)})};
    EXPECT_THROW(check(choice, {"None"}), ValueError) << mode;
  }
}

// The variance of equal numbers is rounding or nothing, all of it at once.
TEST(FuzzCorpus, AllRestsMayBeNothingTogether) {
  Recipe r;
  const int v0 = r.input(DType::UInt8, {7}, {0, 0, 0, 0, 0, 0, 0}, {false}, Memory::Plain);
  const int v1 = r.call("fuzz.gradient", {value(v0), value(v0)});
  const int v2 = r.call("tensor.erfcx", {value(v1)});
  const int v3 = r.call("tensor.var", {value(v2), none(), integer(0), false, false});
  r.outputs = {r.call("tensor.gamma", {value(v3)})};
  expect_agreement(r);
}

// A product by a fused multiply-add leaves the rounding of its first factor where the others cancel it.
TEST(FuzzCorpus, RestsOfRoundingAreThereInSomeOrders) {
  Recipe r;
  const int v0 = r.input(DType::Int8, {24, 2}, {1, 2, -2, 3,  3,  3, -2, -3, 3, 2,  0, 2, 3,  3,  3,  0,
                                                1, 0, -2, 1,  0,  3, 2,  -2, 3, -2, 3, 2, -2, 3,  3,  2,
                                                -1, -1, 1, -1, -3, 3, -2, 2,  3, 2,  2, 1, -3, -3, -3, 3},
                         {false, false}, Memory::Plain);
  const int v1 = r.call("tensor.cov", {value(v0), none(), true, false, none(), none(), value(v0)});
  r.outputs = {r.call("tensor.arctan", {value(v1)})};
  expect_agreement(r);
}

// Whether there are numbers other than 0 is a matter of rounding, and so whether there is an element 7.
TEST(FuzzCorpus, RoundingMayDecideAnIndexCheck) {
  Recipe r;
  const int v0 = r.input(DType::Complex128, {}, {-0.30993862248426163, -0.069144129075722191}, {}, Memory::Plain);
  const int v1 = r.input(DType::Int32, {8}, {0, 0, 0, 0, 0, 0, 0, 0}, {false}, Memory::Plain);
  const int v2 = r.call("tensor.nnet.batch_normalization",
                        {value(v1), value(v0), value(v0), value(v0), value(v0), std::string("low_mem")});
  const int v3 = r.call("tensor.nonzero_values", {value(v2)});
  r.outputs = {r.call("fuzz.set_subtensor", {value(v3), Ints{3, 7, 0, 0}, value(v0)})};
  expect_agreement(r);
}

// A reduction over no axes has the shape of what it reads, and once went into the kernel of two others that read it.
TEST(FuzzCorpus, ReductionsOverNoAxesAreNotElementwise) {
  Recipe r;
  const int v0 = r.input(DType::Float32, {1, 1}, {0}, {false, false}, Memory::Plain);
  const int v1 = r.input(DType::Int32, {1}, {0}, {false}, Memory::Plain);
  const int v2 = r.call("tensor.eq", {value(v0), value(v1)});
  const int v3 = r.call("tensor.sum", {value(v2), Ints{}, std::string("int32"), true, none()});
  r.outputs = {r.call("tensor.ptp", {value(v3), none()})};
  expect_agreement(r);
}

}  // namespace
}  // namespace theano::fuzz
