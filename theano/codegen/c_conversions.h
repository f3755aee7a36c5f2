// Conversions between numbers that the C family has no cast for.
#pragma once

#include <string_view>

namespace theano::codegen {

/// A conversion as a function, with the names of those that it calls. "{function}" stands for the qualifiers of small
/// functions, "{copy}" for giving `result` the bits of x.
struct CConversion {
  std::string_view name;
  std::string_view needs[2];
  std::string_view text;
};

/// Errors: InternalError for a name that is not in the table.
const CConversion& c_conversion(std::string_view name);

}  // namespace theano::codegen
