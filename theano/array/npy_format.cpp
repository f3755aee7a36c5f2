// Writing and parsing the header of .npy files.
#include "theano/array/npy_format.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "theano/base/error.h"

namespace theano {
namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);

struct Code {
  const char* text;
  DType dtype;
};
constexpr Code kCodes[] = {
    {"b1", DType::Bool},      {"i1", DType::Int8},        {"i2", DType::Int16},   {"i4", DType::Int32},
    {"i8", DType::Int64},     {"u1", DType::UInt8},       {"u2", DType::UInt16},  {"u4", DType::UInt32},
    {"u8", DType::UInt64},    {"f2", DType::Float16},     {"f4", DType::Float32}, {"f8", DType::Float64},
    {"c8", DType::Complex64}, {"c16", DType::Complex128},
};

/// The text that follows `'key':` in the header's dictionary.
std::string_view value_of(std::string_view dictionary, std::string_view key, const std::string& path) {
  const std::size_t at = dictionary.find("'" + std::string(key) + "'");
  const std::size_t colon = at == std::string_view::npos ? at : dictionary.find(':', at);
  if (colon == std::string_view::npos) throw_bad_file(path, "its header has no " + std::string(key));
  std::string_view rest = dictionary.substr(colon + 1);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  return rest;
}

DType parse_descr(std::string_view text, const std::string& path) {
  const std::size_t end = text.size() < 2 ? std::string_view::npos : text.find('\'', 1);
  if (text.empty() || text[0] != '\'' || end == std::string_view::npos || end < 3) {
    throw_bad_file(path, "its elements are records");
  }
  const std::string descr(text.substr(1, end - 1));
  if (descr[0] == '>' && descr.back() != '1') throw_bad_file(path, "its numbers are big-endian (" + descr + ")");
  for (const Code& code : kCodes) {
    if (descr.substr(1) == code.text) return code.dtype;
  }
  throw_bad_file(path, "its elements have the type " + descr);
}

Shape parse_shape(std::string_view text, const std::string& path) {
  const std::size_t end = text.find(')');
  if (text.empty() || text[0] != '(' || end == std::string_view::npos) throw_bad_file(path, "its shape is no tuple");
  Shape shape;
  const char* at = text.data() + 1;
  const char* const stop = text.data() + end;
  while (at < stop) {
    if (*at == ' ' || *at == ',' || *at == 'L') {
      ++at;
      continue;
    }
    std::int64_t size = 0;
    const auto [next, error] = std::from_chars(at, stop, size);
    if (error != std::errc() || size < 0) throw_bad_file(path, "its shape is no tuple of sizes");
    shape.push_back(size);
    at = next;
  }
  return shape;
}

}  // namespace

void throw_bad_file(const std::string& path, const std::string& found) {
  throw ValueError(
      "load", "the file must hold NumPy arrays of little-endian numbers, but " + path + " does not: " + found + ".",
      "write it again with numpy.save or numpy.savez, as numbers.");
}

std::string npy_header(const Array& array, const std::string& path) {
  const auto code =
      std::find_if(std::begin(kCodes), std::end(kCodes), [&](const Code& c) { return c.dtype == array.dtype(); });
  if (code == std::end(kCodes)) {
    throw ValueError("save", "the dtype must be one of NumPy's, but " + array.type_string() + " is not (" + path + ").",
                     "save the values as float32.");
  }
  const char order = dtype_size_bytes(array.dtype()) == 1 ? '|' : '<';
  std::string shape = shape_to_string(array.shape());
  std::string header =
      std::string("{'descr': '") + order + code->text + "', 'fortran_order': False, 'shape': " + shape + ", }";
  constexpr std::size_t kFixedBytes = 10, kBlockBytes = 64;
  const std::size_t used = kFixedBytes + header.size() + 1;
  header.append((kBlockBytes - used % kBlockBytes) % kBlockBytes, ' ');
  header += '\n';
  std::string bytes(kMagic);
  bytes += {1, 0, static_cast<char>(header.size() & 255), static_cast<char>(header.size() >> 8)};
  return bytes + header;
}

NpyHeader parse_npy_header(std::string_view bytes, const std::string& path) {
  if (bytes.substr(0, kMagic.size()) != kMagic) throw_bad_file(path, "it does not start with NumPy's magic");
  if (bytes.size() < 10) throw_bad_file(path, kTruncated);
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
  const std::size_t version = byte(6);
  if (version < 1 || version > 3) throw_bad_file(path, "its version is " + std::to_string(version));
  const std::size_t start = version == 1 ? 10 : 12;
  if (bytes.size() < start) throw_bad_file(path, kTruncated);
  std::size_t length = byte(8) | byte(9) << 8;
  if (version > 1) length |= byte(10) << 16 | byte(11) << 24;
  if (bytes.size() - start < length) throw_bad_file(path, kTruncated);
  const std::string_view dictionary = bytes.substr(start, length);
  NpyHeader header;
  header.dtype = parse_descr(value_of(dictionary, "descr", path), path);
  header.shape = parse_shape(value_of(dictionary, "shape", path), path);
  header.is_column_major = value_of(dictionary, "fortran_order", path).starts_with("True");
  header.size_bytes = start + length;
  return header;
}

Array allocate_for(const NpyHeader& header) {
  if (!header.is_column_major) return Array(header.dtype, header.shape);
  Shape reversed = header.shape;
  std::reverse(reversed.begin(), reversed.end());
  return Array(header.dtype, std::move(reversed)).transpose();
}

}  // namespace theano
