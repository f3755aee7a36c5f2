// Pictures for the lessons: tiles of images, a line chart, and PNG files.
#pragma once

#include <string>
#include <vector>

#include <theano/array/array.h>

namespace support {

/// Writes uint8 pixels, (height, width) for grey or (height, width, 3) for RGB, as a PNG file.
/// Errors: theano::ValueError for other arrays and when the file cannot be written.
void write_png(const std::string& path, const theano::Array& pixels);

/// Lays n images (n, height * width) out in rows of `columns`, each stretched to its own darkest and brightest value.
/// Returns uint8 (height, width) of the whole; every pixel becomes a square of `zoom`.
theano::Array tile_images(const theano::Array& images, int height, int width, int columns, int zoom = 4);

/// Draws curves over their index, each in a colour of its own, with levels written at the left.
/// Returns uint8 (height, width, 3). Values that are not finite are left out.
theano::Array line_chart(const std::vector<std::vector<double>>& curves, int width = 640, int height = 360);

}  // namespace support
