// Reductions that come together keep their bits; those that depend on one another, check or write stay apart.
#include "theano/ir/merge_reductions.h"

#include <functional>

#include "ir/launch.h"

namespace theano::ir {
namespace {

constexpr Combine kAll[] = {Combine::Sum, Combine::Prod,   Combine::Min,   Combine::Max,
                            Combine::ArgMin, Combine::ArgMax};

/// Row by row: every fold of kAll over exp(a[i, k]) * b[i, k] and of a[i, k] alone; out[i, :] holds all results.
Kernel many_folds(DType dtype) {
  Builder builder("many_folds", 1);
  const int a = builder.add_buffer(dtype, 2, BufferRole::Input), b = builder.add_buffer(dtype, 2, BufferRole::Input);
  const int values = builder.add_buffer(dtype, 2, BufferRole::Output);
  const int places = builder.add_buffer(DType::Int64, 2, BufferRole::Output);
  const Expr row = builder.map_index(0), columns = builder.add_param();
  std::int64_t next = 0;
  for (const Combine combine : kAll) {
    for (const bool is_product : {true, false}) {
      const auto element = [&](std::span<const Expr> k) {
        const Expr at[] = {row, k[0]};
        const Expr x = builder.load(a, at);
        return is_product ? x * builder.load(b, at) + x : x;
      };
      const Expr at[] = {row, builder.constant(DType::Int64, next)};
      if (finds_index(combine)) {
        const auto [value, place] = builder.reduce_arg(combine, dtype, {&columns, 1}, element);
        builder.store(values, at, value);
        builder.store(places, at, place);
      } else {
        builder.store(values, at, builder.reduce(combine, dtype, {&columns, 1}, element));
      }
      ++next;
    }
  }
  return builder.finish();
}

TEST(MergeReductions, OnePassKeepsTheBits) {
  for (const DType dtype : {DType::Float32, DType::Float64, DType::Int32, DType::UInt8}) {
    Kernel merged = many_folds(dtype);
    const Kernel apart = merged;
    merge_reductions(merged);
    ASSERT_EQ(merged.reductions.size(), 1u) << merged.to_string();
    EXPECT_EQ(merged.reductions[0].folds.size(), 12u);
    const auto loads = std::count_if(merged.reductions[0].body.instructions.begin(),
                                     merged.reductions[0].body.instructions.end(),
                                     [](const Instruction& i) { return i.opcode == Opcode::Load; });
    EXPECT_EQ(loads, 2) << merged.to_string();
    for (const std::int64_t columns : {0, 1, 5, 31, 33, 100, 3000}) {
      for (const std::int64_t rows : {1, 3, 200}) {
        if (rows * columns > 100000) continue;
        for (const bool is_transposed : {false, true}) {
          const Strides strides = is_transposed ? Strides{1, rows} : Strides{columns, 1};
          TestBuffer a(dtype, {rows, columns}, strides), b(dtype, {rows, columns}, strides);
          TestBuffer values(dtype, {rows, 12}), places(DType::Int64, {rows, 12});
          run_and_compare(apart, {rows}, {&a.randomize(1), &b.randomize(2), &values, &places}, {columns});
          const std::vector<std::byte> expected = values.memory, expected_places = places.memory;
          run_and_compare(merged, {rows}, {&a, &b, &values, &places}, {columns});
          const std::int64_t size = dtype_size_bytes(dtype);
          for (std::int64_t i = 0; i < rows * 12; ++i) {
            ASSERT_TRUE(same_element(dtype, values.memory.data() + i * size, expected.data() + i * size)) << i;
          }
          EXPECT_EQ(places.memory, expected_places);
        }
      }
    }
  }
}

Kernel two_sums(const std::function<Expr(Builder&, Expr first, Expr x)>& second_element, bool has_check = false) {
  Builder builder("two_sums", 1);
  const int a = builder.add_buffer(DType::Float64, 2, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float64, 2, BufferRole::Output);
  const Expr row = builder.map_index(0), columns = builder.add_param();
  const auto element = [&](std::span<const Expr> k) {
    const Expr at[] = {row, k[0]};
    return builder.load(a, at);
  };
  const Expr first = builder.reduce(Combine::Sum, DType::Float64, {&columns, 1}, element);
  const Expr second = builder.reduce(Combine::Sum, DType::Float64, {&columns, 1}, [&](std::span<const Expr> k) {
    if (has_check) builder.check(k[0] < columns, k[0], CheckSite{"{}", {}, 0});
    return second_element(builder, first, element(k));
  });
  for (std::int64_t place : {0, 1}) {
    const Expr at[] = {row, builder.constant(DType::Int64, place)};
    builder.store(out, at, place == 0 ? first : second);
  }
  return builder.finish();
}

void expect_count(Kernel kernel, std::size_t reductions) {
  merge_reductions(kernel);
  EXPECT_EQ(kernel.reductions.size(), reductions) << kernel.to_string();
  TestBuffer a(DType::Float64, {7, 90}), out(DType::Float64, {7, 2});
  run_and_compare(kernel, {7}, {&a.randomize(3), &out}, {90});
}

TEST(MergeReductions, WhatNeedsTheFirstResultStaysBehindIt) {
  expect_count(two_sums([](Builder&, Expr first, Expr x) { return (x - first) * (x - first); }), 2);
  expect_count(two_sums([](Builder&, Expr first, Expr x) { return x * prim(Prim::Exp, first); }), 2);
  expect_count(two_sums([](Builder&, Expr, Expr x) { return x * x; }), 1);
}

TEST(MergeReductions, ValuesInBetweenMoveInFront) {
  expect_count(two_sums([](Builder& b, Expr, Expr x) { return x * cast(b.map_index(0) * 2, DType::Float64); }), 1);
}

TEST(MergeReductions, ReductionsThatCheckStayApart) {
  expect_count(two_sums([](Builder&, Expr, Expr x) { return x; }, true), 2);
}

TEST(MergeReductions, OtherSpacesStayApart) {
  Builder builder("sizes", 0);
  const int a = builder.add_buffer(DType::Float64, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float64, 1, BufferRole::Output);
  const Expr sizes[] = {builder.add_param(), builder.add_param()};
  for (std::int64_t i : {0, 1}) {
    const Expr at[] = {builder.constant(DType::Int64, i)};
    builder.store(out, at, builder.reduce(Combine::Sum, DType::Float64, {&sizes[i], 1}, [&](std::span<const Expr> k) {
      return builder.load(a, k);
    }));
  }
  Kernel kernel = builder.finish();
  merge_reductions(kernel);
  EXPECT_EQ(kernel.reductions.size(), 2u);
}

TEST(MergeReductions, TextNamesEveryFold) {
  Kernel kernel = two_sums([](Builder&, Expr, Expr x) { return x * x; });
  merge_reductions(kernel);
  EXPECT_NE(kernel.to_string().find("sum float64, sum float64 over"), std::string::npos) << kernel.to_string();
}

}  // namespace
}  // namespace theano::ir
