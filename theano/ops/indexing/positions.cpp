// Where masks are true and runs begin: the ops whose sizes depend on the data, each parallel over blocks or runs.
#include "theano/base/error.h"
#include "theano/ops/indexing/parts.h"
#include "theano/ops/indexing/selection.h"

namespace theano {
namespace {

using ir::Expr;

// Long enough that starts are few, short enough that a vector of a few thousand still gives work to many lanes.
constexpr std::int64_t kBlock = 128;

std::vector<TypeRef> vector_of_int64() { return {TensorType::of_rank(DType::Int64, 1)}; }

SymbolicShape block_count(const SymbolicShape& mask) {
  return {divide_sizes(add_sizes(mask[0], constant_size(kBlock - 1)), constant_size(kBlock))};
}

// Whether element i of block b of the mask is there and true, and its place in the mask.
std::pair<Expr, Expr> element_of_block(LoopNest& nest, Expr block, Expr i) {
  const Expr length = nest.b.constant(DType::Int64, kBlock);
  const Expr place = block * length + i, size = nest.input_size(0, 0);
  const Expr inside[] = {ir::prim(ir::Prim::Min, place, size - 1)};
  return {(place < size) & nest.read(0, inside), place};
}

void build_true_counts(LoopNest& nest) {
  const Expr block[] = {nest.b.map_index(0)}, extents[] = {nest.b.constant(DType::Int64, kBlock)};
  nest.write(0, block, nest.b.reduce(ir::Combine::Sum, DType::Int64, extents, [&](std::span<const Expr> i) {
    return ir::cast(element_of_block(nest, block[0], i[0]).first, DType::Int64);
  }));
}

void check_sizes_of_mask(LoopNest& nest) {
  for (int i = 1; i < nest.node.input_count(); i += 2) {
    const Expr found = ir::cast(nest.scalar(i), DType::Int64), wanted = ir::cast(nest.scalar(i + 1), DType::Int64);
    ir::CheckSite site;
    site.message = "a boolean mask must have the sizes of the axes it indexes, but its size along axis " +
                   std::to_string(i / 2) + " is {}, not {limit}";
    site.provenance = nest.node.provenance;
    site.error_kind = static_cast<int>(ErrorKind::Index);
    site.op = "subtensor";
    nest.b.check(found == wanted, found, wanted, std::move(site));
  }
}

void build_run_starts(LoopNest& nest) {
  check_sizes_of_mask(nest);
  const Expr zero = nest.b.constant(DType::Int64, std::int64_t{0});
  nest.write(0, {{zero}}, zero);
  nest.b.loop(nest.input_size(0, 0), {zero}, [&](Expr i, std::span<const Expr> carried) -> std::vector<Expr> {
    const Expr count = ir::cast(nest.read(0, {{i}}), DType::Int64);
    ir::CheckSite site;
    site.message = "a number of repeats must not be negative, but one is {}";
    site.provenance = nest.node.provenance;
    site.error_kind = static_cast<int>(ErrorKind::Value);
    site.op = "repeat";
    nest.b.check(count >= 0, count, std::move(site));
    const Expr total = carried[0] + count;
    nest.write(0, {{i + 1}}, total);
    return {total};
  });
}

// What is not true goes to the block's own junk element, so that lanes need no branch and threads do not meet.
void build_true_places(LoopNest& nest) {
  const Expr block = nest.b.map_index(0);
  const Expr zero = nest.b.constant(DType::Int64, std::int64_t{0});
  const Expr junk = nest.output_size(0, 0) - 1 - block;
  nest.b.loop(nest.b.constant(DType::Int64, kBlock), {nest.read(1, {{block}})},
              [&](Expr i, std::span<const Expr> next) -> std::vector<Expr> {
                const auto [is_true, place] = element_of_block(nest, block, i);
                nest.write(0, {{ir::select(is_true, next[0], junk)}}, ir::select(is_true, place, zero));
                return {next[0] + ir::cast(is_true, DType::Int64)};
              });
}

void build_positions(LoopNest& nest) {
  const Expr i = nest.b.map_index(0);
  Expr place = nest.read(0, {{i}});
  if (nest.node.input_count() > 2) place = ir::prim(ir::Prim::FloorDiv, place, nest.scalar(2));
  if (nest.node.input_count() > 3) place = ir::prim(ir::Prim::Mod, place, nest.scalar(3));
  nest.write(0, {{i}}, place);
}

void build_repeated_places(LoopNest& nest) {
  const Expr run = nest.b.map_index(0);
  const Expr start = nest.read(0, {{run}});
  nest.b.for_each(nest.read(0, {{run + 1}}) - start, [&](Expr i) { nest.write(0, {{start + i}}, run); });
}

std::vector<SizeCheck> repeat_checks(const Apply& node, std::span<const SymbolicShape> shapes) {
  const Variable found = subtract_sizes(shapes[0][0], constant_size(1));
  if (is_same_size(found, node.input(2))) return {};
  return {{found, node.input(2), "there must be one number of repeats per element, but there are {0} for {1} elements.",
           "pass a scalar to repeat each element equally often.", ErrorKind::Shape, "repeat"}};
}

void build_bin_total(LoopNest& nest) {
  const Expr extents[] = {nest.input_size(0, 0)};
  const Expr greatest = nest.b.reduce(ir::Combine::Max, DType::Int64, extents, [&](std::span<const Expr> i) {
    const Expr number = ir::cast(nest.read(0, i), DType::Int64);
    if (nest.attributes().get_bool("assert_nonneg")) {
      ir::CheckSite site;
      site.message = "the input must have no negative numbers, but has {}";
      site.provenance = nest.node.provenance;
      site.error_kind = static_cast<int>(ErrorKind::Assertion);
      site.op = "bincount";
      nest.b.check(number >= 0, number, std::move(site));
    }
    return number;
  });
  // Of no numbers the greatest is the least there is, to which 1 may be added.
  nest.write(0, {}, ir::prim(ir::Prim::Max, greatest + 1, ir::cast(nest.scalar(1), DType::Int64)));
}

}  // namespace

namespace ops {

constinit const LoopOp true_counts{{
    .name = "true_counts",
    .inputs = {"mask"},
    .summary = "How many elements of each block of a bool vector are true.",
    .types = [](const OpInstance&, std::vector<Variable>&) { return vector_of_int64(); },
    .shape = [](const Apply&, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> {
      return {block_count(shapes[0])};
    },
    .build = build_true_counts,
}};

constinit const LoopOp run_starts{{
    .name = "run_starts",
    .inputs = {"counts", "sizes"},
    .summary = "Where each of the runs of given lengths starts, and where the last one ends.",
    .types = [](const OpInstance&, std::vector<Variable>&) { return vector_of_int64(); },
    .shape = [](const Apply&, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> {
      return {{add_sizes(shapes[0][0], constant_size(1))}};
    },
    .map_shape = [](const Apply&, std::span<const SymbolicShape>) { return SymbolicShape{}; },
    .build = build_run_starts,
}};

constinit const LoopOp true_places{{
    .name = "true_places",
    .inputs = {"mask", "starts", "total"},
    .summary = "The places of the true elements of a bool vector, and one more element per block.",
    .types = [](const OpInstance&, std::vector<Variable>&) { return vector_of_int64(); },
    .shape = [](const Apply& node, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> {
      return {{add_sizes(node.input(2), block_count(shapes[0])[0])}};
    },
    .map_shape = [](const Apply&, std::span<const SymbolicShape> shapes) { return block_count(shapes[0]); },
    .build = build_true_places,
}};

constinit const LoopOp positions{{
    .name = "positions",
    .inputs = {"places", "total", "inner", "size"},
    .summary = "Places in a flattened tensor as positions along one of its axes.",
    .types = [](const OpInstance&, std::vector<Variable>&) { return vector_of_int64(); },
    .shape = [](const Apply& node, std::span<const SymbolicShape>) -> std::vector<SymbolicShape> {
      return {{node.input(1)}};
    },
    .build = build_positions,
}};

constinit const LoopOp repeated_places{{
    .name = "repeated_places",
    .inputs = {"starts", "total", "count"},
    .summary = "The number of each run, as often as the run is long.",
    .types = [](const OpInstance&, std::vector<Variable>&) { return vector_of_int64(); },
    .shape = [](const Apply& node, std::span<const SymbolicShape>) -> std::vector<SymbolicShape> {
      return {{node.input(1)}};
    },
    .map_shape = [](const Apply&, std::span<const SymbolicShape> shapes) -> SymbolicShape {
      return {subtract_sizes(shapes[0][0], constant_size(1))};
    },
    .build = build_repeated_places,
    .checks = repeat_checks,
}};

constinit const LoopOp bin_total{{
    .name = "bin_total",
    .inputs = {"x", "least"},
    .summary = "How many bins the numbers of a vector need.",
    .types = [](const OpInstance&, std::vector<Variable>& inputs) -> std::vector<TypeRef> {
      if (inputs[1].ndim() != 0)
        throw TypeError(ErrorReport{.op = "bincount",
                                    .sentence = "the least number of bins must be a scalar, but has " +
                                                std::to_string(inputs[1].ndim()) + " axes.",
                                    .operands = {describe_operand("minlength", inputs[1])},
                                    .way_out = "pass an integer."});
      return {TensorType::of_rank(DType::Int64, 0)};
    },
    .shape = [](const Apply&, std::span<const SymbolicShape>) { return std::vector<SymbolicShape>(1); },
    .build = build_bin_total,
}};

}  // namespace ops

namespace parts {

std::vector<Variable> true_positions(const Variable& mask, std::span<const Variable> wanted) {
  const Variable flat = mask.ndim() == 1 ? mask : tensor::flatten(mask);
  std::vector<Variable> run_inputs = {apply_op(make_op(ops::true_counts), {flat})};
  for (std::size_t axis = 0; axis < wanted.size(); ++axis) {
    run_inputs.push_back(size_of(mask, static_cast<int>(axis)));
    run_inputs.push_back(wanted[axis]);
  }
  const Variable starts = apply_op(make_op(ops::run_starts), std::move(run_inputs));
  const Variable total = starts[-1];
  const Variable places = apply_op(make_op(ops::true_places), {flat, starts, total});
  std::vector<Variable> result;
  for (int axis = 0; axis < std::max(mask.ndim(), 1); ++axis) {
    std::vector<Variable> inputs = {places, total};
    if (mask.ndim() > 1) {
      SymbolicShape behind;
      for (int other = axis + 1; other < mask.ndim(); ++other) behind.push_back(size_of(mask, other));
      inputs.push_back(product_of_sizes(behind));
      if (axis > 0) inputs.push_back(size_of(mask, axis));
    }
    result.push_back(apply_op(make_op(ops::positions), std::move(inputs)));
  }
  return result;
}

}  // namespace parts
}  // namespace theano
