// Lines of arrays in ascending order, where their elements stood, and the first few of them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "theano/array/dtype.h"
#include "theano/array/layout.h"
#include "theano/ir/program.h"

namespace theano::runtime {

/// A sorting routine made ready for given layouts. Equal elements keep their order and NaN stands last (complex numbers
/// are ordered by their real part, then by their imaginary part), so the result does not depend on the number of
/// threads.
class BoundSort {
 public:
  /// `output` is row-major. Errors: ValueError when ArgTopK shall give none, or more than there are.
  BoundSort(ir::LibraryRoutine routine, DType dtype, int axis, const Layout& input, const Layout& output);

  /// `kth`: of ArgTopK, an int64; else null.
  void run(const std::byte* input, const std::byte* kth, std::byte* output) const;

 private:
  template <class T>
  void run_lines(const T* input, bool is_ascending, std::byte* output, std::int64_t begin, std::int64_t end) const;
  /// First elements of a line in the input and in the output.
  std::pair<std::int64_t, std::int64_t> line_offsets(std::int64_t line) const;

  ir::LibraryRoutine routine_;
  DType dtype_;
  Layout outer_input_, outer_output_;  // without the axis
  std::int64_t length_ = 0, input_stride_ = 0;
  std::int64_t kept_ = 0, output_stride_ = 0;
  std::int64_t line_count_ = 0;
};

}  // namespace theano::runtime
