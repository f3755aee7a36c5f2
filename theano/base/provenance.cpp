// The table of interned source positions behind Provenance.
#include "theano/base/provenance.h"

#include <deque>
#include <map>
#include <mutex>
#include <tuple>

namespace theano {
namespace {

using Resolver = SourcePosition (*)(const void*, std::uint64_t);

struct Place {
  const void* key1;
  std::uint64_t key2;
  Resolver resolve;
};

struct Table {
  std::mutex mutex;
  std::deque<Place> places;
  std::map<std::tuple<const void*, std::uint64_t, Resolver>, std::uint32_t> ids;
};

Table& table() {
  static Table* const instance = new Table;  // never destroyed: nodes may be printed while the process ends
  return *instance;
}

Provenance (*g_provider)() = nullptr;
thread_local Provenance t_scope;

SourcePosition resolve_cpp(const void* file, std::uint64_t line) {
  return {static_cast<const char*>(file), static_cast<int>(line), ""};
}

}  // namespace

Provenance Provenance::of(const std::source_location& location) {
  return foreign(location.file_name(), location.line(), &resolve_cpp);
}

Provenance Provenance::current(const std::source_location& location) {
  if (t_scope) return t_scope;
  if (g_provider) {
    const Provenance provided = g_provider();
    if (provided) return provided;
  }
  return of(location);
}

Provenance Provenance::foreign(const void* key1, std::uint64_t key2, Resolver resolve) {
  struct Last {
    const void* key1 = nullptr;
    std::uint64_t key2 = 0;
    std::uint32_t id = 0;
  };
  thread_local Last last;
  if (last.id != 0 && last.key1 == key1 && last.key2 == key2) return Provenance(last.id);
  Table& t = table();
  const std::lock_guard lock(t.mutex);
  const auto [it, is_new] = t.ids.try_emplace({key1, key2, resolve}, static_cast<std::uint32_t>(t.places.size() + 1));
  if (is_new) t.places.push_back({key1, key2, resolve});
  last = {key1, key2, it->second};
  return Provenance(it->second);
}

void Provenance::set_provider(Provenance (*provider)()) { g_provider = provider; }

SourcePosition Provenance::position() const {
  if (id_ == 0) return {};
  Place place;
  {
    Table& t = table();
    const std::lock_guard lock(t.mutex);
    place = t.places[id_ - 1];
  }
  return place.resolve(place.key1, place.key2);
}

std::string Provenance::to_string() const {
  const SourcePosition where = position();
  if (where.line == 0) return "";
  return "made in " + where.file + ":" + std::to_string(where.line);
}

ProvenanceScope::ProvenanceScope(Provenance provenance) noexcept : before_(t_scope) { t_scope = provenance; }
ProvenanceScope::~ProvenanceScope() { t_scope = before_; }

}  // namespace theano
