// Drawing into arrays of pixels; PNG by libpng.
#include "support/picture.h"

#include <png.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include <theano/base/error.h>

namespace support {
namespace {

using theano::Array;
using theano::DType;
using Colour = std::array<std::uint8_t, 3>;

constexpr Colour kWhite = {255, 255, 255}, kGrid = {221, 221, 221}, kInk = {68, 68, 68};
constexpr Colour kCurveColours[] = {{31, 119, 180}, {255, 127, 14}, {44, 160, 44}, {214, 39, 40}};

/// Five rows of three dots for every sign that a number needs, top row in the highest bits.
struct Glyph {
  char sign;
  int dots;
};
constexpr Glyph kGlyphs[] = {{'0', 075557}, {'1', 026227}, {'2', 071747}, {'3', 071717}, {'4', 055711},
                             {'5', 074717}, {'6', 074757}, {'7', 071111}, {'8', 075757}, {'9', 075717},
                             {'.', 000002}, {'-', 000700}, {'+', 002720}, {'e', 007747}};

/// An RGB picture being drawn.
class Canvas {
 public:
  Canvas(int width, int height) : width_(width), height_(height), pixels_(DType::UInt8, {height, width, 3}) {
    fill(0, 0, width, height, kWhite);
  }

  void fill(int left, int top, int right, int bottom, Colour colour) {
    std::uint8_t* const data = pixels_.data<std::uint8_t>();
    for (int y = std::max(top, 0); y < std::min(bottom, height_); ++y) {
      for (int x = std::max(left, 0); x < std::min(right, width_); ++x) {
        std::copy(colour.begin(), colour.end(), data + 3 * (static_cast<std::int64_t>(y) * width_ + x));
      }
    }
  }

  void write(int left, int top, std::string_view text) {
    constexpr int kDot = 2;
    for (const char sign : text) {
      const auto* glyph =
          std::find_if(std::begin(kGlyphs), std::end(kGlyphs), [&](const Glyph& g) { return g.sign == sign; });
      for (int i = 0; glyph != std::end(kGlyphs) && i < 15; ++i) {
        if ((glyph->dots >> (14 - i) & 1) == 0) continue;
        const int x = left + i % 3 * kDot, y = top + i / 3 * kDot;
        fill(x, y, x + kDot, y + kDot, kInk);
      }
      left += 4 * kDot;
    }
  }

  const Array& pixels() const { return pixels_; }

 private:
  int width_, height_;
  Array pixels_;
};

struct Range {
  double low = INFINITY, high = -INFINITY;
  std::size_t length = 2;
};

Range range_of(const std::vector<std::vector<double>>& curves) {
  Range range;
  for (const std::vector<double>& curve : curves) {
    range.length = std::max(range.length, curve.size());
    for (const double value : curve) {
      if (!std::isfinite(value)) continue;
      range.low = std::min(range.low, value);
      range.high = std::max(range.high, value);
    }
  }
  if (range.low > range.high) range.low = 0, range.high = 1;
  if (range.low == range.high) range.high = range.low + 1;
  return range;
}

}  // namespace

void write_png(const std::string& path, const Array& pixels) {
  const bool is_rgb = pixels.ndim() == 3 && pixels.shape(2) == 3;
  if (pixels.dtype() != DType::UInt8 || !(is_rgb || pixels.ndim() == 2) || pixels.size() == 0) {
    throw theano::ValueError(
        "write_png",
        "the pixels must be uint8 (height, width) or (height, width, 3), but they are " + pixels.type_string() + ".",
        "convert them with astype, and reshape them.");
  }
  const Array dense = pixels.contiguous();
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(dense.shape(1));
  image.height = static_cast<png_uint_32>(dense.shape(0));
  image.format = is_rgb ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  if (png_image_write_to_file(&image, path.c_str(), 0, dense.bytes(), 0, nullptr) == 0) {
    throw theano::ValueError("write_png", "the file must be writable, but " + path + " is not (" + image.message + ").",
                             "check that its folder exists and can be written.");
  }
}

Array tile_images(const Array& images, int height, int width, int columns, int zoom) {
  if (images.ndim() != 2 || images.shape(1) != height * width || columns < 1 || zoom < 1) {
    throw theano::ValueError(
        "tile_images",
        "the images must be (n, " + std::to_string(height * width) + "), but they are " + images.type_string() + ".",
        "reshape them, or give the height and width they have.");
  }
  constexpr int kGap = 4;
  const int n = static_cast<int>(images.shape(0)), rows = (n + columns - 1) / columns;
  const int tile_height = height * zoom + kGap, tile_width = width * zoom + kGap;
  Array picture = Array::full(DType::UInt8, {rows * tile_height + kGap, columns * tile_width + kGap}, 255);
  const std::vector<double> values = images.to_doubles();
  for (int i = 0; i < n; ++i) {
    const double* const tile = values.data() + static_cast<std::ptrdiff_t>(i) * height * width;
    const auto [low, high] = std::minmax_element(tile, tile + height * width);
    const double scale = *high > *low ? 255 / (*high - *low) : 0;
    const int top = kGap + i / columns * tile_height, left = kGap + i % columns * tile_width;
    for (int y = 0; y < height * zoom; ++y) {
      std::uint8_t* const line = picture.data<std::uint8_t>() + (top + y) * picture.shape(1) + left;
      for (int x = 0; x < width * zoom; ++x) {
        line[x] = static_cast<std::uint8_t>(std::nearbyint((tile[y / zoom * width + x / zoom] - *low) * scale));
      }
    }
  }
  return picture;
}

Array line_chart(const std::vector<std::vector<double>>& curves, int width, int height) {
  constexpr int kLeft = 72, kRight = 16, kTop = 16, kBottom = 32, kLevels = 5, kThickness = 2;
  const Range range = range_of(curves);
  const int plot_width = width - kLeft - kRight, plot_height = height - kTop - kBottom;
  const auto row_of = [&](double value) {
    return kTop + static_cast<int>(std::nearbyint((range.high - value) / (range.high - range.low) * (plot_height - 1)));
  };
  Canvas canvas(width, height);
  for (int i = 0; i < kLevels; ++i) {
    const double level = range.low + (range.high - range.low) * i / (kLevels - 1);
    const int y = row_of(level);
    char text[32];
    std::snprintf(text, sizeof(text), "%.3g", level);
    canvas.fill(kLeft, y, width - kRight, y + 1, kGrid);
    canvas.write(8, y - 5, text);
  }
  const std::string last = std::to_string(range.length - 1);
  canvas.write(kLeft, height - 20, "0");
  canvas.write(width - kRight - static_cast<int>(last.size()) * 8, height - 20, last);
  for (std::size_t c = 0; c < curves.size(); ++c) {
    const std::vector<double>& curve = curves[c];
    int before = -1;
    for (int x = 0; x < plot_width && !curve.empty(); ++x) {
      const double at = static_cast<double>(x) / (plot_width - 1) * static_cast<double>(range.length - 1);
      const std::size_t i = static_cast<std::size_t>(at);
      if (at > static_cast<double>(curve.size() - 1)) break;
      const double next = curve[std::min(i + 1, curve.size() - 1)];
      const double value = curve[i] + (next - curve[i]) * (at - static_cast<double>(i));
      if (!std::isfinite(value)) {
        before = -1;
        continue;
      }
      const int y = row_of(value), from = before < 0 ? y : before;
      canvas.fill(kLeft + x, std::min(y, from), kLeft + x + kThickness, std::max(y, from) + kThickness,
                  kCurveColours[c % std::size(kCurveColours)]);
      before = y;
    }
  }
  return canvas.pixels();
}

}  // namespace support
