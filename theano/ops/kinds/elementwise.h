// The kind of ops that apply a scalar formula to every element, with broadcasting by type.
#pragma once

#include "theano/graph/operand.h"
#include "theano/graph/pattern.h"
#include "theano/ops/kinds/callables.h"

namespace theano {

/// The dtypes in which a formula computes: each input is cast to its type first.
struct ElementTypes {
  InlineVector<DType, 6> inputs;
  DType output;
};
/// Errors: TypeError for dtypes the op does not take (as Theano: neg of bool).
using DTypeRule = ElementTypes (*)(std::span<const DType> inputs, const Attributes& attributes);

namespace dtype_rules {
ElementTypes promote_all(std::span<const DType>, const Attributes&);        ///< add, mul, maximum
ElementTypes promote_numbers(std::span<const DType>, const Attributes&);    ///< the same, refusing bool: sub, neg
ElementTypes promote_real(std::span<const DType>, const Attributes&);       ///< the same, refusing complex: clip
ElementTypes remainder(std::span<const DType>, const Attributes&);          ///< mod: promoted; complex is a ComplexError
ElementTypes promote_ordered(std::span<const DType>, const Attributes&);    ///< refusing bool and complex: sgn
ElementTypes promote_power(std::span<const DType>, const Attributes&);      ///< pow: bool becomes int8
ElementTypes magnitude(std::span<const DType>, const Attributes&);          ///< abs_, real: complex gives its float type
ElementTypes promote_to_float(std::span<const DType>, const Attributes&);   ///< exp, sqrt, sigmoid
ElementTypes real_to_float(std::span<const DType>, const Attributes&);      ///< floor, erf: the same, refusing complex
ElementTypes promote_division(std::span<const DType>, const Attributes&);   ///< true_div
ElementTypes comparison(std::span<const DType>, const Attributes&);         ///< eq, lt: computes promoted, gives bool
ElementTypes bitwise(std::span<const DType>, const Attributes&);            ///< and_, or_, invert: discrete only
ElementTypes condition_first(std::span<const DType>, const Attributes&);    ///< switch: first as bool, rest promoted
ElementTypes float_only(std::span<const DType>, const Attributes&);         ///< round: refuses discrete types
ElementTypes bool_result(std::span<const DType>, const Attributes&);        ///< isnan: any type, gives bool
ElementTypes keep_each(std::span<const DType>, const Attributes&);          ///< second: the type of the last input
ElementTypes cast_target(std::span<const DType>, const Attributes&);        ///< cast: the attribute dtype
ElementTypes complex_of_parts(std::span<const DType>, const Attributes&);   ///< complex: of real numbers only
ElementTypes argument(std::span<const DType>, const Attributes&);           ///< angle: as in Theano always float64
}  // namespace dtype_rules

/// Where the tests may draw inputs from, in each dtype cut to its range.
struct Domain {
  double low = -3;
  double high = 3;
  bool is_smooth = true;  ///< finite differences agree with the derivative inside (0 and integers avoided when false)
};

struct ElementwiseSpec {
  const char* name = "";
  Names inputs = {};
  const char* summary = "";
  const char* numpy = "";
  const char* source = "";
  DTypeRule dtype = dtype_rules::promote_all;
  double max_ulp = 0;
  Formula formula = {};
  Vjp vjp = {};         ///< none: the derivative is zero everywhere (floor, comparison)
  /// Whether, of complex numbers, vjp is g times a complex derivative. (The gradient is then formed with its conjugate.)
  bool is_holomorphic = true;
  const char* infix = "";
  bool is_commutative = false;
  Domain domain = {};
  ConnectionFunction connection = nullptr;  ///< default: all inputs matter to the derivative
  PrintFunction print = nullptr;            ///< default "Elemwise{name,no_inplace}"
  /// Its entry in the API: the Python module (null: none), further names there, and methods of tensor variables.
  const char* module = "tensor";
  const char* aliases = "";
  const char* methods = "";
};

/// An op on elements. Reads three ways: on Variables it makes a node, on Exprs it inlines its formula, on Patterns it
/// makes a pattern.
class THEANO_API Elementwise final : public OpDefinition {
 public:
  constexpr explicit Elementwise(const ElementwiseSpec& spec) : spec_(spec) {}

  Variable operator()(const Operand& a) const;
  Variable operator()(const Operand& a, const Operand& b) const;
  Variable operator()(const Operand& a, const Operand& b, const Operand& c) const;
  ir::Expr operator()(const ir::Expr& a) const;
  ir::Expr operator()(const ir::Expr& a, const ir::Expr& b) const;
  ir::Expr operator()(const ir::Expr& a, const ir::Expr& b, const ir::Expr& c) const;
  Pattern operator()(const Pattern& a) const { return Pattern::apply(*this, {a}); }
  Pattern operator()(const Pattern& a, const Pattern& b) const { return Pattern::apply(*this, {a, b}); }
  Pattern operator()(const Pattern& a, const Pattern& b, const Pattern& c) const {
    return Pattern::apply(*this, {a, b, c});
  }

  const ElementwiseSpec& spec() const noexcept { return spec_; }
  ElementTypes element_types(std::span<const DType> inputs, const Attributes& a) const { return spec_.dtype(inputs, a); }
  /// The formula on values of the inputs' own dtypes: casts in, formula, cast to the output dtype. Of 16-bit floats it is
  /// computed in float32 and rounded once.
  ir::Expr inline_formula(const Apply& node, std::span<const ir::Expr> inputs) const;

  OpKind kind() const noexcept override { return OpKind::Elementwise; }
  OpDocs docs() const noexcept override;
  Ref<Apply> make_apply(const Op& self, std::vector<Variable> inputs) const override;
  std::vector<SymbolicShape> infer_shape(const Apply&, std::span<const SymbolicShape>) const override;
  Gradients vjp(const Apply&, std::span<const Variable>) const override;
  std::vector<std::vector<bool>> connection_pattern(const Apply& node) const override;
  std::string print_name(const OpInstance& self) const override;
  std::string_view infix() const noexcept override { return spec_.infix; }
  bool is_commutative() const noexcept override { return spec_.is_commutative; }

 private:
  ElementwiseSpec spec_;
};

}  // namespace theano
