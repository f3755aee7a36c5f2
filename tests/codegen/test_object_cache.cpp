// The cache of machine code on disk: whole entries or none, whatever happens to its files.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "theano/codegen/object_cache.h"

namespace theano::codegen {
namespace {

namespace fs = std::filesystem;

class ObjectCacheTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("theano_object_cache_" + std::to_string(::getpid()));
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string folder() const { return folder_.string(); }
  fs::path only_file() const { return fs::directory_iterator(folder_)->path(); }
  static std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  fs::path folder_;
};

TEST_F(ObjectCacheTest, FindsWhatItKept) {
  const ObjectCache cache(folder());
  EXPECT_FALSE(cache.find("a"));
  cache.keep("a", std::string("x\0y", 3));
  cache.keep("b\nmore", "");
  EXPECT_EQ(cache.find("a"), std::string("x\0y", 3));
  EXPECT_EQ(cache.find("b\nmore"), "");
  cache.keep("a", "new");
  EXPECT_EQ(ObjectCache(folder()).find("a"), "new");
  EXPECT_FALSE(cache.find("c"));
  EXPECT_EQ(cache.list().size(), 2u);
  EXPECT_EQ(cache.clear(), 2);
  EXPECT_FALSE(cache.find("a"));
  EXPECT_EQ(cache.size_bytes(), 0);
}

TEST_F(ObjectCacheTest, DamagedFilesCountAsAbsentAndAreReplaced) {
  const ObjectCache cache(folder());
  cache.keep("key", "value of some length");
  const std::string whole = read(only_file());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    write(only_file(), whole.substr(0, length));
    ASSERT_FALSE(cache.find("key")) << "cut to " << length;
  }
  write(only_file(), whole + "x");
  EXPECT_FALSE(cache.find("key"));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    write(only_file(), damaged);
    ASSERT_FALSE(cache.find("key")) << "byte " << at;
  }
  EXPECT_TRUE(cache.list().empty());
  cache.keep("key", "again");
  EXPECT_EQ(cache.find("key"), "again");
}

TEST_F(ObjectCacheTest, AnotherKeyUnderTheSameNameIsNotFound) {
  const ObjectCache cache(folder());
  cache.keep("first", "1");
  const fs::path name = only_file();
  const std::string first = read(name);
  cache.clear();
  cache.keep("other", "2");
  write(only_file(), first);
  EXPECT_FALSE(cache.find("other"));
}

TEST_F(ObjectCacheTest, FoldersThatCannotBeUsedAreEmpty) {
  write(folder_, "a file");
  const ObjectCache cache(folder());
  cache.keep("key", "value");
  EXPECT_FALSE(cache.find("key"));
  EXPECT_TRUE(cache.list().empty());
  const ObjectCache none("");
  none.keep("key", "value");
  EXPECT_FALSE(none.find("key"));
  EXPECT_EQ(none.clear(), 0);
}

TEST_F(ObjectCacheTest, KeepsWhatWasUsedLast) {
  const ObjectCache cache(folder());
  const std::string value(1000, 'v');
  for (int k = 0; k < 10; ++k) cache.keep("key" + std::to_string(k), value);
  // Files of one second are made so many seconds old.
  std::int64_t age = 100;
  for (const auto& file : fs::directory_iterator(folder_)) {
    const utimbuf times{1000000 + age, 1000000 + age};
    ++age;
    ASSERT_EQ(::utime(file.path().c_str(), &times), 0);
  }
  ASSERT_TRUE(cache.find("key3"));
  ASSERT_TRUE(cache.find("key7"));
  EXPECT_EQ(cache.purge(2500), 8);
  EXPECT_TRUE(cache.find("key3"));
  EXPECT_TRUE(cache.find("key7"));
  EXPECT_LE(cache.size_bytes(), 2500);
}

TEST_F(ObjectCacheTest, StaysWithinItsSize) {
  const ObjectCache cache(folder(), 20000);
  for (int k = 0; k < 600; ++k) cache.keep(std::to_string(k), std::string(900, static_cast<char>(k)) + std::to_string(k));
  // It is looked after once in 64 entries, on the average.
  EXPECT_LT(cache.size_bytes(), 400 * 1000);
  cache.purge(20000);
  EXPECT_LE(cache.size_bytes(), 20000);
}

TEST_F(ObjectCacheTest, WritersThatAreKilledLeaveAWorkingCache) {
  const ObjectCache cache(folder());
  const std::string value(1 << 20, 'k');
  for (int round = 0; round < 10; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      for (int k = 0;; ++k) cache.keep("key" + std::to_string(k % 4), value);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(3 + 2 * round));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    for (int k = 0; k < 4; ++k) {
      const std::optional<std::string> found = cache.find("key" + std::to_string(k));
      if (found) {
        ASSERT_EQ(*found, value);
      }
    }
  }
  cache.keep("key0", value);
  EXPECT_EQ(cache.find("key0"), value);
  // What the killed ones left half done goes when it is old.
  for (const auto& file : fs::directory_iterator(folder_)) {
    const utimbuf times{1000000, 1000000};
    ::utime(file.path().c_str(), &times);
  }
  cache.purge(ObjectCache::kMostBytes);
  for (const auto& file : fs::directory_iterator(folder_)) EXPECT_EQ(file.path().extension(), ".kernel");
}

TEST_F(ObjectCacheTest, ProcessesShareAFolder) {
  const ObjectCache cache(folder());
  std::vector<pid_t> children;
  for (int c = 0; c < 2; ++c) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    int faults = 0;
    for (int k = 0; k < 300; ++k) {
      const std::string key = "key" + std::to_string(k % 10), value(5000 + k % 10, static_cast<char>('a' + k % 10));
      cache.keep(key, value);
      const std::optional<std::string> found = cache.find(key);
      faults += found && *found != value;
      if (k % 50 == 49) cache.purge(20000);
    }
    ::_exit(faults);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
}

}  // namespace
}  // namespace theano::codegen
