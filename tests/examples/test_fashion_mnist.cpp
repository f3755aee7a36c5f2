// The lessons' reader of IDX files: what it takes, and what it says of missing, cut and foreign files.
#include "support/fashion_mnist.h"

#include <gtest/gtest.h>
#include <theano/base/error.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>

namespace support {
namespace {

namespace fs = std::filesystem;

class ReadIdx : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("idx_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    path_ = (folder_ / "file.gz").string();
  }
  void TearDown() override { fs::remove_all(folder_); }

  /// A gzipped file of the magic number's last two bytes, sizes, and bytes 0, 1, 2, ...
  void write(int kind, std::vector<int> sizes, int byte_count, const std::string& name = "file.gz") const {
    const int ndim = static_cast<int>(sizes.size());
    std::string bytes = {0, 0, static_cast<char>(kind), static_cast<char>(ndim)};
    for (const int size : sizes) {
      for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift);
    }
    for (int i = 0; i < byte_count; ++i) bytes += static_cast<char>(i);
    const gzFile file = gzopen((folder_ / name).c_str(), "wb");
    gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(file);
  }
  std::string fault(const std::string& path) const {
    try {
      read_idx(path);
    } catch (const theano::ValueError& e) {
      return e.what();
    }
    return "no error";
  }
  std::string text(const std::string& found) const {
    return "[read_idx] the file must be a whole IDX file of bytes, but " + path_ + " " + found +
           ".\n  Way out: install Debian's package dataset-fashion-mnist (again), or name another folder.";
  }

  fs::path folder_;
  std::string path_;
};

TEST_F(ReadIdx, GivesBytesInTheirShape) {
  write(8, {2, 3}, 6);
  const theano::Array array = read_idx(path_);
  EXPECT_EQ(array.type_string(), "uint8 (2, 3)");
  EXPECT_EQ(array.at({1, 2}), 5);
}

TEST_F(ReadIdx, NamesAMissingFile) { EXPECT_EQ(fault(path_), text("does not exist")); }

TEST_F(ReadIdx, NamesATruncatedFile) {
  write(8, {2, 3}, 5);
  EXPECT_EQ(fault(path_), text("ends too early"));
  write(8, {2, 3}, 6);
  fs::resize_file(path_, fs::file_size(path_) / 2);
  EXPECT_NE(fault(path_), "no error");
  write(8, {1 << 30, 1 << 30, 1 << 30}, 6);
  EXPECT_EQ(fault(path_), text("ends too early"));
}

TEST_F(ReadIdx, NamesAForeignFile) {
  write(13, {2, 3}, 24);
  EXPECT_EQ(fault(path_), text("starts with the magic number 0x00000d02"));
}

TEST_F(ReadIdx, ScalesImagesAndMatchesLabels) {
  for (const std::string part : {"train", "t10k"}) {
    write(8, {2, 1, 3}, 6, part + "-images-idx3-ubyte.gz");
    write(8, {2}, 2, part + "-labels-idx1-ubyte.gz");
  }
  const FashionMnist set = load_fashion_mnist(theano::DType::Float32, folder_.string());
  EXPECT_EQ(set.train_images.type_string(), "float32 (2, 3)");
  EXPECT_EQ(set.train_images.at({1, 2}), 5.0f / 255.0f);
  EXPECT_EQ(set.test_labels.type_string(), "int32 (2,)");
  write(8, {3}, 3, "t10k-labels-idx1-ubyte.gz");
  EXPECT_THROW(load_fashion_mnist(theano::DType::Float32, folder_.string()), theano::ValueError);
}

}  // namespace
}  // namespace support
