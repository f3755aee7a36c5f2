// Applies primitives to single scalars by looking up the function for the operands' type.
#include "theano/ir/scalar_eval.h"

#include <array>
#include <utility>

#include "theano/array/element.h"
#include "theano/ir/semantics.h"

namespace theano::ir {
namespace {

template <class T>
Scalar scalar_of(T value) {
  Scalar scalar{kDTypeOf<T>, {}};
  std::memcpy(scalar.bytes, &value, sizeof(T));
  return scalar;
}

template <Prim P, class T>
Scalar evaluate_as(const Scalar* args) {
  if constexpr (P == Prim::Select)
    return args[args[0].as<bool>() ? 1 : 2];
  else if constexpr (P == Prim::Cast || !is_defined<T>(P))
    return {};
  else if constexpr (is_binary(P))
    return scalar_of(apply<P>(args[0].as<T>(), args[1].as<T>()));
  else
    return scalar_of(apply<P>(args[0].as<T>()));
}

using Function = Scalar (*)(const Scalar*);

template <class T, std::size_t... P>
constexpr std::array<Function, kPrimCount> functions_of(std::index_sequence<P...>) {
  return {&evaluate_as<static_cast<Prim>(P), T>...};
}

}  // namespace

Scalar Scalar::of(DType dtype, std::int64_t value) {
  return visit_real_dtype(dtype, [&]<class T>() { return scalar_of(scalar_cast<T>(value)); });
}

Scalar Scalar::of(DType dtype, double value) {
  return visit_real_dtype(dtype, [&]<class T>() { return scalar_of(scalar_cast<T>(value)); });
}

Scalar evaluate(Prim prim, DType dtype, const Scalar* args) {
  if (prim == Prim::Cast) {
    return visit_real_dtype(args[0].dtype, [&]<class From>() {
      return visit_real_dtype(dtype, [&]<class To>() { return scalar_of(scalar_cast<To>(args[0].as<From>())); });
    });
  }
  return visit_dtype(args[prim == Prim::Select ? 1 : 0].dtype, [&]<class From>() {
    static constexpr auto functions = functions_of<From>(std::make_index_sequence<kPrimCount>());
    return functions[static_cast<std::size_t>(prim)](args);
  });
}

Scalar identity_scalar(Prim combine, DType dtype) {
  return visit_dtype(dtype, [&]<class T>() { return scalar_of(reduction_identity<T>(combine)); });
}

}  // namespace theano::ir
