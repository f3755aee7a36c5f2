// The parts of the runtime by themselves: arena, threads, products, size arithmetic, nested Programs.
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <stdexcept>

#include "lower/lowered.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/runtime/arena.h"
#include "theano/runtime/product.h"
#include "theano/runtime/size_code.h"

namespace theano::runtime {
namespace {

TEST(Arena, PlacesNeverOverlap) {
  std::mt19937 random(7);
  ArenaPlan arena;
  struct Place {
    std::int64_t offset, size;
  };
  std::vector<Place> live;
  std::int64_t most = 0;
  for (int i = 0; i < 5000; ++i) {
    if (!live.empty() && random() % 2) {
      const std::size_t which = random() % live.size();
      arena.release(live[which].offset, live[which].size);
      live.erase(live.begin() + static_cast<std::ptrdiff_t>(which));
      continue;
    }
    const Place place{0, static_cast<std::int64_t>(random() % 1000)};
    const std::int64_t offset = arena.allocate(place.size);
    EXPECT_EQ(offset % ArenaPlan::kAlignmentBytes, 0);
    for (const Place& other : live)
      ASSERT_TRUE(offset + place.size <= other.offset || other.offset + other.size <= offset);
    live.push_back({offset, place.size});
    most = std::max(most, offset + place.size);
  }
  EXPECT_LE(most, arena.size_bytes());
}

TEST(Arena, GapsAreUsedAgain) {
  ArenaPlan arena;
  const std::int64_t a = arena.allocate(128), b = arena.allocate(128), c = arena.allocate(64);
  arena.release(a, 128);
  arena.release(b, 128);
  EXPECT_EQ(arena.allocate(256), a);
  arena.release(c, 64);
  arena.allocate(640);
  EXPECT_EQ(arena.size_bytes(), 256 + 640);
}

TEST(ParallelFor, CoversEveryChunkOnceAndPassesErrorsOn) {
  std::vector<std::atomic<int>> hits(1001);
  parallel_for(
      1001, 1e9,
      [](void* c, std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) ++(*static_cast<std::vector<std::atomic<int>>*>(c))[i];
      },
      &hits);
  for (const auto& hit : hits) EXPECT_EQ(hit, 1);
  EXPECT_THROW(parallel_for(
                   8, 1e9, [](void*, std::int64_t, std::int64_t) { throw std::runtime_error("x"); }, nullptr),
               std::runtime_error);
}

TEST(ParallelFor, NestedIsSerial) {
  std::atomic<int> ranges = 0;
  parallel_for(
      2, 1e9,
      [](void* c, std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
          parallel_for(
              100, 1e9, [](void* inner, std::int64_t, std::int64_t) { ++*static_cast<std::atomic<int>*>(inner); }, c);
      },
      &ranges);
  if (thread_count() > 1) {
    EXPECT_EQ(ranges, 2);
  }
}

Array product(const Array& a, const Array& b) {
  Shape shape;
  if (a.ndim() == 2) shape.push_back(a.shape(0));
  if (b.ndim() == 2) shape.push_back(b.shape(1));
  Array result(a.dtype(), shape);
  const BoundProduct bound(a.dtype(), a.layout(), b.layout());
  const BufferPtr scratch = Buffer::allocate(bound.scratch_bytes() + 1);
  bound.run(a.bytes(), b.bytes(), result.bytes(), scratch->data());
  return result;
}

double naive(const Array& a, const Array& b, std::int64_t i, std::int64_t j) {
  double sum = 0;
  const std::int64_t k = a.shape(a.ndim() - 1);
  for (std::int64_t l = 0; l < k; ++l)
    sum += (a.ndim() == 2 ? a.at({i, l}) : a.at({l})) * (b.ndim() == 2 ? b.at({l, j}) : b.at({l}));
  return sum;
}

TEST(Product, EveryLayoutOfOperands) {
  const auto layouts = [](std::int64_t rows, std::int64_t columns, DType dtype) {
    const Array base = lower::numbers({2 * rows + 1, 2 * columns + 1}, dtype);
    const std::int64_t width = 2 * columns + 1;
    return std::vector<Array>{lower::numbers({rows, columns}, dtype),
                              lower::numbers({columns, rows}, dtype).transpose(),
                              base.view(Layout({rows, columns}, {width, 1}, 3)),
                              base.view(Layout({rows, columns}, {width, 2}, 0)),
                              base.view(Layout({rows, columns}, {-width, 1}, (rows - 1) * width)),
                              base.view(Layout({rows, columns}, {0, 1}, 0))};
  };
  for (const DType dtype : {DType::Float32, DType::Float64})
    for (const auto& [m, k, n] : {std::tuple{3, 4, 5}, {1, 7, 2}, {4, 1, 1}, {6, 3, 1}, {40, 33, 50}})
      for (const Array& a : layouts(m, k, dtype))
        for (const Array& b : layouts(k, n, dtype)) {
          const Array c = product(a, b);
          for (std::int64_t i = 0; i < m; i += 3)
            for (std::int64_t j = 0; j < n; j += 2) ASSERT_NEAR(c.at({i, j}), naive(a, b, i, j), 1e-3);
          const Array row = a.view(Layout({k}, {a.strides()[1]}, a.layout().offset));
          const Array column = b.view(Layout({k}, {b.strides()[0]}, b.layout().offset));
          ASSERT_NEAR(product(row, b).at({0}), naive(row, b, 0, 0), 1e-3);
          ASSERT_NEAR(product(a, column).at({m - 1}), naive(a, column, m - 1, 0), 1e-3);
          ASSERT_NEAR(product(row, column).item(), naive(row, column, 0, 0), 1e-3);
        }
}

TEST(Product, CutProductsAreRight) {
  for (const auto& [m, k, n] : {std::tuple{20, 784, 500}, {500, 20, 784}, {1000, 300, 3}}) {
    const Array a = lower::numbers({m, k}), b = lower::numbers({n, k}).transpose();
    const Array c = product(a, b);
    for (std::int64_t i = 0; i < m; i += m / 5)
      for (std::int64_t j = 0; j < n; j += (n + 6) / 7) ASSERT_NEAR(c.at({i, j}), naive(a, b, i, j), 1e-6);
  }
  const Array a = lower::numbers({3000, 700}), v = lower::numbers({700});
  const Array y = product(a, v);
  for (std::int64_t i = 0; i < 3000; i += 271) ASSERT_NEAR(y.at({i}), naive(a, v, i, 0), 1e-6);
}

TEST(Product, NothingToSumIsZero) {
  const Array c = product(Array(DType::Float64, {2, 0}), Array(DType::Float64, {0, 3}));
  EXPECT_EQ(c.to_doubles(), std::vector<double>(6, 0.0));
  EXPECT_EQ(product(Array(DType::Float64, {0}), Array(DType::Float64, {0})).item(), 0.0);
  EXPECT_EQ(product(Array(DType::Float64, {0, 4}), lower::numbers({4, 2})).size(), 0);
}

TEST(SizeArithmetic, WrapsAsTheDTypeDoes) {
  using ir::Prim;
  EXPECT_EQ(apply_size_primitive(Prim::Add, DType::Int8, 100, 100, 0), -56);
  EXPECT_EQ(apply_size_primitive(Prim::FloorDiv, DType::Int64, -7, 2, 0), -4);
  EXPECT_EQ(apply_size_primitive(Prim::FloorDiv, DType::Int64, 7, 0, 0), 0);
  EXPECT_EQ(apply_size_primitive(Prim::Not, DType::Bool, 1, 0, 0), 0);
  EXPECT_EQ(apply_size_primitive(Prim::Select, DType::Int64, 0, 5, 6), 6);
  EXPECT_FALSE(is_size_primitive(Prim::Exp, DType::Int64));
  EXPECT_FALSE(is_size_primitive(Prim::Add, DType::Float64));
}

/// x -> 2 x, counting how often it is called.
class Doubling final : public ir::HostFunction {
 public:
  std::vector<Array> call(std::span<const Array> inputs) const override {
    Array result = inputs[0].copy();
    for (std::int64_t i = 0; i < result.size(); ++i) result.data<double>()[i] *= 2;
    return {result};
  }
};

/// A Program of one input and one Produced output, whose step the caller adds.
ir::Program program_with_step(ir::StepKind kind) {
  ir::Program p;
  p.register_count = 2;
  ir::SizeInstruction size;
  size.opcode = ir::SizeOpcode::BufferSize;
  size.buffer = 0;
  size.result = 0;
  ir::SizeInstruction trips;
  trips.opcode = ir::SizeOpcode::Const;
  trips.value = 5;
  trips.result = 1;
  p.buffers.resize(2);
  p.buffers[0].storage = ir::Storage::Input;
  p.buffers[0].sizes = {0};
  p.buffers[1].storage = ir::Storage::Produced;
  p.buffers[1].sizes = {ir::kNoRegister};
  p.inputs = {0};
  p.outputs = {1};
  p.sites.push_back({"test", "test(x)", {}, {}});
  p.segments.push_back({{size, trips}, {{kind, 0, 0}}});
  return p;
}

TEST(ControlSteps, HostFunctionsAreCalled) {
  ir::Program p = program_with_step(ir::StepKind::Host);
  p.hosts.push_back({std::make_shared<Doubling>(), {0}, {1}});
  ir::verify(p);
  Executor executor(std::make_shared<ir::Program>(p));
  EXPECT_EQ(executor.run(std::vector<Array>{Array::of({1.0, 2.0})})[0].to_doubles(), (std::vector<double>{2, 4}));
}

TEST(ControlSteps, LoopsCarryStates) {
  const Variable x = lower::vector("x");
  ir::Program p = program_with_step(ir::StepKind::Loop);
  p.loops.push_back({lower::lower_graph({x}, {x + x}), 1, {}, {0}, {}, {1}, {}, false});
  ir::verify(p);
  Executor executor(std::make_shared<ir::Program>(p));
  EXPECT_EQ(executor.run(std::vector<Array>{Array::of({1.0, 3.0})})[0].to_doubles(), (std::vector<double>{32, 96}));
}

TEST(ControlSteps, LoopsStackWhatTheyGive) {
  const Variable x = lower::scalar("x");
  ir::Program p = program_with_step(ir::StepKind::Loop);
  p.loops.push_back({lower::lower_graph({x}, {x * 10.0}), 1, {0}, {}, {}, {}, {1}, false});
  Executor executor(std::make_shared<ir::Program>(p));
  const Array result = executor.run(std::vector<Array>{Array::of({1.0, 2.0, 3.0, 4.0, 5.0})})[0];
  EXPECT_EQ(result.to_doubles(), (std::vector<double>{10, 20, 30, 40, 50}));
}

TEST(ControlSteps, BranchesTakeOneSide) {
  const Variable x = lower::vector("x");
  ir::Program p = program_with_step(ir::StepKind::Branch);
  p.buffers.emplace_back();
  p.buffers[2].storage = ir::Storage::Input;
  p.inputs = {0, 2};
  p.branches.push_back({2, lower::lower_graph({x}, {x + 1.0}), lower::lower_graph({x}, {x - 1.0}), {0}, {1}});
  Executor executor(std::make_shared<ir::Program>(p));
  const auto run = [&](double c) {
    return executor.run(std::vector<Array>{Array::of({5.0}), Array::scalar(c)})[0].item();
  };
  EXPECT_EQ(run(1), 6);
  EXPECT_EQ(run(0), 4);
}

/// Claims more elements than the size code has computed.
class WrongLayout final : public ir::LayoutFunction {
 public:
  std::optional<Layout> layout(const Layout& input, std::span<const std::int64_t>, const Shape&) const override {
    return Layout({input.shape[0] + 1}, {0});
  }
};

TEST(Views, MustHaveTheSizesComputedForThem) {
  ir::Program p = program_with_step(ir::StepKind::View);
  p.buffers[1].storage = ir::Storage::Temporary;
  p.buffers[1].sizes = {0};
  p.buffers[1].view_of = 0;
  p.views.push_back({std::make_shared<WrongLayout>(), 0, 1, {}, false});
  ir::verify(p);
  Executor executor(std::make_shared<ir::Program>(p));
  EXPECT_THROW(executor.run(std::vector<Array>{Array::of({1.0, 2.0})}), InternalError);
}

TEST(VerifyProgram, FindsFaults) {
  ir::Program p = program_with_step(ir::StepKind::Host);
  p.hosts.push_back({std::make_shared<Doubling>(), {1}, {1}});
  EXPECT_THROW(ir::verify(p), InternalError);
  p.hosts[0].inputs = {0};
  p.buffers[1].sizes = {7};
  EXPECT_THROW(ir::verify(p), InternalError);
}

}  // namespace
}  // namespace theano::runtime
