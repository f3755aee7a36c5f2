// The lessons' pictures: tiles, charts and what becomes of them in a PNG file.
#include "support/picture.h"

#include <gtest/gtest.h>
#include <png.h>
#include <theano/base/error.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace support {
namespace {

using theano::Array;
using theano::DType;

TEST(WritePng, ComesBackAsItWas) {
  const std::string path = testing::TempDir() + "picture_" + std::to_string(::getpid()) + ".png";
  const Array pixels = Array::from(std::vector<std::uint8_t>{0, 10, 20, 30, 40, 50}, {1, 2, 3});
  write_png(path, pixels);
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  ASSERT_NE(png_image_begin_read_from_file(&image, path.c_str()), 0);
  image.format = PNG_FORMAT_RGB;
  std::vector<std::uint8_t> read(PNG_IMAGE_SIZE(image));
  ASSERT_NE(png_image_finish_read(&image, nullptr, read.data(), 0, nullptr), 0);
  std::remove(path.c_str());
  EXPECT_EQ(image.width, 2u);
  EXPECT_EQ(image.height, 1u);
  EXPECT_EQ(read, (std::vector<std::uint8_t>{0, 10, 20, 30, 40, 50}));
}

TEST(WritePng, RefusesWhatIsNoPicture) {
  EXPECT_THROW(write_png("/tmp/never.png", Array::zeros(DType::Float32, {2, 2})), theano::ValueError);
  EXPECT_THROW(write_png("/tmp/never.png", Array::zeros(DType::UInt8, {2, 2, 4})), theano::ValueError);
  EXPECT_THROW(write_png("/no/such/folder/x.png", Array::zeros(DType::UInt8, {2, 2})), theano::ValueError);
}

TEST(TileImages, StretchesEveryTileToItsOwnRange) {
  const Array tiles = tile_images(Array::from(std::vector<double>{-1, 1, 0, 10}, {2, 2}), 1, 2, 2, 1);
  ASSERT_EQ(tiles.type_string(), "uint8 (9, 16)");
  EXPECT_EQ(tiles.at({4, 4}), 0);
  EXPECT_EQ(tiles.at({4, 5}), 255);
  EXPECT_EQ(tiles.at({4, 10}), 0);
  EXPECT_EQ(tiles.at({0, 0}), 255) << "between the tiles it is white";
  EXPECT_THROW(tile_images(Array::zeros(DType::Float64, {2, 3}), 2, 2, 1), theano::ValueError);
}

TEST(LineChart, DrawsEveryCurveInsideThePicture) {
  const Array chart = line_chart({{0, 1, 4, 9}, {9, NAN, NAN}}, 200, 100);
  EXPECT_EQ(chart.type_string(), "uint8 (100, 200, 3)");
  const auto has_colour = [&](double red, double green, double blue) {
    for (std::int64_t y = 0; y < 100; ++y) {
      for (std::int64_t x = 0; x < 200; ++x) {
        if (chart.at({y, x, 0}) == red && chart.at({y, x, 1}) == green && chart.at({y, x, 2}) == blue) return true;
      }
    }
    return false;
  };
  EXPECT_TRUE(has_colour(31, 119, 180));
  EXPECT_FALSE(has_colour(255, 127, 14)) << "next to NaN there is nothing to draw";
  EXPECT_TRUE(has_colour(221, 221, 221));
  EXPECT_NO_THROW(line_chart({}));
  EXPECT_NO_THROW(line_chart({{5}}));
}

}  // namespace
}  // namespace support
