// What may stand between the brackets of a subtensor.
#pragma once

#include <initializer_list>
#include <optional>
#include <vector>

#include "theano/graph/operand.h"

namespace theano {

/// One entry of an index: an integer, a slice, newaxis, an ellipsis, or an array of indices.
struct THEANO_API IndexEntry {
  enum class Kind : std::uint8_t { Integer, Slice, NewAxis, Ellipsis, Array };
  Kind kind;
  Variable value;              ///< Integer (0-d) and Array
  Variable start, stop, step;  ///< Slice: null where left out

  IndexEntry(const Operand& v);
  template <std::integral T>
  IndexEntry(T v, const std::source_location& l = std::source_location::current()) : IndexEntry(Operand(v, l)) {}
  IndexEntry(const Variable& v, const std::source_location& l = std::source_location::current())
      : IndexEntry(Operand(v, l)) {}
  explicit IndexEntry(Kind k) : kind(k) {}
};

/// `slice(1, 3)` is 1:3; std::nullopt or nothing leaves a bound out.
THEANO_API IndexEntry slice(std::optional<Operand> start = {}, std::optional<Operand> stop = {},
                            std::optional<Operand> step = {});
inline const IndexEntry newaxis{IndexEntry::Kind::NewAxis};
inline const IndexEntry ellipsis{IndexEntry::Kind::Ellipsis};

/// A whole index: `x[{0, slice(1, 3)}]` or `x[0]`.
struct Index {
  std::vector<IndexEntry> entries;
  Index(std::initializer_list<IndexEntry> list) : entries(list) {}
  explicit Index(std::vector<IndexEntry> list) : entries(std::move(list)) {}
  Index(IndexEntry entry) : entries{std::move(entry)} {}
  Index(const Variable& v, const std::source_location& l = std::source_location::current())
      : entries{IndexEntry(v, l)} {}
  template <std::integral T>
  Index(T v, const std::source_location& l = std::source_location::current()) : entries{IndexEntry(v, l)} {}
};

}  // namespace theano
