// Loops of the mathematical functions over many lanes. Compiled once per instruction set.
#include <cstring>

#include "theano/ir/lanes/lane_table.h"
#include "theano/ir/semantics.h"

namespace theano::ir::lanes::THEANO_LANES {
namespace {

template <class T>
using PackOf = std::conditional_t<sizeof(T) == 4, math::FloatPack, math::DoublePack>;
template <class T>
inline constexpr std::int64_t kPackLanes = static_cast<std::int64_t>(sizeof(PackOf<T>) / sizeof(T));

/// The formula of a function for a value type. Angles are those of the short reduction.
template <Prim P, class V>
THEANO_INLINE V formula(V x) {
  if constexpr (P == Prim::Exp)
    return math::exp(x);
  else if constexpr (P == Prim::Exp2)
    return math::exp2(x);
  else if constexpr (P == Prim::Expm1)
    return math::expm1(x);
  else if constexpr (P == Prim::Log)
    return math::log(x);
  else if constexpr (P == Prim::Log2)
    return math::log2(x);
  else if constexpr (P == Prim::Log10)
    return math::log10(x);
  else if constexpr (P == Prim::Log1p)
    return math::log1p(x);
  else if constexpr (P == Prim::Sinh)
    return math::sinh(x);
  else if constexpr (P == Prim::Cosh)
    return math::cosh(x);
  else if constexpr (P == Prim::Tanh)
    return math::tanh(x);
  else if constexpr (P == Prim::Sin)
    return math::short_sin(x);
  else if constexpr (P == Prim::Cos)
    return math::short_cos(x);
  else if constexpr (P == Prim::Tan)
    return math::short_tan(x);
  else if constexpr (P == Prim::Asin)
    return math::asin(x);
  else if constexpr (P == Prim::Acos)
    return math::acos(x);
  else if constexpr (P == Prim::Atan)
    return math::atan(x);
  else if constexpr (P == Prim::Asinh)
    return math::asinh(x);
  else if constexpr (P == Prim::Acosh)
    return math::acosh(x);
  else if constexpr (P == Prim::Atanh)
    return math::atanh(x);
  else if constexpr (P == Prim::Erf)
    return math::erf(x);
  else if constexpr (P == Prim::Erfc)
    return math::erfc(x);
  else
    return math::erfcx(x);
}

/// The first n lanes at `from`, the others 1.
template <class T>
THEANO_INLINE PackOf<T> load_lanes(const T* from, std::int64_t n) {
  PackOf<T> x = PackOf<T>{} + T(1);
  if (n == kPackLanes<T>)
    std::memcpy(&x, from, sizeof(x));
  else
    std::memcpy(&x, from, n * sizeof(T));
  return x;
}

template <class T>
THEANO_INLINE void store_lanes(T* to, const PackOf<T>& y, std::int64_t n) {
  if (n == kPackLanes<T>)
    std::memcpy(to, &y, sizeof(y));
  else
    std::memcpy(to, &y, n * sizeof(T));
}

template <Prim P, class T>
THEANO_INLINE void pack_at(T* y, const T* x, std::int64_t n) {
  const PackOf<T> value = load_lanes(x, n);
  PackOf<T> result = formula<P>(value);
  if constexpr (P == Prim::Sin || P == Prim::Cos || P == Prim::Tan) {
    const auto is_short = math::absolute(value) <= static_cast<T>(math::kLargestAngle);
    bool all_short = true;
    for (int lane = 0; lane < kPackLanes<T>; ++lane) all_short &= is_short[lane] != 0;
    if (!all_short) {
      for (int lane = 0; lane < kPackLanes<T>; ++lane) {
        if (is_short[lane] == 0) result[lane] = apply<P>(static_cast<T>(value[lane]));
      }
    }
  }
  store_lanes(y, result, n);
}

template <Prim P, class T>
void unary(void* out, const void* a, const void*, const void*, std::int64_t n) {
  const T* x = static_cast<const T*>(a);
  T* y = static_cast<T*>(out);
  std::int64_t i = 0;
  for (; i + kPackLanes<T> <= n; i += kPackLanes<T>) pack_at<P>(y + i, x + i, kPackLanes<T>);
  if (i < n) pack_at<P>(y + i, x + i, n - i);
}

/// The formula of a function of two values.
template <Prim P, class V>
THEANO_INLINE V formula(V x, V y) {
  if constexpr (P == Prim::Pow)
    return math::pow(x, y);
  else
    return math::atan2(x, y);
}

template <Prim P, class T>
void binary(void* out, const void* a, const void* b, const void*, std::int64_t n) {
  const T* x = static_cast<const T*>(a);
  const T* y = static_cast<const T*>(b);
  T* z = static_cast<T*>(out);
  std::int64_t i = 0;
  for (; i + kPackLanes<T> <= n; i += kPackLanes<T>) {
    const PackOf<T> a_lanes = load_lanes(x + i, kPackLanes<T>), b_lanes = load_lanes(y + i, kPackLanes<T>);
    store_lanes(z + i, formula<P>(a_lanes, b_lanes), kPackLanes<T>);
  }
  if (i < n) store_lanes(z + i, formula<P>(load_lanes(x + i, n - i), load_lanes(y + i, n - i)), n - i);
}

template <Prim P, class T>
void rare_unary(void* out, const void* a, const void*, const void*, std::int64_t n) {
  const T* x = static_cast<const T*>(a);
  T* y = static_cast<T*>(out);
  for (std::int64_t i = 0; i < n; ++i) y[i] = apply<P>(x[i]);
}

template <Prim P, class T>
void rare_binary(void* out, const void* a, const void* b, const void*, std::int64_t n) {
  const T* x = static_cast<const T*>(a);
  const T* y = static_cast<const T*>(b);
  T* z = static_cast<T*>(out);
  for (std::int64_t i = 0; i < n; ++i) z[i] = apply<P>(x[i], y[i]);
}

template <class T>
void add_functions(LaneTable& table) {
  constexpr int d = static_cast<int>(kDTypeOf<T>);
  [&]<Prim... P>() { ((table.primitive[static_cast<int>(P)][d] = unary<P, T>), ...); }
  .template operator()<Prim::Exp, Prim::Exp2, Prim::Expm1, Prim::Log, Prim::Log2, Prim::Log10, Prim::Log1p, Prim::Sinh,
                       Prim::Cosh, Prim::Tanh, Prim::Sin, Prim::Cos, Prim::Tan, Prim::Asin, Prim::Acos, Prim::Atan,
                       Prim::Asinh, Prim::Acosh, Prim::Atanh, Prim::Erf, Prim::Erfc, Prim::Erfcx>();
  [&]<Prim... P>() { ((table.primitive[static_cast<int>(P)][d] = rare_unary<P, T>), ...); }
  .template operator()<Prim::Erfinv, Prim::Erfcinv, Prim::Gamma, Prim::LogGamma, Prim::BesselJ0, Prim::BesselJ1,
                       Prim::BesselI0, Prim::BesselI1>();
  [&]<Prim... P>() { ((table.primitive[static_cast<int>(P)][d] = binary<P, T>), ...); }
  .template operator()<Prim::Pow, Prim::Atan2>();
  [&]<Prim... P>() { ((table.primitive[static_cast<int>(P)][d] = rare_binary<P, T>), ...); }
  .template operator()<Prim::BesselJ, Prim::BesselI, Prim::GammaP, Prim::GammaQ>();
}

}  // namespace

void add_mathematics(LaneTable& table) {
  add_functions<float>(table);
  add_functions<double>(table);
}

}  // namespace theano::ir::lanes::THEANO_LANES
