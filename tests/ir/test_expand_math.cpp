// A formula built as instructions gives the bits of the primitive: so will machine code made of them.
#include <cmath>
#include <limits>
#include <random>

#include "ir/launch.h"
#include "theano/ir/expand_math.h"

namespace theano::ir {
namespace {

using Indices = std::vector<Expr>;

template <class T>
void fill_with_samples(TestBuffer& buffer, std::int64_t n, unsigned seed) {
  std::mt19937_64 generator(seed);
  std::normal_distribution<double> normal;
  const T special[] = {0,
                       T(-0.0),
                       1,
                       -1,
                       2,
                       T(0.5),
                       std::numeric_limits<T>::infinity(),
                       -std::numeric_limits<T>::infinity(),
                       std::numeric_limits<T>::quiet_NaN(),
                       std::numeric_limits<T>::min(),
                       std::numeric_limits<T>::denorm_min(),
                       -std::numeric_limits<T>::denorm_min(),
                       std::numeric_limits<T>::max(),
                       T(-3),
                       T(1e-20),
                       T(89),
                       T(-104),
                       T(710)};
  for (std::int64_t k = 0; k < n; ++k) {
    const double x = normal(generator) * std::exp(3 * normal(generator));
    buffer.as<T>()[k] = k < static_cast<std::int64_t>(std::size(special)) ? special[k] : static_cast<T>(x);
  }
}

/// out[0] = the primitive, out[1] = the formula; both of every sample, by every interpreter.
template <class T>
void compare(Prim function, int operands = 1) {
  const DType dtype = kDTypeOf<T>;
  Builder builder("compare", 1);
  const int x = builder.add_buffer(dtype, 1, BufferRole::Input), y = builder.add_buffer(dtype, 1, BufferRole::Input);
  const int primitive = builder.add_buffer(dtype, 1, BufferRole::Output),
            formula = builder.add_buffer(dtype, 1, BufferRole::Output);
  const Indices i = builder.map_indices();
  const Expr a = builder.load(x, i), b = builder.load(y, i);
  builder.store(primitive, i, operands == 2 ? prim(function, a, b) : prim(function, a));
  builder.store(formula, i, function == Prim::Pow     ? expand_power(a, b)
                            : function == Prim::Atan2 ? expand_angle(a, b)
                                                      : *expand_formula(function, a));
  const Kernel kernel = builder.finish();
  const std::int64_t n = 2000;
  TestBuffer of_x(dtype, {n}), of_y(dtype, {n}), one(dtype, {n}), other(dtype, {n});
  fill_with_samples<T>(of_x, n, 1);
  fill_with_samples<T>(of_y, n, 2);
  if (operands == 2) std::rotate(of_y.as<T>(), of_y.as<T>() + 5, of_y.as<T>() + n);
  run_and_compare(kernel, {n}, {&of_x, &of_y, &one, &other});
  const bool is_angle = function == Prim::Sin || function == Prim::Cos || function == Prim::Tan;
  for (std::int64_t k = 0; k < n; ++k) {
    if (is_angle && !(std::abs(of_x.as<T>()[k]) <= 1e6)) continue;
    ASSERT_TRUE(same_element(dtype, one.first() + k * sizeof(T), other.first() + k * sizeof(T)))
        << prim_info(function).name << " of " << dtype_name(dtype) << " " << of_x.as<T>()[k] << ": the primitive gives "
        << one.as<T>()[k] << ", the formula " << other.as<T>()[k];
  }
}

TEST(ExpandMath, FormulasHaveTheBitsOfPrimitives) {
  for (const Prim function : {Prim::Exp, Prim::Exp2, Prim::Expm1, Prim::Log, Prim::Log2, Prim::Log10, Prim::Log1p,
                              Prim::Sinh, Prim::Cosh, Prim::Tanh, Prim::Sin, Prim::Cos, Prim::Tan, Prim::Asin, Prim::Acos,
                              Prim::Atan, Prim::Asinh, Prim::Acosh, Prim::Atanh, Prim::Erf, Prim::Erfc, Prim::Erfcx}) {
    compare<float>(function);
    compare<double>(function);
  }
}

TEST(ExpandMath, PowersHaveTheBitsOfPrimitives) {
  compare<float>(Prim::Pow, 2);
  compare<double>(Prim::Pow, 2);
  compare<float>(Prim::Atan2, 2);
  compare<double>(Prim::Atan2, 2);
}

TEST(ExpandMath, RoutinesHaveNoFormula) {
  Builder builder("rare", 1);
  const int x = builder.add_buffer(DType::Float32, 1, BufferRole::Input);
  const Expr a = builder.load(x, builder.map_indices());
  EXPECT_FALSE(expand_formula(Prim::Gamma, a).has_value());
  EXPECT_FALSE(expand_formula(Prim::Sqrt, a).has_value());
}

}  // namespace
}  // namespace theano::ir
