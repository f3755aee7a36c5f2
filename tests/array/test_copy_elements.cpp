// Copies between any two layouts and dtypes, and comparisons of arrays, against a copy by single elements.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "theano/array/array.h"
#include "theano/array/element.h"

namespace theano {
namespace {

/// Layouts of shape (2, 3, 4): row-major, reversed, permuted, with gaps, repeated rows, a cut out of a larger array.
std::vector<Layout> layouts_of_2_3_4(bool may_repeat) {
  std::vector<Layout> layouts = {
      Layout(Shape{2, 3, 4}),        Layout({2, 3, 4}, {-12, -4, -1}, 23), Layout({2, 3, 4}, {1, 2, 6}),
      Layout({2, 3, 4}, {24, 8, 2}), Layout({2, 3, 4}, {4, -8, 1}, 16),    Layout({2, 3, 4}, {20, 5, 1}, 3)};
  if (may_repeat) {
    layouts.push_back(Layout({2, 3, 4}, {0, 4, 1}));
    layouts.push_back(Layout({2, 3, 4}, {3, 1, 0}));
    layouts.push_back(Layout({2, 3, 4}, {0, 0, 0}, 5));
  }
  return layouts;
}

Array buffer_of_60(DType dtype) {
  const Array a(dtype, {60});
  for (int i = 0; i < 60; ++i) write_element(dtype, a.bytes() + i * dtype_size_bytes(dtype), (i * 37 % 61) % 50);
  return a;
}

TEST(CopyElements, AgreesWithSingleElementsInEveryLayoutAndDType) {
  for (int from = 0; from < kDTypeCount; ++from) {
    for (int to = 0; to < kDTypeCount; ++to) {
      const DType from_type = static_cast<DType>(from), to_type = static_cast<DType>(to);
      if (is_complex(from_type) && !is_complex(to_type)) continue;
      for (const Layout& source_layout : layouts_of_2_3_4(true)) {
        for (const Layout& target_layout : layouts_of_2_3_4(false)) {
          const Array source = buffer_of_60(from_type).view(source_layout);
          const Array target = Array::zeros(to_type, {60}).view(target_layout);
          copy_elements(source, target);
          for (std::int64_t i = 0; i < 2 * 3 * 4; ++i) {
            const double expected = source.at({i / 12, i / 4 % 3, i % 4});
            ASSERT_EQ(target.at({i / 12, i / 4 % 3, i % 4}), is_bool(to_type) ? expected != 0 : expected)
                << dtype_name(from_type) << " to " << dtype_name(to_type);
          }
        }
      }
    }
  }
}

TEST(CopyElements, ConvertsLongSpreadRows) {
  // Rows are longer than the blocks in which spread elements are gathered.
  for (const std::int64_t size : {511, 512, 513, 1300}) {
    for (const std::int64_t from_step : {-3, -1, 0, 1, 2}) {
      for (const std::int64_t to_step : {-1, 1, 4}) {
        const Array memory(DType::Int16, {4 * size}), out = Array::zeros(DType::Float64, {4 * size});
        for (std::int64_t i = 0; i < memory.size(); ++i) memory.data<std::int16_t>()[i] = static_cast<std::int16_t>(i * 7);
        const auto layout = [&](std::int64_t step) { return Layout({size}, {step}, step < 0 ? -step * (size - 1) : 0); };
        const Array source = memory.view(layout(from_step)), target = out.view(layout(to_step));
        copy_elements(source, target);
        for (std::int64_t i = 0; i < size; ++i) {
          const auto& from = source.layout();
          const auto& to = target.layout();
          ASSERT_EQ(out.data<double>()[to.offset + i * to_step], memory.data<std::int16_t>()[from.offset + i * from_step])
              << size << " " << from_step << " " << to_step << " " << i;
        }
      }
    }
  }
}

TEST(CopyElements, LeavesGapsAlone) {
  const Array all = Array::zeros(DType::Float32, {60});
  copy_elements(buffer_of_60(DType::Float32).view(Layout(Shape{2, 3, 4})), all.view(Layout({2, 3, 4}, {24, 8, 2})));
  for (std::int64_t i = 1; i < 60; i += 2) EXPECT_EQ(all.at({i}), 0);
}

TEST(CopyElements, TakesEmptyAndZeroDimensionalArrays) {
  const Array empty = Array::zeros(DType::Int8, {0, 3});
  EXPECT_NO_THROW(copy_elements(empty, Array::zeros(DType::Float64, {0, 3})));
  const Array scalar = Array::zeros(DType::Float64, {});
  copy_elements(Array::scalar(std::int8_t{3}), scalar);
  EXPECT_EQ(scalar.item(), 3);
}

TEST(CopyElements, KeepsImaginaryParts) {
  const Array a = Array::of({std::complex<float>(1, 2)});
  EXPECT_EQ(*a.astype(DType::Complex128).data<std::complex<double>>(), std::complex<double>(1, 2));
}

TEST(Array, IsIdenticalByBits) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Array a = Array::from(std::vector<double>{1, nan, 3, 4}, {2, 2});
  EXPECT_TRUE(is_identical(a, a.copy()));
  EXPECT_TRUE(is_identical(a.transpose(), a.transpose().copy()));
  EXPECT_FALSE(is_identical(a, a.transpose()));
  EXPECT_FALSE(is_identical(a, a.reshape({4})));
  EXPECT_FALSE(is_identical(Array::scalar(0.0), Array::scalar(-0.0)));
  EXPECT_FALSE(is_identical(Array::scalar(1.0), Array::scalar(1.0f)));
  EXPECT_TRUE(is_identical(Array(), Array()));
  EXPECT_FALSE(is_identical(Array(), a));
  EXPECT_EQ(hash_value(a.transpose()), hash_value(a.transpose().copy()));
  EXPECT_NE(hash_value(a), hash_value(a.transpose()));
  EXPECT_NE(hash_value(Array::zeros(DType::Int8, {2, 3})), hash_value(Array::zeros(DType::Int8, {3, 2})));
}

TEST(Array, IsCloseWithinTolerances) {
  const double inf = std::numeric_limits<double>::infinity(), nan = std::nan("");
  const Array a = Array::of({1.0, inf, nan});
  EXPECT_TRUE(all_close(a, Array::of({1.0 + 1e-6, inf, nan})));
  EXPECT_FALSE(all_close(a, Array::of({1.0 + 1e-4, inf, nan})));
  EXPECT_TRUE(all_close(a, Array::of({1.0 + 1e-4, inf, nan}), 1e-3));
  EXPECT_FALSE(all_close(a, Array::of({1.0, -inf, nan})));
  EXPECT_FALSE(all_close(a, Array::of({1.0, 1e300, nan})));
  EXPECT_FALSE(all_close(a, Array::of({1.0, inf, 0.0})));
  EXPECT_FALSE(all_close(a, Array::of({1.0, inf})));
}

TEST(Array, KnowsWhatMayOverlap) {
  const Array a = Array::zeros(DType::Float64, {10});
  EXPECT_TRUE(may_share_memory(a, a.rows(9, 10)));
  EXPECT_FALSE(may_share_memory(a.rows(0, 5), a.rows(5, 10)));
  EXPECT_TRUE(may_share_memory(a.rows(0, 6), a.view(Layout({5}, {-1}, 9))));
  EXPECT_FALSE(may_share_memory(a, a.copy()));
  EXPECT_FALSE(may_share_memory(a, a.rows(3, 3)));
  const Array again(DType::Float32, Layout({2}), Buffer::borrow(a.bytes(), 8, true, nullptr));
  EXPECT_TRUE(may_share_memory(a, again)) << "two buffers may lie on the same memory";
}

}  // namespace
}  // namespace theano
