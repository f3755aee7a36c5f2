// The mathematical functions are within the promised units in the last place, and right at every special value.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <random>
#include <vector>

#include "theano/ir/lanes/lane_table.h"
#include "theano/ir/scalar_eval.h"

namespace theano::ir {
namespace {

using Real = long double;
using Reference = Real (*)(Real);

/// Distance of `value` from the true value in units in the last place of type T.
template <class T>
double ulps(T value, Real truth) {
  const T rounded = static_cast<T>(truth);
  if (value != value || truth != truth) return value != value && truth != truth ? 0 : 1e9;
  if (std::isinf(value) || std::isinf(rounded)) {
    if (value == rounded) return 0;
    // Next to overflow either side may round to infinity.
    const T largest = std::numeric_limits<T>::max();
    return std::abs(std::isinf(value) ? rounded : value) == largest && std::signbit(value) == std::signbit(rounded)
               ? 1
               : 1e9;
  }
  int exponent = 0;
  std::frexp(std::abs(rounded), &exponent);
  const int digits = std::numeric_limits<T>::digits, lowest = std::numeric_limits<T>::min_exponent;
  const Real unit = std::ldexp(Real(1), std::max(exponent, lowest) - digits);
  return static_cast<double>(std::abs(static_cast<Real>(value) - truth) / unit);
}

/// exp(x^2) erfc(x); its asymptotic series where erfc is no number any more.
Real true_erfcx(Real x) {
  if (x < 100) return std::exp(x * x) * std::erfc(x);
  const Real z = 1 / (2 * x * x);
  return (1 - z * (1 - 3 * z * (1 - 5 * z * (1 - 7 * z * (1 - 9 * z))))) / (x * std::sqrt(std::acos(Real(-1))));
}

struct Function {
  Prim prim;
  Reference truth;
  double max_ulp;
};

const Function kFunctions[] = {
    {Prim::Sqrt, [](Real x) { return std::sqrt(x); }, 0.501},  {Prim::Exp, [](Real x) { return std::exp(x); }, 1.0},
    {Prim::Exp2, [](Real x) { return std::exp2(x); }, 1.1},    {Prim::Expm1, [](Real x) { return std::expm1(x); }, 1.1},
    {Prim::Log, [](Real x) { return std::log(x); }, 1.0},      {Prim::Log2, [](Real x) { return std::log2(x); }, 1.0},
    {Prim::Log10, [](Real x) { return std::log10(x); }, 1.0},  {Prim::Log1p, [](Real x) { return std::log1p(x); }, 1.0},
    {Prim::Sin, [](Real x) { return std::sin(x); }, 1.0},      {Prim::Cos, [](Real x) { return std::cos(x); }, 1.0},
    {Prim::Tan, [](Real x) { return std::tan(x); }, 1.1},      {Prim::Sinh, [](Real x) { return std::sinh(x); }, 2.0},
    {Prim::Cosh, [](Real x) { return std::cosh(x); }, 2.0},    {Prim::Tanh, [](Real x) { return std::tanh(x); }, 2.0},
    {Prim::Asin, [](Real x) { return std::asin(x); }, 0.8},    {Prim::Acos, [](Real x) { return std::acos(x); }, 0.8},
    {Prim::Atan, [](Real x) { return std::atan(x); }, 1.0},    {Prim::Asinh, [](Real x) { return std::asinh(x); }, 2.0},
    {Prim::Acosh, [](Real x) { return std::acosh(x); }, 2.0},  {Prim::Atanh, [](Real x) { return std::atanh(x); }, 2.0},
    {Prim::Erf, [](Real x) { return std::erf(x); }, 1.5},      {Prim::Erfc, [](Real x) { return std::erfc(x); }, 4.0},
    {Prim::Erfcx, true_erfcx, 5.0},                            {Prim::Gamma, [](Real x) { return std::tgamma(x); }, 4.0},
};

template <class T>
using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

/// Numbers of every size and sign, dense near 0 and 1 and in the range where functions do most of their work.
template <class T>
std::vector<T> samples(int count) {
  std::mt19937_64 generator(1);
  std::vector<T> xs;
  std::uniform_real_distribution<double> unit(-1, 1);
  for (int k = 0; k < count; ++k) {
    const Bits<T> bits = static_cast<Bits<T>>(generator());
    T x;
    std::memcpy(&x, &bits, sizeof(T));
    xs.push_back(x);
    xs.push_back(static_cast<T>(unit(generator)));
    xs.push_back(static_cast<T>(1 + 0.5 * unit(generator)));
    xs.push_back(static_cast<T>(10 * unit(generator)));
    xs.push_back(static_cast<T>(90 * unit(generator)));
    xs.push_back(static_cast<T>(750 * unit(generator)));
    xs.push_back(static_cast<T>(2e6 * unit(generator)));
    xs.push_back(static_cast<T>(std::exp(40 * unit(generator)) * unit(generator)));
    xs.push_back(static_cast<T>(k % 20000) * static_cast<T>(1.5707963267948966));
  }
  return xs;
}

const LaneFunction& lanes_of(const LaneTable& table, Prim prim, DType dtype) {
  return table.primitive[static_cast<int>(prim)][static_cast<int>(dtype)];
}

template <class T>
void check_function(const Function& f, int count) {
  const std::vector<T> xs = samples<T>(count);
  std::vector<T> ys(xs.size()), baseline(xs.size());
  const auto n = static_cast<std::int64_t>(xs.size());
  lanes_of(lane_table(), f.prim, kDTypeOf<T>)(ys.data(), xs.data(), nullptr, nullptr, n);
  lanes_of(baseline_lane_table(), f.prim, kDTypeOf<T>)(baseline.data(), xs.data(), nullptr, nullptr, n);
  double worst = 0;
  T worst_x = 0;
  for (std::size_t k = 0; k < xs.size(); ++k) {
    const T y = ys[k];
    ASSERT_TRUE(std::memcmp(&y, &baseline[k], sizeof(T)) == 0 || (y != y && baseline[k] != baseline[k]))
        << prim_info(f.prim).name << "(" << xs[k] << ") is " << y << " with AVX2 and " << baseline[k] << " without";
    const double error = ulps<T>(y, f.truth(xs[k]));
    if (error > worst) {
      worst = error;
      worst_x = xs[k];
    }
  }
  ::testing::Test::RecordProperty(std::string(prim_info(f.prim).name) + (sizeof(T) == 4 ? "_float32" : "_float64"),
                                  std::to_string(worst));
  EXPECT_LE(worst, f.max_ulp) << prim_info(f.prim).name << " of " << dtype_name(kDTypeOf<T>) << " at " << std::hexfloat
                              << worst_x << std::defaultfloat << " = " << worst_x;
  // One element at a time, as the reference runs it, gives the same bits as lanes at any place.
  for (std::size_t k = 0; k < xs.size(); k += 97) {
    const Scalar arg = Scalar::read(kDTypeOf<T>, reinterpret_cast<const std::byte*>(&xs[k]));
    const T one = evaluate(f.prim, kDTypeOf<T>, &arg).template as<T>();
    ASSERT_TRUE(std::memcmp(&one, &ys[k], sizeof(T)) == 0 || (one != one && ys[k] != ys[k]))
        << prim_info(f.prim).name << "(" << xs[k] << ")";
    T alone[3] = {-7, -7, -7};
    lanes_of(lane_table(), f.prim, kDTypeOf<T>)(alone + 1, &xs[k], nullptr, nullptr, 1);
    ASSERT_TRUE(std::memcmp(&one, &alone[1], sizeof(T)) == 0 || (one != one && alone[1] != alone[1]));
    ASSERT_TRUE(alone[0] == -7 && alone[2] == -7) << "wrote beyond its lanes";
  }
}

TEST(Math, Float32FunctionsAreWithinTheirBounds) {
  for (const Function& f : kFunctions) check_function<float>(f, 20000);
}

TEST(Math, Float64FunctionsAreWithinTheirBounds) {
  for (const Function& f : kFunctions) check_function<double>(f, 10000);
}

template <class T>
T apply_one(Prim prim, T x) {
  const Scalar arg = Scalar::read(kDTypeOf<T>, reinterpret_cast<const std::byte*>(&x));
  return evaluate(prim, kDTypeOf<T>, &arg).template as<T>();
}

template <class T>
void check_special_values() {
  const T infinity = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
  const T subnormal = std::numeric_limits<T>::denorm_min(), smallest = std::numeric_limits<T>::min();
  const T largest = std::numeric_limits<T>::max();
  for (const Function& f : kFunctions) {
    for (const T x : {T(0), T(-0.0), infinity, -infinity, nan, subnormal, -subnormal, smallest, -smallest, largest,
                      -largest, T(1), T(-1), T(2), T(-2), T(0.5), T(8), T(1000)}) {
      const T y = apply_one(f.prim, x);
      const Real truth = f.truth(x);
      EXPECT_LE(ulps<T>(y, truth), f.max_ulp) << prim_info(f.prim).name << "(" << x << ") = " << y << ", not " << truth;
      if (truth == truth && y == 0 && std::abs(truth) < 1) {
        EXPECT_EQ(std::signbit(y), std::signbit(static_cast<T>(truth)))
            << "sign of zero of " << prim_info(f.prim).name << "(" << x << ")";
      }
    }
  }
}

TEST(Math, SpecialValues) {
  check_special_values<float>();
  check_special_values<double>();
}

template <class T>
void check_whole_results() {
  for (int k = -30; k <= 30; ++k) {
    EXPECT_EQ(apply_one<T>(Prim::Exp2, static_cast<T>(k)), std::ldexp(T(1), k));
    EXPECT_EQ(apply_one<T>(Prim::Log2, std::ldexp(T(1), k)), k);
  }
  T power = 1;
  for (int k = 0; k <= 10; ++k, power *= 10) EXPECT_EQ(apply_one<T>(Prim::Log10, power), k);
  EXPECT_EQ(apply_one<T>(Prim::Exp, T(0)), 1);
  EXPECT_EQ(apply_one<T>(Prim::Cos, T(0)), 1);
}

TEST(Math, WholeNumbersStayWhole) {
  check_whole_results<float>();
  check_whole_results<double>();
}

template <class T>
void check_power(int count) {
  std::mt19937_64 generator(2);
  std::uniform_real_distribution<double> unit(-1, 1);
  std::vector<T> xs, ys;
  for (int k = 0; k < count; ++k) {
    const double x = std::exp(20 * unit(generator));
    xs.push_back(static_cast<T>(x));
    ys.push_back(static_cast<T>((sizeof(T) == 4 ? 85 : 700) * unit(generator) / std::log(x)));
    xs.push_back(static_cast<T>(1 + unit(generator) * 0.01));
    ys.push_back(static_cast<T>((sizeof(T) == 4 ? 8000 : 70000) * unit(generator)));
    xs.push_back(static_cast<T>(10 * unit(generator)));
    ys.push_back(static_cast<T>(std::floor(20 * unit(generator))));
    xs.push_back(static_cast<T>(10 * unit(generator)));
    ys.push_back(static_cast<T>(5 * unit(generator)));
    Bits<T> bits[2] = {static_cast<Bits<T>>(generator()), static_cast<Bits<T>>(generator())};
    T any[2];
    std::memcpy(any, bits, sizeof(any));
    xs.push_back(any[0]);
    ys.push_back(any[1]);
    xs.push_back(any[0]);
    ys.push_back(static_cast<T>(unit(generator)));
  }
  const T infinity = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
  const T largest = std::numeric_limits<T>::max(), subnormal = std::numeric_limits<T>::denorm_min();
  const T special[] = {0,
                       T(-0.0),
                       1,
                       -1,
                       2,
                       -2,
                       3,
                       -3,
                       T(0.5),
                       T(-0.5),
                       infinity,
                       -infinity,
                       nan,
                       largest,
                       -largest,
                       subnormal,
                       -subnormal,
                       T(1e10),
                       T(-1e10),
                       T(8388609),
                       T(16777215),
                       T(4503599627370497),
                       T(9007199254740991)};
  for (const T x : special) {
    for (const T y : special) {
      xs.push_back(x);
      ys.push_back(y);
    }
  }
  std::vector<T> zs(xs.size()), baseline(xs.size());
  const auto n = static_cast<std::int64_t>(xs.size());
  lanes_of(lane_table(), Prim::Pow, kDTypeOf<T>)(zs.data(), xs.data(), ys.data(), nullptr, n);
  lanes_of(baseline_lane_table(), Prim::Pow, kDTypeOf<T>)(baseline.data(), xs.data(), ys.data(), nullptr, n);
  for (std::size_t k = 0; k < xs.size(); ++k) {
    ASSERT_TRUE(std::memcmp(&zs[k], &baseline[k], sizeof(T)) == 0 || (zs[k] != zs[k] && baseline[k] != baseline[k]));
    const Real truth = std::pow(static_cast<Real>(xs[k]), static_cast<Real>(ys[k]));
    ASSERT_LE(ulps<T>(zs[k], truth), 1.0)
        << xs[k] << " to the power " << ys[k] << " is not " << zs[k] << " but " << truth;
    if (truth == truth && zs[k] == 0) {
      ASSERT_EQ(std::signbit(zs[k]), std::signbit(truth)) << xs[k] << " to the power " << ys[k];
    }
  }
}

TEST(Math, PowersAreWithinTheirBounds) {
  check_power<float>(20000);
  check_power<double>(20000);
}

/// A function of two values against its truth, with and without the newer instructions.
template <class T>
void check_angles(int count) {
  std::mt19937_64 generator(3);
  std::uniform_real_distribution<double> unit(-1, 1);
  const T infinity = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
  const T special[] = {0, T(-0.0), 1, -1, infinity, -infinity, nan, std::numeric_limits<T>::min(), T(1e30), T(-1e30)};
  std::vector<T> ys, xs;
  for (int k = 0; k < count; ++k) {
    ys.push_back(static_cast<T>(3 * unit(generator)));
    xs.push_back(static_cast<T>(3 * unit(generator)));
    ys.push_back(static_cast<T>(std::exp(40 * unit(generator)) * unit(generator)));
    xs.push_back(static_cast<T>(std::exp(40 * unit(generator)) * unit(generator)));
  }
  for (const T y : special) {
    for (const T x : special) {
      ys.push_back(y);
      xs.push_back(x);
    }
  }
  std::vector<T> zs(xs.size()), baseline(xs.size());
  const auto n = static_cast<std::int64_t>(xs.size());
  lanes_of(lane_table(), Prim::Atan2, kDTypeOf<T>)(zs.data(), ys.data(), xs.data(), nullptr, n);
  lanes_of(baseline_lane_table(), Prim::Atan2, kDTypeOf<T>)(baseline.data(), ys.data(), xs.data(), nullptr, n);
  for (std::size_t k = 0; k < xs.size(); ++k) {
    ASSERT_TRUE(std::memcmp(&zs[k], &baseline[k], sizeof(T)) == 0 || (zs[k] != zs[k] && baseline[k] != baseline[k]));
    const Real truth = std::atan2(static_cast<Real>(ys[k]), static_cast<Real>(xs[k]));
    ASSERT_LE(ulps<T>(zs[k], truth), 1.5) << "the angle of " << ys[k] << ", " << xs[k] << " is not " << zs[k];
    if (truth == truth && zs[k] == 0) {
      ASSERT_EQ(std::signbit(zs[k]), std::signbit(truth)) << ys[k] << ", " << xs[k];
    }
  }
}

TEST(Math, AnglesAreWithinTheirBounds) {
  check_angles<float>(20000);
  check_angles<double>(20000);
}

TEST(Math, SinesOfHugeAnglesAreExact) {
  // True values: 60-digit arithmetic.
  EXPECT_DOUBLE_EQ(apply_one(Prim::Sin, 1e22), -0.85220084976718880);
  EXPECT_DOUBLE_EQ(apply_one(Prim::Cos, 1e22), 0.52321478539513899);
  EXPECT_DOUBLE_EQ(apply_one(Prim::Sin, 1.7976931348623157e308), 0.0049619547891840618);
  EXPECT_DOUBLE_EQ(apply_one(Prim::Sin, 3.141592653589793), 1.2246467991473532e-16);
  EXPECT_FLOAT_EQ(apply_one(Prim::Sin, 3.4028234663852886e38f), -0.52187652f);
}

}  // namespace
}  // namespace theano::ir
