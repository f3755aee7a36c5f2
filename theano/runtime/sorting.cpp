// Sorts copies of lines: values alone, or values with their positions.
#include "theano/runtime/sorting.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

#include "theano/array/element.h"
#include "theano/base/error.h"
#include "theano/runtime/executor.h"

namespace theano::runtime {

namespace {

// Bit patterns of the 16-bit floats, ordered by their values.
struct Float16Element {
  std::uint16_t bits;
  float value() const { return float16::from_bits(bits); }
};
struct BFloat16Element {
  std::uint16_t bits;
  float value() const { return bfloat16::from_bits(bits); }
};

template <class T>
bool is_before(const T& a, const T& b) {
  return a < b || (b != b && a == a);
}
bool is_before(const Float16Element& a, const Float16Element& b) { return is_before(a.value(), b.value()); }
bool is_before(const BFloat16Element& a, const BFloat16Element& b) { return is_before(a.value(), b.value()); }
template <class R>
bool is_before(const std::complex<R>& a, const std::complex<R>& b) {
  // As in NumPy: numbers, then those with a NaN as imaginary part, as real part, as both.
  const auto rank = [](const std::complex<R>& z) { return 2 * std::isnan(z.real()) + std::isnan(z.imag()); };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  if (a.real() != b.real() && !std::isnan(a.real())) return a.real() < b.real();
  return a.imag() < b.imag();
}

template <class F>
void visit_elements(DType dtype, const F& f) {
  switch (dtype) {
    case DType::Float16:
      return f.template operator()<Float16Element>();
    case DType::BFloat16:
      return f.template operator()<BFloat16Element>();
    case DType::Complex64:
      return f.template operator()<std::complex<float>>();
    case DType::Complex128:
      return f.template operator()<std::complex<double>>();
    default:
      return visit_dtype(dtype, f);
  }
}

template <class T>
struct Entry {
  T value;
  std::int64_t position;
};

Layout without_axis(const Layout& layout, int axis) {
  Layout result(Shape{}, Strides{});
  for (int i = 0; i < layout.ndim(); ++i) {
    if (i == axis) continue;
    result.shape.push_back(layout.shape[static_cast<std::size_t>(i)]);
    result.strides.push_back(layout.strides[static_cast<std::size_t>(i)]);
  }
  return result;
}

}  // namespace

BoundSort::BoundSort(ir::LibraryRoutine routine, DType dtype, int axis, const Layout& input, const Layout& output)
    : routine_(routine),
      dtype_(dtype),
      outer_input_(without_axis(input, axis)),
      outer_output_(without_axis(output, axis)),
      length_(input.shape[static_cast<std::size_t>(axis)]),
      input_stride_(input.strides[static_cast<std::size_t>(axis)]),
      kept_(output.shape[static_cast<std::size_t>(axis)]),
      output_stride_(output.strides[static_cast<std::size_t>(axis)]),
      line_count_(outer_input_.size()) {
  if (routine != ir::LibraryRoutine::ArgTopK) return;
  if (kept_ == 0) throw ValueError("topk", "kth cannot be zero.", "ask for at least one element.", Phase::Call);
  if (kept_ > length_) {
    throw ValueError("topk",
                     "kth cannot be larger than the size of the axis, but it asks for " + std::to_string(kept_) +
                         " of " + std::to_string(length_) + ".",
                     "ask for at most as many elements as there are.", Phase::Call);
  }
}

std::pair<std::int64_t, std::int64_t> BoundSort::line_offsets(std::int64_t line) const {
  std::int64_t from = 0, to = 0;
  for (std::size_t axis = outer_input_.shape.size(); axis-- > 0;) {
    const std::int64_t at = line % outer_input_.shape[axis];
    line /= outer_input_.shape[axis];
    from += at * outer_input_.strides[axis];
    to += at * outer_output_.strides[axis];
  }
  return {from, to};
}

template <class T>
void BoundSort::run_lines(const T* input, bool is_ascending, std::byte* output, std::int64_t begin,
                          std::int64_t end) const {
  if (routine_ == ir::LibraryRoutine::Sort) {
    std::vector<std::conditional_t<std::is_same_v<T, bool>, unsigned char, T>> values(
        static_cast<std::size_t>(length_));
    for (std::int64_t line = begin; line < end; ++line) {
      const auto [from, to] = line_offsets(line);
      for (std::int64_t i = 0; i < length_; ++i) values[static_cast<std::size_t>(i)] = input[from + i * input_stride_];
      std::stable_sort(values.begin(), values.end(), [](const auto& a, const auto& b) { return is_before(a, b); });
      T* const out = reinterpret_cast<T*>(output) + to;
      for (std::int64_t i = 0; i < length_; ++i) out[i * output_stride_] = values[static_cast<std::size_t>(i)];
    }
    return;
  }
  std::vector<Entry<T>> entries(static_cast<std::size_t>(length_));
  for (std::int64_t line = begin; line < end; ++line) {
    const auto [from, to] = line_offsets(line);
    for (std::int64_t i = 0; i < length_; ++i) entries[static_cast<std::size_t>(i)] = {input[from + i * input_stride_], i};
    if (routine_ == ir::LibraryRoutine::ArgSort) {
      std::stable_sort(entries.begin(), entries.end(),
                       [](const Entry<T>& a, const Entry<T>& b) { return is_before(a.value, b.value); });
    } else {
      std::partial_sort(entries.begin(), entries.begin() + kept_, entries.end(),
                        [is_ascending](const Entry<T>& a, const Entry<T>& b) {
                          if (is_before(a.value, b.value)) return is_ascending;
                          if (is_before(b.value, a.value)) return !is_ascending;
                          return a.position < b.position;
                        });
    }
    std::int64_t* const out = reinterpret_cast<std::int64_t*>(output) + to;
    for (std::int64_t i = 0; i < kept_; ++i) out[i * output_stride_] = entries[static_cast<std::size_t>(i)].position;
  }
}

void BoundSort::run(const std::byte* input, const std::byte* kth, std::byte* output) const {
  struct Context {
    const BoundSort* sort;
    const std::byte* input;
    std::byte* output;
    bool is_ascending;
  } context{this, input, output, kth && read_element<std::int64_t>(DType::Int64, kth) < 0};
  const auto length = static_cast<double>(length_);
  const double cost = static_cast<double>(line_count_) * length * std::log2(2.0 + length) * 4;
  parallel_for(
      line_count_, cost,
      [](void* c, std::int64_t begin, std::int64_t end) {
        const Context& at = *static_cast<Context*>(c);
        visit_elements(at.sort->dtype_, [&]<class T>() {
          at.sort->run_lines(reinterpret_cast<const T*>(at.input), at.is_ascending, at.output, begin, end);
        });
      },
      &context);
}

}  // namespace theano::runtime
