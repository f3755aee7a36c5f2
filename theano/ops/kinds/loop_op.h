// The kind of ops that state a loop nest: reductions, gathers, scatters, cumulative sums, alloc, arange.
#pragma once

#include "theano/array/layout.h"
#include "theano/base/error.h"
#include "theano/ops/kinds/callables.h"

namespace theano {

/// What an op's nest sees while it is built: elements of its inputs and outputs, by index. Reading may inline the
/// formula of the producer (fusion); writing may go through an epilogue.
class LoopNest {
 public:
  LoopNest(ir::Builder& builder, const Apply& apply) : b(builder), node(apply) {}
  virtual ~LoopNest() = default;
  ir::Builder& b;
  const Apply& node;

  /// Element of an input; one int64 Expr per axis (broadcast axes ignore theirs).
  virtual ir::Expr read(int input, std::span<const ir::Expr> index) = 0;
  virtual void write(int output, std::span<const ir::Expr> index, ir::Expr value) = 0;
  /// Present element of an output that started as a copy of an input (see LoopSpec::starts_as).
  virtual ir::Expr read_output(int output, std::span<const ir::Expr> index) = 0;
  /// Sizes as int64 values.
  virtual ir::Expr input_size(int input, int axis) = 0;
  virtual ir::Expr output_size(int output, int axis) = 0;
  /// Value of a 0-d input.
  ir::Expr scalar(int input) { return read(input, {}); }
  /// A check of index `i` against [0, size) that tells the axis: "index 5 is out of bounds for axis 0 with size 3";
  /// gives i with negative values counted from the end.
  ir::Expr checked_index(ir::Expr i, ir::Expr size, int axis);
  const Attributes& attributes() const { return node.op()->attributes(); }
};

/// A layout on the buffer of a tensor, computed at call time from its layout and from integer inputs;
/// nullopt: not expressible, copy to contiguous first. Errors (IndexError, ...) at Phase::Call.
using ViewFunction = std::optional<Layout> (*)(const OpInstance& self, const Layout& input,
                                               std::span<const std::int64_t> scalars, const Shape& output_shape);

/// Two sizes that must be equal at a call; checked before the nest runs (broadcast axes need none).
struct SizeCheck {
  Variable a;            ///< int64 scalars, in terms of the sizes given
  Variable b;
  std::string sentence;  ///< "{0}" and "{1}" stand for the values found: "..., but x.shape[1] is {0} and y.shape[0] is {1}."
  std::string way_out;
  ErrorKind kind = ErrorKind::Shape;
  const char* op = nullptr;  ///< the name that users know; null: that of the op
};

struct LoopSpec {
  const char* name = "";
  Names inputs = {};
  const char* summary = "";
  const char* numpy = "";
  const char* source = "";
  double max_ulp = 0;
  TypesFunction types = nullptr;
  ShapeFunction shape = nullptr;
  /// The space of independent points. Default: the shape of output 0.
  SymbolicShape (*map_shape)(const Apply& node, std::span<const SymbolicShape> input_shapes) = nullptr;
  void (*build)(LoopNest& nest) = nullptr;
  /// Output 0 starts as a copy of this input (in place where nobody else holds its buffer); -1: starts undefined.
  int starts_as = -1;
  /// With starts_as: the part of output 0 that the nest sees as its output, by a view (inc_subtensor of slices); the
  /// scalars are the integer inputs from `first_scalar` on.
  ViewFunction window = nullptr;
  int first_scalar = 1;
  Vjp vjp = {};
  ConnectionFunction connection = nullptr;
  PrintFunction print = nullptr;
  /// What the call checks of the input sizes; a failure is an error at Phase::Call, a ShapeError unless it says otherwise.
  std::vector<SizeCheck> (*checks)(const Apply& node, std::span<const SymbolicShape> input_shapes) = nullptr;
};

class THEANO_API LoopOp : public OpDefinition {
 public:
  constexpr explicit LoopOp(const LoopSpec& spec) : spec_(spec) {}
  const LoopSpec& spec() const noexcept { return spec_; }

  OpKind kind() const noexcept override { return OpKind::Loop; }
  OpDocs docs() const noexcept override;
  Ref<Apply> make_apply(const Op& self, std::vector<Variable> inputs) const override;
  std::vector<SymbolicShape> infer_shape(const Apply&, std::span<const SymbolicShape>) const override;
  Gradients vjp(const Apply&, std::span<const Variable>) const override;
  std::vector<std::vector<bool>> connection_pattern(const Apply& node) const override;
  std::string print_name(const OpInstance& self) const override;

 private:
  LoopSpec spec_;
};

}  // namespace theano
