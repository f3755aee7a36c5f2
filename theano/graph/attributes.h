// The parameters of one use of an op (axes, dtype, index pattern), as data that can be compared, hashed and printed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "theano/array/dtype.h"
#include "theano/base/ref.h"
#include "theano/graph/type.h"

namespace theano {

using AttributeValue =
    std::variant<std::int64_t, double, bool, std::string, DType, std::vector<std::int64_t>, Ref<Object>>;

/// A few named values in the order the op states them.
class THEANO_API Attributes {
 public:
  struct Entry {
    std::string name;
    AttributeValue value;
    friend bool operator==(const Entry&, const Entry&) = default;
  };

  Attributes() = default;
  Attributes(std::initializer_list<Entry> entries) : entries_(entries) {}

  bool empty() const noexcept { return entries_.empty(); }
  const std::vector<Entry>& entries() const noexcept { return entries_; }
  bool has(std::string_view name) const noexcept { return find(name) != nullptr; }
  void set(std::string name, AttributeValue value);

  /// Typed reading. Errors: InternalError when the name or the kind is wrong.
  std::int64_t get_int(std::string_view name) const;
  double get_double(std::string_view name) const;
  bool get_bool(std::string_view name) const;
  const std::string& get_string(std::string_view name) const;
  DType get_dtype(std::string_view name) const;
  const std::vector<std::int64_t>& get_ints(std::string_view name) const;
  Ref<Object> get_object(std::string_view name) const;

  std::size_t hash() const;
  friend bool operator==(const Attributes&, const Attributes&) = default;

 private:
  const AttributeValue* find(std::string_view name) const noexcept;
  std::vector<Entry> entries_;
};

}  // namespace theano
