// A variable in the place of one whose type knows less.
#pragma once

#include <optional>

#include "theano/graph/variable.h"

namespace theano {

/// `v` as a variable of the wanted type: itself if it has the type, and without the knowledge of some sizes of 1 if that is
/// all that differs; else nothing.
THEANO_API std::optional<Variable> widened_to(const Variable& v, const Type& wanted);

}  // namespace theano
