// The builder shares instructions, moves invariants outwards and refuses what the grammar does not allow.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "theano/base/error.h"
#include "theano/ir/builder.h"
#include "theano/ir/verify.h"

namespace theano::ir {
namespace {

using Indices = std::vector<Expr>;
using ::testing::HasSubstr;

template <class F>
std::string message_of(F f) {
  try {
    f();
  } catch (const InternalError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Builder, PrintsAKernel) {
  Builder builder("scaled_sum", 1);
  const int in = builder.add_buffer(DType::Float32, 2, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 1, BufferRole::Output);
  const Expr n = builder.add_param(), i = builder.map_index(0);
  const Expr sum = builder.reduce(Combine::Sum, DType::Float32, Indices{n}, [&](std::span<const Expr> j) {
    return builder.load(in, Indices{i, j[0]}) * 0.5;
  });
  builder.check(n > 0, n, {.message = "the size {} is not positive", .provenance = {}, .error_kind = 0});
  builder.store(out, Indices{i}, -sum);
  EXPECT_EQ(builder.finish().to_string(),
            "kernel scaled_sum(map 1d, in b0: float32[2d], out b1: float32[1d], p0) {\n"
            "  %0 = p0\n"
            "  %1 = i0\n"
            "  %4 = float32 0.5\n"
            "  %6 = sum float32 over %2 < %0 {\n"
            "    %3 = load b0[i0, %2]\n"
            "    %5 = mul %3, %4\n"
            "  } of %5\n"
            "  %7 = result 0 of %6\n"
            "  %8 = int64 0\n"
            "  %9 = gt %0, %8\n"
            "  check %9 else \"the size {} is not positive\" of %0\n"
            "  %10 = neg %7\n"
            "  store b1[i0], %10\n"
            "}\n");
}

TEST(Builder, PrintsLoops) {
  Builder builder("powers", 1);
  const int out = builder.add_buffer(DType::Int64, 1, BufferRole::Output);
  const Expr i = builder.map_index(0);
  const std::vector<Expr> ends =
      builder.loop_while(i, {builder.constant(DType::Int64, std::int64_t(1))}, [&](Expr, std::span<const Expr> c) {
        return std::vector<Expr>{c[0] < 1000, c[0] + c[0]};
      });
  builder.store(out, Indices{i}, ends[0]);
  EXPECT_EQ(builder.finish().to_string(),
            "kernel powers(map 1d, out b0: int64[1d]) {\n"
            "  %0 = i0\n"
            "  %1 = int64 1\n"
            "  %4 = int64 1000\n"
            "  %7 = loop %2 < %0 carrying %3 = %1 {\n"
            "    %5 = lt %3, %4\n"
            "    %6 = add %3, %3\n"
            "    next %6\n"
            "  } while %5\n"
            "  %8 = result 0 of %7\n"
            "  store b0[i0], %8\n"
            "}\n");
}

TEST(Builder, SharesEqualPureInstructions) {
  Builder builder("shared", 1);
  const int in = builder.add_buffer(DType::Float64, 1, BufferRole::Input);
  const int both = builder.add_buffer(DType::Float64, 1, BufferRole::InOut);
  const Expr i = builder.map_index(0);
  const Expr x = builder.load(in, Indices{i});
  EXPECT_EQ(builder.load(in, Indices{i}).id(), x.id());
  EXPECT_EQ((x + 1.0).id(), (x + 1).id());
  EXPECT_NE((x + 1.0).id(), (x + 2.0).id());
  EXPECT_NE((x + 0.0).id(), (x + -0.0).id());
  EXPECT_EQ(builder.map_index(0).id(), i.id());
  // What may be stored to in between is read again.
  EXPECT_NE(builder.load(both, Indices{i}).id(), builder.load(both, Indices{i}).id());
}

TEST(Builder, MovesInvariantsOutOfLoopsButNotLoads) {
  Builder builder("hoist", 1);
  const int in = builder.add_buffer(DType::Float32, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 2, BufferRole::Output);
  const Expr i = builder.map_index(0), n = builder.add_param();
  const Expr x = builder.load(in, Indices{i});
  builder.for_each(n, [&](Expr j) {
    builder.store(out, Indices{i, j}, prim(Prim::Exp, x) + builder.load(in, Indices{0}));
  });
  const Kernel kernel = builder.finish();
  ASSERT_EQ(kernel.loops.size(), 1u);
  std::vector<Opcode> inside;
  for (const Instruction& instruction : kernel.loops[0].body.instructions) inside.push_back(instruction.opcode);
  EXPECT_THAT(inside, ::testing::ElementsAre(Opcode::Load, Opcode::Primitive, Opcode::Store));
}

TEST(Builder, NumbersTakeTheTypeOfWhatTheyMeet) {
  Builder builder("numbers", 0);
  const int in = builder.add_buffer(DType::UInt8, 0, BufferRole::Input);
  const Expr x = builder.load(in, Indices{});
  EXPECT_EQ((x + 1).dtype(), DType::UInt8);
  EXPECT_EQ((2 * cast(x, DType::Float32)).dtype(), DType::Float32);
  EXPECT_EQ((x < 3).dtype(), DType::Bool);
  EXPECT_EQ(select(x < 3, 1, x).dtype(), DType::UInt8);
  EXPECT_EQ(prim(Prim::BitsOf, cast(x, DType::Float64)).dtype(), DType::Int64);
  EXPECT_EQ((-Expr(2.5)).number(), -2.5);
  EXPECT_THAT(message_of([&] { x + 0.5; }), HasSubstr("a constant of uint8 must be a whole number, not 0.5"));
}

TEST(Builder, RefusesOperandsOfSeveralTypes) {
  Builder builder("types", 1);
  const int in = builder.add_buffer(DType::Float32, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float64, 1, BufferRole::Output);
  const Expr i = builder.map_index(0);
  const Expr x = builder.load(in, Indices{i});
  EXPECT_THAT(message_of([&] { x + i; }),
              HasSubstr("the operands of add must have one dtype, but they have float32 and int64"));
  EXPECT_THAT(message_of([&] { prim(Prim::Exp, i); }), HasSubstr("exp is for floats, but its operand is int64"));
  EXPECT_THAT(message_of([&] { select(x, x, x); }), HasSubstr("select wants a bool"));
  EXPECT_THAT(message_of([&] { builder.store(out, Indices{i}, x); }),
              HasSubstr("a value of float32 is stored to a buffer of float64"));
  EXPECT_THAT(message_of([&] { builder.load(in, Indices{x}); }), HasSubstr("an index must be int64"));
  EXPECT_THAT(message_of([] { prim(Prim::Add, Expr(1), Expr(2)); }),
              HasSubstr("one operand of a primitive must be a value"));
}

/// A kernel of one load, one sum and one store, to be broken.
Kernel sound_kernel() {
  Builder builder("sound", 1);
  const int in = builder.add_buffer(DType::Float32, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 1, BufferRole::Output);
  const Indices i = builder.map_indices();
  const Expr x = builder.load(in, i);
  builder.store(out, i, x + x);
  return builder.finish();
}

TEST(Verify, FindsEachBrokenRule) {
  const auto broken = [](auto change) {
    Kernel kernel = sound_kernel();
    change(kernel);
    return message_of([&] { verify(kernel); });
  };
  using Break = void (*)(Kernel&);
  const std::pair<const char*, Break> cases[] = {
      {"no error", [](Kernel&) {}},
      {"is used where it is not defined", [](Kernel& k) { std::swap(k.body.instructions[1], k.body.instructions[2]); }},
      {"is defined twice", [](Kernel& k) { k.body.instructions[2].result = k.body.instructions[1].result; }},
      {"the result has the wrong dtype", [](Kernel& k) { k.body.instructions[2].dtype = DType::Float64; }},
      {"a load has another dtype than its buffer", [](Kernel& k) { k.body.instructions[1].dtype = DType::Int8; }},
      {"an input buffer is stored to", [](Kernel& k) { k.buffers[1].role = BufferRole::Input; }},
      {"another number of axes", [](Kernel& k) { k.accesses[0].axes.clear(); }},
      {"no such map dimension", [](Kernel& k) { k.accesses[0].axes[0].map_dim = 1; }},
      {"no such buffer", [](Kernel& k) { k.accesses[0].buffer = 7; }},
      {"no such access", [](Kernel& k) { k.body.instructions[1].index = 9; }},
      {"must be discrete", [](Kernel& k) { k.body.instructions[2].prim = Prim::And; }},
      {"too many operands", [](Kernel& k) { k.body.instructions[2].prim = Prim::Neg; }},
      {"a buffer's dtype or rank is wrong", [](Kernel& k) { k.buffers[0].dtype = DType::Complex64; }},
  };
  for (const auto& [expected, change] : cases) EXPECT_THAT(broken(change), HasSubstr(expected));
}

TEST(Verify, KeepsValuesInTheirScope) {
  Builder builder("scope", 1);
  const int out = builder.add_buffer(DType::Int64, 1, BufferRole::Output);
  const Expr i = builder.map_index(0);
  Expr inner;
  builder.for_each(i, [&](Expr j) {
    inner = j + i;
    builder.store(out, Indices{j}, inner);
  });
  builder.store(out, Indices{i}, inner);
  EXPECT_THAT(message_of([&] { builder.finish(); }), HasSubstr("is used where it is not defined"));
}

}  // namespace
}  // namespace theano::ir
