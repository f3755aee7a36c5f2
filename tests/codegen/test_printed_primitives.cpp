// Every primitive and every cast, printed as C and compiled, gives the bits of the reference.
#include <cmath>
#include <limits>
#include <random>

#include "codegen/printed_c.h"
#include "theano/ir/semantics.h"
#include "theano/ir/verify.h"

namespace theano::codegen {
namespace {

using ir::Builder;
using ir::Expr;
using ir::Kernel;
using ir::Prim;
using ir::TestBuffer;
using Indices = std::vector<Expr>;

const DType kNative[] = {DType::Bool,   DType::Int8,   DType::Int16,  DType::Int32,   DType::Int64,  DType::UInt8,
                         DType::UInt16, DType::UInt32, DType::UInt64, DType::Float32, DType::Float64};
const DType kStored[] = {DType::Bool,     DType::Int8,    DType::Int16,  DType::Int32,  DType::Int64,
                         DType::UInt8,    DType::UInt16,  DType::UInt32, DType::UInt64, DType::Float16,
                         DType::BFloat16, DType::Float32, DType::Float64};

/// Numbers at which something changes.
template <class T>
std::vector<T> turning_points() {
  using L = std::numeric_limits<T>;
  if constexpr (std::is_same_v<T, bool>) {
    return {false, true};
  } else if constexpr (std::is_floating_point_v<T>) {
    std::vector<T> all{0,
                       T(0.25),
                       T(0.5),
                       T(0.49999997),
                       1,
                       T(1.5),
                       2,
                       T(2.5),
                       3,
                       7,
                       T(1e-30),
                       L::min(),
                       L::denorm_min(),
                       L::max(),
                       L::infinity(),
                       T(123456789.7),
                       T(1e20),
                       T(1e6),
                       T(2e6),
                       T(88.8),
                       T(709.9)};
    for (std::size_t k = all.size(); k-- > 0;) all.push_back(-all[k]);
    all.push_back(L::quiet_NaN());
    for (const double edge : {0x1p7, 0x1p8, 0x1p15, 0x1p16, 0x1p31, 0x1p32, 0x1p63, 0x1p64, 65504.0, 65520.0})
      for (const T at : {T(edge), -T(edge)})
        for (const T near : {at, std::nextafter(at, T(0)), std::nextafter(at, 2 * at)}) all.push_back(near);
    return all;
  } else {
    std::vector<T> all{0,
                       1,
                       2,
                       3,
                       5,
                       7,
                       8,
                       15,
                       16,
                       31,
                       32,
                       33,
                       63,
                       64,
                       100,
                       L::max(),
                       T(L::max() - 1),
                       T(L::max() / 2),
                       L::min(),
                       T(L::min() + 1)};
    if (std::is_signed_v<T>)
      for (const int x : {-1, -2, -3, -7, -64, -100}) all.push_back(static_cast<T>(x));
    if (sizeof(T) == 8)
      for (int bit = 24; bit < 63; ++bit)
        for (const int step : {-1, 0, 1}) all.push_back(static_cast<T>((std::uint64_t(1) << bit) + step));
    return all;
  }
}

/// The first operand takes every turning point for every one of the second; then come numbers of any size.
struct Operands {
  TestBuffer a, b;

  Operands(DType dtype, std::int64_t random_count) : a(dtype, {0}), b(dtype, {0}) {
    visit_dtype(dtype, [&]<class T>() {
      const std::vector<T> points = turning_points<T>();
      const std::int64_t square = static_cast<std::int64_t>(points.size() * points.size()), n = square + random_count;
      a = b = TestBuffer(dtype, {n});
      std::mt19937_64 generator(3);
      std::normal_distribution<double> normal;
      for (std::int64_t k = 0; k < n; ++k) {
        for (TestBuffer* x : {&a, &b}) {
          T value = points[x == &a ? k % points.size() : k / points.size() % points.size()];
          if (k >= square) {
            const std::uint64_t pattern = generator();
            std::memcpy(&value, &pattern, sizeof(T));
            if constexpr (std::is_same_v<T, bool>) value = pattern & 1;
            if constexpr (std::is_floating_point_v<T>)
              if (k % 4 != 0) value = static_cast<T>(normal(generator) * std::exp(3 * normal(generator)));
          }
          x->as<T>()[k] = value;
        }
      }
    });
  }
  std::int64_t size() const { return a.shape[0]; }
};

Kernel kernel_of(Prim p, DType dtype) {
  Builder builder(std::string(ir::prim_info(p).name) + "_of_" + std::string(dtype_name(dtype)), 1);
  const int x = builder.add_buffer(dtype, 1, ir::BufferRole::Input),
            y = builder.add_buffer(dtype, 1, ir::BufferRole::Input);
  const Indices i = builder.map_indices();
  const Expr a = builder.load(x, i), b = builder.load(y, i);
  const Expr result = p == Prim::Select             ? prim(p, cast(a, DType::Bool), b, a)
                      : ir::prim_info(p).arity == 2 ? prim(p, a, b)
                                                    : prim(p, a);
  const int out = builder.add_buffer(result.dtype(), 1, ir::BufferRole::Output);
  builder.store(out, i, result);
  return builder.finish();
}

bool is_rare(Prim p) { return p >= Prim::Erfinv && p <= Prim::GammaQ; }

TEST(PrintedC, EveryPrimitiveOfEveryType) {
  THEANO_SKIP_WITHOUT_C_COMPILER();
  std::vector<Kernel> kernels;
  std::vector<std::pair<Prim, DType>> what;
  for (const DType dtype : kNative) {
    for (int p = 0; p < ir::kPrimCount; ++p) {
      const Prim function = static_cast<Prim>(p);
      const bool is_defined = visit_dtype(dtype, [&]<class T>() { return ir::is_defined<T>(function); });
      if (function == Prim::Cast || !is_defined) continue;
      kernels.push_back(kernel_of(function, dtype));
      what.emplace_back(function, dtype);
    }
  }
  ASSERT_GT(kernels.size(), 300u);
  const PrintedKernels printed(kernels);
  ASSERT_TRUE(printed.is_loaded());
  for (std::size_t k = 0; k < kernels.size(); ++k) {
    Operands operands(what[k].second, is_rare(what[k].first) ? 100 : 1000);
    TestBuffer out(kernels[k].buffers[2].dtype, {operands.size()});
    printed.compare(k, {operands.size()}, {&operands.a, &operands.b, &out});
  }
}

/// out[i] = cast of in[i], as one instruction; the builder would take 16-bit floats through float32.
Kernel cast_kernel(DType from, DType to) {
  Kernel kernel;
  kernel.name = std::string(dtype_name(to)) + "_of_" + std::string(dtype_name(from));
  kernel.map_rank = 1;
  kernel.buffers = {{from, 1, ir::BufferRole::Input}, {to, 1, ir::BufferRole::Output}};
  const ir::AxisIndex along{.kind = ir::AxisIndex::Kind::Map, .map_dim = 0};
  kernel.accesses = {{0, {along}}, {1, {along}}};
  ir::Instruction load, cast, store;
  load.opcode = ir::Opcode::Load;
  load.dtype = from;
  load.result = 0;
  cast.opcode = ir::Opcode::Primitive;
  cast.prim = Prim::Cast;
  cast.dtype = to;
  cast.args[0] = 0;
  cast.result = 1;
  store.opcode = ir::Opcode::Store;
  store.index = 1;
  store.args[0] = 1;
  kernel.body.instructions = {load, cast, store};
  kernel.value_count = 2;
  ir::verify(kernel);
  return kernel;
}

/// Every number of a small type; of larger ones turning points, any pattern, and what lies half-way between 16-bit floats.
TestBuffer numbers_to_cast(DType dtype) {
  std::mt19937_64 generator(5);
  if (dtype_size_bytes(dtype) <= 2) {
    const std::int64_t n = is_bool(dtype) ? 2 : std::int64_t(1) << (8 * dtype_size_bytes(dtype));
    TestBuffer all(dtype, {n});
    for (std::int64_t k = 0; k < n; ++k)
      std::memcpy(all.first() + k * dtype_size_bytes(dtype), &k, dtype_size_bytes(dtype));
    return all;
  }
  return visit_dtype(dtype, [&]<class T>() {
    std::vector<T> all = turning_points<T>();
    for (int k = 0; k < 2000; ++k) {
      const std::uint64_t pattern = generator();
      T value;
      std::memcpy(&value, &pattern, sizeof(T));
      all.push_back(value);
      if constexpr (std::is_integral_v<T>) all.push_back(static_cast<T>(pattern >> (pattern % 64)));
    }
    for (int k = 0; k < 2000; ++k) {
      const auto bits = static_cast<std::uint16_t>(generator());
      const double low = float16::from_bits(bits), high = float16::from_bits(static_cast<std::uint16_t>(bits + 1));
      const double wide_low = bfloat16::from_bits(bits),
                   wide_high = bfloat16::from_bits(static_cast<std::uint16_t>(bits + 1));
      for (const double middle : {low / 2 + high / 2, wide_low / 2 + wide_high / 2})
        for (const double moved :
             {middle, std::nextafter(middle, 0.0), std::nextafter(middle, 2 * middle), middle * (1 + 1e-9)})
          all.push_back(scalar_cast<T>(moved));
    }
    TestBuffer buffer(dtype, {static_cast<std::int64_t>(all.size())});
    for (std::size_t k = 0; k < all.size(); ++k) buffer.as<T>()[k] = all[k];
    return buffer;
  });
}

TEST(PrintedC, EveryCast) {
  THEANO_SKIP_WITHOUT_C_COMPILER();
  std::vector<Kernel> kernels;
  for (const DType from : kStored)
    for (const DType to : kStored) kernels.push_back(cast_kernel(from, to));
  const PrintedKernels printed(kernels);
  ASSERT_TRUE(printed.is_loaded());
  for (std::size_t k = 0; k < kernels.size(); ++k) {
    TestBuffer in = numbers_to_cast(kernels[k].buffers[0].dtype), out(kernels[k].buffers[1].dtype, in.shape);
    printed.compare(k, in.shape, {&in, &out});
  }
}

TEST(PrintedC, ConstantsOfEveryType) {
  THEANO_SKIP_WITHOUT_C_COMPILER();
  std::vector<Kernel> kernels;
  for (const DType dtype : kNative) {
    visit_dtype(dtype, [&]<class T>() {
      std::vector<T> points = turning_points<T>();
      Builder builder("constants_of_" + std::string(dtype_name(dtype)), 0);
      const int out = builder.add_buffer(dtype, 1, ir::BufferRole::Output);
      for (std::size_t k = 0; k < points.size(); ++k) {
        const Indices at{builder.constant(DType::Int64, static_cast<std::int64_t>(k))};
        if constexpr (std::is_floating_point_v<T>)
          builder.store(out, at, builder.constant(dtype, static_cast<double>(points[k])));
        else
          builder.store(out, at, builder.constant(dtype, static_cast<std::int64_t>(points[k])));
      }
      kernels.push_back(builder.finish());
    });
  }
  const PrintedKernels printed(kernels);
  ASSERT_TRUE(printed.is_loaded());
  for (std::size_t k = 0; k < kernels.size(); ++k) {
    TestBuffer out(kernels[k].buffers[0].dtype, {300});
    printed.compare(k, {}, {&out});
  }
}

}  // namespace
}  // namespace theano::codegen
