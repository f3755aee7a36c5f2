// Copying and converting elements between layouts, and comparing arrays by value and by bits.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <string_view>

#include "theano/array/array.h"
#include "theano/array/element.h"
#include "theano/array/scalar_cast.h"
#include "theano/base/error.h"

namespace theano {
namespace {

/// The dimensions in which a copy runs: outermost first, those that step together merged into one.
struct CopyLoop {
  Shape shape;
  Strides source, target;
};

CopyLoop plan_copy(const Layout& source, const Layout& target) {
  // The target's nearest neighbours go innermost, so that writes are sequential. Sorted by insertion: axes are few, and
  // std::stable_sort allocates.
  InlineVector<int, 6> order;
  for (int i = 0; i < target.ndim(); ++i) {
    if (target.shape[i] == 1) continue;
    std::size_t at = order.size();
    while (at > 0 && std::abs(target.strides[order[at - 1]]) < std::abs(target.strides[i])) --at;
    order.insert(at, i);
  }
  CopyLoop loop;
  for (const int axis : order) {
    const std::int64_t size = target.shape[axis];
    if (!loop.shape.empty() && loop.source.back() == source.strides[axis] * size &&
        loop.target.back() == target.strides[axis] * size) {
      loop.shape.back() *= size;
      loop.source.back() = source.strides[axis];
      loop.target.back() = target.strides[axis];
      continue;
    }
    loop.shape.push_back(size);
    loop.source.push_back(source.strides[axis]);
    loop.target.push_back(target.strides[axis]);
  }
  if (loop.shape.empty()) loop = {{1}, {1}, {1}};
  return loop;
}

/// Calls `row(source position, target position)` for every innermost row.
template <class Row>
void for_each_row(const CopyLoop& loop, Row row) {
  const std::size_t outer = loop.shape.size() - 1;
  Shape index(outer, 0);
  std::int64_t source = 0, target = 0;
  while (true) {
    row(source, target);
    std::size_t d = outer;
    while (d-- > 0) {
      source += loop.source[d];
      target += loop.target[d];
      if (++index[d] < loop.shape[d]) break;
      source -= loop.source[d] * loop.shape[d];
      target -= loop.target[d] * loop.shape[d];
      index[d] = 0;
    }
    if (d == static_cast<std::size_t>(-1)) return;
  }
}

template <class T>
void copy_loop(const CopyLoop& loop, const std::byte* source_bytes, std::byte* target_bytes) {
  const T* source = reinterpret_cast<const T*>(source_bytes);
  T* target = reinterpret_cast<T*>(target_bytes);
  const std::int64_t size = loop.shape.back(), from_step = loop.source.back(), to_step = loop.target.back();
  for_each_row(loop, [&](std::int64_t from, std::int64_t to) {
    const T* s = source + from;
    T* t = target + to;
    if (from_step == 1 && to_step == 1) {
      for (std::int64_t i = 0; i < size; ++i) t[i] = s[i];
    } else if (from_step == 0 && to_step == 1) {
      std::fill_n(t, size, *s);
    } else {
      for (std::int64_t i = 0; i < size; ++i) t[i * to_step] = s[i * from_step];
    }
  });
}

struct Bytes16 {
  std::uint64_t low, high;
};

/// Same dtype: bits are moved, whatever they mean.
void move_bits(const CopyLoop& loop, const std::byte* source, std::byte* target, std::int64_t element_bytes) {
  const auto run = [&]<class T>() { copy_loop<T>(loop, source, target); };
  const bool is_dense = loop.shape.size() == 1 && loop.source[0] == 1 && loop.target[0] == 1;
  if (is_dense) {
    std::memcpy(target, source, static_cast<std::size_t>(loop.shape[0] * element_bytes));
    return;
  }
  switch (element_bytes) {
    case 1:
      return run.operator()<std::uint8_t>();
    case 2:
      return run.operator()<std::uint16_t>();
    case 4:
      return run.operator()<std::uint32_t>();
    case 8:
      return run.operator()<std::uint64_t>();
    default:
      return run.operator()<Bytes16>();
  }
}

/// Neighbouring elements only, for there is one such loop for every pair of dtypes.
using ConvertFunction = void (*)(const std::byte* source, std::byte* target, std::int64_t count);

template <class From, class To>
void convert_neighbours(const std::byte* source_bytes, std::byte* target_bytes, std::int64_t count) {
  const From* source = reinterpret_cast<const From*>(source_bytes);
  To* target = reinterpret_cast<To*>(target_bytes);
  for (std::int64_t i = 0; i < count; ++i) target[i] = scalar_cast<To>(source[i]);
}

ConvertFunction convert_function(DType from, DType to) {
  return visit_real_dtype(from, [&]<class From>() {
    return visit_real_dtype(to, []<class To>() -> ConvertFunction { return convert_neighbours<From, To>; });
  });
}

/// Converts between real numbers; what is spread out is brought together first, block by block.
void convert(const CopyLoop& loop, DType from, const std::byte* source, DType to, std::byte* target) {
  constexpr std::int64_t kBlock = 512, kLargestElement = 8;
  alignas(kLargestElement) std::byte gathered[kBlock * kLargestElement], converted[kBlock * kLargestElement];
  const ConvertFunction function = convert_function(from, to);
  const std::int64_t from_bytes = dtype_size_bytes(from), to_bytes = dtype_size_bytes(to);
  const std::int64_t size = loop.shape.back(), from_step = loop.source.back(), to_step = loop.target.back();
  for_each_row(loop, [&](std::int64_t source_at, std::int64_t target_at) {
    const std::byte* s = source + source_at * from_bytes;
    std::byte* t = target + target_at * to_bytes;
    if (from_step == 1 && to_step == 1) return function(s, t, size);
    for (std::int64_t done = 0; done < size; done += kBlock) {
      const std::int64_t count = std::min(kBlock, size - done);
      const std::byte* block = s + done * from_step * from_bytes;
      std::byte* const to_block = t + done * to_step * to_bytes;
      if (from_step != 1) {
        move_bits({{count}, {from_step}, {1}}, block, gathered, from_bytes);
        block = gathered;
      }
      if (to_step == 1) {
        function(block, to_block, count);
      } else {
        function(block, converted, count);
        move_bits({{count}, {1}, {to_step}}, converted, to_block, to_bytes);
      }
    }
  });
}

/// To complex numbers, part by part: the parts are real numbers that lie twice as far apart.
void convert_to_complex(CopyLoop loop, const Array& source, const Array& target) {
  const DType from = part_dtype(source.dtype()), to = part_dtype(target.dtype());
  for (std::size_t d = 0; d < loop.shape.size(); ++d) {
    if (is_complex(source.dtype())) loop.source[d] *= 2;
    loop.target[d] *= 2;
  }
  convert(loop, from, source.bytes(), to, target.bytes());
  std::byte* const imaginary = target.bytes() + dtype_size_bytes(to);
  if (is_complex(source.dtype())) return convert(loop, from, source.bytes() + dtype_size_bytes(from), to, imaginary);
  const double zero = 0;
  std::fill(loop.source.begin(), loop.source.end(), 0);
  convert(loop, DType::Float64, reinterpret_cast<const std::byte*>(&zero), to, imaginary);
}

[[noreturn]] void throw_drops_imaginary(const Array& source, const Array& target) {
  throw TypeError("copy",
                  "complex numbers become real in more than one way, but the source is " + source.type_string() +
                      " and the target is " + target.type_string() + ".",
                  "take the real part, the imaginary part or the absolute value.");
}

}  // namespace

void copy_elements(const Array& source, const Array& target) {
  if (!(source.shape() == target.shape())) {
    throw ShapeError("copy",
                     "the shapes must be equal, but the source is " + source.type_string() + " and the target is " +
                         target.type_string() + ".",
                     "reshape one of the two.");
  }
  if (!target.buffer()->is_writable()) {
    throw ValueError("copy", "the target must be writable, but it borrows read-only memory.", "copy the target first.");
  }
  if (target.size() == 0) return;
  const CopyLoop loop = plan_copy(source.layout(), target.layout());
  if (source.dtype() == target.dtype()) {
    return move_bits(loop, source.bytes(), target.bytes(), dtype_size_bytes(source.dtype()));
  }
  if (is_complex(target.dtype())) return convert_to_complex(loop, source, target);
  if (is_complex(source.dtype())) throw_drops_imaginary(source, target);
  convert(loop, source.dtype(), source.bytes(), target.dtype(), target.bytes());
}

void copy_bits(std::int64_t element_bytes, const std::byte* source, const Layout& source_layout, std::byte* target,
               const Layout& target_layout) {
  if (target_layout.size() != 0) move_bits(plan_copy(source_layout, target_layout), source, target, element_bytes);
}

bool is_identical(const Array& a, const Array& b) {
  if (a.is_null() || b.is_null()) return a.is_null() == b.is_null();
  if (a.dtype() != b.dtype() || !(a.shape() == b.shape())) return false;
  if (a.size() == 0) return true;
  const Array x = a.contiguous(), y = b.contiguous();
  return std::memcmp(x.bytes(), y.bytes(), static_cast<std::size_t>(x.size_bytes())) == 0;
}

bool all_close(const Array& a, const Array& b, double rtol, double atol) {
  if (!(a.shape() == b.shape())) return false;
  const auto is_close = [&](double p, double q) {
    if (std::isnan(p) || std::isnan(q)) return std::isnan(p) && std::isnan(q);
    if (std::isinf(p) || std::isinf(q)) return p == q;
    return std::fabs(p - q) <= atol + rtol * std::fabs(q);
  };
  if (!is_complex(a.dtype()) && !is_complex(b.dtype())) {
    const std::vector<double> x = a.to_doubles(), y = b.to_doubles();
    return std::equal(x.begin(), x.end(), y.begin(), is_close);
  }
  const std::vector<std::complex<double>> x = a.to_complex(), y = b.to_complex();
  return std::equal(x.begin(), x.end(), y.begin(), [&](std::complex<double> p, std::complex<double> q) {
    const bool is_finite = std::isfinite(std::abs(p)) && std::isfinite(std::abs(q));
    if (!is_finite) return is_close(p.real(), q.real()) && is_close(p.imag(), q.imag());
    return std::abs(p - q) <= atol + rtol * std::abs(q);
  });
}

std::size_t hash_value(const Array& a) {
  if (a.is_null()) return 0;
  std::size_t seed = static_cast<std::size_t>(a.dtype()) + 1;
  const auto mix = [&seed](std::size_t h) { seed ^= h + 0x9e3779b97f4a7c15u + (seed << 6) + (seed >> 2); };
  for (const std::int64_t size : a.shape()) mix(std::hash<std::int64_t>()(size));
  if (a.size() == 0) return seed;
  const Array dense = a.contiguous();
  mix(std::hash<std::string_view>()(
      {reinterpret_cast<const char*>(dense.bytes()), static_cast<std::size_t>(dense.size_bytes())}));
  return seed;
}

bool may_share_memory(const Array& a, const Array& b) {
  if (a.is_null() || b.is_null() || a.size() == 0 || b.size() == 0) return false;
  const auto bounds = [](const Array& x) {
    const std::int64_t step = dtype_size_bytes(x.dtype());
    const std::byte *low = x.bytes(), *high = x.bytes() + step;
    for (int i = 0; i < x.ndim(); ++i) {
      const std::int64_t reach = (x.shape(i) - 1) * x.strides()[i] * step;
      (reach < 0 ? low : high) += reach;
    }
    return std::pair(low, high);
  };
  const auto [a_low, a_high] = bounds(a);
  const auto [b_low, b_high] = bounds(b);
  return std::less<>()(a_low, b_high) && std::less<>()(b_low, a_high);
}

}  // namespace theano
