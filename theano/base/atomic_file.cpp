// A temporary file beside the target, renamed when it is complete.
#include "theano/base/atomic_file.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "theano/base/error.h"

namespace theano {

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)) {
  static std::atomic<int> counter{0};
  temporary_path_ = path_ + ".tmp" + std::to_string(::getpid()) + "_" + std::to_string(counter++);
  file_.open(temporary_path_, std::ios::binary | std::ios::trunc);
  if (!file_) fail("could not be created");
}

AtomicFile::~AtomicFile() {
  if (temporary_path_.empty()) return;
  file_.close();
  std::remove(temporary_path_.c_str());
}

void AtomicFile::write(const void* data, std::size_t size_bytes) {
  file_.write(static_cast<const char*>(data), static_cast<std::streamsize>(size_bytes));
  if (!file_) fail("could not be written");
}

void AtomicFile::commit() {
  file_.close();
  if (!file_ || std::rename(temporary_path_.c_str(), path_.c_str()) != 0) fail("could not be completed");
  temporary_path_.clear();
}

void AtomicFile::fail(const char* what) const {
  const std::string reason = std::strerror(errno);
  throw ValueError("save", "the file must be writable, but " + path_ + " " + what + " (" + reason + ").",
                   "check that its folder exists, can be written and has room.");
}

}  // namespace theano
