// Loops of the cheap primitives over many lanes. Compiled once per instruction set; THEANO_LANES names the namespace.
#include "theano/ir/lanes/lane_table.h"
#include "theano/ir/semantics.h"

namespace theano::ir::lanes::THEANO_LANES {
namespace {

// `out` may be an operand's own memory. Each turn reads and writes its own element only, which is what ivdep states.
#define THEANO_EACH_LANE _Pragma("GCC ivdep") for (std::int64_t i = 0; i < n; ++i)

template <Prim P, class T>
void unary(void* out, const void* a, const void*, const void*, std::int64_t n) {
  using Result = decltype(apply<P>(T()));
  const T* x = static_cast<const T*>(a);
  Result* y = static_cast<Result*>(out);
  THEANO_EACH_LANE y[i] = apply<P>(x[i]);
}

enum class Form { Lanes, RightUniform, LeftUniform };

template <Prim P, class T, Form F>
void binary(void* out, const void* a, const void* b, const void*, std::int64_t n) {
  using Result = decltype(apply<P>(T(), T()));
  const T* x = static_cast<const T*>(a);
  const T* y = static_cast<const T*>(b);
  Result* z = static_cast<Result*>(out);
  if constexpr (F == Form::Lanes) {
    THEANO_EACH_LANE z[i] = apply<P>(x[i], y[i]);
  } else if constexpr (F == Form::RightUniform) {
    const T right = y[0];
    THEANO_EACH_LANE z[i] = apply<P>(x[i], right);
  } else {
    const T left = x[0];
    THEANO_EACH_LANE z[i] = apply<P>(left, y[i]);
  }
}

template <class From, class To>
void convert(void* out, const void* a, const void*, const void*, std::int64_t n) {
  const From* x = static_cast<const From*>(a);
  To* y = static_cast<To*>(out);
  THEANO_EACH_LANE y[i] = scalar_cast<To>(x[i]);
}

/// Whether a binary primitive has forms for one uniform operand: those where the operand is often a constant.
template <class T>
constexpr bool has_uniform_forms(Prim p) {
  if (!kIsFloat<T> && !std::is_same_v<T, std::int64_t> && !std::is_same_v<T, std::int32_t>) return false;
  switch (p) {
    case Prim::Add:
    case Prim::Sub:
    case Prim::Mul:
    case Prim::Div:
    case Prim::Min:
    case Prim::Max:
    case Prim::Eq:
    case Prim::Ne:
    case Prim::Lt:
    case Prim::Le:
    case Prim::Gt:
    case Prim::Ge:
      return true;
    default:
      return false;
  }
}

template <Prim P, class T>
void add_primitive(LaneTable& table) {
  constexpr int p = static_cast<int>(P);
  constexpr int d = static_cast<int>(kDTypeOf<T>);
  if constexpr (is_defined<T>(P)) {
    if constexpr (is_binary(P)) {
      table.primitive[p][d] = binary<P, T, Form::Lanes>;
      if constexpr (has_uniform_forms<T>(P)) {
        table.right_uniform[p][d] = binary<P, T, Form::RightUniform>;
        table.left_uniform[p][d] = binary<P, T, Form::LeftUniform>;
      }
    } else {
      table.primitive[p][d] = unary<P, T>;
    }
  }
}

template <class From>
void add_casts(LaneTable& table) {
  [&]<class... To>() {
    ((table.cast[static_cast<int>(kDTypeOf<From>)][static_cast<int>(kDTypeOf<To>)] = convert<From, To>), ...);
  }.template operator()<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
                        std::uint32_t, std::uint64_t, float16, bfloat16, float, double>();
}

template <class T>
void add_type(LaneTable& table) {
  [&]<Prim... P>() { (add_primitive<P, T>(table), ...); }
  .template
  operator()<Prim::Add, Prim::Sub, Prim::Mul, Prim::Neg, Prim::Abs, Prim::Min, Prim::Max, Prim::Sign, Prim::Div,
             Prim::FloorDiv, Prim::Mod, Prim::Eq, Prim::Ne, Prim::Lt, Prim::Le, Prim::Gt, Prim::Ge, Prim::And, Prim::Or,
             Prim::Xor, Prim::Not, Prim::Shl, Prim::Shr, Prim::Floor, Prim::Ceil, Prim::Trunc, Prim::RoundEven,
             Prim::RoundAway, Prim::IsNan, Prim::IsInf, Prim::Sqrt, Prim::BitsOf, Prim::FloatOf>();
  if constexpr (!kIsFloat<T>) add_primitive<Prim::Pow, T>(table);
  add_casts<T>(table);
}

}  // namespace

void add_arithmetic(LaneTable& table) {
  [&]<class... T>() {
    (add_type<T>(table), ...);
  }.template operator()<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
                        std::uint32_t, std::uint64_t, float, double>();
  add_casts<float16>(table);
  add_casts<bfloat16>(table);
}

}  // namespace theano::ir::lanes::THEANO_LANES
