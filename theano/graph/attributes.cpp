// Typed reading, hashing and text of an op's parameters.
#include "theano/graph/attributes.h"

#include "theano/base/error.h"

namespace theano {
namespace {

std::size_t mix(std::size_t seed, std::size_t value) { return (seed ^ value) * 0x9e3779b97f4a7c15ULL + (seed >> 29); }

struct HashOf {
  std::size_t operator()(std::int64_t v) const { return std::hash<std::int64_t>()(v); }
  std::size_t operator()(double v) const { return std::hash<double>()(v); }
  std::size_t operator()(bool v) const { return v ? 2 : 1; }
  std::size_t operator()(const std::string& v) const { return std::hash<std::string>()(v); }
  std::size_t operator()(DType v) const { return static_cast<std::size_t>(v) + 3; }
  std::size_t operator()(const std::vector<std::int64_t>& v) const {
    std::size_t hash = v.size();
    for (const std::int64_t i : v) hash = mix(hash, std::hash<std::int64_t>()(i));
    return hash;
  }
  std::size_t operator()(const Ref<Object>& v) const { return std::hash<Ref<Object>>()(v); }
};

template <class T>
const T& get(const AttributeValue* value, std::string_view name) {
  const T* typed = value ? std::get_if<T>(value) : nullptr;
  if (!typed) {
    throw InternalError("",
                        "an op's parameter '" + std::string(name) + "' " +
                            (value ? "is of another kind than the op reads." : "is wanted but not there."),
                        "report this: an op reads a parameter that it was not made with.");
  }
  return *typed;
}

}  // namespace

const AttributeValue* Attributes::find(std::string_view name) const noexcept {
  for (const Entry& entry : entries_) {
    if (entry.name == name) return &entry.value;
  }
  return nullptr;
}

void Attributes::set(std::string name, AttributeValue value) {
  for (Entry& entry : entries_) {
    if (entry.name == name) {
      entry.value = std::move(value);
      return;
    }
  }
  entries_.push_back({std::move(name), std::move(value)});
}

std::int64_t Attributes::get_int(std::string_view name) const { return get<std::int64_t>(find(name), name); }
double Attributes::get_double(std::string_view name) const { return get<double>(find(name), name); }
bool Attributes::get_bool(std::string_view name) const { return get<bool>(find(name), name); }
const std::string& Attributes::get_string(std::string_view name) const { return get<std::string>(find(name), name); }
DType Attributes::get_dtype(std::string_view name) const { return get<DType>(find(name), name); }
const std::vector<std::int64_t>& Attributes::get_ints(std::string_view name) const {
  return get<std::vector<std::int64_t>>(find(name), name);
}
Ref<Object> Attributes::get_object(std::string_view name) const { return get<Ref<Object>>(find(name), name); }

std::size_t Attributes::hash() const {
  std::size_t hash = entries_.size();
  for (const Entry& entry : entries_) {
    hash = mix(hash, std::hash<std::string>()(entry.name));
    hash = mix(hash, entry.value.index());
    hash = mix(hash, std::visit(HashOf{}, entry.value));
  }
  return hash;
}

}  // namespace theano
