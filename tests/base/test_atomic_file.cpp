// AtomicFile: all or nothing.
#include "theano/base/atomic_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "theano/base/error.h"

namespace theano {
namespace {

namespace fs = std::filesystem;

class AtomicFileTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("atomic_file_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    path_ = (folder_ / "data").string();
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string content() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  std::ptrdiff_t file_count() const { return std::distance(fs::directory_iterator(folder_), {}); }

  fs::path folder_;
  std::string path_;
};

TEST_F(AtomicFileTest, AppearsWithCommit) {
  AtomicFile file(path_);
  file.write(std::string_view("a\0b", 3));
  EXPECT_FALSE(fs::exists(path_));
  file.commit();
  EXPECT_EQ(content(), std::string("a\0b", 3));
  EXPECT_EQ(file_count(), 1);
}

TEST_F(AtomicFileTest, LeavesTheOldFileWithoutCommit) {
  std::ofstream(path_) << "old";
  {
    AtomicFile file(path_);
    file.write("new");
  }
  EXPECT_EQ(content(), "old");
  EXPECT_EQ(file_count(), 1);
}

TEST_F(AtomicFileTest, NamesThePathItCannotWrite) {
  try {
    AtomicFile file("/no/such/folder/data");
    FAIL();
  } catch (const ValueError& e) {
    EXPECT_STREQ(e.what(),
                 "[save] the file must be writable, but /no/such/folder/data could not be created (No such file or "
                 "directory).\n  Way out: check that its folder exists, can be written and has room.");
  }
}

}  // namespace
}  // namespace theano
