// Products of matrices by OpenBLAS called straight, and small ones of a batch in parallel.
#include "cblas_products.h"
#include "repeat.h"

template <class T>
void dot(void** p, const Size* n) {
  gemm(false, false, n[0], n[2], n[1], 1, input<T>(p, 0), input<T>(p, 1), 0, output<T>(p, 2));
}
EXPORT(dot)

template <class T>
void dot_transposed(void** p, const Size* n) {
  gemm(true, false, n[0], n[2], n[1], 1, input<T>(p, 0), input<T>(p, 1), 0, output<T>(p, 2));
}
EXPORT(dot_transposed)

template <class T>
void dot_vector(void** p, const Size* n) {
  gemv(n[0], n[1], input<T>(p, 0), input<T>(p, 1), output<T>(p, 2));
}
EXPORT(dot_vector)

template <class T>
void dot_batched(void** p, const Size* n) {
  const Size size = n[1] * n[2];
#pragma omp parallel for
  for (Size i = 0; i < n[0]; ++i)
    gemm(false, false, n[1], n[2], n[1], 1, input<T>(p, 0) + i * size, input<T>(p, 1) + i * size, 0,
         output<T>(p, 2) + i * size);
}
EXPORT(dot_batched)
