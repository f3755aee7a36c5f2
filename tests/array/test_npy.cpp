// .npy and .npz files: what NumPy wrote, what we write, and what is wrong with a file.
#include "theano/array/npy.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "theano/base/error.h"

namespace theano {
namespace {

namespace fs = std::filesystem;

class NpyTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("npy_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    path_ = (folder_ / "file").string();
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string content() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  void write(std::string_view bytes) const { std::ofstream(path_, std::ios::binary).write(bytes.data(), bytes.size()); }
  /// A .npy file as NumPy writes it.
  static std::string npy(const std::string& descr, const std::string& order, const std::string& shape,
                         const std::string& elements) {
    std::string header = "{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }";
    header.append(117 - header.size(), ' ');
    return std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + "\n" + elements;
  }
  template <class Load>
  std::string fault(Load load) const {
    try {
      load(path_);
    } catch (const ValueError& e) {
      std::string text = e.what();
      const std::string start =
          "[load] the file must hold NumPy arrays of little-endian numbers, but " + path_ + " does not: ";
      return text.starts_with(start) ? text.substr(start.size(), text.find('\n') - start.size()) : text;
    }
    return "no error";
  }

  fs::path folder_;
  std::string path_;
};

TEST_F(NpyTest, EveryDTypeComesBack) {
  for (int i = 0; i < kDTypeCount; ++i) {
    const DType dtype = static_cast<DType>(i);
    if (dtype == DType::BFloat16) continue;
    for (const Shape& shape : {Shape{}, Shape{3}, Shape{2, 3}, Shape{0, 4}}) {
      const Array array = Array::full(dtype, shape, 1);
      save_npy(path_, array);
      EXPECT_TRUE(is_identical(load_npy(path_), array)) << array.type_string();
    }
  }
}

TEST_F(NpyTest, WritesTheBytesThatNumpyWrites) {
  save_npy(path_, Array::of<std::uint8_t>({1, 2}));
  EXPECT_EQ(content(), npy("'|u1'", "False", "(2,)", "\x01\x02"));
  save_npy(path_, Array::from(std::vector<std::int16_t>{1, 2, 3, 4}, {2, 2}).transpose());
  EXPECT_EQ(content(), npy("'<i2'", "False", "(2, 2)", std::string("\1\0\3\0\2\0\4\0", 8)));
}

TEST_F(NpyTest, ReadsColumnMajorArrays) {
  write(npy("'|i1'", "True", "(2, 3)", "\1\2\3\4\5\6"));
  EXPECT_TRUE(is_identical(load_npy(path_), Array::from(std::vector<std::int8_t>{1, 3, 5, 2, 4, 6}, {2, 3})));
}

TEST_F(NpyTest, TellsWhatIsWrongWithAFile) {
  const auto fault_of = [&](const std::string& bytes) {
    write(bytes);
    return fault([](const std::string& path) { load_npy(path); });
  };
  EXPECT_EQ(fault_of("no array at all"), "it does not start with NumPy's magic.");
  EXPECT_EQ(fault_of(""), "it does not start with NumPy's magic.");
  EXPECT_EQ(fault_of("\x93NUMPY\x01"), "it ends too early.");
  EXPECT_EQ(fault_of(std::string("\x93NUMPY\x09\0\0\0\0\0", 12)), "its version is 9.");
  EXPECT_EQ(fault_of(npy("'<f8'", "False", "(2,)", "only ten b")), "it ends too early.");
  EXPECT_EQ(fault_of(npy("'<f8'", "False", "(1152921504606846976,)", "")), "it ends too early.");
  EXPECT_EQ(fault_of(npy("'>f8'", "False", "(1,)", "12345678")), "its numbers are big-endian (>f8).");
  EXPECT_EQ(fault_of(npy("'|O'", "False", "(1,)", "12345678")), "its elements have the type |O.");
  EXPECT_EQ(fault_of(npy("[('a', '<f8')]", "False", "(1,)", "12345678")), "its elements are records.");
  EXPECT_EQ(fault_of(npy("'<f8'", "False", "[1]", "12345678")), "its shape is no tuple.");
  EXPECT_EQ(fault_of(npy("'<f8'", "False", "(-1,)", "12345678")), "its shape is no tuple of sizes.");
  EXPECT_THROW(load_npy(path_ + ".missing"), ValueError);
}

TEST_F(NpyTest, EveryCutFileIsAnErrorAndNothingWorse) {
  save_npz(path_, {{"w", Array::of({1.0, 2.0})}, {"b", Array::scalar(3.0f)}});
  const std::string whole = content();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write(whole.substr(0, size));
    EXPECT_THROW(load_npz(path_), ValueError) << size;
  }
  save_npy(path_, Array::of({1.0, 2.0}));
  const std::string single = content();
  for (std::size_t size = 0; size < single.size(); ++size) {
    write(single.substr(0, size));
    EXPECT_THROW(load_npy(path_), ValueError) << size;
  }
}

TEST_F(NpyTest, ArchivesComeBack) {
  const std::map<std::string, Array> arrays = {{"w", Array::from(std::vector<double>{1, 2, 3, 4}, {2, 2}).transpose()},
                                               {"b", Array::scalar(3.0f)},
                                               {"empty", Array::zeros(DType::Int64, {0, 5})}};
  save_npz(path_, arrays);
  const std::map<std::string, Array> loaded = load_npz(path_);
  ASSERT_EQ(loaded.size(), arrays.size());
  for (const auto& [name, array] : arrays) EXPECT_TRUE(is_identical(loaded.at(name), array)) << name;
  save_npz(path_, {});
  EXPECT_TRUE(load_npz(path_).empty());
}

TEST_F(NpyTest, NoticesChangedBytesInAnArchive) {
  save_npz(path_, {{"w", Array::of({1.0, 2.0})}});
  std::string bytes = content();
  bytes[bytes.find("\xf0\x3f")] ^= 1;
  write(bytes);
  EXPECT_EQ(fault([](const std::string& path) { load_npz(path); }), "the checksum of its entry w.npy is wrong.");
  write("plain text, but long enough to hold an end record");
  EXPECT_EQ(fault([](const std::string& path) { load_npz(path); }), "it is no zip archive.");
}

TEST_F(NpyTest, AFailedSaveLeavesTheOldFile) {
  save_npy(path_, Array::of({1.0}));
  EXPECT_THROW(save_npy(path_, Array::zeros(DType::BFloat16, {2})), ValueError);
  EXPECT_THROW(save_npz(path_, {{"a", Array::of({2.0})}, {"b", Array::zeros(DType::BFloat16, {2})}}), ValueError);
  EXPECT_EQ(load_npy(path_).item(), 1.0);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

}  // namespace
}  // namespace theano
