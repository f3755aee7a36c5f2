// The options in force: parsing, checking, storing, and reading without locks.
#include "theano/base/config.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "theano/base/error.h"
#include "theano/base/warning.h"

namespace theano {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr const char* kBlanks = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return lower;
}

std::vector<std::string_view> allowed_values(const Option& option) {
  std::vector<std::string_view> values;
  std::string_view rest = option.allowed;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(", "), rest.size());
    values.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  return values;
}

template <class T>
bool parse_number(std::string_view text, T& number) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

/// Wording of the original, on which programs and their tests rely.
[[noreturn]] void throw_invalid(const Option& option, std::string_view value, const std::string& valid) {
  throw ValueError(
      "", "Invalid value (\"" + std::string(value) + "\") for configuration variable \"" + option.name + "\". " + valid,
      std::string("leave ") + option.name + " at its default, \"" + option.default_value + "\".");
}

void require_cpu(const Option& option, std::string_view value) {
  const std::string_view name = option.name;
  if (name == "device" ? value == "cpu" : value.empty() || value == "cpu") return;
  if (name != "device" && name != "init_gpu_device" && name != "contexts") return;
  const std::string asked = std::string(name) + "=" + std::string(value);
  const bool wants_opencl = value.find("opencl") != std::string_view::npos;
  const bool wants_cuda = value.find("cuda") != std::string_view::npos;
  if (!wants_opencl && !wants_cuda) {
    throw_invalid(option, value, "Valid options start with one of \"cpu\", \"opencl\" or \"cuda\".");
  }
  throw DeviceError("config",
                    "a device must have a driver in this build, but " + asked + " needs " +
                        (wants_opencl ? "OpenCL" : "CUDA") + ", for which this build has no driver yet.",
                    "use device=cpu.");
}

struct Parsed {
  std::string text;
  long long number = 0;
};

/// Canonical text and number of a value. Errors: ValueError, DeviceError.
Parsed parse_value(const Option& option, std::string_view given) {
  const std::string_view value = trimmed(given);
  switch (option.type) {
    case OptionType::Bool:
      if (value == "True" || value == "true" || value == "1") return {"True", 1};
      if (value == "False" || value == "false" || value == "0") return {"False", 0};
      throw_invalid(option, value, "Valid options are ('True', 'False', '1', '0')");
    case OptionType::Int: {
      Parsed parsed{std::string(value)};
      if (!parse_number(value, parsed.number)) throw_invalid(option, value, "A whole number is needed.");
      return parsed;
    }
    case OptionType::Float: {
      double number = 0;
      if (!parse_number(value, number)) throw_invalid(option, value, "A number is needed.");
      return {std::string(value)};
    }
    case OptionType::String:
      require_cpu(option, value);
      return {std::string(given)};
    case OptionType::Enum:
      break;
  }
  const bool is_short_float =
      option.name == std::string_view("floatX") && (value == "16" || value == "32" || value == "64");
  const std::string wanted = is_short_float ? "float" + std::string(value) : std::string(value);
  const std::vector<std::string_view> allowed = allowed_values(option);
  const auto found = std::find(allowed.begin(), allowed.end(), wanted);
  if (found != allowed.end()) return {wanted, found - allowed.begin()};
  std::string tuple;
  for (const std::string_view v : allowed) tuple += (tuple.empty() ? "'" : ", '") + std::string(v) + "'";
  throw_invalid(option, value, "Valid options are (" + tuple + ")");
}

/// Splits "a=1,b='x,y'" at commas outside quotes, and takes the quotes away.
std::vector<std::string> split_flags(std::string_view flags) {
  std::vector<std::string> parts(1);
  char quote = 0;
  for (const char c : flags) {
    if (quote != 0 ? c == quote : c == '"' || c == '\'') {
      quote = quote != 0 ? 0 : c;
    } else if (c == ',' && quote == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string expand_home(std::string_view path) {
  const char* home = std::getenv("HOME");
  if (home == nullptr || !(path == "~" || path.starts_with("~/"))) return std::string(path);
  return home + std::string(path.substr(1));
}

}  // namespace

struct Config::Impl {
  /// Texts are interned and never freed, so a reader needs no lock.
  struct Entry {
    std::atomic<const std::string*> text{nullptr};
    std::atomic<long long> number{0};
  };

  std::unique_ptr<Entry[]> entries{new Entry[option_table().size()]};
  std::mutex mutex;
  std::set<std::string, std::less<>> texts;

  static const Option* find(std::string_view name) {
    const std::span<const Option> table = option_table();
    const auto at = std::lower_bound(table.begin(), table.end(), name,
                                     [](const Option& o, std::string_view n) { return o.name < n; });
    return at != table.end() && at->name == name ? &*at : nullptr;
  }
  static const Option& require(std::string_view name) {
    if (const Option* option = find(name)) return *option;
    const std::string wanted = lower_case(name);
    for (const Option& o : option_table()) {
      if (lower_case(o.name) != wanted) continue;
      throw ValueError("config", "an option must have a known name, but \"" + std::string(name) + "\" is none.",
                       std::string("the option is spelled ") + o.name + ".");
    }
    throw ValueError("config", "an option must have a known name, but \"" + std::string(name) + "\" is none.",
                     "see the table of options for the names.");
  }
  Entry& entry(const Option& option) const { return entries[&option - option_table().data()]; }

  void store(const Option& option, std::string_view value) {
    Parsed parsed = parse_value(option, value);
    const std::lock_guard lock(mutex);
    Entry& e = entry(option);
    e.text.store(&*texts.insert(std::move(parsed.text)).first, std::memory_order_release);
    e.number.store(parsed.number, std::memory_order_release);
  }
};

Config& Config::instance() {
  static Config* const instance = new Config;  // never destroyed: options are read while the process ends
  return *instance;
}

Config::Config() : impl_(nullptr) {
  auto impl = std::make_unique<Impl>();
  impl_ = impl.get();
  for (const Option& option : option_table()) impl_->store(option, option.default_value);
  const char* files = std::getenv("THEANORC");
  std::string_view rest = files != nullptr ? files : "~/.theanorc";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string path = expand_home(trimmed(rest.substr(0, end)));
    if (!path.empty() && std::ifstream(path).is_open()) parse_file(path);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (const char* flags = std::getenv("THEANO_FLAGS")) parse_flags(flags);
  impl.release();
}

bool Config::has(std::string_view name) const { return Impl::find(name) != nullptr; }

std::string Config::get(std::string_view name) const {
  return *impl_->entry(Impl::require(name)).text.load(std::memory_order_acquire);
}

const std::atomic<long long>& Config::number(std::string_view name) const {
  return impl_->entry(Impl::require(name)).number;
}

namespace {

void require_type(const Option& option, OptionType type, const char* type_name) {
  if (option.type == type) return;
  throw InternalError("config", std::string("the option must be ") + type_name + ", but " + option.name + " is not.",
                      "read it with get().");
}

}  // namespace

bool Config::get_bool(std::string_view name) const {
  require_type(Impl::require(name), OptionType::Bool, "a bool");
  return number(name).load(std::memory_order_acquire) != 0;
}

long long Config::get_int(std::string_view name) const {
  require_type(Impl::require(name), OptionType::Int, "an int");
  return number(name).load(std::memory_order_acquire);
}

double Config::get_float(std::string_view name) const {
  require_type(Impl::require(name), OptionType::Float, "a float");
  double value = 0;
  parse_number(std::string_view(*impl_->entry(Impl::require(name)).text.load(std::memory_order_acquire)), value);
  return value;
}

void Config::set(std::string_view name, std::string_view value) {
  const Option& option = Impl::require(name);
  if (!option.is_settable && parse_value(option, value).text != get(name)) {
    throw ValueError(
        "config", "Can't change the value of this config parameter after initialization! (" + std::string(name) + ")",
        "set it before the program starts, as THEANO_FLAGS=" + std::string(name) + "=" + std::string(value) + ".");
  }
  impl_->store(option, value);
}

void Config::parse_flags(std::string_view flags) {
  for (const std::string& part : split_flags(flags)) {
    const std::string_view pair = trimmed(part);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    const std::string_view name = trimmed(pair.substr(0, equals));
    if (equals == std::string_view::npos) {
      warn("Config key '" + std::string(name) + "' has no value, ignoring it");
    } else if (const Option* option = Impl::find(name)) {
      impl_->store(*option, trimmed(pair.substr(equals + 1)));
    } else {
      warn("Config key '" + std::string(name) + "' is unknown, ignoring it");
    }
  }
}

void Config::parse_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    throw ValueError("config", "the file of options must be readable, but " + path + " is not.",
                     "check the path, or unset THEANORC.");
  }
  std::string section = "global", line;
  while (std::getline(file, line)) {
    const std::string_view text = trimmed(line);
    if (text.empty() || text.front() == '#' || text.front() == ';') continue;
    if (text.front() == '[' && text.back() == ']') {
      section = trimmed(text.substr(1, text.size() - 2));
      continue;
    }
    const std::size_t split = text.find_first_of("=:");
    const std::string_view key = trimmed(text.substr(0, split));
    const std::string name = section == "global" ? std::string(key) : section + "." + std::string(key);
    if (split == std::string_view::npos) {
      warn("Config key '" + name + "' in " + path + " has no value, ignoring it");
      continue;
    }
    // Keys of ini files have no case.
    const std::span<const Option> table = option_table();
    const auto option = std::find_if(table.begin(), table.end(), [wanted = lower_case(name)](const Option& o) {
      return lower_case(o.name) == wanted;
    });
    if (option == table.end()) {
      warn("Config key '" + name + "' in " + path + " is unknown, ignoring it");
    } else {
      impl_->store(*option, trimmed(text.substr(split + 1)));
    }
  }
}

ConfigScope::ConfigScope(std::string name, std::string_view value)
    : name_(std::move(name)), before_(config().get(name_)) {
  config().set(name_, value);
}

ConfigScope::~ConfigScope() { config().set(name_, before_); }

}  // namespace theano
