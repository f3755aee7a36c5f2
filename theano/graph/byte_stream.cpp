// The encoding of saved graphs: variable-length integers, IEEE numbers, lengths before texts.
#include "theano/graph/byte_stream.h"

#include <bit>
#include <cstring>

#include "theano/base/error.h"

namespace theano {

void throw_damaged(const std::string& found) {
  throw ValueError("load", "these bytes must be a saved graph, but " + found + ".", "Save the graph again.");
}

void ByteWriter::unsigned_integer(std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
  bytes_ += static_cast<char>(value);
}

void ByteWriter::integer(std::int64_t value) {
  // The sign goes to the lowest bit, so that small negative numbers are short too.
  unsigned_integer((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

void ByteWriter::number(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  for (int shift = 0; shift < 64; shift += 8) bytes_ += static_cast<char>(bits >> shift);
}

void ByteWriter::text(std::string_view value) {
  integer(static_cast<std::int64_t>(value.size()));
  bytes_ += value;
}

void ByteWriter::array(const Array& value) {
  if (value.is_null()) return integer(-1);
  const Array elements = value.contiguous();
  integer(static_cast<int>(elements.dtype()));
  integer(elements.ndim());
  for (const std::int64_t size : elements.shape()) integer(size);
  text({reinterpret_cast<const char*>(elements.bytes()), static_cast<std::size_t>(elements.size_bytes())});
}

std::string_view ByteReader::take(std::size_t size) {
  if (size > bytes_left()) throw_damaged("they end too early");
  at_ += size;
  return bytes_.substr(at_ - size, size);
}

std::int64_t ByteReader::integer() {
  std::uint64_t value = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(take(1)[0]);
    if (shift > 63) throw_damaged("a number in them is too long");
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

std::size_t ByteReader::count(std::size_t limit) {
  const std::int64_t value = integer();
  if (value < 0 || static_cast<std::uint64_t>(value) > limit) throw_damaged("a count in them is out of range");
  return static_cast<std::size_t>(value);
}

double ByteReader::number() {
  std::uint64_t bits = 0;
  const std::string_view bytes = take(8);
  for (int i = 0; i < 8; ++i) bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return std::bit_cast<double>(bits);
}

std::string_view ByteReader::text() { return take(count(bytes_left())); }

Array ByteReader::array() {
  const std::int64_t dtype = integer();
  if (dtype == -1) return {};
  if (dtype < 0 || dtype >= kDTypeCount) throw_damaged("there is no dtype of number " + std::to_string(dtype));
  Shape shape;
  double size = 1;
  for (std::size_t left = count(64); left > 0; --left) {
    shape.push_back(static_cast<std::int64_t>(count()));
    size *= static_cast<double>(shape.back());
  }
  const std::string_view elements = text();
  const auto element_bytes = dtype_size_bytes(static_cast<DType>(dtype));
  if (size * static_cast<double>(element_bytes) != static_cast<double>(elements.size()))
    throw_damaged("an array in them has another number of elements than its shape says");
  Array array(static_cast<DType>(dtype), std::move(shape));
  if (!elements.empty()) std::memcpy(array.bytes(), elements.data(), elements.size());
  return array;
}

}  // namespace theano
