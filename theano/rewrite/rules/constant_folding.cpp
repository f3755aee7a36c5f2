// Folds nodes whose inputs are all constants into constants, as long as that does not make the graph big.
#include <algorithm>

#include "theano/base/error.h"
#include "theano/graph/services.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

namespace {

/// Results up to this many elements are always folded; larger ones only when no larger than the inputs together.
constexpr std::int64_t kFreeElements = 1024;

bool is_foldable(const Apply& node) {
  const OpKind kind = node.op()->kind();
  if (kind == OpKind::Host || kind == OpKind::Control || node.inputs().empty()) return false;
  for (const Variable& input : node.inputs())
    if (!input.constant() || !input.is_tensor()) return false;
  return true;
}

/// Number of elements of the outputs together, or nothing when it cannot be told beforehand.
std::optional<std::int64_t> output_elements(const Apply& node) {
  std::vector<SymbolicShape> input_shapes;
  for (const Variable& input : node.inputs()) input_shapes.push_back(sizes_of(input));
  std::int64_t total = 0;
  for (const SymbolicShape& shape : node.op()->definition().infer_shape(node, input_shapes)) {
    std::int64_t count = 1;
    for (const Variable& size : shape) {
      const std::optional<std::int64_t> known = known_size(size);
      if (!known) return std::nullopt;
      if (*known > 0 && count > (std::int64_t{1} << 40) / *known) return std::nullopt;
      count *= *known;
    }
    total += count;
  }
  return total;
}

/// A number with other axes: the commonest constant, done without a kernel.
Replacements fold_number(Apply& node) {
  const Array& array = node.input(0).constant()->array();
  const Array moved = array.reshape(Shape(static_cast<std::size_t>(node.output(0).ndim()), 1));
  return {make_constant(node.output_type(0), Value{moved, nullptr})};
}

Replacements fold(Apply& node, RuleContext&) {
  if (!is_foldable(node)) return {};
  if (node.op()->is(ops::dimshuffle) && node.input(0).constant()->array().size() == 1) return fold_number(node);
  std::int64_t input_elements = 0;
  std::vector<Value> values;
  for (const Variable& input : node.inputs()) {
    values.push_back(input.constant()->value);
    input_elements += values.back().array.size();
  }
  try {
    const std::optional<std::int64_t> elements = output_elements(node);
    if (!elements || *elements > std::max(kFreeElements, input_elements)) return {};
    std::vector<Value> results = services::evaluate(node, values);
    Replacements replacements;
    for (int o = 0; o < node.output_count(); ++o)
      replacements.push_back(make_constant(node.output_type(o), std::move(results[o])));
    return replacements;
  } catch (const Error&) {
    return {};  // the error belongs to the call, and to nobody when the value is never asked for
  }
}

}  // namespace

const RuleTable& constant_folding() {
  static const RuleTable table{"constant_folding",
                               "Nodes on constants become constants.",
                               Tag::Canonicalize | Tag::Specialize | Tag::FastRun | Tag::FastCompile,
                               {{"constant_folding", {}, fold}}};
  return table;
}

}  // namespace theano::rewrite::rules
