// Tier 0 on one thread: maps, mathematical functions, reductions, row kernels and gathers, in time per element.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <vector>

#include "theano/ir/builder.h"
#include "theano/ir/interpreter.h"

namespace theano::ir {
namespace {

using Indices = std::vector<Expr>;
using Sizes = std::vector<std::int64_t>;

/// A kernel with buffers of its own, bound for their sizes.
class Launch {
 public:
  Launch(Kernel kernel, Shape map_sizes, std::vector<Shape> shapes, Sizes params = {})
      : kernel_(std::move(kernel)), params_(std::move(params)) {
    LaunchShape launch{map_sizes, {}, params_};
    for (std::size_t b = 0; b < shapes.size(); ++b) {
      launch.strides.push_back(contiguous_strides(shapes[b]));
      memory_.emplace_back(
          static_cast<std::size_t>(element_count(shapes[b]) * dtype_size_bytes(kernel_.buffers[b].dtype)));
      fill(memory_.back(), kernel_.buffers[b].dtype);
    }
    for (auto& memory : memory_) data_.push_back(memory.data());
    bound_ = bind_interpreted(kernel_, launch);
  }

  void run(benchmark::State& state, std::int64_t elements) {
    Status status;
    for (auto _ : state) {
      bound_->run(data_, params_, 0, bound_->chunk_count(), status);
      benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * elements);
  }

 private:
  static void fill(std::vector<std::byte>& memory, DType dtype) {
    const auto values = [&]<class T>() {
      T* at = reinterpret_cast<T*>(memory.data());
      for (std::size_t k = 0; k < memory.size() / sizeof(T); ++k)
        at[k] = static_cast<T>(static_cast<double>(k % 499) / 100);
    };
    visit_dtype(dtype, values);
  }

  Kernel kernel_;
  Sizes params_;
  std::vector<std::vector<std::byte>> memory_;
  std::vector<std::byte*> data_;
  std::unique_ptr<BoundKernel> bound_;
};

void add(benchmark::State& state) {
  Builder b("add", 1);
  const int x = b.add_buffer(DType::Float32, 1, BufferRole::Input),
            y = b.add_buffer(DType::Float32, 1, BufferRole::Input);
  const int z = b.add_buffer(DType::Float32, 1, BufferRole::Output);
  const Indices i = b.map_indices();
  b.store(z, i, b.load(x, i) + b.load(y, i));
  const std::int64_t n = state.range(0);
  Launch(b.finish(), {n}, {{n}, {n}, {n}}).run(state, n);
}
BENCHMARK(add)->Arg(10)->Arg(1000)->Arg(20000)->Arg(1000000);

void function(benchmark::State& state, Prim prim_of, DType dtype) {
  Builder b("function", 1);
  const int x = b.add_buffer(dtype, 1, BufferRole::Input), y = b.add_buffer(dtype, 1, BufferRole::Output);
  const Indices i = b.map_indices();
  b.store(y, i, prim(prim_of, b.load(x, i)));
  const std::int64_t n = 20000;
  Launch(b.finish(), {n}, {{n}, {n}}).run(state, n);
}
BENCHMARK_CAPTURE(function, exp_float32, Prim::Exp, DType::Float32);
BENCHMARK_CAPTURE(function, log_float32, Prim::Log, DType::Float32);
BENCHMARK_CAPTURE(function, tanh_float32, Prim::Tanh, DType::Float32);
BENCHMARK_CAPTURE(function, sin_float32, Prim::Sin, DType::Float32);
BENCHMARK_CAPTURE(function, exp_float64, Prim::Exp, DType::Float64);
BENCHMARK_CAPTURE(function, log_float64, Prim::Log, DType::Float64);
BENCHMARK_CAPTURE(function, tanh_float64, Prim::Tanh, DType::Float64);
BENCHMARK_CAPTURE(function, sin_float64, Prim::Sin, DType::Float64);

void sum(benchmark::State& state, bool is_column) {
  Builder b("sum", 1);
  const int x = b.add_buffer(DType::Float32, 2, BufferRole::Input),
            y = b.add_buffer(DType::Float32, 1, BufferRole::Output);
  const Expr m = b.map_index(0);
  const Expr result = b.reduce(Combine::Sum, DType::Float32, Indices{b.add_param()}, [&](std::span<const Expr> r) {
    return b.load(x, is_column ? Indices{r[0], m} : Indices{m, r[0]});
  });
  b.store(y, Indices{m}, result);
  const std::int64_t rows = state.range(0), columns = state.range(1);
  const std::int64_t kept = is_column ? columns : rows, summed = is_column ? rows : columns;
  Launch(b.finish(), {kept}, {{rows, columns}, {kept}}, {summed}).run(state, rows * columns);
}
BENCHMARK_CAPTURE(sum, rows, false)->Args({1000, 1000})->Args({100000, 10})->Args({1, 1000000})->Args({20, 784});
BENCHMARK_CAPTURE(sum, columns, true)->Args({1000, 1000})->Args({100000, 10})->Args({10, 100000})->Args({20, 784});

void softmax(benchmark::State& state) {
  Builder b("softmax", 1);
  const int x = b.add_buffer(DType::Float32, 2, BufferRole::Input),
            y = b.add_buffer(DType::Float32, 2, BufferRole::Output);
  const Expr n = b.add_param(), i = b.map_index(0);
  const Expr largest = b.reduce(Combine::Max, DType::Float32, Indices{n}, [&](auto j) {
    return b.load(x, Indices{i, j[0]});
  });
  const Expr total = b.reduce(Combine::Sum, DType::Float32, Indices{n}, [&](auto j) {
    return prim(Prim::Exp, b.load(x, Indices{i, j[0]}) - largest);
  });
  b.for_each(n, [&](Expr j) {
    b.store(y, Indices{i, j}, prim(Prim::Exp, b.load(x, Indices{i, j}) - largest) / total);
  });
  const std::int64_t rows = state.range(0), columns = state.range(1);
  Launch(b.finish(), {rows}, {{rows, columns}, {rows, columns}}, {columns}).run(state, rows * columns);
}
BENCHMARK(softmax)->Args({1000, 1000})->Args({500, 10})->Args({20, 784});

void add_row(benchmark::State& state) {
  Builder b("add_row", 2);
  const int x = b.add_buffer(DType::Float32, 2, BufferRole::Input),
            y = b.add_buffer(DType::Float32, 1, BufferRole::Input);
  const int z = b.add_buffer(DType::Float32, 2, BufferRole::Output);
  const Indices i = b.map_indices();
  b.store(z, i, b.load(x, i) + b.load(y, Indices{i[1]}));
  const std::int64_t rows = state.range(0), columns = state.range(1);
  Launch(b.finish(), {rows, columns}, {{rows, columns}, {columns}, {rows, columns}}).run(state, rows * columns);
}
BENCHMARK(add_row)->Args({1000, 1000})->Args({100000, 10});

void take_rows(benchmark::State& state) {
  Builder b("take_rows", 2);
  const int x = b.add_buffer(DType::Float32, 2, BufferRole::Input),
            k = b.add_buffer(DType::Int64, 1, BufferRole::Input);
  const int y = b.add_buffer(DType::Float32, 2, BufferRole::Output);
  const Indices i = b.map_indices();
  const Expr row = b.load(k, Indices{i[0]});
  b.check((row >= 0) & (row < 60000), row, {.message = "index {} is out of bounds", .provenance = {}, .error_kind = 0});
  b.store(y, i, b.load(x, Indices{row, i[1]}));
  const std::int64_t rows = state.range(0), columns = 784;
  Launch(b.finish(), {rows, columns}, {{600, columns}, {rows}, {rows, columns}}).run(state, rows * columns);
}
BENCHMARK(take_rows)->Arg(500);

void bind(benchmark::State& state) {
  Builder b("bind", 2);
  const int x = b.add_buffer(DType::Float32, 2, BufferRole::Input),
            y = b.add_buffer(DType::Float32, 2, BufferRole::Output);
  const Indices i = b.map_indices();
  Expr value = b.load(x, i);
  for (int k = 0; k < state.range(0); ++k) value = value * value + 1.0;
  b.store(y, i, value);
  const Kernel kernel = b.finish();
  const LaunchShape shape{{100, 100}, {{100, 1}, {100, 1}}, {}};
  for (auto _ : state) benchmark::DoNotOptimize(bind_interpreted(kernel, shape));
}
BENCHMARK(bind)->Arg(1)->Arg(50);

}  // namespace
}  // namespace theano::ir
