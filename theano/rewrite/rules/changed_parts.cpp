// Rules for tensors with a part changed: into zeros, of the same part again, of everything, by nothing.
#include "theano/graph/operand.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/operators.h"
#include "theano/ops/shape/shape.h"
#include "theano/rewrite/rules/index_parts.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/product_form.h"
#include "theano/rewrite/rules/tables.h"
#include "theano/rewrite/shape_memo.h"

namespace theano::rewrite::rules {

namespace {

bool sets(const Apply& node) { return node.op()->attributes().get_bool("set_instead_of_inc"); }

const std::vector<const OpDefinition*>& changing_ops() {
  static const std::vector<const OpDefinition*> list{&ops::inc_subtensor, &ops::advanced_inc_subtensor1,
                                                     &ops::advanced_inc_subtensor};
  return list;
}

/// The op that sets where `node` adds, or the other way round.
Op with_mode(const Apply& node, bool set_instead_of_inc) {
  Attributes attributes;
  for (const Attributes::Entry& entry : node.op()->attributes().entries())
    if (entry.name == "set_instead_of_inc")
      attributes.set(entry.name, set_instead_of_inc);
    else
      attributes.set(entry.name, entry.value);
  return make_op(node.op()->definition(), std::move(attributes));
}

/// Whether the node behind `part` takes of `x` just what `change` changes.
bool is_same_part(const Apply& part, const Variable& x, const Apply& change) {
  if (!(part.input(0) == x) || part.input_count() + 1 != change.input_count()) return false;
  const Attributes &a = part.op()->attributes(), &b = change.op()->attributes();
  const bool is_plain = part.op()->is(ops::subtensor) && change.op()->is(ops::inc_subtensor);
  if (!is_plain || a.get_ints("index") != b.get_ints("index")) return false;
  for (int i = 1; i < part.input_count(); ++i)
    if (!is_same_value(part.input(i), change.input(i + 1))) return false;
  return true;
}

/// y with the size of the part that it was put at.
Variable in_shape_of(const Variable& y, const Variable& part, RuleContext& context) {
  const Variable value = tensor::cast(y, part.dtype());
  if (value.type()->equals(*part.type()) || part.ndim() == 0) return value;
  return tensor::alloc(value, context.shapes.shape_of(part));
}

/// zeros with y added to a part have y there; nothing needs to be read.
Replacements add_to_zeros(Apply& node, RuleContext&) {
  if (sets(node) || !is_zero(node.input(0))) return {};
  return {apply_op(with_mode(node, true), copied_inputs(node))};
}

/// Adding zeros changes nothing.
Replacements add_zeros(Apply& node, RuleContext&) {
  return !sets(node) && is_zero(node.input(1)) ? Replacements{node.input(0)} : Replacements{};
}

/// x with x[i] put at [i] is x; with x[i] + y it is x with y added there.
Replacements set_to_itself(Apply& node, RuleContext&) {
  if (!sets(node)) return {};
  const Variable &x = node.input(0), &y = node.input(1);
  if (const Apply* part = owner_if(y, ops::subtensor); part && is_same_part(*part, x, node)) return {x};
  const Apply* sum = owner_if(y, tensor::add);
  if (!sum || sum->input_count() != 2) return {};
  for (const int k : {0, 1}) {
    const Apply* part = owner_if(sum->input(k), ops::subtensor);
    if (!part || !is_same_part(*part, x, node) || y.dtype() != x.dtype()) continue;
    std::vector<Variable> inputs = copied_inputs(node);
    inputs[1] = sum->input(1 - k);
    return {apply_op(with_mode(node, false), std::move(inputs))};
  }
  return {};
}

/// The part of x that was changed, by the same index: what was put there, or the old part with it added.
Replacements part_of_changed(Apply& node, RuleContext& context) {
  const Apply* change = owner_if(node.input(0), ops::inc_subtensor);
  if (!change || !is_same_part(node, node.input(0), *change)) return {};
  const Variable part = node.output(0);
  if (sets(*change)) return {in_shape_of(change->input(1), part, context)};
  std::vector<Variable> inputs = copied_inputs(node);
  inputs[0] = change->input(0);
  // What is added takes the dtype of x first, as in the op.
  const Variable y = tensor::cast(change->input(1), part.dtype());
  return {tensor::cast(apply_op(node.op(), std::move(inputs)) + y, part.dtype())};
}

/// A change of everything: x[:] = y is y, and x[:] += y is x + y.
Replacements change_of_all(Apply& node, RuleContext& context) {
  for (const AxisPart& part : parts_of(node, node.input(0).ndim(), 2))
    if (!part.is_whole()) return {};
  if (sets(node)) return {in_shape_of(node.input(1), node.output(0), context)};
  const DType dtype = node.output(0).dtype();
  return {tensor::cast(node.input(0) + tensor::cast(node.input(1), dtype), dtype)};
}

/// The value of an alloc is repeated while it is put, where the alloc says no size that is not known otherwise.
Replacements change_by_alloc(Apply& node, RuleContext& context) {
  const Apply* alloc = owner_if(node.input(1), ops::alloc);
  if (!alloc || !node.op()->is(ops::inc_subtensor)) return {};
  std::vector<Variable> inputs = copied_inputs(node), part_inputs = inputs;
  part_inputs.erase(part_inputs.begin() + 1);
  const Variable part =
      apply_op(make_op(ops::subtensor, {{"index", node.op()->attributes().get_ints("index")}}), std::move(part_inputs));
  if (!context.shapes.have_same_shape(part, node.input(1))) return {};
  inputs[1] = padded_left(alloc->input(0), node.input(1).ndim());
  return {apply_op(node.op(), std::move(inputs))};
}

/// Bounds of slices that change nothing are left out, as in subtensors.
Replacements useless_bounds_of_change(Apply& node, RuleContext&) {
  std::vector<AxisPart> parts = parts_of(node, node.input(0).ndim(), 2);
  bool changed = false;
  for (AxisPart& part : parts) {
    if (!part.is_slice || (!part.step.is_null() && known_bound(part.step) != 1)) continue;
    changed = changed || !part.step.is_null() || known_bound(part.start) == 0;
    part.step = Variable();
    if (known_bound(part.start) == 0) part.start = Variable();
  }
  if (!changed) return {};
  std::vector<Variable> inputs{node.input(0), node.input(1)};
  const bool set_instead_of_inc = sets(node);
  std::vector<std::int64_t> index = encoded(parts, inputs);
  return {apply_op(
      make_op(ops::inc_subtensor, {{"set_instead_of_inc", set_instead_of_inc}, {"index", std::move(index)}}),
      std::move(inputs))};
}

}  // namespace

const RuleTable& changed_parts() {
  static const RuleTable table{"changed_parts",
                               "Tensors with a part changed: what is zero, whole or asked for again is not put.",
                               Tag::Canonicalize | Tag::FastRun,
                               {
                                   {"x[i] += 0", changing_ops(), add_zeros},
                                   {"x[i] = x[i]", ops::inc_subtensor, set_to_itself},
                                   {"x[0:n] += y without useless bounds", ops::inc_subtensor, useless_bounds_of_change},
                                   {"x[:] = y", ops::inc_subtensor, change_of_all},
                                   {"zeros[i] += y as zeros[i] = y", ops::inc_subtensor, add_to_zeros},
                                   {"x[i] += alloc(y) as x[i] += y", ops::inc_subtensor, change_by_alloc},
                                   {"(x with y at [i])[i] = y", ops::subtensor, part_of_changed},
                               }};
  return table;
}

}  // namespace theano::rewrite::rules
