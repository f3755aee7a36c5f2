// .npz files: zip archives of .npy entries, stored without compression.
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>

#include "theano/array/npy.h"
#include "theano/array/npy_format.h"
#include "theano/base/atomic_file.h"
#include "theano/base/error.h"

namespace theano {
namespace {

// Signatures and sizes of the records of a zip archive (PKWARE's application note).
constexpr std::uint32_t kLocalSignature = 0x04034b50, kCentralSignature = 0x02014b50, kEndSignature = 0x06054b50;
constexpr std::size_t kLocalBytes = 30, kCentralBytes = 46, kEndBytes = 22;
constexpr std::uint32_t kIn64BitField = 0xffffffff;

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
  static constexpr std::array<std::uint32_t, 256> kTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t c = i;
      for (int bit = 0; bit < 8; ++bit) c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
      table[i] = c;
    }
    return table;
  }();
  std::uint32_t c = ~before;
  for (const char byte : bytes) c = kTable[(c ^ static_cast<unsigned char>(byte)) & 255] ^ c >> 8;
  return ~c;
}

void put(std::string& record, std::uint64_t value, int size_bytes) {
  for (int i = 0; i < size_bytes; ++i) record += static_cast<char>(value >> 8 * i & 255);
}

struct Entry {
  std::string name;
  std::uint32_t crc = 0;
  std::uint64_t size_bytes = 0, offset = 0;
};

/// The fields that the local and the central record of an entry share.
void put_shared_fields(std::string& record, const Entry& entry) {
  constexpr std::uint64_t kVersion = 20, kMidnightOf1980 = 0x0021u << 16;
  put(record, kVersion, 2);
  put(record, 0, 4);  // flags, method "stored"
  put(record, kMidnightOf1980, 4);
  put(record, entry.crc, 4);
  put(record, entry.size_bytes, 4);
  put(record, entry.size_bytes, 4);
  put(record, entry.name.size(), 2);
}

class ZipReader {
 public:
  ZipReader(std::string bytes, std::string path) : bytes_(std::move(bytes)), path_(std::move(path)) {}

  template <class Visit>
  void for_each_entry(Visit visit) const {
    const std::size_t end = find_end();
    const std::uint64_t count = number(end + 10, 2);
    std::uint64_t at = number(end + 16, 4);
    for (std::uint64_t i = 0; i < count; ++i) {
      if (number(at, 4) != kCentralSignature) throw_bad_file(path_, "its directory is broken");
      const std::uint64_t name_bytes = number(at + 28, 2), extra_bytes = number(at + 30, 2);
      const std::string name(slice(at + kCentralBytes, name_bytes));
      if (number(at + 10, 2) != 0) {
        throw_bad_file(path_, "its entry " + name + " is compressed (write it with numpy.savez, not savez_compressed)");
      }
      const std::uint64_t size = number(at + 24, 4), offset = number(at + 42, 4);
      if (size == kIn64BitField || offset == kIn64BitField)
        throw_bad_file(path_, "its entry " + name + " is above 4 GB");
      const std::uint64_t data = offset + kLocalBytes + number(offset + 26, 2) + number(offset + 28, 2);
      const std::string_view content = slice(data, size);
      if (crc32(content, 0) != number(at + 16, 4))
        throw_bad_file(path_, "the checksum of its entry " + name + " is wrong");
      visit(name, content);
      at += kCentralBytes + name_bytes + extra_bytes + number(at + 32, 2);
    }
  }

 private:
  std::string_view slice(std::uint64_t at, std::uint64_t size) const {
    if (at > bytes_.size() || bytes_.size() - at < size) throw_bad_file(path_, kTruncated);
    return std::string_view(bytes_).substr(at, size);
  }
  std::uint64_t number(std::uint64_t at, int size_bytes) const {
    const std::string_view field = slice(at, static_cast<std::uint64_t>(size_bytes));
    std::uint64_t value = 0;
    for (int i = size_bytes; i-- > 0;)
      value = value << 8 | static_cast<unsigned char>(field[static_cast<std::size_t>(i)]);
    return value;
  }
  /// The end record stands last, but for a comment of any length up to 65535.
  std::size_t find_end() const {
    if (bytes_.size() >= 4 && number(0, 4) != kLocalSignature && number(0, 4) != kEndSignature) {
      throw_bad_file(path_, "it is no zip archive");
    }
    for (std::size_t back = kEndBytes; back <= bytes_.size() && back <= kEndBytes + 65535; ++back) {
      if (number(bytes_.size() - back, 4) == kEndSignature) return bytes_.size() - back;
    }
    throw_bad_file(path_, kTruncated);
  }

  std::string bytes_, path_;
};

}  // namespace

void save_npz(const std::string& path, const std::map<std::string, Array>& arrays) {
  AtomicFile file(path);
  std::string directory;
  std::uint64_t offset = 0;
  for (const auto& [name, array] : arrays) {
    const Array dense = array.contiguous();
    const std::string header = npy_header(dense, path);
    const std::string_view elements(reinterpret_cast<const char*>(dense.bytes()),
                                    static_cast<std::size_t>(dense.size_bytes()));
    Entry entry{name + ".npy", crc32(elements, crc32(header, 0)), header.size() + elements.size(), offset};
    if (offset + entry.size_bytes > std::numeric_limits<std::uint32_t>::max() - (1 << 20)) {
      throw ValueError("save",
                       "the arrays of one .npz file must stay below 4 GB together, but those of " + path + " do not.",
                       "write several files, or each array with save_npy.");
    }
    std::string local;
    put(local, kLocalSignature, 4);
    put_shared_fields(local, entry);
    put(local, 0, 2);  // no extra field
    local += entry.name;
    file.write(local);
    file.write(header);
    file.write(elements);
    put(directory, kCentralSignature, 4);
    put(directory, 20, 2);  // made by version 2.0
    put_shared_fields(directory, entry);
    put(directory, 0, 2 + 2 + 2 + 2);  // extra field, comment, disk, internal attributes
    put(directory, 0600u << 16, 4);    // external attributes: a file of its owner
    put(directory, entry.offset, 4);
    directory += entry.name;
    offset += local.size() + entry.size_bytes;
  }
  std::string end;
  put(end, kEndSignature, 4);
  put(end, 0, 4);
  put(end, arrays.size(), 2);
  put(end, arrays.size(), 2);
  put(end, directory.size(), 4);
  put(end, offset, 4);
  put(end, 0, 2);
  file.write(directory);
  file.write(end);
  file.commit();
}

std::map<std::string, Array> load_npz(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw ValueError("load", "the file must be readable, but " + path + " is not.", "check the path.");
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::map<std::string, Array> arrays;
  ZipReader(std::move(bytes), path).for_each_entry([&](std::string name, std::string_view content) {
    const NpyHeader header = parse_npy_header(content, path);
    const std::string_view elements = content.substr(header.size_bytes);
    const std::uint64_t count = static_cast<std::uint64_t>(element_count(header.shape));
    if (elements.size() / static_cast<std::uint64_t>(dtype_size_bytes(header.dtype)) < count) {
      throw_bad_file(path, "its entry " + name + " ends too early");
    }
    const Array array = allocate_for(header);
    std::memcpy(array.bytes(), elements.data(), static_cast<std::size_t>(array.size_bytes()));
    if (name.ends_with(".npy")) name.resize(name.size() - 4);
    arrays[name] = array.contiguous();
  });
  return arrays;
}

}  // namespace theano
