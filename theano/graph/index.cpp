// Entries of an index, from what users write between brackets.
#include "theano/graph/index.h"

#include "theano/base/error.h"

namespace theano {
namespace {

Variable slice_bound(const std::optional<Operand>& bound, const char* role) {
  if (!bound) return {};
  const Variable& v = bound->variable();
  if (v.is_tensor() && v.ndim() == 0 && is_discrete(v.dtype())) return v;
  throw TypeError(ErrorReport{.op = "slice",
                              .sentence = std::string("the ") + role + " of a slice must be an integer, but it is " +
                                          v.to_string() + " of " + v.type()->to_string() + ".",
                              .operands = {describe_operand(role, v)},
                              .way_out = "cast it to an integer type, or leave it out."});
}

}  // namespace

IndexEntry::IndexEntry(const Operand& v) : kind(Kind::Integer), value(v.variable()) {
  if (!value.is_tensor() || !is_discrete(value.dtype())) {
    throw TypeError(ErrorReport{.op = "subtensor",
                                .sentence = "index must be integers or a boolean mask, but it is " + value.to_string() +
                                            " of " + value.type()->to_string() + ".",
                                .operands = {describe_operand("index", value)},
                                .way_out = "cast the index to an integer type."});
  }
  if (value.ndim() > 0) kind = Kind::Array;
}

IndexEntry slice(std::optional<Operand> start, std::optional<Operand> stop, std::optional<Operand> step) {
  IndexEntry entry(IndexEntry::Kind::Slice);
  entry.start = slice_bound(start, "start");
  entry.stop = slice_bound(stop, "stop");
  entry.step = slice_bound(step, "step");
  return entry;
}

}  // namespace theano
