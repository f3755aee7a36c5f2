// Buffers: alignment, borrowing, and reuse of freed blocks by several threads.
#include "theano/array/buffer.h"

#include <gtest/gtest.h>

#include <cstring>
#include <new>
#include <thread>
#include <vector>

namespace theano {
namespace {

TEST(Buffer, IsAlignedAtEverySize) {
  for (const std::int64_t size : {0, 1, 63, 64, 65, 4097, 1 << 20}) {
    const BufferPtr buffer = Buffer::allocate(size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer->data()) % 64, 0u);
    EXPECT_EQ(buffer->size_bytes(), size);
    EXPECT_TRUE(buffer->is_own());
    EXPECT_TRUE(buffer->is_writable());
    std::memset(buffer->data(), 1, static_cast<std::size_t>(size));
  }
  EXPECT_THROW(Buffer::allocate(-1), std::bad_alloc);
  EXPECT_THROW(Buffer::allocate(std::int64_t{1} << 60), std::bad_alloc);
}

TEST(Buffer, GivesBorrowedMemoryBackOnce) {
  int released = 0;
  double values[2] = {1, 2};
  {
    const BufferPtr buffer = Buffer::borrow(values, sizeof(values), false, [&] { ++released; });
    const BufferPtr second = buffer;
    EXPECT_EQ(static_cast<void*>(buffer->data()), values);
    EXPECT_FALSE(buffer->is_writable());
    EXPECT_FALSE(buffer->is_own());
    EXPECT_EQ(released, 0);
  }
  EXPECT_EQ(released, 1);
  EXPECT_FALSE(Buffer::borrow(values, sizeof(values), true, nullptr)->is_own());
}

TEST(Buffer, HandsOutEveryBlockOnce) {
  constexpr int kThreads = 4, kRounds = 300;
  std::vector<int> wrong(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&wrong, t] {
      std::vector<BufferPtr> held;
      for (int round = 0; round < kRounds; ++round) {
        held.push_back(Buffer::allocate(round % 3 == 0 ? 40000 : 80000));
        std::memset(held.back()->data(), t, 40000);
        if (held.size() < 8) continue;
        // Had another thread been given the same block, its mark would stand here.
        for (const BufferPtr& b : held) wrong[t] += b->data()[39999] != static_cast<std::byte>(t);
        held.erase(held.begin(), held.begin() + 5);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(kThreads, 0));
}

TEST(Buffer, KeepsWorkingBeyondTheLimitsOfTheStore) {
  std::vector<BufferPtr> many;
  for (int i = 0; i < 300; ++i) many.push_back(Buffer::allocate(20000 + 64 * i));
  many.clear();
  for (int i = 0; i < 8; ++i) many.push_back(Buffer::allocate(std::int64_t{60} << 20));
  many.clear();
  EXPECT_NE(Buffer::allocate(20000)->data(), nullptr);
}

}  // namespace
}  // namespace theano
