// Graphs as bytes: to a file, to another process, and back. No recursion, linear in the number of nodes.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "theano/graph/op.h"

namespace theano {

/// How values that are no arrays (those of a face, behind generic variables) become bytes and values again.
class THEANO_API ObjectCodec {
 public:
  virtual ~ObjectCodec() = default;
  virtual std::string encode(const Object& object) const = 0;
  virtual Ref<Object> decode(std::string_view bytes) const = 0;
};

/// The graph of `variables` as bytes: ops with their parameters, types, constants, the values of shared variables and
/// their default updates, names, test values, and the user's lines. What several variables have in common is saved once.
/// Errors: NotImplementedError for an op or a value that has no form in bytes.
THEANO_API std::string save_graph(std::span<const Variable> variables, const ObjectCodec* codec = nullptr);
/// The same number of variables, on a graph of their own. Errors: ValueError for damaged bytes or an unknown op.
THEANO_API std::vector<Variable> load_graph(std::string_view bytes, const ObjectCodec* codec = nullptr);

/// One op with its parameters, and one type.
THEANO_API std::string save_op(const OpInstance& op, const ObjectCodec* codec = nullptr);
THEANO_API Op load_op(std::string_view bytes, const ObjectCodec* codec = nullptr);
THEANO_API std::string save_type(const Type& type);
THEANO_API TypeRef load_type(std::string_view bytes);

/// The place in the user's program of a node that was made in another process.
THEANO_API Provenance remember_position(SourcePosition position);

}  // namespace theano
