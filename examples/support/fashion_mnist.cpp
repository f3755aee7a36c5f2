// Decompressing and checking IDX files.
#include "support/fashion_mnist.h"

#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <theano/base/error.h>

namespace support {
namespace {

using theano::Array;
using theano::DType;
using theano::Shape;
using theano::ValueError;

[[noreturn]] void throw_bad_file(const std::string& path, const std::string& found) {
  throw ValueError("read_idx", "the file must be a whole IDX file of bytes, but " + path + " " + found + ".",
                   "install Debian's package dataset-fashion-mnist (again), or name another folder.");
}

class GzipFile {
 public:
  explicit GzipFile(std::string path) : path_(std::move(path)), file_(gzopen(path_.c_str(), "rb")) {
    if (!std::filesystem::exists(path_)) throw_bad_file(path_, "does not exist");
    if (file_ == nullptr) throw_bad_file(path_, "cannot be opened");
    gzbuffer(file_.get(), 1 << 17);
  }

  void read(void* target, std::int64_t size_bytes) {
    auto* at = static_cast<unsigned char*>(target);
    while (size_bytes > 0) {
      constexpr std::int64_t kMostAtOnceBytes = 1 << 30;
      const int got = gzread(file_.get(), at, static_cast<unsigned>(std::min(size_bytes, kMostAtOnceBytes)));
      if (got < 0) throw_bad_file(path_, "is damaged");
      if (got == 0) throw_bad_file(path_, "ends too early");
      at += got;
      size_bytes -= got;
    }
  }

  std::uint32_t read_number() {
    unsigned char b[4];
    read(b, 4);
    return static_cast<std::uint32_t>(b[0]) << 24 | static_cast<std::uint32_t>(b[1]) << 16 | b[2] << 8 | b[3];
  }

 private:
  struct Close {
    void operator()(gzFile file) const { gzclose(file); }
  };
  std::string path_;
  std::unique_ptr<std::remove_pointer_t<gzFile>, Close> file_;
};

}  // namespace

Array read_idx(const std::string& path) {
  GzipFile file(path);
  const std::uint32_t magic = file.read_number();
  constexpr std::uint32_t kBytes = 0x08;  // the code of unsigned bytes in the third place of the magic number
  const std::uint32_t ndim = magic & 255;
  if (magic >> 8 != kBytes || ndim < 1 || ndim > 4) {
    char text[64];
    std::snprintf(text, sizeof(text), "starts with the magic number 0x%08x", magic);
    throw_bad_file(path, text);
  }
  Shape shape;
  for (std::uint32_t i = 0; i < ndim; ++i) shape.push_back(file.read_number());
  constexpr double kMostElements = 1e10;  // a broken header may claim any size
  double count = 1;
  for (const std::int64_t size : shape) count *= static_cast<double>(size);
  if (count > kMostElements) throw_bad_file(path, "ends too early");
  Array array(DType::UInt8, shape);
  file.read(array.bytes(), array.size_bytes());
  return array;
}

FashionMnist load_fashion_mnist(DType dtype, const std::string& folder) {
  const auto load = [&](const std::string& part, Array& images, Array& labels) {
    const std::string image_path = folder + "/" + part + "-images-idx3-ubyte.gz";
    const Array pixels = read_idx(image_path);
    labels = read_idx(folder + "/" + part + "-labels-idx1-ubyte.gz").astype(DType::Int32);
    if (pixels.ndim() != 3 || labels.ndim() != 1 || pixels.shape(0) != labels.shape(0)) {
      throw ValueError("load_fashion_mnist",
                       "there must be one label per image, but " + image_path + " holds " + pixels.type_string() +
                           " and its labels are " + labels.type_string() + ".",
                       "use the files of one data set.");
    }
    images = pixels.reshape({pixels.shape(0), -1}).astype(dtype);
    theano::visit_dtype(dtype, [&]<class T>() {
      for (T *x = images.data<T>(), *end = x + images.size(); x != end; ++x) *x = static_cast<T>(*x / T(255));
    });
  };
  FashionMnist set;
  load("train", set.train_images, set.train_labels);
  load("t10k", set.test_images, set.test_labels);
  return set;
}

}  // namespace support
