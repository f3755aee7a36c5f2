// The block interpreter gives the bits of the reference, for every layout, size and split of the work.
#include <array>
#include <thread>

#include "ir/launch.h"

namespace theano::ir {
namespace {

using Indices = std::vector<Expr>;

const DType kTypes[] = {DType::Bool,   DType::Int8,   DType::Int16,  DType::Int32,   DType::Int64,  DType::UInt8,
                        DType::UInt16, DType::UInt32, DType::UInt64, DType::Float32, DType::Float64};

/// out[i...] = (a[i...] + b[i...]) * a[i...], with axes of b optionally broadcast.
Kernel add_mul(DType dtype, int rank, std::vector<bool> is_broadcast) {
  Builder builder("add_mul", rank);
  const int a = builder.add_buffer(dtype, rank, BufferRole::Input);
  const int b = builder.add_buffer(dtype, rank, BufferRole::Input);
  const int out = builder.add_buffer(dtype, rank, BufferRole::Output);
  const Indices indices = builder.map_indices();
  Indices of_b = indices;
  for (int k = 0; k < rank; ++k) {
    if (is_broadcast[k]) of_b[k] = Expr(0);
  }
  const Expr x = builder.load(a, indices);
  builder.store(out, indices, (x + builder.load(b, of_b)) * x);
  return builder.finish();
}

TEST(BlockInterpreter, MapsOverEveryLayout) {
  for (const Shape& shape : {Shape{}, Shape{1}, Shape{0}, Shape{5}, Shape{3000}, Shape{7, 3}, Shape{3, 700},
                             Shape{0, 4}, Shape{4, 0}, Shape{5, 1, 300}, Shape{40, 2, 33}, Shape{2, 3, 1, 50}}) {
    const int rank = static_cast<int>(shape.size());
    for (int mask = 0; mask < (1 << rank); ++mask) {
      std::vector<bool> is_broadcast;
      for (int k = 0; k < rank; ++k) is_broadcast.push_back(mask >> k & 1);
      for (const DType dtype : {DType::Float32, DType::Int8, DType::Float64}) {
        const Kernel kernel = add_mul(dtype, rank, is_broadcast);
        TestBuffer a(dtype, shape), b(dtype, shape), out(dtype, shape);
        run_and_compare(kernel, shape, {&a.randomize(1), &b.randomize(2), &out});
      }
    }
  }
}

TEST(BlockInterpreter, MapsOverReversedAndTransposedAndSpacedMemory) {
  const Shape shape{37, 53};
  const Kernel kernel = add_mul(DType::Float32, 2, {false, false});
  const Strides layouts[] = {{53, 1},  {1, 37}, {-53, 1}, {53, -1}, {-53, -1},
                             {110, 2}, {2, 80}, {0, 1},   {1, 0},   {0, 0}};
  for (const Strides& of_a : layouts) {
    for (const Strides& of_b : layouts) {
      for (int k = 0; k < 7; ++k) {
        TestBuffer a(DType::Float32, shape, of_a), b(DType::Float32, shape, of_b),
            out(DType::Float32, shape, layouts[k]);
        run_and_compare(kernel, shape, {&a.randomize(3), &b.randomize(4), &out});
      }
    }
  }
}

TEST(BlockInterpreter, RunsInPlace) {
  // An output in the memory of an input of the same layout.
  const Kernel kernel = add_mul(DType::Float32, 1, {false});
  TestBuffer a(DType::Float32, {5000}), b(DType::Float32, {5000}), out(DType::Float32, {5000});
  a.randomize(5), b.randomize(6);
  run_and_compare(kernel, {5000}, {&a, &b, &out});
  const LaunchShape shape{{5000}, {{1}, {1}, {1}}, {}};
  const auto bound = bind_interpreted(kernel, shape);
  std::byte* data[] = {a.first(), b.first(), a.first()};
  Status status;
  bound->run(data, {}, 0, bound->chunk_count(), status);
  for (int i = 0; i < 5000; ++i) {
    EXPECT_TRUE(same_element(DType::Float32, a.first() + 4 * i, out.first() + 4 * i)) << i;
  }
}

TEST(BlockInterpreter, KeepsManyValuesAlive) {
  // More live values than registers fit in a cache, several outputs, constants, casts and choices.
  Builder builder("many", 1);
  const int in = builder.add_buffer(DType::Float64, 1, BufferRole::Input);
  const int scale = builder.add_buffer(DType::Float64, 0, BufferRole::Input);
  std::vector<int> outs;
  for (int k = 0; k < 3; ++k)
    outs.push_back(builder.add_buffer(k == 2 ? DType::Int32 : DType::Float64, 1, BufferRole::Output));
  const Expr i = builder.map_index(0);
  const Expr x = builder.load(in, Indices{i});
  const Expr s = builder.load(scale, Indices{});
  Indices values;
  for (int k = 0; k < 40; ++k) values.push_back(x * (k + 0.5) - s * s);
  Expr sum = values[0];
  for (int k = 1; k < 40; ++k) sum = select(values[k] > sum, sum - values[k], sum + values[40 - k]);
  builder.store(outs[0], Indices{i}, sum);
  builder.store(outs[1], Indices{i}, x + cast(i, DType::Float64));
  builder.store(outs[2], Indices{i}, cast(sum, DType::Int32) + cast(i * i, DType::Int32));
  const Kernel kernel = builder.finish();
  for (const std::int64_t n : {0, 1, 31, 64, 1000, 5000}) {
    TestBuffer a(DType::Float64, {n}), b(DType::Float64, {}), o0(DType::Float64, {n}), o1(DType::Float64, {n}),
        o2(DType::Int32, {n});
    run_and_compare(kernel, {n}, {&a.randomize(7), &b.randomize(8), &o0, &o1, &o2});
  }
}

/// out[m] = combine over r of a[m, r] or a[r, m].
Kernel reduction(Combine combine, DType from, DType dtype, bool is_column, bool is_affine = false) {
  Builder builder("reduction", 1);
  const int in = builder.add_buffer(from, 2, BufferRole::Input);
  const int out = builder.add_buffer(dtype, 1, BufferRole::Output);
  const Indices extents{builder.add_param()};
  const Expr m = builder.map_index(0);
  const Expr result = builder.reduce(combine, dtype, extents, [&](std::span<const Expr> r) {
    const Expr at = is_affine ? r[0] + 0 * m : r[0];
    const Expr value = builder.load(in, is_column ? Indices{at, m} : Indices{m, at});
    return is_affine ? -value : value;
  });
  builder.store(out, Indices{m}, result);
  return builder.finish();
}

TEST(BlockInterpreter, ReducesEverySizeByRowsAndColumns) {
  for (const bool is_column : {false, true}) {
    const Kernel kernel = reduction(Combine::Sum, DType::Float32, DType::Float32, is_column);
    for (std::int64_t r = 0; r <= 100; ++r) {
      for (const std::int64_t m : {1, 3, 200}) {
        const Shape shape = is_column ? Shape{r, m} : Shape{m, r};
        TestBuffer a(DType::Float32, shape), out(DType::Float32, {m});
        run_and_compare(kernel, {m}, {&a.randomize(9), &out}, {r});
      }
    }
  }
}

TEST(BlockInterpreter, ReducesEveryTypeByEveryCombination) {
  for (const DType dtype : kTypes) {
    for (const Combine combine : {Combine::Sum, Combine::Prod, Combine::Min, Combine::Max, Combine::And, Combine::Or}) {
      if (is_float(dtype) && (combine == Combine::And || combine == Combine::Or)) continue;
      for (const bool is_column : {false, true}) {
        const Kernel kernel = reduction(combine, dtype, dtype, is_column);
        for (const auto& [m, r] : {std::pair<std::int64_t, std::int64_t>{1, 5000}, {3, 0}, {70, 33}, {2000, 7}}) {
          const Shape shape = is_column ? Shape{r, m} : Shape{m, r};
          TestBuffer a(dtype, shape), out(dtype, {m});
          run_and_compare(kernel, {m}, {&a.randomize(10), &out}, {r});
        }
      }
    }
  }
}

TEST(BlockInterpreter, BitsOfASumDoNotDependOnTheScheduleOrLayout) {
  // The same numbers, as many rows of one matrix, as its columns, and as one row.
  const std::int64_t r = 777;
  TestBuffer one(DType::Float32, {1, r}), rows(DType::Float32, {300, r}), columns(DType::Float32, {r, 300});
  std::mt19937 generator(11);
  std::normal_distribution<float> normal;
  for (int k = 0; k < r; ++k) {
    const float x = normal(generator);
    one.as<float>()[k] = x;
    for (int m = 0; m < 300; ++m) rows.as<float>()[m * r + k] = columns.as<float>()[k * 300 + m] = x;
  }
  TestBuffer sum_one(DType::Float32, {1}), sum_rows(DType::Float32, {300}), sum_columns(DType::Float32, {300});
  run_and_compare(reduction(Combine::Sum, DType::Float32, DType::Float32, false), {1}, {&one, &sum_one}, {r});
  run_and_compare(reduction(Combine::Sum, DType::Float32, DType::Float32, false), {300}, {&rows, &sum_rows}, {r});
  run_and_compare(reduction(Combine::Sum, DType::Float32, DType::Float32, true), {300}, {&columns, &sum_columns}, {r});
  for (int m = 0; m < 300; ++m) {
    EXPECT_EQ(sum_rows.as<float>()[m], sum_one.as<float>()[0]);
    EXPECT_EQ(sum_columns.as<float>()[m], sum_one.as<float>()[0]);
  }
}

TEST(BlockInterpreter, ReducesOverSeveralAxes) {
  for (const int kept : {0, 1, 2}) {
    // sum over two or three axes of a[i, j, k], keeping one or none.
    for (const bool keeps : {true, false}) {
      Builder builder("axes", keeps ? 1 : 0);
      const int in = builder.add_buffer(DType::Float32, 3, BufferRole::Input);
      const int out = builder.add_buffer(DType::Float64, keeps ? 1 : 0, BufferRole::Output);
      Indices extents, place;
      const Shape shape{6, 45, 21};
      std::vector<std::int64_t> params;
      for (int k = 0; k < 3; ++k) {
        if (keeps && k == kept) continue;
        extents.push_back(builder.add_param());
        params.push_back(shape[k]);
      }
      if (keeps) place.push_back(builder.map_index(0));
      const Expr sum = builder.reduce(Combine::Sum, DType::Float64, extents, [&](std::span<const Expr> r) {
        Indices at(r.begin(), r.end());
        if (keeps) at.insert(at.begin() + kept, place[0]);
        return builder.load(in, at) * builder.constant(DType::Float32, 2.0);
      });
      builder.store(out, place, sum);
      const Kernel kernel = builder.finish();
      const Shape map = keeps ? Shape{shape[kept]} : Shape{};
      TestBuffer a(DType::Float32, shape), b(DType::Float32, shape, {1, 6, 270}), o(DType::Float64, map);
      run_and_compare(kernel, map, {&a.randomize(12), &o}, params);
      run_and_compare(kernel, map, {&b.randomize(12), &o}, params);
    }
  }
}

TEST(BlockInterpreter, FindsTheFirstExtremeAndNan) {
  for (const DType dtype : {DType::Float32, DType::Int32, DType::UInt8, DType::Bool, DType::Float64}) {
    for (const Combine combine : {Combine::ArgMax, Combine::ArgMin}) {
      for (const bool is_column : {false, true}) {
        Builder builder("arg", 1);
        const int in = builder.add_buffer(dtype, 2, BufferRole::Input);
        const int value = builder.add_buffer(dtype, 1, BufferRole::Output);
        const int index = builder.add_buffer(DType::Int64, 1, BufferRole::Output);
        const Indices extents{builder.add_param()};
        const Expr m = builder.map_index(0);
        const auto [best, at] = builder.reduce_arg(combine, dtype, extents, [&](std::span<const Expr> r) {
          return builder.load(in, is_column ? Indices{r[0], m} : Indices{m, r[0]});
        });
        builder.store(value, Indices{m}, best);
        builder.store(index, Indices{m}, at);
        const Kernel kernel = builder.finish();
        for (const auto& [m_size, r] :
             {std::pair<std::int64_t, std::int64_t>{1, 5000}, {5, 0}, {500, 10}, {3, 33}, {40, 1}}) {
          TestBuffer a(dtype, is_column ? Shape{r, m_size} : Shape{m_size, r}), v(dtype, {m_size}),
              k(DType::Int64, {m_size});
          run_and_compare(kernel, {m_size}, {&a.randomize(13), &v, &k}, {r});
        }
      }
    }
  }
}

Kernel softmax(DType dtype) {
  Builder builder("softmax", 1);
  const int in = builder.add_buffer(dtype, 2, BufferRole::Input);
  const int out = builder.add_buffer(dtype, 2, BufferRole::Output);
  const Expr n = builder.add_param(), i = builder.map_index(0);
  const Indices extents{n};
  const Expr largest = builder.reduce(Combine::Max, dtype, extents, [&](auto j) {
    return builder.load(in, Indices{i, j[0]});
  });
  const Expr sum = builder.reduce(Combine::Sum, dtype, extents, [&](auto j) {
    return prim(Prim::Exp, builder.load(in, Indices{i, j[0]}) - largest);
  });
  builder.for_each(n, [&](Expr j) {
    builder.store(out, Indices{i, j}, prim(Prim::Exp, builder.load(in, Indices{i, j}) - largest) / sum);
  });
  return builder.finish();
}

TEST(BlockInterpreter, RunsRowKernels) {
  const Kernel kernel = softmax(DType::Float32);
  for (const auto& [rows, columns] :
       {std::pair<std::int64_t, std::int64_t>{500, 10}, {3, 1000}, {1, 1}, {0, 5}, {5, 0}, {20, 100}, {1, 3000}}) {
    TestBuffer a(DType::Float32, {rows, columns}), out(DType::Float32, {rows, columns});
    run_and_compare(kernel, {rows}, {&a.randomize(14), &out}, {columns});
    TestBuffer t(DType::Float32, {rows, columns}, {1, rows});
    run_and_compare(kernel, {rows}, {&t.randomize(14), &out}, {columns});
  }
}

TEST(BlockInterpreter, RowKernelsMayKeepIntermediateValuesInTheirOutput) {
  Builder builder("two_pass", 1);
  const int in = builder.add_buffer(DType::Float32, 2, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 2, BufferRole::Output);
  const Expr n = builder.add_param(), i = builder.map_index(0);
  builder.for_each(n, [&](Expr j) { builder.store(out, Indices{i, j}, builder.load(in, Indices{i, j}) * 0.5); });
  const Expr sum = builder.reduce(Combine::Sum, DType::Float32, Indices{n}, [&](auto j) {
    return builder.load(out, Indices{i, j[0]});
  });
  builder.for_each(n, [&](Expr j) { builder.store(out, Indices{i, j}, builder.load(out, Indices{i, j}) - sum); });
  const Kernel kernel = builder.finish();
  for (const auto& [rows, columns] : {std::pair<std::int64_t, std::int64_t>{300, 5}, {3, 900}, {64, 64}}) {
    TestBuffer a(DType::Float32, {rows, columns}), o(DType::Float32, {rows, columns});
    run_and_compare(kernel, {rows}, {&a.randomize(15), &o}, {columns});
  }
}

TEST(BlockInterpreter, RunsLoopsWithCarriedValues) {
  // Fibonacci-like exchange of two carried values, and a cumulative sum with a store in every turn.
  Builder builder("scan", 1);
  const int in = builder.add_buffer(DType::Float32, 2, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 2, BufferRole::Output);
  const int last = builder.add_buffer(DType::Float32, 1, BufferRole::Output);
  const Expr n = builder.add_param(), i = builder.map_index(0);
  const std::vector<Expr> ends =
      builder.loop(n, {builder.constant(DType::Float32, 0.0), builder.constant(DType::Float32, 1.0)},
                   [&](Expr j, std::span<const Expr> carried) {
                     const Expr sum = carried[0] + builder.load(in, Indices{i, j}) * carried[1];
                     builder.store(out, Indices{i, j}, sum);
                     return std::vector<Expr>{carried[1], sum};
                   });
  builder.store(last, Indices{i}, ends[0] - ends[1]);
  const Kernel kernel = builder.finish();
  for (const auto& [rows, columns] :
       {std::pair<std::int64_t, std::int64_t>{300, 5}, {3, 90}, {1, 1}, {2, 0}, {1000, 20}}) {
    TestBuffer a(DType::Float32, {rows, columns}), o(DType::Float32, {rows, columns}), l(DType::Float32, {rows});
    run_and_compare(kernel, {rows}, {&a.randomize(16), &o, &l}, {columns});
  }
}

TEST(BlockInterpreter, RunsLoopsThatEndEarly) {
  // Collatz steps: how many turns differs from point to point.
  Builder builder("collatz", 1);
  const int in = builder.add_buffer(DType::Int64, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Int64, 1, BufferRole::Output);
  const Expr i = builder.map_index(0);
  const std::vector<Expr> ends = builder.loop_while(
      builder.constant(DType::Int64, std::int64_t(200)),
      {builder.load(in, Indices{i}), builder.constant(DType::Int64, std::int64_t(0))},
      [&](Expr, std::span<const Expr> c) {
        const Expr next = select(prim(Prim::Mod, c[0], 2) == 0, prim(Prim::FloorDiv, c[0], 2), c[0] * 3 + 1);
        return std::vector<Expr>{next > 1, next, c[1] + 1};
      });
  builder.store(out, Indices{i}, ends[1]);
  const Kernel kernel = builder.finish();
  TestBuffer a(DType::Int64, {300}), o(DType::Int64, {300});
  for (int k = 0; k < 300; ++k) a.as<std::int64_t>()[k] = k + 1;
  run_and_compare(kernel, {300}, {&a, &o});
  EXPECT_EQ(o.as<std::int64_t>()[26], 111);
}

TEST(BlockInterpreter, GathersAndReportsTheFirstBadIndex) {
  // out[i, j] = table[index[i], j], with a check of the index.
  Builder builder("gather", 2);
  const int table = builder.add_buffer(DType::Float32, 2, BufferRole::Input);
  const int index = builder.add_buffer(DType::Int32, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 2, BufferRole::Output);
  const Expr size = builder.add_param();
  const Indices at = builder.map_indices();
  const Expr raw = cast(builder.load(index, Indices{at[0]}), DType::Int64);
  const Expr row = select(raw < 0, raw + size, raw);
  builder.check((row >= 0) & (row < size), raw,
                {.message = "index {} is out of bounds", .provenance = {}, .error_kind = 0});
  builder.store(out, at, builder.load(table, Indices{row, at[1]}));
  const Kernel kernel = builder.finish();
  for (const std::int64_t columns : {1, 7, 784}) {
    TestBuffer t(DType::Float32, {50, columns}), k(DType::Int32, {200}), o(DType::Float32, {200, columns});
    t.randomize(17), k.randomize_indices(18, 50);
    k.as<std::int32_t>()[3] = -50;
    run_and_compare(kernel, {200, columns}, {&t, &k, &o}, {50});
    k.as<std::int32_t>()[150] = 50;
    k.as<std::int32_t>()[160] = -51;
    run_and_compare(kernel, {200, columns}, {&t, &k, &o}, {50}, true);
  }
}

TEST(BlockInterpreter, GathersByTwoIndicesAndComputedAddresses) {
  Builder builder("gather2", 1);
  const int table = builder.add_buffer(DType::Float64, 2, BufferRole::Input);
  const int rows = builder.add_buffer(DType::Int64, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float64, 1, BufferRole::Output);
  const Expr i = builder.map_index(0), shift = builder.add_param();
  const Expr a = builder.load(table, Indices{builder.load(rows, Indices{i}), prim(Prim::Mod, i, 7)});
  const Expr b = builder.load(table, Indices{shift, shift + prim(Prim::Mod, i, 3)});
  const Expr c = builder.load(rows, Indices{builder.constant(DType::Int64, std::int64_t(999)) - i});
  builder.store(out, Indices{i}, a + b * cast(c + i, DType::Float64));
  const Kernel kernel = builder.finish();
  TestBuffer t(DType::Float64, {30, 7}), k(DType::Int64, {1000}), o(DType::Float64, {1000});
  run_and_compare(kernel, {1000}, {&t.randomize(19), &k.randomize_indices(20, 30), &o}, {2});
}

TEST(BlockInterpreter, SlidesWindows) {
  // A correlation: out[i, j] = sum over k, l of x[2 i + k, j + l] * w[k, l].
  Builder builder("windows", 2);
  const int x = builder.add_buffer(DType::Float32, 2, BufferRole::Input);
  const int w = builder.add_buffer(DType::Float32, 2, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 2, BufferRole::Output);
  const Indices extents{builder.add_param(), builder.add_param()};
  const Indices at = builder.map_indices();
  const Expr sum = builder.reduce(Combine::Sum, DType::Float32, extents, [&](std::span<const Expr> r) {
    return builder.load(x, Indices{at[0] * 2 + r[0], at[1] + r[1]}) * builder.load(w, Indices{r[0], r[1]});
  });
  builder.store(out, at, sum);
  const Kernel kernel = builder.finish();
  for (const auto& [k, l] : {std::pair<std::int64_t, std::int64_t>{3, 3}, {1, 5}, {9, 9}, {0, 2}}) {
    TestBuffer a(DType::Float32, {40, 60}), b(DType::Float32, {k, l}), o(DType::Float32, {12, 50});
    run_and_compare(kernel, {12, 50}, {&a.randomize(21), &b.randomize(22), &o}, {k, l});
  }
}

TEST(BlockInterpreter, ScattersInOrder) {
  // out[index[i], j] += in[i, j] with repeated indices: serial.
  Builder builder("scatter", 2);
  const int in = builder.add_buffer(DType::Float32, 2, BufferRole::Input);
  const int index = builder.add_buffer(DType::Int64, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 2, BufferRole::InOut);
  builder.set_serial();
  const Indices at = builder.map_indices();
  const Indices target{builder.load(index, Indices{at[0]}), at[1]};
  builder.store(out, target, builder.load(out, target) + builder.load(in, at));
  const Kernel kernel = builder.finish();
  for (const std::int64_t columns : {1, 3, 500}) {
    TestBuffer a(DType::Float32, {100, columns}), k(DType::Int64, {100}), o(DType::Float32, {9, columns});
    run_and_compare(kernel, {100, columns}, {&a.randomize(23), &k.randomize_indices(24, 9), &o.randomize(25)});
  }
  // A histogram of one dimension.
  Builder counts("histogram", 1);
  const int values = counts.add_buffer(DType::Int64, 1, BufferRole::Input);
  const int bins = counts.add_buffer(DType::Int32, 1, BufferRole::InOut);
  counts.set_serial();
  const Indices bin{counts.load(values, Indices{counts.map_index(0)})};
  counts.store(bins, bin, counts.load(bins, bin) + 1);
  const Kernel histogram = counts.finish();
  TestBuffer k(DType::Int64, {1000}), o(DType::Int32, {9});
  run_and_compare(histogram, {1000}, {&k.randomize_indices(26, 9), &o});
}

TEST(BlockInterpreter, RunsOnSeveralThreadsAtOnce) {
  const Kernel kernel = softmax(DType::Float32);
  const std::int64_t rows = 64, columns = 300;
  TestBuffer a(DType::Float32, {rows, columns}), alone(DType::Float32, {rows, columns}),
      shared(DType::Float32, {rows, columns});
  a.randomize(30);
  const LaunchShape shape{{rows}, {a.strides, alone.strides}, {columns}};
  const auto bound = bind_interpreted(kernel, shape);
  const std::int64_t params[] = {columns}, chunks = bound->chunk_count();
  Status status;
  std::byte* data[] = {a.first(), alone.first()};
  bound->run(data, params, 0, chunks, status);
  std::byte* data_of_threads[] = {a.first(), shared.first()};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] { bound->run(data_of_threads, params, chunks * t / 4, chunks * (t + 1) / 4, status); });
  }
  for (std::thread& thread : threads) thread.join();
  for (std::int64_t k = 0; k < rows * columns; ++k) {
    ASSERT_TRUE(same_element(DType::Float32, alone.first() + 4 * k, shared.first() + 4 * k)) << k;
  }
}

TEST(BlockInterpreter, ReportsOneFailureWhateverThreadMeetsItsOwnFirst) {
  Builder builder("check", 1);
  const int in = builder.add_buffer(DType::Int64, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Int64, 1, BufferRole::Output);
  const Expr i = builder.map_index(0);
  const Expr x = builder.load(in, Indices{i});
  builder.check(x < 100, x, {.message = "first {}", .provenance = {}, .error_kind = 0});
  builder.check(x != 7, x, {.message = "second {}", .provenance = {}, .error_kind = 0});
  builder.store(out, Indices{i}, x);
  const Kernel kernel = builder.finish();
  TestBuffer a(DType::Int64, {100000}), o(DType::Int64, {100000});
  for (const int bad : {99000, 50001, 50000}) a.as<std::int64_t>()[bad] = 1000 + bad;
  a.as<std::int64_t>()[49999] = 7;
  const auto bound = bind_interpreted(kernel, {{100000}, {{1}, {1}}, {}});
  const std::int64_t chunks = bound->chunk_count();
  ASSERT_GE(chunks, 8);
  for (int round = 0; round < 20; ++round) {
    Status status;
    std::byte* data[] = {a.first(), o.first()};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] { bound->run(data, {}, chunks * t / 8, chunks * (t + 1) / 8, status); });
    }
    for (std::thread& thread : threads) thread.join();
    ASSERT_EQ(status.map_point.load(), 49999);
    ASSERT_EQ(status.check, 1);
    ASSERT_EQ(status.detail, 7);
  }
}

TEST(BlockInterpreter, NestsReductions) {
  // out[i] = max over j of sum over k of a[i, k] * b[k, j]; the extent of k is a value of the map for one launch.
  Builder builder("nested", 1);
  const int a = builder.add_buffer(DType::Float32, 2, BufferRole::Input);
  const int b = builder.add_buffer(DType::Float32, 2, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 1, BufferRole::Output);
  const Expr columns = builder.add_param(), inner = builder.add_param();
  const Expr i = builder.map_index(0);
  const Expr best = builder.reduce(Combine::Max, DType::Float32, Indices{columns}, [&](auto j) {
    return builder.reduce(Combine::Sum, DType::Float32, Indices{inner}, [&](auto k) {
      return builder.load(a, Indices{i, k[0]}) * builder.load(b, Indices{k[0], j[0]});
    });
  });
  builder.store(out, Indices{i}, best);
  const Kernel kernel = builder.finish();
  for (const auto& [m, n, k] :
       {std::array<std::int64_t, 3>{5, 40, 60}, {100, 3, 4}, {1, 200, 2}, {2, 0, 3}, {2, 3, 0}}) {
    TestBuffer x(DType::Float32, {m, k}), y(DType::Float32, {k, n}), o(DType::Float32, {m});
    run_and_compare(kernel, {m}, {&x.randomize(27), &y.randomize(28), &o}, {n, k});
  }
}

TEST(BlockInterpreter, ReducesExtentsThatDifferFromPointToPoint) {
  Builder builder("triangle", 1);
  const int in = builder.add_buffer(DType::Int32, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Int32, 1, BufferRole::Output);
  const Expr i = builder.map_index(0);
  const Expr sum = builder.reduce(Combine::Sum, DType::Int32, Indices{i + 1},
                                  [&](auto k) { return builder.load(in, Indices{k[0]}); });
  builder.store(out, Indices{i}, sum);
  const Kernel kernel = builder.finish();
  TestBuffer a(DType::Int32, {200}), o(DType::Int32, {200});
  run_and_compare(kernel, {200}, {&a.randomize(29), &o});
}

}  // namespace
}  // namespace theano::ir
