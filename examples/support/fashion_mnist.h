// Reading the Fashion-MNIST data set from Debian's gzipped IDX files.
#pragma once

#include <array>
#include <string>

#include <theano/array/array.h>

namespace support {

inline constexpr const char* kFashionMnistFolder = "/usr/share/datasets/fashion-mnist";
inline constexpr std::array<const char*, 10> kClassNames = {"T-shirt", "trouser", "pullover", "dress", "coat",
                                                            "sandal",  "shirt",   "sneaker",  "bag",   "boot"};

/// The bytes of an IDX file, gzipped or plain, in its shape.
/// Errors: theano::ValueError naming the file when it is missing, damaged, truncated or of another kind.
theano::Array read_idx(const std::string& path);

/// 60,000 images to learn from and 10,000 to test with. Images: (n, 784), in [0, 1]; labels: int32 (n,), in [0, 10).
struct FashionMnist {
  theano::Array train_images, train_labels, test_images, test_labels;
};

/// Errors: those of read_idx, and theano::ValueError when images and labels do not belong together.
FashionMnist load_fashion_mnist(theano::DType dtype = theano::floatX(),
                                const std::string& folder = kFashionMnistFolder);

}  // namespace support
