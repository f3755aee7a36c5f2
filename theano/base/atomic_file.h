// Writing a file so that it is either the whole new one or still the old one.
#pragma once

#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>

#include "theano/base/export.h"

namespace theano {

/// A file being written beside its final place; `commit` moves it there. Without commit nothing changes.
/// Errors: ValueError naming the path, on any failure of the file system.
class THEANO_API AtomicFile {
 public:
  explicit AtomicFile(std::string path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  void write(const void* data, std::size_t size_bytes);
  void write(std::string_view bytes) { write(bytes.data(), bytes.size()); }
  void commit();

 private:
  [[noreturn]] void fail(const char* what) const;

  std::string path_, temporary_path_;
  std::ofstream file_;
};

}  // namespace theano
