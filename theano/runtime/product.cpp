// Calls of OpenBLAS: gemm, gemv and dot, with our own partition over threads.
#include "theano/runtime/product.h"

#include <cblas.h>

#include <algorithm>
#include <complex>
#include <cstring>

#include "theano/array/array.h"
#include "theano/base/error.h"
#include "theano/runtime/executor.h"

namespace theano::runtime {

namespace {

// OpenBLAS's bits depend on where a product is cut, so the cut must not depend on the number of threads. A block is
// never smaller than what pays for packing the other operand again.
constexpr double kFlopsPerGemmBlock = 4e6;
constexpr double kFlopsPerGemvBlock = 1e6;
constexpr std::int64_t kMostBlocks = 16;
constexpr std::int64_t kBlockMultiple = 16;
constexpr std::int64_t kSmallestBlock = 32;

std::int64_t aligned(std::int64_t bytes) { return (bytes + 63) / 64 * 64; }

int as_blas_int(std::int64_t value) {
  if (value > INT32_MAX)
    throw NotImplementedError("dot", "BLAS counts with 32 bits, but a size or stride is " + std::to_string(value) + ".",
                              "Split the product into smaller ones.", Phase::Call);
  return static_cast<int>(value);
}

// One name per routine for all dtypes.
float blas_dot(int n, const float* x, int dx, const float* y, int dy) { return cblas_sdot(n, x, dx, y, dy); }
double blas_dot(int n, const double* x, int dx, const double* y, int dy) { return cblas_ddot(n, x, dx, y, dy); }
void blas_gemv(CBLAS_TRANSPOSE t, int m, int n, const float* a, int lda, const float* x, int dx, float* y) {
  cblas_sgemv(CblasRowMajor, t, m, n, 1, a, lda, x, dx, 0, y, 1);
}
void blas_gemv(CBLAS_TRANSPOSE t, int m, int n, const double* a, int lda, const double* x, int dx, double* y) {
  cblas_dgemv(CblasRowMajor, t, m, n, 1, a, lda, x, dx, 0, y, 1);
}
void blas_gemm(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, int m, int n, int k, const float* a, int lda, const float* b,
               int ldb, float* c, int ldc) {
  cblas_sgemm(CblasRowMajor, ta, tb, m, n, k, 1, a, lda, b, ldb, 0, c, ldc);
}
void blas_gemm(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, int m, int n, int k, const double* a, int lda, const double* b,
               int ldb, double* c, int ldc) {
  cblas_dgemm(CblasRowMajor, ta, tb, m, n, k, 1, a, lda, b, ldb, 0, c, ldc);
}

// OpenBLAS takes complex numbers, and the factors 1 and 0, by address.
template <class R>
constexpr std::complex<R> kOne{1, 0};
template <class R>
constexpr std::complex<R> kZero{0, 0};

std::complex<float> blas_dot(int n, const std::complex<float>* x, int dx, const std::complex<float>* y, int dy) {
  std::complex<float> result;
  cblas_cdotu_sub(n, x, dx, y, dy, &result);
  return result;
}
std::complex<double> blas_dot(int n, const std::complex<double>* x, int dx, const std::complex<double>* y, int dy) {
  std::complex<double> result;
  cblas_zdotu_sub(n, x, dx, y, dy, &result);
  return result;
}
void blas_gemv(CBLAS_TRANSPOSE t, int m, int n, const std::complex<float>* a, int lda, const std::complex<float>* x,
               int dx, std::complex<float>* y) {
  cblas_cgemv(CblasRowMajor, t, m, n, &kOne<float>, a, lda, x, dx, &kZero<float>, y, 1);
}
void blas_gemv(CBLAS_TRANSPOSE t, int m, int n, const std::complex<double>* a, int lda, const std::complex<double>* x,
               int dx, std::complex<double>* y) {
  cblas_zgemv(CblasRowMajor, t, m, n, &kOne<double>, a, lda, x, dx, &kZero<double>, y, 1);
}
void blas_gemm(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, int m, int n, int k, const std::complex<float>* a, int lda,
               const std::complex<float>* b, int ldb, std::complex<float>* c, int ldc) {
  cblas_cgemm(CblasRowMajor, ta, tb, m, n, k, &kOne<float>, a, lda, b, ldb, &kZero<float>, c, ldc);
}
void blas_gemm(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, int m, int n, int k, const std::complex<double>* a, int lda,
               const std::complex<double>* b, int ldb, std::complex<double>* c, int ldc) {
  cblas_zgemm(CblasRowMajor, ta, tb, m, n, k, &kOne<double>, a, lda, b, ldb, &kZero<double>, c, ldc);
}

CBLAS_TRANSPOSE transposition(bool is_transposed) { return is_transposed ? CblasTrans : CblasNoTrans; }

}  // namespace

BoundProduct::Operand BoundProduct::read_vector(const Layout& layout, DType dtype) {
  Operand v;
  v.layout = layout;
  v.leading = layout.strides[0];
  if (layout.shape[0] == 1) v.leading = 1;
  if (v.leading < 1) {  // BLAS starts reversed vectors at their other end, and cannot repeat an element
    v.leading = 1;
    v.pack_bytes = aligned(layout.size() * dtype_size_bytes(dtype));
  }
  return v;
}

BoundProduct::Operand BoundProduct::read_matrix(const Layout& layout, DType dtype) {
  Operand x;
  x.layout = layout;
  const std::int64_t rows = layout.shape[0], columns = layout.shape[1];
  const std::int64_t down = layout.strides[0], right = layout.strides[1];
  if ((right == 1 || columns == 1) && (down >= columns || rows == 1)) {
    x.leading = rows == 1 ? columns : down;
  } else if ((down == 1 || rows == 1) && (right >= rows || columns == 1)) {
    x.is_transposed = true;
    x.leading = columns == 1 ? rows : right;
  } else {
    x.leading = columns;
    x.pack_bytes = aligned(layout.size() * dtype_size_bytes(dtype));
  }
  return x;
}

BoundProduct::BoundProduct(DType dtype, const Layout& a, const Layout& b) : dtype_(dtype) {
  m_ = a.ndim() == 2 ? a.shape[0] : 1;
  k_ = a.shape[a.ndim() - 1];
  n_ = b.ndim() == 2 ? b.shape[1] : 1;
  if (m_ == 0 || n_ == 0 || k_ == 0) return;
  if (a.ndim() == 1 && b.ndim() == 1) {
    routine_ = Routine::Dot;
    a_ = read_vector(a, dtype);
    b_ = read_vector(b, dtype);
  } else if (a.ndim() == 1 || b.ndim() == 1) {
    routine_ = Routine::Gemv;
    is_vector_first_ = a.ndim() == 1;
    a_ = read_matrix(is_vector_first_ ? b : a, dtype);
    b_ = read_vector(is_vector_first_ ? a : b, dtype);
  } else {
    routine_ = Routine::Gemm;
    a_ = read_matrix(a, dtype);
    b_ = read_matrix(b, dtype);
  }
  for (std::int64_t count : {m_, n_, k_, a_.leading, b_.leading}) as_blas_int(count);
  cut_blocks();
}

void BoundProduct::cut_blocks() {
  const std::int64_t result_size = m_ * n_;
  block_ = routine_ == Routine::Gemv ? result_size : std::max(m_, n_);
  if (routine_ == Routine::Dot) return;
  cuts_rows_ = m_ >= n_;
  const double per_block = routine_ == Routine::Gemm ? kFlopsPerGemmBlock : kFlopsPerGemvBlock;
  const auto wanted = static_cast<std::int64_t>(flops() / per_block);
  const std::int64_t count = std::min({wanted, kMostBlocks, block_ / kSmallestBlock});
  if (count < 2) return;
  const std::int64_t whole = block_;
  block_ = ((whole + count - 1) / count + kBlockMultiple - 1) / kBlockMultiple * kBlockMultiple;
  block_count_ = (whole + block_ - 1) / block_;
}

const std::byte* BoundProduct::packed(const Operand& operand, const std::byte* data, std::byte* scratch, DType dtype) {
  if (operand.pack_bytes == 0) return data;
  copy_bits(dtype_size_bytes(dtype), data, operand.layout, scratch, Layout(operand.layout.shape));
  return scratch;
}

void BoundProduct::run(const std::byte* a, const std::byte* b, std::byte* result, std::byte* scratch) const {
  if (routine_ == Routine::Zero) {
    std::memset(result, 0, static_cast<std::size_t>(m_ * n_ * dtype_size_bytes(dtype_)));
    return;
  }
  if (is_vector_first_) std::swap(a, b);
  a = packed(a_, a, scratch, dtype_);
  b = packed(b_, b, scratch + a_.pack_bytes, dtype_);
  switch (dtype_) {
    case DType::Float32:
      return run_typed<float>(a, b, result);
    case DType::Float64:
      return run_typed<double>(a, b, result);
    case DType::Complex64:
      return run_typed<std::complex<float>>(a, b, result);
    default:
      return run_typed<std::complex<double>>(a, b, result);
  }
}

template <class T>
void BoundProduct::run_typed(const std::byte* a_bytes, const std::byte* b_bytes, std::byte* result_bytes) const {
  const T *a = reinterpret_cast<const T*>(a_bytes), *b = reinterpret_cast<const T*>(b_bytes);
  T* const result = reinterpret_cast<T*>(result_bytes);
  if (block_count_ == 1) return run_block(a, b, result, 0);
  struct Context {
    const BoundProduct* self;
    const T *a, *b;
    T* result;
  } context{this, a, b, result};
  parallel_for(
      block_count_, flops(),
      [](void* c, std::int64_t begin, std::int64_t end) {
        const auto& x = *static_cast<Context*>(c);
        for (std::int64_t block = begin; block < end; ++block) x.self->run_block(x.a, x.b, x.result, block);
      },
      &context);
}

template <class T>
void BoundProduct::run_block(const T* a, const T* b, T* result, std::int64_t block) const {
  if (routine_ == Routine::Dot) {
    *result = blas_dot(as_blas_int(k_), a, as_blas_int(a_.leading), b, as_blas_int(b_.leading));
    return;
  }
  const std::int64_t begin = block * block_;
  if (routine_ == Routine::Gemm) {
    const std::int64_t whole = cuts_rows_ ? m_ : n_;
    return run_gemm_block(a, b, result, begin, std::min(block_, whole - begin));
  }
  // The rows of the matrix whose product with the vector is wanted: those of its transpose when the vector comes first.
  const bool is_transposed = a_.is_transposed != is_vector_first_;
  const std::int64_t count = std::min(block_, m_ * n_ - begin);
  const T* from = a + begin * (is_transposed ? 1 : a_.leading);
  std::fill_n(result + begin, count, T());
  const int rows = as_blas_int(is_transposed ? k_ : count), columns = as_blas_int(is_transposed ? count : k_);
  blas_gemv(transposition(is_transposed), rows, columns, from, as_blas_int(a_.leading), b, as_blas_int(b_.leading),
            result + begin);
}

template <class T>
void BoundProduct::run_gemm_block(const T* a, const T* b, T* result, std::int64_t begin, std::int64_t count) const {
  std::int64_t rows = m_, columns = n_;
  if (cuts_rows_) {
    rows = count;
    a += begin * (a_.is_transposed ? 1 : a_.leading);
    result += begin * n_;
  } else {
    columns = count;
    b += begin * (b_.is_transposed ? b_.leading : 1);
    result += begin;
  }
  blas_gemm(transposition(a_.is_transposed), transposition(b_.is_transposed), as_blas_int(rows), as_blas_int(columns),
            as_blas_int(k_), a, as_blas_int(a_.leading), b, as_blas_int(b_.leading), result, as_blas_int(n_));
}

}  // namespace theano::runtime
