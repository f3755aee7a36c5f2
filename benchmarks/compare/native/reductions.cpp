// Reductions of an array seen as (a, n, b, k): the result has a x b elements, each of n x k numbers.
#include <algorithm>
#include <tuple>
#include <vector>

#include "repeat.h"

enum class Op { Sum, Mean, Var, Max };

/// Sum, sum of squares about a centre, or maximum of `count` neighbours.
template <Op op, class T>
T of_neighbours(const T* x, Size count, T start, T centre) {
  T s = start;
  if constexpr (op == Op::Max) {
#pragma omp simd reduction(max : s)
    for (Size i = 0; i < count; ++i) s = x[i] > s ? x[i] : s;
  } else if constexpr (op == Op::Var) {
#pragma omp simd reduction(+ : s)
    for (Size i = 0; i < count; ++i) s += (x[i] - centre) * (x[i] - centre);
  } else {
#pragma omp simd reduction(+ : s)
    for (Size i = 0; i < count; ++i) s += x[i];
  }
  return s;
}

template <Op op, class T>
T of_all(const T* x, Size count, T centre) {
  const Size piece = 1 << 14, pieces = (count + piece - 1) / piece;
  std::vector<T> parts(pieces);
#pragma omp parallel for
  for (Size p = 0; p < pieces; ++p)
    parts[p] =
        of_neighbours<op, T>(x + p * piece, std::min(piece, count - p * piece), op == Op::Max ? x[0] : T(0), centre);
  return of_neighbours < op == Op::Var ? Op::Sum : op, T > (parts.data(), pieces, op == Op::Max ? parts[0] : T(0), 0);
}

template <Op op, class T>
void rows(const T* x, T* y, Size n, Size b, Size k) {
#pragma omp parallel for
  for (Size j = 0; j < b; ++j) {
    const auto over = [&]<Op what>(T start, T centre) {
      T s = start;
      for (Size i = 0; i < n; ++i) s = of_neighbours<what, T>(x + (i * b + j) * k, k, s, centre);
      return s;
    };
    const T count = static_cast<T>(n * k);
    if constexpr (op == Op::Max)
      y[j] = over.template operator()<Op::Max>(x[j * k], T(0));
    else
      y[j] = over.template operator()<Op::Sum>(T(0), T(0));
    if constexpr (op == Op::Mean || op == Op::Var) y[j] /= count;
    if constexpr (op == Op::Var) y[j] = over.template operator()<Op::Var>(T(0), y[j]) / count;
  }
}

template <Op op, class T>
void columns(const T* x, T* y, Size a, Size n, Size b) {
  constexpr Size kWidth = 500;
  const Size blocks = (b + kWidth - 1) / kWidth;
#pragma omp parallel for
  for (Size job = 0; job < a * blocks; ++job) {
    const Size h = job / blocks, left = job % blocks * kWidth, width = std::min(kWidth, b - left);
    const T* from = x + h * n * b + left;
    T* to = y + h * b + left;
    std::vector<T> acc(from, from + width);
    for (Size i = 1; i < n; ++i)
      for (Size j = 0; j < width; ++j) {
        const T value = from[i * b + j];
        if constexpr (op == Op::Max)
          acc[j] = value > acc[j] ? value : acc[j];
        else
          acc[j] += value;
      }
    if constexpr (op == Op::Mean || op == Op::Var)
      for (Size j = 0; j < width; ++j) acc[j] /= static_cast<T>(n);
    if constexpr (op == Op::Var) {
      const std::vector<T> mean = acc;
      std::fill(acc.begin(), acc.end(), T(0));
      for (Size i = 0; i < n; ++i)
        for (Size j = 0; j < width; ++j) acc[j] += (from[i * b + j] - mean[j]) * (from[i * b + j] - mean[j]);
      for (Size j = 0; j < width; ++j) acc[j] /= static_cast<T>(n);
    }
    std::copy(acc.begin(), acc.end(), to);
  }
}

template <Op op, class T>
void reduce(void** p, const Size* s) {
  const auto [a, n, b, k] = std::tuple(s[0], s[1], s[2], s[3]);
  const T* x = input<T>(p, 0);
  T* y = output<T>(p, 1);
  if (k == 1) return columns<op, T>(x, y, a, n, b);
  if (b > 1) return rows<op, T>(x, y, n, b, k);
  const Size count = n * k;
  y[0] = of_all < op == Op::Var ? Op::Sum : op, T > (x, count, 0);
  if constexpr (op == Op::Mean || op == Op::Var) y[0] /= static_cast<T>(count);
  if constexpr (op == Op::Var) y[0] = of_all<Op::Var, T>(x, count, y[0]) / static_cast<T>(count);
}

template <class T>
void sum(void** p, const Size* s) {
  reduce<Op::Sum, T>(p, s);
}
template <class T>
void mean(void** p, const Size* s) {
  reduce<Op::Mean, T>(p, s);
}
template <class T>
void var(void** p, const Size* s) {
  reduce<Op::Var, T>(p, s);
}
template <class T>
void max(void** p, const Size* s) {
  reduce<Op::Max, T>(p, s);
}
EXPORT(sum)
EXPORT(mean)
EXPORT(var)
EXPORT(max)

/// The first index of the greatest: the maximum first, which is vectorised, then a search.
template <class T>
void argmax(void** p, const Size* s) {
  const Size a = s[0], n = s[1], b = s[2], k = s[3];
  const T* x = input<T>(p, 0);
  long* y = output<long>(p, 1);
  if (k > 1) {
#pragma omp parallel for
    for (Size j = 0; j < b; ++j) {
      const T* row = x + j * k;
      const T greatest = b == 1 ? of_all<Op::Max, T>(row, k, 0) : of_neighbours<Op::Max, T>(row, k, row[0], 0);
      y[j] = std::find(row, row + k, greatest) - row;
    }
    return;
  }
#pragma omp parallel for collapse(2)
  for (Size h = 0; h < a; ++h)
    for (Size left = 0; left < b; left += 500) {
      const T* from = x + h * n * b + left;
      const Size width = std::min<Size>(500, b - left);
      std::vector<T> greatest(from, from + width);
      std::vector<long> at(width, 0);
      for (Size i = 1; i < n; ++i)
        for (Size j = 0; j < width; ++j) {
          const bool is_greater = from[i * b + j] > greatest[j];
          greatest[j] = is_greater ? from[i * b + j] : greatest[j];
          at[j] = is_greater ? i : at[j];
        }
      std::copy(at.begin(), at.end(), y + h * b + left);
    }
}
EXPORT(argmax)

template <class T>
void any(void** p, const Size* s) {
  const Size a = s[0], n = s[1], b = s[2], k = s[3];
  const T* x = input<T>(p, 0);
  bool* y = output<bool>(p, 1);
  const auto found = [](const T* from, Size count) {
    int is_found = 0;
#pragma omp simd reduction(| : is_found)
    for (Size i = 0; i < count; ++i) is_found |= from[i] > 1 ? 1 : 0;
    return is_found != 0;
  };
  if (k > 1 && b == 1) {
    bool is_found = false;
#pragma omp parallel for reduction(| : is_found)
    for (Size i = 0; i < n * k; i += 10000) is_found |= found(x + i, std::min<Size>(10000, n * k - i));
    y[0] = is_found;
  } else if (k > 1) {
#pragma omp parallel for
    for (Size j = 0; j < b; ++j) {
      bool is_found = false;
      for (Size i = 0; i < n; ++i) is_found |= found(x + (i * b + j) * k, k);
      y[j] = is_found;
    }
  } else {
#pragma omp parallel for collapse(2)
    for (Size h = 0; h < a; ++h)
      for (Size left = 0; left < b; left += 500) {
        const Size width = std::min<Size>(500, b - left);
        std::vector<int> acc(width, 0);
        for (Size i = 0; i < n; ++i)
          for (Size j = 0; j < width; ++j) acc[j] |= x[(h * n + i) * b + left + j] > 1 ? 1 : 0;
        for (Size j = 0; j < width; ++j) y[h * b + left + j] = acc[j] != 0;
      }
  }
}
EXPORT(any)
