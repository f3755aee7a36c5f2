// All options of the library: one table of data, read from THEANO_FLAGS, .theanorc and by name.
#pragma once

#include <atomic>
#include <span>
#include <string>
#include <string_view>

#include "theano/base/export.h"

namespace theano {

enum class OptionType { Bool, Int, Float, String, Enum };

/// One row of the table of options.
struct Option {
  const char* name;           ///< "floatX", "exception_verbosity", "gcc.cxxflags"
  OptionType type;
  const char* default_value;  ///< as text
  const char* allowed;        ///< for Enum: values split by ", "; else empty
  bool is_settable;           ///< may change while the program runs
  bool has_effect;            ///< false: accepted for old programs, without meaning here
  const char* summary;        ///< one sentence
};

/// The whole table, ordered by name.
THEANO_API std::span<const Option> option_table();

/// The options in force. One object per process, `config()`; reading and writing are safe from several threads.
/// First use reads the defaults, then the files named by THEANORC (or ~/.theanorc), then THEANO_FLAGS.
/// Errors: ValueError for an unknown value, in the form of the original; unknown names are AttributeErrors in Python
/// (ErrorKind::Value here, see `has`).
class THEANO_API Config {
 public:
  static Config& instance();

  bool has(std::string_view name) const;
  std::string get(std::string_view name) const;  ///< as text, in canonical form ("True", "float64")
  bool get_bool(std::string_view name) const;
  long long get_int(std::string_view name) const;
  double get_float(std::string_view name) const;
  void set(std::string_view name, std::string_view value);
  /// Takes "name=value,name=value" in; used for THEANO_FLAGS. Unknown names and keys without a value give a warning.
  void parse_flags(std::string_view flags);
  /// Takes an ini file in: keys of [global] stand alone, keys of [section] become "section.key".
  void parse_file(const std::string& path);

  /// The value as a number, readable without a lock and for the life of the process: position in `allowed` for Enum,
  /// 0 or 1 for Bool, the value for Int, else 0. Keep the reference where an option is read on every node.
  const std::atomic<long long>& number(std::string_view name) const;
  std::string floatX() const { return get("floatX"); }

 private:
  Config();
  struct Impl;
  Impl* impl_;
};

inline Config& config() { return Config::instance(); }

/// Sets an option while it lives and puts the old value back.
class THEANO_API ConfigScope {
 public:
  ConfigScope(std::string name, std::string_view value);
  ConfigScope(const ConfigScope&) = delete;
  ConfigScope& operator=(const ConfigScope&) = delete;
  ~ConfigScope();

 private:
  std::string name_, before_;
};

}  // namespace theano
