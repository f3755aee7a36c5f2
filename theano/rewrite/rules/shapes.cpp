// Rules by which sizes are worked out from the sizes of inputs, without computing the values whose sizes they are.
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/tables.h"
#include "theano/rewrite/shape_memo.h"

namespace theano::rewrite::rules {

namespace {

Replacements size_of_axis(Apply& node, RuleContext& context) {
  const std::int64_t axis = node.op()->attributes().get_int("axis");
  return {context.shapes.size_of(node.input(0), static_cast<int>(axis))};
}

Replacements whole_shape(Apply& node, RuleContext& context) {
  const SymbolicShape sizes = context.shapes.shape_of(node.input(0));
  if (sizes.empty()) return {};
  return {stack_sizes(sizes)};
}

/// One element, by a constant index, of a vector whose elements are known as scalars.
Replacements item_of_vector(Apply& node, RuleContext&) {
  const Variable& vector = node.input(0);
  const Variable output = node.output(0);
  if (node.input_count() != 2 || vector.ndim() != 1 || output.ndim() != 0 || !is_discrete(vector.dtype())) return {};
  // The shape of a vector has one element, but its type does not say so, so it cannot be a make_vector.
  if (!owner_if(vector, ops::make_vector) && !owner_if(vector, ops::shape)) return {};
  const std::optional<std::int64_t> length = vector_length(vector);
  const std::optional<std::int64_t> index = known_size(as_size(node.input(1)));
  if (!length || !index || *index < -*length || *index >= *length) return {};
  return {vector_items(vector, *length)[static_cast<std::size_t>(*index < 0 ? *index + *length : *index)]};
}

}  // namespace

const RuleTable& shapes() {
  static const RuleTable table{"shapes",
                               "Sizes come from the sizes of inputs.",
                               Tag::Canonicalize | Tag::Specialize | Tag::FastRun | Tag::FastCompile,
                               {
                                   {"shape_i(f(x)) from the sizes of x", ops::shape_i, size_of_axis},
                                   {"shape(x) = make_vector(its sizes)", ops::shape, whole_shape},
                                   {"make_vector(a, b)[0] = a", ops::subtensor, item_of_vector},
                               }};
  return table;
}

}  // namespace theano::rewrite::rules
