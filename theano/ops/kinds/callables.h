// Turns the captureless lambdas of an op's block into plain function pointers, at compile time.
#pragma once

#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "theano/graph/op.h"
#include "theano/ir/builder.h"

namespace theano {

/// Gradients with respect to the inputs, in order; a null Variable is a disconnected input.
using Gradients = std::vector<Variable>;

/// Names of an op's inputs, usable as a constant expression.
struct Names {
  const char* values[6] = {};
  std::size_t count = 0;
  constexpr Names() = default;
  constexpr Names(std::initializer_list<const char*> list) {
    for (const char* name : list) values[count++] = name;
  }
  constexpr std::span<const char* const> span() const { return {values, count}; }
};

/// Scalar formula: a lambda on one to four Exprs, or on (span of Exprs, Attributes).
class Formula {
 public:
  using Function = ir::Expr (*)(std::span<const ir::Expr>, const Attributes&);
  constexpr Formula() = default;
  template <class F>
    requires std::is_empty_v<F>
  constexpr Formula(F) : function_(wrap<F>()) {}
  explicit constexpr operator bool() const { return function_ != nullptr; }
  ir::Expr operator()(std::span<const ir::Expr> x, const Attributes& a) const { return function_(x, a); }

 private:
  template <class F>
  static constexpr Function wrap() {
    using E = ir::Expr;
    if constexpr (std::is_invocable_v<F, std::span<const E>, const Attributes&>)
      return [](std::span<const E> x, const Attributes& a) -> E { return F{}(x, a); };
    else if constexpr (std::is_invocable_v<F, E>)
      return [](std::span<const E> x, const Attributes&) -> E { return F{}(x[0]); };
    else if constexpr (std::is_invocable_v<F, E, E>)
      return [](std::span<const E> x, const Attributes&) -> E { return F{}(x[0], x[1]); };
    else if constexpr (std::is_invocable_v<F, E, E, E>)
      return [](std::span<const E> x, const Attributes&) -> E { return F{}(x[0], x[1], x[2]); };
    else
      return [](std::span<const E> x, const Attributes&) -> E { return F{}(x[0], x[1], x[2], x[3]); };
  }
  Function function_ = nullptr;
};

/// Derivative, as a lambda on Variables:
///   one input:    (x, y, g) -> Variable            (y: the output, g: its gradient)
///   two inputs:   (a, b, y, g) -> Gradients
///   three inputs: (a, b, c, y, g) -> Gradients
///   any op:       (const Apply& node, std::span<const Variable> output_gradients) -> Gradients
class Vjp {
 public:
  using Function = Gradients (*)(const Apply&, std::span<const Variable>);
  constexpr Vjp() = default;
  constexpr Vjp(Function function) : function_(function) {}
  template <class F>
    requires std::is_empty_v<F>
  constexpr Vjp(F) : function_(wrap<F>()) {}
  explicit constexpr operator bool() const { return function_ != nullptr; }
  Gradients operator()(const Apply& node, std::span<const Variable> g) const { return function_(node, g); }

 private:
  template <class F>
  static constexpr Function wrap() {
    using V = const Variable&;
    if constexpr (std::is_invocable_v<F, const Apply&, std::span<const Variable>>)
      return [](const Apply& n, std::span<const Variable> g) -> Gradients { return F{}(n, g); };
    else if constexpr (std::is_invocable_v<F, V, V, V>)
      return [](const Apply& n, std::span<const Variable> g) -> Gradients {
        return {F{}(n.input(0), const_cast<Apply&>(n).output(0), g[0])};
      };
    else if constexpr (std::is_invocable_v<F, V, V, V, V>)
      return [](const Apply& n, std::span<const Variable> g) -> Gradients {
        return F{}(n.input(0), n.input(1), const_cast<Apply&>(n).output(0), g[0]);
      };
    else
      return [](const Apply& n, std::span<const Variable> g) -> Gradients {
        return F{}(n.input(0), n.input(1), n.input(2), const_cast<Apply&>(n).output(0), g[0]);
      };
  }
  Function function_ = nullptr;
};

/// Checks and adapts the inputs (conversions, dimshuffles) and gives the output types. Errors as of Phase::Build.
using TypesFunction = std::vector<TypeRef> (*)(const OpInstance& self, std::vector<Variable>& inputs);
/// Output shapes as expressions of input shapes and integer inputs.
using ShapeFunction = std::vector<SymbolicShape> (*)(const Apply& node, std::span<const SymbolicShape> input_shapes);
using PrintFunction = std::string (*)(const OpInstance& self);
using ConnectionFunction = std::vector<std::vector<bool>> (*)(const Apply& node);

/// The fields that every op's block has.
struct CommonSpec {
  const char* name = "";
  Names inputs = {};
  const char* summary = "";
  const char* numpy = "";    ///< the meaning, as an executable NumPy expression over the input names
  const char* source = "";
  double max_ulp = 0;
};

}  // namespace theano
