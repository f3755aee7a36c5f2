// Softmax and its family, a row at a time while it lies in the cache.
#include <algorithm>
#include <cmath>
#include <vector>

#include "repeat.h"

template <class T>
T greatest_of(const T* x, Size n) {
  T m = x[0];
#pragma omp simd reduction(max : m)
  for (Size j = 0; j < n; ++j) m = x[j] > m ? x[j] : m;
  return m;
}

/// Writes exp(x - m) and returns its sum.
template <class T>
T exponentials(const T* x, T* y, Size n, T m) {
  T s = 0;
#pragma omp simd reduction(+ : s)
  for (Size j = 0; j < n; ++j) s += y[j] = std::exp(x[j] - m);
  return s;
}

template <class T>
void softmax(void** p, const Size* n) {
#pragma omp parallel for
  for (Size i = 0; i < n[0]; ++i) {
    const T* x = input<T>(p, 0) + i * n[1];
    T* y = output<T>(p, 1) + i * n[1];
    const T scale = 1 / exponentials(x, y, n[1], greatest_of(x, n[1]));
    for (Size j = 0; j < n[1]; ++j) y[j] *= scale;
  }
}
EXPORT(softmax)

template <class T>
void log_softmax(void** p, const Size* n) {
#pragma omp parallel for
  for (Size i = 0; i < n[0]; ++i) {
    const T* x = input<T>(p, 0) + i * n[1];
    T* y = output<T>(p, 1) + i * n[1];
    const T m = greatest_of(x, n[1]);
    T s = 0;
#pragma omp simd reduction(+ : s)
    for (Size j = 0; j < n[1]; ++j) s += std::exp(x[j] - m);
    const T shift = m + std::log(s);
    for (Size j = 0; j < n[1]; ++j) y[j] = x[j] - shift;
  }
}
EXPORT(log_softmax)

template <class T>
void crossentropy(void** p, const Size* n) {
  const long* labels = input<long>(p, 1);
  T total = 0;
#pragma omp parallel for reduction(+ : total)
  for (Size i = 0; i < n[0]; ++i) {
    const T* x = input<T>(p, 0) + i * n[1];
    T* g = output<T>(p, 3) + i * n[1];
    const T m = greatest_of(x, n[1]);
    const T s = exponentials(x, g, n[1], m), scale = 1 / (s * n[0]);
    for (Size j = 0; j < n[1]; ++j) g[j] *= scale;
    g[labels[i]] -= T(1) / n[0];
    total += m + std::log(s) - x[labels[i]];
  }
  *output<T>(p, 2) = total / n[0];
}
EXPORT(crossentropy)

/// The mean of a row and one over the square root of its variance and epsilon.
template <class T>
void moments(const T* x, Size n, T& mean, T& scale) {
  T s = 0, q = 0;
#pragma omp simd reduction(+ : s)
  for (Size j = 0; j < n; ++j) s += x[j];
  mean = s / n;
  const T centre = mean;
#pragma omp simd reduction(+ : q)
  for (Size j = 0; j < n; ++j) q += (x[j] - centre) * (x[j] - centre);
  scale = 1 / std::sqrt(q / n + T(1e-5));
}

template <class T>
void layer_norm(void** p, const Size* n) {
  const T *gain = input<T>(p, 1), *shift = input<T>(p, 2);
#pragma omp parallel for
  for (Size i = 0; i < n[0]; ++i) {
    const T* x = input<T>(p, 0) + i * n[1];
    T* y = output<T>(p, 3) + i * n[1];
    T mean, scale;
    moments(x, n[1], mean, scale);
#pragma omp simd
    for (Size j = 0; j < n[1]; ++j) y[j] = (x[j] - mean) * scale * gain[j] + shift[j];
  }
}
EXPORT(layer_norm)

template <class T>
void layer_norm_gradient(void** p, const Size* n) {
  const T *gain = input<T>(p, 1), *shift = input<T>(p, 2);
  T *by_gain = output<T>(p, 5), *by_shift = output<T>(p, 6);
  const Size width = n[1];
  std::fill(by_gain, by_gain + width, T(0));
  std::fill(by_shift, by_shift + width, T(0));
  T total = 0;
#pragma omp parallel reduction(+ : total)
  {
    std::vector<T> gains(width), shifts(width);
#pragma omp for
    for (Size i = 0; i < n[0]; ++i) {
      const T* x = input<T>(p, 0) + i * width;
      T* back = output<T>(p, 4) + i * width;
      T mean, scale, squares = 0, sum = 0, along = 0;
      moments(x, width, mean, scale);
#pragma omp simd reduction(+ : squares, sum, along)
      for (Size j = 0; j < width; ++j) {
        const T normal = (x[j] - mean) * scale, y = normal * gain[j] + shift[j], g = y * gain[j];
        squares += y * y;
        sum += g;
        along += g * normal;
        gains[j] += y * normal;
        shifts[j] += y;
      }
      total += squares / 2;
      sum /= width;
      along /= width;
#pragma omp simd
      for (Size j = 0; j < width; ++j) {
        const T normal = (x[j] - mean) * scale, g = (normal * gain[j] + shift[j]) * gain[j];
        back[j] = (g - sum - normal * along) * scale;
      }
    }
#pragma omp critical
    for (Size j = 0; j < width; ++j) {
      by_gain[j] += gains[j];
      by_shift[j] += shifts[j];
    }
  }
  *output<T>(p, 3) = total;
}
EXPORT(layer_norm_gradient)
