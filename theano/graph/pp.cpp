// pp: a graph as one formula, in Theano's notation.
#include <algorithm>
#include <utility>

#include "theano/graph/op.h"
#include "theano/graph/printing.h"

namespace theano {
namespace {

/// A piece of a formula: text, then (when `input` is not negative) the formula of that input.
struct Piece {
  std::string text;
  int input;
};

struct Notation {
  std::string_view op;
  std::string_view text;
};

// Ops that pp writes as calls, under another name or although they have a sign.
constexpr Notation kCallNames[] = {{"second", "fill"}, {"lt", "lt"},   {"le", "le"},
                                   {"gt", "gt"},       {"ge", "ge"},   {"and_", "and_"},
                                   {"or_", "or_"},     {"xor", "xor"}, {"invert", "invert"}};
// Ops that are written between (or in front of) their arguments although they are no elementwise ops with a sign.
constexpr Notation kSigns[] = {{"dot", "\\dot"}};

std::string_view find(std::span<const Notation> table, std::string_view op) {
  for (const Notation& row : table) {
    if (row.op == op) return row.text;
  }
  return "";
}

// Between the braces of "Elemwise{Cast{int32}}" or "InplaceDimShuffle{x,0}".
std::string_view braced(std::string_view text) {
  const std::size_t open = text.find('{');
  return open == std::string_view::npos ? "" : text.substr(open + 1, text.size() - open - 2);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at; (at = text.find(separator)) != std::string_view::npos;
       text.remove_prefix(at + separator.size())) {
    parts.push_back(text.substr(0, at));
  }
  parts.push_back(text);
  return parts;
}

std::string call_name(const OpInstance& op) {
  if (const std::string_view other = find(kCallNames, op.name()); !other.empty()) return std::string(other);
  const std::string text = op.to_string();
  constexpr std::string_view kCast = "Elemwise{Cast{";
  if (text.starts_with(kCast)) return text.substr(kCast.size(), text.find('}') - kCast.size());
  return op.kind() == OpKind::Elementwise ? std::string(op.name()) : text;
}

// Leading new axes are not worth a word, and a transpose has a short one.
std::vector<Piece> dimshuffle_pieces(const Apply& node, std::string_view text) {
  std::vector<std::string_view> order = split(braced(text), ",");
  if (order == std::vector<std::string_view>{""}) order.clear();
  const auto first_axis = std::find_if(order.begin(), order.end(), [](std::string_view s) { return s != "x"; });
  order.erase(order.begin(), first_axis);
  const int ndim = node.input(0).is_tensor() ? node.input(0).ndim() : -1;
  bool is_same = static_cast<int>(order.size()) == ndim, is_reversed = is_same;
  for (int i = 0; i < static_cast<int>(order.size()); ++i) {
    is_same = is_same && order[i] == std::to_string(i);
    is_reversed = is_reversed && order[i] == std::to_string(ndim - 1 - i);
  }
  if (is_same) return {{"", 0}};
  if (is_reversed) return {{"", 0}, {".T", -1}};
  std::string name = "DimShuffle{";
  for (std::size_t i = 0; i < order.size(); ++i) name.append(i > 0 ? ", " : "").append(order[i]);
  return {{name + "}(", 0}, {")", -1}};
}

// "Subtensor{int64, int64:int32:}" of (x, i, j, k) is x[i, j:k]; every type named between the braces takes an input.
std::vector<Piece> subtensor_pieces(const Apply& node, std::string_view text) {
  std::vector<Piece> pieces{{"", 0}};
  std::string before = "[";
  int next = 1;
  const auto take = [&](std::string_view part) {
    if (part.empty() || next >= node.input_count()) return;
    const Variable& input = node.input(next);
    if (input.constant() && input.is_tensor()) {
      before += input.constant()->array().to_string();
    } else {
      pieces.push_back({std::exchange(before, ""), next});
    }
    ++next;
  };
  const std::vector<std::string_view> entries = split(braced(text), ", ");
  for (std::size_t e = 0; e < entries.size(); ++e) {
    if (e > 0) before += ", ";
    const std::vector<std::string_view> parts = split(entries[e], ":");
    for (std::size_t p = 0; p < parts.size(); ++p) {
      if (p == 1 || (p == 2 && !parts[p].empty())) before += ":";
      take(parts[p]);
    }
  }
  pieces.push_back({before + "]", -1});
  return pieces;
}

std::vector<Piece> pieces_of(const Apply& node) {
  const OpInstance& op = *node.op();
  if (op.name() == "subtensor") return subtensor_pieces(node, op.to_string());
  if (op.name() == "dimshuffle" && node.input_count() == 1) return dimshuffle_pieces(node, op.to_string());
  std::string_view sign = find(kCallNames, op.name()).empty() ? op.definition().infix() : "";
  if (sign.empty()) sign = find(kSigns, op.name());
  std::vector<Piece> pieces;
  if (!sign.empty() && node.input_count() == 1) return {{"(" + std::string(sign), 0}, {")", -1}};
  const std::string separator = sign.empty() ? ", " : " " + std::string(sign) + " ";
  std::string before = sign.empty() ? call_name(op) + "(" : "(";
  for (int i = 0; i < node.input_count(); ++i) {
    pieces.push_back({std::move(before), i});
    before = separator;
  }
  if (node.input_count() == 0) {
    pieces.push_back({before + ")", -1});
  } else {
    pieces.push_back({")", -1});
  }
  return pieces;
}

}  // namespace

std::string pp(const Variable& v, std::size_t max_chars) {
  struct Frame {
    Variable variable;
    std::vector<Piece> pieces;
    std::size_t next = 0;
  };
  std::string text;
  std::vector<Frame> stack;
  // Named results are written out, as Theano does: the name alone would hide the formula that was asked for.
  const auto open = [&](const Variable& x) {
    if (const Apply* owner = x.owner()) {
      stack.push_back({x, pieces_of(*owner)});
    } else {
      text += x.to_string();
    }
  };
  open(v);
  while (!stack.empty() && text.size() <= max_chars) {
    Frame& frame = stack.back();
    if (frame.next == frame.pieces.size()) {
      stack.pop_back();
      continue;
    }
    const Piece& piece = frame.pieces[frame.next++];
    text += piece.text;
    if (piece.input >= 0) open(Variable(frame.variable.owner()->input(piece.input)));
  }
  if (text.size() > max_chars) {
    text.resize(max_chars);
    text += "...";
  }
  return text;
}

}  // namespace theano
