// Arrays: making, reading, views, and the errors of each.
#include "theano/array/array.h"

#include <gtest/gtest.h>

#include <functional>

#include "theano/array/half.h"
#include "theano/base/error.h"

namespace theano {
namespace {

Array counting(Shape shape) {
  const Array a(DType::Float64, std::move(shape));
  for (std::int64_t i = 0; i < a.size(); ++i) a.data<double>()[i] = static_cast<double>(i);
  return a;
}

template <class E>
std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const E& e) {
    return e.what();
  }
  return "no error";
}

using Doubles = std::vector<double>;

TEST(Array, IsMadeFromValues) {
  EXPECT_TRUE(Array().is_null());
  EXPECT_EQ(Array::scalar(2.5f).type_string(), "float32 ()");
  EXPECT_EQ(Array::scalar(2.5f).item(), 2.5);
  EXPECT_EQ(Array::of<std::int32_t>({1, 2, 3}).type_string(), "int32 (3,)");
  EXPECT_EQ(Array::from(std::vector<double>{1, 2, 3, 4}, {2, 2}).at({1, 0}), 3);
  EXPECT_EQ(Array::zeros(DType::Int16, {2, 2}).to_doubles(), Doubles(4, 0.0));
  EXPECT_EQ(Array::full(DType::UInt8, {3}, -1.0).to_doubles(), Doubles(3, 255.0));
  EXPECT_EQ(Array::scalar_of(DType::Int64, std::int64_t{9007199254740993}).item_int64(), 9007199254740993);
  EXPECT_EQ(Array::scalar_of(DType::Float16, 1.5).item(), 1.5);
  EXPECT_EQ(Array::scalar_of(DType::Complex128, 2.0).item(), 2.0);
}

TEST(Array, RefusesImpossibleSizes) {
  EXPECT_THROW(Array(DType::Float32, {2, -1}), ValueError);
  EXPECT_EQ(message_of<ValueError>([] { Array(DType::Complex128, {std::int64_t{1} << 60}); }),
            "[array] the size in bytes must stay below 2^63, but the array is complex128 (1152921504606846976,).\n"
            "  Way out: check how the sizes were computed.");
}

TEST(Array, ReadsSingleElements) {
  const Array a = counting({2, 3});
  EXPECT_EQ(a.at({1, 2}), 5);
  EXPECT_EQ(a.at({-1, -3}), 3);
  EXPECT_EQ(message_of<IndexError>([&] {
              a.at({0, 3});
            }),
            "[array] the index of axis 1 must be in [-3, 3), but it is 3.\n"
            "  Way out: use indices inside the shape (2, 3).");
  EXPECT_EQ(message_of<IndexError>([&] { a.at({0}); }),
            "[array] one index per dimension must be given, but there are 1 for float64 (2, 3).\n"
            "  Way out: give 2 indices.");
  EXPECT_EQ(message_of<ValueError>([&] { a.item(); }),
            "[item] the array must have exactly one element, but it is float64 (2, 3).\n"
            "  Way out: reduce it first, or take one element with at().");
  EXPECT_EQ(counting({1, 1}).item(), 0);
}

TEST(Array, RefusesTheWrongElementType) {
  EXPECT_EQ(message_of<InternalError>([] { counting({2}).data<float>(); }),
            "[array] the elements must be float32, but the array is float64 (2,).\n"
            "  Way out: ask for the elements as what they are, or convert the array with astype.");
}

TEST(Array, SharesDataByHandleAndCopiesOnRequest) {
  const Array a = counting({3});
  const Array handle = a, copied = a.copy();
  a.fill(7);
  EXPECT_EQ(handle.to_doubles(), Doubles({7, 7, 7}));
  EXPECT_EQ(copied.to_doubles(), Doubles({0, 1, 2}));
  EXPECT_EQ(a.contiguous().buffer(), a.buffer());
}

TEST(Array, TransposesAndCutsRowsAsViews) {
  const Array a = counting({2, 3});
  const Array t = a.transpose();
  EXPECT_EQ(t.buffer(), a.buffer());
  EXPECT_FALSE(t.is_contiguous());
  EXPECT_EQ(t.to_doubles(), Doubles({0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(t.contiguous().to_doubles(), t.to_doubles());
  EXPECT_TRUE(t.contiguous().is_contiguous());
  const Array middle = counting({4, 2}).rows(1, 3);
  EXPECT_EQ(middle.to_doubles(), Doubles({2, 3, 4, 5}));
  middle.rows(0, 1).fill(9);
  EXPECT_EQ(middle.to_doubles(), Doubles({9, 9, 4, 5}));
  EXPECT_EQ(counting({4, 2}).rows(2, 2).size(), 0);
  EXPECT_THROW(a.rows(1, 3), IndexError);
  EXPECT_THROW(a.rows(2, 1), IndexError);
  EXPECT_THROW(Array::scalar(1.0).rows(0, 0), IndexError);
}

TEST(Array, Reshapes) {
  const Array a = counting({2, 6});
  EXPECT_EQ(a.reshape({3, 4}).buffer(), a.buffer());
  EXPECT_EQ(a.reshape({3, -1}).shape(), (Shape{3, 4}));
  EXPECT_EQ(a.rows(1, 2).reshape({6}).to_doubles(), Doubles({6, 7, 8, 9, 10, 11}));
  EXPECT_EQ(a.transpose().reshape({12}).to_doubles(), a.transpose().to_doubles());
  EXPECT_EQ(counting({1}).reshape({}).ndim(), 0);
  EXPECT_EQ(message_of<ShapeError>([&] {
              a.reshape({5, 2});
            }),
            "[reshape] the new shape must hold as many elements as the old one, but (2, 6) holds 12 and (5, 2) holds "
            "10.\n  Way out: give sizes whose product is 12, or -1 for one of them.");
  EXPECT_THROW(a.reshape({5, -1}), ShapeError);
  EXPECT_THROW(a.reshape({-1, -1}), ShapeError);
  EXPECT_THROW(a.reshape({0, -1}), ShapeError);
  EXPECT_THROW(a.reshape({-2, -6}), ValueError);
}

TEST(Array, ConvertsElements) {
  const Array a = Array::of({255.6, -1.0, 0.0, 3.0});
  EXPECT_EQ(a.astype(DType::UInt8).to_doubles(), Doubles({255, 255, 0, 3}));
  EXPECT_EQ(a.astype(DType::Bool).to_doubles(), Doubles({1, 1, 0, 1}));
  EXPECT_EQ(a.astype(DType::Float16).to_doubles(), Doubles({255.625, -1, 0, 3}));
  EXPECT_EQ(a.astype(DType::Float16).astype(DType::Int32).to_doubles(), Doubles({255, -1, 0, 3}));
  EXPECT_EQ(a.astype(DType::Complex64).astype(DType::Complex128).type_string(), "complex128 (4,)");
  EXPECT_THROW(a.astype(DType::Complex64).astype(DType::Float32), TypeError);
  EXPECT_EQ(counting({2, 3}).transpose().astype(DType::Int8).to_doubles(), Doubles({0, 3, 1, 4, 2, 5}));
}

TEST(Array, AssignsEvenWithinItself) {
  const Array a = counting({5});
  a.rows(1, 5).assign(a.rows(0, 4));
  EXPECT_EQ(a.to_doubles(), Doubles({0, 0, 1, 2, 3}));
  a.assign(a);
  EXPECT_EQ(a.to_doubles(), Doubles({0, 0, 1, 2, 3}));
  EXPECT_THROW(a.assign(counting({4})), ShapeError);
  EXPECT_EQ(message_of<DTypeError>([&] { a.assign(Array::zeros(DType::Float32, {5})); }),
            "[assign] the dtypes must be equal, but the target is float64 (5,) and the source is float32 (5,).\n"
            "  Way out: convert the source with astype first.");
  double values[2] = {1, 2};
  const Array locked(DType::Float64, Layout({2}), Buffer::borrow(values, sizeof(values), false, nullptr));
  EXPECT_EQ(message_of<ValueError>([&] { locked.fill(0); }),
            "[copy] the target must be writable, but it borrows read-only memory.\n"
            "  Way out: copy the target first.");
}

TEST(Array, HoldsHalvesAndComplexNumbers) {
  const Array h = Array::of({float16(1.5), float16(-0.1)});
  EXPECT_EQ(h.dtype(), DType::Float16);
  EXPECT_EQ(h.size_bytes(), 4);
  EXPECT_EQ(h.to_doubles(), Doubles({1.5, -0.0999755859375}));
  EXPECT_EQ(h.astype(DType::BFloat16).to_doubles(), Doubles({1.5, -0.10009765625}));
  EXPECT_EQ(Array::scalar(bfloat16(3)).dtype(), DType::BFloat16);
  using C = std::complex<double>;
  const Array z = Array::of({C(1, 2), C(3, -4)});
  EXPECT_EQ(z.real_parts().to_doubles(), Doubles({1, 3}));
  EXPECT_EQ(z.rows(1, 2).imaginary_parts().to_doubles(), Doubles({-4}));
  EXPECT_EQ(z.astype(DType::Complex64).to_complex(), std::vector<C>({C(1, 2), C(3, -4)}));
  EXPECT_EQ(h.astype(DType::Complex64).to_complex()[0], C(1.5, 0));
  EXPECT_EQ(Array::scalar_of(DType::Complex64, C(1, -1)).item_complex(), C(1, -1));
  EXPECT_TRUE(all_close(z, z.copy()));
  EXPECT_FALSE(all_close(z, Array::of({C(1, 2), C(3, 4)})));
  EXPECT_EQ(message_of<DTypeError>([&] { h.real_parts(); }),
            "[parts] the numbers must be complex, but the array is float16 (2,).\n"
            "  Way out: convert it to complex64 or complex128 first.");
}

}  // namespace
}  // namespace theano
