// Draws against those of numpy.random.RandomState, recorded bit for bit.
#include "theano/array/random_state.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "theano/base/error.h"

namespace theano {
namespace {

std::vector<double> values(std::initializer_list<double> v) { return v; }

// Each test draws all kinds in one order from one stream: a draw too many anywhere would show in those that follow.
TEST(RandomState, DrawsAsNumpyDoes) {
  RandomState r(42);
  EXPECT_EQ(r.uniform(-2, 3, {2, 2}).to_doubles(),
            values({-0x1.04b58d046ccc8p-3, 0x1.6075082eacbe8p+1, 0x1.a8f3c65cc024ap+0, 0x1.fc90d2fefdf70p-1}));
  EXPECT_EQ(r.normal(1, 2, {5}).to_doubles(), values({0x1.103a190542ce0p-1, 0x1.103e66cc79262p-1, 0x1.0a23a54203a04p+2,
                                                      0x1.44769a3786bfap+1, 0x1.f421b48661750p-5}));
  EXPECT_EQ(r.randint(0, 10, {12}).to_doubles(), values({4, 0, 9, 5, 8, 0, 9, 2, 6, 3, 8, 2}));
  EXPECT_EQ(r.randint(-5000000000, 5000000000, {4}).to_doubles(),
            values({-2390614734, 4322330132, -4720605530, 3370399619}));
  EXPECT_EQ(r.permutation(12).to_doubles(), values({0, 5, 2, 6, 3, 7, 4, 10, 11, 9, 1, 8}));
  std::vector<std::int64_t> shuffled = {0, 10, 20, 30, 40, 50, 60, 70};
  r.shuffle(shuffled);
  EXPECT_EQ(shuffled, (std::vector<std::int64_t>{50, 70, 0, 10, 20, 40, 30, 60}));
  EXPECT_EQ(r.normal(0, 1, {1}).item(), 0x1.15ca6e16a2d7dp-1) << "the second of a pair of normal draws is kept";
  EXPECT_EQ(r.randint(0, std::int64_t{1} << 32, {3}).to_doubles(), values({782698033, 2845511527, 3244252547}));
  const Array wide = r.randint(INT64_MIN, INT64_MAX, {2});
  EXPECT_EQ(wide.data<std::int64_t>()[0], -3473317643604786179);
  EXPECT_EQ(wide.data<std::int64_t>()[1], 370189644521515573);
}

TEST(RandomState, SeedsAsNumpyDoes) {
  for (const auto& [seed, first, second, last] :
       {std::array<std::uint32_t, 4>{0u, 2357136044u, 2546248239u, 3043451800u},
        std::array<std::uint32_t, 4>{4294967295u, 419326371u, 479346978u, 2673539693u}}) {
    RandomState r(seed);
    std::vector<std::uint32_t> drawn(1000);
    for (std::uint32_t& d : drawn) d = r.next_uint32();
    EXPECT_EQ(drawn[0], first);
    EXPECT_EQ(drawn[1], second);
    EXPECT_EQ(drawn[999], last);
  }
}

TEST(RandomState, DrawsNothingForASingleChoice) {
  RandomState a(1), b(1);
  EXPECT_EQ(a.randint(3, 4, {4}).to_doubles(), values({3, 3, 3, 3}));
  EXPECT_EQ(a.permutation(1).to_doubles(), values({0}));
  EXPECT_EQ(a.permutation(0).size(), 0);
  EXPECT_EQ(a.next_uint32(), b.next_uint32());
}

TEST(RandomState, HasShapesAndDtypes) {
  RandomState r(1);
  EXPECT_EQ(r.uniform(0, 1, {}).type_string(), "float64 ()");
  EXPECT_EQ(r.normal(0, 1, {2, 0}).type_string(), "float64 (2, 0)");
  EXPECT_EQ(r.randint(0, 5, {2, 3}).type_string(), "int64 (2, 3)");
  EXPECT_THROW(r.randint(5, 5, {1}), ValueError);
}

}  // namespace
}  // namespace theano
