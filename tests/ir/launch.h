// Runs a kernel by every binder, whole and in pieces, and by the reference, and compares every bit.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <vector>

#include "theano/array/element.h"
#include "theano/ir/builder.h"
#include "theano/ir/interpreter.h"
#include "theano/ir/kernel_binder.h"
#include "theano/ir/scalar_eval.h"

namespace theano::ir {

/// A buffer of a launch: memory, strides and the position of the first element.
struct TestBuffer {
  DType dtype;
  Shape shape;
  Strides strides;
  std::int64_t offset = 0;
  std::vector<std::byte> memory;

  TestBuffer(DType d, Shape s) : dtype(d), shape(s), strides(contiguous_strides(s)) {
    memory.resize(static_cast<std::size_t>((element_count(s) + 1) * dtype_size_bytes(d)));
  }
  /// With given strides; memory from `low` to `high` elements around the first one.
  TestBuffer(DType d, Shape s, Strides t) : dtype(d), shape(s), strides(t) {
    std::int64_t low = 0, high = 0;
    for (std::size_t k = 0; k < s.size(); ++k) {
      if (s[k] > 1) (t[k] < 0 ? low : high) += (s[k] - 1) * t[k];
    }
    offset = -low;
    memory.resize(static_cast<std::size_t>((high - low + 2) * dtype_size_bytes(d)));
  }
  std::byte* first() { return memory.data() + offset * dtype_size_bytes(dtype); }
  template <class T>
  T* as() {
    return reinterpret_cast<T*>(first());
  }
  /// Any values, special ones among them.
  TestBuffer& randomize(unsigned seed) {
    std::mt19937 generator(seed);
    std::uniform_int_distribution<int> special(0, 15);
    std::normal_distribution<double> normal(0, 3);
    const std::int64_t size = dtype_size_bytes(dtype);
    for (std::size_t at = 0; at + size <= memory.size(); at += size) {
      double value = normal(generator);
      switch (special(generator)) {
        case 0:
          value = 0.0;
          break;
        case 1:
          value = -0.0;
          break;
        case 2:
          value = is_float(dtype) ? std::numeric_limits<double>::quiet_NaN() : 1;
          break;
        case 3:
          value = is_float(dtype) ? std::numeric_limits<double>::infinity() : -100;
          break;
        case 4:
          value = 1e30;
          break;
        default:
          break;
      }
      Scalar::of(dtype, is_discrete(dtype) ? std::floor(value) : value).write(memory.data() + at);
    }
    return *this;
  }
  /// Whole numbers in [0, below), for indices.
  TestBuffer& randomize_indices(unsigned seed, std::int64_t below) {
    std::mt19937 generator(seed);
    std::uniform_int_distribution<std::int64_t> index(0, below - 1);
    const std::int64_t size = dtype_size_bytes(dtype);
    for (std::size_t at = 0; at + size <= memory.size(); at += size)
      Scalar::of(dtype, index(generator)).write(memory.data() + at);
    return *this;
  }
};

/// Whether two elements are the same bits, or both NaN.
inline bool same_element(DType dtype, const std::byte* a, const std::byte* b) {
  if (std::memcmp(a, b, dtype_size_bytes(dtype)) == 0) return true;
  const auto is_nan = [&](const std::byte* at) {
    return visit_real_dtype(dtype, [&]<class T>() {
      T value;
      std::memcpy(&value, at, sizeof(T));
      return value != value;
    });
  };
  return is_nan(a) && is_nan(b);
}

/// Makers of binders besides the interpreter for the kernels of these tests; programs linked with such put them here. A
/// binder knows kernels by their addresses, so each kernel gets one of its own.
inline std::vector<std::shared_ptr<KernelBinder> (*)()>& more_binders() {
  static std::vector<std::shared_ptr<KernelBinder> (*)()> makers;
  return makers;
}

/// Runs the kernel three ways on copies of `buffers`, compares them all, and leaves the result in `buffers`.
inline void run_and_compare(const Kernel& kernel, const LaunchShape& shape, const BoundKernel& bound,
                            std::vector<TestBuffer*> buffers, std::vector<std::int64_t> params, bool may_fail) {
  std::vector<std::vector<std::byte>> originals, expected;
  for (const TestBuffer* b : buffers) originals.push_back(b->memory);
  const auto addresses = [&] {
    std::vector<std::byte*> data;
    for (TestBuffer* b : buffers) data.push_back(b->first());
    return data;
  };
  Status expected_status;
  run_reference(kernel, shape, addresses(), params, expected_status);
  for (const TestBuffer* b : buffers) expected.push_back(b->memory);
  const std::int64_t chunks = bound.chunk_count();
  for (const std::int64_t pieces : {std::int64_t(1), std::int64_t(3), chunks}) {
    for (std::size_t b = 0; b < buffers.size(); ++b) buffers[b]->memory = originals[b];
    Status status;
    for (std::int64_t piece = pieces; piece-- > 0;) {
      bound.run(addresses(), params, chunks * piece / pieces, chunks * (piece + 1) / pieces, status);
    }
    ASSERT_EQ(status.is_set(), expected_status.is_set()) << kernel.to_string();
    ASSERT_TRUE(may_fail || !status.is_set()) << kernel.to_string();
    if (status.is_set()) {
      EXPECT_EQ(status.map_point.load(), expected_status.map_point.load());
      EXPECT_EQ(status.check, expected_status.check);
      EXPECT_EQ(status.detail, expected_status.detail);
      continue;
    }
    for (std::size_t b = 0; b < buffers.size(); ++b) {
      const std::int64_t size = dtype_size_bytes(buffers[b]->dtype);
      for (std::size_t at = 0; at + size <= expected[b].size(); at += size) {
        ASSERT_TRUE(same_element(buffers[b]->dtype, buffers[b]->memory.data() + at, expected[b].data() + at))
            << "buffer " << b << " element " << at / size << " in " << pieces << " pieces of " << chunks << " chunks\n"
            << kernel.to_string();
      }
    }
  }
}

/// The same with every binder there is.
inline void run_and_compare(const Kernel& kernel, Shape map_sizes, std::vector<TestBuffer*> buffers,
                            std::vector<std::int64_t> params = {}, bool may_fail = false) {
  LaunchShape shape{map_sizes, {}, params};
  for (const TestBuffer* b : buffers) shape.strides.push_back(b->strides);
  std::vector<std::vector<std::byte>> originals;
  for (const TestBuffer* b : buffers) originals.push_back(b->memory);
  for (const auto make_binder : more_binders()) {
    const std::shared_ptr<KernelBinder> binder = make_binder();
    run_and_compare(kernel, shape, *binder->bind(kernel, shape), buffers, params, may_fail);
    if (testing::Test::HasFatalFailure()) return;
    for (std::size_t b = 0; b < buffers.size(); ++b) buffers[b]->memory = originals[b];
  }
  run_and_compare(kernel, shape, *bind_interpreted(kernel, shape), buffers, params, may_fail);
}

}  // namespace theano::ir
