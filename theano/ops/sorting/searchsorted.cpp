// Places of values in sorted vectors, by bisection.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/shape/shape.h"
#include "theano/ops/sorting/sorting.h"

namespace theano {
namespace {

using ir::Expr;

std::vector<TypeRef> searchsorted_types(const OpInstance&, std::vector<Variable>& inputs) {
  for (std::size_t i = 0; i < inputs.size(); i += 2) {
    const bool is_vector = inputs[i].ndim() == 1;
    if (is_vector && (i == 0 || is_integer(inputs[i].dtype()))) continue;
    throw_error(ErrorReport{.kind = is_vector ? ErrorKind::Type : ErrorKind::Value,
                            .op = "searchsorted",
                            .sentence = (i == 0 ? "x must be a vector, but it is "
                                                : "sorter must be an integer vector, but it is ") +
                                        inputs[i].tensor_type().describe() + ".",
                            .operands = {describe_operand(i == 0 ? "x" : "sorter", inputs[i])},
                            .way_out = i == 0 ? "search in one line at a time." : "use argsort(x)."});
  }
  const DType dtype = promote(inputs[0].dtype(), inputs[1].dtype());
  for (std::size_t i = 0; i < 2; ++i) {
    if (inputs[i].dtype() != dtype) inputs[i] = tensor::cast(inputs[i], dtype);
  }
  return {TensorType::of(DType::Int64, inputs[1].tensor_type().sizes())};
}

void build_searchsorted(LoopNest& nest) {
  const std::vector<Expr> point = nest.b.map_indices();
  const bool is_right = nest.attributes().get_bool("right");
  const bool has_sorter = nest.node.input_count() == 3;
  const Expr value = nest.read(1, point);
  const Expr size = nest.input_size(0, 0);
  const Expr zero = nest.b.constant(DType::Int64, std::int64_t{0});
  const auto is_less = [](Expr a, Expr b) {
    return is_inexact(a.dtype()) ? (a < b) | ((b != b) & (a == a)) : a < b;
  };
  // Each turn halves what is left of at most `size` elements; all lanes take the same number of turns.
  const Expr bits = ir::cast(ir::prim(ir::Prim::Log2, ir::cast(size + 1, DType::Float64)), DType::Int64);
  const Expr turns = ir::select(size == 0, zero, bits + 1);
  const std::vector<Expr> ends =
      nest.b.loop(turns, {zero, size}, [&](Expr, std::span<const Expr> range) -> std::vector<Expr> {
        const Expr low = range[0], high = range[1];
        const Expr is_open = low < high;
        const Expr middle = ir::prim(ir::Prim::Shr, low + high, nest.b.constant(DType::Int64, std::int64_t{1}));
        Expr at = ir::select(is_open, middle, zero);
        const Expr read_at[] = {at};
        if (has_sorter) at = nest.checked_index(nest.read(2, read_at), size, 0);
        const Expr element_at[] = {at};
        const Expr element = nest.read(0, element_at);
        const Expr goes_behind = is_right ? ~is_less(value, element) : is_less(element, value);
        return {ir::select(is_open & goes_behind, middle + 1, low),
                ir::select(is_open & ~goes_behind, middle, high)};
      });
  nest.write(0, point, ends[0]);
}

std::vector<SizeCheck> searchsorted_checks(const Apply& node, std::span<const SymbolicShape> shapes) {
  if (node.input_count() < 3 || is_same_size(shapes[0][0], shapes[2][0])) return {};
  return {{shapes[0][0], shapes[2][0], "sorter must have as many elements as x, but they have {1} and {0}.",
           "use argsort(x)."}};
}

}  // namespace

namespace ops {

constinit const LoopOp searchsorted{{
    .name = "searchsorted",
    .inputs = {"x", "v", "sorter"},
    .summary = "Where values would have to be put into a sorted vector.",
    .numpy = "numpy.searchsorted(x, v)",
    .types = searchsorted_types,
    .shape = [](const Apply&, std::span<const SymbolicShape> shapes) -> std::vector<SymbolicShape> {
      return {shapes[1]};
    },
    .build = build_searchsorted,
    .connection = [](const Apply& node) -> std::vector<std::vector<bool>> {
      std::vector<std::vector<bool>> connected = {{true}, {true}, {false}};
      connected.resize(static_cast<std::size_t>(node.input_count()));
      return connected;
    },
    .print =
        [](const OpInstance& self) {
          return std::string("SearchsortedOp{") + (self.attributes().get_bool("right") ? "right}" : "left}");
        },
    .checks = searchsorted_checks,
}};

}  // namespace ops

namespace tensor {

Variable searchsorted(const Operand& x, const Operand& v, std::string_view side, const std::optional<Operand>& sorter) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  if (side != "left" && side != "right") {
    throw ValueError("searchsorted", "side must be \"left\" or \"right\", but it is \"" + std::string(side) + "\".",
                     "use \"left\" for the place before equal elements.");
  }
  std::vector<Variable> inputs = {x, v};
  if (sorter) inputs.push_back(*sorter);
  return apply_op(make_op(ops::searchsorted, {{"right", side == "right"}}), std::move(inputs));
}

}  // namespace tensor
}  // namespace theano
