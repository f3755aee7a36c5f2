// What a call costs beside its work: no memory but its results; and calls of several threads at one time.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "runtime/allocation_count.h"
#include "theano/theano.h"

namespace theano {
namespace {

namespace T = tensor;

Array numbers(Shape shape) {
  Array a(DType::Float64, std::move(shape));
  for (std::int64_t i = 0; i < a.size(); ++i) a.data<double>()[i] = 0.1 * static_cast<double>(i % 13) - 0.6;
  return a;
}

/// Allocations of one call behind three like it.
template <class F>
std::int64_t allocations(const F& call) {
  for (int i = 0; i < 3; ++i) call();
  const std::int64_t before = runtime::allocation_count();
  call();
  return runtime::allocation_count() - before;
}

TEST(Calls, AllocateTheirResultsAlone) {
  const Variable x = T::dmatrix("x"), y = T::dmatrix("y");
  const Array a = numbers({4, 3}), b = numbers({3, 4});
  const Function one = function({x}, x + 1.0);
  EXPECT_EQ(allocations([&] { one(a); }), 1);
  const Variable h = T::tanh(T::dot(x, y));
  const Function two = function({x, y}, {T::sum(h * T::transpose(h)), T::mean(h[{slice(1)}], 0)});
  EXPECT_EQ(allocations([&] { two(a, b); }), 2);
  const Function none = function({x}, Out(x[{slice(1)}], true));
  EXPECT_EQ(allocations([&] { none(a); }), 1);  // an input that does not lend its memory is copied
  In lent(x);
  lent.borrow = true;
  const Function view = function({lent}, Out(x[{slice(1)}], true));
  EXPECT_EQ(allocations([&] { view(a); }), 0);
}

TEST(Calls, OfAnyKindAllocateTheirResultsAlone) {
  const Variable x = T::dvector("x"), y = T::dvector("y");
  In with_default(y);
  with_default.value.array = numbers({4});
  const Function f = function({x, with_default}, x * y);
  const Array a = numbers({4});
  const std::vector<Array> arguments{a};
  EXPECT_EQ(allocations([&] { f(a); }), 1);
  EXPECT_EQ(allocations([&] { f.call_trusted(arguments); }), 1);
  const std::pair<std::string, ArgumentView> keywords[] = {{"y", a}};
  const ArgumentView positional[] = {a};
  EXPECT_EQ(allocations([&] { f.call_view({positional, keywords}); }), 1);
  const Results three = function({x}, {x + 1.0, x + 2.0, x + 3.0})(a);
  EXPECT_EQ(three[2].at({0}), a.at({0}) + 3);
  EXPECT_THROW(three[3], std::out_of_range);
}

TEST(Calls, AllocateTheNewValuesOfSharedVariables) {
  const Variable table = make_shared_variable(numbers({50, 3}), "table");
  const Variable total = make_shared_variable(Array::scalar(0.0), "total");
  const Variable row = T::dvector("row"), i = T::lscalar("i");
  const Function count = function({}, {}, {Update(total, total + 1.0)});
  EXPECT_EQ(allocations([&] { count(); }), 1);
  const Function write = function({row, i}, {}, {Update(table, T::inc_subtensor(table[{i}], row))});
  const Array values = numbers({3}), at = Array::scalar(std::int64_t{7});
  EXPECT_EQ(allocations([&] { write(values, at); }), 0);
  const Function read = function({i}, T::sum(table[{i}]));
  EXPECT_EQ(allocations([&] { read(at); }), 1);
}

TEST(Calls, ThatFailLeaveNothingBehind) {
  const Variable x = T::dvector("x"), y = T::dvector("y");
  const Variable total = make_shared_variable(Array::scalar(0.0), "total");
  const Function f = function({x, y}, x + y, {Update(total, total + T::sum(x))});
  const Array three = numbers({3}), four = numbers({4});
  const BufferPtr memory = three.buffer();
  EXPECT_EQ(f(three, three)[0].size(), 3);
  EXPECT_THROW(f(three, four), ShapeError);
  EXPECT_THROW(f(three), TypeError);
  EXPECT_EQ(memory.use_count(), 2);
  EXPECT_DOUBLE_EQ(total.shared()->get_value().item(), eval(T::sum(T::constant(three))).item());
  EXPECT_EQ(f(four, four)[0].size(), 4);
}

TEST(Calls, SayWhenTheyAreLong) {
  const Variable x = T::dvector("x");
  const Function f = function({x}, T::exp(x));
  int told = 0;
  std::function<void()> tell = [&] { ++told; };
  const auto call = [&](const Array& a) {
    const ArgumentView views[] = {a};
    CallView view{views};
    view.before_long_work = &tell;
    told = 0;
    f.call_view(view);
    return told > 0;
  };
  const Array small = numbers({4}), large = numbers({100'000});
  EXPECT_TRUE(call(small)) << "a new shape is planned";
  EXPECT_FALSE(call(small));
  EXPECT_TRUE(call(large));
  EXPECT_TRUE(call(large));
}

TEST(Calls, OfOneFunctionRunOnSeveralThreads) {
  const Variable x = T::dmatrix("x");
  const Function f = function({x}, {T::dot(x, T::transpose(x)), T::sum(T::tanh(x), 0)});
  std::vector<Array> values;
  std::vector<Results> wanted;
  for (std::int64_t n = 1; n <= 5; ++n) {
    values.push_back(numbers({n, 40}));
    wanted.push_back(f(values.back()));
  }
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 300; ++i) {
        const std::size_t n = (i * (t + 1)) % values.size();
        const Results found = f(values[n]);
        if (!is_identical(found[0], wanted[n][0]) || !is_identical(found[1], wanted[n][1])) ++wrong;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Calls, OfFunctionsThatShareVariablesLoseNoUpdate) {
  const Variable a = make_shared_variable(Array::scalar(0.0), "a"), b = make_shared_variable(Array::scalar(0.0), "b");
  const Variable table = make_shared_variable(Array::zeros(DType::Float64, {8, 4}), "table");
  const Variable i = T::lscalar("i");
  // Each of the two reads what the other writes, and they name them in different orders.
  const Function first = function({}, {}, {Update(a, a + 1.0), Update(b, b + 1.0)});
  const Function second = function({}, {}, {Update(b, b + 1.0), Update(a, a + 1.0)});
  const Function difference = function({}, a - a + T::sum(table) * 0.0);
  const Function write = function({i}, {}, {Update(table, T::inc_subtensor(table[{i}], 1.0))});
  constexpr int kRounds = 300;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int round = 0; round < kRounds; ++round) {
        (t % 2 ? first : second)();
        write(Array::scalar(std::int64_t{(t + round) % 8}));
        if (difference().item() != 0) ++wrong;
        const Array seen = table.shared()->get_value();
        for (std::int64_t row = 0; row < 8; ++row)
          if (seen.at({row, 0}) != seen.at({row, 3})) ++wrong;  // rows are written whole
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(a.shared()->get_value().item(), 4 * kRounds);
  EXPECT_EQ(b.shared()->get_value().item(), 4 * kRounds);
  EXPECT_EQ(eval(T::sum(table)).item(), 4 * 4 * kRounds);
}

}  // namespace
}  // namespace theano
