// cblas with one name per product for both float types, row-major, from whichever OpenBLAS the flags name.
#pragma once

#ifdef BLAS_SYMBOL_PREFIX
#define NAME_JOINED(prefix, name) prefix##name
#define NAME_OF(prefix, name) NAME_JOINED(prefix, name)
#define cblas_sgemm NAME_OF(BLAS_SYMBOL_PREFIX, cblas_sgemm)
#define cblas_dgemm NAME_OF(BLAS_SYMBOL_PREFIX, cblas_dgemm)
#define cblas_sgemv NAME_OF(BLAS_SYMBOL_PREFIX, cblas_sgemv)
#define cblas_dgemv NAME_OF(BLAS_SYMBOL_PREFIX, cblas_dgemv)
#endif

// Declared here, not through cblas.h, whose names differ between builds of OpenBLAS.
extern "C" {
void cblas_sgemm(int order, int ta, int tb, int m, int n, int k, float alpha, const float* a, int lda, const float* b,
                 int ldb, float beta, float* c, int ldc);
void cblas_dgemm(int order, int ta, int tb, int m, int n, int k, double alpha, const double* a, int lda,
                 const double* b, int ldb, double beta, double* c, int ldc);
void cblas_sgemv(int order, int ta, int m, int n, float alpha, const float* a, int lda, const float* x, int stride_x,
                 float beta, float* y, int stride_y);
void cblas_dgemv(int order, int ta, int m, int n, double alpha, const double* a, int lda, const double* x, int stride_x,
                 double beta, double* y, int stride_y);
}

constexpr int kRowMajor = 101, kPlain = 111, kTransposed = 112;

/// c = alpha a b + beta c, with a (m, k) and b (k, n) after they are transposed.
inline void gemm(bool ta, bool tb, int m, int n, int k, float alpha, const float* a, const float* b, float beta,
                 float* c) {
  cblas_sgemm(kRowMajor, ta ? kTransposed : kPlain, tb ? kTransposed : kPlain, m, n, k, alpha, a, ta ? m : k, b,
              tb ? k : n, beta, c, n);
}
inline void gemm(bool ta, bool tb, int m, int n, int k, double alpha, const double* a, const double* b, double beta,
                 double* c) {
  cblas_dgemm(kRowMajor, ta ? kTransposed : kPlain, tb ? kTransposed : kPlain, m, n, k, alpha, a, ta ? m : k, b,
              tb ? k : n, beta, c, n);
}
inline void gemv(int m, int n, const float* a, const float* x, float* y) {
  cblas_sgemv(kRowMajor, kPlain, m, n, 1, a, n, x, 1, 0, y, 1);
}
inline void gemv(int m, int n, const double* a, const double* x, double* y) {
  cblas_dgemv(kRowMajor, kPlain, m, n, 1, a, n, x, 1, 0, y, 1);
}
