// Element-wise work, written as plain loops.
#include <cmath>

#include "repeat.h"

template <class T>
void triad(void** p, const Size* n) {
  const T *b = input<T>(p, 0), *c = input<T>(p, 1);
  T* a = output<T>(p, 2);
#pragma omp parallel for simd
  for (Size i = 0; i < n[0]; ++i) a[i] = b[i] + 3 * c[i];
}
EXPORT(triad)

template <class T>
void multiply_add(void** p, const Size* n) {
  const T *a = input<T>(p, 0), *b = input<T>(p, 1);
  T* c = output<T>(p, 2);
#pragma omp parallel for simd
  for (Size i = 0; i < n[0]; ++i) c[i] = a[i] * b[i] + c[i];
}
EXPORT(multiply_add)

template <class T>
void short_expression(void** p, const Size* n) {
  const T *a = input<T>(p, 0), *b = input<T>(p, 1), *c = input<T>(p, 2), *d = input<T>(p, 3), *e = input<T>(p, 4);
  T* y = output<T>(p, 5);
#pragma omp parallel for simd if (n[0] > 20000)
  for (Size i = 0; i < n[0]; ++i) y[i] = std::tanh(a[i] * b[i] + c[i]) * std::exp(-d[i]) + e[i];
}
EXPORT(short_expression)

template <class T>
void six_transcendentals(void** p, const Size* n) {
  const T* x = input<T>(p, 0);
  T* y = output<T>(p, 1);
#pragma omp parallel for simd if (n[0] > 20000)
  for (Size i = 0; i < n[0]; ++i) {
    const T inner = std::exp(std::tanh(std::cos(x[i]))) + x[i];
    y[i] = std::exp(std::sin(std::log(inner)));
  }
}
EXPORT(six_transcendentals)
