// Borrowed memory and DLPack: nothing is copied, and everything is let go of once.
#include "theano/array/exchange.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <vector>

#include "theano/base/error.h"

namespace theano {
namespace {

TEST(Borrow, LooksAtForeignMemory) {
  std::vector<float> values{1, 2, 3, 4, 5, 6};
  const Array a = borrow_memory(values.data(), {2, 3});
  EXPECT_EQ(static_cast<void*>(a.bytes()), values.data());
  EXPECT_TRUE(a.buffer()->is_writable());
  EXPECT_FALSE(a.buffer()->is_own());
  values[5] = 60;
  EXPECT_EQ(a.at({1, 2}), 60);
  const std::vector<float>& constant = values;
  EXPECT_FALSE(borrow_memory(constant.data(), {6}).buffer()->is_writable());
  const Array backwards = borrow_memory(values.data() + 5, {3}, {-2});
  EXPECT_EQ(backwards.to_doubles(), (std::vector<double>{60, 4, 2}));
  EXPECT_EQ(static_cast<void*>(backwards.buffer()->data()), values.data() + 1);
  EXPECT_EQ(borrow_memory(values.data(), {0, 3}).size(), 0);
  EXPECT_EQ(borrow_memory(values.data(), {}).item(), 1);
  EXPECT_THROW(borrow_memory(values.data(), {2, 3}, {1}), ValueError);
}

TEST(Borrow, ReleasesOnce) {
  double value = 7;
  int released = 0;
  {
    const Array a = borrow_memory(&value, {1}, {}, [&] { ++released; });
    const Array view = a.reshape({});
    EXPECT_EQ(view.item(), 7);
  }
  EXPECT_EQ(released, 1);
}

TEST(DLPack, GoesOutAndComesIn) {
  for (int d = 0; d < kDTypeCount; ++d) {
    const Array a = Array::of({1.0, 0.0, 1.0, 1.0, 0.0, 1.0}).reshape({2, 3}).astype(static_cast<DType>(d)).transpose();
    {
      const Array b = array_from_dlpack(array_to_dlpack(a));
      EXPECT_TRUE(is_identical(a, b)) << a.type_string();
      EXPECT_EQ(a.bytes(), b.bytes());
      EXPECT_EQ(a.strides(), b.strides());
      EXPECT_EQ(a.buffer().use_count(), 2);
    }
    EXPECT_EQ(a.buffer().use_count(), 1);
  }
}

TEST(DLPack, VersionedTensorsMayBeReadOnly) {
  float values[] = {1, 2, 3, 4};
  std::int64_t shape[] = {3};
  static int deleted = 0;
  dlpack::VersionedManaged managed{1, 0, nullptr, [](dlpack::VersionedManaged*) { ++deleted; }, dlpack::kReadOnly,
                                   {values, dlpack::kCpu, 0, 1, dlpack::kFloat, 32, 1, shape, nullptr, sizeof(float)}};
  {
    const Array a = array_from_dlpack(&managed);
    EXPECT_FALSE(a.buffer()->is_writable());
    EXPECT_EQ(a.to_doubles(), (std::vector<double>{2, 3, 4}));
  }
  EXPECT_EQ(deleted, 1);
  managed.tensor.byte_offset = 1;  // misaligned: copied
  managed.tensor.shape[0] = 2;
  std::vector<std::byte> bytes(17);
  const float twice[] = {5, 6};
  std::memcpy(bytes.data() + 1, twice, sizeof twice);
  managed.tensor.data = bytes.data();
  EXPECT_EQ(array_from_dlpack(&managed).to_doubles(), (std::vector<double>{5, 6}));
  EXPECT_EQ(deleted, 2);
}

TEST(DLPack, RefusesOtherDevicesAndTypes) {
  std::int64_t shape[] = {1};
  dlpack::Managed managed{{nullptr, 2, 0, 1, dlpack::kFloat, 32, 1, shape, nullptr, 0}, nullptr, nullptr};
  EXPECT_THROW(array_from_dlpack(&managed), DeviceError);
  managed.tensor.device_type = dlpack::kCpu;
  managed.tensor.type_lanes = 4;
  EXPECT_THROW(array_from_dlpack(&managed), TypeError);
  managed.tensor.type_lanes = 1;
  managed.tensor.type_bits = 4;
  EXPECT_THROW(array_from_dlpack(&managed), TypeError);
}

}  // namespace
}  // namespace theano
