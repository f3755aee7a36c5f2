// Reading and writing arrays in NumPy's .npy and .npz formats.
#pragma once

#include <map>
#include <string>

#include "theano/array/array.h"

namespace theano {

/// Writes `array` as a .npy file (version 1.0), by a temporary file and rename so that a failure leaves the old file.
/// Errors: ValueError naming the path.
THEANO_API void save_npy(const std::string& path, const Array& array);
/// Reads a .npy file of little-endian numbers, row- or column-major. Errors: ValueError naming path and fault.
THEANO_API Array load_npy(const std::string& path);
/// Writes a .npz file (stored zip entries) of named arrays, atomically.
THEANO_API void save_npz(const std::string& path, const std::map<std::string, Array>& arrays);
THEANO_API std::map<std::string, Array> load_npz(const std::string& path);

}  // namespace theano
