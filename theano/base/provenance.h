// Where in the user's program a node was made: a 32-bit id, resolved to file and line only when printed.
#pragma once

#include <cstdint>
#include <source_location>
#include <string>

#include "theano/base/export.h"

namespace theano {

/// A resolved position in the user's program; `line` is 0 when unknown.
struct SourcePosition {
  std::string file;
  int line = 0;
  std::string text;  ///< the line of source itself, where it is known
};

/// Id of the place that made a node; 0 is "unknown". Copied by every rewrite to what replaces the node.
class THEANO_API Provenance {
 public:
  constexpr Provenance() noexcept = default;

  /// The id of a place in C++ source.
  static Provenance of(const std::source_location& location);
  /// The id to give to a node being made now: that of the innermost ProvenanceScope, else what the provider says
  /// (Python's current line), else `location`.
  static Provenance current(const std::source_location& location = std::source_location::current());
  /// Interns a place that a face resolves later: `resolve(key1, key2)` is called when it is printed.
  static Provenance foreign(const void* key1, std::uint64_t key2, SourcePosition (*resolve)(const void*, std::uint64_t));
  /// Installs the function that names the user's present line, or null when there is none (called once by a face).
  static void set_provider(Provenance (*provider)());

  constexpr explicit operator bool() const noexcept { return id_ != 0; }
  constexpr std::uint32_t id() const noexcept { return id_; }
  SourcePosition position() const;
  /// "made in model.py:12", or an empty text when unknown.
  std::string to_string() const;
  friend constexpr bool operator==(Provenance, Provenance) = default;

 private:
  friend class ProvenanceScope;
  constexpr explicit Provenance(std::uint32_t id) noexcept : id_(id) {}
  std::uint32_t id_ = 0;
};

/// While it lives, every node made by this thread gets the given provenance (rewrites and derivatives use it).
class THEANO_API ProvenanceScope {
 public:
  explicit ProvenanceScope(Provenance provenance) noexcept;
  ProvenanceScope(const ProvenanceScope&) = delete;
  ProvenanceScope& operator=(const ProvenanceScope&) = delete;
  ~ProvenanceScope();

 private:
  Provenance before_;
};

}  // namespace theano
