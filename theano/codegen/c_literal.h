// Numbers and texts of the IR as literals and comments of the C family.
#pragma once

#include <string>
#include <string_view>

#include "theano/ir/scalar_eval.h"

namespace theano::codegen {

/// A text that may stand in a comment: on one line, and without the characters that open or end one.
std::string c_comment(std::string_view text);

/// An expression for exactly this number, in parentheses where it has a sign; of a native dtype.
std::string c_literal(const ir::Scalar& number);

}  // namespace theano::codegen
