// InlineVector: inside the object and on the heap, it is the same vector.
#include "theano/base/inline_vector.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace theano {
namespace {

using Small = InlineVector<int, 2>;

std::vector<int> listed(const Small& v) { return {v.begin(), v.end()}; }

TEST(InlineVector, GrowsPastItsInlinePlaces) {
  Small v;
  EXPECT_TRUE(v.empty());
  for (int i = 0; i < 100; ++i) v.push_back(i);
  std::vector<int> expected(100);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(listed(v), expected);
  EXPECT_EQ(v.front(), 0);
  EXPECT_EQ(v.back(), 99);
}

TEST(InlineVector, InsertsErasesAndResizes) {
  Small v{1, 3};
  v.insert(1, 2);
  EXPECT_EQ(listed(v), (std::vector{1, 2, 3}));
  v.insert(3, 4);
  v.erase(0);
  EXPECT_EQ(listed(v), (std::vector{2, 3, 4}));
  v.resize(5, 9);
  EXPECT_EQ(listed(v), (std::vector{2, 3, 4, 9, 9}));
  v.resize(1);
  v.pop_back();
  EXPECT_TRUE(v.empty());
}

TEST(InlineVector, CopiesAndMovesOnEitherSide) {
  for (const std::size_t size : {1u, 2u, 3u, 9u}) {
    const Small original(size, 7);
    Small copy = original;
    EXPECT_EQ(copy, original);
    copy[0] = 8;
    EXPECT_EQ(original[0], 7);
    EXPECT_FALSE(copy == original);
    Small moved = std::move(copy);
    EXPECT_EQ(moved[0], 8);
    EXPECT_EQ(moved.size(), size);
    Small other{1};
    other = moved;
    other = *&other;
    EXPECT_EQ(other, moved);
  }
}

}  // namespace
}  // namespace theano
