// Whole .npy files.
#include "theano/array/npy.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "theano/array/npy_format.h"
#include "theano/base/atomic_file.h"
#include "theano/base/error.h"

namespace theano {

void save_npy(const std::string& path, const Array& array) {
  const Array dense = array.contiguous();
  AtomicFile file(path);
  file.write(npy_header(dense, path));
  file.write(dense.bytes(), static_cast<std::size_t>(dense.size_bytes()));
  file.commit();
}

Array load_npy(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::error_code error;
  const std::uintmax_t file_bytes = std::filesystem::file_size(path, error);
  if (!file || error) {
    throw ValueError("load", "the file must be readable, but " + path + " is not.", "check the path.");
  }
  constexpr std::uintmax_t kLongestHeaderBytes = 1 << 20;
  std::string start(std::min(file_bytes, kLongestHeaderBytes), '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  const NpyHeader header = parse_npy_header(start, path);
  const std::uintmax_t count = static_cast<std::uintmax_t>(element_count(header.shape));
  // Asked before memory is taken: a broken header may claim any size.
  if ((file_bytes - header.size_bytes) / static_cast<std::uintmax_t>(dtype_size_bytes(header.dtype)) < count) {
    throw_bad_file(path, kTruncated);
  }
  const Array array = allocate_for(header);
  file.seekg(static_cast<std::streamoff>(header.size_bytes));
  file.read(reinterpret_cast<char*>(array.bytes()), array.size_bytes());
  if (!file) throw_bad_file(path, kTruncated);
  return array.contiguous();
}

}  // namespace theano
