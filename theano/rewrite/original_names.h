// What Theano's names of rewrites select here: its programs include and exclude rewrites by name.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "theano/base/export.h"

namespace theano::rewrite {

/// A rewrite of Theano 1.0.5 and a table or rule that does its work here.
struct OriginalName {
  const char* original;
  const char* ours;
};
/// The whole table; a name of Theano may stand in several lines.
THEANO_API std::span<const OriginalName> original_names();
/// The names as they are, and behind them what those of Theano select here. Unknown names stay and select nothing.
THEANO_API std::vector<std::string> with_our_names(const std::vector<std::string>& names);

}  // namespace theano::rewrite
