// Products of vectors and matrices on OpenBLAS, cut into blocks that depend on the sizes alone.
#pragma once

#include <cstddef>
#include <cstdint>

#include "theano/array/dtype.h"
#include "theano/array/layout.h"

namespace theano::runtime {

/// Whether OpenBLAS computes products of this dtype.
constexpr bool is_product_dtype(DType dtype) {
  return dtype == DType::Float32 || dtype == DType::Float64 || is_complex(dtype);
}

/// A product made ready for given layouts: the routine, how each operand is read, and the blocks.
class BoundProduct {
 public:
  BoundProduct() = default;
  /// numpy.dot of operands of rank 1 or 2 whose inner sizes agree. The result is row-major.
  /// Errors: NotImplementedError for sizes that BLAS cannot count.
  BoundProduct(DType dtype, const Layout& a, const Layout& b);

  /// Bytes of scratch memory (packed copies of operands that BLAS cannot read as they lie), aligned to 64.
  std::int64_t scratch_bytes() const { return a_.pack_bytes + b_.pack_bytes; }
  double flops() const {
    const double per_product = is_complex(dtype_) ? 8 : 2;
    return per_product * static_cast<double>(m_) * static_cast<double>(n_) * static_cast<double>(k_);
  }
  void run(const std::byte* a, const std::byte* b, std::byte* result, std::byte* scratch) const;

 private:
  enum class Routine : std::uint8_t { Zero, Dot, Gemv, Gemm };

  /// How BLAS reads an operand: as rows x columns, or transposed, with a leading stride.
  struct Operand {
    Layout layout;
    bool is_transposed = false;
    std::int64_t leading = 1;
    std::int64_t pack_bytes = 0;  ///< 0: read where it lies
  };
  static Operand read_vector(const Layout& layout, DType dtype);
  static Operand read_matrix(const Layout& layout, DType dtype);
  static const std::byte* packed(const Operand& operand, const std::byte* data, std::byte* scratch, DType dtype);
  void cut_blocks();
  template <class T>
  void run_typed(const std::byte* a, const std::byte* b, std::byte* result) const;
  template <class T>
  void run_block(const T* a, const T* b, T* result, std::int64_t block) const;
  template <class T>
  void run_gemm_block(const T* a, const T* b, T* result, std::int64_t begin, std::int64_t count) const;

  DType dtype_ = DType::Float64;
  Routine routine_ = Routine::Zero;
  Operand a_, b_;                 // Gemv: a_ is the matrix, b_ the vector
  bool is_vector_first_ = false;  // Gemv: the vector was the left operand
  std::int64_t m_ = 0, n_ = 0, k_ = 0;
  bool cuts_rows_ = true;   // blocks are of rows of the result, else of columns
  std::int64_t block_ = 0;  // rows or columns per block
  std::int64_t block_count_ = 1;
};

}  // namespace theano::runtime
