// Gradients derived and written by hand: option prices, a mixture's log-density, Rosenbrock's function.
#include <algorithm>
#include <cmath>
#include <vector>

#include "repeat.h"

constexpr double kInterest = 0.02, kRoot2 = 1.4142135623730951, kRoot2Pi = 2.5066282746310002;

template <class T>
void black_scholes(void** p, const Size* n) {
  const T *stock = input<T>(p, 0), *strike = input<T>(p, 1), *time = input<T>(p, 2), *volatility = input<T>(p, 3);
  T *delta = output<T>(p, 5), *theta = output<T>(p, 6), *vega = output<T>(p, 7);
  T total = 0;
#pragma omp parallel for simd reduction(+ : total)
  for (Size i = 0; i < n[0]; ++i) {
    const T root = std::sqrt(time[i]), spread = volatility[i] * root;
    const T d1 = (std::log(stock[i] / strike[i]) + (kInterest + volatility[i] * volatility[i] / 2) * time[i]) / spread;
    const T in_money = 0.5 + 0.5 * std::erf(d1 / kRoot2);
    const T paid = strike[i] * std::exp(-kInterest * time[i]) * (0.5 + 0.5 * std::erf((d1 - spread) / kRoot2));
    const T by_volatility = stock[i] * std::exp(-d1 * d1 / 2) / kRoot2Pi * root;
    delta[i] = in_money;
    vega[i] = by_volatility;
    theta[i] = by_volatility * volatility[i] / (2 * time[i]) + kInterest * paid;
    total += stock[i] * in_money - paid;
  }
  *output<T>(p, 4) = total;
}
EXPORT(black_scholes)

/// pointers: points, logits, means, log widths; cost and the three gradients. sizes: points, dimensions, components.
template <class T>
void log_density(void** p, const Size* n) {
  const Size count = n[0], d = n[1], k = n[2];
  const T *x = input<T>(p, 0), *logits = input<T>(p, 1), *mean = input<T>(p, 2), *log_width = input<T>(p, 3);
  T *by_logits = output<T>(p, 5), *by_mean = output<T>(p, 6), *by_width = output<T>(p, 7);
  std::vector<T> scale(k * d), share(k), constant(k);
  T sum = 0;
  const T top = *std::max_element(logits, logits + k);
  for (Size c = 0; c < k; ++c) sum += share[c] = std::exp(logits[c] - top);
  for (Size c = 0; c < k; ++c) {
    share[c] /= sum;
    constant[c] = std::log(share[c]);
    for (Size j = 0; j < d; ++j) {
      constant[c] -= log_width[c * d + j];
      scale[c * d + j] = std::exp(-log_width[c * d + j]);
    }
  }
  std::fill(by_logits, by_logits + k, T(0));
  std::fill(by_mean, by_mean + k * d, T(0));
  std::fill(by_width, by_width + k * d, T(0));
  T total = 0;
#pragma omp parallel reduction(+ : total)
  {
    std::vector<T> each(k), counts(k), means(k * d), widths(k * d);
#pragma omp for
    for (Size i = 0; i < count; ++i) {
      T greatest = -INFINITY, s = 0;
      for (Size c = 0; c < k; ++c) {
        T squares = 0;
#pragma omp simd reduction(+ : squares)
        for (Size j = 0; j < d; ++j) {
          const T z = (x[i * d + j] - mean[c * d + j]) * scale[c * d + j];
          squares += z * z;
        }
        each[c] = constant[c] - squares / 2;
        greatest = std::max(greatest, each[c]);
      }
      for (Size c = 0; c < k; ++c) s += each[c] = std::exp(each[c] - greatest);
      total += greatest + std::log(s);
      for (Size c = 0; c < k; ++c) {
        const T r = each[c] / s;
        counts[c] += r;
#pragma omp simd
        for (Size j = 0; j < d; ++j) {
          const T z = (x[i * d + j] - mean[c * d + j]) * scale[c * d + j];
          means[c * d + j] += r * z * scale[c * d + j];
          widths[c * d + j] += r * (z * z - 1);
        }
      }
    }
#pragma omp critical
    {
      for (Size c = 0; c < k; ++c) by_logits[c] += counts[c];
      for (Size j = 0; j < k * d; ++j) {
        by_mean[j] += means[j];
        by_width[j] += widths[j];
      }
    }
  }
  for (Size c = 0; c < k; ++c) by_logits[c] -= count * share[c];
  *output<T>(p, 4) = total - count * d * std::log(kRoot2Pi);
}
EXPORT(log_density)

template <class T>
void rosenbrock(void** p, const Size* n) {
  const T* x = input<T>(p, 0);
  T* g = output<T>(p, 2);
  const Size last = n[0] - 1;
  T total = 0;
#pragma omp parallel for simd reduction(+ : total)
  for (Size i = 1; i < last; ++i) {
    const T b = x[i + 1] - x[i] * x[i], before = x[i] - x[i - 1] * x[i - 1], rest = 1 - x[i];
    total += 100 * b * b + rest * rest;
    g[i] = 200 * before - 400 * x[i] * b - 2 * rest;
  }
  const T b = x[1] - x[0] * x[0];
  g[0] = -400 * x[0] * b - 2 * (1 - x[0]);
  g[last] = 200 * (x[last] - x[last - 1] * x[last - 1]);
  *output<T>(p, 1) = total + 100 * b * b + (1 - x[0]) * (1 - x[0]);
}
EXPORT(rosenbrock)
