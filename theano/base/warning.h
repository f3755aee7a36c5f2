// Warnings to the user: to standard error, or to where a face sends them.
#pragma once

#include <string>

#include "theano/base/export.h"

namespace theano {

/// Tells the user about something that is not an error. Default: one line on standard error.
THEANO_API void warn(const std::string& text);
/// Sends warnings elsewhere (Python: warnings.warn). The handler may throw.
THEANO_API void set_warning_handler(void (*handler)(const std::string& text));

}  // namespace theano
