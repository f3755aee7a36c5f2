// Every primitive on every type against plain C++, in the reference and in lanes of both instruction sets.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "theano/ir/lanes/lane_table.h"
#include "theano/ir/scalar_eval.h"
#include "theano/ir/semantics.h"

namespace theano::ir {
namespace {

template <class T>
std::vector<T> interesting() {
  using L = std::numeric_limits<T>;
  if constexpr (std::is_same_v<T, bool>) {
    return {false, true};
  } else if constexpr (std::is_floating_point_v<T>) {
    return {T(0),
            T(-0.0),
            1,
            -1,
            T(0.5),
            T(-0.5),
            T(1.5),
            T(2.5),
            T(-2.5),
            3,
            -3,
            7,
            T(1e-30),
            L::min(),
            L::denorm_min(),
            L::max(),
            L::lowest(),
            L::infinity(),
            -L::infinity(),
            L::quiet_NaN(),
            T(123456789.7),
            T(1e20),
            T(0.49999997)};
  } else {
    std::vector<T> xs = {0, 1, 2, 3, 5, 7, 8, 15, 16, 31, 33, 63, 64, 100, L::max(), T(L::max() - 1), T(L::max() / 2)};
    if (std::is_signed_v<T>) {
      for (const int x : {-1, -2, -3, -7, -64, -100}) xs.push_back(static_cast<T>(x));
      xs.push_back(L::min());
      xs.push_back(static_cast<T>(L::min() + 1));
    }
    return xs;
  }
}

/// The whole number modulo 2^n as the type T; `Wide` holds every intermediate value of the checks below.
using Wide = __int128;
template <class T>
T wrapped(Wide x) {
  return static_cast<T>(static_cast<unsigned long long>(static_cast<unsigned __int128>(x)));
}

Wide floor_quotient(Wide a, Wide b) { return a / b - ((a % b != 0) && ((a < 0) != (b < 0))); }

Wide whole_power(Wide a, Wide b, int bits) {
  if (b < 0) return a == 1 ? 1 : a == -1 ? (b % 2 == 0 ? 1 : -1) : 0;
  unsigned __int128 result = 1;
  const unsigned __int128 mask = (static_cast<unsigned __int128>(1) << bits) - 1;
  for (Wide k = 0; k < b && k < 300; ++k) result = result * static_cast<unsigned __int128>(a) & mask;
  return static_cast<Wide>(result);
}

/// The meaning of integer primitives in unlimited whole numbers.
template <class T>
std::optional<Wide> whole_truth(Prim p, Wide a, Wide b) {
  const int width = 8 * sizeof(T);
  switch (p) {
    case Prim::Add:
      return a + b;
    case Prim::Sub:
      return a - b;
    case Prim::Mul:
      return static_cast<Wide>(static_cast<unsigned __int128>(a) * static_cast<unsigned __int128>(b));
    case Prim::Min:
      return std::min(a, b);
    case Prim::Max:
      return std::max(a, b);
    case Prim::FloorDiv:
      return b == 0 ? 0 : floor_quotient(a, b);
    case Prim::Mod:
      return b == 0 ? 0 : a - floor_quotient(a, b) * b;
    case Prim::Pow:
      return b > 300 ? std::nullopt : std::optional<Wide>(whole_power(a, b, width));
    case Prim::And:
      return a & b;
    case Prim::Or:
      return a | b;
    case Prim::Xor:
      return a ^ b;
    case Prim::Shl:
      return b < 0 || b >= width ? 0 : static_cast<Wide>(static_cast<unsigned __int128>(a) << static_cast<int>(b));
    case Prim::Shr:
      return b < 0 || b >= width ? (a < 0 ? -1 : 0) : a >> static_cast<int>(b);
    default:
      return std::nullopt;
  }
}

template <class T>
std::optional<T> truth(Prim p, T a, T b) {
  if constexpr (std::is_same_v<T, bool>) {
    switch (p) {
      case Prim::Add:
      case Prim::Or:
      case Prim::Max:
        return a || b;
      case Prim::Mul:
      case Prim::And:
      case Prim::Min:
      case Prim::FloorDiv:
        return a && b;
      case Prim::Sub:
      case Prim::Xor:
        return a != b;
      case Prim::Mod:
        return false;
      case Prim::Pow:
        return a || !b;
      case Prim::Shl:
      case Prim::Shr:
        return a && !b;
      default:
        return std::nullopt;
    }
  } else if constexpr (std::is_integral_v<T>) {
    const auto result = whole_truth<T>(p, a, b);
    return result ? std::optional<T>(wrapped<T>(*result)) : std::nullopt;
  } else {
    switch (p) {
      case Prim::Add:
        return a + b;
      case Prim::Sub:
        return a - b;
      case Prim::Mul:
        return a * b;
      case Prim::Div:
        return a / b;
      case Prim::Min:
        return std::isnan(a) ? a : std::isnan(b) ? b : a < b ? a : b;
      case Prim::Max:
        return std::isnan(a) ? a : std::isnan(b) ? b : a > b ? a : b;
      case Prim::FloorDiv:
        return std::floor(a / b);
      case Prim::Mod: {
        const T r = std::fmod(a, b);
        if (r == 0) return std::copysign(T(0), b);
        return r != 0 && std::signbit(r) != std::signbit(b) ? r + b : r;
      }
      default:
        return std::nullopt;
    }
  }
}

template <class T>
bool same(T a, T b) {
  return std::memcmp(&a, &b, sizeof(T)) == 0 || (a != a && b != b);
}

template <class T>
void check_binary(Prim p) {
  if (!is_defined<T>(p)) return;
  const std::vector<T> xs = interesting<T>();
  const DType d = kDTypeOf<T>;
  std::vector<T> a, b;
  for (const T x : xs) {
    for (const T y : xs) {
      a.push_back(x);
      b.push_back(y);
    }
  }
  const auto n = static_cast<std::int64_t>(a.size());
  const bool gives_bool = prim_info(p).gives_bool;
  for (const LaneTable* table : {&lane_table(), &baseline_lane_table()}) {
    const LaneFunction lanes = table->primitive[static_cast<int>(p)][static_cast<int>(d)];
    ASSERT_NE(lanes, nullptr) << prim_info(p).name << " of " << dtype_name(d);
    std::vector<std::byte> out(n * sizeof(T));
    std::unique_ptr<T[]> x(new T[n]), y(new T[n]);
    std::copy(a.begin(), a.end(), x.get());
    std::copy(b.begin(), b.end(), y.get());
    lanes(out.data(), x.get(), y.get(), nullptr, n);
    for (std::int64_t k = 0; k < n; ++k) {
      Scalar args[2];
      args[0].dtype = args[1].dtype = d;
      std::memcpy(args[0].bytes, &x[k], sizeof(T));
      std::memcpy(args[1].bytes, &y[k], sizeof(T));
      const Scalar one = evaluate(p, gives_bool ? DType::Bool : d, args);
      if (gives_bool) {
        const T u = x[k], v = y[k];
        const bool expected = p == Prim::Eq   ? u == v
                              : p == Prim::Ne ? u != v
                              : p == Prim::Lt ? u < v
                              : p == Prim::Le ? u <= v
                              : p == Prim::Gt ? u > v
                                              : u >= v;
        ASSERT_EQ(one.as<bool>(), expected) << prim_info(p).name << " of " << +u << ", " << +v;
        ASSERT_EQ(static_cast<bool>(out[k]), expected);
        continue;
      }
      T in_lanes;
      std::memcpy(&in_lanes, out.data() + k * sizeof(T), sizeof(T));
      ASSERT_TRUE(same(one.as<T>(), in_lanes)) << prim_info(p).name << " of " << +x[k] << ", " << +y[k];
      const auto expected = truth<T>(p, x[k], y[k]);
      if (expected) {
        ASSERT_TRUE(same(one.as<T>(), *expected)) << dtype_name(d) << " " << prim_info(p).name << " of " << +x[k]
                                                  << ", " << +y[k] << " is " << +one.as<T>() << ", not " << +*expected;
      }
    }
    // The forms with one uniform operand.
    for (const bool is_right : {true, false}) {
      const LaneFunction form =
          (is_right ? table->right_uniform : table->left_uniform)[static_cast<int>(p)][static_cast<int>(d)];
      if (!form) continue;
      std::vector<std::byte> expected(n * sizeof(T)), got(n * sizeof(T));
      std::unique_ptr<T[]> same_value(new T[n]);
      for (const T value : xs) {
        std::fill_n(same_value.get(), n, value);
        lanes(expected.data(), is_right ? x.get() : same_value.get(), is_right ? same_value.get() : y.get(), nullptr,
              n);
        form(got.data(), is_right ? x.get() : &value, is_right ? &value : y.get(), nullptr, n);
        for (std::int64_t k = 0; k < n * static_cast<std::int64_t>(gives_bool ? 1 : sizeof(T));
             k += gives_bool ? 1 : sizeof(T)) {
          if (gives_bool) {
            ASSERT_EQ(expected[k], got[k]);
          } else {
            T e, g;
            std::memcpy(&e, &expected[k], sizeof(T));
            std::memcpy(&g, &got[k], sizeof(T));
            ASSERT_TRUE(same(e, g));
          }
        }
      }
    }
  }
}

template <class F>
void for_each_type(F f) {
  [&]<class... T>() {
    (f.template operator()<T>(), ...);
  }.template operator()<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
                        std::uint32_t, std::uint64_t, float, double>();
}

TEST(Primitives, BinaryOnEveryType) {
  for_each_type([]<class T>() {
    for (const Prim p : {Prim::Add, Prim::Sub, Prim::Mul, Prim::Min, Prim::Max, Prim::Div, Prim::FloorDiv,
                         Prim::Mod, Prim::Eq,  Prim::Ne,  Prim::Lt,  Prim::Le,  Prim::Gt,  Prim::Ge,
                         Prim::And, Prim::Or,  Prim::Xor, Prim::Shl, Prim::Shr, Prim::Pow}) {
      check_binary<T>(p);
    }
  });
}

template <class T>
std::optional<T> unary_truth(Prim p, T a) {
  if constexpr (std::is_same_v<T, bool>) {
    return p == Prim::Not ? !a : a;
  } else if constexpr (std::is_integral_v<T>) {
    switch (p) {
      case Prim::Neg:
        return wrapped<T>(-static_cast<Wide>(a));
      case Prim::Abs:
        return wrapped<T>(a < 0 ? -static_cast<Wide>(a) : static_cast<Wide>(a));
      case Prim::Sign:
        return static_cast<T>(a > 0 ? 1 : a < 0 ? -1 : 0);
      case Prim::Not:
        return wrapped<T>(-static_cast<Wide>(a) - 1);
      default:
        return std::nullopt;
    }
  } else {
    switch (p) {
      case Prim::Neg:
        return -a;
      case Prim::Abs:
        return std::abs(a);
      case Prim::Sign:
        return std::isnan(a) ? a : a > 0 ? T(1) : a < 0 ? T(-1) : T(0);
      case Prim::Floor:
        return std::floor(a);
      case Prim::Ceil:
        return std::ceil(a);
      case Prim::Trunc:
        return std::trunc(a);
      case Prim::RoundEven:
        return std::nearbyint(a);
      case Prim::RoundAway:
        return std::round(a);
      case Prim::Sqrt:
        return std::sqrt(a);
      default:
        return std::nullopt;
    }
  }
}

template <class T>
void check_unary(Prim p) {
  if (!is_defined<T>(p)) return;
  const std::vector<T> list = interesting<T>();
  const auto n = static_cast<std::int64_t>(list.size());
  std::unique_ptr<T[]> xs(new T[n]), out(new T[n]);
  std::copy(list.begin(), list.end(), xs.get());
  for (const LaneTable* table : {&lane_table(), &baseline_lane_table()}) {
    table->primitive[static_cast<int>(p)][static_cast<int>(kDTypeOf<T>)](out.get(), xs.get(), nullptr, nullptr, n);
    for (std::int64_t k = 0; k < n; ++k) {
      Scalar arg;
      arg.dtype = kDTypeOf<T>;
      std::memcpy(arg.bytes, &xs[k], sizeof(T));
      const T one = evaluate(p, kDTypeOf<T>, &arg).template as<T>();
      ASSERT_TRUE(same(one, *unary_truth<T>(p, xs[k])))
          << dtype_name(kDTypeOf<T>) << " " << prim_info(p).name << " of " << +xs[k];
      ASSERT_TRUE(same(one, out[k])) << prim_info(p).name << " of " << +xs[k];
    }
  }
}

TEST(Primitives, UnaryOnEveryType) {
  for_each_type([]<class T>() {
    for (const Prim p : {Prim::Neg, Prim::Abs, Prim::Sign}) check_unary<T>(p);
    if (!std::is_floating_point_v<T>) return check_unary<T>(Prim::Not);
    for (const Prim p : {Prim::Floor, Prim::Ceil, Prim::Trunc, Prim::RoundEven, Prim::RoundAway, Prim::Sqrt})
      check_unary<T>(p);
  });
}

TEST(Primitives, TestsAndBitsOfFloats) {
  const auto one = []<class T>(Prim p, DType result, T x) {
    Scalar arg = Scalar::read(kDTypeOf<T>, reinterpret_cast<const std::byte*>(&x));
    return evaluate(p, result, &arg);
  };
  EXPECT_TRUE(one(Prim::IsNan, DType::Bool, std::nan("")).as<bool>());
  EXPECT_FALSE(one(Prim::IsNan, DType::Bool, INFINITY).as<bool>());
  EXPECT_TRUE(one(Prim::IsInf, DType::Bool, -INFINITY).as<bool>());
  EXPECT_FALSE(one(Prim::IsInf, DType::Bool, 1.0).as<bool>());
  EXPECT_EQ(one(Prim::BitsOf, DType::Int32, 1.0f).as<std::int32_t>(), 0x3f800000);
  EXPECT_EQ(one(Prim::BitsOf, DType::Int64, -0.0).as<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(one(Prim::FloatOf, DType::Float32, std::int32_t(0x40490fdb)).as<float>(), 3.14159274f);
  EXPECT_EQ(one(Prim::FloatOf, DType::Float64, std::int64_t(0x3ff0000000000000)).as<double>(), 1.0);
}

TEST(Primitives, CastsBetweenEveryPairOfTypes) {
  for_each_type([]<class From>() {
    const std::vector<From> list = interesting<From>();
    const auto n = static_cast<std::int64_t>(list.size());
    std::unique_ptr<From[]> xs(new From[n]);
    std::copy(list.begin(), list.end(), xs.get());
    for_each_type([&]<class To>() {
      std::unique_ptr<To[]> out(new To[n]);
      for (const LaneTable* table : {&lane_table(), &baseline_lane_table()}) {
        table->cast[static_cast<int>(kDTypeOf<From>)][static_cast<int>(kDTypeOf<To>)](out.get(), xs.get(), nullptr,
                                                                                      nullptr, n);
        for (std::int64_t k = 0; k < n; ++k) {
          ASSERT_TRUE(same(out[k], scalar_cast<To>(xs[k])))
              << dtype_name(kDTypeOf<From>) << " " << +xs[k] << " to " << dtype_name(kDTypeOf<To>);
        }
      }
    });
  });
}

TEST(Primitives, TableNamesEveryPrimitiveOnce) {
  for (int p = 0; p < kPrimCount; ++p) {
    const Prim prim = static_cast<Prim>(p);
    EXPECT_FALSE(prim_info(prim).name.empty());
    for (int q = 0; q < p; ++q) EXPECT_NE(prim_info(prim).name, prim_info(static_cast<Prim>(q)).name);
    if (prim != Prim::Select && prim != Prim::Cast) {
      EXPECT_EQ(is_binary(prim), prim_info(prim).arity == 2) << prim_info(prim).name;
      EXPECT_EQ(prim_info(prim).floats_only, is_defined<float>(prim) && !is_defined<std::int32_t>(prim))
          << prim_info(prim).name;
    }
  }
}

}  // namespace
}  // namespace theano::ir
