// 16-bit floats and complex numbers from end to end in C++: arguments, results, shared variables, gradients.
#include <gtest/gtest.h>

#include <complex>

#include "theano/theano.h"

namespace theano {
namespace {

namespace T = tensor;
using Complex = std::complex<double>;

Variable symbol(DType dtype, int ndim, const char* name) { return make_variable(TensorType::of_rank(dtype, ndim), name); }

TEST(Dtypes, HalvesAreStoredAsSuch) {
  const Variable x = symbol(DType::BFloat16, 1, "x"), h = symbol(DType::Float16, 1, "h");
  const Function f = function({x, h}, {x * 3, T::exp(h), x + h});
  const Results results = f(Array::of({bfloat16(1), bfloat16(-0.1)}), Array::of({float16(0), float16(12)}));
  EXPECT_EQ(results[0].dtype(), DType::BFloat16);
  EXPECT_EQ(float(results[0].data<bfloat16>()[1]), float(bfloat16(3 * float(bfloat16(-0.1)))));
  EXPECT_EQ(results[1].data<float16>()[1].bits, 0x7c00) << "exp(12) is beyond 65504";
  EXPECT_EQ(results[2].dtype(), DType::Float32);
}

TEST(Dtypes, ComplexChainsOverManyBlocks) {
  // Long enough for several blocks, and a chain whose buffers are taken over.
  constexpr std::int64_t n = 5000;
  Array a(DType::Complex128, Shape{n});
  for (std::int64_t i = 0; i < n; ++i) a.data<Complex>()[i] = Complex(0.001 * static_cast<double>(i), 1);
  const Variable z = symbol(DType::Complex128, 1, "z");
  const Variable w = (z * z + 1) / z;
  const Function f = function({z}, {w, T::sum(w), T::abs(w)});
  const Results results = f(a);
  Complex sum = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    const Complex v = a.data<Complex>()[i], wanted = (v * v + 1.0) / v;
    ASSERT_NEAR(std::abs(results[0].data<Complex>()[i] - wanted), 0, 1e-14 * std::abs(wanted));
    ASSERT_NEAR(results[2].data<double>()[i], std::abs(wanted), 1e-14 * std::abs(wanted));
    sum += wanted;
  }
  EXPECT_NEAR(std::abs(results[1].item_complex() - sum), 0, 1e-9);
}

TEST(Dtypes, ComplexSharedVariablesDescend) {
  const Variable z = make_shared_variable(Array::of({Complex(1, 1), Complex(-2, 0)}), "z");
  const Variable cost = T::sum(T::sqr(T::abs(z)));
  const Function step = function({}, {cost}, {{z, z - 0.25 * grad(cost, z)}});
  EXPECT_DOUBLE_EQ(step()[0].item(), 6);
  EXPECT_DOUBLE_EQ(step()[0].item(), 1.5);
}

TEST(Dtypes, ComplexCostsAreRefused) {
  const Variable z = symbol(DType::Complex64, 0, "z");
  try {
    grad(z, z);
    FAIL();
  } catch (const AssertionError& e) {
    EXPECT_NE(std::string(e.what()).find("[grad] the cost must be a real number, but it is complex64."), std::string::npos)
        << e.what();
  }
}

}  // namespace
}  // namespace theano
