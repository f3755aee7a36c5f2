// Loops that move, choose and combine lanes. Compiled once per instruction set.
#include <cstring>
#include <utility>

#include "theano/ir/lanes/lane_table.h"
#include "theano/ir/semantics.h"

namespace theano::ir::lanes::THEANO_LANES {
namespace {

template <class T>
void load_strided(void* out, const std::byte* from, std::int64_t stride, std::int64_t n) {
  const T* x = reinterpret_cast<const T*>(from);
  T* y = static_cast<T*>(out);
  if (stride == 1) {
    std::memcpy(y, x, n * sizeof(T));
  } else if (stride == 0) {
    const T value = x[0];
    for (std::int64_t i = 0; i < n; ++i) y[i] = value;
  } else {
    for (std::int64_t i = 0; i < n; ++i) y[i] = x[i * stride];
  }
}

template <class T>
void store_strided(std::byte* to, std::int64_t stride, const void* values, std::int64_t n) {
  T* y = reinterpret_cast<T*>(to);
  const T* x = static_cast<const T*>(values);
  if (stride == 1) {
    std::memmove(y, x, n * sizeof(T));
  } else {
    for (std::int64_t i = 0; i < n; ++i) y[i * stride] = x[i];
  }
}

template <class T>
void gather(void* out, const std::byte* from, const std::int64_t* offsets, std::int64_t n) {
  const T* x = reinterpret_cast<const T*>(from);
  T* y = static_cast<T*>(out);
  for (std::int64_t i = 0; i < n; ++i) y[i] = x[offsets[i]];
}

template <class T>
void scatter(std::byte* to, const std::int64_t* offsets, const void* values, std::int64_t n) {
  T* y = reinterpret_cast<T*>(to);
  const T* x = static_cast<const T*>(values);
  for (std::int64_t i = 0; i < n; ++i) y[offsets[i]] = x[i];
}

template <class T>
void fill(void* out, const void* value, std::int64_t n) {
  const T v = *static_cast<const T*>(value);
  T* y = static_cast<T*>(out);
  for (std::int64_t i = 0; i < n; ++i) y[i] = v;
}

template <class T>
void choose(void* out, const void* condition, const void* a, const void* b, std::int64_t n) {
  const std::uint8_t* c = static_cast<const std::uint8_t*>(condition);
  const T* x = static_cast<const T*>(a);
  const T* y = static_cast<const T*>(b);
  T* z = static_cast<T*>(out);
#pragma GCC ivdep
  for (std::int64_t i = 0; i < n; ++i) {
    // With a mask, since a conditional move is not always turned into vector code.
    const T mask = static_cast<T>(-static_cast<T>(c[i]));
    z[i] = static_cast<T>((x[i] & mask) | (y[i] & static_cast<T>(~mask)));
  }
}

bool all_true(const void* flags, std::int64_t n) {
  return std::memchr(flags, 0, static_cast<std::size_t>(n)) == nullptr;
}

void count_up(std::int64_t* out, std::int64_t start, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) out[i] = start + i;
}

void add_scaled(std::int64_t* offsets, const std::int64_t* values, std::int64_t factor, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) offsets[i] += values[i] * factor;
}

/// 32 bytes of T; bools are bytes of 0 and 1.
template <class T>
struct VectorOf {
  using Element = std::conditional_t<kIsBool<T>, std::uint8_t, T>;
  typedef Element Type __attribute__((vector_size(32)));
};

/// The combining primitives on vectors; integers wrap, since the compiler is told so for these files.
template <Prim P, class T, class V>
THEANO_INLINE V combine(V a, V b) {
  if constexpr (kIsBool<T>) {
    if constexpr (P == Prim::Mul || P == Prim::Min || P == Prim::And)
      return a & b;
    else
      return a | b;
  } else if constexpr (P == Prim::Add) {
    return a + b;
  } else if constexpr (P == Prim::Mul) {
    return a * b;
  } else if constexpr (P == Prim::Min) {
    return (a < b) | (a != a) ? a : b;
  } else if constexpr (P == Prim::Max) {
    return (a > b) | (a != a) ? a : b;
  } else if constexpr (P == Prim::And) {
    return a & b;
  } else {
    return a | b;
  }
}

template <class V, class T>
THEANO_INLINE V load_vector(const T* from) {
  V v;
  std::memcpy(&v, from, sizeof(V));
  return v;
}

/// The accumulators as vectors in registers.
template <Prim P, class T, std::size_t... K>
THEANO_INLINE void fold_vectors(T* sums, const T* x, std::int64_t turns, std::index_sequence<K...>) {
  using V = typename VectorOf<T>::Type;
  constexpr std::int64_t width = 32 / sizeof(T);
  V sum[] = {load_vector<V>(sums + K * width)...};
  for (std::int64_t turn = 0; turn < turns; ++turn, x += kReduceLanes) {
    ((sum[K] = combine<P, T, V>(sum[K], load_vector<V>(x + K * width))), ...);
  }
  (std::memcpy(sums + K * width, &sum[K], sizeof(V)), ...);
}

template <Prim P, class T>
void fold(void* lanes, const void* elements, std::int64_t n, bool is_first) {
  T* sums = static_cast<T*>(lanes);
  const T* x = static_cast<const T*>(elements);
  std::int64_t i = 0;
  if (is_first) {
    i = n < kReduceLanes ? n : kReduceLanes;
    std::memcpy(sums, x, i * sizeof(T));
  }
  if (n - i >= kReduceLanes) {
    const std::int64_t turns = (n - i) / kReduceLanes;
    fold_vectors<P, T>(sums, x + i, turns, std::make_index_sequence<kReduceLanes * sizeof(T) / 32>());
    i += turns * kReduceLanes;
  }
  for (std::int64_t lane = 0; i < n; ++i, ++lane) sums[lane] = apply<P>(sums[lane], x[i]);
}

template <bool kMax, class T>
THEANO_INLINE bool is_beyond(T element, T best) {
  const bool is_nan = (element != element) & (best == best);
  return is_nan | (kMax ? element > best : element < best);
}

template <bool kMax, class T>
void arg_update(void* values, std::int64_t* indices, const void* elements, std::int64_t index, std::int64_t n,
                bool is_first) {
  T* best = static_cast<T*>(values);
  const T* x = static_cast<const T*>(elements);
  for (std::int64_t i = 0; i < n; ++i) {
    if (is_first || is_beyond<kMax>(x[i], best[i])) {
      best[i] = x[i];
      indices[i] = index;
    }
  }
}

/// Whether `value`, or another NaN if it is one, is among the next kReduceLanes elements.
template <class T>
THEANO_INLINE bool has_equal(const T* x, T value) {
  using V = typename VectorOf<T>::Type;
  typedef std::int64_t Words __attribute__((vector_size(32)));
  constexpr std::int64_t width = 32 / sizeof(T);
  const V wanted = V{} + static_cast<typename VectorOf<T>::Element>(value);
  Words found = {};
  for (std::int64_t at = 0; at < kReduceLanes; at += width) {
    const V v = load_vector<V>(x + at);
    found |= (Words)((v == wanted) | ((v != v) & (wanted != wanted)));
  }
  return (found[0] | found[1] | found[2] | found[3]) != 0;
}

template <bool kMax, class T>
void arg_scan(void* value, std::int64_t* best_index, const void* elements, std::int64_t index, std::int64_t n,
              bool is_first) {
  T* best = static_cast<T*>(value);
  const T* x = static_cast<const T*>(elements);
  if (n <= 0) return;
  // First the extreme value of the block, then where it is: two fast passes instead of a slow one.
  T lanes[kReduceLanes];
  fold<kMax ? Prim::Max : Prim::Min, T>(lanes, x, n, true);
  T extreme = lanes[0];
  for (std::int64_t i = 1; i < (n < kReduceLanes ? n : kReduceLanes); ++i)
    extreme = apply<kMax ? Prim::Max : Prim::Min>(extreme, lanes[i]);
  if (!is_first && !is_beyond<kMax>(extreme, *best)) return;
  std::int64_t at = 0;
  while (at + kReduceLanes <= n && !has_equal(x + at, extreme)) at += kReduceLanes;
  while (x[at] != extreme && (x[at] == x[at] || extreme == extreme)) ++at;
  *best = x[at];
  *best_index = index + at;
}

template <class T>
void add_reductions(LaneTable& table) {
  constexpr int d = static_cast<int>(kDTypeOf<T>);
  table.fold[static_cast<int>(Prim::Add)][d] = fold<Prim::Add, T>;
  table.fold[static_cast<int>(Prim::Mul)][d] = fold<Prim::Mul, T>;
  table.fold[static_cast<int>(Prim::Min)][d] = fold<Prim::Min, T>;
  table.fold[static_cast<int>(Prim::Max)][d] = fold<Prim::Max, T>;
  if constexpr (!kIsFloat<T>) {
    table.fold[static_cast<int>(Prim::And)][d] = fold<Prim::And, T>;
    table.fold[static_cast<int>(Prim::Or)][d] = fold<Prim::Or, T>;
  }
  table.arg_update[0][d] = arg_update<false, T>;
  table.arg_update[1][d] = arg_update<true, T>;
  table.arg_scan[0][d] = arg_scan<false, T>;
  table.arg_scan[1][d] = arg_scan<true, T>;
}

template <class T>
void add_size(LaneTable& table, int size) {
  table.select[size] = choose<T>;
  table.load_strided[size] = load_strided<T>;
  table.store_strided[size] = store_strided<T>;
  table.gather[size] = gather<T>;
  table.scatter[size] = scatter<T>;
  table.fill[size] = fill<T>;
}

}  // namespace

void add_movement(LaneTable& table) {
  add_size<std::uint8_t>(table, 0);
  add_size<std::uint16_t>(table, 1);
  add_size<std::uint32_t>(table, 2);
  add_size<std::uint64_t>(table, 3);
  table.all_true = all_true;
  table.count_up = count_up;
  table.add_scaled = add_scaled;
  [&]<class... T>() {
    (add_reductions<T>(table), ...);
  }.template operator()<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
                        std::uint32_t, std::uint64_t, float, double>();
}

}  // namespace theano::ir::lanes::THEANO_LANES
