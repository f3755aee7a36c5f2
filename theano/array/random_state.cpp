// The Mersenne Twister and the draws that NumPy's frozen legacy stream makes from it.
#include "theano/array/random_state.h"

#include <bit>
#include <cmath>
#include <utility>

#include "theano/base/error.h"

namespace theano {
namespace {

constexpr int kLength = 624;
constexpr int kMiddle = 397;

/// All elements of a fresh array of `shape`, drawn in row-major order.
template <class T, class Draw>
Array filled(Shape shape, Draw draw) {
  const Array array(kDTypeOf<T>, std::move(shape));
  T* const values = array.data<T>();
  const std::int64_t size = array.size();
  for (std::int64_t i = 0; i < size; ++i) values[i] = draw();
  return array;
}

}  // namespace

RandomState::RandomState(std::uint32_t seed) {
  for (int i = 0; i < kLength; ++i) {
    key_[i] = seed;
    seed = 1812433253u * (seed ^ seed >> 30) + static_cast<std::uint32_t>(i) + 1;
  }
}

std::uint32_t RandomState::next_uint32() {
  if (position_ == kLength) {
    constexpr std::uint32_t kTopBit = 0x80000000u, kTwist = 0x9908b0dfu;
    for (int i = 0; i < kLength; ++i) {
      const std::uint32_t y = (key_[i] & kTopBit) | (key_[(i + 1) % kLength] & ~kTopBit);
      key_[i] = key_[(i + kMiddle) % kLength] ^ y >> 1 ^ (y & 1 ? kTwist : 0);
    }
    position_ = 0;
  }
  std::uint32_t y = key_[position_++];
  y ^= y >> 11;
  y ^= y << 7 & 0x9d2c5680u;
  y ^= y << 15 & 0xefc60000u;
  return y ^ y >> 18;
}

double RandomState::next_double() {
  const std::uint32_t high = next_uint32() >> 5, low = next_uint32() >> 6;
  return (high * 67108864.0 + low) / 9007199254740992.0;
}

/// A whole number in [0, max], by drawing the bits that max needs until they are not above it.
std::uint64_t RandomState::bounded(std::uint64_t max) {
  if (max == 0) return 0;
  const std::uint64_t mask = ~std::uint64_t{0} >> std::countl_zero(max);
  while (true) {
    std::uint64_t value = next_uint32();
    if (max > 0xffffffffu) value = value << 32 | next_uint32();
    value &= mask;
    if (value <= max) return value;
  }
}

double RandomState::gauss() {
  if (has_gauss_) {
    has_gauss_ = false;
    return gauss_;
  }
  double x = 0, y = 0, square = 0;
  do {
    x = 2.0 * next_double() - 1.0;
    y = 2.0 * next_double() - 1.0;
    square = x * x + y * y;
  } while (square >= 1.0 || square == 0.0);
  const double factor = std::sqrt(-2.0 * std::log(square) / square);
  gauss_ = factor * x;
  has_gauss_ = true;
  return factor * y;
}

Array RandomState::uniform(double low, double high, Shape shape) {
  const double range = high - low;
  return filled<double>(std::move(shape), [&] { return low + range * next_double(); });
}

Array RandomState::normal(double mean, double std, Shape shape) {
  return filled<double>(std::move(shape), [&] { return mean + std * gauss(); });
}

Array RandomState::randint(std::int64_t low, std::int64_t high, Shape shape) {
  if (low >= high) {
    throw ValueError(
        "randint",
        "low < high must hold, but low is " + std::to_string(low) + " and high is " + std::to_string(high) + ".",
        "give a range that is not empty; high itself is not drawn.");
  }
  const std::uint64_t max = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) - 1;
  return filled<std::int64_t>(
      std::move(shape), [&] { return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + bounded(max)); });
}

Array RandomState::permutation(std::int64_t n) {
  std::vector<std::int64_t> values(static_cast<std::size_t>(n < 0 ? 0 : n));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::int64_t>(i);
  shuffle(values);
  return Array::from(values, {static_cast<std::int64_t>(values.size())});
}

void RandomState::shuffle(std::vector<std::int64_t>& values) {
  for (std::size_t i = values.size(); i-- > 1;) std::swap(values[i], values[bounded(i)]);
}

}  // namespace theano
