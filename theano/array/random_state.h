// Mersenne Twister with the draws of numpy.random.RandomState, bit for bit.
#pragma once

#include <cstdint>
#include <vector>

#include "theano/array/array.h"

namespace theano {

/// numpy.random.RandomState(seed): MT19937.
/// Source: Matsumoto and Nishimura 1998; NumPy's legacy stream, which is frozen.
class THEANO_API RandomState {
 public:
  explicit RandomState(std::uint32_t seed);

  std::uint32_t next_uint32();
  /// 53-bit double in [0, 1).
  double next_double();
  /// float64 array of draws in [low, high).
  Array uniform(double low, double high, Shape shape);
  /// Standard normal draws by the legacy polar method, scaled.
  Array normal(double mean, double std, Shape shape);
  /// randint(low, high) of dtype int64 (masked rejection as NumPy's legacy interface does).
  Array randint(std::int64_t low, std::int64_t high, Shape shape);
  /// permutation(n): int64.
  Array permutation(std::int64_t n);
  /// Fisher-Yates shuffle in place along the first dimension.
  void shuffle(std::vector<std::int64_t>& values);

 private:
  std::uint64_t bounded(std::uint64_t max);
  double gauss();
  std::uint32_t key_[624];
  int position_ = 624;
  bool has_gauss_ = false;
  double gauss_ = 0.0;
};

}  // namespace theano
