// How a function is compiled: which rewrites, which execution tier, which checks.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "theano/base/export.h"
#include "theano/compile/node_watch.h"

namespace theano {

/// Which interpreter or compiler runs the kernels.
enum class Tier : std::uint8_t {
  Interpreter,  ///< tier 0: blocks of the loop IR interpreted
  MachineCode,  ///< tier 1; falls back on tier 0 in builds without a code generator
  Auto,         ///< answers first calls from tier 0
};

/// What is checked while a function runs.
enum class Checking : std::uint8_t {
  None,
  Oracle,  ///< DebugMode: every call is also computed by the oracle, and differences are errors
};

/// A way to compile. Named modes: FAST_RUN, FAST_COMPILE, Mode (the default), DebugMode, NanGuardMode, None (no
/// rewrites).
class THEANO_API Mode {
 public:
  /// `linker` is accepted for old programs and has no meaning. Errors: ValueError for an unknown optimizer.
  explicit Mode(std::string linker = "vm", std::string optimizer = "fast_run");
  /// The mode of a name. Errors: ValueError naming the modes there are.
  static Mode named(const std::string& name);
  /// The same without what the options add to every mode.
  static Mode predefined(const std::string& name);
  /// What the options `mode` and `optimizer` say.
  static Mode from_config();

  /// Copies with rules or tables, named or tagged so, taken in or left out.
  Mode including(std::vector<std::string> names) const;
  Mode excluding(std::vector<std::string> names) const;
  /// A copy in which every op runs by itself and is shown to `watch`: to look for NaN (nan_guard) or to print values.
  Mode watching(NodeWatch watch) const;

  const std::string& name() const noexcept { return name_; }
  const std::string& linker() const noexcept { return linker_; }
  const std::string& optimizer() const noexcept { return optimizer_; }
  const std::vector<std::string>& included() const noexcept { return included_; }
  const std::vector<std::string>& excluded() const noexcept { return excluded_; }
  Tier tier() const noexcept { return tier_; }
  Checking checking() const noexcept { return checking_; }
  bool fuses() const noexcept { return fuses_; }
  const std::shared_ptr<const NodeWatch>& watch() const noexcept { return watch_; }  ///< null: nobody watches

 private:
  std::string name_ = "Mode";
  std::string linker_;
  std::string optimizer_;
  std::vector<std::string> included_, excluded_;
  Tier tier_ = Tier::Auto;
  Checking checking_ = Checking::None;
  bool fuses_ = true;
  std::shared_ptr<const NodeWatch> watch_;
};

}  // namespace theano
