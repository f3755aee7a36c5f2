// The named modes and what they mean.
#include "theano/compile/mode.h"

#include "theano/base/config.h"
#include "theano/base/error.h"

namespace theano {
namespace {

/// The parts of a text split by colons, empty ones left out.
std::vector<std::string> split_by_colon(const std::string& text) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text + ":") {
    if (c != ':') {
      part += c;
    } else if (!part.empty()) {
      parts.push_back(std::move(part));
      part.clear();
    }
  }
  return parts;
}

/// The mode with the rewrites that the options take in and leave out.
Mode with_options(const Mode& mode) {
  return mode.including(split_by_colon(config().get("optimizer_including")))
      .excluding(split_by_colon(config().get("optimizer_excluding")));
}

constexpr const char* kOptimizers[] = {"fast_run", "fast_compile", "None", "merge", "o4", "o3", "o2", "o1", "unsafe"};

}  // namespace

Mode::Mode(std::string linker, std::string optimizer) : linker_(std::move(linker)), optimizer_(std::move(optimizer)) {
  if (optimizer_ == "" || optimizer_ == "none") optimizer_ = "None";
  bool is_known = false;
  for (const char* name : kOptimizers) is_known = is_known || optimizer_ == name;
  if (!is_known)
    throw ValueError("Mode", "there is no optimizer named '" + optimizer_ + "'.",
                     "Use 'fast_run', 'fast_compile', 'merge', 'unsafe' or None.", Phase::Compile);
  fuses_ = optimizer_ == "fast_run" || optimizer_ == "unsafe" || optimizer_ == "o4" || optimizer_ == "o3";
}

Mode Mode::predefined(const std::string& name) {
  Mode mode = name == "FAST_COMPILE"                        ? Mode("vm", "fast_compile")
              : name == "None" || name == "NONE"            ? Mode("vm", "None")
              : name == "FAST_RUN" || name == "FAST_RUN_NOGC" || name == "DebugMode" || name == "DEBUG_MODE" ||
                      name == "PROFILE_MODE" || name == "NanGuardMode"
                  ? Mode("vm", "fast_run")
                  : throw ValueError("function", "there is no predefined mode named '" + name + "'.",
                                     "Use 'FAST_RUN', 'FAST_COMPILE', 'DebugMode', 'None', or a Mode object.",
                                     Phase::Compile);
  mode.name_ = name;
  if (name == "FAST_COMPILE") mode.tier_ = Tier::Interpreter;
  if (name == "FAST_RUN") mode.tier_ = Tier::MachineCode;
  if (name == "DebugMode" || name == "DEBUG_MODE") mode.checking_ = Checking::Oracle;
  return mode;
}

Mode Mode::named(const std::string& name) {
  if (name == "Mode") return from_config();
  const Mode mode = with_options(predefined(name));
  if (name == "NanGuardMode")
    return mode.watching(nan_guard({config().get_bool("NanGuardMode.nan_is_error"), config().get_bool("NanGuardMode.inf_is_error"),
                                    config().get_bool("NanGuardMode.big_is_error")}));
  return mode;
}

Mode Mode::from_config() {
  const std::string name = config().get("mode");
  if (name == "Mode") return with_options(Mode(config().get("linker"), config().get("optimizer")));
  return named(name);
}

Mode Mode::including(std::vector<std::string> names) const {
  Mode copy = *this;
  copy.included_.insert(copy.included_.end(), names.begin(), names.end());
  return copy;
}

Mode Mode::excluding(std::vector<std::string> names) const {
  Mode copy = *this;
  for (const std::string& name : names)
    if (name == "fusion" || name == "elemwise_fusion" || name == "local_elemwise_fusion") copy.fuses_ = false;
  copy.excluded_.insert(copy.excluded_.end(), names.begin(), names.end());
  return copy;
}

Mode Mode::watching(NodeWatch watch) const {
  Mode copy = *this;
  copy.watch_ = std::make_shared<const NodeWatch>(std::move(watch));
  return copy;
}

}  // namespace theano
