// The languages of the C family, one row each: how they spell what differs between them.
#pragma once

#include <string_view>

#include "theano/array/dtype.h"

namespace theano::codegen {

/// One language. Texts may hold "{...}" places, which the printer fills in.
struct CTarget {
  std::string_view name;          ///< as users ask for it
  std::string_view opening;       ///< stands first in every text: headers, and what the compiler must not do
  std::string_view closing;       ///< stands last
  std::string_view function;      ///< before a small function
  std::string_view kernel;        ///< before a kernel
  std::string_view buffer;        ///< before the type of a pointer to a buffer
  std::string_view map_loop;      ///< runs {i} along a map dimension of size {n}
  std::string_view float_suffix;  ///< what names of functions of float have more than those of double
  std::string_view copy_bits;     ///< gives {to} the bits of {from}
};

/// Plain C11, which C++ compilers take, too.
extern const CTarget kC;

/// The type of a dtype in all languages of the family; a 16-bit float is its pattern.
std::string_view c_type(DType dtype);

}  // namespace theano::codegen
