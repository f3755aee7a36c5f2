// The bytes of the .npy format, shared by .npy files and the entries of .npz files.
#pragma once

#include <string>
#include <string_view>

#include "theano/array/array.h"

namespace theano {

/// Header of a .npy file (version 1.0) for an array; the elements follow it. Errors: ValueError for bfloat16.
std::string npy_header(const Array& array, const std::string& path);

/// Where the elements of a parsed header start, and how they are to be read.
struct NpyHeader {
  DType dtype = DType::Float64;
  Shape shape;
  bool is_column_major = false;
  std::size_t size_bytes = 0;  ///< of magic, version, length and header together
};

/// Parses the start of `bytes`, which may hold more. Errors: ValueError naming `path`.
NpyHeader parse_npy_header(std::string_view bytes, const std::string& path);
/// An uninitialised array in the order of the header, whose memory takes the elements as they stand in the file.
Array allocate_for(const NpyHeader& header);

[[noreturn]] void throw_bad_file(const std::string& path, const std::string& found);
inline constexpr const char* kTruncated = "it ends too early";

}  // namespace theano
