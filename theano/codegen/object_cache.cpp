// Files of the cache: a line that names the format, lengths, a checksum, the key, the value.
#include "theano/codegen/object_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "theano/base/atomic_file.h"
#include "theano/base/config.h"
#include "theano/base/error.h"

namespace theano::codegen {
namespace {

namespace fs = std::filesystem;

constexpr char kMagic[16] = "theano object 1";
constexpr const char* kExtension = ".kernel";
constexpr std::int64_t kAbandonedSeconds = 3600;

struct Header {
  char magic[16];
  std::uint64_t key_bytes, value_bytes;
  std::uint64_t checksum;  // of key and value
};

std::uint64_t checksum_of(std::string_view key, std::string_view value) {
  uLong sum = crc32_z(0, reinterpret_cast<const Bytef*>(key.data()), key.size());
  return crc32_z(sum, reinterpret_cast<const Bytef*>(value.data()), value.size());
}

/// Fowler, Noll and Vo's hash (FNV-1a) from a given start.
std::uint64_t hash_of(std::string_view text, std::uint64_t hash) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

struct Contents {
  std::string key, value;
};

/// Nothing unless the file is whole.
std::optional<Contents> read_entry(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  Header header;
  if (!file.read(reinterpret_cast<char*>(&header), sizeof(header)) || std::memcmp(header.magic, kMagic, 16) != 0)
    return std::nullopt;
  std::string rest(std::istreambuf_iterator<char>(file), {});
  if (header.key_bytes > rest.size() || header.value_bytes != rest.size() - header.key_bytes) return std::nullopt;
  Contents contents{rest.substr(0, header.key_bytes), rest.substr(header.key_bytes)};
  if (checksum_of(contents.key, contents.value) != header.checksum) return std::nullopt;
  return contents;
}

bool has_ending(const fs::path& path, const char* ending) { return path.extension() == ending; }

std::int64_t changed_at(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 ? status.st_mtime : 0;
}

}  // namespace

ObjectCache::ObjectCache(std::string folder, std::int64_t most_bytes)
    : folder_(std::move(folder)), most_bytes_(most_bytes) {}

std::string ObjectCache::path_of(std::string_view key) const {
  char name[40];
  std::snprintf(name, sizeof(name), "%016llx%016llx", static_cast<unsigned long long>(hash_of(key, 14695981039346656037u)),
                static_cast<unsigned long long>(hash_of(key, 1099511628211u * key.size() + 7)));
  return folder_ + "/" + name + kExtension;
}

std::optional<std::string> ObjectCache::find(std::string_view key) const {
  if (folder_.empty()) return std::nullopt;
  const std::string path = path_of(key);
  std::optional<Contents> contents = read_entry(path);
  if (!contents || contents->key != key) return std::nullopt;
  ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);  // a folder that cannot be written keeps its order
  return std::move(contents->value);
}

void ObjectCache::keep(std::string_view key, std::string_view value) const {
  if (folder_.empty()) return;
  Header header{{}, key.size(), value.size(), checksum_of(key, value)};
  std::memcpy(header.magic, kMagic, 16);
  std::error_code ignored;
  fs::create_directories(folder_, ignored);
  try {
    AtomicFile file(path_of(key));
    file.write(&header, sizeof(header));
    file.write(key);
    file.write(value);
    file.commit();
  } catch (const Error&) {
    return;  // no room, or no right to write: the code is used all the same
  }
  // Looking at all entries costs more than writing one, so it is done now and then.
  if (hash_of(value, key.size()) % 64 == 0) purge(most_bytes_);
}

std::vector<ObjectCache::Entry> ObjectCache::list() const {
  std::vector<Entry> entries;
  if (folder_.empty()) return entries;
  std::error_code error;
  for (fs::directory_iterator file(folder_, error), end; !error && file != end; file.increment(error)) {
    if (!has_ending(file->path(), kExtension)) continue;
    const std::string path = file->path().string();
    const std::optional<Contents> contents = read_entry(path);
    if (!contents) continue;
    Entry entry;
    entry.file = file->path().filename().string();
    entry.title = contents->key.substr(0, contents->key.find('\n'));
    entry.size_bytes = static_cast<std::int64_t>(sizeof(Header) + contents->key.size() + contents->value.size());
    entry.used_at = changed_at(path);
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.used_at > b.used_at; });
  return entries;
}

std::int64_t ObjectCache::size_bytes() const {
  std::int64_t bytes = 0;
  for (const Entry& entry : list()) bytes += entry.size_bytes;
  return bytes;
}

int ObjectCache::purge(std::int64_t most_bytes) const {
  if (folder_.empty()) return 0;
  struct File {
    std::string path;
    std::int64_t size_bytes, used_at;
  };
  std::vector<File> files;
  std::int64_t bytes = 0;
  int removed = 0;
  std::error_code error;
  for (fs::directory_iterator file(folder_, error), end; !error && file != end; file.increment(error)) {
    std::error_code gone;  // another process may purge at the same time
    const std::string path = file->path().string();
    const std::int64_t used_at = changed_at(path);
    if (has_ending(file->path(), kExtension)) {
      const std::uintmax_t size = fs::file_size(file->path(), gone);
      if (gone) continue;
      files.push_back({path, static_cast<std::int64_t>(size), used_at});
      bytes += files.back().size_bytes;
    } else if (path.find(std::string(kExtension) + ".tmp") != std::string::npos &&
               used_at + kAbandonedSeconds < std::time(nullptr)) {
      removed += fs::remove(file->path(), gone);
    }
  }
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.used_at < b.used_at; });
  for (const File& file : files) {
    if (bytes <= most_bytes) break;
    std::error_code gone;
    removed += fs::remove(file.path, gone);
    bytes -= file.size_bytes;
  }
  return removed;
}

const ObjectCache& process_cache() {
  // Never destroyed: a thread may compile while other static objects go.
  static const ObjectCache& cache = *new ObjectCache([] {
    std::string folder = config().get("base_compiledir");
    const char* const home = std::getenv("HOME");
    if (folder.rfind("~", 0) == 0) folder = home && *home ? home + folder.substr(1) : std::string();
    return folder.empty() ? folder : folder + "/kernels";
  }());
  return cache;
}

}  // namespace theano::codegen
