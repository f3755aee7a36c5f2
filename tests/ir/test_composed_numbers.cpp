// 16-bit floats and complex numbers in kernels: rounded after every primitive, formulas as std::complex has them.
#include <gtest/gtest.h>

#include <complex>
#include <functional>
#include <vector>

#include "launch.h"
#include "theano/base/error.h"

namespace theano::ir {
namespace {

using Indices = std::vector<Expr>;
using Complex = std::complex<double>;

/// out[i] = f(a[i], b[i]) for buffers of one dtype; runs it in both interpreters.
void run_binary(DType dtype, TestBuffer& a, TestBuffer& b, TestBuffer& out, const std::function<Expr(Expr, Expr)>& f) {
  Builder builder("binary", 1);
  const Expr i = builder.map_index(0);
  const int ia = builder.add_buffer(dtype, 1, BufferRole::Input), ib = builder.add_buffer(dtype, 1, BufferRole::Input);
  const bool gives_bool = out.dtype == DType::Bool;
  const bool gives_part = !gives_bool && is_complex(dtype) && out.shape.size() == 1;
  const DType result = gives_bool ? DType::Bool : gives_part ? part_dtype(dtype) : dtype;
  const int io = builder.add_buffer(result, 1, BufferRole::Output);
  builder.store(io, Indices{i}, f(builder.load(ia, Indices{i}), builder.load(ib, Indices{i})));
  const Kernel kernel = builder.finish();
  run_and_compare(kernel, {a.shape[0]}, {&a, &b, &out});
}

template <class T>
void check_rounds_every_primitive(DType dtype) {
  constexpr std::int64_t n = 300;
  TestBuffer a(dtype, {n}), b(dtype, {n}), out(dtype, {n});
  a.randomize(1);
  b.randomize(2);
  run_binary(dtype, a, b, out, [](Expr x, Expr y) { return x * y + x; });
  for (std::int64_t i = 0; i < n; ++i) {
    const float x = a.as<T>()[i], y = b.as<T>()[i];
    const T wanted(float(T(x * y)) + x);
    const T found = out.as<T>()[i];
    ASSERT_TRUE(found.bits == wanted.bits || (found != found && wanted != wanted)) << x << " " << y;
  }
  TestBuffer is_less(DType::Bool, {n});
  run_binary(dtype, a, b, is_less, [](Expr x, Expr y) { return x < y; });
  for (std::int64_t i = 0; i < n; ++i) EXPECT_EQ(is_less.as<bool>()[i], float(a.as<T>()[i]) < float(b.as<T>()[i]));
}

TEST(ComposedNumbers, HalvesAreRoundedAfterEveryPrimitive) {
  check_rounds_every_primitive<float16>(DType::Float16);
  check_rounds_every_primitive<bfloat16>(DType::BFloat16);
}

TEST(ComposedNumbers, KernelsHoldHalvesAsFloats) {
  Builder builder("halved", 1);
  const Expr i = builder.map_index(0);
  const int in = builder.add_buffer(DType::Float16, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float16, 1, BufferRole::Output);
  builder.store(out, Indices{i}, builder.load(in, Indices{i}) * 0.5);
  EXPECT_EQ(builder.finish().to_string(),
            "kernel halved(map 1d, in b0: float16[1d], out b1: float16[1d]) {\n"
            "  %0 = i0\n"
            "  %1 = load b0[i0]\n"
            "  %2 = cast float32 %1\n"
            "  %3 = float32 0.5\n"
            "  %4 = mul %2, %3\n"
            "  %5 = cast float16 %4\n"
            "  %6 = cast float32 %5\n"
            "  store b1[i0], %5\n"
            "}\n");
}

TEST(ComposedNumbers, ACopyOfHalvesStaysACopy) {
  for (const DType dtype : {DType::Float16, DType::BFloat16}) {
    constexpr std::int64_t n = 70;
    TestBuffer a(dtype, {n}), out(dtype, {n});
    a.randomize(3);
    run_binary(dtype, a, a, out, [](Expr x, Expr) { return x; });
    EXPECT_EQ(std::memcmp(a.memory.data(), out.memory.data(), 2 * n), 0);
  }
}

TEST(ComposedNumbers, SumsOfHalvesAreRoundedOnce) {
  constexpr std::int64_t n = 5000;
  Builder builder("sum", 0);
  const int in = builder.add_buffer(DType::Float16, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float16, 0, BufferRole::Output);
  const Expr extent = builder.add_param();
  builder.store(out, Indices{}, builder.reduce(Combine::Sum, DType::Float16, Indices{extent},
                                               [&](auto k) { return builder.load(in, k); }));
  const Kernel kernel = builder.finish();
  TestBuffer ones(DType::Float16, {n}), total(DType::Float16, {});
  for (std::int64_t i = 0; i < n; ++i) ones.as<float16>()[i] = float16(1);
  run_and_compare(kernel, {}, {&ones, &total}, {n});
  EXPECT_EQ(float(*total.as<float16>()), 5000) << "added in float16 the sum would stop at 2048";
}

TEST(ComposedNumbers, LoopsCarryHalvesAndComplexNumbers) {
  Builder builder("carry", 0);
  const int half_out = builder.add_buffer(DType::Float16, 0, BufferRole::Output);
  const int complex_out = builder.add_buffer(DType::Complex128, 0, BufferRole::Output);
  const Expr turns = builder.add_param();
  const std::vector<Expr> ends =
      builder.loop(turns, {builder.constant(DType::Float16, 0.0), builder.constant(DType::Complex128, 1.0)},
                   [&](Expr, std::span<const Expr> c) -> std::vector<Expr> {
                     const Expr unit = make_complex(builder.constant(DType::Float64, 0.0),
                                                    builder.constant(DType::Float64, 1.0));
                     return {c[0] + 1.0, c[1] * unit};
                   });
  builder.store(half_out, Indices{}, ends[0]);
  builder.store(complex_out, Indices{}, ends[1]);
  const Kernel kernel = builder.finish();
  TestBuffer half(DType::Float16, {}), complex(DType::Float64, {2});
  run_and_compare(kernel, {}, {&half, &complex}, {2051});
  EXPECT_EQ(float(*half.as<float16>()), 2048) << "each turn rounds";
  EXPECT_EQ(complex.as<double>()[0], 0);
  EXPECT_EQ(complex.as<double>()[1], -1) << "i to the power 2051";
}

/// A buffer of complex numbers as kernels see it: one more axis of two parts.
TestBuffer complex_buffer(const std::vector<Complex>& values) {
  TestBuffer buffer(DType::Float64, {static_cast<std::int64_t>(values.size()), 2});
  std::memcpy(buffer.memory.data(), values.data(), values.size() * sizeof(Complex));
  return buffer;
}

std::vector<Complex> sample_numbers() {
  std::vector<Complex> values;
  for (const double x : {-30.0, -2.5, -1.0, -0.3, 0.0, 1e-9, 0.7, 1.0, 3.0, 40.0})
    for (const double y : {-5.0, -1.0, -1e-9, 0.0, 0.4, 1.0, 2.0, 25.0}) values.emplace_back(x, y);
  return values;
}

void check_function(Prim p, Complex (*wanted)(const Complex&), double tolerance = 1e-14) {
  const std::vector<Complex> values = sample_numbers();
  TestBuffer z = complex_buffer(values), out = complex_buffer(values);
  run_binary(DType::Complex128, z, z, out, [&](Expr x, Expr) { return prim(p, x); });
  const Complex* found = reinterpret_cast<const Complex*>(out.memory.data());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Complex exact = wanted(values[i]);
    if (!std::isfinite(std::abs(exact))) continue;
    EXPECT_LE(std::abs(found[i] - exact), tolerance * std::max(std::abs(exact), 1e-6))
        << prim_info(p).name << " of " << values[i] << " is " << found[i] << ", not " << exact;
  }
}

TEST(ComposedNumbers, ComplexFunctionsAgreeWithTheLibrary) {
  check_function(Prim::Sqrt, std::sqrt);
  check_function(Prim::Exp, std::exp, 1e-13);
  check_function(Prim::Log, std::log);
  check_function(Prim::Log10, std::log10);
  check_function(Prim::Sin, std::sin, 1e-13);
  check_function(Prim::Cos, std::cos, 1e-13);
  check_function(Prim::Tan, std::tan, 1e-13);
  check_function(Prim::Sinh, std::sinh, 1e-13);
  check_function(Prim::Cosh, std::cosh, 1e-13);
  check_function(Prim::Tanh, std::tanh, 1e-13);
  check_function(Prim::Asin, std::asin, 1e-13);
  check_function(Prim::Acos, std::acos, 1e-13);
  check_function(Prim::Atan, std::atan, 1e-13);
  check_function(Prim::Asinh, std::asinh, 1e-13);
  check_function(Prim::Acosh, std::acosh, 1e-13);
  check_function(Prim::Atanh, std::atanh, 1e-13);
  check_function(Prim::Neg, [](const Complex& z) { return -z; });
  check_function(Prim::Expm1, [](const Complex& z) { return std::exp(z) - 1.0; }, 1e-9);
  check_function(Prim::Log1p, [](const Complex& z) { return std::log(z + 1.0); }, 1e-9);
}

TEST(ComposedNumbers, ComplexArithmetic) {
  const std::vector<Complex> values = sample_numbers();
  std::vector<Complex> others(values.rbegin(), values.rend());
  TestBuffer z = complex_buffer(values), w = complex_buffer(others), out = complex_buffer(values);
  const auto check = [&](const std::function<Expr(Expr, Expr)>& f, Complex (*wanted)(Complex, Complex), double tolerance) {
    run_binary(DType::Complex128, z, w, out, f);
    const Complex* found = reinterpret_cast<const Complex*>(out.memory.data());
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Complex exact = wanted(values[i], others[i]);
      if (!std::isfinite(std::abs(exact))) continue;
      EXPECT_LE(std::abs(found[i] - exact), tolerance * std::abs(exact)) << values[i] << " " << others[i];
    }
  };
  check([](Expr a, Expr b) { return a + b; }, [](Complex a, Complex b) { return a + b; }, 0);
  check([](Expr a, Expr b) { return a - b; }, [](Complex a, Complex b) { return a - b; }, 0);
  check([](Expr a, Expr b) { return a * b; }, [](Complex a, Complex b) { return a * b; }, 1e-15);
  check([](Expr a, Expr b) { return a / b; }, [](Complex a, Complex b) { return a / b; }, 1e-15);
  check([](Expr a, Expr b) { return prim(Prim::Pow, a, b); },
        [](Complex a, Complex b) { return b == 0.0 ? 1.0 : a == 0.0 ? Complex(NAN) : std::pow(a, b); }, 1e-12);
  check([](Expr a, Expr b) { return select(a == b, a, 2.0 * b); }, [](Complex a, Complex b) { return a == b ? a : 2.0 * b; }, 0);
}

TEST(ComposedNumbers, ComplexCorners) {
  const std::vector<Complex> values = {{3e200, 4e200}, {3e-200, 4e-200}, {0, 0}, {INFINITY, NAN}, {-4, -0.0}, {-INFINITY, 1}};
  TestBuffer z = complex_buffer(values), out = complex_buffer(values);
  TestBuffer size(DType::Float64, {6});
  run_binary(DType::Complex128, z, z, size, [](Expr x, Expr) { return prim(Prim::Abs, x); });
  EXPECT_DOUBLE_EQ(size.as<double>()[0], 5e200);
  EXPECT_DOUBLE_EQ(size.as<double>()[1], 5e-200);
  EXPECT_EQ(size.as<double>()[2], 0);
  EXPECT_EQ(size.as<double>()[3], INFINITY);
  run_binary(DType::Complex128, z, z, out, [](Expr x, Expr) { return prim(Prim::Sqrt, x); });
  const Complex* found = reinterpret_cast<const Complex*>(out.memory.data());
  EXPECT_EQ(found[2], 0.0);
  EXPECT_EQ(found[4], Complex(0, -2)) << "below the branch cut";
  EXPECT_EQ(found[5], Complex(0, INFINITY));
  run_binary(DType::Complex128, z, z, out, [](Expr x, Expr) { return prim(Prim::Exp, x); });
  EXPECT_EQ(found[5], 0.0);
}

TEST(ComposedNumbers, ComplexReductions) {
  for (const Combine combine : {Combine::Sum, Combine::Prod}) {
    Builder builder("reduce", 1);
    const int in = builder.add_buffer(DType::Complex128, 2, BufferRole::Input);
    const int out = builder.add_buffer(DType::Complex128, 1, BufferRole::Output);
    const Expr extent = builder.add_param(), i = builder.map_index(0);
    builder.store(out, Indices{i}, builder.reduce(combine, DType::Complex128, Indices{extent}, [&](auto k) {
      return builder.load(in, Indices{i, k[0]});
    }));
    const Kernel kernel = builder.finish();
    TestBuffer numbers(DType::Float64, {3, 7, 2}), result(DType::Float64, {3, 2});
    for (int k = 0; k < 42; ++k) numbers.as<double>()[k] = 0.25 * (k % 9) - 1;
    run_and_compare(kernel, {3}, {&numbers, &result}, {7});
    for (int row = 0; row < 3; ++row) {
      Complex wanted = combine == Combine::Sum ? 0 : 1;
      for (int k = 0; k < 7; ++k) {
        const Complex z(numbers.as<double>()[14 * row + 2 * k], numbers.as<double>()[14 * row + 2 * k + 1]);
        wanted = combine == Combine::Sum ? wanted + z : wanted * z;
      }
      EXPECT_NEAR(result.as<double>()[2 * row], wanted.real(), 1e-12);
      EXPECT_NEAR(result.as<double>()[2 * row + 1], wanted.imag(), 1e-12);
    }
  }
}

TEST(ComposedNumbers, ComplexExtremesAreInTheOrderOfNumPy) {
  Builder builder("extremes", 1);
  const int in = builder.add_buffer(DType::Complex64, 2, BufferRole::Input);
  const int value = builder.add_buffer(DType::Complex64, 1, BufferRole::Output);
  const int index = builder.add_buffer(DType::Int64, 1, BufferRole::Output);
  const Expr extent = builder.add_param(), i = builder.map_index(0);
  const auto [least, position] = builder.reduce_arg(Combine::ArgMin, DType::Complex64, Indices{extent}, [&](auto k) {
    return builder.load(in, Indices{i, k[0]});
  });
  builder.store(value, Indices{i}, least);
  builder.store(index, Indices{i}, position);
  const Kernel kernel = builder.finish();
  TestBuffer numbers(DType::Float32, {2, 3, 2}), values(DType::Float32, {2, 2}), positions(DType::Int64, {2});
  const float rows[] = {2, -9, 1, 5, 1, 4, 3, 1, 0, NAN, NAN, 0};
  std::copy(std::begin(rows), std::end(rows), numbers.as<float>());
  run_and_compare(kernel, {2}, {&numbers, &values, &positions}, {3});
  EXPECT_EQ(positions.as<std::int64_t>()[0], 2);
  EXPECT_EQ(values.as<float>()[1], 4);
  EXPECT_EQ(positions.as<std::int64_t>()[1], 1) << "the first NaN";
  run_and_compare(kernel, {2}, {&numbers, &values, &positions}, {0});
  EXPECT_EQ(values.as<float>()[0], INFINITY);
}

TEST(ComposedNumbers, RefusesWhatComplexNumbersDoNotHave) {
  Builder builder("order", 0);
  const Expr z = builder.constant(DType::Complex64, 1.0);
  try {
    prim(Prim::Floor, z);
    FAIL();
  } catch (const NotImplementedError& e) {
    EXPECT_STREQ(e.what(),
                 "[ir::Builder] the operands of floor must be real, but they are complex.\n"
                 "  Way out: Work on the real and the imaginary part.");
  }
  EXPECT_THROW(prim(Prim::FloorDiv, z, z), NotImplementedError);
}

}  // namespace
}  // namespace theano::ir
