// The classes of silent errors that Theano's `warn.*` flags tell of, and the edges at which compilers of tensor programs
// have gone wrong, each as a graph in all modes.
#include <limits>

#include "fuzz/corpus.h"
#include "fuzz/special_functions.h"

namespace theano::fuzz {
namespace {

constexpr std::int64_t kOut = kLeftOut;

TEST(KnownTraps, ArgmaxThroughFunctionsAndTransposes) {
  for (const char* function : {"tensor.neg", "tensor.exp", "tensor.abs_", "tensor.sgn", "tensor.inv", "tensor.sqr"})
    for (const std::int64_t axis : {0, 1}) {
      Recipe r;
      const int x = ramp(r, {3, 4});
      const int turned = r.call("tensor.transpose", {value(r.call(function, {value(x)}))});
      r.outputs = {r.call("tensor.argmax", {value(turned), Ints{axis}}), r.call("tensor.max", {value(turned), Ints{axis}}),
                   r.call("tensor.argmin", {value(turned), Ints{axis}})};
      expect_agreement(r);
    }
}

TEST(KnownTraps, SumsOverInnerAndMixedAxes) {
  for (const Ints& axes : {Ints{1}, Ints{1, 2}, Ints{1, 2, 3}, Ints{0, 2}, Ints{0, 3}, Ints{0, 1, 3}, Ints{2}, Ints{0, 1, 2, 3}, Ints{}})
    for (const Shape& shape : {Shape{2, 3, 4, 5}, Shape{1, 3, 1, 5}, Shape{2, 1, 4, 1}, Shape{2, 0, 4, 3}}) {
      Recipe r;
      const int x = ramp(r, shape);
      r.inputs[0].memory = Memory::Transposed;
      r.outputs = {r.call("tensor.sum", {value(x), axes}), r.call("tensor.prod", {value(x), axes})};
      expect_agreement(r);
    }
}

TEST(KnownTraps, OnePlusExpWithOtherOnes) {
  for (const double one : {1.0, 2.0, -1.0}) {
    Recipe r;
    const int x = ramp(r, {2, 3});
    const int c = r.input(DType::Float64, {3}, {one, one, one + 1});
    const int sum = r.call("tensor.add", {values({c, r.call("tensor.exp", {value(x)})})});
    r.outputs = {r.call("tensor.log", {value(sum)}), r.call("tensor.inv", {value(sum)}),
                 r.call("fuzz.gradient", {value(r.call("tensor.inv", {value(sum)})), value(x)})};
    expect_agreement(r);
  }
}

TEST(KnownTraps, SetsAndIncsOfTheSameAndOfOverlappingParts) {
  for (const std::int64_t start : {0, 1})
    for (const char* first : {"fuzz.set_subtensor", "fuzz.inc_subtensor"})
      for (const char* second : {"fuzz.set_subtensor", "fuzz.inc_subtensor"}) {
        Recipe r;
        const int x = ramp(r, {4}), y = ramp(r, {3}), z = r.input(DType::Float64, {}, {2.5});
        const int once = r.call(first, {value(x), Ints{0, start, start + 3, kOut}, value(y)});
        const int twice = r.call(second, {value(once), Ints{0, 1, 3, kOut}, value(z)});
        const int read = r.call("fuzz.subtensor", {value(twice), Ints{0, start, start + 3, kOut}});
        r.outputs = {twice, read, r.call("fuzz.gradient", {value(twice), value(y)}),
                     r.call("fuzz.gradient", {value(read), value(x)})};
        expect_agreement(r);
      }
}

TEST(KnownTraps, RepeatedRowsAccumulateOrTheLastWins) {
  for (const bool set : {false, true})
    for (const int rank : {1, 2}) {
      Recipe r;
      const int x = rank == 1 ? ramp(r, {4}) : ramp(r, {4, 2});
      const int rows = r.input(DType::Int64, {5}, {1, 1, 3, -4, 1});
      const int y = rank == 1 ? ramp(r, {5}) : ramp(r, {5, 2});
      const int zeros = r.call("tensor.zeros_like", {value(x)});
      const int into_x = r.call("fuzz.inc_rows", {value(x), value(rows), value(y), set});
      const int into_zeros = r.call("fuzz.inc_rows", {value(zeros), value(rows), value(y), set});
      r.outputs = {into_x, into_zeros, r.call("fuzz.rows", {value(into_x), value(rows)})};
      if (!set) r.outputs.push_back(r.call("fuzz.gradient", {value(into_x), value(y)}));
      expect_agreement(r);
    }
}

TEST(KnownTraps, ReductionsOfJoins) {
  for (const std::int64_t axis : {0, 1})
    for (const char* function : {"tensor.sum", "tensor.max", "tensor.prod"}) {
      Recipe r;
      const int a = ramp(r, {2, 3}), b = axis == 0 ? ramp(r, {1, 3}) : ramp(r, {2, 1});
      const int join = r.call("tensor.join", {integer(axis), values({a, b, a})});
      r.outputs = {r.call(function, {value(join), Ints{axis}}), r.call(function, {value(join), Ints{1 - axis}}),
                   r.call("fuzz.gradient", {value(join), value(b)})};
      expect_agreement(r);
    }
}

TEST(KnownTraps, RoundingOfHalves) {
  Recipe r;
  const int x = r.input(DType::Float64, {7}, {-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.49999999999999994});
  r.outputs = {r.call("tensor.round_half_to_even", {value(x)}), r.call("tensor.round_half_away_from_zero", {value(x)})};
  expect_agreement(r);
}

TEST(KnownTraps, SlicesOfSlices) {
  const std::vector<Ints> slices{{0, kOut, kOut, -1}, {0, 1, kOut, 2}, {0, -3, kOut, kOut}, {0, 5, 1, -2}, {0, 2, -1, kOut},
                                 {0, 7, 9, kOut},    {0, kOut, 2, -1}, {0, -20, 20, 3}};
  for (const Ints& first : slices)
    for (const Ints& second : slices) {
      Recipe r;
      const int x = ramp(r, {6});
      const int part = r.call("fuzz.subtensor", {value(r.call("fuzz.subtensor", {value(x), first})), second});
      r.outputs = {part, r.call("fuzz.gradient", {value(part), value(x)})};
      expect_agreement(r);
    }
}

TEST(KnownTraps, SumsOfQuotientsByDimshuffles) {
  for (const Ints& order : {Ints{0, -1}, Ints{-1, 0}})
    for (const Ints& axes : {Ints{0}, Ints{1}, Ints{0, 1}}) {
      Recipe r;
      const int x = ramp(r, {3, 3}), d = r.input(DType::Float64, {3}, {0.5, 2, -3});
      const int quotient = r.call("tensor.true_div", {value(x), value(r.call("method.dimshuffle", {value(d), order}))});
      r.outputs = {r.call("tensor.sum", {value(quotient), axes}),
                   r.call("fuzz.gradient", {value(r.call("tensor.sum", {value(quotient), axes})), value(d)})};
      expect_agreement(r);
    }
}

TEST(KnownTraps, SumsOfSums) {
  for (const Ints& first : {Ints{0}, Ints{1}, Ints{2}, Ints{0, 2}, Ints{}})
    for (const Ints& second : {Ints{0}, Ints{-1}, Ints{}}) {
      Recipe r;
      const int x = ramp(r, {2, 3, 4});
      const int inner = r.call("tensor.sum", {value(x), first});
      if (first.size() == 2 && second == Ints{1}) continue;
      r.outputs = {r.call("tensor.sum", {value(inner), second})};
      expect_agreement(r);
    }
}

TEST(KnownTraps, OutputsThatAreViewsOfOneAnother) {
  Recipe r;
  const int x = ramp(r, {3, 4});
  const int y = r.call("tensor.sqr", {value(x)});
  const int back = r.call("fuzz.subtensor", {value(y), Ints{0, kOut, kOut, -1}});
  r.outputs = {x, y, back, r.call("tensor.transpose", {value(y)}),
               r.call("fuzz.inc_subtensor", {value(y), Ints{1, 0, 0, 0}, value(r.call("fuzz.subtensor", {value(y), Ints{1, 1, 0, 0}}))}), y};
  expect_agreement(r);
}

TEST(KnownTraps, IncsThatReadTheTensorTheyChange) {
  Recipe r;
  const int x = ramp(r, {4, 3});
  const int reversed = r.call("fuzz.subtensor", {value(x), Ints{0, kOut, kOut, -1}});
  const int inner = r.call("fuzz.subtensor", {value(x), Ints{0, 1, kOut, kOut}});
  r.outputs = {r.call("fuzz.inc_subtensor", {value(x), Ints{0, kOut, kOut, kOut}, value(reversed)}),
               r.call("fuzz.set_subtensor", {value(x), Ints{0, 0, -1, kOut}, value(inner)}),
               r.call("fuzz.set_subtensor", {value(reversed), Ints{0, kOut, kOut, kOut}, value(x)})};
  expect_agreement(r);
}

TEST(KnownTraps, IntegersThatOverflow) {
  for (const DType dtype : {DType::Int8, DType::UInt8, DType::Int16, DType::UInt16, DType::Int32}) {
    const int bits = dtype_size_bytes(dtype) * 8;
    const bool is_unsigned = dtype == DType::UInt8 || dtype == DType::UInt16;
    const double top = std::ldexp(1.0, is_unsigned ? bits : bits - 1) - 1, low = is_unsigned ? 0 : -top - 1;
    Recipe r;
    const int x = r.input(dtype, {4}, {top, low, 1, top - 1}), y = r.input(dtype, {4}, {top, low, low, 2});
    const int sum = r.call("tensor.add", {values({x, y})}), product = r.call("tensor.mul", {values({x, y})});
    const int back = r.call("tensor.sub", {value(sum), value(y)});
    r.outputs = {sum, product, back, r.call("tensor.int_div", {value(product), value(y)}), r.call("tensor.sum", {value(x)}),
                 r.call("tensor.abs_", {value(x)}), r.call("tensor.lt", {value(back), value(x)})};
    expect_agreement(r);
  }
}

TEST(KnownTraps, ArithmeticOfBools) {
  Recipe r;
  const int a = r.input(DType::Bool, {4}, {0, 0, 1, 1}), b = r.input(DType::Bool, {4}, {0, 1, 0, 1});
  const int x = ramp(r, {4});
  r.outputs = {r.call("tensor.add", {values({a, b})}), r.call("tensor.mul", {values({a, b})}),
               r.call("tensor.add", {values({a, b, x})}), r.call("tensor.sum", {value(a)}),
               r.call("tensor.maximum", {value(a), value(b)}), r.call("tensor.switch", {value(a), value(x), value(b)})};
  expect_agreement(r);
}

TEST(KnownTraps, EmptyAndSizeOneAxes) {
  for (const Shape& shape : {Shape{0, 3}, Shape{3, 0}, Shape{1, 3}, Shape{3, 1}, Shape{1, 1}}) {
    Recipe r;
    const int x = ramp(r, shape), y = ramp(r, shape);
    const int product = r.call("tensor.mul", {values({x, y})});
    const int mean = r.call("tensor.sum", {value(product), Ints{0}, none(), true});
    r.outputs = {mean, r.call("tensor.sum", {value(product)}), r.call("tensor.prod", {value(product), Ints{1}}),
                 r.call("tensor.dot", {value(x), value(r.call("tensor.transpose", {value(y)}))}),
                 r.call("fuzz.gradient", {value(product), value(x)})};
    expect_agreement(r);
  }
}

TEST(KnownTraps, NotANumberInExtremes) {
  Recipe r;
  const int x = r.input(DType::Float64, {2, 3}, {1, NAN, -INFINITY, NAN, 2, INFINITY});
  const int y = r.input(DType::Float64, {2, 3}, {NAN, 0.0, 1, -0.0, NAN, 2});
  r.outputs = {r.call("tensor.max", {value(x), Ints{1}}),   r.call("tensor.min", {value(x), Ints{0}}),
               r.call("tensor.argmax", {value(x), Ints{1}}), r.call("tensor.maximum", {value(x), value(y)}),
               r.call("tensor.minimum", {value(x), value(y)}), r.call("tensor.eq", {value(x), value(x)})};
  expect_agreement(r);
}

TEST(KnownTraps, ScalarsAndReductionsOverNoAxis) {
  Recipe r;
  const int x = r.input(DType::Float64, {}, {-1.25}), m = ramp(r, {2, 2});
  r.outputs = {r.call("tensor.sum", {value(x)}), r.call("tensor.max", {value(x)}), r.call("tensor.sum", {value(m), Ints{}}),
               r.call("tensor.shape", {value(x)}), r.call("tensor.transpose", {value(x)}),
               r.call("fuzz.gradient", {value(r.call("tensor.sum", {value(m), Ints{}})), value(m)})};
  expect_agreement(r);
}

TEST(KnownTraps, TypesThatBroadcastAndTypesThatDoNot) {
  Recipe r;
  const int row = ramp(r, {1, 3}, DType::Float64, {true, false}), column = ramp(r, {2, 1}, DType::Float64, {false, true});
  const int m = ramp(r, {2, 3});
  const int outer = r.call("tensor.mul", {values({row, column})});
  const int all = r.call("tensor.add", {values({outer, m, row})});
  r.outputs = {all, r.call("fuzz.gradient", {value(all), value(row)}), r.call("fuzz.gradient", {value(all), value(column)}),
               r.call("tensor.sum", {value(outer), Ints{0}})};
  expect_agreement(r);
}

TEST(KnownTraps, StridesThatAreNegativeOrWide) {
  for (const Memory memory : {Memory::Reversed, Memory::Strided, Memory::Transposed}) {
    Recipe r;
    const int x = ramp(r, {3, 4}), y = ramp(r, {4, 3});
    r.inputs[0].memory = memory;
    r.inputs[1].memory = Memory::Reversed;
    r.outputs = {r.call("tensor.dot", {value(x), value(y)}), r.call("tensor.sum", {value(x), Ints{0}}),
                 r.call("tensor.reshape", {value(x), Ints{2, 6}}), r.call("tensor.flatten", {value(y)}),
                 r.call("tensor.argmax", {value(x), Ints{1}}), r.call("tensor.nnet.softmax", {value(x)})};
    expect_agreement(r);
  }
}

}  // namespace
}  // namespace theano::fuzz
