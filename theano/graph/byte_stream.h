// Numbers, texts and arrays as bytes, and back with every bound checked: what saved graphs are made of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "theano/array/array.h"

namespace theano {

/// Appends values to a text of bytes. Integers take 7 bits per byte, so that small ones are short.
class ByteWriter {
 public:
  void integer(std::int64_t value);
  void number(double value);
  void text(std::string_view value);
  /// dtype, sizes, elements; a null array is kept as such.
  void array(const Array& value);
  std::string take() { return std::move(bytes_); }

 private:
  void unsigned_integer(std::uint64_t value);
  std::string bytes_;
};

/// Reads what ByteWriter has written. Errors: ValueError where the bytes end too early or make no sense.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}
  std::int64_t integer();
  /// An integer in [0, limit].
  std::size_t count(std::size_t limit = SIZE_MAX / 2);
  double number();
  std::string_view text();
  Array array();
  bool is_at_end() const noexcept { return at_ == bytes_.size(); }
  std::size_t bytes_left() const noexcept { return bytes_.size() - at_; }

 private:
  std::string_view take(std::size_t size);
  std::string_view bytes_;
  std::size_t at_ = 0;
};

[[noreturn]] void throw_damaged(const std::string& found);

}  // namespace theano
