// Reductions, loops, checks and gathers, printed as C and compiled, give the bits of the reference.
#include <array>

#include "codegen/printed_c.h"
#include "theano/codegen/c_printer.h"
#include "theano/ir/merge_reductions.h"

namespace theano::codegen {
namespace {

using ir::BufferRole;
using ir::Builder;
using ir::Combine;
using ir::Expr;
using ir::Kernel;
using ir::Prim;
using ir::TestBuffer;
using Indices = std::vector<Expr>;

constexpr Combine kCombines[] = {Combine::Sum, Combine::Prod, Combine::Min,    Combine::Max,
                                 Combine::And, Combine::Or,   Combine::ArgMin, Combine::ArgMax};
constexpr DType kTypes[] = {DType::Bool,  DType::Int8,   DType::Int32,   DType::Int64,
                            DType::UInt8, DType::UInt64, DType::Float32, DType::Float64};

/// out[m] = the fold over r of in[m, r]; of ArgMin and ArgMax the index in places[m].
Kernel reduction(Combine combine, DType dtype) {
  Builder builder("fold_" + std::to_string(static_cast<int>(combine)) + "_" + std::string(dtype_name(dtype)), 1);
  const int in = builder.add_buffer(dtype, 2, BufferRole::Input),
            out = builder.add_buffer(dtype, 1, BufferRole::Output);
  const int places = builder.add_buffer(DType::Int64, 1, BufferRole::Output);
  const Indices extents{builder.add_param()}, at{builder.map_index(0)};
  const auto element = [&](std::span<const Expr> r) { return builder.load(in, Indices{at[0], r[0]}); };
  if (finds_index(combine)) {
    const auto [best, place] = builder.reduce_arg(combine, dtype, extents, element);
    builder.store(out, at, best);
    builder.store(places, at, place);
  } else {
    builder.store(out, at, builder.reduce(combine, dtype, extents, element));
  }
  return builder.finish();
}

TEST(PrintedC, ReductionsOfEverySize) {
  THEANO_SKIP_WITHOUT_C_COMPILER();
  std::vector<Kernel> kernels;
  for (const Combine combine : kCombines)
    for (const DType dtype : kTypes)
      if (is_discrete(dtype) || (combine != Combine::And && combine != Combine::Or))
        kernels.push_back(reduction(combine, dtype));
  const PrintedKernels printed(kernels);
  ASSERT_TRUE(printed.is_loaded());
  for (std::size_t k = 0; k < kernels.size(); ++k) {
    const DType dtype = kernels[k].buffers[0].dtype;
    for (std::int64_t r = 0; r <= 100; ++r) {
      TestBuffer in(dtype, {4, r}), out(dtype, {4}), places(DType::Int64, {4});
      printed.compare(k, {4}, {&in.randomize(static_cast<unsigned>(r)), &out, &places}, {r});
    }
    TestBuffer in(dtype, {2, 1001}, {1, -2}), out(dtype, {2}), places(DType::Int64, {2});
    printed.compare(k, {2}, {&in.randomize(7), &out, &places}, {1001});
  }
}

/// Every fold of one space at once, over a[i, j, k] * b[i, j, k] + a[i, j, k] and a[i, j, k].
Kernel many_folds() {
  Builder builder("many_folds", 1);
  const int a = builder.add_buffer(DType::Float32, 3, BufferRole::Input),
            b = builder.add_buffer(DType::Float32, 3, BufferRole::Input);
  const int values = builder.add_buffer(DType::Float32, 2, BufferRole::Output),
            places = builder.add_buffer(DType::Int64, 2, BufferRole::Output);
  const Expr row = builder.map_index(0);
  const Indices extents{builder.add_param(), builder.add_param()};
  std::int64_t next = 0;
  for (const Combine combine :
       {Combine::Sum, Combine::Prod, Combine::Min, Combine::Max, Combine::ArgMin, Combine::ArgMax, Combine::Sum}) {
    const auto element = [&](std::span<const Expr> r) {
      const Indices at{row, r[0], r[1]};
      const Expr x = builder.load(a, at);
      return next > 2 ? x : x * builder.load(b, at) + x;
    };
    const Indices at{row, builder.constant(DType::Int64, next)};
    if (finds_index(combine)) {
      const auto [value, place] = builder.reduce_arg(combine, DType::Float32, extents, element);
      builder.store(values, at, value);
      builder.store(places, at, place);
    } else {
      builder.store(values, at, builder.reduce(combine, DType::Float32, extents, element));
    }
    ++next;
  }
  Kernel kernel = builder.finish();
  ir::merge_reductions(kernel);
  EXPECT_EQ(kernel.reductions.size(), 1u);
  return kernel;
}

TEST(PrintedC, SeveralFoldsOverSeveralExtents) {
  THEANO_SKIP_WITHOUT_C_COMPILER();
  const std::vector<Kernel> kernels{many_folds()};
  const PrintedKernels printed(kernels);
  ASSERT_TRUE(printed.is_loaded());
  for (const auto& [n, m] : {std::pair<std::int64_t, std::int64_t>{0, 3}, {3, 0}, {1, 1}, {5, 7}, {33, 3}, {40, 41}}) {
    TestBuffer a(DType::Float32, {3, n, m}), b(DType::Float32, {3, n, m}, {1, 3, 3 * n});
    TestBuffer values(DType::Float32, {3, 7}), places(DType::Int64, {3, 7});
    printed.compare(0, {3}, {&a.randomize(1), &b.randomize(2), &values, &places}, {n, m});
  }
}

/// Reductions inside of reductions, and extents that differ from point to point.
Kernel nested_reductions() {
  Builder builder("nested", 1);
  const int a = builder.add_buffer(DType::Float32, 2, BufferRole::Input),
            b = builder.add_buffer(DType::Float32, 2, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 1, BufferRole::Output);
  const Expr columns = builder.add_param(), i = builder.map_index(0);
  const Expr best = builder.reduce(Combine::Max, DType::Float32, Indices{columns}, [&](auto j) {
    return builder.reduce(Combine::Sum, DType::Float32, Indices{i + 1}, [&](auto k) {
      return builder.load(a, Indices{i, k[0]}) * builder.load(b, Indices{k[0], j[0]});
    });
  });
  builder.store(out, Indices{i}, best);
  return builder.finish();
}

TEST(PrintedC, ReductionsInsideOfReductions) {
  THEANO_SKIP_WITHOUT_C_COMPILER();
  const std::vector<Kernel> kernels{nested_reductions()};
  const PrintedKernels printed(kernels);
  ASSERT_TRUE(printed.is_loaded());
  for (const std::int64_t columns : {0, 1, 40}) {
    TestBuffer x(DType::Float32, {50, 50}), y(DType::Float32, {50, columns}), out(DType::Float32, {50});
    printed.compare(0, {50}, {&x.randomize(3), &y.randomize(4), &out}, {columns});
  }
}

/// Two carried values change places in each turn.
Kernel exchange() {
  Builder builder("exchange", 1);
  const int in = builder.add_buffer(DType::Float32, 2, BufferRole::Input),
            out = builder.add_buffer(DType::Float32, 2, BufferRole::Output);
  const int last = builder.add_buffer(DType::Float32, 2, BufferRole::Output);
  const Expr n = builder.add_param(), i = builder.map_index(0);
  const std::vector<Expr> ends = builder.loop(
      n,
      {builder.constant(DType::Float32, 0.0), builder.constant(DType::Float32, 1.0),
       builder.constant(DType::Float32, 2.0)},
      [&](Expr j, std::span<const Expr> carried) {
        builder.store(out, Indices{i, j}, carried[0] - carried[1]);
        return std::vector<Expr>{carried[1], carried[0], carried[2] + builder.load(in, Indices{i, j}) * carried[0]};
      });
  for (int k = 0; k < 3; ++k) builder.store(last, Indices{i, builder.constant(DType::Int64, std::int64_t(k))}, ends[k]);
  return builder.finish();
}

/// How many steps of the Collatz sequence reach 1; the loop goes on while the carried value of the turn says so.
Kernel collatz(bool is_carried) {
  Builder builder(is_carried ? "collatz_carried" : "collatz", 1);
  const int in = builder.add_buffer(DType::Int64, 1, BufferRole::Input),
            out = builder.add_buffer(DType::Int64, 1, BufferRole::Output);
  const Expr i = builder.map_index(0);
  const std::vector<Expr> ends = builder.loop_while(
      builder.constant(DType::Int64, std::int64_t(200)),
      {builder.load(in, Indices{i}), builder.constant(DType::Int64, std::int64_t(0)),
       builder.constant(DType::Bool, std::int64_t(1))},
      [&](Expr, std::span<const Expr> c) {
        const Expr next = select(prim(Prim::Mod, c[0], 2) == 0, prim(Prim::FloorDiv, c[0], 2), c[0] * 3 + 1);
        return std::vector<Expr>{is_carried ? c[2] : next > 1, next, c[1] + 1, next > 1};
      });
  builder.store(out, Indices{i}, ends[1]);
  return builder.finish();
}

TEST(PrintedC, LoopsWithCarriedValues) {
  THEANO_SKIP_WITHOUT_C_COMPILER();
  const std::vector<Kernel> kernels{exchange(), collatz(false), collatz(true)};
  const PrintedKernels printed(kernels);
  ASSERT_TRUE(printed.is_loaded());
  for (const std::int64_t columns : {0, 1, 2, 7}) {
    TestBuffer in(DType::Float32, {5, columns}), out(DType::Float32, {5, columns}), last(DType::Float32, {5, 3});
    printed.compare(0, {5}, {&in.randomize(5), &out, &last}, {columns});
  }
  TestBuffer in(DType::Int64, {300}), out(DType::Int64, {300});
  for (int k = 0; k < 300; ++k) in.as<std::int64_t>()[k] = k + 1;
  printed.compare(1, {300}, {&in, &out});
  EXPECT_EQ(out.as<std::int64_t>()[26], 111);
  printed.compare(2, {300}, {&in, &out});
  EXPECT_EQ(out.as<std::int64_t>()[26], 112);
  ir::run_and_compare(kernels[2], {300}, {&in, &out});
}

/// out[i, j] = table[index[i], j], with a check of the index.
Kernel gather() {
  Builder builder("gather", 2);
  const int table = builder.add_buffer(DType::Float32, 2, BufferRole::Input),
            index = builder.add_buffer(DType::Int32, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 2, BufferRole::Output);
  const Expr size = builder.add_param();
  const Indices at = builder.map_indices();
  const Expr raw = cast(builder.load(index, Indices{at[0]}), DType::Int64);
  const Expr row = select(raw < 0, raw + size, raw);
  builder.check((row >= 0) & (row < size), raw, size,
                {.message = "index {} is out of\nbounds */ for size {limit}", .provenance = {}});
  builder.store(out, at, builder.load(table, Indices{row, at[1]}));
  return builder.finish();
}

TEST(PrintedC, ChecksTellTheFirstFailure) {
  THEANO_SKIP_WITHOUT_C_COMPILER();
  const std::vector<Kernel> kernels{gather()};
  const PrintedKernels printed(kernels);
  ASSERT_TRUE(printed.is_loaded());
  TestBuffer table(DType::Float32, {9, 20}), index(DType::Int32, {50}), out(DType::Float32, {50, 20});
  printed.compare(0, {50, 20}, {&table.randomize(6), &index.randomize_indices(7, 9), &out}, {9});
  index.as<std::int32_t>()[30] = -3;
  printed.compare(0, {50, 20}, {&table, &index, &out}, {9});
  index.as<std::int32_t>()[31] = 9;
  index.as<std::int32_t>()[40] = -10;
  printed.compare(0, {50, 20}, {&table, &index, &out}, {9}, true);
}

/// out[index[i], j] += in[i, j] with repeated indices.
Kernel scatter() {
  Builder builder("scatter", 2);
  const int in = builder.add_buffer(DType::Float32, 2, BufferRole::Input),
            index = builder.add_buffer(DType::Int64, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 2, BufferRole::InOut);
  builder.set_serial();
  const Indices at = builder.map_indices(), target{builder.load(index, Indices{at[0]}), at[1]};
  builder.store(out, target, builder.load(out, target) + builder.load(in, at));
  return builder.finish();
}

/// Products of 16-bit floats and of complex numbers, which kernels have no primitives for, and a broadcast axis.
Kernel composed() {
  Builder builder("composed", 2);
  const int half = builder.add_buffer(DType::Float16, 2, BufferRole::Input),
            brain = builder.add_buffer(DType::BFloat16, 1, BufferRole::Input);
  const int z = builder.add_buffer(DType::Complex64, 2, BufferRole::Input);
  const int out_half = builder.add_buffer(DType::Float16, 2, BufferRole::Output),
            out_brain = builder.add_buffer(DType::BFloat16, 2, BufferRole::Output);
  const int out_z = builder.add_buffer(DType::Complex64, 2, BufferRole::Output);
  const Indices at = builder.map_indices();
  const Expr h = builder.load(half, at), w = builder.load(z, at);
  builder.store(out_half, at, h * h + h);
  builder.store(out_brain, at, builder.load(brain, Indices{at[1]}) + cast(h, DType::BFloat16));
  builder.store(out_z, at, prim(Prim::Exp, w * w));
  return builder.finish();
}

TEST(PrintedC, SerialPointsAndComposedNumbers) {
  THEANO_SKIP_WITHOUT_C_COMPILER();
  const std::vector<Kernel> kernels{scatter(), composed()};
  const PrintedKernels printed(kernels);
  ASSERT_TRUE(printed.is_loaded());
  TestBuffer in(DType::Float32, {100, 5}), index(DType::Int64, {100}), bins(DType::Float32, {9, 5});
  printed.compare(0, {100, 5}, {&in.randomize(8), &index.randomize_indices(9, 9), &bins.randomize(10)});
  TestBuffer half(DType::Float16, {30, 40}), brain(DType::BFloat16, {40}), z(DType::Float32, {30, 40, 2});
  TestBuffer out_half(DType::Float16, {30, 40}), out_brain(DType::BFloat16, {30, 40}),
      out_z(DType::Float32, {30, 40, 2});
  printed.compare(1, {30, 40},
                  {&half.randomize(11), &brain.randomize(12), &z.randomize(13), &out_half, &out_brain, &out_z});
}

}  // namespace
}  // namespace theano::codegen
