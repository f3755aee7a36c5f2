// Modes as Python names them.
#pragma once

#include <optional>

#include "bindings.h"
#include "theano/compile/mode.h"

namespace theano::python {

/// None, a Mode, or the name of one.
std::optional<Mode> to_mode(nb::handle object);

}  // namespace theano::python
