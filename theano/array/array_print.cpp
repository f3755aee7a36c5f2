// Text of arrays as NumPy prints them: shortest digits, one width per array, large arrays summarised.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>

#include "theano/array/array.h"
#include "theano/array/element.h"

namespace theano {
namespace {

constexpr int kPrecision = 8;              // digits after the point
constexpr std::int64_t kThreshold = 1000;  // more elements than this are summarised
constexpr std::int64_t kEdgeItems = 3;
constexpr std::size_t kLineWidth = 75;

template <class T, class... Format>
std::string chars_of(T value, Format... format) {
  char text[512];
  const auto [end, error] = std::to_chars(text, text + sizeof(text), value, format...);
  return error == std::errc() ? std::string(text, end) : std::string();
}

/// Which numbers the digits must tell apart.
enum class Precision { Half, BHalf, Single, Double };

Precision precision_of(DType dtype) {
  if (dtype == DType::Float16) return Precision::Half;
  if (dtype == DType::BFloat16) return Precision::BHalf;
  return part_dtype(dtype) == DType::Float32 ? Precision::Single : Precision::Double;
}

/// The fewest digits after which reading gives the same 16-bit float.
template <class T>
std::string shortest_half(double value, std::chars_format format) {
  const T wanted(value);
  for (int digits = 0; digits < 8; ++digits) {
    const std::string text = chars_of(value, std::chars_format::scientific, digits);
    double back = 0;
    std::from_chars(text.data(), text.data() + text.size(), back);
    if (T(back).bits == wanted.bits) return chars_of(back, format);
  }
  return chars_of(value, format);
}

/// The shortest digits that name the value among the numbers of its precision.
std::string shortest(double value, Precision precision, std::chars_format format) {
  switch (precision) {
    case Precision::Half:
      return shortest_half<float16>(value, format);
    case Precision::BHalf:
      return shortest_half<bfloat16>(value, format);
    case Precision::Single:
      return chars_of(static_cast<float>(value), format);
    default:
      return chars_of(value, format);
  }
}

/// Digits of a float as text.
std::string digits_of(double value, Precision precision, std::chars_format format) {
  std::string text = shortest(value, precision, format);
  const std::size_t e = std::min(text.find('e'), text.size());
  const std::size_t point = std::min(text.find('.'), e);
  if (e - point > kPrecision + 1u) {
    text = chars_of(value, format, kPrecision);
    const std::size_t end = std::min(text.find('e'), text.size());
    const std::size_t kept = text.find_last_not_of('0', end - 1) + 1;
    text.erase(kept, end - kept);
  }
  if (text.find('.') == std::string::npos) text.insert(std::min(text.find('e'), text.size()), ".");
  return text;
}

std::string non_finite_text(double value) {
  if (std::isnan(value)) return "nan";
  return value < 0 ? "-inf" : "inf";
}

/// How the floats of one array are printed, found by looking at all that are shown.
class FloatFormat {
 public:
  FloatFormat(const std::vector<double>& values, Precision precision) : precision_(precision) {
    choose_notation(values);
    for (const double v : values) {
      if (std::isfinite(v)) widen(digits_of(v, precision_, notation_));
    }
    for (const double v : values) {
      if (std::isfinite(v)) continue;
      const std::size_t size = non_finite_text(v).size(), after_left = 1 + right_ + exponent_;
      if (size > after_left) left_ = std::max(left_, size - after_left);
    }
  }

  std::string operator()(double value) const {
    if (!std::isfinite(value)) {
      const std::string text = non_finite_text(value);
      const std::size_t width = left_ + 1 + right_ + exponent_;
      return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
    }
    const std::string text = digits_of(value, precision_, notation_);
    const std::size_t point = text.find('.');
    const std::size_t e = std::min(text.find('e'), text.size());
    std::string padded(left_ - point, ' ');
    padded.append(text, 0, e);
    if (notation_ == std::chars_format::fixed) return padded + std::string(right_ - (e - point - 1), ' ');
    const std::string exponent = text.substr(e + 2);
    return padded + std::string(right_ - (e - point - 1), '0') + text.substr(e, 2) +
           std::string(exponent_ - 2 - exponent.size(), '0') + exponent;
  }

 private:
  void choose_notation(const std::vector<double>& values) {
    double smallest = std::numeric_limits<double>::infinity(), largest = 0;
    for (const double v : values) {
      if (!std::isfinite(v) || v == 0) continue;
      smallest = std::min(smallest, std::fabs(v));
      largest = std::max(largest, std::fabs(v));
    }
    const bool is_wide = largest > 0 && (largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000.0);
    notation_ = is_wide ? std::chars_format::scientific : std::chars_format::fixed;
  }
  void widen(const std::string& text) {
    const std::size_t point = text.find('.');
    const std::size_t e = std::min(text.find('e'), text.size());
    left_ = std::max(left_, point);
    right_ = std::max(right_, e - point - 1);
    exponent_ = std::max(exponent_, text.size() - e);
  }

  Precision precision_;
  std::chars_format notation_ = std::chars_format::fixed;
  std::size_t left_ = 0, right_ = 0, exponent_ = 0;
};

const char* sign_text(double value) { return std::signbit(value) && !std::isnan(value) ? "-" : "+"; }

/// A float standing alone, as NumPy's scalars print: all digits, an exponent outside [1e-4, 1e16).
std::string scalar_text(double value, Precision precision) {
  if (!std::isfinite(value)) return non_finite_text(value);
  const double size = std::fabs(value);
  const bool is_fixed = size == 0 || (size >= 1e-4 && size < 1e16);
  const auto format = is_fixed ? std::chars_format::fixed : std::chars_format::scientific;
  const std::string text = shortest(value, precision, format);
  return is_fixed && text.find('.') == std::string::npos ? text + ".0" : text;
}

/// A complex number standing alone: "(1+2j)", "2j" where the real part is 0; whole numbers without a point.
std::string complex_scalar_text(std::complex<double> value, Precision precision) {
  const auto part = [&](double x) {
    std::string text = scalar_text(x, precision);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text;
  };
  const double real = value.real(), imaginary = value.imag();
  if (real == 0 && !std::signbit(real)) return part(imaginary) + "j";
  return "(" + part(real) + sign_text(imaginary) + part(std::fabs(imaginary)) + "j)";
}

/// Text of the integer or bool at `at`.
std::string whole_text(DType dtype, const std::byte* at) {
  if (is_bool(dtype)) return read_element<bool>(dtype, at) ? "True" : "False";
  if (dtype == DType::UInt64) return std::to_string(read_element<std::uint64_t>(dtype, at));
  return std::to_string(read_element<std::int64_t>(dtype, at));
}

/// Walks the shown elements of an array and joins their texts.
class ArrayPrinter {
 public:
  explicit ArrayPrinter(const Array& array) : array_(array), is_summary_(array.size() > kThreshold) {}

  std::string print() {
    if (array_.size() == 0) return "[]";
    choose_format();
    return print_axis(0, array_.bytes(), " ", kLineWidth);
  }

 private:
  using Visit = std::function<void(const std::byte*)>;

  bool is_cut(int axis) const { return is_summary_ && array_.shape(axis) > 2 * kEdgeItems; }
  const std::byte* element(const std::byte* base, int axis, std::int64_t i) const {
    return base + i * array_.strides()[axis] * dtype_size_bytes(array_.dtype());
  }

  void visit_shown(int axis, const std::byte* base, const Visit& visit) const {
    if (axis == array_.ndim()) return visit(base);
    const std::int64_t size = array_.shape(axis);
    for (std::int64_t i = 0; i < size; ++i) {
      if (is_cut(axis) && i == kEdgeItems) i = size - kEdgeItems;
      visit_shown(axis + 1, element(base, axis, i), visit);
    }
  }

  void choose_format() {
    const DType dtype = array_.dtype();
    if (is_complex(dtype)) return choose_complex_format();
    if (is_discrete(dtype)) {
      std::size_t width = is_bool(dtype) ? 5 : 0;
      visit_shown(0, array_.bytes(),
                  [&](const std::byte* at) { width = std::max(width, whole_text(dtype, at).size()); });
      format_ = [=](const std::byte* at) {
        const std::string text = whole_text(dtype, at);
        return std::string(width - text.size(), ' ') + text;
      };
      return;
    }
    std::vector<double> shown;
    visit_shown(0, array_.bytes(), [&](const std::byte* at) { shown.push_back(read_element<double>(dtype, at)); });
    format_ = [dtype, floats = FloatFormat(shown, precision_of(dtype))](const std::byte* at) {
      return floats(read_element<double>(dtype, at));
    };
  }

  /// Real and imaginary parts each in a format of their own: "1.+2.j".
  void choose_complex_format() {
    const DType dtype = array_.dtype();
    std::vector<double> real, imaginary;
    visit_shown(0, array_.bytes(), [&](const std::byte* at) {
      const std::complex<double> value = read_complex(dtype, at);
      real.push_back(value.real());
      imaginary.push_back(std::fabs(value.imag()));
    });
    const Precision precision = precision_of(dtype);
    format_ = [=, re = FloatFormat(real, precision), im = FloatFormat(imaginary, precision)](const std::byte* at) {
      const std::complex<double> value = read_complex(dtype, at);
      const std::string size = im(std::fabs(value.imag()));
      // Sign and j stand next to the digits; what fills the column lies around them.
      const std::size_t start = size.find_first_not_of(' '), end = size.find_last_not_of(' ') + 1;
      return re(value.real()) + size.substr(0, start) + sign_text(value.imag()) + size.substr(start, end - start) +
             "j" + size.substr(end);
    };
  }

  std::string print_axis(int axis, const std::byte* base, const std::string& indent, std::size_t width) {
    if (axis == array_.ndim()) return format_(base);
    const bool is_last = axis + 1 == array_.ndim();
    const std::int64_t size = array_.shape(axis);
    const std::string line_end = is_last ? " " : std::string(static_cast<std::size_t>(array_.ndim() - axis - 1), '\n');
    std::string text, line = indent;
    const auto add = [&](const std::string& word) {
      if (!is_last) {
        text += indent + word;
        return;
      }
      if (line.size() + word.size() > width - 1 && line.size() > indent.size()) {
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
        line = indent;
      }
      line += word;
    };
    for (std::int64_t i = 0; i < size; ++i) {
      if (i > 0) (is_last ? line : text) += line_end;
      if (is_cut(axis) && i == kEdgeItems) {
        add("...");
        (is_last ? line : text) += line_end;
        i = size - kEdgeItems;
      }
      add(print_axis(axis + 1, element(base, axis, i), indent + " ", width - 1));
    }
    if (is_last) text += line;
    return "[" + text.substr(indent.size()) + "]";
  }

  const Array& array_;
  bool is_summary_;
  std::function<std::string(const std::byte*)> format_;
};

}  // namespace

std::string Array::to_string() const {
  if (is_null()) return "<no array>";
  if (ndim() > 0) return ArrayPrinter(*this).print();
  if (is_discrete(dtype_)) return whole_text(dtype_, bytes());
  if (is_complex(dtype_)) return complex_scalar_text(item_complex(), precision_of(dtype_));
  return scalar_text(item(), precision_of(dtype_));
}

}  // namespace theano
