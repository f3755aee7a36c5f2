// The routines of special functions against true values, their limits, and the sameness of floats and doubles.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "ir/special_values.h"
#include "theano/ir/scalar_eval.h"
#include "theano/ir/semantics.h"

namespace theano::ir {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

template <class T>
T value_of(Prim prim, double a, double b = 0) {
  const Scalar arguments[] = {Scalar::of(kDTypeOf<T>, a), Scalar::of(kDTypeOf<T>, b)};
  return evaluate(prim, kDTypeOf<T>, arguments).template as<T>();
}

TEST(SpecialFunctions, AreWithinTheirBounds) {
  for (const SpecialValue& v : kSpecialValues) {
    const double found = value_of<double>(v.prim, v.a, v.b);
    const double unit = std::nextafter(std::abs(v.truth), kInf) - std::abs(v.truth);
    EXPECT_LE(std::abs(found - v.truth) / unit, v.max_ulp)
        << prim_info(v.prim).name << " of " << v.a << ", " << v.b << " is " << found << ", not " << v.truth;
  }
}

TEST(SpecialFunctions, RoundDoublesToFloats) {
  for (const SpecialValue& v : kSpecialValues) {
    const auto a = static_cast<float>(v.a), b = static_cast<float>(v.b);
    EXPECT_EQ(value_of<float>(v.prim, a, b), static_cast<float>(value_of<double>(v.prim, a, b)))
        << prim_info(v.prim).name << " of " << v.a;
  }
}

struct Limit {
  Prim prim;
  double a, b, expected;
};

TEST(SpecialFunctions, KnowTheirLimits) {
  const Limit limits[] = {
      {Prim::Erfinv, 1, 0, kInf},          {Prim::Erfinv, -1, 0, -kInf},        {Prim::Erfinv, 1.5, 0, kNan},
      {Prim::Erfinv, kNan, 0, kNan},       {Prim::Erfcinv, 0, 0, kInf},         {Prim::Erfcinv, 2, 0, -kInf},
      {Prim::Erfcinv, -1, 0, kNan},        {Prim::Gamma, 0, 0, kInf},           {Prim::Gamma, -0., 0, -kInf},
      {Prim::Gamma, -2, 0, kNan},          {Prim::Gamma, kInf, 0, kInf},        {Prim::Gamma, -kInf, 0, kNan},
      {Prim::Gamma, 171.7, 0, kInf},       {Prim::LogGamma, 0, 0, kInf},        {Prim::LogGamma, -3, 0, kInf},
      {Prim::LogGamma, -kInf, 0, kInf},    {Prim::LogGamma, 1, 0, 0},           {Prim::LogGamma, 2, 0, 0},
      {Prim::BesselJ0, 0, 0, 1},           {Prim::BesselJ0, -kInf, 0, 0},       {Prim::BesselJ1, 0, 0, 0},
      {Prim::BesselJ1, kInf, 0, 0},        {Prim::BesselI0, 0, 0, 1},           {Prim::BesselI0, -kInf, 0, kInf},
      {Prim::BesselI1, -kInf, 0, -kInf},   {Prim::BesselI1, 0, 0, 0},           {Prim::BesselJ, 0, 0, 1},
      {Prim::BesselJ, 2.5, 0, 0},          {Prim::BesselJ, -0.5, 0, kInf},      {Prim::BesselJ, 0.5, -1, kNan},
      {Prim::BesselJ, kNan, 1, kNan},      {Prim::BesselJ, 2, kInf, 0},         {Prim::BesselI, 2, -0., 0},
      {Prim::BesselI, 0.5, -1, kNan},      {Prim::BesselI, 2, kInf, kInf},      {Prim::GammaP, 0, 1, 1},
      {Prim::GammaP, 2, 0, 0},             {Prim::GammaP, 2, kInf, 1},          {Prim::GammaP, kInf, 2, 0},
      {Prim::GammaP, -1, 1, kNan},         {Prim::GammaP, 0, 0, kNan},          {Prim::GammaQ, 0, 1, 0},
      {Prim::GammaQ, 2, 0, 1},             {Prim::GammaQ, 2, kInf, 0},          {Prim::GammaQ, 1, -1, kNan},
      {Prim::GammaQ, kNan, 1, kNan},
  };
  for (const Limit& limit : limits) {
    const double found = value_of<double>(limit.prim, limit.a, limit.b);
    EXPECT_TRUE(found == limit.expected || (found != found && limit.expected != limit.expected))
        << prim_info(limit.prim).name << " of " << limit.a << ", " << limit.b << " is " << found << ", not "
        << limit.expected;
  }
}

}  // namespace
}  // namespace theano::ir
