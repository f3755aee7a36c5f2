// Expressions of a kernel being built as a value type of the formulas: so one formula is also machine code.
#pragma once

#include <cmath>

#include "theano/ir/builder.h"
#include "theano/ir/semantics.h"

namespace theano::ir::math {

/// A value of C++ type T in a kernel, or a constant that becomes one where it meets a value.
template <class T>
class ExprOf {
 public:
  ExprOf() = default;
  ExprOf(T literal) : literal_(literal) {}
  explicit ExprOf(Expr value) : value_(value) {}
  /// Integers of the same width, as C++ casts them.
  template <class U>
  requires(std::is_integral_v<T>&& std::is_integral_v<U> &&
           !std::is_same_v<T, U>) explicit ExprOf(const ExprOf<U>& other)
      : value_(other.is_literal() ? Expr() : cast(other.value(other.builder()), kDTypeOf<T>)),
        literal_(static_cast<T>(other.literal())) {}

  bool is_literal() const { return value_.is_number(); }
  T literal() const { return literal_; }
  Builder* builder() const { return value_.builder(); }
  /// The value; a literal becomes a constant of `builder`.
  Expr value(Builder* builder) const {
    if (!is_literal()) return value_;
    if constexpr (std::is_floating_point_v<T>)
      return builder->constant(kDTypeOf<T>, static_cast<double>(literal_));
    else
      return builder->constant(kDTypeOf<T>, static_cast<std::int64_t>(literal_));
  }

  friend ExprOf operator+(const ExprOf& a, const ExprOf& b) { return combine<Prim::Add>(a, b); }
  friend ExprOf operator-(const ExprOf& a, const ExprOf& b) { return combine<Prim::Sub>(a, b); }
  friend ExprOf operator*(const ExprOf& a, const ExprOf& b) { return combine<Prim::Mul>(a, b); }
  friend ExprOf operator/(const ExprOf& a, const ExprOf& b) { return combine<Prim::Div>(a, b); }
  friend ExprOf operator&(const ExprOf& a, const ExprOf& b) { return combine<Prim::And>(a, b); }
  friend ExprOf operator|(const ExprOf& a, const ExprOf& b) { return combine<Prim::Or>(a, b); }
  friend ExprOf operator^(const ExprOf& a, const ExprOf& b) { return combine<Prim::Xor>(a, b); }
  friend ExprOf operator<<(const ExprOf& a, int n) { return combine<Prim::Shl>(a, ExprOf(static_cast<T>(n))); }
  friend ExprOf operator>>(const ExprOf& a, int n) { return combine<Prim::Shr>(a, ExprOf(static_cast<T>(n))); }
  friend ExprOf<bool> operator<(const ExprOf& a, const ExprOf& b) { return combine<Prim::Lt>(a, b); }
  friend ExprOf<bool> operator<=(const ExprOf& a, const ExprOf& b) { return combine<Prim::Le>(a, b); }
  friend ExprOf<bool> operator>(const ExprOf& a, const ExprOf& b) { return combine<Prim::Gt>(a, b); }
  friend ExprOf<bool> operator>=(const ExprOf& a, const ExprOf& b) { return combine<Prim::Ge>(a, b); }
  friend ExprOf<bool> operator==(const ExprOf& a, const ExprOf& b) { return combine<Prim::Eq>(a, b); }
  friend ExprOf<bool> operator!=(const ExprOf& a, const ExprOf& b) { return combine<Prim::Ne>(a, b); }
  friend ExprOf operator-(const ExprOf& a) {
    return a.is_literal() ? ExprOf(-a.literal_) : ExprOf(prim(Prim::Neg, a.value_));
  }
  friend ExprOf operator~(const ExprOf& a) {
    return a.is_literal() ? ExprOf(~a.literal_) : ExprOf(prim(Prim::Not, a.value_));
  }

 private:
  template <Prim P>
  static auto combine(const ExprOf& a, const ExprOf& b) {
    using Result = decltype(apply<P>(T(), T()));
    if (a.is_literal() && b.is_literal()) return ExprOf<Result>(apply<P>(a.literal_, b.literal_));
    Builder* const builder = a.is_literal() ? b.builder() : a.builder();
    return ExprOf<Result>(prim(P, a.value(builder), b.value(builder)));
  }

  Expr value_;  // a bare number stands for the literal
  T literal_ = T();
};

template <class T>
ExprOf<T> select(const ExprOf<bool>& condition, const ExprOf<T>& a, const ExprOf<T>& b) {
  if (condition.is_literal()) return condition.literal() ? a : b;
  Builder* const builder = condition.builder();
  return ExprOf<T>(ir::select(condition.value(builder), a.value(builder), b.value(builder)));
}

template <class T, class I, class U>
struct ExpressionTraits {
  using Expression = void;
  using Scalar = T;
  using Int = ExprOf<I>;
  using Unsigned = ExprOf<U>;
  static ExprOf<T> square_root(const ExprOf<T>& x) {
    return x.is_literal() ? ExprOf<T>(std::sqrt(x.literal())) : ExprOf<T>(prim(Prim::Sqrt, x.value(x.builder())));
  }
  static Int to_bits(const ExprOf<T>& x) {
    return x.is_literal() ? Int(__builtin_bit_cast(I, x.literal())) : Int(prim(Prim::BitsOf, x.value(x.builder())));
  }
  static ExprOf<T> from_bits(const Int& bits) {
    return bits.is_literal() ? ExprOf<T>(__builtin_bit_cast(T, bits.literal()))
                             : ExprOf<T>(prim(Prim::FloatOf, bits.value(bits.builder())));
  }
};

template <>
struct ValueTraits<ExprOf<double>> : ExpressionTraits<double, std::int64_t, std::uint64_t> {};

template <>
struct ValueTraits<ExprOf<float>> : ExpressionTraits<float, std::int32_t, std::uint32_t> {
  template <class F, class... X>
  static ExprOf<float> in_doubles(F f, const X&... x) {
    const ExprOf<double> result = f(ExprOf<double>(cast(x.value(x.builder()), DType::Float64))...);
    return ExprOf<float>(cast(result.value(result.builder()), DType::Float32));
  }
};

}  // namespace theano::ir::math
