// Loops of the mathematical functions over many lanes. Compiled once per instruction set.
#include "theano/ir/lanes/lane_table.h"
#include "theano/ir/semantics.h"

namespace theano::ir::lanes::THEANO_LANES {
namespace {

template <Prim P, class T>
void rare_unary(void* out, const void* a, const void*, const void*, std::int64_t n) {
  const T* x = static_cast<const T*>(a);
  T* y = static_cast<T*>(out);
  for (std::int64_t i = 0; i < n; ++i) y[i] = apply<P>(x[i]);
}

template <Prim P, class T>
void rare_binary(void* out, const void* a, const void* b, const void*, std::int64_t n) {
  const T* x = static_cast<const T*>(a);
  const T* y = static_cast<const T*>(b);
  T* z = static_cast<T*>(out);
  for (std::int64_t i = 0; i < n; ++i) z[i] = apply<P>(x[i], y[i]);
}

template <class T>
void add_functions(LaneTable& table) {
  constexpr int d = static_cast<int>(kDTypeOf<T>);
  [&]<Prim... P>() {
    ((table.primitive[static_cast<int>(P)][d] = rare_unary<P, T>), ...);
  }.template operator()<Prim::Exp, Prim::Exp2, Prim::Expm1, Prim::Log, Prim::Log2, Prim::Log10, Prim::Log1p, Prim::Sin,
                        Prim::Cos, Prim::Tan, Prim::Asin, Prim::Acos, Prim::Atan, Prim::Sinh, Prim::Cosh, Prim::Tanh,
                        Prim::Asinh, Prim::Acosh, Prim::Atanh, Prim::Erf, Prim::Erfc, Prim::Gamma, Prim::LogGamma>();
  table.primitive[static_cast<int>(Prim::Pow)][d] = rare_binary<Prim::Pow, T>;
  table.primitive[static_cast<int>(Prim::Atan2)][d] = rare_binary<Prim::Atan2, T>;
}

}  // namespace

void add_mathematics(LaneTable& table) {
  add_functions<float>(table);
  add_functions<double>(table);
}

}  // namespace theano::ir::lanes::THEANO_LANES
